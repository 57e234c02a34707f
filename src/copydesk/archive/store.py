"""The archive's folder: opened for one writer, added to shard by shard.

In: drafts, in the order of their portions. Out: shards in the manifest. The files of a shard get their names first,
then the manifest that lists them is replaced; what was interrupted in between is cleared away at the next opening.
Left to others: writing drafts (`shard`), reading (`selection`), search.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from copydesk.archive.joining import join_files, joined_shard
from copydesk.archive.known import Known
from copydesk.archive.lock import Lock
from copydesk.archive.manifest import (
    NAME,
    Manifest,
    Origin,
    Shard,
    ShardFile,
    load_manifest,
    save_manifest,
    sync_folder,
)
from copydesk.archive.shard import Draft, DraftFile, disk_faults, without
from copydesk.archive.tables import TABLES
from copydesk.errors import ArchiveError
from copydesk.records import Portion
from copydesk.version import VERSION

WORK = "work"
WARC = "warc"
INDEX = "index"
ASIDE = "set-aside"


class Store:
    """An archive open for writing. Close it, or use it in a `with`."""

    def __init__(self, folder: Path, *, create: bool = True) -> None:
        """Raises ArchiveError: in use, of another format, not writable, a folder with other things in it."""
        self.folder = folder
        with disk_faults(str(folder)):
            if create:
                _make(folder)
            elif not folder.is_dir():
                load_manifest(folder)
            self._lock = Lock(folder)
        try:
            self._open()
        except BaseException:
            self._lock.close()
            raise

    def _open(self) -> None:
        with disk_faults(str(self.folder)):
            if not (self.folder / NAME).exists() and not _has_tables(self.folder):
                save_manifest(self.folder, Manifest())
        self.manifest = load_manifest(self.folder)
        with disk_faults(str(self.folder)):
            for name in (*TABLES, WARC, WORK):
                (self.folder / name).mkdir(exist_ok=True)
            self.cleared = self.clear()
            self._known = Known(self.folder)
            self.learn()
        self._keys = {origin.key for shard in self.manifest.shards.values() for origin in shard.origins}
        self._pending: list[Shard] = []

    @property
    def work(self) -> Path:
        """A folder for temporary files, emptied when the archive is opened for writing."""
        return self.folder / WORK

    def has(self, key: str) -> bool:
        """Was this portion added before?"""
        return key in self._keys

    @property
    def next_number(self) -> int:
        """The number that the next shard gets."""
        return self.manifest.next_number

    # ------------------------------------------------------------------ adding

    def add(
        self, portion: Portion, key: str, draft: Draft, *, number: int | None = None, joined: tuple[Origin, ...] = ()
    ) -> tuple[Shard, Draft]:
        """Give a draft its names; `commit` makes it part of the archive.

        number: of the shard that it replaces; joined: what that was joined of.
        Returns the shard, and the draft without the articles that the archive had already.
        """
        place = self.next_number if number is None else number
        draft = self.news(draft, place)
        files = {table: _final(table, place, file) for table, file in draft.files.items()}
        with disk_faults(str(self.folder)):
            for table, file in files.items():
                os.replace(draft.files[table].path, self.folder / file.path)
        shard = Shard(place, replace(portion, names=()), key, VERSION, files, draft.counts, joined)
        with disk_faults(str(self.folder)):
            self._known.add(place, draft.ids, draft.stamps)
        self.manifest.add(shard)
        self._keys.add(key)
        self._pending.append(shard)
        return shard, draft

    def news(self, draft: Draft, number: int) -> Draft:
        """The draft without the articles that other shards than `number` have."""
        with disk_faults(str(self.folder)):
            known = self._known.of(draft.ids, but=number)
        return without(draft, self.work, known) if known else draft

    def join(self, groups: Sequence[Sequence[Shard]]) -> list[Shard]:
        """Make one shard of the shards of each group, in one step; together the groups are the last of the archive.

        They get new numbers, so that nothing which still goes by the old ones takes them for something else.
        """
        made: list[Shard] = []
        number = self.next_number
        for place, group in enumerate(groups, number):
            paths = [{table: self.folder / shard.files[table].path for table in TABLES} for shard in group]
            with disk_faults(str(self.folder)):
                written = join_files(paths, self.work, f"{place:08}-joined")
                files = {table: _final(table, place, file) for table, file in written.items()}
                for table, file in files.items():
                    os.replace(written[table].path, self.folder / file.path)
            made.append(joined_shard(place, group, files))
        old = [shard for group in groups for shard in group]
        for shard in old:
            self.manifest.remove(shard.number)
        for shard in made:
            self.manifest.add(shard)
        with disk_faults(str(self.folder)):
            for table in TABLES:
                sync_folder(self.folder / table)
            save_manifest(self.folder, self.manifest)
            self.learn()
            for shard in old:
                for file in shard.files.values():
                    (self.folder / file.path).unlink(missing_ok=True)
        return made

    def has_file(self, stamp: bytes) -> bool:
        """Was a file with this stamp read before?"""
        return bool(self._known.of(stamp))

    def set_aside(self, number: int) -> Path:
        """Take a shard out of the archive and give the folder where its files go; its inputs may be added again."""
        shard = self.manifest.shards[number]
        self.manifest.remove(number)
        self._keys.difference_update(origin.key for origin in shard.origins)
        self._known.remove([number])
        aside = self.folder / ASIDE
        with disk_faults(str(self.folder)):
            save_manifest(self.folder, self.manifest)
            aside.mkdir(exist_ok=True)
            for table, file in shard.files.items():
                path = self.folder / file.path
                if table != WARC and path.exists():
                    os.replace(path, aside / f"{path.stem}-{table}{path.suffix}")
        return aside

    def commit(self) -> list[Shard]:
        """Make the added shards part of the archive, for good. Gives them."""
        committed = self._pending
        if committed:
            with disk_faults(str(self.folder)):
                for table in TABLES:
                    sync_folder(self.folder / table)
                save_manifest(self.folder, self.manifest)
            self._pending = []
        return committed

    # ------------------------------------------------------------------ order

    def clear(self) -> list[Path]:
        """Empty the folder for temporary files, and remove tables that no manifest lists; gives those."""
        for path in self.work.iterdir():
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        strays = self.strays()
        for path in strays:
            path.unlink()
        return strays

    def strays(self) -> list[Path]:
        """Files among the tables that belong to no shard."""
        listed = {file.path for shard in self.manifest.shards.values() for file in shard.files.values()}
        found: list[Path] = []
        for table in TABLES:
            for path in sorted((self.folder / table).glob("*.parquet")):
                if f"{table}/{path.name}" not in listed:
                    found.append(path)
        return found

    def learn(self) -> None:
        """Let the table of identities agree with the manifest."""
        rows = {number: shard.articles for number, shard in self.manifest.shards.items()}
        missing, gone = self._known.differs(rows)
        self._known.remove(gone)
        for number in missing:
            try:
                self._known.add(number, *read_identities(self.folder, self.manifest.shards[number]))
            except (OSError, pa.ArrowException):  # a torn shard: `check` mends it
                continue

    def close(self) -> None:
        """Let others write."""
        with suppress(OSError):  # what killed processes left behind; the next opening tries again
            self.clear()
        self._known.close()
        self._lock.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read_identities(folder: Path, shard: Shard) -> tuple[bytes, bytes]:
    """The identities of a shard's articles and the stamps of its files. Raises OSError, ArrowException."""
    ids = pq.read_table(folder / shard.files["articles"].path, columns=["id"]).column("id").to_pylist()
    stamps = pq.read_table(folder / shard.files["captures"].path, columns=["stamp"]).column("stamp").drop_null()
    return bytes.fromhex("".join(ids)), bytes.fromhex("".join(stamps.to_pylist()))


def _final(table: str, number: int, file: DraftFile) -> ShardFile:
    name = f"warc/kept-{number:08}.warc.gz" if table == WARC else f"{table}/{number:08}.parquet"
    return ShardFile(name, file.size_bytes, file.rows, file.sha256)


def _make(folder: Path) -> None:
    """Make the folder, where there is none; refuse one that holds something else."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / NAME).exists():
        return
    ours = {"lock", f"{NAME}.tmp", "ids.sqlite", ASIDE, WORK, WARC, INDEX, *TABLES}
    others = sorted(path.name for path in folder.iterdir() if path.name not in ours)
    if others:
        raise ArchiveError(f"{folder}: no archive, and not empty ({others[0]} …); name a new or an empty folder")


def _has_tables(folder: Path) -> bool:
    return any(next((folder / table).glob("*.parquet"), None) is not None for table in TABLES)


def portion_key(portion: Portion, stamp: Callable[[str], tuple[int, int] | None]) -> str:
    """Digest of a portion and of its files as they are now. stamp: size and time of change of a path."""
    names = portion.names if portion.form == "files" else (portion.source, *portion.names)
    stamps = [(name, stamp(name)) for name in names]
    content = [portion.form, portion.source, portion.start_bytes, portion.end_bytes, stamps]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:32]


def stamp_of(path: str) -> bytes | None:
    """16 bytes that change when a file is moved or written again; None where there is no such file."""
    stamp = file_stamp(path)
    if stamp is None:
        return None
    return hashlib.sha256(os.fsencode(path) + b"\0%d\0%d" % stamp).digest()[:16]


def file_stamp(path: str) -> tuple[int, int] | None:
    """Size and time of change, None where there is no such file."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_size, found.st_mtime_ns
