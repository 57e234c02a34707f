"""Small shards made into one: many small runs of `add` would leave thousands of files.

In: shards that follow each other. Out: which of them are joined, and the files of the joined ones; rows keep their
order. Left to others: the manifest (`store`), the index (`copydesk.run`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from copydesk.archive.manifest import Manifest, Shard, ShardFile
from copydesk.archive.shard import (
    BATCH_CHARACTERS,
    ROW_GROUP,
    Draft,
    DraftFile,
    disk_faults,
    open_writer,
    row_groups,
    sealed,
    split_ids,
    without,
    write_group,
)
from copydesk.archive.tables import TABLES

SMALL = ROW_GROUP // 2
"""Captures from which on a shard is left alone."""
FEWEST = 16
"""Small shards at the end of an archive that are joined; a page added every hour is so written some ten times more."""


def small_groups(manifest: Manifest, *, fewest: int = FEWEST) -> list[list[Shard]]:
    """The small shards at the end of the archive, in groups that each make one shard; none where there are too few.

    Those in the middle stay: for each shard that is not small there are at most `fewest`. A shard with captures of its
    own stays, too, and what different versions read is not mixed.
    """
    run: list[Shard] = []
    for number in sorted(manifest.shards, reverse=True):
        shard = manifest.shards[number]
        if shard.captures >= SMALL or set(shard.files) != set(TABLES) or (run and shard.copydesk != run[0].copydesk):
            break
        run.append(shard)
    if len(run) < fewest:
        return []
    groups: list[list[Shard]] = [[]]
    for shard in reversed(run):
        if sum(one.captures for one in groups[-1]) >= ROW_GROUP:
            groups.append([])
        groups[-1].append(shard)
    return groups


def joined_shard(number: int, group: Sequence[Shard], files: dict[str, ShardFile]) -> Shard:
    """The line of a joined shard in the manifest."""
    counts: Counter[str] = Counter()
    for shard in group:
        counts.update(shard.counts)
    last = group[-1]
    origins = tuple(origin for shard in group for origin in shard.origins)
    return Shard(number, last.portion, last.key, last.copydesk, files, dict(sorted(counts.items())), origins)


def join_drafts(drafts: Sequence[Draft], folder: Path, stem: str) -> tuple[Draft, list[Draft]]:
    """One draft of several; an article that an earlier one has is a duplicate. Gives also what was taken of each.

    Raises ArchiveError where the disk does not take it.
    """
    seen: set[bytes] = set()
    parts: list[Draft] = []
    for draft in drafts:
        own = frozenset(split_ids(draft.ids))
        parts.append(without(draft, folder, own & seen) if own & seen else draft)
        seen |= own
    counts: Counter[str] = Counter()
    for part in parts:
        counts.update(part.counts)
    with disk_faults(str(folder)):
        files = join_files([{table: Path(part.files[table].path) for table in TABLES} for part in parts], folder, stem)
    ids, stamps = b"".join(part.ids for part in parts), b"".join(part.stamps for part in parts)
    return Draft(files, dict(sorted(counts.items())), ids, stamps), parts


def join_files(paths: Sequence[Mapping[str, Path]], folder: Path, stem: str) -> dict[str, DraftFile]:
    """Write the rows of the tables at the paths into one file a table. Raises OSError, ArrowException."""
    targets = {table: folder / f"{stem}-{table}.parquet" for table in TABLES}
    writers = {table: open_writer(path, table) for table, path in targets.items()}
    rows = dict.fromkeys(TABLES, 0)
    try:
        for group in _gathered(paths):
            for table, made in group.items():
                rows[table] += write_group(writers[table], made)
    finally:
        for writer in writers.values():
            writer.close()
    return {table: sealed(path, rows[table]) for table, path in targets.items()}


def _gathered(paths: Sequence[Mapping[str, Path]]) -> Iterator[dict[str, pa.Table]]:
    """Row groups of the three tables that belong together, put together to full ones."""
    pending: dict[str, list[pa.Table]] = {table: [] for table in TABLES}
    captures = size = 0
    for tables in paths:
        for group in zip(*(row_groups(tables[table], table) for table in TABLES), strict=True):
            found = dict(zip(TABLES, group, strict=True))
            more = len(found["captures"])
            if pending["captures"] and (captures + more > ROW_GROUP or size > BATCH_CHARACTERS):
                yield {table: pa.concat_tables(pieces) for table, pieces in pending.items()}
                pending, captures, size = {table: [] for table in TABLES}, 0, 0
            for table, piece in found.items():
                pending[table].append(piece)
            captures, size = captures + more, size + found["parts"].nbytes
    if pending["captures"]:
        yield {table: pa.concat_tables(pieces) for table, pieces in pending.items()}
