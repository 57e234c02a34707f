"""A range of a web archive to its captures; damage costs the damaged records only.

In: a window on a WARC file (plain, gzip, zstd, lz4). Out: Captures, and Refusals for what was left out and for damage,
in the order of the file. Requests, metadata and the like are passed over.
Left to others: what a record's block says (`exchanged`), where ranges begin and end (`portions`).
FastWARC reads the records. It stops at the first damage and ends without a word where a file is cut, so that both are
noticed here: reading starts again at the next record, and blocks and members are compared with their lengths.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, cast

from copydesk.capture.boundary import next_record, packing_in
from copydesk.capture.exchanged import Records, is_wanted
from copydesk.capture.limits import Limits
from copydesk.capture.members import member_end
from copydesk.capture.packing import (
    Packing,
    begins_record,
    dictionary_frame_bytes,
    dictionary_of,
    look_bytes,
    opens_member,
)
from copydesk.capture.window import Prefixed, Window
from copydesk.errors import DamagedInput
from copydesk.records import Capture, Place, Refusal

if TYPE_CHECKING:
    from fastwarc.warc import ArchiveIterator, WarcRecord

Item = Capture | Refusal
STEP_BYTES = 1 << 16


def warc_captures(window: Window, source: str, limits: Limits) -> Iterator[Item]:
    """The captures of all records that lie in a window; it begins and ends where records do."""
    reader = _Reader(window, source, limits)
    at: int | None = window.start_bytes
    while at is not None and at < window.end_bytes:
        yield from reader.run(at)
        at = reader.resume_bytes


class _Reader:
    """Reads from one place to the next damage, then says where to go on."""

    def __init__(self, window: Window, source: str, limits: Limits) -> None:
        self._window = window
        self._source = source
        self._dictionary = dictionary_in(window)
        self._packing = packing_in(window)
        self._records = Records(source, limits)
        self._last = -1
        """Where the record before begins, as far as that is known."""
        self.resume_bytes: int | None = None

    def run(self, at: int) -> Iterator[Item]:
        """Everything from `at` to the first damage or the end; sets `resume_bytes`."""
        self.resume_bytes = None
        self._last = at - 1
        held: tuple[Item | None, int] = (None, at)
        is_whole = True
        iterator = self._iterator(at)
        while True:
            try:
                record = next(iterator, None)
                if record is None:
                    break
                place = record.stream_pos
                item = self._read(record)
                is_whole = not (isinstance(item, Refusal) and item.reason == "damaged-record")
            except BaseException as error:
                if not _is_damage(error):
                    raise
                yield from self._placed(held, None)
                yield from self._damage(held[1], error)
                return
            yield from self._placed(held, place)
            held = (item, place)
        yield from self._end(held, is_whole)

    def _iterator(self, at: int) -> ArchiveIterator:
        # Imported here: most runs read pages in files.
        from fastwarc.warc import ArchiveIterator

        self._window.seek(at)
        if self._dictionary is not None and at > self._window.origin_bytes:
            # FastWARC learns the dictionary from the frame at the start, so it is shown that frame again.
            frame = self._window.head(dictionary_frame_bytes(self._window.head(8)))
            stream = cast("BinaryIO", Prefixed(frame, self._window))
            return ArchiveIterator(stream, parse_http=False)
        return ArchiveIterator(cast("BinaryIO", self._window), parse_http=False)

    def _read(self, record: WarcRecord) -> Item | None:
        """What a record is, its block read to the end."""
        if is_wanted(record):
            return self._records.read(record)
        return None

    def _placed(self, held: tuple[Item | None, int], following: int | None) -> Iterator[Item]:
        """The item with its place, which is sure only where it lies between those of its neighbours."""
        item, place = held
        if item is None:
            return
        is_sure = self._last < place and (following is None or place < following)
        length = following - place if is_sure and following is not None else None
        known = item.place or Place(self._source)
        if known.source == self._source:  # else the record only says of it that it lies elsewhere
            known = replace(known, offset_bytes=place if is_sure else None, length_bytes=length)
        yield replace(item, place=known)
        self._last = place

    def _damage(self, place: int, error: BaseException) -> Iterator[Item]:
        """One Refusal for the bytes between here and the next record."""
        resume = self._next(place + 1)
        end = self._window.end_bytes if resume is None else resume
        self.resume_bytes = resume
        if not self._is_padding(place, end):
            yield self._refusal(place, f"garbled ({_first_line(error)})")

    def _end(self, held: tuple[Item | None, int], is_whole: bool) -> Iterator[Item]:
        """The last item, and a Refusal where the window ends in a member and FastWARC did not say so."""
        item, place = held
        end: int | None = self._window.end_bytes
        if is_whole and place < self._window.end_bytes:
            end = self._record_end(place)
        if end is not None and self._is_padding(end, self._window.end_bytes):
            end = self._window.end_bytes
        if end is not None or isinstance(item, Capture) or not is_whole:
            yield from self._placed(held, end)
        if end is None or end < self._window.end_bytes:
            yield self._refusal(place if end is None else end, "cut off")
        if end != self._window.end_bytes or not is_whole:
            self.resume_bytes = self._next(place + 1)

    def _record_end(self, place: int) -> int | None:
        """Where the last record ends, None where it is cut; some tools cut a record into several members."""
        end = member_end(self._window, place, self._packing, self._dictionary)
        while end is not None and self._goes_on(end):
            end = member_end(self._window, end, self._packing, self._dictionary)
        return end

    def _goes_on(self, at: int) -> bool:
        if self._packing is Packing.NONE:
            return False
        head = self._window.bytes_at(at, look_bytes(self._packing))
        return opens_member(head, self._packing) and not begins_record(head, self._packing, self._dictionary)

    def _is_padding(self, start: int, end: int) -> bool:
        """Zero bytes up to the end, with which some tools fill blocks."""
        tail = self._window.bytes_at(max(end - STEP_BYTES, start), STEP_BYTES)
        return end == self._window.end_bytes and not tail.strip(b"\0\r\n")

    def _next(self, at: int) -> int | None:
        return next_record(self._window, at, self._packing, self._dictionary)

    def _refusal(self, place: int, what: str) -> Refusal:
        detail = f"{self._source}: the record at byte {place} or after it is {what}; the others are read"
        return Refusal("damaged-record", detail, source=self._source, place=Place(self._source, place))


def dictionary_in(window: Window) -> bytes | None:
    """The dictionary at the start of a zstd archive, whatever range of it the window shows."""
    size = dictionary_frame_bytes(window.head(8))
    return dictionary_of(window.head(size)) if size else None


def _is_damage(error: BaseException) -> bool:
    """FastWARC's errors, and the panics of the Rust inside it, which are no Exceptions."""
    return isinstance(error, (OSError, ValueError, DamagedInput)) or type(error).__name__ == "PanicException"


def _first_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__
