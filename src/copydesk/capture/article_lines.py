"""Lists of articles that other tools extracted: where they are, one at a time.

In: a JSON Lines file (also gzip or zstd), or a JSON file with one article or a list of them. Out: objects with their
line numbers, and a Refusal for each line that is none.
Left to others: what their keys mean (`extracted`).
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, TypeAlias, cast

from copydesk.capture.limits import Limits
from copydesk.capture.packing import Packing, packing_of
from copydesk.capture.unpack import peek
from copydesk.capture.window import Window
from copydesk.records import Refusal

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
JsonObject: TypeAlias = dict[str, JsonValue]
TEXT_KEYS = (b'"text"', b'"maintext"', b'"title"', b'"headline"', b'"articleBody"', b'"raw_text"', b'"body"')
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
STEP_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Line:
    """One object of a list."""

    content: JsonObject
    raw: bytes
    number: int
    """Counted from 1 from the start of the file; in a JSON document, of the object."""


def begins_articles(head: bytes) -> bool:
    """True for the first bytes of a JSON object or list with a key that only articles have."""
    plain = peek(head, len(head) * 4) if packing_of(head) is not Packing.NONE else head
    plain = plain.removeprefix(BYTE_ORDER_MARK).lstrip()
    return plain.startswith((b"{", b"[")) and any(key in plain for key in TEXT_KEYS)


def lines_in(window: Window, source: str, limits: Limits) -> Iterator[Line | Refusal]:
    """The objects of the lines in a window that begins at the start of a line, in order."""
    packing = packing_of(window.head(8))
    is_whole = window.start_bytes == window.origin_bytes
    if is_whole and packing is Packing.NONE:
        document = _document(window, limits)
        if document is not None:
            yield from _objects(document, source)
            return
    window.seek(window.start_bytes)
    lines = _Lines(_stream(window, packing), limits.max_bytes)
    earlier = -1
    for index, raw in enumerate(lines):
        if raw is not None and not raw.strip():
            continue
        if earlier < 0:
            earlier = 0 if is_whole else _newlines_before(window)
        yield _line(raw, earlier + index + 1, source, limits)
    if lines.damage is not None:
        detail = f"{source}: garbled or cut off after line {lines.count} ({lines.damage}); the others are read"
        yield Refusal("damaged-record", detail, source=source)


def line_start(window: Window, at: int) -> int:
    """The first place from `at` on where a line begins; the window's end where none does."""
    at = max(at - 1, 0)
    while piece := window.bytes_at(at, STEP_BYTES):
        found = piece.find(b"\n")
        if found >= 0:
            return at + found + 1
        at += len(piece)
    return window.end_bytes


class _Lines:
    """Lines of a stream, None for one beyond the limit, up to the end or to damage."""

    def __init__(self, stream: IO[bytes], max_bytes: int) -> None:
        self._stream = stream
        self._max_bytes = max_bytes
        self.count = 0
        self.damage: Exception | None = None

    def __iter__(self) -> Iterator[bytes | None]:
        try:
            while line := self._stream.readline(self._max_bytes + 1):
                self.count += 1
                is_long = len(line) > self._max_bytes
                while len(line) > self._max_bytes and not line.endswith(b"\n"):
                    line = self._stream.readline(STEP_BYTES)
                    if len(line) < STEP_BYTES:
                        break
                yield None if is_long else line
        except (OSError, EOFError, zlib.error, ValueError) as error:
            self.damage = error
        except Exception as error:  # zstandard's own error, whose module need not be loaded otherwise
            if type(error).__name__ != "ZstdError":
                raise
            self.damage = error


def _line(raw: bytes | None, number: int, source: str, limits: Limits) -> Line | Refusal:
    if raw is None:
        detail = f"{source}, line {number}: longer than {limits.max_bytes} bytes; raise max_bytes to read it"
        return Refusal("oversized-input", detail, source=source)
    raw = raw.strip().removeprefix(BYTE_ORDER_MARK)
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError) as error:
        return _bad(source, number, f"no JSON ({_message(error)})")
    return Line(content, raw, number) if isinstance(content, dict) else _bad(source, number, "no JSON object")


def _document(window: Window, limits: Limits) -> JsonValue:
    """A file that is one JSON document of several lines or a list; None where it is JSON Lines or broken."""
    start = window.bytes_at(window.start_bytes, STEP_BYTES).removeprefix(BYTE_ORDER_MARK).lstrip()
    first = start.partition(b"\n")[0].strip()
    is_list = start.startswith(b"[")
    if not is_list and not (first.startswith(b"{") and not first.endswith(b"}")):
        return None
    content = window.bytes_at(window.start_bytes, limits.max_bytes + 1)
    if len(content) > limits.max_bytes:
        return None
    try:
        return cast(JsonValue, json.loads(content.removeprefix(BYTE_ORDER_MARK)))
    except (ValueError, RecursionError):
        return None


def _objects(document: JsonValue, source: str) -> Iterator[Line | Refusal]:
    for index, item in enumerate(document if isinstance(document, list) else [document]):
        if isinstance(item, dict):
            yield Line(item, json.dumps(item, sort_keys=True).encode(), index + 1)
        else:
            yield _bad(source, index + 1, "no JSON object")


def _stream(window: Window, packing: Packing) -> IO[bytes]:
    if packing is Packing.GZIP:
        return cast(IO[bytes], gzip.GzipFile(fileobj=window.stream()))
    if packing is Packing.ZSTD:
        import io

        import zstandard

        reader = zstandard.ZstdDecompressor().stream_reader(window.stream(), read_across_frames=True)
        return cast(IO[bytes], io.BufferedReader(reader))
    return window.stream()


def _newlines_before(window: Window) -> int:
    """How many lines there are before this range; asked once for a range."""
    count = 0
    start, place = window.start_bytes, window.tell()
    window.start_bytes, at = window.origin_bytes, window.origin_bytes
    while at < start:
        piece = window.bytes_at(at, min(STEP_BYTES, start - at))
        count += piece.count(b"\n")
        at += len(piece)
    window.start_bytes = start
    window.seek(place)
    return count


def _message(error: Exception) -> str:
    return str(error).partition(": line")[0] if isinstance(error, json.JSONDecodeError) else type(error).__name__


def _bad(source: str, number: int, what: str) -> Refusal:
    return Refusal("bad-line", f"{source}, line {number}: {what}; mend or take out the line", source=source)
