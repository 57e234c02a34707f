"""Bytes at hand to a Capture: unpacked, known for what they are, with the address they bear.

In: bytes, what the name or header said of them. Out: a Capture, or an InputError.
Left to others: where the bytes come from (`files`, `fetch`, `inputs`).
"""

from __future__ import annotations

from copydesk.capture.limits import Limits
from copydesk.capture.origin import saved_address
from copydesk.capture.sniff import HEAD_BYTES, HTML, MHTML, media_type_of, refuse_known_binary
from copydesk.capture.unpack import oversized, peek, unpack
from copydesk.errors import EmptyInput, OversizedInput
from copydesk.records import Capture

DEFAULT_LIMITS = Limits()


def capture_bytes(
    content: bytes,
    *,
    source: str = "<bytes>",
    url: str | None = None,
    media_type: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Capture:
    """A Capture of bytes that may be HTML, text or MHTML, also inside gzip or zstd.

    url: the page's address where the caller knows it; media_type: `text/html`, `text/plain`, `multipart/related`, or
    None to judge by the bytes.
    Raises: EmptyInput, BinaryInput, DamagedInput, OversizedInput.
    """
    content = _unpacked(content, limits.max_bytes, source)
    if not content or content.isspace():
        raise EmptyInput(f"{source}: nothing in it; check how it was saved", source=source)
    kind = media_type_of(content, media_type, source)
    if kind == MHTML:
        return _capture_mhtml(content, source, url)
    if kind == HTML and url is None:
        url = saved_address(content)
    return Capture(content=content, source=source, url=url, media_type=kind)


def _unpacked(content: bytes, max_bytes: int, source: str) -> bytes:
    try:
        if len(content) > max_bytes:
            raise oversized(source, max_bytes)
        return unpack(content, max_bytes, source)
    except OversizedInput:
        # A large archive or video is better told what it is than how large it is.
        refuse_known_binary(peek(content, HEAD_BYTES), source)
        raise


def _capture_mhtml(content: bytes, source: str, url: str | None) -> Capture:
    # Imported here: the standard library's e-mail package takes 30 ms to load, and few runs need it.
    from copydesk.capture.mhtml import read_mhtml

    saved = read_mhtml(content, source)
    if not saved.content or saved.content.isspace():
        raise EmptyInput(f"{source}: the page inside the MHTML file is empty; save it again", source=source)
    return Capture(
        content=saved.content,
        source=source,
        url=url or saved.url,
        media_type=HTML,
        charset=saved.charset,
        captured_at=saved.captured_at,
    )
