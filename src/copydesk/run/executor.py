"""Where work is done: in this process, or wherever an executor takes it.

In: work and payloads. Out: answers in the order of the payloads.
Left to others: processes (`pool`); machines (whoever writes an executor for a scheduler such as Dask).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from copydesk.records import Refusal
from copydesk.run.task import PagePayload, T, Work


class Executor(Protocol):
    """Does work on payloads.

    Answers come in the order of the payloads, one each, whatever happens to the process that worked on it. Payloads are
    taken as they are needed, so that a long list is never held whole. Closing the iterator stops everything.
    """

    def answers(self, work: Work[T], payloads: Iterable[PagePayload]) -> Iterator[T | Refusal]: ...


class InProcess:
    """One page after another, here; a page that is stuck cannot be stopped."""

    def answers(self, work: Work[T], payloads: Iterable[PagePayload]) -> Iterator[T | Refusal]:
        for payload in payloads:
            yield work(payload)
