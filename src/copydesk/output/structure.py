"""The body of an article as blocks: lists are trees, tables are runs of rows, quotations are runs of paragraphs.

In: an Article. Out: blocks in order, figures where they stand.
Left to others: how a block is written (each format).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from copydesk.records import Article, Image, Passage

MAX_LIST_DEPTH = 24
"""Deeper items are set at this depth: no story nests so far, and a hostile page must not exhaust the stack."""


@dataclass(slots=True)
class ListItem:
    passage: Passage
    lists: list[BulletList] = field(default_factory=list)


@dataclass(slots=True)
class BulletList:
    """A list of one sort: all its items are numbered, or none is."""

    is_ordered: bool
    items: list[ListItem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of passages that belong together, or one figure."""

    kind: str
    """`deck`, `paragraph`, `heading`, `code`: one passage each; `item`, `quote`, `row`: one or more; `figure`."""
    passages: tuple[Passage, ...] = ()
    image: Image | None = None


def blocks(article: Article) -> Iterator[Block]:
    """The body's blocks with the figures that stand between them; a figure inside a list or a table comes before it."""
    figures = sorted(
        (image for image in article.image if image.passage is not None), key=lambda image: image.passage or 0
    )
    shown = 0
    position = 0
    for run in _runs(article.body):
        position += len(run)
        while shown < len(figures) and (figures[shown].passage or 0) < position:
            yield Block("figure", image=figures[shown])
            shown += 1
        yield Block(run[0].kind, run)
    for image in figures[shown:]:
        yield Block("figure", image=image)


def list_trees(items: Sequence[Passage]) -> list[BulletList]:
    """Items with their depths as nested lists; a depth that skips a level counts as one level deeper."""
    roots: list[BulletList] = []
    path: list[tuple[int, BulletList]] = []
    for passage in items:
        is_ordered = passage.ordinal is not None
        level = max(passage.level, 1)
        while path and (path[-1][0] > level or len(path) > MAX_LIST_DEPTH):
            path.pop()
        if path and path[-1][0] == level and path[-1][1].is_ordered != is_ordered:
            path.pop()
        if not path or path[-1][0] < level:
            tree = BulletList(is_ordered)
            (path[-1][1].items[-1].lists if path else roots).append(tree)
            path.append((level, tree))
        path[-1][1].items.append(ListItem(passage))
    return roots


def _runs(body: Sequence[Passage]) -> Iterator[tuple[Passage, ...]]:
    run: list[Passage] = []
    for passage in body:
        if run and not _continues(run[-1], passage):
            yield tuple(run)
            run = []
        run.append(passage)
    if run:
        yield tuple(run)


def _continues(previous: Passage, passage: Passage) -> bool:
    if passage.kind != previous.kind or passage.kind not in ("item", "quote", "row"):
        return False
    return passage.kind != "row" or passage.ordinal == previous.ordinal
