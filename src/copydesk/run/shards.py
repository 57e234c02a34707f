"""One portion to one shard: the function that every executor runs.

In: a portion. Out: a Draft of its shard, written into the archive's folder for temporary files. It depends on the bytes
of the portion alone, so that the shard is the same wherever and however often it is made.
A journal beside the shard says at which record the process died that tried before: what ended two processes, or took
too long once, is put aside by name, and the rest is read.
Left to others: what a portion holds (`capture`), reading (`pipeline`), files (`archive`), running it again (`crew`).
"""

from __future__ import annotations

import gc
import hashlib
import os
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, BinaryIO

from copydesk.archive import (
    WARC,
    CaptureRow,
    Draft,
    Journal,
    KeptWriter,
    ShardWriter,
    disk_faults,
    last_step,
    mark_overdue,
    stamp_of,
)
from copydesk.capture import Limits, kept_record, portion_captures
from copydesk.deferred import Deferred
from copydesk.errors import ArchiveError, InputError
from copydesk.pipeline import read_capture
from copydesk.records import Article, Capture, Place, Refusal
from copydesk.run.task import PortionTask, one_line

Item = Capture | Refusal | Article
TOLERATED_DEATHS = 1
"""One end of a process may be an accident (no memory, a machine switched off); two at one record are its fault."""
LENGTH = struct.Struct("<I")
COLLECTED = 256
"""Captures after which cycles among what was made since are looked for: reading makes none, but others may read."""
OK = "article"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a portion could not become a shard: the disk, not the portion."""

    detail: str


@dataclass(frozen=True, slots=True)
class ShardWork:
    """What an executor does with each portion. Picklable; never raises."""

    folder: str
    """The archive's folder for temporary files; the same path on every machine."""
    limits: Limits
    read: Callable[[Capture], Article | Refusal] = read_capture
    prepare: Callable[[Any], list[bytes]] | None = None
    """Makes what search needs of a batch of the articles table."""
    owner: int | None = None
    """The process that waits for the shard: when it has gone, nobody does, and this process ends."""
    keeps_captures: bool = False
    """Write the captures into a WARC file beside the shard."""
    watch_seconds: float | None = None
    """End the whole process where one record takes longer; for executors that cannot end it from outside."""

    def __call__(self, task: PortionTask) -> Draft | Failure:
        try:
            with _rare_collection():
                return _Reading(self, task).draft()
        except ArchiveError as error:
            return Failure(str(error))
        except Exception as error:
            return Failure(f"{task.source}: writing its shard raised {type(error).__name__} ({one_line(error)})")

    def journal(self, task: PortionTask) -> Path:
        return Path(self.folder) / f"{task.number:08}.journal"


@contextmanager
def _rare_collection() -> Iterator[None]:
    """Python looks for cycles after every few thousand records made, through all that are held: 0.9 ms a page."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Reading:
    """One attempt at a portion."""

    def __init__(self, work: ShardWork, task: PortionTask) -> None:
        self._work, self._task = work, task
        folder = Path(work.folder)
        self._home = f"{folder.parent}{os.sep}"
        with disk_faults(work.folder):
            self._journal = Journal(work.journal(task))
        self._blame = _blame(self._journal)
        stem = f"{task.number:08}-{self._journal.attempt}-{os.getpid()}"
        self._documents = _Documents(folder / f"{stem}-documents", work.prepare) if work.prepare is not None else None
        self._kept = None
        if work.keeps_captures:
            self._kept = KeptWriter(folder / f"{stem}.warc.gz", f"{WARC}/kept-{task.number:08}.warc.gz")
        self._writer = ShardWriter(folder, stem, self._documents)

    def draft(self) -> Draft:
        watch = _watched(self._work, self._task) if self._work.watch_seconds is not None else None
        try:
            for number, (item, row, article) in enumerate(self._outcomes()):
                self._writer.add(self._kept_row(item, self._placed(item, row, number)), article)
                if number % COLLECTED == COLLECTED - 1:
                    gc.collect(1)
            self._journal.note(0)
            draft = self._writer.close()
        except BaseException:
            self._writer.abandon()
            raise
        finally:
            if watch is not None:
                watch.set()
            self._journal.close()
        extras = {"documents": self._documents.close()} if self._documents is not None else {}
        files = draft.files if self._kept is None else {**draft.files, WARC: self._kept.close()}
        return replace(draft, files=files, extras=extras)

    def _outcomes(self) -> Iterator[tuple[Item | None, CaptureRow, Article | None]]:
        """Every record: the odd steps take it from its file, the even ones read it. Items that gave a row go first."""
        found: Iterator[Item] = iter(portion_captures(self._task.portion, self._work.limits))
        step = 1
        while True:
            if self._work.owner is not None and os.getppid() != self._work.owner:
                os._exit(0)
            self._journal.note(step)
            if step in self._blame:
                yield None, self._rest(self._blame[step]), None
                return
            try:
                item = next(found)
            except StopIteration:
                return
            except Exception as error:
                what = f"taking the next record from it raised {type(error).__name__} ({one_line(error)})"
                yield None, self._rest(("internal-error", what)), None
                return
            self._journal.note(step + 1)
            blamed = self._blame.get(step + 1)
            row, article = self._outcome(item) if blamed is None else (_refused(item, blamed), None)
            yield item, row, article
            step += 2

    def _placed(self, item: Item | None, row: CaptureRow, number: int) -> CaptureRow:
        """The row with the stamp of its file; paths inside the archive count from there, so that it can be moved."""
        names = self._task.portion.names
        if self._task.portion.form == "files" and number < len(names):
            stamp = stamp_of(names[number])
            return replace(row, stamp=stamp.hex() if stamp else None)
        place = item.place if isinstance(item, Capture | Refusal) else None
        return replace(row, source=row.source.removeprefix(self._home), stamp=place.stamp if place else None)

    def _kept_row(self, item: Item | None, row: CaptureRow) -> CaptureRow:
        """The row, its capture kept where that is wanted; of what could not be read the reason is kept."""
        if self._kept is None or isinstance(item, Article):
            return row
        if isinstance(item, Capture) and row.id is not None:
            place = self._kept.add(*kept_record(item, row.stamp))
            return replace(
                row,
                source=place.source,
                offset_bytes=place.offset_bytes,
                length_bytes=place.length_bytes,
                record_id=place.record_id,
            )
        self._kept.add(*kept_record(_row_refusal(row), row.stamp))
        return row

    def _outcome(self, item: Item) -> tuple[CaptureRow, Article | None]:
        if isinstance(item, Refusal):
            return _refusal_row(item), None
        try:
            article = item if isinstance(item, Article) else self._work.read(item)
            if isinstance(article, Refusal):
                return _refusal_row(article), None
            return _article_row(item, finished(article))
        except ArchiveError:
            raise
        except InputError as error:
            return _refused(item, (error.reason, error.detail)), None
        except Exception as error:
            return _refused(
                item, ("internal-error", f"reading it raised {type(error).__name__} ({one_line(error)})")
            ), None

    def _rest(self, blamed: tuple[str, str]) -> CaptureRow:
        """What was not taken from the file, and why."""
        reason, what = blamed
        portion = self._task.portion
        detail = f"{portion.source}: {what}; the rest of its bytes {portion.start_bytes:,} to {portion.end_bytes:,}"
        return _refusal_row(Refusal(reason, f"{detail} was not read: please report the file", portion.source))


def _blame(journal: Journal) -> dict[int, tuple[str, str]]:
    """Steps to leave out, and why."""
    blame: dict[int, tuple[str, str]] = {}
    for step, count in Counter(death.step for death in journal.deaths if death.step > 0).items():
        if count > TOLERATED_DEATHS:
            blame[step] = ("internal-error", f"it ended the process that read it {count} times")
    for death in journal.deaths:
        if death.is_overdue:
            blame[death.step] = ("timed-out", "reading it took longer than the limit")
    return blame


def finished(article: Article) -> Article:
    """The same article with everything made that is otherwise made when first asked for: it lets go of its page."""
    for record in (article, article.parts):
        for field in fields(record) if record is not None else ():
            value = getattr(record, field.name)
            if isinstance(value, Deferred):
                len(value)
    for passage in article.body:
        len(passage.marks)
    return article


def identity_of(url: str | None, digest: str) -> str:
    """32 hex digits that name a capture: the same bytes of the same address are the same capture."""
    return hashlib.sha256(f"{url or ''}\n{digest}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _article_row(item: Capture | Article, article: Article) -> tuple[CaptureRow, Article]:
    digest = article.digest or content_digest(article)
    outcome, detail = (OK, None) if article.refusal is None else (article.refusal.reason, article.refusal.detail)
    place = item.place if isinstance(item, Capture) else None
    row = CaptureRow(
        id=identity_of(item.url, digest),
        outcome=outcome,
        detail=detail,
        url=item.url,
        captured_at=item.captured_at,
        media_type=item.media_type if isinstance(item, Capture) else None,
        digest=digest,
        source=item.source if place is None else place.source,
        offset_bytes=None if place is None else place.offset_bytes,
        length_bytes=None if place is None else place.length_bytes,
        record_id=None if place is None else place.record_id,
    )
    return row, article


def content_digest(article: Article) -> str:
    """A digest of what an article says, for one that came without its bytes."""
    content = "\n".join((article.headline or "", article.article_body))
    return f"sha256:{hashlib.sha256(content.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _refusal_row(refusal: Refusal) -> CaptureRow:
    place = refusal.place
    return CaptureRow(
        id=None,
        outcome=refusal.reason,
        detail=refusal.detail,
        url=refusal.url,
        captured_at=None,
        media_type=None,
        digest=None,
        source=refusal.source if place is None else place.source,
        offset_bytes=None if place is None else place.offset_bytes,
        length_bytes=None if place is None else place.length_bytes,
        record_id=None if place is None else place.record_id,
    )


def _row_refusal(row: CaptureRow) -> Refusal:
    """The way back."""
    place = Place(row.source, row.offset_bytes, row.length_bytes, row.record_id)
    return Refusal(row.outcome, row.detail or "", row.source, row.url, place)


def _refused(item: Item, blamed: tuple[str, str]) -> CaptureRow:
    """An item that could not be read."""
    reason, what = blamed
    if isinstance(item, Refusal):
        return _refusal_row(item)
    place = item.place if isinstance(item, Capture) else None
    name = item.url or item.source
    detail = what if name in what else f"{name}: {what}; everything else was read: please report the page"
    return _refusal_row(Refusal(reason, detail, source=item.source, url=item.url, place=place))


class _Documents:
    """What search needs of each article, in a file beside the shard: its length in four bytes, then its bytes."""

    def __init__(self, path: Path, prepare: Callable[[Any], list[bytes]]) -> None:
        self._path, self._prepare = path, prepare
        self._file: BinaryIO = open(path, "wb")  # noqa: SIM115 - closed by `close`

    def __call__(self, articles: Any) -> None:
        with disk_faults(str(self._path)):
            for document in self._prepare(articles):
                self._file.write(LENGTH.pack(len(document)))
                self._file.write(document)

    def close(self) -> str:
        with disk_faults(str(self._path)):
            self._file.close()
        return str(self._path)


def read_documents(path: str) -> Iterator[bytes]:
    """The documents of a file, one after another."""
    with open(path, "rb") as file:
        while head := file.read(LENGTH.size):
            yield file.read(LENGTH.unpack(head)[0])


def _watched(work: ShardWork, task: PortionTask) -> threading.Event:
    """A thread that ends this process where a step takes too long; set the event to end the thread."""
    done = threading.Event()
    limit = work.watch_seconds or 0.0
    path = work.journal(task)

    def watch() -> None:
        step, since = None, time.monotonic()
        while not done.wait(min(limit / 4, 1.0)):
            current = last_step(path)
            if current != step:
                step, since = current, time.monotonic()
            elif step and time.monotonic() - since > limit:
                mark_overdue(path)
                os._exit(1)

    threading.Thread(target=watch, name="copydesk-watch", daemon=True).start()
    return done
