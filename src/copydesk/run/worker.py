"""One worker process, and the thread that talks with it.

In: batches of payloads. Out: events on a queue: ready, an answer, or the end of the process.
The thread may wait for ever on a process that stalls in the middle of a message; the pool never waits for it, but kills
the process, and the thread ends with it.
Left to others: what is given to whom, and how long is too long (`pool`).
"""

from __future__ import annotations

import ctypes
import pickle
import queue
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any

from copydesk.run.task import Payload, failed

Task = tuple[int, Payload]
"""A payload and its place in the order."""

Do = Callable[[Any], object]
"""What a worker does with a payload; it never raises."""

Batch = tuple[int, list[Payload]]
"""Its number, counted from 1 for each worker, and its payloads."""

READY = b"ready"
BATCH_BASE = 1_000_000
"""Progress is kept as batch number times this, plus the position in the batch."""
FLUSH_SECONDS = 0.02
"""Answers are sent together until so much time has passed: a message costs both sides 0.1 ms, a page 2.5 ms."""
JOIN_SECONDS = 5.0
"""A killed process is gone at once, unless the kernel holds it in a disk wait."""


@dataclass(frozen=True, slots=True)
class Event:
    """What a worker has to tell: that it is ready (no answers yet), the next answers, or its end (None)."""

    worker: Worker
    answers: list[bytes] | None
    """Pickled one by one, so that one which cannot be read spoils no other."""
    has_batch: bool = True
    """At its end: whether the batch had reached it; if not, no page is to blame."""


class Worker:
    """A process that reads pages, one batch at a time. The attributes are the pool's notes on it."""

    def __init__(self, context: SpawnContext, work: bytes, events: queue.SimpleQueue[Event]) -> None:
        self.is_ready = False
        self.tasks: deque[Task] = deque()
        """Given and not answered yet."""
        self.deadline = float("inf")
        self.is_overdue = False
        """Killed for taking too long, over the task with `overdue_index`."""
        self.overdue_index: int | None = None
        self.batch_pages = 1
        self.batch_began = 0.0
        self._events = events
        self._batches: queue.SimpleQueue[Batch | None] = queue.SimpleQueue()
        self._given: list[Task] = []
        self._batch_number = 0
        self._progress: ctypes.c_longlong = context.RawValue(ctypes.c_longlong, 0)
        self._connection, theirs = context.Pipe()
        arguments = (theirs, self._progress, work)
        self._process = context.Process(target=serve, args=arguments, name="copydesk-worker", daemon=True)
        _start_deaf_to_interrupts(self._process)
        theirs.close()
        self._thread = threading.Thread(target=self._talk, name="copydesk-worker-talk", daemon=True)
        self._thread.start()

    @property
    def is_idle(self) -> bool:
        return self.is_ready and not self.tasks and not self.is_overdue

    def give(self, tasks: Iterable[Task]) -> None:
        """Hand over a batch; the one before must be answered."""
        self._given = list(tasks)
        self._batch_number += 1
        self.tasks.extend(self._given)
        self._batches.put((self._batch_number, [payload for _, payload in self._given]))

    @property
    def current_index(self) -> int | None:
        """The place in the order of the task that it reads, or read last; None where it has taken up none."""
        if not self._given:
            return None
        number, position = divmod(self._progress.value, BATCH_BASE)
        return self._given[position if number == self._batch_number else 0][0]

    def kill(self) -> None:
        """End the process at once, also one that is stopped or stuck in C."""
        self._process.kill()

    def end(self) -> str:
        """How the process ended, in words; kills it if it still runs, and frees what it held."""
        self._process.kill()
        self._batches.put(None)
        self._process.join(JOIN_SECONDS)
        self._thread.join(JOIN_SECONDS)
        code = self._process.exitcode
        if code is None or self._thread.is_alive():
            return "cannot be ended"  # left to the operating system
        self._process.close()
        self._connection.close()
        return f"ended with exit code {code}" if code >= 0 else f"was ended by {_signal_name(-code)}"

    def _talk(self) -> None:
        has_batch = False
        try:
            self._connection.recv_bytes()
            self._events.put(Event(self, []))
            while (batch := self._batches.get()) is not None:
                has_batch = False
                self._connection.send_bytes(pickle.dumps(batch))
                has_batch = True
                awaited = len(batch[1])
                while awaited:
                    answers = pickle.loads(self._connection.recv_bytes())
                    awaited -= len(answers)
                    self._events.put(Event(self, answers))
        except Exception:  # the other end is gone, or sent no message; the pool hears of either in the same way
            pass
        self._events.put(Event(self, None, has_batch))


def serve(connection: Connection, progress: ctypes.c_longlong, work: bytes) -> None:
    """The worker process: read each page of each batch and send the answers, until the other side hangs up.

    progress: memory shared with the pool, in which the worker notes what it reads before it begins.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    do: Do = pickle.loads(work)
    try:
        connection.send_bytes(READY)
        while True:
            _serve_batch(connection, progress, do)
    except (EOFError, OSError):
        return


def _serve_batch(connection: Connection, progress: ctypes.c_longlong, work: Do) -> None:
    number, payloads = pickle.loads(connection.recv_bytes())
    answers: list[bytes] = []
    flushed = time.monotonic()
    for position, payload in enumerate(payloads):
        progress.value = number * BATCH_BASE + position
        answers.append(_packed_answer(work, payload))
        if position + 1 == len(payloads) or time.monotonic() - flushed > FLUSH_SECONDS:
            connection.send_bytes(pickle.dumps(answers))
            answers.clear()
            flushed = time.monotonic()


def _packed_answer(work: Do, payload: Payload) -> bytes:
    answer = work(payload)
    try:
        return pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        return pickle.dumps(failed(payload, f"its answer could not be sent ({type(error).__name__})"))


def _start_deaf_to_interrupts(process: SpawnProcess) -> None:
    """Ctrl-C reaches every process of the terminal; a worker that is still importing would print a traceback."""
    if not hasattr(signal, "pthread_sigmask"):
        process.start()
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
