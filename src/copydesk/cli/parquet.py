"""Rows of an archive as one Parquet file, with the columns that the archive's own tables have.

In: tables of articles. Out: a file, whole or not at all. Memory holds one group of rows.
Left to others: what the columns are (`archive`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress

import pyarrow

from copydesk.archive import schema
from copydesk.cli.destination import OutputError


def write_parquet(tables: Iterable[pyarrow.Table], path: str) -> int:
    """Write all of them; gives the number of rows. Raises OutputError."""
    import pyarrow.parquet as parquet

    partial = f"{path}.part"
    rows = 0
    try:
        with parquet.ParquetWriter(partial, schema("articles"), compression="zstd") as writer:
            for table in tables:
                writer.write_table(table)
                rows += len(table)
        os.replace(partial, path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from None
    finally:
        with suppress(OSError):
            os.unlink(partial)
    return rows
