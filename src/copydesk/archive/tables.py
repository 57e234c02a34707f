"""The three tables of a shard: articles, parts and captures.

In: articles with their identities, and what became of each capture. Out: Arrow tables whose columns a person can
query without this program.
The text of a body stands once, as `article_body`; its passages are ranges of it. The text of a page stands once, in the
parts table; the parts are ranges of it, as columns of lists, one row a page.
Left to others: Arrow arrays of records (`columns`), the way back (`articles`), files (`shard`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import accumulate, chain
from operator import attrgetter
from urllib.parse import urlsplit

import pyarrow as pa

from copydesk.archive.columns import leaf_array, make_array
from copydesk.archive.fields import TIME, Record, record_shape
from copydesk.records import PARTS, Article, Mark, Moment, Parts, Passage, join_passages, passage_break

TABLES: tuple[str, ...] = ("articles", "parts", "captures")
ARTICLE = "article"
"""The outcome of a capture that gave one."""


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """One capture: where it is, and what became of it."""

    id: str | None
    """The article's, if it gave one; else None unless the same bytes gave one before."""
    outcome: str
    """`article`, or one of `errors.REASONS`."""
    detail: str | None
    url: str | None
    captured_at: datetime | None
    media_type: str | None
    digest: str | None
    """`sha256:` and hex digits, of the page's bytes."""
    source: str
    """The file that holds it."""
    offset_bytes: int | None
    """Where its record begins in that file; None where the file is the capture."""
    length_bytes: int | None
    record_id: str | None
    """The WARC record's own name."""
    stamp: str | None = None
    """A file that is the capture: digest of its path, size and time of change, so that it is not read again."""


@dataclass(frozen=True, slots=True)
class Span:
    """One passage of a body, as a range of `article_body`."""

    kind: str
    start: int
    end: int
    level: int
    ordinal: int | None
    is_header: bool
    marks: tuple[Mark, ...]


@cache
def capture_shape() -> Record:
    return record_shape(CaptureRow)


@cache
def article_shape() -> Record:
    """An Article without what stands elsewhere."""
    return record_shape(Article, without=frozenset({"body", "parts"}))


@cache
def span_shape() -> Record:
    return record_shape(Span)


PARTS_COLUMNS: dict[str, tuple[str, pa.DataType]] = {
    "score": ("scores", pa.float64()),
    "start": ("starts", pa.int32()),
    "end": ("ends", pa.int32()),
    "source_start_bytes": ("source_starts_bytes", pa.int32()),
    "source_end_bytes": ("source_ends_bytes", pa.int32()),
    "block": ("blocks", pa.int32()),
    "group": ("groups", pa.int32()),
}
"""Columns of the parts table with one number a part, and the fields of `Parts` that they hold."""


@cache
def schema(table: str) -> pa.Schema:
    """The columns of a table."""
    if table == "articles":
        return article_table([], []).schema
    return (parts_table([], []) if table == "parts" else capture_table([])).schema


# --------------------------------------------------------------------------- articles


def article_table(ids: Sequence[str], articles: Sequence[Article]) -> pa.Table:
    """One row an article: its fields under their own names, and columns for queries."""
    shape = article_shape()
    fields = make_array(shape, articles)
    columns: dict[str, pa.Array] = {"id": pa.array(ids, pa.string())}
    columns.update(zip(shape.names, fields.flatten(), strict=True))
    columns["site"] = leaf_array([site_of(article.url) for article in articles], pa.string())
    columns["published_on"] = pa.array([_day(article.date_published) for article in articles], pa.date32())
    columns["published_at"] = pa.array([_time(article.date_published) for article in articles], TIME)
    columns["modified_on"] = pa.array([_day(article.date_modified) for article in articles], pa.date32())
    bodies = [tuple(article.body) for article in articles]
    columns["article_body"] = leaf_array(list(map(join_passages, bodies)), pa.string())
    columns["body"] = _bodies(bodies)
    return pa.table(columns)


def site_of(url: str | None) -> str | None:
    """The host of an address, without `www.`; None where there is none."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:  # brackets that hold no IPv6 address
        return None
    return host.removeprefix("www.") if host else None


def _day(moment: Moment | None) -> date | None:
    try:
        return date.fromisoformat(moment.iso[:10]) if moment is not None and len(moment.iso) >= 10 else None
    except ValueError:
        return None


def _time(moment: Moment | None) -> datetime | None:
    """The point in time, where the page gave the zone, too."""
    if moment is None or len(moment.iso) <= 10:
        return None
    try:
        time = datetime.fromisoformat(moment.iso)
    except ValueError:
        return None
    return time if time.tzinfo is not None else None


def _bodies(bodies: Sequence[Sequence[Passage]]) -> pa.Array:
    """The passages of each text as Spans, column by column: there are some thirty a page."""
    passages = list(chain.from_iterable(bodies))
    starts: list[int] = []
    ends: list[int] = []
    for body in bodies:
        previous: Passage | None = None
        end = 0
        for passage in body:
            if previous is not None:
                end += len(passage_break(previous, passage))
            starts.append(end)
            end += len(passage.text)
            ends.append(end)
            previous = passage
    shape = span_shape()
    own = {"start": starts, "end": ends}
    arrays = [
        make_array(inner, own[name] if name in own else list(map(attrgetter(name), passages)))
        for name, inner in zip(shape.names, shape.shapes, strict=True)
    ]
    spans = pa.StructArray.from_arrays(arrays, fields=list(shape.arrow))
    offsets = pa.array(chain((0,), accumulate(map(len, bodies))), pa.int32())
    return pa.ListArray.from_arrays(offsets, spans)


# --------------------------------------------------------------------------- parts


def parts_table(ids: Sequence[str], all_parts: Sequence[Parts]) -> pa.Table:
    """One row a page; the n-th entries of the lists are its n-th part."""
    columns: dict[str, pa.Array] = {
        "article_id": pa.array(ids, pa.string()),
        "kind": pa.array([parts.kind for parts in all_parts], pa.string()),
        "kind_score": pa.array([parts.kind_score for parts in all_parts], pa.float64()),
        "body_score": pa.array([parts.body_score for parts in all_parts], pa.float64()),
        "text": leaf_array([parts.text for parts in all_parts], pa.string()),
    }
    offsets = pa.array(chain((0,), accumulate(map(len, all_parts))), pa.int32())
    codes = pa.py_buffer(b"".join(parts.codes for parts in all_parts))
    indices = pa.Array.from_buffers(pa.int8(), len(codes), [None, codes])
    columns["part"] = pa.ListArray.from_arrays(offsets, pa.DictionaryArray.from_arrays(indices, list(PARTS)))
    for column, (name, arrow) in PARTS_COLUMNS.items():
        values = list(chain.from_iterable(getattr(parts, name) for parts in all_parts))
        columns[column] = pa.ListArray.from_arrays(offsets, pa.array(values, arrow))
    return pa.table(columns)


def capture_table(rows: Sequence[CaptureRow]) -> pa.Table:
    """One row a capture, also of those that gave no article."""
    shape = capture_shape()
    return pa.table(dict(zip(shape.names, make_array(shape, rows).flatten(), strict=True)))
