"""The page's account: every visible line with its part, for a terminal.

In: an Article with its parts. Out: lines `part  text`, groups bracketed, long runs of what is not the story folded
into one line with a count, and a sum at the end; in colour when asked.
Left to others: whether the terminal wants colour and how wide it is (`cli`).
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from copydesk.output.options import OutputOptions
from copydesk.records import PARTS, Article, Part

FOLD_FROM_LINES = 4
"""Shorter runs stay: three lines say more than a line about them."""
UNSURE_BELOW = 0.5
"""Below an even chance a line's part is marked with a question mark."""
LABEL_WIDTH = max(len(part) for part in PARTS) + 2
GUTTER_WIDTH = LABEL_WIDTH + 2
MIN_TEXT_WIDTH = 20
EXCERPT_CHARACTERS = 120
"""How much of a folded run is shown where lines are not wrapped."""

STYLES: dict[str, str] = {
    "headline": "bold cyan",
    "deck": "cyan",
    "byline": "magenta",
    "date": "bright_magenta",
    "body": "default",
    "caption": "green",
    "counter": "yellow",
    "comment": "blue",
    "teaser": "bright_yellow",
    "topic": "bright_green",
    "bio": "bright_blue",
    "navigation": "bright_black",
    "control": "bright_black",
    "promotion": "red",
    "notice": "bright_black",
}
"""The story stands out, what is around it steps back."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the account before it is laid out."""

    label: str
    bracket: str
    text: str
    style: str
    is_folded: bool = False


def account(article: Article, options: OutputOptions) -> str:
    """The account as text; with terminal colours when `options.in_colour`."""
    parts = list(article.parts) if article.parts is not None else []
    lines = [*_title(article), *_lines(parts, frozenset(options.fold)), *_sum(article, parts)]
    if options.width is None and not options.in_colour:
        return "".join(_flat(line) for line in lines)
    return _laid_out(lines, options)


def _title(article: Article) -> Iterator[Line]:
    known = [article.kind, article.in_language, f"main text {article.confidence:.0%} sure" if article.body else None]
    yield Line("", "", f"{article.source}  ({', '.join(word for word in known if word)})", "bold")
    if article.refusal is not None:
        yield Line("", "", article.refusal.detail, "red")


def _lines(parts: Sequence[Part], fold: frozenset[str]) -> Iterator[Line]:
    """The parts in order; a long run of parts to fold becomes one line."""
    position = 0
    for is_foldable, run in groupby(parts, key=lambda part: part.part in fold):
        members = list(run)
        if is_foldable and len(members) >= FOLD_FROM_LINES:
            yield _folded(members)
        else:
            for offset, part in enumerate(members):
                yield from _part_lines(part, _bracket(parts, position + offset))
        position += len(members)


def _folded(members: Sequence[Part]) -> Line:
    counts = Tally(part.part for part in members)
    (label, most), *others = counts.most_common()
    groups = len({part.group for part in members if part.group is not None})
    about = [f"{len(members)} lines"]
    about.extend(f"{count} {part}" for part, count in ((label, most), *others) if others)
    about.extend([f"{groups} groups"] if groups > 1 else [])
    excerpt = " · ".join(" ".join(part.text.split()) for part in members)
    return Line(label, "▸", f"{', '.join(about)}: {_cut(excerpt)}", "bright_black", is_folded=True)


def _part_lines(part: Part, bracket: str) -> Iterator[Line]:
    label = part.part + (" ?" if part.score < UNSURE_BELOW else "")
    for index, text in enumerate(part.text.splitlines() or [""]):
        yield Line(label if index == 0 else "", _continued(bracket, index), _printable(text), STYLES[part.part])


def _bracket(parts: Sequence[Part], index: int) -> str:
    """The sign that ties the members of a group together."""
    group = parts[index].group
    if group is None:
        return " "
    is_first = index == 0 or parts[index - 1].group != group
    is_last = index + 1 == len(parts) or parts[index + 1].group != group
    if is_first and is_last:
        return "╶"
    return "╭" if is_first else "╰" if is_last else "│"


def _sum(article: Article, parts: Sequence[Part]) -> Iterator[Line]:
    if not parts:
        yield Line("", "", "no parts were kept" if article.parts is None else "the page shows no text", "bright_black")
        return
    counts = Tally(part.part for part in parts)
    shown = " · ".join(f"{counts[part]} {part}" for part in PARTS if counts[part])
    lines = "1 line" if len(parts) == 1 else f"{len(parts)} lines"
    yield Line("", "", f"{lines}: {shown}", "bold")


# --------------------------------------------------------------------------- layout


def _flat(line: Line) -> str:
    """The line for a pipe or a file: not wrapped, the label always in its column."""
    gutter = f"{line.label:<{LABEL_WIDTH}}{line.bracket} " if line.label or line.bracket else ""
    return f"{gutter}{line.text}".rstrip() + "\n"


def _laid_out(lines: Sequence[Line], options: OutputOptions) -> str:
    """The lines wrapped to the terminal with a hanging indent, cell widths of wide scripts counted, in colour."""
    from io import StringIO

    from rich.console import Console
    from rich.text import Text

    width = options.width or GUTTER_WIDTH + 10_000
    buffer = StringIO()
    console = Console(
        file=buffer,
        force_terminal=options.in_colour,
        color_system="standard" if options.in_colour else None,
        width=width,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for line in lines:
        is_part = line.label or line.bracket
        room = max(width - (GUTTER_WIDTH if is_part else 0), MIN_TEXT_WIDTH)
        text = Text(line.text, style=line.style)
        if line.is_folded:
            text.truncate(room, overflow="ellipsis")
        for index, piece in enumerate(text.wrap(console, room, overflow="fold")):
            piece.rstrip()
            gutter = Text()
            if is_part:
                gutter.append(f"{line.label if index == 0 else '':<{LABEL_WIDTH}}", line.style)
                gutter.append(f"{_continued(line.bracket, index)} ", line.style)
            console.print(gutter + piece, soft_wrap=True)
    return buffer.getvalue()


def _continued(bracket: str, index: int) -> str:
    """The bracket beside the further lines of a wrapped text."""
    return bracket if index == 0 else {"╭": "│", "╰": " ", "╶": " ", "▸": " "}.get(bracket, bracket)


def _cut(text: str) -> str:
    line = _printable(text)
    return line if len(line) <= EXCERPT_CHARACTERS else line[: EXCERPT_CHARACTERS - 1].rstrip() + "…"


def _printable(text: str) -> str:
    """The text without control characters: a page must not steer the reader's terminal."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else " " for character in text)
