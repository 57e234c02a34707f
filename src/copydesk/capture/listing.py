"""Feeds and sitemaps to the addresses they list.

In: the bytes of an RSS, RDF, Atom or JSON feed, a sitemap, an index of sitemaps, a list of addresses as text, or a home
page. Out: a `Listing`: what it is, addresses of pages, addresses of further listings.
lxml reads the XML, also where it is not well formed; entities are not expanded and nothing is loaded from elsewhere, so
that a file of a few bytes cannot grow.
Left to others: fetching (`discover`).
Source: RSS 2.0, RFC 4287 (Atom), JSON Feed 1.1, sitemaps.org.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from copydesk.capture.limits import Limits
from copydesk.capture.unpack import unpack

if TYPE_CHECKING:
    from lxml.etree import _Element

FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/json",
)
"""What a home page calls its feeds; `application/json` also stands for other things, which then turn out to be none."""
ROOTS = {"rss": "feed", "rdf": "feed", "feed": "feed", "urlset": "sitemap", "sitemapindex": "index"}
SCHEMES = ("http://", "https://")
PAGE_STARTS = (b"<!doctype html", b"<html")
HEAD_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Listing:
    """What a listing names, each once, in its order, absolute."""

    kind: str
    """`feed`, `sitemap`, `index` (of sitemaps), `list`, `page` (a home page: `listings` are its feeds) or `other`."""
    addresses: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()


OTHER = Listing("other")


def read_listing(content: bytes, url: str, limits: Limits) -> Listing:
    """What the bytes found at an address list; kind `other` where they are no listing.

    Raises: DamagedInput, OversizedInput where compressed bytes cannot be unpacked.
    """
    content = unpack(content, limits.max_bytes, url).removeprefix(b"\xef\xbb\xbf").strip()
    start = content[:HEAD_BYTES].lower()
    if start.startswith(b"{"):
        return _json_feed(content, url)
    if not start.startswith(b"<"):
        return _text_list(content)
    if not start.startswith(PAGE_STARTS):
        listing = _xml(content, url)
        if listing is not OTHER:
            return listing
    return _home_page(content, url) if b"<html" in start or b"<head" in start or b"<!doctype html" in start else OTHER


def _xml(content: bytes, url: str) -> Listing:
    # Imported here, as below: only listings need it.
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return OTHER
    kind = ROOTS.get(_name(root).lower(), "other") if root is not None else "other"
    if kind == "other":
        return OTHER
    if kind == "feed":
        return Listing(kind, _absolute((_entry_address(entry) for entry in _entries(root)), url))
    tag = "url" if kind == "sitemap" else "sitemap"
    found = _absolute((_child_text(one, "loc") for one in root if _name(one) == tag), url)
    return Listing(kind, addresses=found) if kind == "sitemap" else Listing(kind, listings=found)


def _entries(root: _Element) -> Iterator[_Element]:
    return (element for element in root.iter() if _name(element) in ("item", "entry"))


def _entry_address(entry: _Element) -> str | None:
    """An entry's page: a link with text (RSS), the alternate link (Atom), or an identifier that is an address."""
    alternate: str | None = None
    for child in entry:
        if _name(child) == "link":
            href = child.get("href")
            if href is None and child.text and child.text.strip():
                return child.text
            if href and child.get("rel", "alternate") == "alternate" and alternate is None:
                alternate = urljoin(child.base or "", href) if child.base else href
    if alternate is not None:
        return alternate
    identifier = _child_text(entry, "guid") or _child_text(entry, "id")
    return identifier if identifier is not None and identifier.strip().startswith(SCHEMES) else None


def _child_text(element: _Element, name: str) -> str | None:
    return next((child.text for child in element if _name(child) == name and child.text), None)


def _name(element: _Element) -> str:
    """The local name; empty for a comment or processing instruction."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def _json_feed(content: bytes, url: str) -> Listing:
    try:
        feed = json.loads(content)
    except (ValueError, RecursionError):
        return OTHER
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(feed.get("version", "")):
        return OTHER
    found = ((item.get("url") or item.get("id")) for item in items if isinstance(item, dict))
    return Listing("feed", _absolute((one for one in found if isinstance(one, str)), url))


def _text_list(content: bytes) -> Listing:
    """A sitemap as text, or a list by hand: one address a line and nothing else; lines that begin with # are notes."""
    lines = [line.strip() for line in content.decode("utf-8", "replace").splitlines()]
    kept = [line for line in lines if line and not line.startswith("#")]
    if not kept or not all(line.startswith(SCHEMES) and " " not in line for line in kept):
        return OTHER
    return Listing("list", tuple(dict.fromkeys(kept)))


def _home_page(content: bytes, url: str) -> Listing:
    from lxml import etree, html

    try:
        root = html.document_fromstring(content)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return OTHER
    base = next((one.get("href") for one in root.iter("base") if one.get("href")), None)
    links = (
        link.get("href")
        for link in root.iter("link")
        if "alternate" in (link.get("rel") or "").lower().split() and _is_feed_type(link.get("type"))
    )
    return Listing("page", listings=_absolute(links, urljoin(url, base) if base else url))


def _is_feed_type(given: str | None) -> bool:
    return (given or "").partition(";")[0].strip().lower() in FEED_TYPES


def _absolute(found: Iterator[str | None], base: str) -> tuple[str, ...]:
    """Web addresses among what was found, absolute, each once."""
    addresses: dict[str, None] = {}
    for one in found:
        if one and one.strip():
            try:
                address = urljoin(base, one.strip())
            except ValueError:
                continue
            if address.startswith(SCHEMES):
                addresses[address] = None
    return tuple(addresses)
