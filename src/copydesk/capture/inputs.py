"""Inputs of any kind to Captures, one after another.

In: paths, folders, addresses, `-`. Out: for each page a Capture, or a Refusal with its reason; order is kept.
Left to others: reading the page (`pipeline`), doing it in many processes (`run`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from copydesk.capture.content import DEFAULT_LIMITS, capture_bytes
from copydesk.capture.fetch import Fetcher, is_address
from copydesk.capture.files import capture_file, folder_pages
from copydesk.capture.limits import Limits
from copydesk.errors import InputError
from copydesk.records import Capture, Refusal

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
                yield _read_standard_input(limits)
            elif isinstance(given, str) and is_address(source):
                yield _fetch(fetcher, source)
            elif _is_folder(source):
                yield from folder_pages(source)
            else:
                yield source


def capture_or_refusal(path: str, limits: Limits = DEFAULT_LIMITS) -> Capture | Refusal:
    """One file as a Capture, or the reason why not."""
    try:
        return capture_file(path, limits=limits)
    except InputError as error:
        return refuse(error)


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


def refuse(error: InputError) -> Refusal:
    """The error as a value: counted, kept and shown like an article."""
    url = error.source if is_address(error.source) else None
    return Refusal(error.reason, error.detail, source=error.source, url=url)


def _read_standard_input(limits: Limits) -> Capture | Refusal:
    try:
        return capture_standard_input(limits=limits)
    except InputError as error:
        return refuse(error)


def _fetch(fetcher: Fetcher, address: str) -> Capture | Refusal:
    try:
        return fetcher.fetch(address)
    except InputError as error:
        return refuse(error)


def _is_folder(source: str) -> bool:
    try:
        return os.path.isdir(source)
    except ValueError:  # a zero byte in the path
        return False
