"""The inline marks of a passage, properly nested.

In: a text and its marks, which may overlap, touch, or lie outside the text.
Out: the text with each mark opened and closed like a bracket, written by three functions of the caller.
Left to others: what an opened mark looks like (each format).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from copydesk.records import Mark, Passage


class Pen(NamedTuple):
    """How one format writes inline text."""

    text: Callable[[str], str]
    opening: Callable[[Mark], str]
    closing: Callable[[Mark], str]


class Cell(NamedTuple):
    """One cell of a table row, or one line."""

    text: str
    marks: tuple[Mark, ...]


def weave(text: str, marks: Iterable[Mark], pen: Pen) -> str:
    """The text with its marks, in linear time; a mark that crosses another is closed and opened again."""
    kept = flattened(within(marks, 0, len(text)))
    if not kept:
        return pen.text(text)
    edges = sorted({0, len(text), *(mark.start for mark in kept), *(mark.end for mark in kept)})
    pieces: list[str] = []
    opened: list[Mark] = []
    upcoming = 0
    for start, end in zip(edges, [*edges[1:], len(text)], strict=True):
        _close_ended(opened, start, pieces, pen)
        while upcoming < len(kept) and kept[upcoming].start == start:
            opened.append(kept[upcoming])
            pieces.append(pen.opening(kept[upcoming]))
            upcoming += 1
        if start < end:
            pieces.append(pen.text(text[start:end]))
    return "".join(pieces)


def within(marks: Iterable[Mark], start: int, end: int) -> list[Mark]:
    """The marks over characters between start and end, cut to that range and counted from start; outer ones first."""
    cut = [
        Mark(max(mark.start, start) - start, min(mark.end, end) - start, mark.kind, mark.target)
        for mark in marks
        if max(mark.start, start) < min(mark.end, end)
    ]
    return sorted(cut, key=_outer_first)


def flattened(marks: Iterable[Mark]) -> list[Mark]:
    """Marks of one kind made disjoint: the same made one, another (a link in a link) cut to what is left of it."""
    flat: list[Mark] = []
    last: dict[str, int] = {}
    for mark in marks:
        index = last.get(mark.kind)
        if index is not None and mark.start <= flat[index].end:
            previous = flat[index]
            if mark.target == previous.target:
                flat[index] = replace(previous, end=max(previous.end, mark.end))
                continue
            mark = replace(mark, start=previous.end)
        if mark.start < mark.end:
            last[mark.kind] = len(flat)
            flat.append(mark)
    return sorted(flat, key=_outer_first)


def cells(row: Passage) -> list[Cell]:
    """The cells of a row passage, each with its own marks."""
    return split(row.text, row.marks, "\t")


def split(text: str, marks: Iterable[Mark], separator: str) -> list[Cell]:
    """The text cut at each separator, each piece with its own marks; in linear time."""
    flat = flattened(within(marks, 0, len(text)))
    pieces: list[Cell] = []
    opened: list[Mark] = []
    start = upcoming = 0
    for piece in text.split(separator):
        end = start + len(piece)
        while upcoming < len(flat) and flat[upcoming].start < end:
            opened.append(flat[upcoming])
            upcoming += 1
        opened = [mark for mark in opened if mark.end > start]
        pieces.append(Cell(piece, tuple(within(opened, start, end))))
        start = end + len(separator)
    return pieces


def _close_ended(opened: list[Mark], position: int, pieces: list[str], pen: Pen) -> None:
    """Close what ends here; what stands inside it and goes on is closed with it and opened again."""
    ended = [index for index, mark in enumerate(opened) if mark.end <= position]
    if not ended:
        return
    reopened = [mark for mark in opened[ended[0] :] if mark.end > position]
    pieces.extend(pen.closing(mark) for mark in reversed(opened[ended[0] :]))
    del opened[ended[0] :]
    for mark in reopened:
        opened.append(mark)
        pieces.append(pen.opening(mark))


def _outer_first(mark: Mark) -> tuple[int, int]:
    return mark.start, -mark.end
