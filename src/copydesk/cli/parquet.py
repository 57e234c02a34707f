"""Articles as one Parquet file, with the columns that the archive's own tables have.

In: Articles. Out: a file, whole or not at all. Memory holds one group of rows.
Left to others: what the columns are (`archive`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice

from copydesk.archive.tables import article_table
from copydesk.cli.destination import OutputError
from copydesk.records import Article

ROWS = 1_000
"""Rows of a group: some 5 MB of text."""


def write_parquet(articles: Iterable[Article], path: str) -> None:
    """Write all of them. Raises OutputError."""
    import pyarrow.parquet as parquet

    partial = f"{path}.part"
    groups = _groups(iter(articles))
    first = next(groups, [])
    table = article_table([""] * len(first), first).drop_columns(["id"])
    try:
        with parquet.ParquetWriter(partial, table.schema, compression="zstd") as writer:
            writer.write_table(table)
            for group in groups:
                writer.write_table(article_table([""] * len(group), group).drop_columns(["id"]))
        os.replace(partial, path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from None
    finally:
        with suppress(OSError):
            os.unlink(partial)


def _groups(articles: Iterator[Article]) -> Iterator[list[Article]]:
    while group := list(islice(articles, ROWS)):
        yield group
