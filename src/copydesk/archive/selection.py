"""Reading an archive: all articles, those that match, or one.

In: the archive's folder and conditions. Out: Articles in the order in which they were added. Only the columns that the
conditions need are read of a shard, and the whole rows of what is left, one row group at a time.
Left to others: search by words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from copydesk.archive.articles import make_articles
from copydesk.archive.known import shard_of
from copydesk.archive.manifest import Manifest, Shard, load_manifest
from copydesk.archive.shard import row_groups
from copydesk.archive.tables import ARTICLE, schema
from copydesk.errors import ArchiveError
from copydesk.records import Article, Refusal

AUTHOR = "author"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What an article must be; None: anything."""

    site: str | None = None
    """The host of its address, without `www.`."""
    language: str | None = None
    kind: str | None = None
    agency: str | None = None
    author: str | None = None
    """The whole name of one of its authors."""
    date_from: date | None = None
    """First day of publication that counts; articles without a day do not match."""
    date_to: date | None = None
    has_text: bool | None = None
    """True: only pages with a main text; False: only those without."""

    def columns(self) -> list[str]:
        """The columns that deciding needs."""
        needed = {
            "site": self.site,
            "in_language": self.language,
            "kind": self.kind,
            "source_organization": self.agency,
            AUTHOR: self.author,
            "published_on": self.date_from or self.date_to,
            "refusal": self.has_text,
        }
        return [name for name, value in needed.items() if value is not None]

    def matches(self, table: pa.Table) -> pa.ChunkedArray | None:
        """A truth value a row; None where all match."""
        wanted = {"site": self.site, "in_language": self.language, "kind": self.kind}
        wanted["source_organization"] = self.agency
        tests = [pc.equal(table.column(name), value) for name, value in wanted.items() if value is not None]
        if self.date_from is not None:
            tests.append(pc.greater_equal(table.column("published_on"), pa.scalar(self.date_from)))
        if self.date_to is not None:
            tests.append(pc.less_equal(table.column("published_on"), pa.scalar(self.date_to)))
        if self.has_text is not None:
            is_refused = pc.is_valid(table.column("refusal"))
            tests.append(pc.invert(is_refused) if self.has_text else is_refused)
        if self.author is not None:
            authors = table.column(AUTHOR).to_pylist()
            tests.append(pa.array([any(a["name"] == self.author for a in row or ()) for row in authors], pa.bool_()))
        result = None
        for test in tests:
            result = test if result is None else pc.and_(result, test)
        return None if result is None else pc.fill_null(result, False)


def select(folder: Path, manifest: Manifest, conditions: Conditions) -> Iterator[Article]:
    """All articles that meet the conditions. Raises ArchiveError for a torn shard."""
    columns = conditions.columns()
    for number in sorted(manifest.shards):
        for group, table in _groups(folder, manifest.shards[number], columns):
            mask = conditions.matches(table) if columns else None
            rows = None if mask is None else pc.indices_nonzero(mask).to_pylist()
            if rows is None or rows:
                yield from _read(folder, manifest.shards[number], group, rows)


def rows_of(folder: Path, shard: Shard, rows: Iterable[int]) -> Iterator[Article]:
    """The articles in some rows of a shard, given in rising order. Raises ArchiveError for a torn shard."""
    for group, inside in _by_group(folder, shard, rows):
        yield from _read(folder, shard, group, inside)


def tables_of(folder: Path, shard: Shard, rows: Iterable[int]) -> Iterator[pa.Table]:
    """The same rows as the articles table has them. Raises ArchiveError for a torn shard."""
    for group, inside in _by_group(folder, shard, rows):
        with _opened(folder, shard, "articles") as file:
            yield file.read_row_group(group).cast(schema("articles")).take(inside)


def get(folder: Path, manifest: Manifest, identity: str) -> Article | None:
    """One article by its identity. Raises ArchiveError for a torn shard."""
    try:
        number = shard_of(folder, bytes.fromhex(identity))
    except ValueError:
        return None
    # The table of identities may be behind where a writer was stopped: then all shards are looked through.
    numbers = [number] if number in manifest.shards else sorted(manifest.shards)
    for candidate in numbers:
        shard = manifest.shards[candidate]
        for group, table in _groups(folder, shard, ["id"]):
            row = pc.index(table.column("id"), identity).as_py()
            if row >= 0:
                return next(_read(folder, shard, group, [row]))
    return None


def _by_group(folder: Path, shard: Shard, rows: Iterable[int]) -> Iterator[tuple[int, list[int]]]:
    """Rows of a shard as rows of its row groups, those that have any."""
    wanted = list(rows)
    start = 0
    for group, table in _groups(folder, shard, ["id"]):
        inside = [row - start for row in wanted if start <= row < start + len(table)]
        start += len(table)
        if inside:
            yield group, inside


def _groups(folder: Path, shard: Shard, columns: list[str]) -> Iterator[tuple[int, pa.Table]]:
    """Some columns of each row group of the articles of a shard."""
    with _opened(folder, shard, "articles") as file:
        for number in range(file.num_row_groups):
            yield number, file.read_row_group(number, columns=columns)


def _read(folder: Path, shard: Shard, group: int, rows: list[int] | None) -> Iterator[Article]:
    with _opened(folder, shard, "articles") as articles, _opened(folder, shard, "parts") as parts:
        article_rows = articles.read_row_group(group).cast(schema("articles"))
        parts_rows = parts.read_row_group(group).cast(schema("parts"))
    if rows is not None:
        article_rows = article_rows.take(rows)
        parts_rows = parts_rows.filter(pc.is_in(parts_rows.column("article_id"), article_rows.column("id")))
    yield from make_articles(article_rows, parts_rows)


def _opened(folder: Path, shard: Shard, table: str) -> pq.ParquetFile:
    path = folder / shard.files[table].path
    try:
        return pq.ParquetFile(path)
    except FileNotFoundError:
        if shard.number in load_manifest(folder).shards:
            raise ArchiveError(f"{path}: is missing; run `copydesk check {folder} --mend`") from None
        what = "was joined with others while the archive was read"
        raise ArchiveError(f"{path}: {what}; run the same command again") from None
    except (OSError, pa.ArrowException) as error:
        what = " ".join(str(error).split())[:120]
        raise ArchiveError(f"{path}: cannot be read ({what}); run `copydesk check {folder} --mend`") from None


def refusals(path: Path, start: int = 0) -> Iterator[Refusal]:
    """The captures of one file from a row on that gave no article, with their reasons."""
    for group in row_groups(path, "captures"):
        start, skipped = max(0, start - len(group)), start
        group = group.slice(skipped)
        for row in group.filter(pc.not_equal(group.column("outcome"), ARTICLE)).to_pylist():
            yield Refusal(row["outcome"], row["detail"] or "", source=row["source"], url=row["url"])
