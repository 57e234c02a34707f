"""The manifest: the list of shards, and with it the memory of what was added.

In: `manifest.json`. Out: a Manifest; a shard that it does not list does not exist. It is replaced as a whole, so that
it is either the old or the new one, whatever happens in between. One shard a line, in the order of their adding.
It holds no time of day: the same inputs give the same manifest.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

from copydesk.errors import ArchiveError
from copydesk.records import Portion
from copydesk.version import VERSION

NAME = "manifest.json"
FORMAT = 1
"""The version of what is on disk; `upgrade` brings older ones here."""


@dataclass(frozen=True, slots=True)
class ShardFile:
    """One file of a shard; its path is relative to the archive."""

    path: str
    size_bytes: int
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Origin:
    """A portion that a shard was made of, and its share of the rows, which stand in the order of the origins."""

    number: int
    """Of the shard that it was first."""
    portion: Portion
    """Without its names, which stand in the table of captures."""
    key: str
    captures: int
    articles: int


@dataclass(frozen=True, slots=True)
class Shard:
    """What one portion became, or several small ones that were joined."""

    number: int
    portion: Portion
    """Without its names, which stand in the table of captures; of a joined shard the last one."""
    key: str
    """Digest of the portion and of size and time of its files: the same key is not added again."""
    copydesk: str
    """The version that read it."""
    files: dict[str, ShardFile]
    counts: dict[str, int]
    """Captures by outcome."""
    joined: tuple[Origin, ...] = ()
    """Of a joined shard all portions."""

    @property
    def articles(self) -> int:
        return self.files["articles"].rows

    @property
    def captures(self) -> int:
        return self.files["captures"].rows

    @property
    def origins(self) -> tuple[Origin, ...]:
        """What it was made of, one or several."""
        return self.joined or (Origin(self.number, self.portion, self.key, self.captures, self.articles),)

    def line(self) -> str:
        fields = asdict(self)
        if not self.joined:
            del fields["joined"]
        return json.dumps(fields, ensure_ascii=False, separators=(", ", ": "))


@dataclass(slots=True)
class Manifest:
    """All shards by number, in order."""

    shards: dict[int, Shard] = field(default_factory=dict)
    lines: dict[int, str] = field(default_factory=dict)
    """As they are written: a crawl has thousands, and each commit writes all."""

    def add(self, shard: Shard) -> None:
        self.shards[shard.number] = shard
        self.lines[shard.number] = shard.line()

    def remove(self, number: int) -> None:
        del self.shards[number], self.lines[number]

    def place(self, number: int, row: int) -> tuple[Shard, int] | None:
        """The shard and row where a row of a shard stands now: it may have been joined. None where it is gone."""
        if number in self.shards:
            return self.shards[number], row
        for shard in self.shards.values():
            start = 0
            for origin in shard.joined:
                if origin.number == number:
                    return shard, start + row
                start += origin.articles
        return None

    @property
    def next_number(self) -> int:
        return max(self.shards, default=0) + 1

    def counts(self) -> Counter[str]:
        """Captures by outcome, over all shards."""
        total: Counter[str] = Counter()
        for shard in self.shards.values():
            total.update(shard.counts)
        return total

    def text(self) -> str:
        head = f'{{"format": {FORMAT}, "copydesk": {json.dumps(VERSION)}, "shards": ['
        return (
            head + "\n" * bool(self.lines) + ",\n".join(self.lines[number] for number in sorted(self.lines)) + "\n]}\n"
        )


def load_manifest(folder: Path) -> Manifest:
    """Raises ArchiveError where there is none, it is torn, or its format is not this program's."""
    content = read_manifest(folder)
    found = content.get("format")
    if isinstance(found, int) and found > FORMAT:
        made = content.get("copydesk", "a newer version")
        raise ArchiveError(
            f"{folder}: an archive of format {found}, made by copydesk {made}; this is copydesk {VERSION}, which knows "
            f"format {FORMAT}: install a newer copydesk to open it"
        )
    if found != FORMAT:
        raise ArchiveError(f"{folder}: an archive of format {found}: run `copydesk upgrade {folder}` first")
    manifest = Manifest()
    try:
        for shard in content["shards"]:  # type: ignore[attr-defined]
            manifest.add(_shard(shard))
    except (KeyError, TypeError, AttributeError) as error:
        raise torn(folder, f"a shard lacks {error}") from None
    return manifest


def read_manifest(folder: Path) -> dict[str, object]:
    """The manifest as it is written, of any format. Raises ArchiveError where there is none or it is torn."""
    path = folder / NAME
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if next((folder / "articles").glob("*.parquet"), None) is not None:
            raise ArchiveError(
                f"{folder}: an archive without its {NAME}; bring it back from a copy, or move the folder away and add "
                "its inputs again"
            ) from None
        raise ArchiveError(f"{folder}: no archive (there is no {NAME}); make one with `copydesk add`") from None
    except NotADirectoryError:
        raise ArchiveError(f"{folder}: a file, not an archive; name a folder") from None
    except OSError as error:
        raise ArchiveError(f"{path}: cannot be read ({error.strerror}); check its permissions") from None
    except ValueError as error:
        raise torn(folder, str(error)) from None
    if not isinstance(content, dict):
        raise torn(folder, "it holds no object")
    return content


def torn(folder: Path, what: str) -> ArchiveError:
    return ArchiveError(
        f"{folder / NAME}: torn ({what}); nothing but copydesk should write it: bring it back from a copy, or move the "
        "archive away and add its inputs again"
    )


def _shard(given: dict[str, object]) -> Shard:
    files = {table: ShardFile(**file) for table, file in given["files"].items()}  # type: ignore[attr-defined]
    joined = tuple(Origin(**{**one, "portion": _portion(one["portion"])}) for one in given.get("joined", ()))  # type: ignore[attr-defined]
    return Shard(**{**given, "files": files, "portion": _portion(given["portion"]), "joined": joined})  # type: ignore[arg-type]


def _portion(given: object) -> Portion:
    portion = dict(given)  # type: ignore[call-overload]
    return Portion(**{**portion, "names": tuple(portion.get("names", ()))})


def save_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest on the disk; afterwards it outlives a loss of power. Raises OSError."""
    replace_text(folder / NAME, manifest.text())


def replace_text(path: Path, text: str) -> None:
    """Write a file whole or not at all. Raises OSError."""
    partial = path.with_name(f"{path.name}.tmp")
    with open(partial, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
