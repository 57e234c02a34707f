"""What is asked of the index, and what it answers.

In: nothing. Out: frozen records.
Left to others: finding (`index`), reading a query's words (`parse`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

SORTS: tuple[str, ...] = ("relevance", "date", "oldest")
"""Best first; newest first; oldest first. Articles without a date come last in both orders of time."""
FACETS: tuple[str, ...] = ("site", "language", "author", "agency", "year", "kind")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the articles must be besides matching the query. Several values of one filter: any of them."""

    languages: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    """Hosts or names of publishers: `example.com` also takes `news.example.com`."""
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    date_from: str | None = None
    """`2023`, `2023-11` or `2023-11-09`; that day is in."""
    date_to: str | None = None
    """The same; the whole year, month or day is in."""


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Question:
    text: str = ""
    """In the query language; empty: everything."""
    filters: Filters = NO_FILTERS
    sort: str = "relevance"
    offset: int = 0
    limit: int = 10
    facets: tuple[str, ...] = ()
    """Which of `FACETS` to count over all that was found."""
    facet_size: int = 10
    snippet_width: int = 240
    """Columns of a snippet; an ideograph takes two. 0: none."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of the article that shows why it was found."""

    text: str
    highlights: tuple[tuple[int, int], ...]
    """What matched: first character and one past the last, in `text`."""
    source: str
    """`body` or `caption`."""
    start: int
    """Where it begins in `Article.article_body`, or in the captions joined by line feeds."""
    is_cut_before: bool
    is_cut_after: bool


@dataclass(frozen=True, slots=True)
class Hit:
    id: str
    shard: int
    row: int
    """Which row of the shard's articles, from 0."""
    score: float | None
    """Only comparable within one answer; None when sorted by date."""
    kind: str
    headline: str | None
    url: str | None
    publisher: str | None
    authors: tuple[str, ...]
    agency: str | None
    language: str | None
    date_published: str | None
    """ISO 8601, as precise as the page was."""
    headline_highlights: tuple[tuple[int, int], ...] = ()
    snippet: Snippet | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """How often each value of one field occurs, most often first."""

    name: str
    counts: tuple[tuple[str, int], ...]
    others: int
    """Articles under values that are not listed."""


@dataclass(frozen=True, slots=True)
class Results:
    hits: tuple[Hit, ...]
    total: int
    facets: tuple[Facet, ...] = field(default=())
