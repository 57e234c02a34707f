"""Small shards at the end of an archive made into one, and the index told.

In: a store and its index, open for writing. Out: the joined shards. A kill at any moment leaves either the small or the
joined ones in the manifest; the rest is put right when the archive is next opened for writing.
Left to others: which shards, and their files (`archive`).
"""

from __future__ import annotations

from copydesk.archive import FEWEST, Shard, Store, shard_faults, small_groups
from copydesk.run.indexing import Indexing


def join_small(store: Store, indexing: Indexing, *, fewest: int = FEWEST) -> list[Shard]:
    """Join them where there are that many. A torn one stops it: its digest must stay the one that tells.

    Raises ArchiveError where the disk does not take it; the archive is then as before.
    """
    groups = small_groups(store.manifest, fewest=fewest)
    old = [shard for group in groups for shard in group]
    if not old or any(True for shard in old for _ in shard_faults(store.folder, shard)):
        return []
    made = store.join(groups)
    for shard in old:
        indexing.remove(shard.number)
    for shard in made:
        indexing.add_shard(shard)
    indexing.commit()
    return made
