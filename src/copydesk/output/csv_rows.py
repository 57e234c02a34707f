"""`csv`: one row a capture, refused ones too, as RFC 4180 has it (comma, double quotes, CRLF).

In: an Article or a Refusal. Out: a row of `COLUMNS`; several values of one cell are parted by `; `.
Left to others: the header row comes once per output (`render`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from copydesk.output.head import moment_text
from copydesk.output.json_ld import type_of
from copydesk.output.options import OutputOptions
from copydesk.records import Article, Counter, Refusal

COLUMNS: tuple[str, ...] = (
    "source",
    "url",
    "type",
    "kind",
    "headline",
    "alternativeHeadline",
    "author",
    "sourceOrganization",
    "datePublished",
    "dateModified",
    "dateline",
    "publisher",
    "articleSection",
    "keywords",
    "inLanguage",
    "isAccessibleForFree",
    "commentCount",
    "interactionStatistic",
    "image",
    "articleBody",
    "confidence",
    "digest",
    "refusal",
    "refusalDetail",
)
"""The columns, for good: new ones are added at the end. `type` is the schema.org type; `interactionStatistic` holds
`view=3000; comment=0`; `image` the addresses; the rest as in `json`."""


def csv_header() -> str:
    return _line(COLUMNS)


def csv_row(record: Article | Refusal, options: OutputOptions) -> str:
    """The record's row, without the header."""
    cells = _refusal_cells(record) if isinstance(record, Refusal) else _article_cells(record)
    return _line(cells.get(column) or "" for column in COLUMNS)


def csv_table(record: Article | Refusal, options: OutputOptions) -> str:
    """The header and the record's row."""
    return csv_header() + csv_row(record, options)


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def _refusal_cells(refusal: Refusal) -> dict[str, str | None]:
    return {
        "source": refusal.source,
        "url": refusal.url,
        "refusal": refusal.reason,
        "refusalDetail": refusal.detail,
    }


def _article_cells(article: Article) -> dict[str, str | None]:
    refusal = _refusal_cells(article.refusal) if article.refusal is not None else {}
    return {
        **refusal,
        "source": article.source,
        "url": article.url,
        "type": type_of(article),
        "kind": article.kind,
        "headline": article.headline,
        "alternativeHeadline": article.alternative_headline,
        "author": "; ".join(author.name for author in article.author),
        "sourceOrganization": article.source_organization,
        "datePublished": moment_text(article.date_published),
        "dateModified": moment_text(article.date_modified),
        "dateline": article.dateline,
        "publisher": article.publisher,
        "articleSection": article.article_section,
        "keywords": "; ".join(article.keywords),
        "inLanguage": article.in_language,
        "isAccessibleForFree": _truth(article.is_accessible_for_free),
        "commentCount": None if article.comment_count is None else str(article.comment_count),
        "interactionStatistic": _counters(article.interaction_statistic),
        "image": "; ".join(image.content_url for image in article.image if image.content_url),
        "articleBody": article.article_body,
        "confidence": f"{article.confidence:.4f}",
        "digest": article.digest,
    }


def _truth(value: bool | None) -> str | None:
    return None if value is None else ("true" if value else "false")


def _counters(counters: Iterable[Counter]) -> str:
    return "; ".join(f"{counter.action}={counter.value}" for counter in counters)
