"""A range of a file's bytes as a stream of its own.

In: an open file and a range. Out: something with `read` and `tell` that ends where the range ends; places count from
the start of the file. FastWARC is given this and never a path or a pipe: it panics on what cannot tell its place.
"""

from __future__ import annotations

import io
from typing import IO, BinaryIO, cast

STREAM_BYTES = 1 << 18


class Window:
    """Bytes `start_bytes` to `end_bytes` of a file; what is beyond the file's end is not there.

    origin_bytes: where the archive itself begins, which may lie in a larger file.
    """

    def __init__(self, file: BinaryIO, start_bytes: int, end_bytes: int, origin_bytes: int = 0) -> None:
        self.file = file
        self._at = start_bytes
        self.origin_bytes = origin_bytes
        self.start_bytes = start_bytes
        self.end_bytes = min(end_bytes, file.seek(0, 2))
        file.seek(start_bytes)

    def read(self, size: int = -1) -> bytes:
        left = max(self.end_bytes - self._at, 0)
        content = self.file.read(left if size < 0 else min(size, left))
        self._at += len(content)
        return content

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        base = (0, self._at, self.end_bytes)[whence]
        self._at = self.file.seek(max(base + offset, self.start_bytes))
        return self._at

    def close(self) -> None:
        """Nothing: the file belongs to whoever opened it."""

    def head(self, count: int) -> bytes:
        """The first bytes of the archive, which may lie before this range."""
        self.file.seek(self.origin_bytes)
        content = self.file.read(min(count, max(self.end_bytes - self.origin_bytes, 0)))
        self.file.seek(self._at)
        return content

    def bytes_at(self, at: int, count: int) -> bytes:
        """So many bytes from a place; fewer at the end."""
        self.seek(at)
        return self.read(count)

    def stream(self) -> IO[bytes]:
        """The rest of the range as a buffered stream with lines."""
        return cast(IO[bytes], io.BufferedReader(_Raw(self), STREAM_BYTES))


class Prefixed:
    """Some bytes and then the rest of a window, in whose places the bytes do not count."""

    def __init__(self, prefix: bytes, window: Window) -> None:
        self._prefix = prefix
        self._window = window

    def read(self, size: int = -1) -> bytes:
        if not self._prefix:
            return self._window.read(size)
        content, self._prefix = self._prefix, b""
        return content

    def tell(self) -> int:
        return self._window.tell() - len(self._prefix)


class _Raw(io.RawIOBase):
    """What the standard library's buffers want to read from."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def readable(self) -> bool:
        return True

    def readinto(self, target: bytearray | memoryview) -> int:  # type: ignore[override]
        content = self._window.read(len(target))
        target[: len(content)] = content
        return len(content)
