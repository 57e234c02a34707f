"""Inputs of any kind to Captures, one after another.

In: paths, folders, web archives, addresses, `-`. Out: for each page a Capture, or a Refusal with its reason; order is
kept.
Left to others: reading the page (`pipeline`), doing it in many processes (`run`).
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from copydesk.capture.content import DEFAULT_LIMITS, capture_bytes
from copydesk.capture.fetch import Fetcher, is_address
from copydesk.capture.files import capture_or_refusal, folder_pages, refuse
from copydesk.capture.forms import COLLECTION_ENDINGS, COLLECTIONS, form_of, is_web_archive_stream
from copydesk.capture.limits import Limits
from copydesk.capture.portions import planned, portion_captures
from copydesk.capture.spool import spool
from copydesk.errors import InputError
from copydesk.records import Capture, Portion, Refusal

STANDARD_INPUT = "-"


def captures(inputs: Iterable[str | Path], limits: Limits = DEFAULT_LIMITS) -> Iterator[Capture | Refusal]:
    """Every page of the inputs, in their order; a folder's pages sorted. Nothing is read before it is asked for."""
    for item in located(inputs, limits):
        if isinstance(item, str):
            yield capture_or_refusal(item, limits)
        else:
            yield item


def located(inputs: Iterable[str | Path], limits: Limits = DEFAULT_LIMITS) -> Iterator[str | Capture | Refusal]:
    """The same with files left unread: their paths come instead, for whoever reads them elsewhere.

    Addresses are fetched here, because one pace per host needs one place that keeps it; so is standard input read.
    """
    with Fetcher(limits) as fetcher:
        for given in inputs:
            source = os.fspath(given)
            if source == STANDARD_INPUT:
                yield from _read_standard_input(limits)
            elif isinstance(given, str) and is_address(source):
                yield _fetch(fetcher, source)
            elif _is_folder(source):
                for path in folder_pages(source, also=COLLECTION_ENDINGS):
                    yield from (path,) if isinstance(path, Refusal) else _located_file(path, limits)
            else:
                yield from _located_file(source, limits)


def capture_address(address: str, *, limits: Limits = DEFAULT_LIMITS) -> Capture:
    """The page at one address.

    Raises: FetchError, OversizedInput, EmptyInput, BinaryInput, DamagedInput.
    """
    with Fetcher(limits) as fetcher:
        return fetcher.fetch(address)


def capture_standard_input(stream: BinaryIO | None = None, *, limits: Limits = DEFAULT_LIMITS) -> Capture:
    """A Capture of all that a stream gives, standard input unless told otherwise; its source is `-`.

    Raises: OversizedInput, EmptyInput, BinaryInput, DamagedInput.
    """
    stream = sys.stdin.buffer if stream is None else stream
    content = stream.read(limits.max_bytes + 1)
    return capture_bytes(content, source=STANDARD_INPUT, limits=limits)


def is_collection(name: str) -> bool:
    """True for an input that holds many pages in one file; standard input is looked at without being read."""
    if name == STANDARD_INPUT:
        return is_web_archive_stream(sys.stdin.buffer)
    return not is_address(name) and form_of(name) in COLLECTIONS


def is_read_from(path: str, given: str) -> bool:
    """True where a file is the input, by whatever name, or one of the pages of a folder."""
    pages = folder_pages(given, also=COLLECTION_ENDINGS) if _is_folder(given) else (given,)
    wanted = os.stat(path)
    return any(isinstance(page, str) and _is_same(wanted, page) for page in pages)


def page_count(inputs: Iterable[str | Path]) -> int | None:
    """How many pages there are, where that is known without reading or fetching any."""
    count = 0
    for given in inputs:
        source = os.fspath(given)
        if source == STANDARD_INPUT or is_address(source):
            return None
        for path in folder_pages(source, also=COLLECTION_ENDINGS) if _is_folder(source) else (source,):
            if isinstance(path, str) and is_collection(path):
                return None
            count += 1
    return count


def _located_file(path: str, limits: Limits) -> Iterator[str | Capture | Refusal]:
    form = form_of(path)
    if form in COLLECTIONS:
        yield from _collected(path, form, limits)
    else:
        yield path


def _collected(path: str, form: str, limits: Limits) -> Iterator[Capture | Refusal]:
    """All captures of a web archive, each under its own address; a Refusal where it holds none at all."""
    if form == "articles":
        detail = f"{path}: articles that another tool extracted, not pages; add them to an archive instead"
        yield Refusal("not-a-page", detail, source=path)
        return
    is_empty = True
    for portion in planned(path, form, limits):
        for item in portion_captures(portion, limits) if isinstance(portion, Portion) else (portion,):
            if isinstance(item, (Capture, Refusal)):
                is_empty = False
                yield replace(item, source=item.url) if isinstance(item, Capture) and item.url else item
    if is_empty:
        detail = f"{path}: a web archive without pages (only requests, metadata and the like); give another"
        yield Refusal("no-pages", detail, source=path)


def _read_standard_input(limits: Limits) -> Iterator[Capture | Refusal]:
    try:
        if not is_web_archive_stream(sys.stdin.buffer):
            yield capture_standard_input(limits=limits)
            return
        with tempfile.TemporaryDirectory(prefix="copydesk-") as folder:
            path = str(spool(sys.stdin.buffer, Path(folder)))
            for item in _collected(path, form_of(path), limits):
                source = item.source if isinstance(item, Capture) and item.url else STANDARD_INPUT
                yield replace(item, source=source, place=None)  # the file is gone when it is read
    except InputError as error:
        yield refuse(error)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        yield Refusal("unreadable-input", f"-: could not be read ({reason}); check the disk", source=STANDARD_INPUT)


def _fetch(fetcher: Fetcher, address: str) -> Capture | Refusal:
    try:
        return fetcher.fetch(address)
    except InputError as error:
        return refuse(error)


def _is_same(wanted: os.stat_result, name: str) -> bool:
    try:
        return os.path.samestat(wanted, os.stat(0 if name == STANDARD_INPUT else name))
    except (OSError, ValueError):  # an address, or what reading it will tell
        return False


def _is_folder(source: str) -> bool:
    try:
        return os.path.isdir(source)
    except ValueError:  # a zero byte in the path
        return False
