"""Which articles are in the archive, and in which shard: a table of identities on disk.

In: identities of 16 bytes. Out: those that are known, or the shard of one. Memory does not grow with the archive.
It can be made again from the shards at any time, and is, where it does not agree with the manifest; so it need not be
safe against a loss of power.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from copydesk.archive.shard import split_ids

NAME = "ids.sqlite"
WAIT_SECONDS = 10.0
QUESTION = 500
"""Identities in one question; SQLite takes 999 in its oldest versions."""


class Known:
    """The table of identities, open for writing."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._link = self._opened()

    def shards(self) -> dict[int, int]:
        """How many articles of each shard it knows."""
        try:
            return dict(self._link.execute("SELECT number, articles FROM shards"))
        except sqlite3.DatabaseError:
            self._begin_anew()
            return {}

    def of(self, ids: bytes, *, but: int | None = None) -> frozenset[bytes]:
        """Those identities that are known, from other shards than `but`."""
        found: set[bytes] = set()
        wanted = list(split_ids(ids))
        for at in range(0, len(wanted), QUESTION):
            some = wanted[at : at + QUESTION]
            marks = ",".join("?" * len(some))
            rows = self._link.execute(f"SELECT id, shard FROM ids WHERE id IN ({marks})", some)
            found.update(identity for identity, shard in rows if shard != but)
        return frozenset(found)

    def add(self, number: int, ids: bytes, stamps: bytes = b"") -> None:
        """Know the articles of a shard and the stamps of its files, instead of what was known of it."""
        with self._link:
            self._link.execute("DELETE FROM ids WHERE shard = ?", (number,))
            rows = ((identity, number) for identity in split_ids(ids + stamps))
            self._link.executemany("INSERT OR IGNORE INTO ids VALUES (?, ?)", rows)
            self._link.execute("INSERT OR REPLACE INTO shards VALUES (?, ?)", (number, len(ids) // 16))

    def remove(self, numbers: Iterable[int]) -> None:
        with self._link:
            for number in numbers:
                self._link.execute("DELETE FROM ids WHERE shard = ?", (number,))
                self._link.execute("DELETE FROM shards WHERE number = ?", (number,))

    def differs(self, rows: Mapping[int, int]) -> tuple[list[int], list[int]]:
        """Shards that it must learn, and shards that it must forget, to agree with these numbers of articles."""
        held = self.shards()
        missing = [number for number, count in rows.items() if held.get(number) != count]
        return missing, [number for number in held if number not in rows]

    def close(self) -> None:
        self._link.close()

    def _opened(self) -> sqlite3.Connection:
        try:
            return _connect(self._path)
        except sqlite3.DatabaseError:
            self._path.unlink(missing_ok=True)
            return _connect(self._path)

    def _begin_anew(self) -> None:
        self._link.close()
        for suffix in ("", "-journal"):
            Path(f"{self._path}{suffix}").unlink(missing_ok=True)
        self._link = _connect(self._path)


def _connect(path: Path) -> sqlite3.Connection:
    link = sqlite3.connect(path, timeout=WAIT_SECONDS, check_same_thread=False)
    link.execute("PRAGMA synchronous = OFF")
    link.execute("CREATE TABLE IF NOT EXISTS ids (id BLOB PRIMARY KEY, shard INTEGER) WITHOUT ROWID")
    # Without it, taking one shard out would read the whole table.
    link.execute("CREATE INDEX IF NOT EXISTS by_shard ON ids (shard)")
    link.execute("CREATE TABLE IF NOT EXISTS shards (number INTEGER PRIMARY KEY, articles INTEGER)")
    link.commit()
    return link


def shard_of(folder: Path, identity: bytes) -> int | None:
    """The shard of one article, read without writing; None where it is not known or the table cannot be read."""
    with suppress(sqlite3.Error):
        link = sqlite3.connect(f"file:{(folder / NAME).as_posix()}?mode=ro", uri=True, timeout=WAIT_SECONDS)
        try:
            row = link.execute("SELECT shard FROM ids WHERE id = ?", (identity,)).fetchone()
            return int(row[0]) if row else None
        finally:
            link.close()
    return None
