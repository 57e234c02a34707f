"""Compressed bytes to plain bytes, whatever the file's name says.

In: bytes that may be gzip or zstd, several layers deep. Out: what is inside, never more than the limit.
Memory stays within the limit and 32 MB, however small the input and however large what it claims to hold.
Left to others: what the bytes are (`sniff`).
"""

from __future__ import annotations

import zlib

from copydesk.errors import DamagedInput, OversizedInput

GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
MAX_LAYERS = 3
"""A server that compresses a compressed file makes two."""
MAX_MEMBERS = 10_000
"""Compressed files may be joined end to end; a page is one member, and empty ones by the million only cost time."""
PEEK_BYTES = 65536
GZIP_STEP_BYTES = 16384
ZSTD_STEP_BYTES = 1024
"""A zstd block of four bytes can hold 128 KB, so that one step yields at most 32 MB."""


def unpack(content: bytes, max_bytes: int, source: str) -> bytes:
    """The bytes inside gzip or zstd, known by their first bytes; others come back as they are, the same object.

    Raises: DamagedInput where the data is cut or garbled, OversizedInput where it holds more than `max_bytes`.
    """
    for _ in range(MAX_LAYERS):
        if content.startswith(GZIP_MAGIC):
            content = _gunzip(content, max_bytes, source)
        elif content.startswith(ZSTD_MAGIC):
            content = _unzstd(content, max_bytes, source)
        else:
            break
    return content


def peek(content: bytes, count: int) -> bytes:
    """The first bytes of what `unpack` would give, as far as the first layer of compression shows them."""
    try:
        if content.startswith(GZIP_MAGIC):
            return zlib.decompressobj(wbits=31).decompress(content[:PEEK_BYTES], count)
        if content.startswith(ZSTD_MAGIC):
            import zstandard

            return zstandard.ZstdDecompressor().stream_reader(content[:PEEK_BYTES]).read(count)
    except Exception:  # what it is remains unknown; unpacking it tells what is wrong
        return b""
    return content[:count]


class Collector:
    """Pieces of output up to a limit."""

    def __init__(self, max_bytes: int, source: str) -> None:
        self._pieces: list[bytes] = []
        self._room_bytes = max_bytes
        self._max_bytes = max_bytes
        self._source = source

    @property
    def step_bytes(self) -> int:
        """How much to ask for at once: one byte more than may come."""
        return self._room_bytes + 1

    def add(self, piece: bytes) -> None:
        """Keep a piece. Raises: OversizedInput."""
        if len(piece) > self._room_bytes:
            raise oversized(self._source, self._max_bytes)
        self._room_bytes -= len(piece)
        self._pieces.append(piece)

    def joined(self) -> bytes:
        return b"".join(self._pieces)


def oversized(source: str, max_bytes: int) -> OversizedInput:
    """The error of an input beyond the limit."""
    size = f"{max_bytes / 1048576:.4g} MB" if max_bytes >= 1048576 else f"{max_bytes} bytes"
    return OversizedInput(f"{source}: more than {size}; raise max_bytes (--max-bytes) to read it", source=source)


def _gunzip(content: bytes, max_bytes: int, source: str) -> bytes:
    collected = Collector(max_bytes, source)
    member = zlib.decompressobj(wbits=31)
    members = 1
    at = 0
    try:
        while at < len(content):
            step = content[at : at + GZIP_STEP_BYTES]
            collected.add(member.decompress(step, collected.step_bytes))
            at += len(step) - len(member.unconsumed_tail) - len(member.unused_data)
            if member.eof:
                if not content.startswith(GZIP_MAGIC, at):
                    return collected.joined()  # the end, or padding and rubbish, which gzip itself ignores
                member = zlib.decompressobj(wbits=31)
                members = _count_member(members, source)
    except zlib.error as error:
        raise _damaged(source, "gzip", f"garbled ({error})") from None
    raise _damaged(source, "gzip", "cut off before its end")


def _unzstd(content: bytes, max_bytes: int, source: str) -> bytes:
    # Imported here: most pages are not compressed this way.
    import zstandard

    collected = Collector(max_bytes, source)
    frame = zstandard.ZstdDecompressor().decompressobj()
    members = 1
    at = 0
    try:
        while at < len(content):
            step = content[at : at + ZSTD_STEP_BYTES]
            collected.add(frame.decompress(step))
            at += len(step)
            if frame.eof:
                at -= len(frame.unused_data)
                if not content.startswith(ZSTD_MAGIC, at):
                    return collected.joined()
                frame = zstandard.ZstdDecompressor().decompressobj()
                members = _count_member(members, source)
    except zstandard.ZstdError as error:
        raise _damaged(source, "zstd", f"garbled ({error})") from None
    raise _damaged(source, "zstd", "cut off before its end")


def _count_member(members: int, source: str) -> int:
    if members >= MAX_MEMBERS:
        detail = f"{source}: more than {MAX_MEMBERS} compressed members, which no page has; check what it is"
        raise DamagedInput(detail, source=source)
    return members + 1


def _damaged(source: str, form: str, what: str) -> DamagedInput:
    return DamagedInput(f"{source}: the {form} data is {what}; copy or download it again", source=source)
