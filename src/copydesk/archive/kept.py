"""Captures kept in the archive: a WARC file beside a shard.

In: captures. Out: one `resource` record each, in a gzip member of its own, so that each can be read by its offset
alone. The same captures give the same bytes. Standard: ISO 28500:2017 (WARC 1.1).
"""

from __future__ import annotations

import gzip
import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from copydesk.archive.shard import DraftFile, disk_faults, sealed
from copydesk.records import Capture, Place

LEVEL = 6
"""gzip's usual one: what crawlers write."""
UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)
"""WARC wants a time; this one says that none is known."""


class KeptWriter:
    """Writes one WARC file. Raises ArchiveError where the disk does not take it."""

    def __init__(self, path: Path, name: str) -> None:
        """name: of the file in the archive, for the places."""
        self._path, self._name = path, name
        self._rows = 0
        with disk_faults(str(path)):
            self._file: BinaryIO = open(path, "wb")  # noqa: SIM115 - closed by `close`

    def add(self, capture: Capture) -> Place:
        """Write a capture; gives where it lies now."""
        digest = hashlib.sha256(capture.content).digest()
        record_id = UUID(bytes=hashlib.sha256(f"{capture.url}\n".encode() + digest).digest()[:16]).urn
        charset = f"; charset={capture.charset}" if capture.charset else ""
        when = capture.captured_at or UNKNOWN
        lines = (
            "WARC/1.1",
            "WARC-Type: resource",
            f"WARC-Record-ID: <{record_id}>",
            f"WARC-Date: {when.astimezone(UTC).strftime('%Y-%m-%dT%H:%M:%SZ')}",
            f"WARC-Target-URI: {capture.url or 'file:' + capture.source}",
            f"Content-Type: {capture.media_type}{charset}",
            f"Content-Length: {len(capture.content)}",
        )
        head = "".join(f"{_one_line(line)}\r\n" for line in lines) + "\r\n"
        member = gzip.compress(head.encode("utf-8", "replace") + capture.content + b"\r\n\r\n", LEVEL, mtime=0)
        with disk_faults(str(self._path)):
            offset = self._file.tell()
            self._file.write(member)
        self._rows += 1
        return Place(self._name, offset, len(member), record_id)

    def close(self) -> DraftFile:
        with disk_faults(str(self._path)):
            self._file.close()
            return sealed(self._path, self._rows)


def _one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")
