"""Others who read the same pages: those that are installed.

In: a page of a set. Out: the main text, or title, authors and day, that each of them gives; nothing where it fails.
Left to others: the measures (`score`); what the others cost (the project's `bench`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

from copydesk.lab.sets import TAG, LabelledPage
from copydesk.page.decode import decode

Reader = Callable[[str], str | None]
"""From HTML to main text."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What somebody says of a page; empty where they say nothing."""

    title: str = ""
    authors: tuple[str, ...] = ()
    day: str | None = None
    """`YYYY-MM-DD`."""


MetadataReader = Callable[[str, str], Metadata]
"""From HTML and its address to metadata."""


def trafilatura() -> Reader:
    from trafilatura import extract

    return lambda text: str(extract(text) or "")


def resiliparse() -> Reader:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda text: extract_plain_text(text, main_content=True)


def readability() -> Reader:
    from readability import Document

    return lambda text: unescape(TAG.sub(" ", Document(text).summary()))


def newspaper() -> Reader:
    from newspaper import Article

    def read(text: str) -> str:
        article = Article("https://page.example/", fetch_images=False)
        article.download(input_html=text)
        article.parse()
        return str(article.text)

    return read


def turbohtml() -> Reader:
    from turbohtml import parse

    return lambda text: str(parse(text).article().text or "")


def installed() -> dict[str, Reader]:
    """The readers that can be imported, by name."""
    found: dict[str, Reader] = {}
    for load in (trafilatura, resiliparse, readability, newspaper, turbohtml):
        try:
            found[load.__name__] = load()
        except ImportError:
            continue
    return found


def body_of(reader: Reader, page: LabelledPage) -> str | None:
    """What a reader makes of a page; None where it raises."""
    source, _ = decode(page.content, None, "text/html")
    try:
        return reader(source.decode("utf-8", "replace")) or ""
    except Exception:
        return None


# --------------------------------------------------------------------------- metadata


def trafilatura_metadata() -> MetadataReader:
    from trafilatura import extract_metadata

    def read(text: str, url: str) -> Metadata:
        found = extract_metadata(text, default_url=url or None)
        if found is None:
            return Metadata()
        names = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
        return Metadata(found.title or "", names, found.date or None)

    return read


def newspaper_metadata() -> MetadataReader:
    from newspaper import Article

    def read(text: str, url: str) -> Metadata:
        article = Article(url or "https://page.example/", fetch_images=False)
        article.download(input_html=text)
        article.parse()
        day = str(article.publish_date)[:10] if article.publish_date else None
        return Metadata(article.title or "", tuple(article.authors or ()), day)

    return read


def turbohtml_metadata() -> MetadataReader:
    from turbohtml import parse

    def read(text: str, url: str) -> Metadata:
        found = parse(text).article()
        return Metadata(
            found.title or "", (found.byline,) if found.byline else (), found.date[:10] if found.date else None
        )

    return read


def htmldate_metadata() -> MetadataReader:
    from htmldate import find_date

    return lambda text, url: Metadata(day=find_date(text, url=url or None, original_date=True))


def installed_metadata() -> dict[str, MetadataReader]:
    """The readers of metadata that can be imported, by name."""
    found: dict[str, MetadataReader] = {}
    for load in (trafilatura_metadata, newspaper_metadata, turbohtml_metadata, htmldate_metadata):
        try:
            found[load.__name__.removesuffix("_metadata")] = load()
        except ImportError:
            continue
    return found


def metadata_of(reader: MetadataReader, page: LabelledPage) -> Metadata:
    """What a reader says of a page; nothing where it raises."""
    source, _ = decode(page.content, None, "text/html")
    try:
        return reader(source.decode("utf-8", "replace"), page.url)
    except Exception:
        return Metadata()
