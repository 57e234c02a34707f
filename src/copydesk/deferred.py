"""Records that are made when they are first asked for.

In: a function that makes a tuple. Out: a sequence equal to that tuple; most callers want the text of a page and never
look at its forty teasers, so those cost nothing until somebody does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar, overload

T = TypeVar("T")


class Deferred(Sequence[T]):
    """A tuple made on first use, and kept; it equals that tuple and is pickled as it."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], tuple[T, ...]]) -> None:
        self._make: Callable[[], tuple[T, ...]] | None = make
        self._made: tuple[T, ...] = ()

    def _items(self) -> tuple[T, ...]:
        make = self._make
        if make is not None:
            self._made = make()
            self._make = None  # lets go of the page
        return self._made

    def __len__(self) -> int:
        return len(self._items())

    def __iter__(self) -> Iterator[T]:
        return iter(self._items())

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self._items()[index]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Deferred):
            return bool(self._items() == other._items())
        return self._items() == other if isinstance(other, tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._items())

    def __repr__(self) -> str:
        return repr(self._items())

    def __reduce__(self) -> tuple[object, ...]:
        return tuple, (self._items(),)
