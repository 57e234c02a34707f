"""Inline text in CommonMark: marks, and escapes where a character would otherwise mean something.

In: a passage or a cell. Out: text that a CommonMark reader shows with the same words.
Emphasis that a reader would not take for emphasis (`**"so"**x`) is left out: words come before marks.
Source: CommonMark 0.31, sections 2.4 (escapes), 6.1 (code spans), 6.2 (emphasis), 6.3 (links).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from copydesk.output.address import LINK_SCHEMES, safe_address
from copydesk.output.inline import Cell, Pen, flattened, split, weave, within
from copydesk.records import Mark, Passage

SPECIAL = re.compile(
    r"[\\`]|\*(?=\S)|(?<=\S)\*|(?<![^\W_])_|_(?![^\W_])|(?<=\S)~|<(?=\S)|&(?=#?\w+;)|\](?=[(\[:])|!(?=\[)"
)
"""Takes "*so*", "_" at a word's edge, "<b"; refuses "_" inside snake_case, "2 * 3", "a < b", "AT&T"."""
SIGN = re.compile(r"[\\`*_~<&\]!]")
"""Takes "*"; refuses "a". The characters that `SPECIAL` looks at, found much faster than by it."""
BRACKET = re.compile(r"[\[\]]")
"""Takes "["; refuses "(". A link's text must not hold one that stands alone."""
LINE_START = re.compile(r"#{1,6}(?=\s|$)|[-+*](?=\s|$)|[-=:|][-=:|\s]*$|>")
"""Takes "# ", "- " and "---"; refuses "#tag" and "-5". Where a line would start a block."""
NUMBER = re.compile(r"(\d{1,9})[.)](?=\s|$)")
"""Takes "1986. A year"; refuses "3.5". A line that would become an ordered list."""
BACKTICKS = re.compile(r"`+")
"""Takes "``"; refuses "'". Runs inside a code span that its delimiter must differ from."""

DELIMITERS: dict[str, str] = {"strong": "**", "em": "*", "del": "~~"}
BRACKETS = "brackets"
"""A mark of our own, not shown: brackets inside it are escaped, as they are in a link's text."""
SHOWN = ("link", *DELIMITERS)
SAME_AS: dict[str, str] = {"cite": "em"}
"""A mark that Markdown writes like another."""

Edit = tuple[int, int, str]
"""Characters from, to, and what stands in their place."""


def inline(passage: Passage) -> str:
    """The passage's text as the inside of a paragraph; its line breaks are hard ones."""
    lines = split(passage.text.replace("\r", " "), passage.marks, "\n")
    written = (_guarded(_marked(line.text, line.marks).strip()) for line in lines)
    return "  \n".join(line for line in written if line)


def escaped_line(passage: Passage | Cell) -> str:
    """The text with its marks in one line, for headings and cells."""
    text = passage.text.replace("\r", " ").replace("\n", " ")
    return _marked(text, within(passage.marks, 0, len(text))).strip()


def escaped_text(text: str) -> str:
    """A text without marks in one line, fit for the inside of brackets too."""
    line = " ".join(text.split())
    return _marked(line, [Mark(0, len(line), BRACKETS)])


def link_target(address: str | None, schemes: tuple[str, ...] = LINK_SCHEMES) -> str | None:
    """An address that may stand between the parentheses of a link."""
    safe = safe_address(address, schemes)
    return safe.replace("(", "%28").replace(")", "%29").replace("*", "%2A") if safe else None


def _guarded(line: str) -> str:
    """The line with an escape before what would make a block of it."""
    number = NUMBER.match(line)
    if number:
        return f"{number[1]}\\{line[number.end(1) :]}"
    return f"\\{line}" if LINE_START.match(line) else line


def _marked(text: str, marks: Iterable[Mark]) -> str:
    """One line with its marks: escapes and code spans are set first, then the marks around them."""
    known = flattened(_known(mark) for mark in marks)
    if not known:
        return _edited(text, [(position, position, "\\") for position in _special(text)])
    codes = [mark for mark in known if mark.kind == "code"]
    outer = _fitting(text, known, codes)
    edits = _edits(text, codes, outer)
    written = _edited(text, edits)
    shifts = list(accumulate(len(new) - (end - start) for start, end, new in edits))
    moved = [_moved(mark, edits, shifts) for mark in outer if mark.kind in SHOWN]
    return weave(written, moved, PEN)


def _known(mark: Mark) -> Mark:
    """The mark as Markdown sees it: only a link has a target."""
    if mark.kind == "link":
        return mark
    return replace(mark, kind=SAME_AS.get(mark.kind, mark.kind), target=None)


def _fitting(text: str, marks: Sequence[Mark], codes: list[Mark]) -> list[Mark]:
    """The marks that Markdown can show here: trimmed, not crossing another or a code span; links first."""
    kept: dict[str, list[Mark]] = {}
    for kind in (BRACKETS, "link", *DELIMITERS):
        kept[kind] = []
        for mark in (_trimmed(text, mark) for mark in marks if mark.kind == kind):
            if mark.start == mark.end or (kind == "link" and not link_target(mark.target)):
                continue
            if kind in DELIMITERS and not _stands(text, mark, (codes, kept["link"])):
                continue
            if kind == "del" and (_is_beside(mark, kept["strong"]) or _is_beside(mark, kept["em"])):
                continue
            if _is_inside(mark, codes) or any(_crosses(mark, others) for others in (codes, *kept.values())):
                continue
            kept[kind].append(mark)
    return [mark for found in kept.values() for mark in found]


def _trimmed(text: str, mark: Mark) -> Mark:
    start, end = mark.start, mark.end
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return replace(mark, start=start, end=end)


def _around(position: int, others: Sequence[Mark]) -> Mark | None:
    """The mark that has characters on both sides of the position; `others` are disjoint and in order."""
    index = bisect_left(others, position, key=lambda mark: mark.start) - 1
    return others[index] if index >= 0 and others[index].end > position else None


def _crosses(mark: Mark, others: Sequence[Mark]) -> bool:
    """It begins inside another and ends outside, or the other way round."""
    first, last = _around(mark.start, others), _around(mark.end, others)
    return (first is not None and first.end < mark.end) or (last is not None and last.start > mark.start)


def _is_inside(mark: Mark, codes: Sequence[Mark]) -> bool:
    """It covers a piece of a code span, in which no mark can stand; the whole of one is no piece."""
    first, last = _around(mark.start, codes), _around(mark.end, codes)
    return (first is not None and mark.end <= first.end) or (last is not None and last.start <= mark.start)


def _stands(text: str, mark: Mark, bracketed: tuple[Sequence[Mark], ...]) -> bool:
    """A reader takes its delimiters for emphasis: letters inside them, or blanks outside.

    `bracketed` marks begin and end with punctuation of their own, which counts as what is inside.
    """
    opens = mark.start == 0 or text[mark.start - 1].isspace()
    closes = mark.end == len(text) or text[mark.end].isspace()
    if not opens:
        opens = text[mark.start].isalnum() and not any(_touches(mark.start, others) for others in bracketed)
    if not closes:
        closes = text[mark.end - 1].isalnum() and not any(_touches(mark.end, others) for others in bracketed)
    return opens and closes


def _touches(position: int, others: Sequence[Mark]) -> bool:
    """One of the marks, which are disjoint and in order, begins or ends at the position."""
    index = bisect_left(others, position, key=lambda mark: mark.start)
    begins = index < len(others) and others[index].start == position
    return begins or (index > 0 and others[index - 1].end == position)


def _is_beside(mark: Mark, others: Sequence[Mark]) -> bool:
    """Tildes beside stars are read as punctuation, which unmakes the emphasis."""
    return _touches(mark.start, others) or _touches(mark.end, others)


def _special(text: str) -> Iterator[int]:
    """Where a character stands that Markdown would take for a sign."""
    for match in SIGN.finditer(text):
        if SPECIAL.match(text, match.start()):
            yield match.start()


def _edits(text: str, codes: Sequence[Mark], marks: Sequence[Mark]) -> list[Edit]:
    """A backslash before each special character, and code spans in place of code; in order."""
    special = set(_special(text))
    for mark in marks:
        if mark.kind in (BRACKETS, "link"):
            special.update(match.start() for match in BRACKET.finditer(text, mark.start, mark.end))
            if mark.start and text[mark.start - 1] == "!":
                special.add(mark.start - 1)
    edits = [(code.start, code.end, _code_span(text[code.start : code.end])) for code in codes]
    inside = (position for code in codes for position in range(code.start, code.end))
    edits.extend((position, position, "\\") for position in special.difference(inside))
    return sorted(edits)


def _edited(text: str, edits: Iterable[Edit]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end, new in edits:
        pieces += text[done:start], new
        done = end
    return "".join((*pieces, text[done:]))


def _moved(mark: Mark, edits: Sequence[Edit], shifts: Sequence[int]) -> Mark:
    """The mark over the edited text; what is put in at its edge stands inside its begin and outside its end."""
    first = bisect_left(edits, mark.start, key=lambda edit: edit[0])
    last = bisect_left(edits, mark.end, key=lambda edit: edit[0])
    return replace(
        mark,
        start=mark.start + (shifts[first - 1] if first else 0),
        end=mark.end + (shifts[last - 1] if last else 0),
    )


def _code_span(code: str) -> str:
    runs = {len(run) for run in BACKTICKS.findall(code)}
    ticks = "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
    is_padded = code.startswith("`") or code.endswith("`") or (code[0] == code[-1] == " " and code.strip() != "")
    return f"{ticks} {code} {ticks}" if is_padded else f"{ticks}{code}{ticks}"


def _opening(mark: Mark) -> str:
    return "[" if mark.kind == "link" else DELIMITERS[mark.kind]


def _closing(mark: Mark) -> str:
    return f"]({link_target(mark.target)})" if mark.kind == "link" else DELIMITERS[mark.kind]


PEN = Pen(str, _opening, _closing)
