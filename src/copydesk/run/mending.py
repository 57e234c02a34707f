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

from copydesk.archive import WARC, Draft, Finding, Origin, Shard, Store, join_drafts, row_groups, shard_faults
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
            again = f"add {_sources(shard)} again"
            return f"{name}: {made}; taken out, what is left of its files is in {aside}; {again}"
        draft, joined = made
        fresh, _ = self._store.add(shard.portion, shard.key, draft, number=shard.number, joined=joined)
        self._indexing.add_shard(fresh)
        same = "equal to what it was" if fresh.files == shard.files else f"{fresh.articles:,} articles"
        return f"{name}: made again from {_sources(shard)}: {same}"

    def _made_again(self, shard: Shard) -> tuple[Draft, tuple[Origin, ...]] | str:
        """A new draft and, of a joined shard, its origins; or why there is none."""
        drafts: list[Draft] = []
        for origin in shard.origins:
            draft = self._draft(shard, origin)
            if isinstance(draft, str):
                return draft
            drafts.append(draft)
        before = sum(count for reason, count in shard.counts.items() if reason not in LOST_SOURCE)
        after = sum(count for one in drafts for reason, count in one.counts.items() if reason not in LOST_SOURCE)
        if before and not after:
            return f"{_sources(shard)} holds none of its captures any more"
        if not shard.joined:
            return drafts[0], ()
        news = [self._store.news(draft, shard.number) for draft in drafts]
        whole, pieces = join_drafts(news, self._store.work, f"{shard.number:08}-joined")
        origins = (
            replace(origin, captures=piece.files["captures"].rows, articles=piece.articles)
            for origin, piece in zip(shard.joined, pieces, strict=True)
        )
        return whole, tuple(origins)

    def _draft(self, shard: Shard, origin: Origin) -> Draft | str:
        """One portion read again, or why not."""
        portion = self._portion(shard, origin)
        if isinstance(portion, str):
            return portion
        lost = [name for name in portion.names or (portion.source,) if not os.path.exists(name)]
        if lost:
            return f"{lost[0]}, which it was read from, is not there any more"
        work = ShardWork(str(self._store.work), self._limits, prepare=None, keeps_captures=WARC in shard.files)
        draft = work(PortionTask(origin.number, portion))
        return draft if isinstance(draft, Draft) else draft.detail

    def _portion(self, shard: Shard, origin: Origin) -> Portion | str:
        """What a shard is read from again: the captures that it keeps, or what it was read from."""
        folder = self._store.folder
        broken = {finding.table for finding in shard_faults(folder, shard)}
        if WARC in shard.files and WARC not in broken and origin.portion.form != "articles":
            kept = shard.files[WARC]
            return Portion(str(folder / kept.path), "warc", 0, kept.size_bytes)
        if origin.portion.form != "files":
            return origin.portion
        names = _names(folder, shard, broken)
        if not names:
            return "neither its captures nor its articles can be read, so that its files are not known"
        before = shard.origins[: shard.origins.index(origin)]
        table = "articles" if "captures" in broken else "captures"
        start = sum(getattr(one, table) for one in before)
        return replace(origin.portion, names=tuple(names[start : start + getattr(origin, table)]))


def _names(folder: Path, shard: Shard, broken: set[str]) -> list[str]:
    """The files that a shard was read from, in order, as its tables know them; none where those are torn."""
    if "articles" in broken and ("captures" in broken or WARC in shard.files):
        return []
    if "captures" in broken:
        return _column(folder / shard.files["articles"].path, "articles", "source")
    ids, sources = (_column(folder / shard.files["captures"].path, "captures", name) for name in ("id", "source"))
    if WARC not in shard.files:
        return sources
    # A capture that is kept lies in the archive; its article says where it came from.
    articles = folder / shard.files["articles"].path
    known = dict(zip(_column(articles, "articles", "id"), _column(articles, "articles", "source"), strict=True))
    return [known.get(name, source) for name, source in zip(ids, sources, strict=True)]


def _sources(shard: Shard) -> str:
    """What it was read from, in words."""
    sources = list(dict.fromkeys(origin.portion.source for origin in shard.origins))
    return sources[0] if len(sources) == 1 else f"{sources[0]} and {len(sources) - 1} more"


def _column(path: Path, table: str, column: str) -> list[str]:
    return [value for group in row_groups(path, table) for value in group.column(column).to_pylist()]
