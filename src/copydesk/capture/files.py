"""Files and folders: one path to a Capture, a folder to the paths of its pages.

In: paths. Out: Captures, paths in sorted order, or InputErrors.
Left to others: what the bytes are (`content`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from copydesk.capture.content import DEFAULT_LIMITS, capture_bytes
from copydesk.capture.limits import Limits
from copydesk.capture.sniff import HTML, MANY, MHTML, PLAIN
from copydesk.errors import InputError, MissingInput
from copydesk.records import Capture, Refusal

MEDIA_TYPES = {
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".mhtml": MHTML,
    ".mht": MHTML,
    ".txt": PLAIN,
    ".text": PLAIN,
}
"""Suffixes that a folder is searched for. Markdown is not among them: it is written, not captured."""
PACKED = (".gz", ".zst")


def capture_file(path: str | Path, *, url: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Capture:
    """A Capture of one file, whatever its suffix; `source` is the path as given.

    Raises: MissingInput, InputError where it cannot be opened, and whatever `capture_bytes` raises.
    """
    source = os.fspath(path)
    content = _read(source, limits.max_bytes)
    return capture_bytes(content, source=source, url=url, media_type=suffix_media_type(source), limits=limits)


def capture_or_refusal(path: str, limits: Limits = DEFAULT_LIMITS) -> Capture | Refusal:
    """One file as a Capture, or the reason why not."""
    try:
        return capture_file(path, limits=limits)
    except InputError as error:
        return refuse(error)


def refuse(error: InputError) -> Refusal:
    """The error as a value: counted, kept and shown like an article."""
    url = error.source if error.source.startswith(("http://", "https://")) else None
    return Refusal(error.reason, error.detail, source=error.source, url=url)


def _read(source: str, max_bytes: int) -> bytes:
    """The file's bytes, at most one more than the limit."""
    try:
        with open(source, "rb") as file:
            return file.read(max_bytes + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise MissingInput(f"{source}: no such file; check the path", source=source) from None
    except IsADirectoryError:
        raise InputError(f"{source}: a folder, not a file; {MANY}", source=source) from None
    except PermissionError:
        raise InputError(f"{source}: not allowed to read it; check its permissions", source=source) from None
    except ValueError as error:  # a zero byte in the path
        raise MissingInput(f"{source!r}: no path ({error}); check it", source=source) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(f"{source}: could not be read ({reason}); check the disk", source=source) from None


def suffix_media_type(name: str) -> str | None:
    """The media type that a name's suffix claims, `.gz` and `.zst` taken off; None for a suffix that says nothing."""
    stem, suffix = os.path.splitext(name.lower())
    if suffix in PACKED:
        suffix = os.path.splitext(stem)[1]
    return MEDIA_TYPES.get(suffix)


def folder_pages(folder: str | Path, *, also: tuple[str, ...] = ()) -> Iterator[str | Refusal]:
    """The paths of all pages below a folder, sorted, hidden ones left out; a Refusal for what cannot be opened.

    The `NAME_files` folders that browsers write beside `NAME.html` hold pieces of that page and are left out too.
    also: further endings to look for. A folder without any page gives one Refusal.
    """
    source = os.fspath(folder)
    found = False
    unreadable: list[Refusal] = []
    for current, folders, names in os.walk(source, onerror=lambda error: unreadable.append(_unreadable(error))):
        yield from unreadable
        found = found or bool(unreadable)
        unreadable.clear()
        pages = {name for name in names if not name.startswith(".") and _is_sought(name, also)}
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not _is_piece(name, pages))
        for name in sorted(pages):
            found = True
            path = os.path.join(current, name)
            yield path if os.path.isfile(path) or not os.path.exists(path) else _not_a_file(path)
    yield from unreadable
    if not found and not unreadable:
        suffixes = " ".join(MEDIA_TYPES)
        detail = f"{source}: a folder without pages (looked for {suffixes}, also with .gz or .zst); name the files"
        yield Refusal("no-pages", detail, source=source)


def _is_sought(name: str, also: tuple[str, ...]) -> bool:
    return suffix_media_type(name) is not None or name.lower().endswith(also)


def _is_piece(folder: str, pages: set[str]) -> bool:
    stem = folder.removesuffix("_files")
    return stem != folder and (f"{stem}.html" in pages or f"{stem}.htm" in pages)


def _not_a_file(path: str) -> Refusal:
    detail = f"{path}: a pipe or device, not a file; give it as an input of its own to read it"
    return Refusal("unreadable-input", detail, source=path)


def _unreadable(error: OSError) -> Refusal:
    source = str(error.filename)
    reason = error.strerror or type(error).__name__
    return Refusal(
        "unreadable-input", f"{source}: could not be opened ({reason}); check its permissions", source=source
    )
