"""A text folded so that every character of it still knows its place in the original.

In: a text as the page had it. Out: the folded text, a space for each run of anything that is no word, and places.
Left to others: what is looked for in it (`snippet`).
Most texts fold one character to one character: those are translated in one go. Texts with combining marks, ligatures or
invisible joiners are folded run by run.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from copydesk.search.fold import fold
from copydesk.search.words import SARA_AM, WORD_KIND, splitter

EXPANSIONS: dict[str, str] = {"ss": "\ue000", "ae": "\ue001", "oe": "\ue002", "th": "\ue003"}
"""Letters that fold to two stand here as one of the private use area: ß, æ, œ, þ."""

UNSETTLED: tuple[tuple[str, str], ...] = (
    ("\u1100", "\u11ff"),
    ("\ua960", "\ua97c"),
    ("\ud7b0", "\ud7fb"),
    ("\uff66", "\uffdc"),
)


class _Unaligned(Exception):
    """A character that folds to none or to several."""


class _Table(dict[int, str]):
    """Each character to its folded form, filled as they come."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _aligned_character(chr(code))
        return folded


@dataclass(frozen=True, slots=True)
class Aligned:
    """A folded text and, where it is not one to one, where its pieces came from."""

    text: str
    starts: tuple[int, ...] = ()
    """First character of each piece in the folded text; empty: one to one."""
    origins: tuple[tuple[int, int], ...] = ()
    """The piece's range in the original."""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The range of the original; a part of a piece that is not one to one is the whole piece."""
        if not self.starts:
            return start, end
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1) - 1
        return self._place(first, start, 0), self._place(last, end, 1)

    def _place(self, piece: int, at: int, side: int) -> int:
        following = self.starts[piece + 1] if piece + 1 < len(self.starts) else len(self.text) + 1
        length = following - 1 - self.starts[piece]
        origin = self.origins[piece]
        return origin[0] + at - self.starts[piece] if length == origin[1] - origin[0] else origin[side]


def align(text: str) -> Aligned:
    """Fold the text, keeping places."""
    try:
        return Aligned(text.translate(_table()))
    except _Unaligned:
        return _align_runs(text)


def _align_runs(text: str) -> Aligned:
    words = splitter()
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[tuple[int, int]] = []
    at = 0
    for run in words.runs(text):
        folded = words.piece(text, run).text
        pieces.append(" ")
        at += 1
        starts.append(at)
        origins.append((run.start, run.end))
        pieces.append(folded)
        at += len(folded)
    return Aligned("".join(pieces), tuple(starts), tuple(origins))


@cache
def _table() -> _Table:
    """The table of this process: each character is looked up in Unicode's tables once."""
    return _Table()


def _aligned_character(character: str) -> str:
    run = next(iter(splitter().runs(character)), None)
    if run is None:
        if splitter().runs("x" + character + "y").__next__().end == 3:
            return _mark(character)  # a combining mark or a joiner: it does not part words
        return " "
    if run.kind != WORD_KIND:
        folded = splitter().piece(character, run).text
        if len(folded) != 1 or character in SARA_AM[0] or not _is_settled(character):
            raise _Unaligned
        return folded
    folded = fold(character)
    folded = EXPANSIONS.get(folded, folded)
    if len(folded) != 1:
        raise _Unaligned
    return folded


def _mark(character: str) -> str:
    if fold(character) != character:
        raise _Unaligned
    return character


def _is_settled(character: str) -> bool:
    """Whether its neighbours cannot change it: jamo and half-width kana make one character of two."""
    return not any(first <= character <= last for first, last in UNSETTLED)
