"""Is everything there, and is it what was written?

In: an archive's folder and its manifest. Out: findings, each with the shard that it concerns.
Every file is compared with its size and digest, so that one flipped bit is found; what agrees needs no closer look,
because it was whole when it was listed.
Left to others: mending (`copydesk.keeping`, which can read captures again), the index (`search`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from copydesk.archive.manifest import Manifest, Shard, ShardFile
from copydesk.archive.shard import file_digest


@dataclass(frozen=True, slots=True)
class Finding:
    """A file of a shard that is not what the manifest says."""

    shard: int
    table: str
    path: str
    what: str
    """The rest of the sentence after the path."""

    def sentence(self) -> str:
        return f"{self.path}: {self.what}"


def find_faults(folder: Path, manifest: Manifest) -> Iterator[Finding]:
    """Look at every file of every shard."""
    for number in sorted(manifest.shards):
        yield from shard_faults(folder, manifest.shards[number])


def shard_faults(folder: Path, shard: Shard) -> Iterator[Finding]:
    """Look at the files of one shard."""
    for table, file in shard.files.items():
        what = _fault(folder / file.path, file)
        if what is not None:
            yield Finding(shard.number, table, str(folder / file.path), what)


def _fault(path: Path, file: ShardFile) -> str | None:
    try:
        size = path.stat().st_size
        if size != file.size_bytes:
            return f"has {size:,} bytes instead of {file.size_bytes:,}"
        if file_digest(path) != file.sha256:
            return "its content is not what was written (the digests differ)"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    return None
