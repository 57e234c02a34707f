"""Transfer and content codings of an HTTP answer, undone.

In: a body as an archive stores it, and its headers. Out: the plain body, never more than the limit.
Headers are a claim: archives often store the body decoded and the headers as sent. So a coding is undone only where
the bytes are really in it.
Source: RFC 9112 7.1 (chunked), RFC 9110 8.4 (content codings).
"""

from __future__ import annotations

import zlib
from io import BytesIO

from copydesk.capture.unpack import oversized, unpack
from copydesk.errors import DamagedInput

MAX_SIZE_DIGITS = 12
"""Digits of a chunk's size; a longer number is no size."""
MARKUP = b"<"
SPACE = b" \t\r\n\xef\xbb\xbf"


def decoded_body(content: bytes, headers: tuple[tuple[str, str], ...], max_bytes: int, source: str) -> bytes:
    """The body without its codings; gzip and zstd are left to `unpack`, which knows them by their first bytes.

    Raises: DamagedInput, OversizedInput.
    """
    codings = ""
    for name, value in headers:
        if name == "transfer-encoding" and "chunked" in value.lower():
            content = dechunked(content)
        elif name == "content-encoding":
            codings = value.lower()
    for coding in reversed([piece.strip() for piece in codings.split(",") if piece.strip()]):
        content = _decoded(content, coding, max_bytes, source)
    return content


def dechunked(content: bytes) -> bytes:
    """The chunks joined; the same object where it is not chunked. A chunk that is cut is kept as far as it goes."""
    pieces: list[bytes] = []
    at = 0
    while True:
        line_end = content.find(b"\n", at, at + 1024)
        size = _chunk_size(content[at:line_end]) if line_end >= 0 else None
        if size is None:
            if at == 0:
                return content
            pieces.append(content[at:].rstrip(b"\r\n") if line_end < 0 else content[at:])
            break
        if size == 0:
            break
        start = line_end + 1
        pieces.append(content[start : start + size])
        at = start + size
        at += 2 if content.startswith(b"\r\n", at) else 1 if content.startswith(b"\n", at) else 0
        if at >= len(content):
            break
    return b"".join(pieces)


def _chunk_size(line: bytes) -> int | None:
    digits = line.partition(b";")[0].strip()
    if not digits or len(digits) > MAX_SIZE_DIGITS or digits.strip(b"0123456789abcdefABCDEF"):
        return None
    return int(digits, 16)


def _decoded(content: bytes, coding: str, max_bytes: int, source: str) -> bytes:
    if coding in ("gzip", "x-gzip", "zstd"):
        return unpack(content, max_bytes, source)
    if coding not in ("br", "deflate") or content.lstrip(SPACE).startswith(MARKUP):
        return content
    try:
        plain = _brotli(content, max_bytes) if coding == "br" else _inflated(content, max_bytes)
    except (OSError, zlib.error) as error:
        if _is_text(content):
            return content
        raise DamagedInput(f"{source}: the {coding} data is garbled ({error}); fetch it again", source=source) from None
    if len(plain) > max_bytes:
        raise oversized(source, max_bytes)
    return plain


def _brotli(content: bytes, max_bytes: int) -> bytes:
    from fastwarc.stream_io import BrotliReader

    return BrotliReader(BytesIO(content)).read(max_bytes + 1)


def _inflated(content: bytes, max_bytes: int) -> bytes:
    """Deflate with its zlib head, or raw, as some servers send it."""
    try:
        return zlib.decompressobj().decompress(content, max_bytes + 1)
    except zlib.error:
        return zlib.decompressobj(-15).decompress(content, max_bytes + 1)


def _is_text(content: bytes) -> bool:
    try:
        content[:1024].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > 1000
    return True
