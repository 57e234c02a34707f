"""One record of a web archive to a Capture, or to the reason why it is left out.

In: a record as FastWARC gives it, not yet read. Out: a Capture, or a Refusal.
Kept are answers with status 200, resources and conversions (WET) that are HTML or text; each page's bytes once an
address. Transfer and content codings are undone here, as far as they were really used: many archives keep the headers
and store the body already decoded.
Left to others: finding records (`warc`, `arc`), what the bytes mean.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from zlib import crc32

from copydesk.capture.codings import decoded_body
from copydesk.capture.content import capture_bytes
from copydesk.capture.kept import FIELD, UNKNOWN, kept_item
from copydesk.capture.limits import Limits
from copydesk.capture.served import MARKUP_TYPES, is_page_type, media_type_served
from copydesk.capture.unpack import oversized
from copydesk.errors import DamagedInput, InputError
from copydesk.records import Capture, Place, Refusal

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

KEPT = ("response", "resource", "revisit", "conversion")
WEB_SCHEMES = ("http", "https", "file", "ftp")
"""Crawlers keep notes of their own under `metadata:`, `urn:` and `dns:`."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What an archive says of one answer, whatever its format."""

    url: str | None
    status: int | None
    """None for a record without an HTTP head."""
    headers: tuple[tuple[str, str], ...]
    """(lower-case name, value) of the HTTP head, or the record's own content type."""
    captured_at: datetime | None
    place: Place

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)


def is_wanted(record: WarcRecord) -> bool:
    """False for requests, metadata and whatever else holds no page."""
    return str(record.record_type) in KEPT or FIELD in record.headers


class Records:
    """Reads records; remembers what it has seen, to tell duplicates."""

    def __init__(self, source: str, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._seen: set[tuple[str, str]] = set()

    def read(self, record: WarcRecord) -> Capture | Refusal | None:
        """The record's page or the reason why it is left out. Raises: what FastWARC raises at damage."""
        kind = str(record.record_type)
        if FIELD in record.headers:
            return self._kept(record)
        is_http = kind == "response" and record.is_http
        if is_http:
            record.parse_http()
        exchange = self._exchange(record, is_http)
        if kind == "revisit":
            return self._refusal(exchange, "revisit", "noted as the same as before")
        refusal = self.refused(exchange, is_http)
        if refusal is not None:
            return refusal
        content = self._content(record, exchange)
        return content if isinstance(content, Refusal) else self.capture(exchange, content)

    def _kept(self, record: WarcRecord) -> Capture | Refusal:
        """What an archive of this program kept in the record."""
        exchange = self._exchange(record, is_http=False)
        content = self._content(record, exchange)
        if isinstance(content, Refusal):
            return content
        item = kept_item(record.headers[FIELD], content, exchange.place)
        return item or self._refusal(exchange, "not-a-page", f"a record whose field {FIELD} cannot be read")

    def _content(self, record: WarcRecord, exchange: Exchange) -> bytes | Refusal:
        """The block, one byte more than is allowed at most; a Refusal where the record is cut."""
        content = record.reader.read(min(record.content_length, self._limits.max_bytes + 1))
        if len(content) <= self._limits.max_bytes and len(content) < record.content_length:
            what = f"has {len(content)} of {record.content_length} bytes; the others are read"
            return self._refusal(exchange, "damaged-record", what)
        return content

    def refused(self, exchange: Exchange, is_http: bool) -> Refusal | None:
        """Why the head alone says that it is no page; None where the body must be looked at."""
        status = exchange.status
        if is_http and status != 200:
            if status is not None and 300 <= status < 400:
                return self._refusal(exchange, "redirect", f"answered {status}, to {exchange.header('location')}")
            what = "answered without a status" if status is None else f"answered {status}"
            return self._refusal(exchange, "http-status", what)
        if exchange.url is not None and not exchange.url.lower().startswith(WEB_SCHEMES):
            return self._refusal(exchange, "not-a-page", "a note of the crawler")
        served = media_type_served(exchange.header("content-type"))
        if not is_page_type(served):
            return self._refusal(exchange, "not-a-page", f"{served}, which holds no page")
        return None

    def capture(self, exchange: Exchange, content: bytes) -> Capture | Refusal:
        """The Capture of a body as it was sent, or a Refusal."""
        name = exchange.url or exchange.place.record_id or self._source
        if self._is_seen(exchange, content):
            return self._refusal(exchange, "duplicate", "the same bytes were captured before")
        served = exchange.header("content-type")
        try:
            if len(content) > self._limits.max_bytes:
                raise oversized(name, self._limits.max_bytes)
            body = decoded_body(content, exchange.headers, self._limits.max_bytes, name)
            claimed = MARKUP_TYPES.get(media_type_served(served))
            capture = capture_bytes(
                body, source=self._source, url=exchange.url, media_type=claimed, limits=self._limits
            )
        except DamagedInput as error:
            return self._refusal(exchange, "damaged-record", error.detail)
        except InputError as error:
            reason = "not-a-page" if error.reason == "binary-input" else error.reason
            return self._refusal(exchange, reason, error.detail)
        return replace(
            capture,
            charset=capture.charset or charset_served(served),
            captured_at=exchange.captured_at or capture.captured_at,
            headers=exchange.headers,
            place=exchange.place,
        )

    def _is_seen(self, exchange: Exchange, content: bytes) -> bool:
        if exchange.url is None:
            return False
        key = (exchange.url, exchange.place.digest or _sums(content))
        if key in self._seen:
            return True
        self._seen.add(key)
        return False

    def _exchange(self, record: WarcRecord, is_http: bool) -> Exchange:
        place = Place(
            self._source,
            record_id=_bare(record.record_id),
            digest=record.headers.get("WARC-Payload-Digest"),
        )
        head = record.http_headers if is_http else None
        headers: tuple[tuple[str, str], ...]
        if head is None:
            served = record.headers.get("Content-Type")
            headers = (("content-type", served),) if served else ()
            status = None
        else:
            headers = tuple((name.lower(), value) for name, value in head.to_tuples())
            status = head.status_code
        url = clean_address(record.headers.get("WARC-Target-URI"))
        when = record.record_date
        return Exchange(url, status, headers, None if when == UNKNOWN else when, place)

    def _refusal(self, exchange: Exchange, reason: str, what: str) -> Refusal:
        name = exchange.url or exchange.place.record_id or "a record without address"
        detail = what if what.startswith(name) else f"{name}: {what}"
        return Refusal(reason, f"{detail} (in {self._source})", self._source, exchange.url, exchange.place)


def _sums(content: bytes) -> str:
    """Length and checksum, for archives that declare no digest: a quarter of the time of SHA-256.

    Only captures of one address are compared: two that differ pass for one once in four thousand million times.
    """
    return f"{len(content)}:{crc32(content)}"


def clean_address(given: str | None) -> str | None:
    """An address without the angle brackets that some tools put around it, its white space escaped."""
    address = _bare(given)
    return "%20".join(address.split()) if address else None


def charset_served(content_type: str | None) -> str | None:
    """The charset of a Content-Type header."""
    for piece in (content_type or "").split(";")[1:]:
        name, _, value = piece.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or None
    return None


def _bare(text: str | None) -> str | None:
    return (text or "").strip().removeprefix("<").removesuffix(">").strip() or None
