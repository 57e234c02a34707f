"""`markdown`: the story in CommonMark (tables as GitHub writes them); with metadata, a YAML head.

In: an Article or a Refusal. Out: text that a CommonMark reader turns back into the same words, escaped only where a
character would otherwise mean something. A Refusal has none.
Source: CommonMark 0.31, sections 2.4 (escapes), 6.2 (emphasis); GitHub Flavored Markdown, section 4.10 (tables).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from copydesk.output.head import HeadValue, head_fields
from copydesk.output.inline import cells
from copydesk.output.markdown_inline import escaped_line, escaped_text, inline, link_target
from copydesk.output.options import OutputOptions
from copydesk.output.structure import Block, BulletList, blocks, list_trees
from copydesk.records import Article, Image, Passage, Refusal

FENCE = re.compile(r"`{3,}")
"""Takes "````"; refuses "``". Runs of backticks inside code that its fence must outgrow."""
FULL_DAY = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?")
"""Takes "2023-11-09"; refuses "2023" (YAML would make a number of it)."""
CONTROL = re.compile("[\\x7f-\\x9f\\ufeff\\ufffe\\uffff\\u2028\\u2029\\ud800-\\udfff]")
"""Takes "\\x85"; refuses "é". What JSON lets stand in a string and YAML does not."""

INTERRUPTS = ("- ", "1. ")
"""Only such lists may follow a paragraph without a blank line (CommonMark 0.31, section 5.3)."""


def markdown(record: Article | Refusal, options: OutputOptions) -> str:
    """The story's blocks, parted by blank lines."""
    if isinstance(record, Refusal):
        return ""
    body = "\n\n".join(piece for piece in (_block(block) for block in blocks(record)) if piece)
    text = f"{body}\n" if body else ""
    return f"---\n{_yaml(record)}---\n\n{text}" if options.with_metadata else text


def markdown_entry(record: Article | Refusal, options: OutputOptions) -> str:
    """One of many: the same under a comment that names the input."""
    text = markdown(record, options)
    source = record.source.replace("-->", "--%3E").replace("\n", " ")
    return f"<!-- {source} -->\n\n{text}" if text else ""


# --------------------------------------------------------------------------- head


def _yaml(article: Article) -> str:
    return "".join(f"{name}:{_yaml_value(value)}\n" for name, value in head_fields(article))


def _yaml_value(value: HeadValue) -> str:
    if isinstance(value, bool):
        return " true" if value else " false"
    if isinstance(value, tuple):
        return "".join(f"\n  - {_yaml_string(item)}" for item in value)
    return f" {value if FULL_DAY.fullmatch(value) else _yaml_string(value)}"


BACKSLASH = "\\"


def _yaml_string(text: str) -> str:
    """A double-quoted string: JSON's is YAML's, but for a few characters."""
    return CONTROL.sub(lambda match: f"\\u{ord(match.group()):04x}", json.dumps(text, ensure_ascii=False))


# --------------------------------------------------------------------------- blocks


def _block(block: Block) -> str:
    if block.image is not None:
        return _figure(block.image)
    if block.kind == "item":
        return _lists(list_trees(block.passages))
    if block.kind == "row":
        return _table(block.passages)
    if block.kind == "quote":
        return _indented("\n\n".join(inline(passage) for passage in block.passages), "> ", "> ").replace("> \n", ">\n")
    passage = block.passages[0]
    if block.kind == "heading":
        level = min(max(passage.level, 1), 6)
        text = escaped_line(passage)
        if text.endswith("#"):  # a reader would take it for the end of the heading's mark
            text = f"{text[:-1].removesuffix(BACKSLASH)}{BACKSLASH}#"
        return f"{'#' * level} {text}"
    return _code(passage.text) if block.kind == "code" else inline(passage)


def _code(text: str) -> str:
    longest = max((len(run) for run in FENCE.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


def _lists(trees: Sequence[BulletList]) -> str:
    """Lists side by side; a comment parts two that would run into one."""
    pieces: list[str] = []
    for tree in trees:
        if pieces:
            pieces.append("<!-- -->")
        pieces.append("\n".join(_items(tree)))
    return "\n\n".join(pieces)


def _items(tree: BulletList) -> list[str]:
    lines: list[str] = []
    number = min(max(tree.items[0].passage.ordinal or 0, 0), 999_999_999)
    for item in tree.items:
        bullet = f"{number}. " if tree.is_ordered else "- "
        number += 1
        text = _indented(inline(item.passage), bullet, " " * len(bullet))
        nested = _lists(item.lists)
        if nested:
            gap = "\n" if nested.startswith(INTERRUPTS) else "\n\n"
            text += gap + _indented(nested, " " * len(bullet), " " * len(bullet))
        lines.append(text)
    return lines


def _indented(text: str, first: str, further: str) -> str:
    lines = text.split("\n")
    return "\n".join([first + lines[0], *(further + line if line else further.rstrip() for line in lines[1:])])


def _table(rows: Sequence[Passage]) -> str:
    """The first row is the header, as GitHub's tables have one always: an empty one where the page shows none."""
    grid = [[escaped_line(cell).replace("|", "\\|") for cell in cells(row)] for row in rows]
    width = max(len(row) for row in grid)
    if not rows[0].is_header:
        grid.insert(0, [""] * width)
    lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in grid]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)


def _figure(image: Image) -> str:
    """The picture, and under it its caption with the credit, in italics."""
    address = link_target(image.content_url)
    alternate = escaped_text(image.alternate_text or "")
    caption = escaped_text(" ".join(text for text in (image.caption, image.credit_text) if text))
    picture = f"![{alternate}]({address})" if address else ""
    return "  \n".join(piece for piece in (picture, caption and f"*{caption}*") if piece)
