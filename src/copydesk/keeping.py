"""`copydesk.Archive`: pages kept and found again.

In: the path of an archive. Out: Articles, as they went in; hits; what adding and checking did.
Left to others: reading pages, files, processes, the index: each its room. This file ties them together.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from copydesk.errors import ArchiveError, CopydeskError, OptionError
from copydesk.records import Article, Refusal

try:
    import pyarrow
    import tantivy  # noqa: F401
except ImportError as error:
    raise ArchiveError(
        f"an archive needs the package {error.name}; install it with: pip install 'copydesk[archive]'"
    ) from None

from copydesk import archive
from copydesk.archive import Conditions, Finding, Manifest, Shard, Store
from copydesk.run.adding import Added, Adding, AddSettings, Progress
from copydesk.run.crew import Alone, Crew, PortionExecutor
from copydesk.run.indexing import Indexing
from copydesk.run.joining import join_small
from copydesk.run.mending import Mending
from copydesk.run.settings import RunSettings, worker_count
from copydesk.search import NO_FILTERS, Filters, Index, Question, Results, read_period

if TYPE_CHECKING:
    from types import TracebackType

__all__ = [
    "AddSettings",
    "Added",
    "Archive",
    "Checked",
    "PortionExecutor",
    "Progress",
    "refused_captures",
    "upgrade_archive",
]

DEFAULT_ADD = AddSettings()
Watch = Callable[[Progress | Refusal], None]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found and did."""

    shards: int
    findings: tuple[Finding, ...]
    strays: tuple[str, ...]
    """Files that belong to no shard; `add` removes them."""
    actions: tuple[str, ...]
    """What was mended, a sentence each."""
    index: str
    """`complete`, `caught up`, `rebuilt`, or what is wrong with it."""

    @property
    def is_sound(self) -> bool:
        """Nothing was wrong, or everything was mended."""
        return (
            not any("taken out" in action for action in self.actions)
            and (not self.findings or bool(self.actions))
            and self.index in ("complete", "caught up", "rebuilt")
        )


class Archive:
    """An archive of captured pages. Reading takes no lock and sees what was committed before it began."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """path: of the archive's folder; where there is none, `add` makes it.

        Raises: ArchiveError: not an archive, torn, of another format.
        """
        self.path = Path(os.path.abspath(path))
        self._index: Index | None = None
        if self.path.exists() and any(self.path.iterdir() if self.path.is_dir() else [self.path]):
            archive.load_manifest(self.path)

    # ------------------------------------------------------------------ writing

    def add(
        self,
        *inputs: str | os.PathLike[str],
        jobs: int = 1,
        settings: AddSettings = DEFAULT_ADD,
        executor: PortionExecutor | None = None,
        watch: Watch | None = None,
    ) -> Added:
        """Add web archives, folders, files, addresses; what is there already is passed over.

        jobs: processes, 0 for one a core; with 1 all is done in this one, where a page that is stuck cannot be ended.
        watch: is told of progress and of inputs that could not be planned.
        Returns: an account: captures by outcome. Raises: ArchiveError: in use, not writable, disk full.
        """
        if executor is None:
            executor = Alone() if worker_count(jobs) == 1 else Crew(RunSettings(jobs=jobs))
        with Store(self.path) as store:
            indexing = Indexing(self.path, store.manifest.shards)
            try:
                adding = Adding(store, indexing, executor, settings)
                for news in adding.run([os.fspath(item) for item in inputs]):
                    if watch is not None:
                        watch(news)
                join_small(store, indexing, fewest=settings.joins_from)
            finally:
                indexing.close()
                self._index = None
            return adding.account

    def check(self, *, mends: bool = True, rebuilds_index: bool = False) -> Checked:
        """Compare every file with the manifest, and the index with the shards; mend what can be mended.

        mends: False only looks, without a lock. Raises: ArchiveError: no archive, in use, torn beyond the manifest.
        """
        if not mends:
            return self._looked_at()
        with Store(self.path, create=False) as store:
            strays = tuple(map(str, store.cleared))
            findings = tuple(archive.find_faults(self.path, store.manifest))
            broken = {finding.shard for finding in findings}
            sound = {number: shard for number, shard in store.manifest.shards.items() if number not in broken}
            indexing = Indexing(self.path, sound, verifies=True)
            try:
                state = indexing.state
                indexing.follow(store.manifest.shards)
                actions = tuple(Mending(store, indexing, DEFAULT_ADD.limits).run(findings))
                if rebuilds_index:
                    indexing.rebuild()
                    state = "rebuilt"
                joined = join_small(store, indexing)
                actions += tuple(f"shard {shard.number}: made of {len(shard.joined)} small ones" for shard in joined)
            finally:
                indexing.close()
                self._index = None
            return Checked(len(store.manifest.shards), findings, strays, actions, state)

    def _looked_at(self) -> Checked:
        manifest = self._manifest()
        findings = tuple(archive.find_faults(self.path, manifest))
        try:
            Index.verify(self.path / archive.INDEX)
            held = self._opened_index().shards()
            rows = {number: shard.articles for number, shard in manifest.shards.items()}
            state = "complete" if held == rows else "behind: run `copydesk check` to bring it in step"
        except CopydeskError as error:
            state = str(error)
        return Checked(len(manifest.shards), findings, (), (), state)

    # ------------------------------------------------------------------ reading

    def articles(
        self,
        *,
        site: str | None = None,
        language: str | None = None,
        kind: str | None = None,
        agency: str | None = None,
        author: str | None = None,
        date_from: date | str | None = None,
        date_to: date | str | None = None,
        has_text: bool | None = None,
    ) -> Iterator[Article]:
        """All articles that meet every condition, in the order in which they were added.

        site: host without `www.`; author: a whole name; date_from, date_to: days of publication, both counted;
            also `2024-03` and `2024`, which are all of their days.
        has_text: True leaves out pages without a main text.
        """
        conditions = Conditions(
            site=site,
            language=language,
            kind=kind,
            agency=agency,
            author=author,
            date_from=_days(date_from)[0],
            date_to=_days(date_to)[1],
            has_text=has_text,
        )
        return archive.select(self.path, self._manifest(), conditions)

    def get(self, article_id: str) -> Article | None:
        """One article by its identity, as hits and the tables name it; None where there is none."""
        return archive.get(self.path, self._manifest(), article_id)

    def search(self, question: Question | str) -> Results:
        """Hits, their number and facets. Raises: QueryError, which names the column."""
        return self._opened_index().search(Question(question) if isinstance(question, str) else question)

    def matching(self, text: str = "", filters: Filters = NO_FILTERS) -> Iterator[Article]:
        """All articles that match a query and filters, in the order in which they were added."""
        for shard, rows in self._found(text, filters):
            yield from archive.rows_of(self.path, shard, rows)

    def matching_tables(self, text: str = "", filters: Filters = NO_FILTERS) -> Iterator[pyarrow.Table]:
        """The same as rows of the articles table, as it is on disk."""
        for shard, rows in self._found(text, filters):
            yield from archive.tables_of(self.path, shard, rows)

    def _found(self, text: str, filters: Filters) -> Iterator[tuple[Shard, list[int]]]:
        """Where the articles that match stand: rows of one shard after another."""
        manifest: Manifest | None = None
        current: Shard | None = None
        rows: list[int] = []
        for number, row in self._opened_index().matches(text, filters):
            # Read after the index was: what that knows is in it, under the old number or a new one.
            manifest = manifest or self._manifest()
            place = manifest.place(number, row)
            if place is None:
                continue
            if place[0] is not current:
                if current is not None:
                    yield current, rows
                current, rows = place[0], []
            rows.append(place[1])
        if current is not None:
            yield current, rows

    def counts(self) -> dict[str, int]:
        """Captures by outcome: `article`, or the reason why not."""
        return dict(self._manifest().counts())

    def __len__(self) -> int:
        """Rows of the articles table: pages that were read, those without a main text, too."""
        return sum(shard.articles for shard in self._manifest().shards.values())

    def last_shard(self) -> int:
        """The number of the newest shard, 0 where there is none."""
        return max(self._manifest().shards, default=0) if (self.path / archive.MANIFEST).exists() else 0

    def close(self) -> None:
        """Let go of the index."""
        if self._index is not None:
            self._index.close()
            self._index = None

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _manifest(self) -> Manifest:
        return archive.load_manifest(self.path)

    def _opened_index(self) -> Index:
        if self._index is None:
            self._manifest()
            self._index = Index.open(self.path / archive.INDEX)
        return self._index


def refused_captures(kept: Archive, *, since: int = 0) -> Iterator[Refusal]:
    """The captures without an article in shards newer than `since`, in order."""
    if not (kept.path / archive.MANIFEST).exists():
        return
    for number, shard in sorted(archive.load_manifest(kept.path).shards.items()):
        if number > since:
            before = sum(origin.captures for origin in shard.joined if origin.number <= since)
            yield from archive.refusals(kept.path / shard.files["captures"].path, before)


def upgrade_archive(path: str | os.PathLike[str]) -> tuple[int, int]:
    """Bring an archive to this version's format; gives the formats before and after. Raises: ArchiveError."""
    return archive.upgrade(Path(os.path.abspath(path)))


def _days(given: date | str | None) -> tuple[date | None, date | None]:
    """The first and the last day of a day, month or year. Raises OptionError for a text that is none."""
    if given is None or isinstance(given, date):
        return given, given
    try:
        first, last = (date.fromisoformat(str(day)) for day in read_period(given))
    except ValueError as error:
        raise OptionError(str(error)) from None
    return first, last
