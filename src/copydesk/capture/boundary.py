"""Where the next record of a web archive begins, from any byte of it.

In: a window on the file. Out: a byte offset. So a large archive is split, and so reading goes on after damage.
Compressed: the magic number of a member that really inflates to `WARC/`. Plain: a line `WARC/1.` whose headers follow.
"""

from __future__ import annotations

from copydesk.capture.packing import Packing, begins_record, look_bytes
from copydesk.capture.window import Window

STEP_BYTES = 1 << 20
LEAD = {Packing.NONE: b"\nWARC/"}
"""In a plain file a record begins a line; elsewhere its magic number stands for itself."""


def next_record(window: Window, at: int, packing: Packing, dictionary: bytes | None = None) -> int | None:
    """The first place from `at` on where a record begins, or None before the window's end."""
    mark = LEAD.get(packing, packing.value)
    skip = mark.index(packing.value)
    at = max(at - skip, 0)
    while at < window.end_bytes:
        chunk = window.bytes_at(at, STEP_BYTES + len(mark))
        found = chunk.find(mark)
        while found >= 0:
            place = at + found + skip
            if begins_record(window.bytes_at(place, look_bytes(packing)), packing, dictionary):
                return place
            found = chunk.find(mark, found + 1)
        at += STEP_BYTES
    return None
