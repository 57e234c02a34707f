"""The visible text of a page by way of an HTML5 tree: what the kernel's one pass is measured against.

In: bytes of UTF-8. Out: the blocks of visible text, and a report over folders of pages:

    python tests/kernel/oracle.py FOLDER... [--show N] [--mutate SEED]

The tree is built by selectolax (lexbor), for development only. The rules of what is text and where a block ends are
written a second time here, on purpose: two readings of the same contract.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path
from random import Random

from mutation import mutate
from selectolax.lexbor import LexborHTMLParser, LexborNode

from copydesk import _kernel

SKIPPED = frozenset(
    ["title", "script", "style", "template", "iframe", "noembed", "noframes", "svg", "video", "audio", "frameset"]
)
"""Elements whose content is never text on the page."""
VOID = frozenset(
    [
        "area",
        "base",
        "basefont",
        "bgsound",
        "br",
        "col",
        "embed",
        "frame",
        "hr",
        "image",
        "img",
        "input",
        "keygen",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
BLOCK_LEVEL = frozenset(
    [
        "html",
        "head",
        "body",
        "noscript",
        "xmp",
        "textarea",
        "p",
        "div",
        "section",
        "article",
        "aside",
        "nav",
        "header",
        "footer",
        "main",
        "hgroup",
        "address",
        "blockquote",
        "center",
        "details",
        "summary",
        "dialog",
        "dir",
        "menu",
        "fieldset",
        "figure",
        "figcaption",
        "search",
        "form",
        "pre",
        "listing",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "dl",
        "li",
        "dd",
        "dt",
        "hr",
        "table",
        "caption",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "select",
        "option",
        "optgroup",
        "legend",
        "button",
        "plaintext",
    ]
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset(["ul", "ol", "dl", "menu", "dir"])
PREFORMATTED = frozenset(["pre", "listing", "xmp", "plaintext"])
SPACE = "".join(chr(code) for code in range(33)) + "\xa0"
"""Control characters, space and no-break space: all of them white space outside `pre`."""
SPACES = re.compile(f"[{SPACE}]+")
"""Takes "\\n \\xa0", refuses "x"."""
KEPT_SPACE = str.maketrans({char: " " for char in SPACE if char not in "\n\t"})
"""Inside `pre` a no-break space or control character is one space; line ends and tabs stay."""
HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
"""Takes "Display : none", refuses "display:block"."""
HTML_SPACE = " \t\n\r\f"


@dataclass(frozen=True)
class Run:
    """One block of visible text, and what the elements around it say of it."""

    text: str
    is_hidden: bool = False
    is_noscript: bool = False
    heading_level: int = 0
    list_depth: int = 0


@dataclass(frozen=True)
class _Around:
    """What a node inherits."""

    is_kept: bool = False
    """White space is to be kept."""
    run: Run = Run("")


def visible_runs(source: bytes) -> list[Run]:
    """The blocks of visible text of a page, in the order of its tree."""
    writer = _Writer()
    root = LexborHTMLParser(source.removeprefix(BOM_UTF8)).root
    if root is not None:
        _walk(root, writer)
    writer.flush()
    return writer.runs


def visible_text(source: bytes) -> str:
    """The same as one text: blocks parted by one newline."""
    return "\n".join(run.text for run in visible_runs(source))


@dataclass
class _Writer:
    runs: list[Run] = field(default_factory=list)
    pieces: list[tuple[str, _Around]] = field(default_factory=list)

    def flush(self) -> None:
        text = _fold([(text, around.is_kept) for text, around in self.pieces])
        if text:
            self.runs.append(replace(self.pieces[-1][1].run, text=text))
        self.pieces = []


def _fold(pieces: list[tuple[str, bool]]) -> str:
    """Join pieces: white space outside `pre` becomes one space, none at either end of the block."""
    out = ""
    for text, is_kept in pieces:
        if is_kept:
            text = text.replace("\r\n", "\n").replace("\r", "\n").translate(KEPT_SPACE)
            out += text.lstrip("\n") if not out else text
            continue
        text = SPACES.sub(" ", text)
        if text.startswith(" ") and (not out or out[-1] in " \n"):
            text = text[1:]
        out += text
    return out.rstrip(HTML_SPACE)


def _walk(root: LexborNode, writer: _Writer) -> None:
    """Depth first without recursion: real pages nest deeper than Python does."""
    stack: list[tuple[LexborNode | None, _Around]] = [(root, _Around())]
    while stack:
        node, around = stack.pop()
        if node is None:
            writer.flush()
            continue
        tag = node.tag or ""
        if node.is_text_node:
            writer.pieces.append((node.text_content or "", around))
        elif tag == "br" and around.is_kept:
            writer.pieces.append(("\n", around))
        elif tag == "br":
            writer.flush()
        elif node.is_element_node and tag not in SKIPPED:
            hides = tag not in VOID and _is_hidden(node)
            if tag in BLOCK_LEVEL or hides:
                writer.flush()
                stack.append((None, around))
            inside = _enter(around, tag, hides)
            stack.extend((child, inside) for child in reversed(list(_children(node))))


def _enter(around: _Around, tag: str, hides: bool) -> _Around:
    if not (hides or tag == "noscript" or tag in HEADINGS or tag in LISTS or tag in PREFORMATTED):
        return around
    run = Run(
        "",
        around.run.is_hidden or hides,
        around.run.is_noscript or tag == "noscript",
        HEADINGS.get(tag, around.run.heading_level),
        around.run.list_depth + (tag in LISTS),
    )
    return _Around(around.is_kept or tag in PREFORMATTED, run)


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    if "hidden" in attributes or (attributes.get("aria-hidden") or "").lower() == "true":
        return True
    return HIDING.search(attributes.get("style") or "") is not None


# ------------------------------------------------------------------ report


@dataclass(frozen=True)
class Difference:
    """One place where kernel and tree part ways."""

    page: str
    kernel: list[Run]
    tree: list[Run]
    before: str
    """The block before it, the same in both."""

    def __str__(self) -> str:
        lines = [f"--- {self.page} after {self.before[-SHOWN:]!r}"]
        for name, runs in (("kernel", self.kernel), ("tree  ", self.tree)):
            lines += [f"  {name} {_shorten(run)}" for run in runs[:4]] or [f"  {name} nothing"]
        return "\n".join(lines)


SHOWN = 70
"""Characters of a block in the report: enough to find it."""


def _shorten(run: Run) -> str:
    text = run.text if len(run.text) <= SHOWN else f"{run.text[:40]} … {run.text[-30:]}"
    return f"{text!r} hidden={run.is_hidden} noscript={run.is_noscript} h{run.heading_level} list={run.list_depth}"


def kernel_runs(source: bytes) -> list[Run]:
    """The kernel's blocks in the oracle's form."""
    table = _kernel.read_html(source)
    text, flags = table.text, table.column("blocks", "flags").tolist()
    places = zip(table.column("blocks", "start").tolist(), table.column("blocks", "end").tolist(), strict=True)
    levels = table.column("blocks", "heading_level").tolist()
    depths = table.column("blocks", "list_depth").tolist()
    hidden, noscript = _kernel.FLAGS["hidden"], _kernel.FLAGS["noscript"]
    return [
        Run(text[start:end], bool(flag & hidden), bool(flag & noscript), level, depth)
        for (start, end), flag, level, depth in zip(places, flags, levels, depths, strict=True)
    ]


def read_page(path: Path) -> bytes:
    """A page of a set as UTF-8; what is no UTF-8 becomes U+FFFD for both readers."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return content.decode("utf-8", "replace").encode()


def find_pages(folders: list[Path]) -> list[Path]:
    """Every .html and .html.gz below the folders, in order."""
    found = (path for folder in folders for path in folder.rglob("*.htm*"))
    return sorted(path for path in found if path.name.endswith((".html", ".htm", ".html.gz")))


def differences(page: str, kernel: list[Run], tree: list[Run]) -> list[Difference]:
    """Where two readings of one page part ways, in order."""
    matcher = SequenceMatcher(None, kernel, tree, autojunk=False)
    return [
        Difference(page, kernel[a1:a2], tree[b1:b2], kernel[a1 - 1].text if a1 else "")
        for kind, a1, a2, b1, b2 in matcher.get_opcodes()
        if kind != "equal"
    ]


@dataclass
class Tally:
    """What a comparison over many pages gave."""

    pages: int = 0
    same_text: int = 0
    """Pages whose visible text is equal to the byte."""
    same_words: int = 0
    """Pages with the same words, in whatever order and blocks."""
    same_runs: int = 0
    """Pages where flags, heading levels and list depths of every block are equal too."""
    found: list[Difference] = field(default_factory=list)

    def add(self, page: str, source: bytes) -> None:
        kernel, tree = kernel_runs(source), visible_runs(source)
        texts = [run.text for run in kernel], [run.text for run in tree]
        self.pages += 1
        self.same_text += texts[0] == texts[1]
        self.same_words += sorted(" ".join(texts[0]).split()) == sorted(" ".join(texts[1]).split())
        self.same_runs += kernel == tree
        if kernel != tree:
            self.found += differences(page, kernel, tree)

    def __str__(self) -> str:
        shares = [
            f"{name} on {count} ({count / max(self.pages, 1):.2%})"
            for name, count in (
                ("text equal to the byte", self.same_text),
                ("flags and levels too", self.same_runs),
                ("same words", self.same_words),
            )
        ]
        return f"{self.pages} pages: {', '.join(shares)}; {len(self.found)} differences"


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare the kernel's text with that of an HTML5 tree.")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--show", type=int, default=0, help="print this many differences")
    parser.add_argument("--mutate", type=int, metavar="SEED", help="break every page first, by this seed")
    options = parser.parse_args()
    tally = Tally()
    for number, path in enumerate(find_pages(options.folders)):
        source = read_page(path)
        if options.mutate is not None:
            source = mutate(source, Random(options.mutate + number)).decode("utf-8", "replace").encode()
        tally.add(f"{path.parent.parent.name}/{path.name}", source)
    print(tally)
    for difference in tally.found[: options.show]:
        print(difference)
    return 0 if tally.same_text == tally.pages else 1


if __name__ == "__main__":
    sys.exit(main())
