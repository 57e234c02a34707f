"""Blocks that mix byline, date and counters, cut into pieces.

In: a Page and one of its blocks. Out: pieces (part code, start, end) that cover the block.
"""

from __future__ import annotations

import re
from itertools import pairwise

from copydesk._kernel import CLASS_WORDS, TAGS
from copydesk.records import PARTS, Page

BYLINE, DATE, COUNTER = (PARTS.index(name) for name in ("byline", "date", "counter"))

LONGEST_MIXED = 160
"""Characters; longer blocks are sentences, not lines of data."""

SEPARATOR = re.compile(r"\s+[|•·●/–—]\s+|\s*[|•·●]\s*")
"""Between two pieces of a data line: takes ` | `, `•`; refuses the hyphen of `Jean-Luc`."""

MOMENT = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?:,?\s+\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d{2}(?:,?\s+(?:at\s+)?\d{1,2}:\d{2}(?:\s?[ap]\.?m\.?)?)?"
    r"|\d{1,2}\.?\s+(?:de\s+)?[^\W\d_]{3,12}\.?\s+(?:de\s+)?(?:19|20)\d{2}(?:,?\s+\d{1,2}:\d{2})?"
    r"|(?:19|20)\d{2}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日(?:\s*\d{1,2}:\d{2})?",
    re.IGNORECASE,
)
"""A full date inside a line: takes `Nov. 9, 2023 4:12 pm`, `2024-05-06 19:12:20`; refuses `4K`, `page 12`."""

GLUED = re.compile(r"[^\W\d_]+[a-zß-ÿ](?=[A-Z][^\W\d_A-Z]{2})")
"""The end of a name to which a month is glued: takes `Press` of `PressApril`; refuses `April`."""

ZONE = re.compile(r"\s(?:UTC|[A-Z]{1,3}T)\b")
"""After a date: takes ` GMT`, ` CEST`; refuses ` By`."""

COUNT = re.compile(r"[\d.,]+\s?[kKmM]?(?:\s+[^\W\d_]+){0,2}|[^\W\d_]+:?\s+[\d.,]+\s?[kKmM]?")
"""A count as a whole: takes `3K`, `12 comments`, `Views: 3,375`; refuses `By Jane`."""

BYLINE_HEAD = re.compile(r"(?:by|von|par|por|di|door|av|af|автор)\b:?\s+\S", re.IGNORECASE)
"""A byline inside a date line: takes `By Jane`; refuses `Stand: `, `Bye`."""
WIDE = 0x2E80
"""From here on characters have no upper case, and names are short."""

DATE_WORDS = 1 << CLASS_WORDS.index("date")
COUNT_WORDS = 1 << CLASS_WORDS.index("counter") | 1 << CLASS_WORDS.index("comment")
NAME_WORDS = 1 << CLASS_WORDS.index("author") | 1 << CLASS_WORDS.index("byline")
TIME = TAGS.index("time")


def split_block(page: Page, block: int, code: int) -> tuple[tuple[int, int, int], ...]:
    """Cut a block at its separators, inline elements and dates, where the pieces are different parts.

    Returns: (part code, start, end) in characters of the page's text; one piece where nothing is mixed.
    """
    start, end = page.blocks.starts[block], page.blocks.ends[block]
    whole = ((code, start, end),)
    if end - start > LONGEST_MIXED:
        return whole
    text = page.text
    known = _known_spans(page, block)
    cuts = {start, end}
    for first, last, _ in known:
        cuts.update((first, last))
    for found in SEPARATOR.finditer(text, start, end):
        cuts.add(found.end())
    for found in MOMENT.finditer(text, start, end):
        glued = GLUED.match(text, found.start(), found.end())
        first = found.start() if glued is None else glued.end()
        zone = ZONE.match(text, found.end(), end)
        last = found.end() if zone is None else zone.end()
        cuts.update((first, last))
        known.append((first, last, DATE))
    known.sort(key=lambda span: span[1] - span[0])  # the innermost element says best what a piece is
    order = sorted(cuts)
    pieces: list[tuple[int, int, int]] = []
    for first, last in pairwise(order):
        part = _part_of(text[first:last], (first, last), known, code)
        if pieces and (part is None or part == pieces[-1][0]):
            pieces[-1] = (pieces[-1][0], pieces[-1][1], last)
        else:
            pieces.append((code if part is None else part, first, last))
    merged = _merge(pieces)
    return tuple(merged) if len({part for part, _, _ in merged}) > 1 else whole


def _known_spans(page: Page, block: int) -> list[tuple[int, int, int]]:
    """Inline elements of the block whose tag or class says what they are."""
    spans = []
    marks = page.marks
    for row in page.blocks.marks_of(block):
        words = marks.class_words[row]
        if marks.ends[row] <= marks.starts[row]:
            continue
        if marks.tags[row] == TIME or words & DATE_WORDS:
            spans.append((marks.starts[row], marks.ends[row], DATE))
        elif words & NAME_WORDS:
            spans.append((marks.starts[row], marks.ends[row], BYLINE))
        elif words & COUNT_WORDS:
            spans.append((marks.starts[row], marks.ends[row], COUNTER))
    return spans


def _part_of(piece: str, place: tuple[int, int], known: list[tuple[int, int, int]], code: int) -> int | None:
    """What a piece is by itself; None for white space, separators and words that only lead over to what is near."""
    bare = piece.strip(" |•·●/–—,:()\n")
    if not bare:
        return None
    has_digit = any(map(str.isdigit, bare))
    for start, end, part in known:
        if start <= place[0] and place[1] <= end and (part == BYLINE or has_digit):
            return part
    if has_digit and COUNT.fullmatch(bare):
        return COUNTER
    is_name = len(bare) > 3 and bare[0].isalpha() and any(c.isupper() or ord(c) > WIDE for c in bare)
    if is_name and (code == BYLINE or BYLINE_HEAD.match(bare)):
        return BYLINE
    return None


def _merge(pieces: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    merged: list[tuple[int, int, int]] = []
    for part, first, last in pieces:
        if merged and merged[-1][0] == part:
            merged[-1] = (part, merged[-1][1], last)
        else:
            merged.append((part, first, last))
    return merged
