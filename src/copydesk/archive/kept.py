"""Captures kept in the archive: a WARC file beside a shard.

In: records, in order. Out: one gzip member each, so that each can be read by its offset alone. The same records give
the same bytes.
Left to others: what a record says (`capture`).
"""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import BinaryIO

from copydesk.archive.shard import DraftFile, disk_faults, sealed
from copydesk.records import Place

LEVEL = 6
"""gzip's usual one: what crawlers write."""


class KeptWriter:
    """Writes one WARC file. Raises ArchiveError where the disk does not take it."""

    def __init__(self, path: Path, name: str) -> None:
        """name: of the file in the archive, for the places."""
        self._path, self._name = path, name
        self._rows = 0
        with disk_faults(str(path)):
            self._file: BinaryIO = open(path, "wb")  # noqa: SIM115 - closed by `close`

    def add(self, record_id: str, record: bytes) -> Place:
        """Write a record; gives where it lies now."""
        member = gzip.compress(record, LEVEL, mtime=0)
        with disk_faults(str(self._path)):
            offset = self._file.tell()
            self._file.write(member)
        self._rows += 1
        return Place(self._name, offset, len(member), record_id)

    def close(self) -> DraftFile:
        with disk_faults(str(self._path)):
            self._file.close()
            return sealed(self._path, self._rows)
