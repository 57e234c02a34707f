"""How much an input may cost, and how politely addresses are fetched.

In: nothing. Out: one frozen settings record.
"""

from __future__ import annotations

from dataclasses import dataclass

from copydesk.version import VERSION

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one input may take; `wait_seconds` and below matter for addresses only."""

    max_bytes: int = 64 * MEBIBYTE
    """Largest page, compressed or not; the largest page of the development sets has 6 MB."""
    portion_bytes: int = 16 * MEBIBYTE
    """Of an archive or list as it lies on disk, for one worker at once: a thousand news pages, read in some seconds."""
    wait_seconds: float = 1.0
    """Pause between two requests to one host; a longer `Crawl-delay` in its robots.txt is kept instead."""
    idle_seconds: float = 10.0
    """Longest silence of a server: while connecting and between two pieces of the answer."""
    fetch_seconds: float = 30.0
    """Longest time for one address altogether, name lookup, redirects and body included, pauses excluded."""
    max_redirects: int = 5
    max_addresses: int = 10_000
    """Most pages that one feed, sitemap or home page may lead to."""
    user_agent: str = f"copydesk/{VERSION}"
    """Sent with each request; its first word is the name that robots.txt is asked about."""
    obeys_robots: bool = True
