"""For those who come from @mozilla/readability: `parse`.

In: HTML. Out: a dict with the keys of `new Readability(document).parse()`, or None for a page without story.
What is different: `content` is built from our own passages, so it needs no sanitiser.
Source: the README of @mozilla/readability 0.6.
"""

from __future__ import annotations

from typing import TypedDict

from copydesk.adapters.reading import read_story
from copydesk.output import html_body
from copydesk.records import Article

RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"))
"""Languages written from right to left, as their default scripts in Unicode CLDR say."""


class ReadabilityArticle(TypedDict):
    """The keys of Readability's result; None where the page does not say."""

    title: str | None
    byline: str | None
    dir: str | None
    lang: str | None
    content: str
    textContent: str
    length: int
    excerpt: str | None
    siteName: str | None
    publishedTime: str | None


def parse(html: str | bytes, url: str | None = None) -> ReadabilityArticle | None:
    """Read a page. `length` counts the characters of `textContent`."""
    article = read_story(html, url)
    if article is None:
        return None
    text = article.article_body
    return ReadabilityArticle(
        title=article.headline,
        byline=", ".join(author.name for author in article.author) or None,
        dir=_direction(article.in_language),
        lang=article.in_language,
        content=f'<div id="readability-page-1" class="page">\n{html_body(article)}</div>',
        textContent=text,
        length=len(text),
        excerpt=_excerpt(article),
        siteName=article.publisher,
        publishedTime=article.date_published.iso if article.date_published is not None else None,
    )


def _direction(language: str | None) -> str | None:
    if language is None:
        return None
    return "rtl" if language.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def _excerpt(article: Article) -> str | None:
    """The page's own summary; where it has none its first paragraph, as Readability has it."""
    first = next((passage.text for passage in article.body if passage.kind == "paragraph"), None)
    return article.description or article.alternative_headline or first
