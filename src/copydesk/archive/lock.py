"""One writer at a time: a lock on a file in the archive that ends with the process that holds it.

In: the archive's folder. Out: a held lock, or an ArchiveError that names who holds it.
"""

from __future__ import annotations

import fcntl
import os
import socket
from pathlib import Path

from copydesk.errors import ArchiveError

NAME = "lock"


class Lock:
    """The right to write, held until `close` or the end of the process, however it comes."""

    def __init__(self, folder: Path) -> None:
        """Raises ArchiveError where another process holds it."""
        path = folder / NAME
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._handle, 200).decode("utf-8", "replace").strip() or "another process"
            os.close(self._handle)
            raise ArchiveError(f"{folder}: {holder} is writing to it; wait until it has ended, or stop it") from None
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, f"process {os.getpid()} on {socket.gethostname()}\n".encode(), 0)

    def close(self) -> None:
        os.close(self._handle)
