"""Answers of servers to a web archive on disk.

In: answers as they were sent. Out: WARC 1.1 files, one gzip member a record, each complete when it gets its name.
Left to others: fetching (`fetch`), reading them again (`warc`).
Source: ISO 28500:2017 (WARC 1.1).
"""

from __future__ import annotations

import os
import uuid
from base64 import b32encode
from datetime import UTC, datetime
from hashlib import sha1
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from copydesk.capture.exchange import ACCEPT, Answer
from copydesk.version import VERSION

COMPRESSION_LEVEL = 6
MEDIA_TYPES = {
    "warcinfo": "application/warc-fields",
    "response": "application/http; msgtype=response",
    "request": "application/http; msgtype=request",
}
HIDDEN = {"transfer-encoding": "x-archive-orig-transfer-encoding", "content-length": "x-archive-orig-content-length"}
"""The body is kept without its chunks; headers that would deny that are kept under names of their own."""


class WarcFile:
    """One file being written; nothing is there under its name until `finish`."""

    def __init__(self, path: Path, user_agent: str) -> None:
        self.path = path
        self.size_bytes = 0
        self._user_agent = user_agent
        self._partial = path.with_name(f".{path.name}.part")
        self._file: BinaryIO = self._partial.open("wb")
        fields = f"software: copydesk/{VERSION}\r\nformat: WARC File Format 1.1\r\n"
        self._write("warcinfo", datetime.now(UTC), fields.encode(), {})

    def add(self, answer: Answer, at: datetime) -> None:
        """Keep an answer and the request that it answers. Raises: OSError."""
        block, digest = _response(answer), _digest(answer.body)
        response = self._write("response", at, block, {"WARC-Target-URI": answer.url, "WARC-Payload-Digest": digest})
        request = _request(answer.url, self._user_agent)
        self._write("request", at, request, {"WARC-Target-URI": answer.url, "WARC-Concurrent-To": response})

    def finish(self) -> Path:
        """Give the file its name, everything on disk. Raises: OSError."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        os.replace(self._partial, self.path)
        return self.path

    def discard(self) -> None:
        """Leave nothing behind."""
        self._file.close()
        self._partial.unlink(missing_ok=True)

    def _write(self, kind: str, at: datetime, block: bytes, headers: dict[str, str]) -> str:
        """Write one record; its identifier."""
        # Imported here: most runs read files.
        from fastwarc.stream_io import GzipWriter
        from fastwarc.warc import WarcRecord, WarcRecordType

        identifier = f"uuid:{uuid.uuid4()}"
        record = WarcRecord()
        record.init_headers(getattr(WarcRecordType, kind), identifier.encode())
        record.headers["WARC-Date"] = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        for name, value in headers.items():
            record.headers[name] = value
        record.headers["Content-Type"] = MEDIA_TYPES[kind]
        record.is_http = kind in ("response", "request")
        record.set_bytes_content(block)
        writer = GzipWriter(self._file, COMPRESSION_LEVEL)
        record.write(writer, checksum_data=True)
        writer.finish()
        self.size_bytes = self._file.tell()
        return f"<urn:{identifier}>"


def _response(answer: Answer) -> bytes:
    lines = [f"HTTP/1.1 {answer.status} {answer.reason}".rstrip()]
    lines += [f"{HIDDEN.get(name, name)}: {_one_line(value)}" for name, value in answer.headers]
    lines.append(f"content-length: {len(answer.body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "replace") + answer.body


def _request(url: str, user_agent: str) -> bytes:
    parts = urlsplit(url)
    target = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    lines = (f"GET {target} HTTP/1.1", f"host: {parts.netloc}", f"user-agent: {user_agent}")
    return ("\r\n".join((*lines, f"accept: {ACCEPT}", "accept-encoding: gzip")) + "\r\n\r\n").encode()


def _digest(body: bytes) -> str:
    """As web archives write it: SHA-1 in base 32."""
    return f"sha1:{b32encode(sha1(body, usedforsecurity=False).digest()).decode()}"


def _one_line(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")
