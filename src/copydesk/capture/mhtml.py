"""A saved page in one file (MHTML) to the page inside it.

In: the bytes of a `.mhtml` file. Out: the root HTML, its address, charset, and when it was saved.
Left to others: pictures and style sheets in the other parts; they are skipped unread.
Headers are read by the standard library; the parts are cut here, because one pass over the boundaries is linear
and cannot recurse, whatever the file holds.
Source: RFC 2557; Chromium's `mhtml_generation` writes Snapshot-Content-Location.
"""

from __future__ import annotations

import binascii
import quopri
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime

from copydesk.errors import DamagedInput

MAX_HEADER_BYTES = 65536
"""Headers of one part; longer ones are no headers."""
MAX_PARTS = 10_000
"""A saved page has a part for each picture; reading the headers of a part takes 0.1 ms."""
MAX_NESTING = 3
"""Internet Explorer puts multipart/alternative inside multipart/related; nobody goes deeper."""
PAGE_TYPES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The root part of an MHTML file."""

    content: bytes
    url: str | None
    charset: str | None
    captured_at: datetime | None


def read_mhtml(content: bytes, source: str) -> SavedPage:
    """The first HTML part, or the one that the `start` parameter names.

    Raises: DamagedInput where the file holds no HTML part.
    """
    headers, body_at = _headers(content, 0)
    url = _address(headers.get("Snapshot-Content-Location"))
    captured_at = parse_date(_text(headers.get("Date")))
    start = _parameter(headers, "start")
    first: tuple[Message, bytes] | None = None
    for part, raw in _pages(headers, content[body_at:], iter(range(MAX_PARTS))):
        if first is None or (start is not None and _text(part.get("Content-ID")) == start):
            first = (part, raw)
        if start is None:
            break
    if first is None:
        raise DamagedInput(f"{source}: the MHTML file holds no HTML part; save the page again", source=source)
    part, raw = first
    page = _transfer_decoded(part, raw)
    return SavedPage(page, url or _address(part.get("Content-Location")), _parameter(part, "charset"), captured_at)


def parse_date(value: str | None) -> datetime | None:
    """A date header (RFC 5322) as a datetime, or None where it is none."""
    if not value:
        return None
    try:
        return parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _headers(content: bytes, at: int) -> tuple[Message, int]:
    """The header block that begins at `at`, and where the body behind it begins."""
    ends = ((content.find(mark, at), len(mark)) for mark in (b"\r\n\r\n", b"\n\n"))
    end, length = min((found for found in ends if found[0] >= 0), default=(len(content), 0))
    raw = content[at : min(end, at + MAX_HEADER_BYTES)]
    return BytesHeaderParser().parsebytes(raw), end + length


def _pages(headers: Message, body: bytes, ticks: Iterator[int], nesting: int = 0) -> Iterator[tuple[Message, bytes]]:
    """Each HTML part as (headers, undecoded body), in order, until the ticks run out."""
    if headers.get_content_type() in PAGE_TYPES:
        yield headers, body
    boundary = _parameter(headers, "boundary")
    if boundary is None or nesting >= MAX_NESTING:
        return
    for piece in _parts(body, b"--" + boundary.encode("utf-8", "surrogateescape")):
        if next(ticks, None) is None:
            return
        part, body_at = _headers(piece, 0)
        yield from _pages(part, piece[body_at:], ticks, nesting + 1)


def _parts(body: bytes, mark: bytes) -> Iterator[bytes]:
    """What stands between the lines that begin with `mark`; a file that is cut ends its last part."""
    at = 0 if body.startswith(mark) else body.find(b"\n" + mark)
    while at >= 0:
        start = body.find(b"\n", at + 1)
        if start < 0 or body.startswith(b"--", body.find(mark, at) + len(mark)):
            return
        at = body.find(b"\n" + mark, start)
        end = at if at >= 0 else len(body)
        yield body[start + 1 : end].removesuffix(b"\r")


def _transfer_decoded(part: Message, raw: bytes) -> bytes:
    encoding = (_text(part.get("Content-Transfer-Encoding")) or "").strip().lower()
    if encoding == "quoted-printable":
        return quopri.decodestring(raw)
    if encoding == "base64":
        return _base64(raw)
    return raw


def _base64(raw: bytes) -> bytes:
    """As much as a cut file holds."""
    letters = b"".join(raw.split()).rstrip(b"=")
    letters = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
    try:
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    except binascii.Error:
        return b""


def _parameter(headers: Message, name: str) -> str | None:
    try:
        value = headers.get_param(name)
    except (ValueError, IndexError, LookupError):
        return None
    if isinstance(value, tuple):
        value = value[2]
    return str(value).strip() or None if value else None


def _text(value: object) -> str | None:
    return str(value).strip() or None if value is not None else None


def _address(value: object) -> str | None:
    """A header's address, folded lines joined; other schemes than http and https name no page."""
    text = "".join(str(value).split()) if value is not None else ""
    return text if text.startswith(("http://", "https://")) else None
