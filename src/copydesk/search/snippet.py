"""The piece of a text that shows why an article was found, and what in it matched.

In: the original text and the words of the query. Out: ranges of the original text; a window around the best of them.
Left to others: showing them (`cli`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

from copydesk.search.nodes import Words
from copydesk.search.question import Snippet
from copydesk.search.words import WORD_KIND, Run, Splitter, Terms, Token, splitter

MOST_CHARACTERS = 200_000
"""Read for a snippet; more is no news story, and a hit must take less than a millisecond."""
MOST_MATCHES = 64
"""Enough to choose a window from."""
STEPS_TO_SPACE = 24
"""How far a window's edge moves to end between two words."""


class Match(NamedTuple):
    start: int
    end: int
    words: int
    """Which of the query's words or phrases."""


def find_matches(text: str, asked: Sequence[Words], *, most: int = MOST_MATCHES) -> list[Match]:
    """Where the words of the query stand, in order; ranges of the text as given."""
    if not asked:
        return []
    finder = _Finder(text[:MOST_CHARACTERS], asked)
    return finder.matches(most)


def highlights(text: str, asked: Sequence[Words]) -> tuple[tuple[int, int], ...]:
    """What to highlight in a short text shown whole."""
    return _merged([(match.start, match.end) for match in find_matches(text, asked)])


def cut_snippet(text: str, asked: Sequence[Words], *, width: int, source: str) -> Snippet | None:
    """The window with the most different words of the query; without any, the text's beginning."""
    if not text or width <= 0:
        return None
    matches = find_matches(text, asked)
    start, end = _window(text, matches, width)
    inside = [
        (max(match.start, start) - start, min(match.end, end) - start)
        for match in matches
        if match.end > start and match.start < end
    ]
    return Snippet(text[start:end], _merged(inside), source, start, start > 0, end < len(text))


class _Finder:
    """Looks at each run once, and makes tokens only where a word of the query may begin."""

    def __init__(self, text: str, asked: Sequence[Words]) -> None:
        self._text = text
        self._splitter: Splitter = splitter()
        self._terms: list[Terms] = [words.terms for words in asked]
        self._slops = [words.slop for words in asked]
        self._runs: list[Run] = list(self._splitter.runs(text))
        self._tokens: dict[int, list[Token]] = {}
        self._exact: dict[str, list[int]] = {}
        self._open: list[tuple[str, int]] = []
        for number, terms in enumerate(self._terms):
            if len(terms.tokens) == 1 and terms.is_prefix:
                self._open.append((terms.tokens[0], number))
            else:
                self._exact.setdefault(terms.tokens[0], []).append(number)

    def matches(self, most: int) -> list[Match]:
        found: list[Match] = []
        for index, run in enumerate(self._runs):
            if run.kind == WORD_KIND:
                folded = self._splitter.folded(self._text[run.start : run.end])
                is_candidate = folded in self._exact or len(folded) > 64 or any(map(folded.startswith, self._prefixes))
            else:
                is_candidate = any(self._splitter.holds(self._text, run, first) for first in self._firsts)
            if is_candidate:
                found += self._matches_from(index)
                if len(found) >= most:
                    break
        return found

    @property
    def _prefixes(self) -> list[str]:
        return [prefix for prefix, _ in self._open]

    @property
    def _firsts(self) -> list[str]:
        return [*self._exact, *self._prefixes]

    def _matches_from(self, index: int) -> list[Match]:
        """All matches whose first token stands in the run."""
        found = []
        for at, token in enumerate(self._tokens_of(index)):
            numbers = self._exact.get(token.text, ())
            for number in (*numbers, *(number for prefix, number in self._open if token.text.startswith(prefix))):
                end = self._end(index, at, number)
                if end is not None:
                    found.append(Match(token.start, end, number))
        return found

    def _end(self, index: int, at: int, number: int) -> int | None:
        """Where the match that begins here ends; None where it is none."""
        terms, slop = self._terms[number], self._slops[number]
        end, is_open_run = 0, False
        for position, wanted in enumerate(terms.tokens):
            is_last = position == len(terms.tokens) - 1
            token = self._token(index, at)
            while token is not None and not _fits(token.text, wanted, is_last and terms.is_prefix) and slop > 0:
                index, at, slop = *self._after(index, at), slop - 1
                token = self._token(index, at)
            if token is None or not _fits(token.text, wanted, is_last and terms.is_prefix):
                return None
            is_open_run = is_last and terms.is_prefix and self._runs[index].kind != WORD_KIND
            end = self._prefix_end(index, at, len(wanted)) if is_open_run else token.end
            index, at = self._after(index, at)
        return end

    def _prefix_end(self, index: int, at: int, length: int) -> int:
        """A short word of a script without spaces is the beginning of a piece: only that much is highlighted."""
        tokens = self._tokens_of(index)
        following = tokens[at + length].start if at + length < len(tokens) else tokens[-1].end
        return max(following, tokens[at].start + 1)

    def _token(self, index: int, at: int) -> Token | None:
        return self._tokens_of(index)[at] if index < len(self._runs) and at < len(self._tokens_of(index)) else None

    def _after(self, index: int, at: int) -> tuple[int, int]:
        """The next position: in this run, or the first of the next run that has any."""
        if at + 1 < len(self._tokens_of(index)):
            return index, at + 1
        index += 1
        while index < len(self._runs) and not self._tokens_of(index):
            index += 1
        return index, 0

    def _tokens_of(self, index: int) -> list[Token]:
        tokens = self._tokens.get(index)
        if tokens is None:
            tokens = self._tokens[index] = (
                self._splitter.tokens(self._text, self._runs[index]) if index < len(self._runs) else []
            )
        return tokens


def _fits(token: str, wanted: str, is_prefix: bool) -> bool:
    return token.startswith(wanted) if is_prefix else token == wanted


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
