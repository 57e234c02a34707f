"""A line of numbered tasks: taken as they are needed, answered in their order.

In: tasks, answers by number. Out: tasks to give away, answers in the order of the tasks.
No more tasks are under way than a window holds, so that a slow one does not let the answers after it pile up.
Left to others: who does a task (`pool`, `crew`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Generic, TypeVar

Given = TypeVar("Given")
Answer = TypeVar("Answer")


class Line(Generic[Given, Answer]):
    """window: tasks that may be taken and not yet handed on with their answer."""

    def __init__(self, tasks: Iterator[Given], window: int) -> None:
        self._tasks = tasks
        self._window = window
        self._waiting: deque[tuple[int, Given]] = deque()
        self._done: dict[int, Answer] = {}
        self._taken = self._emitted = 0
        self._has_all = False

    @property
    def is_over(self) -> bool:
        """Every task was taken, and every answer handed on."""
        return self._has_all and self._emitted == self._taken

    @property
    def first(self) -> tuple[int, Given]:
        """The next waiting task, left where it is; only after `has` said that there is one."""
        return self._waiting[0]

    def has(self, count: int) -> bool:
        """Are `count` tasks waiting, or can be taken as far as the tasks and the window go?"""
        while len(self._waiting) < count and not self._has_all:
            if self._taken - self._emitted >= self._window:
                break
            try:
                self._waiting.append((self._taken, next(self._tasks)))
            except StopIteration:
                self._has_all = True
                break
            self._taken += 1
        return len(self._waiting) >= count

    def give(self) -> tuple[int, Given]:
        """The next waiting task with its number."""
        return self._waiting.popleft()

    def put_back(self, number: int, task: Given) -> None:
        """A task that was given is next again."""
        self._waiting.appendleft((number, task))

    def answer(self, number: int, answer: Answer) -> None:
        self._done[number] = answer

    def ready(self) -> Iterator[Answer]:
        """The answers whose turn it is."""
        while self._emitted in self._done:
            self._emitted += 1
            yield self._done.pop(self._emitted - 1)
