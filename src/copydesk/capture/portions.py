"""Inputs to portions: the pieces that one worker reads from start to end.

In: paths and folders. Out: Portions in the order of the inputs; a portion's Captures.
Planning looks at names, sizes and a few bytes only: the same inputs give the same portions, whoever asks. A portion of
a web archive begins where a record really begins, so that no record belongs to two.
Left to others: reading the records of a portion (`warc`, `arc`, `extracted`), addresses (`gather`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from copydesk.capture.arc import arc_captures
from copydesk.capture.article_lines import line_start
from copydesk.capture.boundary import next_record, packing_in
from copydesk.capture.content import DEFAULT_LIMITS
from copydesk.capture.fetch import is_address
from copydesk.capture.files import capture_or_refusal, folder_pages, refuse
from copydesk.capture.forms import COLLECTION_ENDINGS, form_of
from copydesk.capture.limits import Limits
from copydesk.capture.packing import Packing, packing_of
from copydesk.capture.spool import spool
from copydesk.capture.wacz import is_stored, members, opened_member
from copydesk.capture.warc import dictionary_in, warc_captures
from copydesk.capture.window import Window
from copydesk.errors import InputError
from copydesk.records import Article, Capture, Place, Portion, Refusal

STANDARD_INPUT = "-"
FILES = 500
"""Files in one portion: at 2.5 ms a page it takes a second or two, and a shard of so many articles is worth a file."""


def portions(
    inputs: Iterable[str | Path], limits: Limits = DEFAULT_LIMITS, *, folder: Path | None = None
) -> Iterator[Portion | Refusal]:
    """The portions of all inputs, in order; a Refusal for what cannot be opened or is no input.

    folder: where standard input is spooled; without it `-` is refused. Addresses are refused: `gather` fetches them.
    """
    gathered: list[str] = []
    for item in _files(inputs, folder):
        if isinstance(item, str) and (form := form_of(item)) == "files":
            gathered.append(item)
            if len(gathered) == FILES:
                yield _portion_of_files(gathered)
            continue
        if gathered:
            yield _portion_of_files(gathered)
        if isinstance(item, Refusal):
            yield item
        else:
            yield from planned(item, form, limits)
    if gathered:
        yield _portion_of_files(gathered)


def planned(path: str, form: str, limits: Limits = DEFAULT_LIMITS) -> Iterator[Portion | Refusal]:
    """The portions of one file whose form is known."""
    try:
        if form == "wacz":
            for name in members(path):
                yield from _planned_member(path, name, limits)
        elif form == "warc":
            with open(path, "rb") as file:
                window = Window(file, 0, sys.maxsize)
                yield from _split(Portion(path, form, 0, window.end_bytes), window, limits)
        elif form == "articles":
            with open(path, "rb") as file:
                yield from _split_lines(path, Window(file, 0, sys.maxsize), limits)
        elif form == "files":
            yield Portion(os.path.dirname(path), form, 0, 0, (path,))
        else:
            yield Portion(path, form, 0, os.path.getsize(path))
    except InputError as error:
        yield refuse(error)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        yield Refusal("unreadable-input", f"{path}: could not be read ({reason}); check the disk", source=path)


def portion_captures(portion: Portion, limits: Limits = DEFAULT_LIMITS) -> Iterator[Capture | Refusal | Article]:
    """What a portion holds, in order: pages to read, reasons for what was left out, articles that come ready."""
    if portion.form == "files":
        for name in portion.names:
            yield capture_or_refusal(name, limits)
        return
    try:
        with _opened(portion) as window:
            if portion.form == "arc" or _is_arc_member(portion):
                window.seek(window.origin_bytes)
                yield from arc_captures(window.file, portion.source, limits)
            elif portion.form == "articles":
                # Imported here: it takes the tables of names and dates with it.
                from copydesk.capture.extracted import articles_in

                yield from articles_in(window, portion.source, limits)
            else:
                yield from warc_captures(window, portion.source, limits)
    except InputError as error:
        yield refuse(error)
    except OSError as error:
        what = error.strerror or type(error).__name__
        detail = f"{portion.source}: could not be read ({what}); check the path and the disk"
        yield Refusal("unreadable-input", detail, source=portion.source)


def capture_at(place: Place, limits: Limits = DEFAULT_LIMITS) -> Capture | Refusal:
    """The capture at a place of a web archive, read again.

    Raises: DamagedInput where there is none any more.
    """
    for portion in _portions_at(place, limits):
        for item in portion_captures(portion, limits):
            if isinstance(item, Capture) and _is_at(item.place, place):
                return item
    where = f"byte {place.offset_bytes}" if place.offset_bytes is not None else f"record {place.record_id}"
    detail = f"{place.source}: no capture at {where} any more; was the file changed?"
    return Refusal("missing-input", detail, source=place.source, place=place)


def _portions_at(place: Place, limits: Limits) -> Iterator[Portion]:
    if place.offset_bytes is not None and place.length_bytes is not None:
        yield Portion(place.source, "warc", place.offset_bytes, place.offset_bytes + place.length_bytes)
    for portion in planned(place.source, form_of(place.source), limits):
        if isinstance(portion, Portion):
            yield portion


def _is_at(found: Place | None, wanted: Place) -> bool:
    if found is None:
        return False
    if wanted.record_id is not None:
        return found.record_id == wanted.record_id
    return found.offset_bytes == wanted.offset_bytes


def _files(inputs: Iterable[str | Path], folder: Path | None) -> Iterator[str | Refusal]:
    for given in inputs:
        source = os.fspath(given)
        if source == STANDARD_INPUT:
            yield _spooled(folder)
        elif is_address(source):
            detail = f"{source}: an address, which must be fetched first; fetch it into a web archive"
            yield Refusal("fetch-failed", detail, source=source, url=source)
        elif _is_folder(source):
            yield from folder_pages(source, also=COLLECTION_ENDINGS)
        else:
            yield source


def _spooled(folder: Path | None) -> str | Refusal:
    if folder is None:
        detail = "-: standard input needs a folder to be kept in while it is read; name one"
        return Refusal("unreadable-input", detail, source=STANDARD_INPUT)
    try:
        path = spool(sys.stdin.buffer, folder)
        if path.stat().st_size:
            return str(path)
        path.unlink()
        return Refusal("empty-input", "-: nothing in it; check what was to give it", source=STANDARD_INPUT)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        detail = f"-: could not be written to {folder} ({reason}); check the disk"
        return Refusal("unreadable-input", detail, source=STANDARD_INPUT)


def _is_folder(source: str) -> bool:
    try:
        return os.path.isdir(source)
    except ValueError:  # a zero byte in the path
        return False


def _portion_of_files(gathered: list[str]) -> Portion:
    names = tuple(gathered)
    gathered.clear()
    return Portion(os.path.dirname(names[0]), "files", 0, 0, names)


def _planned_member(path: str, name: str, limits: Limits) -> Iterator[Portion | Refusal]:
    with opened_member(path, name) as window:
        whole = Portion(path, "wacz", window.start_bytes, window.end_bytes, (name,))
        if is_stored(path, name) and not _is_arc_member(whole):
            yield from _split(whole, window, limits)
        else:
            yield whole


def _split(whole: Portion, window: Window, limits: Limits) -> Iterator[Portion | Refusal]:
    """Ranges that each begin where a record does; the first begins where the archive does, whatever is there."""
    packing, dictionary = packing_in(window), dictionary_in(window)
    start = window.start_bytes
    if next_record(window, start, packing, dictionary) is None:
        detail = f"{whole.source}: no record of a web archive in it; check what it is, or download it again"
        yield Refusal("damaged-input", detail, source=whole.source)
        return
    while start < window.end_bytes:
        following = None
        if start + limits.portion_bytes < window.end_bytes:
            following = next_record(window, start + limits.portion_bytes, packing, dictionary)
        end = window.end_bytes if following is None else following
        yield Portion(whole.source, whole.form, start, end, whole.names)
        start = end


def _split_lines(path: str, window: Window, limits: Limits) -> Iterator[Portion]:
    """Ranges that each begin where a line does; a compressed list, or one JSON document, is read whole."""
    head = window.head(8)
    is_lines = packing_of(head) is Packing.NONE and not head.lstrip().startswith(b"[")
    start = 0
    while start < window.end_bytes:
        end = line_start(window, start + limits.portion_bytes) if is_lines else window.end_bytes
        yield Portion(path, "articles", start, end)
        start = end


def _is_arc_member(portion: Portion) -> bool:
    return portion.form == "wacz" and portion.names[0].lower().endswith((".arc", ".arc.gz"))


@contextmanager
def _opened(portion: Portion) -> Iterator[Window]:
    if portion.form == "wacz":
        with opened_member(portion.source, portion.names[0]) as member:
            yield Window(member.file, portion.start_bytes, portion.end_bytes, member.origin_bytes)
        return
    with open(portion.source, "rb") as file:
        yield Window(file, portion.start_bytes, portion.end_bytes)
