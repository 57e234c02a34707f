"""Streams that cannot be read twice to files.

In: standard input or a pipe. Out: the path of a file with the same bytes, named after them.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

STEP_BYTES = 1 << 20
NAME = "standard-input-"
NAME_DIGITS = 16
"""64 bits of the digest: the same bytes get the same name, so that a second run knows them again."""


def spool(stream: BinaryIO, folder: Path) -> Path:
    """Write all that a stream gives to a file in the folder, whole or not at all. Raises: OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f".spool-{os.getpid()}.part"
    digest = sha256()
    try:
        with partial.open("wb") as file:
            while piece := stream.read(STEP_BYTES):
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        path = folder / f"{NAME}{digest.hexdigest()[:NAME_DIGITS]}"
        os.replace(partial, path)
        return path
    finally:
        partial.unlink(missing_ok=True)


def is_spooled(path: str) -> bool:
    """True for a file that `spool` wrote: its name says nothing about what is in it."""
    return os.path.basename(path).startswith(NAME)
