"""One worker process, and the thread that talks with it.

In: batches of payloads. Out: events on a queue: ready, an answer, or the end of the process.
The thread may wait for ever on a process that stalls in the middle of a message; the pool never waits for it, but kills
the process, and the thread ends with it.
Left to others: what is given to whom, and how long is too long (`pool`).
"""

from __future__ import annotations

import pickle
import queue
import signal
import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext, SpawnProcess

from copydesk.run.task import Payload, Work, failed

Task = tuple[int, Payload]
"""A payload and its place in the order."""

READY = b""
"""The first message of a worker; no pickled answer is empty."""
JOIN_SECONDS = 5.0
"""A killed process is gone at once, unless the kernel holds it in a disk wait."""


@dataclass(frozen=True, slots=True)
class Event:
    """What a worker sent: `READY`, a pickled answer, or None at its end."""

    worker: Worker
    message: bytes | None
    has_batch: bool = True
    """At its end: whether the batch had reached it; if not, no page is to blame."""


class Worker:
    """A process that reads pages, one batch at a time. The attributes are the pool's notes on it."""

    def __init__(self, context: SpawnContext, work: bytes, events: queue.SimpleQueue[Event]) -> None:
        self.is_ready = False
        self.tasks: deque[Task] = deque()
        """Given and not answered yet; it reads the first one now."""
        self.deadline = float("inf")
        self.is_overdue = False
        """Killed for taking too long, over the task with `overdue_index`."""
        self.overdue_index: int | None = None
        self.batch_pages = 1
        self.batch_began = 0.0
        self._events = events
        self._batches: queue.SimpleQueue[list[Payload] | None] = queue.SimpleQueue()
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, work), name="copydesk-worker", daemon=True)
        _start_deaf_to_interrupts(self._process)
        theirs.close()
        self._thread = threading.Thread(target=self._talk, name="copydesk-worker-talk", daemon=True)
        self._thread.start()

    @property
    def is_idle(self) -> bool:
        return self.is_ready and not self.tasks and not self.is_overdue

    def give(self, tasks: Iterable[Task]) -> None:
        """Hand over a batch; the one before must be answered."""
        self.tasks.extend(tasks)
        self._batches.put([payload for _, payload in self.tasks])

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
            self._events.put(Event(self, self._connection.recv_bytes()))
            while (batch := self._batches.get()) is not None:
                has_batch = False
                self._connection.send_bytes(pickle.dumps(batch))
                has_batch = True
                for _ in batch:
                    self._events.put(Event(self, self._connection.recv_bytes()))
        except Exception:  # the other end is gone, or sent no message; the pool hears of either in the same way
            pass
        self._events.put(Event(self, None, has_batch))


def serve(connection: Connection, work: bytes) -> None:
    """The worker process: read each page of each batch and send its answer, until the other side hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    do: Work = pickle.loads(work)
    try:
        connection.send_bytes(READY)
        while True:
            for payload in pickle.loads(connection.recv_bytes()):
                connection.send_bytes(_packed_answer(do, payload))
    except (EOFError, OSError):
        return


def _packed_answer(work: Work, payload: Payload) -> bytes:
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
