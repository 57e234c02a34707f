"""What `check` does after it has looked: make shards again from their captures, and the index from the shards.

In: a store open for writing and findings. Out: sentences that say what was done. A shard whose captures can still be
read is made again; of the others the files are set aside, never deleted.
Left to others: looking (`archive`), shards (`shards`), the index (`indexing`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from copydesk.archive import WARC, Draft, Finding, Shard, Store, row_groups, shard_faults
from copydesk.capture import Limits
from copydesk.records import Portion
from copydesk.run.indexing import Indexing
from copydesk.run.shards import ShardWork
from copydesk.run.task import PortionTask

LOST_SOURCE = {"missing-input", "unreadable-input", "internal-error"}


class Mending:
    """One run of mending."""

    def __init__(self, store: Store, indexing: Indexing, limits: Limits) -> None:
        self._store, self._indexing, self._limits = store, indexing, limits

    def run(self, findings: Iterable[Finding]) -> Iterator[str]:
        """Mend every shard that has a finding; gives a sentence for each."""
        for number in sorted({finding.shard for finding in findings}):
            yield self._mend(self._store.manifest.shards[number])
        self._store.commit()
        self._indexing.commit()

    def _mend(self, shard: Shard) -> str:
        name = f"shard {shard.number}"
        made = self._made_again(shard)
        if isinstance(made, str):
            aside = self._store.set_aside(shard.number)
            self._indexing.remove(shard.number)
            again = f"add {shard.portion.source} again"
            return f"{name}: {made}; taken out, what is left of its files is in {aside}; {again}"
        portion, draft = made
        fresh, _ = self._store.add(portion, shard.key, draft, number=shard.number)
        self._indexing.add_shard(fresh)
        same = "equal to what it was" if fresh.files == shard.files else f"{fresh.articles:,} articles"
        return f"{name}: made again from {portion.source}: {same}"

    def _made_again(self, shard: Shard) -> tuple[Portion, Draft] | str:
        """The portion and its new draft, or why there is none."""
        portion = self._portion(shard)
        if isinstance(portion, str):
            return portion
        lost = [name for name in portion.names or (portion.source,) if not os.path.exists(name)]
        if lost:
            return f"{lost[0]}, which it was read from, is not there any more"
        work = ShardWork(str(self._store.work), self._limits, prepare=None, keeps_captures=WARC in shard.files)
        draft = work(PortionTask(shard.number, replace(portion)))
        if not isinstance(draft, Draft):
            return draft.detail
        before = sum(count for reason, count in shard.counts.items() if reason not in LOST_SOURCE)
        after = sum(count for reason, count in draft.counts.items() if reason not in LOST_SOURCE)
        if before and not after:
            return f"{portion.source} holds none of its captures any more"
        return portion, draft

    def _portion(self, shard: Shard) -> Portion | str:
        """What the shard was read from, with its names, which stand in its tables."""
        folder = self._store.folder
        broken = {finding.table for finding in shard_faults(folder, shard)}
        if WARC in shard.files and WARC not in broken and shard.portion.form == "files":
            kept = shard.files[WARC]
            return Portion(str(folder / kept.path), "warc", 0, kept.size_bytes)
        if shard.portion.form != "files":
            return shard.portion
        for table, column in (("captures", "source"), ("articles", "source")):
            if table not in broken:
                return replace(shard.portion, names=tuple(_column(folder / shard.files[table].path, table, column)))
        return "neither its captures nor its articles can be read, so that its files are not known"


def _column(path: Path, table: str, column: str) -> list[str]:
    return [value for group in row_groups(path, table) for value in group.column(column).to_pylist()]
