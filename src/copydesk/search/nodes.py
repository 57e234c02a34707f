"""The tree that a query is read into.

In: nothing. Out: frozen records; each leaf knows the column it began at, counted from 1.
"""

from __future__ import annotations

from dataclasses import dataclass

from copydesk.search.words import Terms


@dataclass(frozen=True, slots=True)
class Everything:
    """`*`: all articles."""


@dataclass(frozen=True, slots=True)
class Words:
    """A word or a phrase in a field; `field` is a name of the index, `text` for everything that can be read."""

    field: str
    terms: Terms
    column: int
    slop: int = 0
    """How many other words may stand in between."""


@dataclass(frozen=True, slots=True)
class Value:
    """A field that has exactly this value."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Days:
    """Published from day to day, both in; days are numbers YYYYMMDD."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Not:
    child: Node


@dataclass(frozen=True, slots=True)
class And:
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    children: tuple[Node, ...]


Node = Everything | Words | Value | Days | Not | And | Or


def positive_words(node: Node) -> list[Words]:
    """The leaves that make an article match: what a snippet shows."""
    if isinstance(node, Words):
        return [node]
    if isinstance(node, And | Or):
        return [words for child in node.children for words in positive_words(child)]
    return []
