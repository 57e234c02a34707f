"""The piece of a text that shows why an article was found, and what in it matched.

In: the original text and the words of the query. Out: ranges of the original text; a window around the best of them.
Left to others: showing them (`cli`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple
from unicodedata import east_asian_width

from copydesk.search.aligned import EXPANSIONS, align
from copydesk.search.nodes import Words
from copydesk.search.question import Snippet
from copydesk.search.words import DENSE, DENSE_KIND, THIN, WORD_KIND, Terms, splitter

MOST_CHARACTERS = 200_000
"""Read for a snippet; more is no news story, and a hit must take less than a millisecond."""
MOST_MATCHES = 64
"""Enough to choose a window from."""
LETTER = f"[^ {DENSE}{THIN}]"
"""In an aligned text all but words are spaces: takes `a`, refuses `東`."""
WORD = SPACED_LETTER = "[^ ]"
"""The same where all words are parted by spaces: compiled in a tenth of the time."""
STEPS_TO_SPACE = 24
"""How far a window's edge moves to end between two words."""


class Match(NamedTuple):
    start: int
    end: int
    words: int
    """Which of the query's words or phrases."""


def find_matches(text: str, asked: Sequence[Words], *, most: int = MOST_MATCHES) -> list[Match]:
    """Where the words of the query stand, in order; ranges of the text as given."""
    if not asked or not text:
        return []
    aligned = align(text[:MOST_CHARACTERS])
    letter = SPACED_LETTER if splitter().is_spaced(aligned.text) else LETTER
    found = []
    for number, words in enumerate(asked):
        pattern = pattern_of(words.terms, words.slop, letter)
        for place in islice(re.finditer(pattern, aligned.text), most):
            start, end = aligned.original(place.start(), place.end())
            found.append(Match(start, end, number))
    return sorted(found)


def pattern_of(terms: Terms, slop: int, letter: str) -> str:
    """A pattern over an aligned text: the runs of the query with anything but words in between.

    Words stand between bounds. A script without spaces has none: the first run may begin, the last one end, anywhere.
    """
    between = f"(?: *{WORD}+){{0,{slop}}}? *" if slop else " *"
    written = []
    for at, piece in enumerate(terms.pieces):
        inner = re.escape(piece.text)
        for letters, single in EXPANSIONS.items():
            inner = inner.replace(letters, f"(?:{letters}|{single})")
        is_first, is_last = at == 0, at == len(terms.pieces) - 1
        if piece.kind == WORD_KIND:
            goes_on = f"{letter}*" if is_last and terms.is_prefix else ""
            written.append(f"(?<!{letter}){inner}{goes_on}(?!{letter})")
        else:
            own = f"[{DENSE if piece.kind == DENSE_KIND else THIN}]"
            written.append(f"{'' if is_first else f'(?<!{own})'}{inner}{'' if is_last else f'(?!{own})'}")
    return between.join(written)


def highlights(text: str, asked: Sequence[Words]) -> tuple[tuple[int, int], ...]:
    """What to highlight in a short text shown whole."""
    return _merged([(match.start, match.end) for match in find_matches(text, asked)])


def cut_snippet(text: str, asked: Sequence[Words], *, width: int, source: str) -> Snippet | None:
    """The window with the most different words of the query; without any, the text's beginning."""
    if not text or width <= 0:
        return None
    matches = find_matches(text, asked)
    start, end = _window(text, matches, width)
    start += len(text[start:end]) - len(text[start:end].lstrip())
    inside = [
        (max(match.start, start) - start, min(match.end, end) - start)
        for match in matches
        if match.end > start and match.start < end
    ]
    return Snippet(text[start:end], _merged(inside), source, start, start > 0, end < len(text))


def _window(text: str, matches: list[Match], width: int) -> tuple[int, int]:
    """First and last character of the best window: most different words, then most matches, then the earliest."""
    if not matches:
        return 0, _reach(text, 0, width)
    best = (0, 0, 0)
    chosen = (matches[0].start, matches[0].end)
    for number, first in enumerate(matches):
        limit = first.start + _room(text, first.start, width)
        inside = [match for match in matches[number:] if match.end <= limit] or [first]
        score = (len({match.words for match in inside}), len(inside), -number)
        if score > best or number == 0:
            best, chosen = score, (first.start, max(match.end for match in inside))
    used = _columns(text[chosen[0] : chosen[1]])
    start = _reach_back(text, chosen[0], max(0, (width - used) // 3))
    return start, max(_reach(text, start, width), min(chosen[1], start + width))


def _room(text: str, start: int, width: int) -> int:
    """Characters that fit the width from here on, not to be exact: ideographs take two columns."""
    sample = text[start : start + 16]
    return width * len(sample) // max(1, _columns(sample))


def _columns(text: str) -> int:
    return len(text) if text.isascii() else sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _reach(text: str, start: int, width: int) -> int:
    """One past the last character that fits, moved back to a space where one is near."""
    piece = text[start : start + width]
    end = start + len(piece)
    if not piece.isascii():
        columns = 0
        for offset, character in enumerate(piece):
            columns += 2 if east_asian_width(character) in "WF" else 1
            if columns > width:
                end = start + offset
                break
    if end >= len(text):
        return len(text)
    space = max(
        text.rfind(" ", max(start, end - STEPS_TO_SPACE), end + 1),
        text.rfind("\n", max(start, end - STEPS_TO_SPACE), end + 1),
    )
    return space if space > start else end


def _reach_back(text: str, start: int, width: int) -> int:
    """The first character of a window that begins this much before; at a paragraph's or word's beginning."""
    begin = max(0, start - (width if text[max(0, start - 8) : start].isascii() else width // 2))
    if begin == 0:
        return 0
    paragraph = text.rfind("\n", begin, start)
    if paragraph >= 0:
        return paragraph + 1
    space = text.find(" ", begin, min(start, begin + STEPS_TO_SPACE))
    return space + 1 if space >= 0 else begin


def _merged(ranges: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """In order, none over another."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
