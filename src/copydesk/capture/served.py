"""Content types as servers name them.

In: a Content-Type header. Out: may it hold a page, and what it claims.
"""

from __future__ import annotations

from copydesk.capture.sniff import HTML, MHTML, PLAIN

MARKUP_TYPES: dict[str, str | None] = {
    "text/html": HTML,
    "application/xhtml+xml": HTML,
    "text/plain": PLAIN,
    "text/markdown": PLAIN,
    "multipart/related": MHTML,
    "message/rfc822": MHTML,
    "text/xml": None,
    "application/xml": None,
    "application/octet-stream": None,
    "application/gzip": None,
    "application/x-gzip": None,
    "application/zstd": None,
    "": None,
}
"""Content types that may hold a page, and what they claim; None: judge by the bytes."""
UNKNOWN = ("unk", "no-type", "application/x-unknown", "unknown/unknown", "*/*")
"""What archives and servers write for want of a type."""


def media_type_served(content_type: str | None) -> str:
    """The type of a Content-Type header in lower case, its parameters off; empty for none."""
    served = (content_type or "").partition(";")[0].partition(",")[0].strip().lower()
    return "" if served in UNKNOWN or "/" not in served else served


def is_page_type(served: str) -> bool:
    return served in MARKUP_TYPES
