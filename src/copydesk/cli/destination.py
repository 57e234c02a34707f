"""Where the text goes: standard output, one file, or a folder with one file for each input.

In: chunks of text, or records. Out: bytes of UTF-8 on disk or on standard output.
Left to others: what the text is (`output`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from copydesk.capture import is_read_from
from copydesk.errors import CopydeskError, OptionError

NAME_CHARACTERS = 60
"""With the sum, the number and the suffix a name stays far below the 255 bytes that file systems allow."""
SUM_DIGITS = 10
"""40 bits: among a million inputs two would share a name once in two million runs, and then one gets a number."""


def spared(inputs: Iterable[str], output: str | None) -> Iterable[str]:
    """The inputs; where the output is a file that is there already, it is none of them: writing would destroy it.

    Raises OptionError, before anything is opened.
    """
    if output is None or not os.path.isfile(output):
        return inputs
    names = list(inputs)
    for name in names:
        if is_read_from(output, name):
            raise OptionError(f"{output} is read from ({name}), and writing would destroy it: name another file")
    return names


def refuse_inside(archive: str, output: str | None) -> None:
    """Raises OptionError for a file among those of the archive, which writing might destroy."""
    if output is not None and Path(output).resolve().is_relative_to(Path(archive).resolve()):
        raise OptionError(f"{output} is inside the archive: name a file outside of it")


class OutputError(CopydeskError):
    """The output cannot be written."""


def write_stream(chunks: Iterable[str], output: str | None) -> None:
    """Write the chunks to a file, or to standard output for None; the file is made when the first chunk is there.

    Raises OutputError, and BrokenPipeError when the reader of standard output has gone.
    """
    stream: BinaryIO | None = None if output is not None else sys.stdout.buffer
    try:
        for chunk in chunks:
            if stream is None:
                stream = _opened(str(output))
            _write(stream, chunk, output)
        if stream is not None:
            _flush(stream, output)
    finally:
        if stream is not None and output is not None:
            with suppress(OSError):
                stream.close()


class Folder:
    """A folder that gets one file for each input, under a name made of the input's own."""

    def __init__(self, path: str, suffix: str) -> None:
        self._path = Path(path)
        self._suffix = suffix
        self._given: dict[str, int] = {}
        try:
            self._path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"cannot make the folder {path}: {_reason(error)}") from None

    def write(self, source: str, text: str) -> Path:
        """Write the text under the source's name, whole or not at all. Raises OutputError."""
        path = self._path / self._name(source)
        partial = path.with_name(f".{path.name}.part")
        try:
            partial.write_bytes(_encoded(text))
            os.replace(partial, path)
        except OSError as error:
            with suppress(OSError):
                partial.unlink()
            raise OutputError(f"cannot write {path}: {_reason(error)}") from None
        return path

    def _name(self, source: str) -> str:
        """The same source always gets the same name; a source that comes again in one run gets a number."""
        name = file_name(source)
        count = self._given[name] = self._given.get(name, 0) + 1
        return f"{name}{f'-{count}' if count > 1 else ''}{self._suffix}"


def file_name(source: str) -> str:
    """A name that can be read and is the source's alone: its last words and a sum of all of it."""
    path = source
    if source.startswith(("http://", "https://")):
        parts = urlsplit(source)
        path = f"{parts.netloc}{parts.path}".rstrip("/").replace("/", "-")
    stem = os.path.basename(path.rstrip("/"))
    for suffix in (".gz", ".zst", ".html", ".htm", ".xhtml", ".mhtml", ".txt"):
        stem = stem.removesuffix(suffix)
    words = "".join(character if character.isascii() and character.isalnum() else "-" for character in stem)
    words = "-".join(word for word in words.split("-") if word)
    if len(words) > NAME_CHARACTERS:
        shorter = words[-NAME_CHARACTERS:]
        words = shorter if words[-NAME_CHARACTERS - 1] == "-" else shorter.partition("-")[2] or shorter
    return f"{words or 'input'}-{sha256(source.encode('utf-8', 'surrogateescape')).hexdigest()[:SUM_DIGITS]}"


def _opened(output: str) -> BinaryIO:
    try:
        return open(output, "wb")
    except OSError as error:
        raise OutputError(f"cannot write {output}: {_reason(error)}") from None


def _write(stream: BinaryIO, chunk: str, output: str | None) -> None:
    try:
        stream.write(_encoded(chunk))
        if output is None and sys.stdout.isatty():
            stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"cannot write {output or 'standard output'}: {_reason(error)}") from None


def _flush(stream: BinaryIO, output: str | None) -> None:
    try:
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"cannot write {output or 'standard output'}: {_reason(error)}") from None


def _encoded(text: str) -> bytes:
    """UTF-8, always valid: a file name that is no UTF-8 keeps its bytes as escapes."""
    return text.encode("utf-8", "backslashreplace")


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
