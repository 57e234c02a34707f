"""Captures as an archive keeps them: each one record of WARC, and from that the same again.

In: a Capture, or a Refusal in the place of one. Out: the bytes of its record; from a record the same item.
WARC has no words for a page without an address or a day, for where it was read from, or for what gave no page. The
field `Copydesk-Capture` says these as JSON; who does not know it finds a `resource`, or a note (`metadata`).
Left to others: other records (`exchanged`), the file (`archive`).
Standard: ISO 28500:2017 (WARC 1.1), which lets tools add fields.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from copydesk.capture.sniff import HTML, PLAIN
from copydesk.errors import REASONS
from copydesk.records import Capture, Place, Refusal

FIELD = "Copydesk-Capture"
FIELD_BYTES = 32_000
"""FastWARC reads records whose head has at most 65,536 bytes; an HTTP head that would fill it is not kept."""
STAMP_BYTES = 16
MEDIA_TYPES = {HTML: HTML, PLAIN: PLAIN}
UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)
"""WARC wants a time; this one says, here and in the files of others, that none is known."""


def kept_record(item: Capture | Refusal, stamp: str | None) -> tuple[str, bytes]:
    """The identifier and the bytes of the record that keeps an item; the same item gives the same bytes.

    stamp: what its file is known by, where it was a file of its own.
    """
    if isinstance(item, Capture):
        kind, media_type, content, when = "resource", item.media_type, item.content, item.captured_at
        charset = f"; charset={item.charset}" if item.charset else ""
    else:
        kind, media_type, content, when = "metadata", PLAIN, item.detail.encode("utf-8", "surrogatepass"), None
        charset = "; charset=utf-8"
    said = _said(item, stamp)
    record_id = UUID(bytes=hashlib.sha256(said.encode() + hashlib.sha256(content).digest()).digest()[:16]).urn
    lines = (
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <{record_id}>",
        f"WARC-Date: {(when or UNKNOWN).astimezone(UTC).strftime('%Y-%m-%dT%H:%M:%SZ')}",
        f"WARC-Target-URI: {item.url or 'file:' + item.source}",
        f"{FIELD}: {said}",
        f"Content-Type: {media_type}{charset}",
        f"Content-Length: {len(content)}",
    )
    head = "".join(f"{_one_line(line)}\r\n" for line in lines) + "\r\n"
    return record_id, head.encode("utf-8", "replace") + content + b"\r\n\r\n"


def kept_item(field: str, content: bytes, place: Place) -> Capture | Refusal | None:
    """The item that a record keeps; None where the field is none of ours. place: of the record."""
    try:
        said = json.loads(field)
        return _refusal(said, content) if "refused" in said else _capture(said, content, place)
    except (ValueError, TypeError, KeyError):
        return None


def _capture(said: dict[str, Any], content: bytes, place: Place) -> Capture:
    when = _text(said["captured_at"])
    return Capture(
        content=content,
        source=str(said["source"]),
        url=_text(said["url"]),
        media_type=MEDIA_TYPES[said["media_type"]],
        charset=_text(said["charset"]),
        captured_at=None if when is None else datetime.fromisoformat(when).astimezone(UTC),
        headers=tuple((str(name), str(value)) for name, value in said["headers"]),
        place=replace(place, stamp=_stamp(said["stamp"])),
    )


def _refusal(said: dict[str, Any], content: bytes) -> Refusal:
    """A Refusal that lies where it lay."""
    source, offset, length = str(said["source"]), _number(said["offset_bytes"]), _number(said["length_bytes"])
    place = Place(source, offset, length, _text(said["record_id"]), stamp=_stamp(said["stamp"]))
    if said["refused"] not in REASONS:
        raise ValueError
    return Refusal(said["refused"], content.decode("utf-8", "surrogatepass"), source, _text(said["url"]), place)


def _said(item: Capture | Refusal, stamp: str | None) -> str:
    said: dict[str, Any] = {"source": item.source, "url": item.url, "stamp": stamp}
    if isinstance(item, Refusal):
        place = item.place or Place(item.source)
        said |= {"refused": item.reason, "record_id": place.record_id}
        said |= {"offset_bytes": place.offset_bytes, "length_bytes": place.length_bytes}
        return json.dumps(said)
    said |= {"media_type": item.media_type, "charset": item.charset, "headers": item.headers}
    said["captured_at"] = item.captured_at.isoformat() if item.captured_at else None
    text = json.dumps(said)
    return text if len(text) <= FIELD_BYTES else json.dumps(said | {"headers": ()})


def _text(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise TypeError
    return value


def _number(value: object) -> int | None:
    if value is not None and not (isinstance(value, int) and 0 <= value < 1 << 63):
        raise TypeError
    return value


def _stamp(value: object) -> str | None:
    if value is not None and len(bytes.fromhex(str(value))) != STAMP_BYTES:
        raise ValueError
    return _text(value)


def _one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")
