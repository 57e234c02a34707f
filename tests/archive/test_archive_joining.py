"""Small shards become one: the same articles, whatever happens in between."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import archive_pages
import pytest
from test_archive_keeping import fingerprint

from copydesk.keeping import AddSettings, Archive, refused_captures

FEW = AddSettings(joins_from=4)
KILLED = """
import os, signal, sys
from copydesk.keeping import AddSettings, Archive
from copydesk.archive import store
from copydesk.run import joining

steps = int(sys.argv[1])

def counted(function):
    def call(*arguments, **named):
        global steps
        if joining_now:
            if steps == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            steps -= 1
        return function(*arguments, **named)
    return call

joining_now = False
join = store.Store.join
def joined(*arguments):
    global joining_now
    joining_now = True
    return join(*arguments)

store.Store.join = joined
os.replace = counted(os.replace)
os.fsync = counted(os.fsync)
os.unlink = counted(os.unlink)
store.Known.add = counted(store.Known.add)
store.Known.remove = counted(store.Known.remove)
joining.Indexing.add_shard = counted(joining.Indexing.add_shard)
joining.Indexing.commit = counted(joining.Indexing.commit)
Archive(sys.argv[2]).add(*sys.argv[3:], settings=AddSettings(joins_from=4))
"""
"""Adds, and kills itself at a step of the joining."""


def add_one_by_one(folder: Path, crawl: list[Path]) -> None:
    for path in crawl:
        Archive(folder).add(path, settings=FEW)


def test_small_shards_become_one(tmp_path):
    """An archive that grows by a few pages every hour must not become ten thousand files."""
    crawl = archive_pages.write_crawl(tmp_path / "crawl")
    folder, reference = tmp_path / "archive", tmp_path / "reference"
    add_one_by_one(folder, crawl)
    Archive(reference).add(*crawl)
    assert [path.name for path in folder.glob("*/*.parquet")] == ["00000005.parquet"] * 3
    assert list(Archive(folder).articles()) == list(Archive(reference).articles())
    assert Archive(folder).counts() == Archive(reference).counts()
    assert list(Archive(folder).matching("ferry")) == list(Archive(reference).matching("ferry"))
    hit = Archive(folder).search("ferry").hits[0]
    assert Archive(folder).get(hit.id) == Archive(reference).get(hit.id)
    assert Archive(folder).check(mends=False).is_sound


def test_what_was_joined_is_not_added_again(tmp_path):
    """The memory of what was added must outlive the shards that it stood in."""
    crawl = archive_pages.write_crawl(tmp_path / "crawl")
    pages = tmp_path / "pages"
    archive_pages.write_pages(pages, range(100, 103))
    inputs = [*crawl, pages]
    add_one_by_one(tmp_path / "archive", inputs)
    before = fingerprint(tmp_path / "archive")
    account = Archive(tmp_path / "archive").add(*inputs)
    assert (account.captures, account.known_portions, account.known_files) == (0, 4, 3)
    assert fingerprint(tmp_path / "archive") == before


def test_shards_that_are_not_small_stay(tmp_path):
    """To write large shards again with every adding would make a crawl slower and slower."""
    crawl = archive_pages.write_crawl(tmp_path / "crawl")
    many = archive_pages.write_warc(tmp_path / "many.warc.gz", {at: archive_pages.page(at) for at in range(100, 360)})
    Archive(tmp_path / "archive").add(*crawl[:2], many, *crawl[2:], settings=AddSettings(joins_from=2))
    names = sorted(path.name for path in tmp_path.glob("archive/articles/*.parquet"))
    assert names == ["00000001.parquet", "00000002.parquet", "00000003.parquet", "00000006.parquet"]
    assert [article.headline for article in Archive(tmp_path / "archive").articles()][-1] == "Ferry 47 sails again"


@pytest.mark.parametrize("step", [0, 2, 4, 6, 8, 10, 12, 14])
def test_a_kill_while_shards_are_joined_loses_nothing_and_doubles_nothing(tmp_path, step):
    """There is a moment at which both the small shards and the joined one are on the disk: only one of them counts."""
    crawl = archive_pages.write_crawl(tmp_path / "crawl")
    reference, folder = tmp_path / "reference", tmp_path / "archive"
    for archive in (reference, folder):
        add_one_by_one(archive, crawl[:3])
    Archive(reference).add(crawl[3], settings=FEW)
    command = [sys.executable, "-c", KILLED, str(step), str(folder), str(crawl[3])]
    assert subprocess.run(command, check=False).returncode == -9
    assert len(list(Archive(folder).articles())) == len(list(Archive(folder).matching("ferry"))) == 48
    Archive(folder).add(crawl[3], settings=FEW)
    assert fingerprint(folder) == fingerprint(reference)
    assert Archive(folder).check(mends=False).is_sound
    assert list(Archive(folder).matching("ferry")) == list(Archive(reference).matching("ferry"))


def test_whoever_searched_before_still_finds_the_articles(tmp_path):
    """A search that is open for days knows the small shards only."""
    crawl = archive_pages.write_crawl(tmp_path / "crawl")
    Archive(tmp_path / "archive").add(*crawl)
    reader = Archive(tmp_path / "archive")
    before = [article.headline for article in reader.matching("headline:ferry")]
    Archive(tmp_path / "archive").add(settings=FEW)
    assert [article.headline for article in reader.matching("headline:ferry")] == before


@pytest.mark.parametrize("table", ["articles", "parts", "captures"])
def test_a_torn_joined_shard_is_made_again(tmp_path, table):
    """It was made of several inputs: all of them are read again, in their order."""
    crawl = archive_pages.write_crawl(tmp_path / "crawl")
    archive_pages.write_pages(tmp_path / "pages", range(40, 60))
    folder = tmp_path / "archive"
    add_one_by_one(folder, [*crawl[:2], tmp_path / "pages", crawl[3], crawl[2]])
    before, articles = fingerprint(folder), list(Archive(folder).articles())
    path = folder / table / "00000005.parquet"
    path.write_bytes(path.read_bytes()[:-50])
    assert not Archive(folder).check(mends=False).is_sound
    checked = Archive(folder).check()
    assert checked.is_sound and "equal to what it was" in checked.actions[0]
    assert fingerprint(folder) == before
    assert list(Archive(folder).articles()) == articles


def test_a_torn_shard_is_not_joined(tmp_path):
    """Joined, it would get a new digest, and nobody would ever see that something is missing."""
    crawl = archive_pages.write_crawl(tmp_path / "crawl")
    folder = tmp_path / "archive"
    add_one_by_one(folder, crawl[:3])
    path = folder / "parts" / "00000002.parquet"
    content = bytearray(path.read_bytes())
    content[60] ^= 1
    path.write_bytes(content)
    Archive(folder).add(crawl[3], settings=FEW)
    assert len(list(folder.glob("articles/*.parquet"))) == 4
    assert [finding.shard for finding in Archive(folder).check(mends=False).findings] == [2]


def test_the_log_of_an_adding_names_its_own_refusals_only(tmp_path):
    """A joined shard holds the captures of earlier addings, too."""
    for number in range(5):
        (tmp_path / f"{number}.html").write_bytes(b"")
        archive = Archive(tmp_path / "archive")
        since = archive.last_shard()
        archive.add(tmp_path / f"{number}.html", settings=FEW)
        assert [Path(refusal.source).name for refusal in refused_captures(archive, since=since)] == [f"{number}.html"]
