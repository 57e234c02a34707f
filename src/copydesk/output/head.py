"""The fields that stand in a head above a text: the same for `text`, `markdown` and `html`.

In: an Article. Out: (schema.org name, value) in a fixed order, what is unknown left out.
Left to others: quoting (each format).
"""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.records import Article, Moment

HeadValue = str | bool | tuple[str, ...]


def head_fields(article: Article) -> Iterator[tuple[str, HeadValue]]:
    """The fields worth a line above the text; a tuple where a field may have several values."""
    fields: tuple[tuple[str, HeadValue | None], ...] = (
        ("headline", article.headline),
        ("alternativeHeadline", article.alternative_headline),
        ("author", tuple(author.name for author in article.author)),
        ("sourceOrganization", article.source_organization),
        ("datePublished", moment_text(article.date_published)),
        ("dateModified", moment_text(article.date_modified)),
        ("dateline", article.dateline),
        ("publisher", article.publisher),
        ("articleSection", article.article_section),
        ("keywords", article.keywords),
        ("inLanguage", article.in_language),
        ("isAccessibleForFree", article.is_accessible_for_free),
        ("description", article.description),
        ("url", article.url),
        ("source", article.source),
        ("kind", article.kind),
    )
    for name, value in fields:
        if value is not None and value != () and value != "":
            yield name, value


def moment_text(moment: Moment | None) -> str | None:
    return moment.iso or None if moment is not None else None
