"""Old web archives (ARC, before WARC) to captures.

In: an open ARC file, plain or gzip. Out: Captures, and Refusals for what was left out and for damage, in order.
Read from start to end: what is still kept in this format is small beside what is written today.
Source: the ARC file format of the Internet Archive, versions 1 and 2.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, BinaryIO, cast

from copydesk.capture.exchanged import Exchange, Records, clean_address
from copydesk.capture.limits import Limits
from copydesk.capture.unpack import GZIP_MAGIC
from copydesk.records import Capture, Place, Refusal

FIELDS = (5, 10)
"""Words of a record's line in version 1 and 2; the first may hold spaces."""
LINE_BYTES = 65536
STAMP_DIGITS = 14
HEAD_ENDS = (b"\r\n\r\n", b"\n\n")


@dataclass(frozen=True, slots=True)
class Line:
    """The line before a record."""

    url: str
    captured_at: datetime | None
    media_type: str
    length_bytes: int


def arc_captures(file: BinaryIO, source: str, limits: Limits) -> Iterator[Capture | Refusal]:
    """The captures of a whole file."""
    is_packed = file.read(2) == GZIP_MAGIC
    file.seek(0)
    stream = cast(IO[bytes], gzip.GzipFile(fileobj=file)) if is_packed else file
    records = Records(source, limits)
    is_damaged = False
    try:
        while text := stream.readline(LINE_BYTES):
            place = stream.tell() - len(text)
            line = _line(text)
            if line is None:
                if text.strip() and not is_damaged:
                    yield _damaged(source, place, "has no line that says what it is")
                is_damaged = is_damaged or bool(text.strip())
                continue
            is_damaged = False
            content = stream.read(min(line.length_bytes, limits.max_bytes + 1 + LINE_BYTES))
            _skip(stream, line.length_bytes - len(content))
            if len(content) < min(line.length_bytes, limits.max_bytes):
                yield _damaged(source, place, "is cut off")
            elif not line.url.startswith("filedesc:"):
                where = Place(source) if is_packed else Place(source, place, len(text) + line.length_bytes)
                yield _read(records, line, content, where)
    except (OSError, EOFError, zlib.error) as error:
        yield _damaged(source, None, f"is garbled ({error})")


def _read(records: Records, line: Line, content: bytes, place: Place) -> Capture | Refusal:
    head, body = _parted(content)
    status, headers = _http_head(head)
    if status is None:
        headers, body = (("content-type", line.media_type),), content
    exchange = Exchange(clean_address(line.url), status, headers, line.captured_at, place)
    return records.refused(exchange, status is not None) or records.capture(exchange, body)


def _line(text: bytes) -> Line | None:
    """A record's line, or None for anything else."""
    for count in reversed(FIELDS):
        words = text.decode("utf-8", "replace").rstrip("\r\n").rsplit(" ", count - 1)
        if len(words) == count and ":" in words[0] and words[2][:STAMP_DIGITS].isdigit() and words[-1].isdecimal():
            return Line(words[0], _moment(words[2]), words[3], int(words[-1]))
    return None


def _moment(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(stamp[:STAMP_DIGITS], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _parted(content: bytes) -> tuple[bytes, bytes]:
    ends = [(at, len(mark)) for mark in HEAD_ENDS if (at := content.find(mark, 0, LINE_BYTES)) >= 0]
    if not ends:
        return b"", content
    at, width = min(ends)
    return content[:at], content[at + width :]


def _http_head(head: bytes) -> tuple[int | None, tuple[tuple[str, str], ...]]:
    """Status and headers (lower-case names); None where it is no HTTP head."""
    lines = head.decode("utf-8", "replace").splitlines()
    words = lines[0].split() if lines else []
    if len(words) < 2 or not words[0].startswith("HTTP/") or not words[1].isdecimal():
        return None, ()
    pairs = (line.partition(":") for line in lines[1:] if ":" in line)
    return int(words[1]), tuple((name.strip().lower(), value.strip()) for name, _, value in pairs)


def _skip(stream: IO[bytes], count: int) -> None:
    while count > 0 and (piece := stream.read(min(count, LINE_BYTES))):
        count -= len(piece)


def _damaged(source: str, place: int | None, what: str) -> Refusal:
    where = "a record" if place is None else f"the record at byte {place}"
    detail = f"{source}: {where} {what}; the others are read"
    return Refusal("damaged-record", detail, source=source, place=Place(source, place))
