"""Others who read the same pages: those that are installed.

In: a page of a set. Out: the main text that each of them gives; None where it fails.
Left to others: the measures (`score`); what the others cost (the project's `bench`).
"""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

from copydesk.lab.sets import TAG, LabelledPage
from copydesk.page.decode import decode

Reader = Callable[[str], str | None]


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
        article = Article("https://page.example/")
        article.download(input_html=text)
        article.parse()
        return str(article.text)

    return read


def installed() -> dict[str, Reader]:
    """The readers that can be imported, by name."""
    found: dict[str, Reader] = {}
    for load in (trafilatura, resiliparse, readability, newspaper):
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
