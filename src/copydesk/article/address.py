"""Addresses on a page, made absolute.

In: a page, an `href` or `src` as written. Out: an absolute address. Left to others: whether it leads anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from copydesk.records import Page


@dataclass(frozen=True, slots=True)
class Base:
    """What the addresses of one page are relative to; empty where nothing says."""

    address: str
    scheme: str
    origin: str
    """Scheme and host, without a slash at the end."""

    def resolve(self, address: str) -> str | None:
        """The absolute address; as it is where the page's own address is not known; None for a script or nothing."""
        if address.startswith(("http://", "https://")):
            return address
        if not address or address[:11].lower() == "javascript:":
            return None
        if not self.address:
            return address
        if address[0] == "/" and "/." not in address and self.origin:
            if address[1:2] != "/":
                return self.origin + address
            return f"{self.scheme}:{address}"
        if address.startswith(("mailto:", "tel:", "data:")):
            return address
        return _join(self.address, address)


def base_of(page: Page) -> Base:
    """The page's base: its own address or the canonical one, with the `base` element upon it."""
    address = page.capture.url or next((link.href for link in page.head.links if link.rel == "canonical"), "")
    if page.head.base:
        address = _join(address, page.head.base)
    try:
        pieces = urlsplit(address)
    except ValueError:  # a broken host such as `http://[`
        return Base("", "", "")
    origin = f"{pieces.scheme}://{pieces.netloc}" if pieces.scheme and pieces.netloc else ""
    return Base(address, pieces.scheme, origin)


def _join(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address
