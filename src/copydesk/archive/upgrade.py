"""Older formats to the newest, one step after another.

In: the manifest of an older format. Out: one of this format, on the disk. Each step is a function from the content of
one format to that of the next; files are touched by a step only where their format changed.
Format 0 was never released: it stands for the archives of development versions, whose manifest named the version
`version` and had no key on its shards.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from copydesk.archive.lock import Lock
from copydesk.archive.manifest import FORMAT, NAME, load_manifest, read_manifest, replace_text, save_manifest, torn
from copydesk.archive.shard import disk_faults

Content = dict[str, object]


def upgrade(folder: Path) -> tuple[int, int]:
    """Bring an archive to this program's format. Returns the formats before and after; nothing is done where equal.

    Raises: ArchiveError: no archive, in use, of a newer format, or torn.
    """
    content = read_manifest(folder)
    before = content.get("format")
    if not isinstance(before, int) or before >= FORMAT:
        load_manifest(folder)
        return FORMAT, FORMAT
    with disk_faults(str(folder)):
        lock = Lock(folder)
    try:
        for number in range(before, FORMAT):
            try:
                content = STEPS[number](content)
            except (KeyError, TypeError, ValueError) as error:
                raise torn(folder, f"no archive of format {number}: {error}") from None
        with disk_faults(str(folder)):
            replace_text(folder / NAME, json.dumps(content, ensure_ascii=False))
            save_manifest(folder, load_manifest(folder))
    finally:
        lock.close()
    return before, FORMAT


def _from_0(content: Content) -> Content:
    """A shard without a key is added again when its input is, and gives duplicates, which are left out."""
    version = content["version"]
    shards = content["shards"]
    if not isinstance(shards, list):
        raise TypeError("its shards are no list")
    moved = [{**shard, "key": shard.get("key", ""), "copydesk": version} for shard in shards]
    return {"format": 1, "copydesk": version, "shards": moved}


STEPS: dict[int, Callable[[Content], Content]] = {0: _from_0}
