"""For those who come from newspaper4k: `article`.

In: HTML and its address. Out: an object with the fields of a `newspaper.Article` after `download()` and `parse()`.
What is different: nothing is fetched, nothing changes after it is made, and a page without story has an empty `text`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from copydesk.adapters.reading import read_markup
from copydesk.output import html_body
from copydesk.records import Article, Moment, Refusal


@dataclass(frozen=True, slots=True)
class NewspaperArticle:
    """The fields that newspaper4k fills; an empty string or list where the page does not say, as there."""

    url: str
    source_url: str
    title: str = ""
    text: str = ""
    authors: list[str] = field(default_factory=list)
    publish_date: datetime | None = None
    """None where the day is not known; midnight without a zone where no time is."""
    top_image: str = ""
    images: list[str] = field(default_factory=list)
    meta_lang: str = ""
    meta_description: str = ""
    meta_site_name: str = ""
    keywords: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    canonical_link: str = ""
    html: str = ""
    article_html: str = ""


def article(html: str | bytes, url: str = "") -> NewspaperArticle:
    """Read a page."""
    record = read_markup(html, url or None)
    markup = html if isinstance(html, str) else html.decode(_encoding(record), "replace")
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    if isinstance(record, Refusal):
        return NewspaperArticle(url=url, source_url=origin, html=markup)
    images = list(dict.fromkeys(image.content_url for image in record.image if image.content_url))
    return NewspaperArticle(
        url=url or record.url or "",
        source_url=origin,
        title=record.headline or "",
        text=record.article_body,
        authors=[author.name for author in record.author],
        publish_date=_instant(record.date_published),
        top_image=images[0] if images else "",
        images=images,
        meta_lang=(record.in_language or "").partition("-")[0],
        meta_description=record.description or "",
        meta_site_name=record.publisher or "",
        keywords=list(record.keywords),
        tags=set(record.keywords),
        canonical_link=record.url or "",
        html=markup,
        article_html=html_body(record),
    )


def _instant(moment: Moment | None) -> datetime | None:
    if moment is None or moment.day is None:
        return None
    try:
        return datetime.fromisoformat(moment.iso)
    except ValueError:  # a leap second, or a day that a page invented
        return None


def _encoding(record: Article | Refusal) -> str:
    """The encoding that the page was read in, for Python's own decoder."""
    if isinstance(record, Refusal) or record.encoding is None:
        return "utf-8"
    try:
        "".encode(record.encoding.name)
    except LookupError:
        return "utf-8"
    return record.encoding.name
