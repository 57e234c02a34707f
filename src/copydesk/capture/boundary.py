"""Where the next record of a web archive begins, from any byte of it.

In: a window on the file. Out: a byte offset. So a large archive is split, and so reading goes on after damage.
Compressed: the magic number of a member that really inflates to `WARC/`. Plain: a line `WARC/1.` whose headers follow.
"""

from __future__ import annotations

from copydesk.capture.packing import Packing, begins_record, look_bytes, packing_of
from copydesk.capture.window import Window

STEP_BYTES = 1 << 20
LEAD = {Packing.NONE: b"\nWARC/"}
"""In a plain file a record begins a line; elsewhere its magic number stands for itself."""


def next_record(window: Window, at: int, packing: Packing, dictionary: bytes | None = None) -> int | None:
    """The first place from `at` on where a record begins, or None before the window's end."""
    if at == window.origin_bytes and _is_record(window, at, packing, dictionary):
        return at
    mark = LEAD.get(packing, packing.value)
    skip = mark.index(packing.value)
    at = max(at - skip, window.start_bytes)
    while at < window.end_bytes:
        chunk = window.bytes_at(at, STEP_BYTES + len(mark))
        found = chunk.find(mark)
        while found >= 0:
            place = at + found + skip
            if _is_record(window, place, packing, dictionary):
                return place
            found = chunk.find(mark, found + 1)
        at += STEP_BYTES
    return None


def _is_record(window: Window, place: int, packing: Packing, dictionary: bytes | None) -> bool:
    return begins_record(window.bytes_at(place, look_bytes(packing)), packing, dictionary)


def packing_in(window: Window) -> Packing:
    """The packing of an archive; where its head is garbled, that of the first record that is not."""
    head = window.head(len(Packing.NONE.value))
    found = packing_of(head)
    if found is not Packing.NONE or head == Packing.NONE.value:
        return found
    places = {packing: next_record(window, window.origin_bytes, packing) for packing in Packing}
    known = [packing for packing in Packing if places[packing] is not None]
    return min(known, key=lambda packing: places[packing] or 0, default=Packing.NONE)
