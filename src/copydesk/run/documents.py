"""Rows of the articles table to what search takes.

In: a table of articles, as the archive has it. Out: one Document a row, in order.
The index gets the same from a shard on disk as from the process that wrote it.
Left to others: what is done with the words (`search`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from copydesk.archive import cut_lists
from copydesk.search import Document, prepare

COLUMNS = [
    "id", "kind", "article_body", "headline", "alternative_headline", "author", "publisher", "url", "image",
    "source_organization", "in_language", "keywords", "article_section", "description", "date_published",
]  # fmt: skip
"""The columns that search needs."""


def documents(table: Any) -> Iterator[Document]:
    """One Document a row."""
    plain = {
        name: table.column(name).to_pylist() for name in COLUMNS if name not in ("author", "image", "date_published")
    }
    authors = _texts(table.column("author"), "name")
    captions = _texts(table.column("image"), "caption", "credit_text")
    dates = table.column("date_published").combine_chunks().field("iso").to_pylist()
    for row, article_id in enumerate(plain["id"]):
        yield Document(
            id=article_id,
            kind=plain["kind"][row],
            body=plain["article_body"][row] or "",
            headline=plain["headline"][row],
            alternative_headline=plain["alternative_headline"][row],
            authors=authors[row],
            publisher=plain["publisher"][row],
            url=plain["url"][row],
            captions=captions[row],
            agency=plain["source_organization"][row],
            language=plain["in_language"][row],
            keywords=tuple(plain["keywords"][row]),
            section=plain["article_section"][row],
            description=plain["description"][row],
            date_published=dates[row],
        )


def prepared(table: Any) -> list[bytes]:
    """The Documents as the index takes them fastest."""
    return [prepare(document) for document in documents(table)]


def _texts(column: Any, *names: str) -> list[tuple[str, ...]]:
    """Some texts of the records in each row's list."""
    array = column.combine_chunks()
    flat = array.flatten()
    texts = zip(*(flat.field(name).to_pylist() for name in names), strict=True)
    rows = cut_lists(array, [tuple(text for text in record if text) for record in texts])
    return [tuple(text for record in row for text in record) for row in rows]
