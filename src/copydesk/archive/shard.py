"""One shard: three Parquet files, written by one worker under names that nobody lists yet.

In: captures and the articles that they gave, in order. Out: a Draft, which says what was written; its files are whole
and on the disk. The same rows give the same bytes.
Left to others: tables (`tables`), giving a draft its place in the archive (`store`).
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from copydesk.archive.tables import TABLES, CaptureRow, article_table, capture_table, parts_table, schema
from copydesk.errors import ArchiveError
from copydesk.records import Article

BATCH = 64
"""Captures that are held as records; as columns they take a tenth of the memory."""
BATCH_CHARACTERS = 16_000_000
"""Text of pages that is held at once: an Arrow column takes 2 GiB, and a page may have 64 MiB."""
ROW_GROUP = 512
"""Captures in one row group: some 30 MB of text, so that a reader of one row need not unpack a whole shard."""
ZSTD_LEVEL = 3
"""Level 1 takes as long and 6 % more room; level 9 takes 1 ms a page and saves 7 %."""
ID_BYTES = 16
DUPLICATE = "duplicate"
FULL = ("No space left", "File too large", "quota", "disk is full", "disk I/O error")
"""What the operating system and SQLite say where there is no room."""


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file of a shard."""

    path: str
    size_bytes: int
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a worker wrote for one portion."""

    files: dict[str, DraftFile]
    """By table."""
    counts: dict[str, int]
    """Captures by outcome, sorted by name."""
    ids: bytes
    """The identities of its articles, 16 bytes each, in order."""
    stamps: bytes = b""
    """The stamps of the files that it was read from, 16 bytes each."""
    extras: dict[str, str] = field(default_factory=dict)
    """Paths of other files that belong to it: what search needs, kept captures."""

    @property
    def articles(self) -> int:
        return len(self.ids) // ID_BYTES


Follower = Callable[[pa.Table], None]
"""Is shown each batch of the articles table before it is written."""


class ShardWriter:
    """Writes a shard. Raises ArchiveError where the disk does not take it."""

    def __init__(self, folder: Path, stem: str, follow: Follower | None = None) -> None:
        self._follow = follow
        self._paths = {table: folder / f"{stem}-{table}.parquet" for table in TABLES}
        self._pending: dict[str, list[pa.Table]] = {table: [] for table in TABLES}
        self._rows = dict.fromkeys(TABLES, 0)
        self._captures: list[CaptureRow] = []
        self._articles: list[tuple[str, Article]] = []
        self._characters = 0
        self._grouped = 0
        self._all_ids = bytearray()
        self._all_stamps = bytearray()
        self._seen: set[bytes] = set()
        self._counts: Counter[str] = Counter()
        self._writers: dict[str, pq.ParquetWriter] = {}
        with disk_faults(str(folder)):
            for table, path in self._paths.items():
                self._writers[table] = open_writer(path, table)

    def add(self, row: CaptureRow, article: Article | None = None) -> None:
        """Take one capture; an article whose identity was here before is a duplicate."""
        if article is not None:
            identity = bytes.fromhex(row.id or "")
            if identity in self._seen:
                row = replace(row, outcome=DUPLICATE, detail=None)
            elif row.id is not None:
                self._seen.add(identity)
                self._articles.append((row.id, article))
                self._characters += len(article.parts.text) if article.parts is not None else 0
        self._captures.append(row)
        if len(self._captures) == BATCH or self._characters > BATCH_CHARACTERS:
            self._convert()

    def close(self) -> Draft:
        """Write what is left and make sure that it is on the disk."""
        self._convert()
        self._write_group()
        with disk_faults(str(self._paths["articles"].parent)):
            for writer in self._writers.values():
                writer.close()
            files = {table: sealed(path, self._rows[table]) for table, path in self._paths.items()}
        return Draft(files, dict(sorted(self._counts.items())), bytes(self._all_ids), bytes(self._all_stamps))

    def abandon(self) -> None:
        """Close the files as they are; nobody lists them."""
        for writer in self._writers.values():
            try:
                writer.close()
            except (OSError, pa.ArrowException):
                continue

    def _convert(self) -> None:
        """Make columns of what is held; a record that has no place in them costs itself only."""
        if not self._captures:
            return
        try:
            tables = self._tables()
        except (TypeError, ValueError, OverflowError, pa.ArrowException):
            self._set_aside()
            tables = self._tables()
        if self._follow is not None:
            self._follow(tables["articles"])
        for table, made in tables.items():
            self._pending[table].append(made)
        self._counts.update(row.outcome for row in self._captures)
        self._all_ids += b"".join(bytes.fromhex(name) for name, _ in self._articles)
        self._all_stamps += b"".join(bytes.fromhex(row.stamp) for row in self._captures if row.stamp)
        self._grouped += len(self._captures)
        self._captures, self._articles = [], []
        if self._grouped >= ROW_GROUP or self._characters > BATCH_CHARACTERS:
            self._write_group()
        self._characters = 0

    def _tables(self) -> dict[str, pa.Table]:
        kept = [(name, article.parts) for name, article in self._articles if article.parts is not None]
        return {
            "articles": article_table([name for name, _ in self._articles], [article for _, article in self._articles]),
            "parts": parts_table([name for name, _ in kept], [parts for _, parts in kept]),
            "captures": capture_table(self._captures),
        }

    def _set_aside(self) -> None:
        """Refuse the articles that cannot be written, by name."""
        faults: dict[str, str] = {}
        for name, article in self._articles:
            try:
                article_table([name], [article])
                parts_table([name], [article.parts] if article.parts is not None else [])
            except (TypeError, ValueError, OverflowError, pa.ArrowException) as error:
                faults[name] = f"its record could not be written ({type(error).__name__}): please report the page"
        self._articles = [(name, article) for name, article in self._articles if name not in faults]
        self._captures = [
            replace(row, id=None, outcome="internal-error", detail=f"{row.source}: {faults[row.id]}")
            if row.id in faults and row.outcome != DUPLICATE
            else row
            for row in self._captures
        ]

    def _write_group(self) -> None:
        with disk_faults(str(self._paths["articles"].parent)):
            for table, pending in self._pending.items():
                if pending:
                    self._rows[table] += write_group(self._writers[table], pa.concat_tables(pending))
                pending.clear()
        self._grouped = 0


def open_writer(path: Path, table: str) -> pq.ParquetWriter:
    """A writer of one table."""
    return pq.ParquetWriter(path, schema(table), compression="zstd", compression_level=ZSTD_LEVEL)


def write_group(writer: pq.ParquetWriter, table: pa.Table) -> int:
    """Write one row group, also an empty one: row groups of the three files then belong together. Gives its rows."""
    writer.write_table(table.combine_chunks(), row_group_size=max(len(table), 1))
    return len(table)


def sealed(path: Path, rows: int) -> DraftFile:
    """What a file holds, after it has reached the disk."""
    with open(path, "rb+") as file:
        os.fsync(file.fileno())
        return DraftFile(str(path), path.stat().st_size, rows, file_digest(path))


def file_digest(path: Path) -> str:
    """Hex digits of the sha256 of a file."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def without(draft: Draft, folder: Path, known: frozenset[bytes]) -> Draft:
    """The draft written again without the articles whose identities are known: they become duplicates."""
    gone = pa.array([identity.hex() for identity in sorted(known)], pa.string())
    files = dict(draft.files)
    counts: Counter[str] = Counter()
    with disk_faults(str(folder)):
        for table in TABLES:
            old = draft.files[table]
            path = Path(f"{old.path}.again")
            rows = 0
            with open_writer(path, table) as writer:
                for group in row_groups(Path(old.path), table):
                    changed = _marked(group, gone) if table == "captures" else _dropped(group, table, gone)
                    rows += write_group(writer, changed)
                    if table == "captures":
                        counts.update(changed.column("outcome").to_pylist())
            os.replace(path, old.path)
            files[table] = sealed(Path(old.path), rows)
    ids = b"".join(identity for identity in split_ids(draft.ids) if identity not in known)
    return Draft(files, dict(sorted(counts.items())), ids, draft.stamps)


def _dropped(group: pa.Table, table: str, gone: pa.Array) -> pa.Table:
    name = "id" if table == "articles" else "article_id"
    return group.filter(pc.invert(pc.is_in(group.column(name), gone)))


def _marked(group: pa.Table, gone: pa.Array) -> pa.Table:
    """The captures with the outcome `duplicate` for the articles that are gone."""
    is_gone = pc.is_in(group.column("id"), gone)
    outcome = pc.if_else(is_gone, DUPLICATE, group.column("outcome"))
    detail = pc.if_else(is_gone, pa.scalar(None, pa.string()), group.column("detail"))
    names = group.schema.names
    group = group.set_column(names.index("outcome"), "outcome", outcome)
    return group.set_column(names.index("detail"), "detail", detail)


def row_groups(path: Path, table: str) -> Iterator[pa.Table]:
    """The row groups of a file, as the schema of its table has them."""
    with pq.ParquetFile(path) as file:
        for number in range(file.num_row_groups):
            yield file.read_row_group(number).cast(schema(table))


def split_ids(ids: bytes) -> Iterable[bytes]:
    """The identities, one by one."""
    return (ids[at : at + ID_BYTES] for at in range(0, len(ids), ID_BYTES))


class disk_faults:
    """Turns what a disk says into an ArchiveError that says what to do."""

    def __init__(self, where: str) -> None:
        self._where = where

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if isinstance(error, (OSError, pa.ArrowException, sqlite3.Error)) and not isinstance(error, ArchiveError):
            raise ArchiveError(disk_fault(self._where, error)) from error


def disk_fault(where: str, error: BaseException) -> str:
    """One sentence: what the disk refused, and what to do."""
    reason = getattr(error, "strerror", None) or " ".join(str(error).split())
    is_full = any(sign in reason for sign in FULL)
    advice = "free some room" if is_full else "check its permissions and the disk"
    return f"{where}: cannot be written ({reason}); {advice} and run the same command again: what was added is safe"
