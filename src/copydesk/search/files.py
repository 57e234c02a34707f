"""Are the files of an index whole? Asked before tantivy maps them: what is missing at a file's end ends the process.

In: the folder of an index. Out: what is wrong with it, in words, or None. Each of tantivy's files ends in a footer that
holds a checksum of all before it, so that a file that was cut has none.
Left to others: opening it (`index`).
"""

from __future__ import annotations

import json
from pathlib import Path
from struct import Struct
from zlib import crc32

META = "meta.json"
TABLES = (".idx", ".pos", ".term", ".fieldnorm", ".fast", ".store")
ENDING = Struct("<II")
"""Length of the footer, and a number that says that it is one."""
MAGIC = 1337
LONGEST_FOOTER = 4096
CHUNK_BYTES = 1 << 20
ATTEMPTS = 5
"""A writer may replace files while they are looked at; the list of them changes then."""


def find_fault(folder: Path, *, reads_all: bool = False) -> str | None:
    """The first file that is missing or torn; with `reads_all` also one whose content has changed."""
    before: object = None
    fault: str | None = None
    for _ in range(ATTEMPTS):
        try:
            content = json.loads((folder / META).read_text(encoding="utf-8"))
            names = [name for segment in content["segments"] for name in _names(segment)]
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            return f"{META} cannot be read ({error})"
        if fault is not None and content == before:
            return fault
        before = content
        fault = next((found for name in names if (found := _fault(folder / name, reads_all)) is not None), None)
        if fault is None:
            return None
    return fault


def _names(segment: dict[str, object]) -> list[str]:
    """The files of one segment."""
    stem = str(segment["segment_id"]).replace("-", "")
    deletes = segment["deletes"]
    gone = [f"{stem}.{deletes['opstamp']}.del"] if isinstance(deletes, dict) else []
    return [*(f"{stem}{table}" for table in TABLES), *gone]


def _fault(path: Path, reads_all: bool) -> str | None:
    try:
        with open(path, "rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - LONGEST_FOOTER))
            tail = file.read()
            checksum = _checksum(tail)
            if checksum is None:
                return f"{path.name} is torn"
            if not reads_all:
                return None
            length, _ = ENDING.unpack(tail[-ENDING.size :])
            left, found = size - ENDING.size - length, 0
            file.seek(0)
            while left > 0 and (piece := file.read(min(left, CHUNK_BYTES))):
                left, found = left - len(piece), crc32(piece, found)
    except FileNotFoundError:
        return f"{path.name} is missing"
    except OSError as error:
        return f"{path.name} cannot be read ({error.strerror})"
    return None if found == checksum else f"{path.name} is not what was written (the checksums differ)"


def _checksum(tail: bytes) -> int | None:
    """The checksum that the footer at the end holds; None where there is no footer."""
    if len(tail) < ENDING.size:
        return None
    length, magic = ENDING.unpack(tail[-ENDING.size :])
    if magic != MAGIC or length > len(tail) - ENDING.size:
        return None
    try:
        found = json.loads(tail[-ENDING.size - length : -ENDING.size])["crc"]
    except (ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, int) else None
