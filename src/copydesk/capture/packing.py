"""How the records of a web archive are packed: gzip, zstd, lz4 or not at all.

In: the first bytes of a file, or bytes at which a record may begin. Out: the packing; whether a record begins there.
Left to others: where to look (`boundary`), reading records (FastWARC, which unpacks for itself).
Source: the WARC specification, annex D; the zstd profile of the IIPC (a dictionary in a skippable frame at the start).
"""

from __future__ import annotations

import zlib
from enum import Enum
from io import BytesIO

from copydesk.capture.unpack import GZIP_MAGIC, ZSTD_MAGIC

GZIP_MEMBER = GZIP_MAGIC + b"\x08"
LZ4_MAGIC = b"\x04\x22\x4d\x18"
DICTIONARY_MAGIC = b"\x5d\x2a\x4d\x18"
VERSIONS = (b"WARC/1.", b"WARC/0.")
ARC_OPENING = b"filedesc://"
OPENING_BYTES = 11
VERSION_BYTES = 10
"""`WARC/0.18` and blanks after it."""
FRAME_BYTES = (4096, 1 << 18, (1 << 22) + 4096)
"""How much of a frame is tried: the first block must be whole, which is at most 128 KB in zstd and 4 MB in lz4."""
PLAIN_HEAD_BYTES = 4096
DICTIONARY_BYTES = 1 << 24
"""A longer dictionary is none: they are made with some 100 KB."""


class Packing(Enum):
    """How records are packed; the value is what each record begins with."""

    GZIP = GZIP_MEMBER
    ZSTD = ZSTD_MAGIC
    LZ4 = LZ4_MAGIC
    NONE = b"WARC/"


def packing_of(head: bytes) -> Packing:
    """The packing that a file's first bytes show."""
    if head.startswith(DICTIONARY_MAGIC):
        return Packing.ZSTD
    for packing in (Packing.GZIP, Packing.ZSTD, Packing.LZ4):
        if head.startswith(packing.value):
            return packing
    return Packing.NONE


def dictionary_of(head: bytes) -> bytes | None:
    """The zstd dictionary at the start of a file; None where there is none.

    head: enough of the file to hold it (`dictionary_frame_bytes`).
    """
    size = dictionary_frame_bytes(head)
    if not size or len(head) < size:
        return None
    dictionary = head[8:size]
    if dictionary.startswith(ZSTD_MAGIC):
        import zstandard

        try:
            reader = zstandard.ZstdDecompressor().stream_reader(dictionary)
            return reader.read(DICTIONARY_BYTES)
        except zstandard.ZstdError:
            return None
    return dictionary


def dictionary_frame_bytes(head: bytes) -> int:
    """Length of the frame with the dictionary; 0 where a file begins with none."""
    if not head.startswith(DICTIONARY_MAGIC) or len(head) < 8:
        return 0
    size = int.from_bytes(head[4:8], "little")
    return size + 8 if size <= DICTIONARY_BYTES else 0


def opening(content: bytes, dictionary: bytes | None = None) -> bytes:
    """The first bytes inside, whatever they are packed in; empty where nothing can be unpacked."""
    packing = packing_of(content)
    if packing is Packing.NONE:
        return content[:OPENING_BYTES]
    if packing is Packing.GZIP:
        try:
            return zlib.decompressobj(31).decompress(content, OPENING_BYTES)
        except zlib.error:
            return b""
    if content.startswith(DICTIONARY_MAGIC):
        size = dictionary_frame_bytes(content)
        dictionary, content = dictionary_of(content), content[size:] if size else b""
    for count in FRAME_BYTES:
        found = _frame_opening(content[:count], packing, dictionary)
        if found or count >= len(content):
            return found
    return b""


def opens_member(content: bytes, packing: Packing) -> bool:
    """True where a member with something in it begins with these bytes."""
    return content.startswith(packing.value) and bool(opening(content))


def begins_record(content: bytes, packing: Packing, dictionary: bytes | None = None) -> bool:
    """True where a WARC record begins with these bytes (as many as `look_bytes` of the packing, or the rest)."""
    if packing is Packing.NONE:
        return _is_plain_head(content[:PLAIN_HEAD_BYTES])
    return content.startswith(packing.value) and opening(content, dictionary).startswith(VERSIONS)


def _is_plain_head(content: bytes) -> bool:
    """True for a version line and header lines up to a blank one, a type among them: a page may quote the first."""
    if not content.startswith(VERSIONS):
        return False
    head = content.replace(b"\r\n", b"\n").partition(b"\n\n")[0].lower()
    version, *lines = head.split(b"\n")
    is_head = all(b":" in line or line[:1] in (b" ", b"\t") for line in lines[:-1])
    return len(version) <= VERSION_BYTES and is_head and any(line.startswith(b"warc-type:") for line in lines)


def look_bytes(packing: Packing) -> int:
    """How many bytes `begins_record` wants to see."""
    return PLAIN_HEAD_BYTES if packing in (Packing.NONE, Packing.GZIP) else FRAME_BYTES[-1]


def _frame_opening(content: bytes, packing: Packing, dictionary: bytes | None) -> bytes:
    # Imported here: pages in files need neither.
    if packing is Packing.ZSTD:
        import zstandard

        known = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        try:
            # Read as a stream: a frame of a few bytes may stand for gigabytes.
            return zstandard.ZstdDecompressor(dict_data=known).stream_reader(content).read(OPENING_BYTES)
        except (zstandard.ZstdError, MemoryError):
            return b""
    from fastwarc.stream_io import Lz4Reader

    try:
        return Lz4Reader(BytesIO(content)).read(OPENING_BYTES)
    except OSError:
        return b""
