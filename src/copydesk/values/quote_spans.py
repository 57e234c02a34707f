"""Where a text stands between quotation marks.

In: one passage. Out: the spans between outer marks, in order, and whether the last one is left open. Left to others:
whether it is somebody's words. Each character is looked at a bounded number of times.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CLOSERS: dict[str, str] = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    '"': '"',
    "‚": "‘’",
    "‘": "’",
    "‹": "›",
    "›": "‹",
}
"""Opening mark to the marks that may close it."""
SLIPPED_CLOSERS = {"“": '"“', '"': "”"}
"""Marks that close by mistake where a word ends: `“It is,"`, `“It is“`, `"It is”`."""
SINGLE = frozenset("‚‘‹›")
MARKS = re.compile(f"[{''.join(CLOSERS)}”’]")
"""Takes any quotation mark."""
DOUBLE_MARKS = re.compile('[“”„«»"「」『』]')
"""Takes a quotation mark that is no apostrophe; refuses `’`."""
LONGEST_QUOTE = 1500
"""Characters; a longer span between marks is two marks that do not belong together."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` between two marks of a passage; an open one runs to the passage's end."""

    start: int
    end: int
    mark: str
    is_open: bool = False


def find_spans(text: str) -> list[Span]:
    """The outermost quoted spans, marks not included."""
    spans: list[Span] = []
    position = 0
    places = [match.start() for match in MARKS.finditer(text)]
    count = len(places)
    cursor = 0
    while cursor < count:
        start = places[cursor]
        mark = text[start]
        if start < position or not _opens(text, start, mark):
            cursor += 1
            continue
        closing = _closing(text, places, cursor)
        if closing is None:
            if _may_stay_open(text, start, mark):
                spans.append(Span(start + 1, len(text), mark, is_open=True))
                break
            cursor += 1
            continue
        end = places[closing]
        spans.append(Span(start + 1, end, mark))
        position = end + 1
        cursor = closing + 1
    return spans


def _may_stay_open(text: str, start: int, mark: str) -> bool:
    """Whether a quotation that goes on in the next passage may start here: first of all, or with no mark after it."""
    if mark in SINGLE or mark == "»":
        return False
    if start == len(text) - len(text.lstrip()):
        return True
    return mark != '"' and text[start - 1].isspace() and DOUBLE_MARKS.search(text, start + 1) is None


def _opens(text: str, index: int, mark: str) -> bool:
    """Whether the mark can open a quotation here: something follows, and no letter stands before it."""
    if mark not in CLOSERS or index + 1 >= len(text):
        return False
    before = text[index - 1] if index else " "
    after = text[index + 1]
    if mark in "«„「『":
        return True
    if after.isspace() and mark not in "»«":
        return False
    if mark == '"' and (before == "=" or after == ">"):
        return False  # an attribute of markup that was escaped once too often
    if mark == "»":
        return not before.isalnum() and before not in ".,!?…" and not after.isspace()
    return not before.isalnum() and (mark not in SINGLE or before.isspace() or before in '(“"')


def _closing(text: str, places: list[int], cursor: int) -> int | None:
    """Index into `places` of the mark that closes the one at `cursor`; pairs inside it are stepped over."""
    start = places[cursor]
    mark = text[start]
    closers = CLOSERS[mark]
    depth = 0
    for index in range(cursor + 1, min(len(places), cursor + MOST_INNER_MARKS)):
        place = places[index]
        letter = text[place]
        if place - start > LONGEST_QUOTE:
            return None
        if letter in closers:
            if letter == "’" and _is_apostrophe(text, place):
                continue
            if depth == 0:
                return index
            depth -= 1
        elif depth == 0 and letter in SLIPPED_CLOSERS.get(mark, "") and _closes(text, place):
            return index
        elif mark == '"' and letter in "“”":
            depth = max(0, depth + (1 if letter == "“" else -1))
        elif letter == mark and mark not in '"»':
            depth += 1
    return None


MOST_INNER_MARKS = 40
"""Marks inside one quotation that are looked at."""


def _is_apostrophe(text: str, place: int) -> bool:
    return place + 1 < len(text) and text[place + 1].isalnum()


def _closes(text: str, place: int) -> bool:
    """A mark of another form closes when a letter or stop stands before it and no letter after it."""
    after = text[place + 1] if place + 1 < len(text) else " "
    return not text[place - 1].isspace() and not after.isalnum()
