"""Many portions, many processes: drafts of shards in the order of the portions.

In: work and portions. Out: a draft for each, whatever happens to the processes. One that dies is replaced and its
portion begun again; one whose record takes too long is ended, with a note in the journal of the portion, and the same.
Left to others: which record is to blame (`shards`), talking with a process (`worker`).
"""

from __future__ import annotations

import os
import pickle
import queue
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import Protocol

from copydesk.archive import Draft, last_step, mark_overdue
from copydesk.errors import CopydeskError
from copydesk.run.line import Line
from copydesk.run.settings import RunSettings, worker_count
from copydesk.run.shards import Failure, ShardWork
from copydesk.run.task import PortionTask
from copydesk.run.worker import Event, Worker

START_SECONDS = 120.0
"""Longest time for a worker to import the program; 0.5 s on a free machine."""
MAX_FAILED_STARTS = 3
MAX_ATTEMPTS = 60
"""A portion that ended so many processes ends the run: each record costs two at most."""
LOOK_SECONDS = 1.0
"""How often the journals are looked at."""
WINDOW = 4
"""Portions for each process that are read ahead of the one which is awaited; a draft waits on the disk."""


class PortionExecutor(Protocol):
    """Makes shards of portions.

    Answers come in the order of the tasks, one each. A portion whose process dies is begun again. Tasks are taken as
    they are needed. Closing the iterator stops everything.
    """

    def drafts(self, work: ShardWork, tasks: Iterable[PortionTask]) -> Iterator[Draft | Failure]: ...


class Alone:
    """One portion after another, in this process; a record that is stuck cannot be stopped."""

    def drafts(self, work: ShardWork, tasks: Iterable[PortionTask]) -> Iterator[Draft | Failure]:
        for task in tasks:
            yield work(task)


class Crew:
    """An executor with worker processes on this machine."""

    def __init__(self, settings: RunSettings, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock

    def drafts(self, work: ShardWork, tasks: Iterable[PortionTask]) -> Iterator[Draft | Failure]:
        """Raises: CopydeskError where no worker starts, or one portion ends every one."""
        watch = _Watch(self._settings, work, iter(tasks), self._clock)
        try:
            yield from watch.drafts()
        finally:
            watch.stop()


@dataclass(slots=True)
class _Hand:
    """A worker and what it is at."""

    worker: Worker
    since: float
    """When its step began, as far as was looked; while it starts: when that began."""
    task: tuple[int, PortionTask] | None = None
    step: int | None = None
    is_overdue: bool = False


class _Watch:
    """One run of the crew."""

    def __init__(
        self, settings: RunSettings, work: ShardWork, tasks: Iterator[PortionTask], clock: Callable[[], float]
    ) -> None:
        self._settings, self._work, self._clock = settings, work, clock
        self._jobs = worker_count(settings.jobs)
        self._packed = pickle.dumps(replace(work, owner=os.getpid()))
        self._context = get_context("spawn")
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._hands: list[_Hand] = []
        self._line: Line[PortionTask, Draft | Failure] = Line(tasks, WINDOW * self._jobs)
        self._attempts: dict[int, int] = {}
        self._failed_starts = 0

    def drafts(self) -> Iterator[Draft | Failure]:
        while True:
            self._hand_out()
            for draft in self._line.ready():
                yield draft
                self._drain()
                self._hand_out()
            if self._line.is_over:
                return
            self._attend()

    def stop(self) -> None:
        """End all workers, whatever they do."""
        for hand in self._hands:
            hand.worker.kill()
        for hand in self._hands:
            hand.worker.end()
        self._hands.clear()

    def _hand_out(self) -> None:
        """A portion for each idle worker, and new workers while there are portions for them."""
        for hand in self._hands:
            if hand.task is None and hand.worker.is_idle and self._line.has(1):
                index, task = hand.task = self._line.give()
                self._attempts[index] = self._attempts.get(index, 0) + 1
                hand.since, hand.step = self._clock(), None
                hand.worker.give([(index, task)])
        starting = sum(not hand.worker.is_ready for hand in self._hands)
        while len(self._hands) < self._jobs and self._line.has(1 + starting):
            self._hands.append(_Hand(Worker(self._context, self._packed, self._events), self._clock()))
            starting += 1

    def _attend(self) -> None:
        """Wait for something to happen, then end the workers that are over their time."""
        with suppress(queue.Empty):
            self._note(self._events.get(timeout=LOOK_SECONDS))
        self._drain()
        for hand in tuple(self._hands):
            self._look(hand)

    def _drain(self) -> None:
        while True:
            try:
                self._note(self._events.get_nowait())
            except queue.Empty:
                return

    def _look(self, hand: _Hand) -> None:
        """Has it begun another step since the last look?"""
        now = self._clock()
        if hand.is_overdue:
            return
        if not hand.worker.is_ready:
            if now - hand.since > START_SECONDS:
                hand.is_overdue = True
                hand.worker.kill()
        elif hand.task is not None:
            path = self._work.journal(hand.task[1])
            step = last_step(path)
            if step != hand.step:
                hand.step, hand.since = step, now
            elif step and now - hand.since > self._settings.page_seconds:
                mark_overdue(path)
                hand.is_overdue = True
                hand.worker.kill()

    def _note(self, event: Event) -> None:
        hand = next((hand for hand in self._hands if hand.worker is event.worker), None)
        if hand is None:
            return
        if event.answers is None:
            self._note_end(hand)
        elif event.answers and hand.task is not None:
            index, _ = hand.task
            self._line.answer(index, pickle.loads(event.answers[0]))
            hand.worker.tasks.clear()
            hand.task = None
        else:
            hand.worker.is_ready = True
            self._failed_starts = 0

    def _note_end(self, hand: _Hand) -> None:
        """Put its portion back, at the front: the others wait for it."""
        self._hands.remove(hand)
        how = hand.worker.end()
        if hand.task is not None:
            index, task = hand.task
            if self._attempts[index] >= MAX_ATTEMPTS:
                raise CopydeskError(f"{task.source}: reading it ended {MAX_ATTEMPTS} processes (the last one {how})")
            self._line.put_back(*hand.task)
        elif not hand.worker.is_ready:
            self._failed_starts += 1
            if self._failed_starts >= MAX_FAILED_STARTS:
                raise CopydeskError(
                    f"worker processes cannot start (the last one {how}); a script that adds with several jobs must "
                    'call under `if __name__ == "__main__":`; or use one job'
                )
