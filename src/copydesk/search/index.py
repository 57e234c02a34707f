"""The index on disk: adding by shard, committing, searching.

In: Documents (or what `prepare` made of them), Questions. Out: Results.
A shard is taken out before it is put in, so that adding twice is adding once. What a shard put in, and a marker that it
is there, become visible in one commit; a process that dies before leaves the index as it was.
Left to others: where articles are kept (`archive`), who ties the two together (`keeping`).
"""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

from copydesk.errors import IndexDamaged, OptionError
from copydesk.search.answer import Answerer
from copydesk.search.document import Document, prepare, read_prepared
from copydesk.search.files import find_fault
from copydesk.search.question import NO_FILTERS, Filters, Question, Results
from copydesk.search.schema import VERSION, build_schema
from copydesk.search.view import View, needs_view

if TYPE_CHECKING:
    import tantivy

T = TypeVar("T")

VERSION_FILE = "copydesk-index.json"
WRITER_BYTES = 128_000_000
"""Memory for what is not on disk yet; with less, more and smaller segments are written and merged."""
PANIC = "PanicException"
"""What tantivy raises over some torn files; it descends from BaseException and cannot be imported."""
OWNER_ONLY = ("meta.json", ".managed.json")
"""tantivy writes these for their owner alone, so that nobody else could search an archive that all may read."""
PLACE_BITS = 32
"""A document's place is its shard's number and, in the low bits, its row: one number to sort and read by."""
RECENCY = 0.02
OLDEST, NEWEST = 631_152_000, 2_524_608_000
"""1990 and 2050: older news is equally old."""


class Index:
    """One folder of tantivy's. One process writes; any number read what was committed before they opened it."""

    def __init__(self, folder: Path, index: tantivy.Index, view: View | None = None) -> None:
        self._folder = folder
        self._view = view
        self._index = index
        self._writer: tantivy.IndexWriter | None = None
        self._answerer: Answerer | None = None

    @classmethod
    def open(cls, folder: str | os.PathLike[str], *, create: bool = False) -> Index:
        """Open the index in the folder; with `create`, make one where there is none.

        Raises IndexDamaged where it is missing, torn, or of another version: then `rebuild`.
        """
        path = Path(folder)
        if create and not (path / VERSION_FILE).exists():
            _create(path)
        _check_version(path)
        _check_files(path)
        tantivy = _tantivy()
        try:
            view = View(path) if needs_view(path) else None
            index = tantivy.Index.open(str(path if view is None else view.path))
            # By itself it would watch the folder, and read what others commit in a thread of its own.
            index.config_reader("manual", 0)
            return cls(path, index, view)
        except (ValueError, OSError) as error:
            raise IndexDamaged(f"the search index {path} cannot be opened: {error}") from None

    @classmethod
    def rebuild(cls, folder: str | os.PathLike[str], shards: Iterable[tuple[int, Iterable[Document | bytes]]]) -> Index:
        """Build the index anew beside the old one, then put it in its place. Raises IndexDamaged for a full disk."""
        path = Path(folder)
        beside, old = path.with_name(f".{path.name}.new"), path.with_name(f".{path.name}.old")
        for leftover in (beside, old):
            shutil.rmtree(leftover, ignore_errors=True)
        fresh = cls.open(beside, create=True)
        for shard, documents in shards:
            fresh.add(shard, documents)
        fresh.commit()
        fresh.close()
        if path.exists():
            os.rename(path, old)
        os.rename(beside, path)
        shutil.rmtree(old, ignore_errors=True)
        return cls.open(path)

    @staticmethod
    def verify(folder: str | os.PathLike[str]) -> None:
        """Read all files and compare their checksums. Raises IndexDamaged."""
        _check_version(Path(folder))
        _check_files(Path(folder), reads_all=True)

    # ------------------------------------------------------------------ writing

    def add(self, shard: int, documents: Iterable[Document | bytes]) -> int:
        """Put in all rows of a shard, in the order of its file, instead of what it held before; returns their number.

        Nothing is seen before `commit`. Raises IndexDamaged where another process writes or the disk is full.
        """
        import tantivy

        writer = self._writing()
        self.remove(shard)
        rows = 0
        for document in documents:
            prepared = document if isinstance(document, bytes) else prepare(document)
            self._guard(writer.add_document, _as_tantivy(prepared, (shard << PLACE_BITS) + rows, shard))
            rows += 1
        marker = tantivy.Document()
        marker.add_unsigned("shard", shard)
        marker.add_unsigned("rows", rows)
        self._guard(writer.add_document, marker)
        return rows

    def remove(self, shard: int) -> None:
        """Take a shard out; with the next commit."""
        from tantivy import Query

        # By query: a term made of a Python number is signed, and deletes nothing in an unsigned field.
        held = Query.term_query(self._index.schema, "shard", shard)
        self._guard(self._writing().delete_documents_by_query, held)

    def commit(self) -> None:
        """Write everything down and make it visible; returns when it is on disk."""
        if self._writer is not None:
            self._guard(self._writer.commit)
            self._answerer = None
            _open_to_readers(self._folder)

    def close(self) -> None:
        """Let go of the folder; what was not committed is given up. Waits for merges that run."""
        writer, self._writer = self._writer, None
        if writer is not None:
            # No rollback before: it lets go of merges that run, which then go on writing behind our back.
            self._guard(writer.wait_merging_threads)
            _open_to_readers(self._folder)
        if self._view is not None:
            self._view.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------------ reading

    def shards(self) -> dict[int, int]:
        """The shards that the index holds, each with its number of rows."""
        return self._guard(self._answering().shards)

    def search(self, question: Question) -> Results:
        """Answer a question. Raises QueryError (with the column), OptionError, IndexDamaged."""
        return self._guard(self._answering().answer, question)

    def matches(self, text: str = "", filters: Filters = NO_FILTERS) -> Iterator[tuple[int, int]]:
        """Shard and row of everything that matches, in the archive's order; 8 bytes of memory each."""
        for place in self._guard(self._answering().places, text, filters):
            yield place >> PLACE_BITS, place & ((1 << PLACE_BITS) - 1)

    def reload(self) -> None:
        """See what other processes have committed since."""
        self._answerer = None

    def _answering(self) -> Answerer:
        answerer = self._answerer
        if answerer is None:
            if self._view is not None:
                self._guard(self._view.follow)
            _check_files(self._folder)
            self._guard(self._index.reload)
            answerer = self._answerer = Answerer(self._index.schema, self._index.searcher())
        return answerer

    def _writing(self) -> tantivy.IndexWriter:
        if self._view is not None:
            raise IndexDamaged(f"the search index {self._folder} cannot be written; check its permissions")
        if self._writer is None:
            # One thread: a second one helps by a fifth on two cores that also read pages, and makes more segments.
            self._writer = self._guard(self._index.writer, WRITER_BYTES, 1)
        assert self._writer is not None
        return self._writer

    def _guard(self, action: Callable[..., T], *arguments: object) -> T:
        """Do it; tantivy's errors become ours."""
        try:
            return action(*arguments)
        except BaseException as error:
            if not isinstance(error, (ValueError, OSError, RuntimeError)) and type(error).__name__ != PANIC:
                raise
            reason = "another process writes to it" if "LockBusy" in str(error) else str(error)
            raise IndexDamaged(f"the search index {self._folder}: {reason}") from None


def _as_tantivy(prepared: bytes, place: int, shard: int) -> tantivy.Document:
    import tantivy

    fields, times, shown = read_prepared(prepared)
    document = tantivy.Document()
    for name, texts in fields.items():
        for text in texts:
            document.add_text(name, text)
    document.add_unsigned("shard", shard)
    document.add_unsigned("place", place)
    if times is not None:
        day, moment = times
        document.add_integer("day", day)
        document.add_integer("year", day // 10_000)
        document.add_integer("moment", moment)
        document.add_float("recency", _recency(moment))
    document.add_bytes("shown", shown)
    return document


def _recency(moment: int) -> float:
    """What the score is weighed by: log2(2 + this), up to 1.4 % more for the newest of equals."""
    return RECENCY * min(1.0, max(0.0, (moment - OLDEST) / (NEWEST - OLDEST)))


def _create(path: Path) -> None:
    tantivy = _tantivy()
    try:
        if path.exists():
            shutil.rmtree(path)
        path.mkdir(parents=True)
        tantivy.Index(build_schema(), path=str(path))
        partial = path / f".{VERSION_FILE}.part"
        partial.write_text(json.dumps({"version": VERSION}) + "\n", encoding="ascii")
        os.replace(partial, path / VERSION_FILE)
        _open_to_readers(path)
    except (ValueError, OSError) as error:
        raise IndexDamaged(f"the search index {path} cannot be made: {error}") from None


def _open_to_readers(folder: Path) -> None:
    """Let whoever may read the other files of an index read all."""
    with suppress(OSError):  # taken away, or on a disk without such rights
        mode = stat.S_IMODE(os.stat(folder / VERSION_FILE).st_mode)
        for name in OWNER_ONLY:
            os.chmod(folder / name, mode)


def _check_version(path: Path) -> None:
    try:
        version = json.loads((path / VERSION_FILE).read_text(encoding="ascii"))["version"]
    except FileNotFoundError:
        raise IndexDamaged(f"there is no search index in {path}: build it with `copydesk check`") from None
    except (OSError, ValueError, KeyError, TypeError):
        raise IndexDamaged(f"the search index {path} is damaged: build it anew with `copydesk check`") from None
    if version != VERSION:
        raise IndexDamaged(
            f"the search index {path} has version {version}, this program wants {VERSION}: "
            "build it anew with `copydesk check`"
        )


def _check_files(path: Path, *, reads_all: bool = False) -> None:
    fault = find_fault(path, reads_all=reads_all)
    if fault is not None:
        raise IndexDamaged(f"the search index {path} is damaged ({fault}): build it anew with `copydesk check`")


def _tantivy() -> ModuleType:
    try:
        import tantivy
    except ImportError:
        raise OptionError("search needs the package tantivy: pip install tantivy") from None
    return tantivy
