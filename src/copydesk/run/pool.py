"""Many pages, many processes: a supervised pool whose answers come in order.

In: work and payloads. Out: one answer for each payload, in their order.
A worker that dies, or reads one page for too long, costs that page: it is replaced, and others read the rest of its
batch. Each notes in shared memory what it is reading, so that the page to blame is known; pages just before
it, whose answers were not sent yet, are read again.
Left to others: talking with a process (`worker`), reading (`task`).
"""

from __future__ import annotations

import pickle
import queue
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import get_context
from typing import Generic

from copydesk.errors import CopydeskError, OptionError
from copydesk.records import Refusal
from copydesk.run.line import Line
from copydesk.run.settings import RunSettings, worker_count
from copydesk.run.task import PagePayload, Payload, T, Work, failed
from copydesk.run.worker import Event, Task, Worker

START_SECONDS = 120.0
"""Longest time for a worker to import the program; 0.3 s on a free machine."""
KILL_SECONDS = 10.0
"""A killed process that is still there after this time is given up."""
MAX_FAILED_STARTS = 3
"""So many workers in a row that die before they are ready: the next would die too."""
BATCH_SECONDS = 0.1
"""A batch that took less is followed by one twice as large, one that took more by one half as large."""


class Pool:
    """An executor with worker processes on this machine."""

    def __init__(self, settings: RunSettings, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock

    def answers(self, work: Work[T], payloads: Iterable[PagePayload]) -> Iterator[T | Refusal]:
        """Raises: OptionError where the reading function cannot be sent, CopydeskError where no worker starts."""
        try:
            packed = pickle.dumps(work)
        except Exception as error:
            what = f"the reading function cannot be sent to other processes ({error})"
            raise OptionError(f"{what}; give a function defined in a module, or use one job") from None
        shift: Shift[T] = Shift(self._settings, packed, iter(payloads), self._clock)
        try:
            yield from shift.answers()
        finally:
            shift.stop()


class Shift(Generic[T]):
    """One run of the pool from the first payload to the last."""

    def __init__(
        self, settings: RunSettings, work: bytes, payloads: Iterator[PagePayload], clock: Callable[[], float]
    ) -> None:
        self._settings = settings
        self._jobs = worker_count(settings.jobs)
        self._work = work
        self._clock = clock
        self._context = get_context("spawn")
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._workers: list[Worker] = []
        self._line: Line[Payload, T | Refusal] = Line(payloads, settings.window_pages)
        self._failed_starts = 0

    def answers(self) -> Iterator[T | Refusal]:
        while True:
            self._hand_out()
            yield from self._line.ready()
            if self._line.is_over:
                return
            self._attend()

    def stop(self) -> None:
        """End all workers, whatever they do."""
        for worker in self._workers:
            worker.kill()
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    # ------------------------------------------------------------------ giving

    def _hand_out(self) -> None:
        """A batch for each idle worker, and new workers while there are pages for them."""
        for worker in self._workers:
            if worker.is_idle and (batch := self._next_batch(worker.batch_pages)):
                worker.batch_began = self._clock()
                worker.deadline = worker.batch_began + self._settings.page_seconds
                worker.give(batch)
        while len(self._workers) < self._jobs and self._line.has(1 + self._starting()):
            worker = Worker(self._context, self._work, self._events)
            worker.deadline = self._clock() + START_SECONDS
            self._workers.append(worker)

    def _starting(self) -> int:
        return sum(not worker.is_ready for worker in self._workers)

    def _next_batch(self, pages: int) -> list[Task]:
        """The next tasks in order: some paths, or one capture, which is heavy and may have been long in coming."""
        batch: list[Task] = []
        while len(batch) < pages and self._line.has(1):
            is_path = isinstance(self._line.first[1], str)
            if batch and not is_path:
                break
            batch.append(self._line.give())
            if not is_path:
                break
        return batch

    # ------------------------------------------------------------------ taking back

    def _attend(self) -> None:
        """Wait for something to happen, note all that has, then end the workers that are over their time."""
        nearest = min((worker.deadline for worker in self._workers), default=float("inf"))
        try:
            # Never for ever: the interpreter lets Ctrl-C through between two waits on every platform.
            self._note(self._events.get(timeout=min(max(nearest - self._clock(), 0.0), 1.0)))
            while True:
                self._note(self._events.get_nowait())
        except queue.Empty:
            pass
        now = self._clock()
        for worker in tuple(self._workers):
            if worker.deadline <= now:
                self._end_overdue(worker, now)

    def _end_overdue(self, worker: Worker, now: float) -> None:
        if not worker.is_overdue:
            worker.is_overdue = True
            worker.overdue_index = worker.current_index
            worker.deadline = now + KILL_SECONDS
            worker.kill()
        else:  # the operating system does not let go of it
            self._note_end(worker, has_batch=True)

    def _note(self, event: Event) -> None:
        worker = event.worker
        if worker not in self._workers:
            return
        if event.answers is None:
            self._note_end(worker, event.has_batch)
        elif event.answers:
            self._note_answers(worker, event.answers)
        else:
            worker.is_ready = True
            worker.deadline = float("inf")
            self._failed_starts = 0

    def _note_answers(self, worker: Worker, answers: list[bytes]) -> None:
        for answer in answers:
            index, payload = worker.tasks.popleft()
            try:
                self._line.answer(index, pickle.loads(answer))
            except Exception as error:
                self._line.answer(index, failed(payload, f"its answer could not be read ({type(error).__name__})"))
        if worker.is_overdue:
            return
        now = self._clock()
        if worker.tasks:
            worker.deadline = now + self._settings.page_seconds
            return
        worker.deadline = float("inf")
        if now - worker.batch_began < BATCH_SECONDS:
            worker.batch_pages = min(2 * worker.batch_pages, self._settings.batch_pages)
        else:
            worker.batch_pages = max(worker.batch_pages // 2, 1)

    def _note_end(self, worker: Worker, has_batch: bool) -> None:
        """Blame the page that the worker was reading, if any, and put the others back."""
        self._workers.remove(worker)
        how = worker.end()
        if not worker.is_ready:
            self._note_failed_start(how)
        limit = f"{self._settings.page_seconds:.3g} seconds"
        guilty = worker.overdue_index if worker.is_overdue else worker.current_index if has_batch else None
        for index, payload in reversed(worker.tasks):
            if index != guilty:
                self._line.put_back(index, payload)
            elif worker.is_overdue:
                self._line.answer(index, failed(payload, f"reading it took longer than {limit}", reason="timed-out"))
            else:
                self._line.answer(index, failed(payload, f"the process that read it {how}"))

    def _note_failed_start(self, how: str) -> None:
        self._failed_starts += 1
        if self._failed_starts >= MAX_FAILED_STARTS:
            raise CopydeskError(
                f"worker processes cannot start (the last one {how}); a script that reads with several jobs must call "
                'under `if __name__ == "__main__":`; or use one job'
            )
