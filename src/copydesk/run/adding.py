"""Inputs to shards to the archive: what `add` does.

In: inputs and a store open for writing. Out: shards, committed in the order of the inputs, and an account of what
happened. What is committed stays, whatever stops the rest.
Left to others: planning and captures (`capture`), shards (`shards`), processes (`crew`, `dask`), files (`archive`).
"""

from __future__ import annotations

import os
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from copydesk.archive import (
    FEWEST,
    WARC,
    Draft,
    Shard,
    Store,
    disk_faults,
    file_stamp,
    held_addresses,
    portion_key,
    stamp_of,
)
from copydesk.capture import Limits, gather, is_address, portions
from copydesk.errors import ArchiveError
from copydesk.records import Portion, Refusal
from copydesk.run.crew import PortionExecutor
from copydesk.run.documents import prepared
from copydesk.run.indexing import Indexing
from copydesk.run.shards import Failure, ShardWork, read_documents
from copydesk.run.task import PortionTask

COMMIT_SECONDS = 2.0
"""At most so often is the manifest written: it names all shards, and a crawl has thousands."""
INDEX_SECONDS = 30.0
"""At most so often does the index commit: each commit makes a segment. What it missed is added at the next opening."""
STANDARD_INPUT = "-"
FETCHED = "fetched-*.warc.gz"
"""The web archives that fetching writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSettings:
    """How inputs are added; the archive is the same whatever they are, kept captures and timed-out pages apart."""

    limits: Limits = field(default_factory=Limits)
    keeps_captures: bool = False
    """Keep the bytes of each page in the archive."""
    fetches_again: bool = False
    """Fetch addresses of which the archive has a page."""
    joins_from: int = FEWEST
    """Small shards at the end of the archive from which on they are joined."""
    clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an adding is."""

    captures: int
    articles: int
    bytes_done: int
    bytes_total: int | None
    """None where the inputs are not known beforehand."""
    seconds: float


@dataclass(slots=True)
class Added:
    """The account of one adding."""

    shards: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    """Captures by outcome: `article`, or a reason."""
    known_portions: int = 0
    """Portions that were in the archive already."""
    known_files: int = 0
    known_addresses: int = 0
    """Addresses that were not fetched, because the archive has a page of them."""
    seconds: float = 0.0

    @property
    def articles(self) -> int:
        return self.counts["article"]

    @property
    def captures(self) -> int:
        return self.counts.total()


class Adding:
    """One run of `add`."""

    def __init__(self, store: Store, indexing: Indexing, executor: PortionExecutor, settings: AddSettings) -> None:
        self._store, self._indexing, self._executor, self._settings = store, indexing, executor, settings
        self._planned: deque[tuple[Portion, str, int]] = deque()
        """Portions that are read now, each with its key and its bytes."""
        self._keys: set[str] = set()
        self._refusals: deque[Refusal] = deque()
        self.account = Added()
        self._bytes_done = 0

    def run(self, inputs: Iterable[str | Path]) -> Iterator[Progress | Refusal]:
        """Add all inputs; gives where it stands after each portion, and what could not be planned.

        Raises: ArchiveError where the disk does not take it; what was committed before stays.
        """
        settings, clock = self._settings, self._settings.clock
        given = [_absolute(item) for item in inputs]
        total = _size(given)
        work = ShardWork(
            str(self._store.work), settings.limits, prepare=prepared, keeps_captures=settings.keeps_captures
        )
        began = committed = indexed = clock()
        try:
            for draft in self._executor.drafts(work, self._tasks(given)):
                self._take(draft)
                now = clock()
                if now - committed > COMMIT_SECONDS:
                    self._store.commit()
                    committed = clock()
                if now - indexed > INDEX_SECONDS:
                    self._indexing.commit()
                    indexed = clock()
                self.account.seconds = now - began
                yield from self._planning_refusals()
                yield Progress(
                    self.account.captures, self.account.articles, self._bytes_done, total, self.account.seconds
                )
            yield from self._planning_refusals()
        finally:
            self._store.commit()
        self._indexing.commit()
        self.account.seconds = clock() - began

    def _refuse(self, refusal: Refusal) -> None:
        self.account.counts[refusal.reason] += 1
        self._refusals.append(refusal)

    def _planning_refusals(self) -> Iterator[Refusal]:
        while self._refusals:
            yield self._refusals.popleft()

    def _tasks(self, given: list[str]) -> Iterator[PortionTask]:
        """Portions that are not in the archive yet, numbered as their shards will be."""
        number = self._store.next_number
        for item in self._portions(given):
            if isinstance(item, Refusal):
                self._refuse(item)
                continue
            portion = self._new_part(item)
            if portion is None:
                continue
            key = portion_key(portion, self._stamp)
            if self._store.has(key) or key in self._keys:
                self.account.known_portions += 1
                self._bytes_done += _portion_bytes(portion)
                continue
            self._keys.add(key)
            self._planned.append((portion, key, _portion_bytes(portion)))
            yield PortionTask(number, portion)
            number += 1

    def _portions(self, given: list[str]) -> Iterator[Portion | Refusal]:
        """Addresses are fetched as they come in the order of the inputs."""
        folder = self._store.folder / WARC
        # What was fetched before a stop and not added any more.
        for fetched in portions(sorted(map(str, folder.glob(FETCHED))), self._settings.limits):
            if isinstance(fetched, Refusal) or not self._store.has(portion_key(fetched, self._stamp)):
                yield fetched
        local: list[str] = []
        addresses: list[str] = []
        for item in given:
            group, other = (addresses, local) if is_address(item) else (local, addresses)
            if other:
                yield from self._planned_group(other, folder)
                other.clear()
            group.append(item)
        for rest in (local, addresses):
            if rest:
                yield from self._planned_group(rest, folder)

    def _planned_group(self, group: list[str], folder: Path) -> Iterator[Portion | Refusal]:
        limits = self._settings.limits
        if not is_address(group[0]):
            yield from portions(group, limits, folder=folder)
            return
        addresses = list(dict.fromkeys(group))
        if not self._settings.fetches_again:
            held = held_addresses(self._store.folder, self._store.manifest, addresses)
            self.account.known_addresses += len(held)
            addresses = [address for address in addresses if address not in held]
        with disk_faults(str(folder)):
            for item in gather(addresses, folder, limits):
                if isinstance(item, Refusal):
                    yield item
                else:
                    yield from portions([item], limits, folder=folder)

    def _new_part(self, portion: Portion) -> Portion | None:
        """Of a portion of files, those that were not read before: folders grow."""
        if portion.form != "files":
            return portion
        names: list[str] = []
        for name in portion.names:
            stamp = stamp_of(name)
            if stamp is None:  # not remembered: it may come to be there
                self._refuse(missing(name))
            elif self._store.has_file(stamp):
                self.account.known_files += 1
            else:
                names.append(name)
        return replace(portion, names=tuple(names)) if names else None

    def _stamp(self, path: str) -> tuple[int, int] | None:
        """Size and time of a file; files in the archive are named after what is in them, or never change."""
        stamp = file_stamp(path)
        if stamp is not None and path.startswith(f"{self._store.folder}{os.sep}"):
            return stamp[0], 0
        return stamp

    def _take(self, draft: Draft | Failure) -> None:
        portion, key, size = self._planned.popleft()
        if isinstance(draft, Failure):
            raise ArchiveError(draft.detail)
        path = draft.extras.get("documents")
        shard, written = self._store.add(portion, key, draft)
        # Without its duplicates a shard has other rows than the worker made documents of.
        self._index(shard, path if path is not None and written.ids == draft.ids else None)
        if path is not None:
            os.unlink(path)
        self._store.work.joinpath(f"{shard.number:08}.journal").unlink(missing_ok=True)
        self.account.shards += 1
        self.account.counts.update(shard.counts)
        self._bytes_done += size

    def _index(self, shard: Shard, path: str | None) -> None:
        if path is not None:
            self._indexing.add(shard.number, read_documents(path))
        else:
            self._indexing.add_shard(shard)


def missing(name: str) -> Refusal:
    """A file that is not there."""
    return Refusal("missing-input", f"{name}: no such file; check the path", source=name)


def _absolute(item: str | Path) -> str:
    """Paths as every process, machine and later run understands them."""
    name = os.fspath(item)
    return name if name == STANDARD_INPUT or is_address(name) else os.path.abspath(name)


def _size(given: list[str]) -> int | None:
    """Bytes of all inputs as they lie on disk; None where that cannot be known."""
    total = 0
    for name in given:
        if name == STANDARD_INPUT or is_address(name):
            return None
        if os.path.isdir(name):
            total += sum(_file_size(os.path.join(at, file)) for at, _, files in os.walk(name) for file in files)
        else:
            total += _file_size(name)
    return total


def _file_size(path: str) -> int:
    stamp = file_stamp(path)
    return 0 if stamp is None else stamp[0]


def _portion_bytes(portion: Portion) -> int:
    if portion.form == "files":
        return sum(_file_size(name) for name in portion.names)
    return portion.end_bytes - portion.start_bytes
