"""Addresses to web archives on disk: fetched politely, kept as they were sent.

In: addresses. Out: the path of each WARC file when it is complete, and a Refusal for each address that gave no page.
Several hosts are asked at once, each by one thread at its own pace; results keep the order of the addresses.
Left to others: reading the files (`portions`), finding addresses (`discover`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from copydesk.capture.content import DEFAULT_LIMITS
from copydesk.capture.exchange import Answer
from copydesk.capture.fetch import Fetcher
from copydesk.capture.files import refuse
from copydesk.capture.limits import Limits
from copydesk.capture.robots import Manners
from copydesk.capture.warc_file import WarcFile
from copydesk.errors import InputError
from copydesk.records import Refusal

THREADS = 8
"""Hosts asked at once: enough to be busy while each waits for its pace, few enough for a home connection."""
WINDOW_ADDRESSES = 64
"""Addresses taken up together; more would be fetched before the first of them is on disk."""
FILE_BYTES = 100_000_000
FILE_SECONDS = 60.0
"""A file is completed after so long, so that a run that is killed loses a minute of fetching at most."""
NAME = "fetched-{:06}.warc.gz"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page that is worth keeping."""

    answers: tuple[Answer, ...]
    """The redirects that led there, which are kept, too: else each run would have to ask for them; and the page."""
    at: datetime


def gather(
    addresses: Iterable[str],
    folder: Path,
    limits: Limits = DEFAULT_LIMITS,
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Path | Refusal]:
    """Fetch all addresses into WARC files in the folder.

    Raises: OSError where a file cannot be written.
    """
    manners = Manners(clock, sleep)
    remaining = iter(addresses)
    writer = _Writer(folder, limits.user_agent, clock)
    try:
        with ThreadPoolExecutor(THREADS, thread_name_prefix="copydesk-fetch") as threads:
            while window := list(islice(remaining, WINDOW_ADDRESSES)):
                for result in _fetch_window(window, limits, manners, threads):
                    if isinstance(result, Refusal):
                        yield result
                    elif (path := writer.add(result)) is not None:
                        yield path
        if (path := writer.finish()) is not None:
            yield path
    finally:
        writer.discard()


def _fetch_window(
    window: list[str], limits: Limits, manners: Manners, threads: ThreadPoolExecutor
) -> Iterator[Fetched | Refusal]:
    """One result for each address, in order; one thread for each host."""
    by_host: dict[str, list[int]] = {}
    for index, address in enumerate(window):
        by_host.setdefault(_host(address), []).append(index)
    results: list[Future[Fetched | Refusal]] = [Future() for _ in window]
    try:
        for indexes in by_host.values():
            threads.submit(_fetch_host, window, indexes, results, limits, manners)
        for result in results:
            yield result.result()
    finally:
        for result in results:
            result.cancel()


def _fetch_host(
    window: list[str], indexes: list[int], results: list[Future[Fetched | Refusal]], limits: Limits, manners: Manners
) -> None:
    """Fetch the addresses of one host, one after another, until nobody waits for them."""
    with Fetcher(limits, manners=manners) as fetcher:
        for index in indexes:
            result = results[index]
            if not result.set_running_or_notify_cancel():
                return
            try:
                result.set_result(_fetch(fetcher, window[index]))
            except BaseException as error:
                result.set_exception(error)


def _fetch(fetcher: Fetcher, address: str) -> Fetched | Refusal:
    try:
        capture, answers = fetcher.fetch_answered(address)
        return Fetched(answers, capture.captured_at or datetime.now(UTC))
    except InputError as error:
        return refuse(error)


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return address


class _Writer:
    """Files that follow each other; one is begun when there is something to write."""

    def __init__(self, folder: Path, user_agent: str, clock: Callable[[], float]) -> None:
        self._folder = folder
        self._user_agent = user_agent
        self._clock = clock
        self._file: WarcFile | None = None
        self._began = 0.0

    def add(self, fetched: Fetched) -> Path | None:
        """Keep a page; the path of the file that is complete with it, if it is."""
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file, self._began = WarcFile(self._free_path(), self._user_agent), self._clock()
        for answer in fetched.answers:
            self._file.add(answer, fetched.at)
        is_full = self._file.size_bytes >= FILE_BYTES or self._clock() - self._began >= FILE_SECONDS
        return self.finish() if is_full else None

    def finish(self) -> Path | None:
        """The path of the file that was being written, now complete; None where there was none."""
        if self._file is None:
            return None
        path = self._file.finish()
        self._file = None
        return path

    def discard(self) -> None:
        if self._file is not None:
            self._file.discard()

    def _free_path(self) -> Path:
        names = [path.name for path in self._folder.glob(NAME.replace("{:06}", "*"))]
        numbers = [int(digits) for name in names if (digits := name.split("-")[1].split(".")[0]).isdecimal()]
        return self._folder / NAME.format(max(numbers, default=0) + 1)
