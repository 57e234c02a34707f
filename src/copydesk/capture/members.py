"""Where a member of a web archive ends: a compressed one, or a plain record.

In: a window and the place where it begins. Out: the place of its end, None where the window ends before it or the
member is garbled. FastWARC says nothing when a file ends in the middle of a member.
Source: RFC 1952 (gzip), RFC 8878 (zstd), the LZ4 frame format 1.6.4.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from copydesk.capture.packing import LZ4_MAGIC, Packing
from copydesk.capture.window import Window

if TYPE_CHECKING:
    import zstandard

STEP_BYTES = 1 << 16
ZSTD_STEP_BYTES = 1024
"""A block of four bytes may stand for 128 KB, so that one step yields at most 32 MB."""
LENGTH = b"content-length:"
LZ4_HEAD_BYTES = 7
UNCOMPRESSED = 0x7FFFFFFF
HAS_DICTIONARY, HAS_SUM, HAS_SIZE, HAS_BLOCK_SUMS = 1, 4, 8, 16
"""Bits of the frame's descriptor."""


def member_end(window: Window, start: int, packing: Packing, dictionary: bytes | None = None) -> int | None:
    """Where the member that begins at `start` ends; a plain record without the blank lines after it."""
    if packing is Packing.GZIP:
        return _gzip_end(window, start)
    if packing is Packing.LZ4:
        return _lz4_end(window, start)
    return _zstd_end(window, start, dictionary) if packing is Packing.ZSTD else _plain_end(window, start)


def _plain_end(window: Window, start: int) -> int | None:
    head = window.bytes_at(start, STEP_BYTES)
    ends = [(at, len(mark)) for mark in (b"\r\n\r\n", b"\n\n") if (at := head.find(mark)) >= 0]
    if not ends:
        return None
    at, width = min(ends)
    lengths = [line.partition(b":")[2].strip() for line in head[:at].splitlines() if line[:15].lower() == LENGTH]
    end = start + at + width + (int(lengths[0]) if lengths and lengths[0].isdigit() else 0)
    return end if end <= window.end_bytes else None


def _gzip_end(window: Window, start: int) -> int | None:
    member = zlib.decompressobj(31)
    at = start
    try:
        while not member.eof:
            piece = window.bytes_at(at, STEP_BYTES)
            if not piece:
                return None
            member.decompress(piece, STEP_BYTES)
            while member.unconsumed_tail and not member.eof:
                member.decompress(member.unconsumed_tail, STEP_BYTES)
            at += len(piece)
    except zlib.error:
        return None
    return at - len(member.unused_data)


def _zstd_end(window: Window, start: int, dictionary: bytes | None) -> int | None:
    import zstandard

    known = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    frame: zstandard.ZstdDecompressionObj = zstandard.ZstdDecompressor(dict_data=known).decompressobj()
    at = start
    try:
        while not frame.eof:
            piece = window.bytes_at(at, ZSTD_STEP_BYTES)
            if not piece:
                return None
            frame.decompress(piece)
            at += len(piece)
    except zstandard.ZstdError:
        return None
    return at - len(frame.unused_data)


def _lz4_end(window: Window, start: int) -> int | None:
    head = window.bytes_at(start, LZ4_HEAD_BYTES)
    if len(head) < LZ4_HEAD_BYTES or not head.startswith(LZ4_MAGIC):
        return None
    flags = head[4]
    at = start + LZ4_HEAD_BYTES + 8 * bool(flags & HAS_SIZE) + 4 * bool(flags & HAS_DICTIONARY)
    while at < window.end_bytes:
        size = int.from_bytes(window.bytes_at(at, 4), "little") & UNCOMPRESSED
        at += 4
        if size == 0:
            at += 4 * bool(flags & HAS_SUM)
            break
        at += size + 4 * bool(flags & HAS_BLOCK_SUMS)
    else:
        return None
    return at if at <= window.end_bytes else None
