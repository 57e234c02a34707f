"""WACZ files: a ZIP with web archives in it.

In: the path of a ZIP file. Out: the web archives inside, each as a range of the file or unpacked to a temporary one.
The lists of pages and the indexes in it are not asked: they say what somebody looked at, the archives what there is.
Source: the WACZ specification of Webrecorder, version 1.1.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from copydesk.capture.window import Window
from copydesk.errors import DamagedInput

ENDINGS = (".warc", ".warc.gz", ".warc.zst", ".warc.lz4", ".arc", ".arc.gz")
LOCAL_HEAD_BYTES = 30
COPY_BYTES = 1 << 20
ERRORS = (zipfile.BadZipFile, NotImplementedError, RuntimeError, KeyError, EOFError, OSError, ValueError)
"""What `zipfile` raises at damage, unknown methods and passwords."""


def members(path: str) -> tuple[str, ...]:
    """Names of the web archives in a ZIP file, sorted; none where it is no ZIP, or one that holds something else."""
    try:
        with zipfile.ZipFile(path) as archive:
            return tuple(sorted(name for name in archive.namelist() if name.lower().endswith(ENDINGS)))
    except ERRORS:
        return ()


@contextmanager
def opened_member(path: str, name: str) -> Iterator[Window]:
    """A window on one archive inside; its places are those of the ZIP file where it is stored as it is.

    Raises: DamagedInput.
    """
    try:
        with open(path, "rb") as file, zipfile.ZipFile(file) as archive:
            entry = archive.getinfo(name)
            if entry.compress_type == zipfile.ZIP_STORED and not entry.flag_bits & 1:
                start = _data_start(file, entry.header_offset)
                yield Window(file, start, start + entry.file_size, start)
                return
            with tempfile.TemporaryFile() as unpacked:
                with archive.open(entry) as packed:
                    shutil.copyfileobj(packed, unpacked, COPY_BYTES)
                yield Window(unpacked, 0, entry.file_size)
    except ERRORS as error:
        detail = f"{path}: {name} inside cannot be unpacked ({error}); copy or download it again"
        raise DamagedInput(detail, source=path) from None


def is_stored(path: str, name: str) -> bool:
    """Whether the archive inside lies there uncompressed, so that it can be read in ranges."""
    try:
        with zipfile.ZipFile(path) as archive:
            entry = archive.getinfo(name)
            return entry.compress_type == zipfile.ZIP_STORED and not entry.flag_bits & 1
    except ERRORS:
        return False


def _data_start(file: BinaryIO, header_offset: int) -> int:
    file.seek(header_offset)
    head = file.read(LOCAL_HEAD_BYTES)
    if len(head) < LOCAL_HEAD_BYTES or not head.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile("no entry where the list says")
    return (
        header_offset + LOCAL_HEAD_BYTES + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    )
