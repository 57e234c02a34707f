"""Rows of the archive back to Articles.

In: rows of the articles and the parts table. Out: Articles equal to those that went in.
Left to others: which rows (`selection`), records of Arrow arrays (`columns`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from copydesk.archive.columns import cut_lists, make_records
from copydesk.archive.tables import PARTS_COLUMNS, Span, article_shape, span_shape
from copydesk.records import PARTS, Article, Parts, Passage

CODES = {name: code for code, name in enumerate(PARTS)}


def make_articles(articles: pa.Table, parts: pa.Table) -> list[Article]:
    """The Articles of rows of the two tables, in the order of the articles; one without a row of parts has none."""
    shape = article_shape()
    columns = [
        make_records(inner, articles.column(name)) for name, inner in zip(shape.names, shape.shapes, strict=True)
    ]
    ids = articles.column("id").to_pylist()
    texts = articles.column("article_body").to_pylist()
    bodies = make_bodies(texts, articles.column("body"))
    parts_of = dict(zip(parts.column("article_id").to_pylist(), make_parts(parts), strict=True))
    made: list[Article] = []
    for article_id, body, *values in zip(ids, bodies, *columns, strict=True):
        fields = dict(zip(shape.names, values, strict=True))
        made.append(Article(body=body, parts=parts_of.get(article_id), **fields))
    return made


def make_bodies(texts: Sequence[str], column: pa.ChunkedArray) -> list[tuple[Passage, ...]]:
    """The passages of each text."""
    array = column.combine_chunks()
    spans = make_records(span_shape(), array.flatten())
    bodies: list[tuple[Passage, ...]] = []
    for text, found in zip(texts, cut_lists(array, spans), strict=True):
        bodies.append(tuple(_passage(text, span) for span in found if isinstance(span, Span)))
    return bodies


def _passage(text: str, span: Span) -> Passage:
    return Passage(span.kind, text[span.start : span.end], span.level, span.ordinal, span.is_header, span.marks)


def make_parts(table: pa.Table) -> list[Parts]:
    """The Parts of each row."""
    names = table.column("part").combine_chunks()
    flat = names.flatten()
    if pa.types.is_dictionary(flat.type):
        flat = flat.cast(pa.string())
    codes = bytes(map(CODES.__getitem__, flat.to_pylist()))
    all_codes = cut_lists(names, codes)
    lists: dict[str, list[tuple[Any, ...]]] = {}
    for column, (name, _) in PARTS_COLUMNS.items():
        array = table.column(column).combine_chunks()
        lists[name] = cut_lists(array, array.flatten().to_pylist())
    made: list[Parts] = []
    known = zip(*(table.column(name).to_pylist() for name in ("text", "kind", "kind_score", "body_score")), strict=True)
    for row, (text, kind, kind_score, body_score) in enumerate(known):
        numbers: dict[str, Any] = {name: values[row] for name, values in lists.items()}
        scores = {"kind_score": kind_score, "body_score": body_score}
        made.append(Parts(text=text, codes=bytes(all_codes[row]), kind=kind, **scores, **numbers))
    return made
