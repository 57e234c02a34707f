"""What a worker was at when it died: eight bytes in a file for each attempt at a portion.

In: the step that is begun. Out: the steps at which earlier attempts ended, and which of them took too long.
The file is mapped into memory, so that a note costs no system call and outlives the process. Whoever runs a portion
again needs to know nothing: the function that reads it finds its own past here.
"""

from __future__ import annotations

import mmap
import os
import struct
from dataclasses import dataclass
from pathlib import Path

SLOTS = 64
SLOT = struct.Struct("<q")
MOST_ATTEMPTS = SLOTS - 2
"""A portion that ended so many workers is given up."""


@dataclass(frozen=True, slots=True)
class Death:
    """The end of an attempt: at which step, and whether it was ended for taking too long."""

    step: int
    is_overdue: bool


class Journal:
    """The notes of one attempt; the first slot holds the number of attempts, the others the step of each."""

    def __init__(self, path: Path) -> None:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            if os.fstat(handle).st_size < SLOTS * SLOT.size:
                os.ftruncate(handle, SLOTS * SLOT.size)
            self._map = mmap.mmap(handle, SLOTS * SLOT.size)
        finally:
            os.close(handle)
        self.attempt = min(self._get(0) + 1, SLOTS - 1)
        self.deaths = tuple(_death(self._get(slot)) for slot in range(1, self.attempt))
        SLOT.pack_into(self._map, 0, self.attempt)
        self.note(0)

    def note(self, step: int) -> None:
        """This attempt begins a step, counted from 1."""
        SLOT.pack_into(self._map, self.attempt * SLOT.size, step)

    def close(self) -> None:
        self._map.close()

    def _get(self, slot: int) -> int:
        return int(SLOT.unpack_from(self._map, slot * SLOT.size)[0])


def _death(value: int) -> Death:
    return Death(abs(value), value < 0)


def last_step(path: Path) -> int | None:
    """The step that the latest attempt is at; None where none has begun."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if len(content) < SLOTS * SLOT.size:
        return None
    attempt = SLOT.unpack_from(content, 0)[0]
    return int(SLOT.unpack_from(content, attempt * SLOT.size)[0])


def mark_overdue(path: Path) -> None:
    """Note that the latest attempt is ended because its step takes too long."""
    with open(path, "r+b") as file:
        attempt = SLOT.unpack(file.read(SLOT.size))[0]
        file.seek(attempt * SLOT.size)
        step = SLOT.unpack(file.read(SLOT.size))[0]
        file.seek(attempt * SLOT.size)
        file.write(SLOT.pack(-abs(step)))
