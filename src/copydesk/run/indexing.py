"""The search index beside the shards: kept in step with the manifest.

In: shards as they are added. Out: an index that holds the rows of every shard; where it is torn, missing or behind, it
is brought in step from the shards, which are what counts.
Left to others: the index itself (`search`), shards (`archive`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from copydesk.archive import INDEX, Shard, disk_faults, row_groups
from copydesk.errors import ArchiveError, IndexDamaged
from copydesk.run.documents import documents
from copydesk.search import Document, Index


class Indexing:
    """The index of an archive, open for the one writer. Raises ArchiveError where the disk does not take it."""

    def __init__(self, folder: Path, shards: Mapping[int, Shard], *, verifies: bool = False) -> None:
        """verifies: read the whole index and compare its checksums before."""
        self._folder = folder
        self._shards = shards
        """The manifest's own, so that it is always as new as that."""
        self.state = "complete"
        """What was found, and had to be done: `complete`, `caught up`, `rebuilt`."""
        try:
            self._index = Index.open(folder / INDEX, create=True)
            if verifies:
                Index.verify(folder / INDEX)
            if self.catch_up():
                self.state = "caught up"
        except IndexDamaged:
            self.rebuild()
            self.state = "rebuilt"

    def follow(self, shards: Mapping[int, Shard]) -> None:
        """From now on these are the shards that there are."""
        self._shards = shards

    def catch_up(self) -> int:
        """Add what is missing, take out what is too much; gives how many shards that were. Raises IndexDamaged."""
        held = self._index.shards()
        missing = [number for number, shard in self._shards.items() if held.get(number) != shard.articles]
        gone = [number for number in held if number not in self._shards]
        for number in gone:
            self._index.remove(number)
        for number in missing:
            self._index.add(number, _rows(self._folder, self._shards[number]))
        if missing or gone:
            self._index.commit()
        return len(missing) + len(gone)

    def rebuild(self) -> None:
        """Build it anew from all shards."""
        shards = ((number, _rows(self._folder, self._shards[number])) for number in sorted(self._shards))
        try:
            self._index = Index.rebuild(self._folder / INDEX, shards)
        except IndexDamaged as error:
            raise ArchiveError(f"{error}; what was added is safe") from None

    def add(self, number: int, found: Iterable[Document | bytes]) -> None:
        """Put in the rows of a shard."""
        try:
            self._index.add(number, found)
        except IndexDamaged as error:
            raise ArchiveError(f"{error}; run the same command again: what was added is safe") from None

    def add_shard(self, shard: Shard) -> None:
        """The same from its file."""
        self.add(shard.number, _rows(self._folder, shard))

    def remove(self, number: int) -> None:
        self._index.remove(number)

    def commit(self) -> None:
        """Make what was added visible to searches."""
        try:
            self._index.commit()
        except IndexDamaged as error:
            raise ArchiveError(f"{error}; run the same command again: what was added is safe") from None

    def close(self) -> None:
        self._index.close()


def _rows(folder: Path, shard: Shard) -> Iterator[Document]:
    with disk_faults(str(folder)):
        for group in row_groups(folder / shard.files["articles"].path, "articles"):
            yield from documents(group)
