"""Word tables: small tab-separated files that ship with the program, checked when read.

In: a table's name. Out: its rows as tuples of strings, read once. Left to others: what a row means.

A table's first line is `#copydesk-words 1 NAME ROWS CRC32`: version, name, number of rows, and the checksum of
everything after that line. Beside each table stands its card, `NAME.md`: source, licence, how it was made.
"""

from __future__ import annotations

import sys
import zlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from copydesk.errors import ModelError

MAGIC = "#copydesk-words 1"


@cache
def read_table(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of one table. Raises ModelError when the file is missing or is not what its first line says."""
    path = files("copydesk.words").joinpath(f"{name}.tsv")
    try:
        content = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ModelError(f"the word table {name}.tsv is missing ({error}); install copydesk again") from error
    head, _, body = content.partition("\n")
    rows = tuple(tuple(line.split("\t")) for line in body.split("\n") if line)
    if head != head_line(name, body, len(rows)):
        raise ModelError(f"the word table {name}.tsv is damaged: line 1 does not fit the rest; install copydesk again")
    return rows


def head_line(name: str, body: str, rows: int) -> str:
    """The first line that a table with this body must have."""
    return f"{MAGIC} {name} {rows} {zlib.crc32(body.encode()):08x}"


def seal_table(name: str, rows: list[tuple[str, ...]]) -> str:
    """A table's whole content, first line included, from its rows (used where tables are made)."""
    body = "".join("\t".join(row) + "\n" for row in rows)
    return f"{head_line(name, body, len(rows))}\n{body}"


def main(names: list[str]) -> None:
    """Renew the first line of the named tables after their rows were edited by hand."""
    for name in names:
        path = Path(__file__).with_name(f"{name}.tsv")
        lines = path.read_text(encoding="utf-8").split("\n")
        path.write_text(seal_table(name, [tuple(line.split("\t")) for line in lines[1:] if line]), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
