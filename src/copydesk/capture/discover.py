"""The addresses behind a feed, a sitemap or a home page.

In: an address. Out: the addresses of pages that it lists, each once, in the order of the listings; a Refusal for each
listing that cannot be had.
A home page leads to its feeds, and, where sitemaps are asked for, to those that its robots.txt names.
Left to others: what a listing says (`listing`), fetching the pages (`gather`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from enum import Enum
from itertools import islice
from urllib.parse import urljoin

from copydesk.capture.content import DEFAULT_LIMITS
from copydesk.capture.fetch import Fetcher
from copydesk.capture.files import refuse
from copydesk.capture.limits import Limits
from copydesk.capture.listing import Listing, read_listing
from copydesk.capture.unpack import oversized
from copydesk.errors import FetchError, InputError
from copydesk.records import Refusal

DEFAULT_SITEMAP = "/sitemap.xml"
MAX_LISTINGS = 2000
"""Fetched for one address: an index may name 50,000 sitemaps, and they may name each other."""


class Kind(Enum):
    """Which listings of a site are meant."""

    FEED = "feed"
    SITEMAP = "sitemap"


def listed_addresses(
    address: str, kind: Kind, fetcher: Fetcher, limits: Limits = DEFAULT_LIMITS
) -> Iterator[str | Refusal]:
    """Addresses of pages behind the address of a feed, a sitemap or a home page, at most `limits.max_addresses`."""
    return islice(_addresses(address, kind, fetcher, limits), limits.max_addresses)


def _addresses(address: str, kind: Kind, fetcher: Fetcher, limits: Limits) -> Iterator[str | Refusal]:
    waiting = deque([address])
    seen = {address}
    given: set[str] = set()
    while waiting:
        current = waiting.popleft()
        try:
            listing = _fetch(current, fetcher, limits)
            further = _further(listing, current, address, kind, fetcher)
        except InputError as error:
            yield refuse(error)
            continue
        for one in listing.addresses:
            if one not in given:
                given.add(one)
                yield one
        for one in further:
            if one not in seen and len(seen) < MAX_LISTINGS:
                seen.add(one)
                waiting.append(one)


def _fetch(url: str, fetcher: Fetcher, limits: Limits) -> Listing:
    answer = fetcher.fetch_answer(url, lambda _: True)
    if answer.status != 200:
        detail = f"{url}: answered {answer.status} {answer.reason}".rstrip()
        raise FetchError(f"{detail}; check the address or try later", source=url)
    if len(answer.body) > limits.max_bytes:
        raise oversized(url, limits.max_bytes)
    return read_listing(answer.body, answer.url, limits)


def _further(listing: Listing, current: str, first: str, kind: Kind, fetcher: Fetcher) -> tuple[str, ...]:
    """Where to go from a listing. Raises: FetchError where there is none."""
    is_first = current == first
    if listing.kind == "page" and is_first:
        if kind is Kind.FEED:
            if listing.listings:
                return listing.listings
            detail = f"{first}: the page names no feed; give the feed's own address, or look for a sitemap"
            raise FetchError(detail, source=first, reason="no-pages")
        return fetcher.sitemaps(first) or (urljoin(first, DEFAULT_SITEMAP),)
    if listing.kind in ("page", "other"):
        raise FetchError(f"{current}: neither a feed nor a sitemap; check the address", source=current)
    return listing.listings
