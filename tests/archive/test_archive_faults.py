"""Kills, full disks, torn files, two writers: nothing lost, nothing twice, a clear message."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import archive_pages
import pytest
from test_archive_keeping import fingerprint

from copydesk.archive import Store
from copydesk.errors import ArchiveError, IndexDamaged
from copydesk.keeping import AddSettings, Archive, upgrade_archive


@pytest.fixture
def crawl(tmp_path):
    """Four small web archives."""
    return archive_pages.write_crawl(tmp_path / "crawl")


def start(archive: Path, inputs: list[Path], *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "copydesk", "add", "-q", *options, str(archive), *map(str, inputs)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)


def add(archive: Path, inputs: list[Path], *options: str) -> tuple[int, str]:
    process = start(archive, inputs, *options)
    _, errors = process.communicate(timeout=120)
    return process.returncode, errors


@pytest.mark.parametrize("moment", ["first shard", "some shards", "before the end"])
def test_a_kill_loses_nothing_and_doubles_nothing(tmp_path, crawl, moment):
    """After kill -9 the same command goes on, and the archive becomes what it would have been."""
    Archive(tmp_path / "reference").add(*crawl)
    archive = tmp_path / "archive"
    process = start(archive, crawl, "-j", "2")
    wanted = {"first shard": 0, "some shards": 1, "before the end": 3}[moment]
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if len(list(archive.glob("articles/*.parquet"))) > wanted:
            os.killpg(process.pid, signal.SIGKILL)
            break
        time.sleep(0.005)
    process.communicate()
    assert add(archive, crawl)[0] == 0
    assert fingerprint(archive) == fingerprint(tmp_path / "reference")
    assert Archive(archive).check().is_sound
    assert len(list(Archive(archive).matching("ferry"))) == 48


def test_the_second_writer_is_told_who_the_first_is(tmp_path):
    """Two writers at once would each overwrite the other's manifest."""
    archive_pages.write_pages(tmp_path / "pages", range(2))
    with Store(tmp_path / "archive"), pytest.raises(ArchiveError, match=f"process {os.getpid()} on .* is writing"):
        Archive(tmp_path / "archive").add(tmp_path / "pages")
    assert Archive(tmp_path / "archive").add(tmp_path / "pages").articles == 2


def test_a_newer_format_is_named(tmp_path):
    """An old program must not write into what it does not understand."""
    (tmp_path / "manifest.json").write_text('{"format": 7, "copydesk": "9.1", "shards": []}')
    for action in (lambda: Archive(tmp_path), lambda: upgrade_archive(tmp_path)):
        with pytest.raises(ArchiveError, match=r"format 7, made by copydesk 9\.1.*install a newer"):
            action()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 1}', '{"format": 1, "shards": [{"number": 1}]}'])
def test_a_torn_manifest_is_named(tmp_path, content):
    """Whatever stands in it, the answer is one sentence."""
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(ArchiveError, match="torn"):
        Archive(tmp_path)


def test_a_folder_with_other_things_is_no_archive(tmp_path):
    """A slip of the hand must not scatter tables over somebody's home."""
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(ArchiveError, match="no archive"):
        Archive(tmp_path)
    with pytest.raises(ArchiveError, match="a file, not an archive"):
        Archive(tmp_path / "letter.txt")


@pytest.mark.parametrize(
    ("table", "damage"), [("articles", "cut"), ("parts", "flipped"), ("captures", "cut"), ("captures", "missing")]
)
def test_a_torn_shard_is_made_again_from_its_captures(tmp_path, crawl, table, damage):
    """A disk that lost some bytes costs a command, not a crawl."""
    folder = tmp_path / "archive"
    Archive(folder).add(*crawl[:2])
    before = fingerprint(folder)
    path = folder / table / "00000001.parquet"
    content = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(content[:-100] if damage == "cut" else content[:50] + b"\xff\x00" + content[52:])
    looked = Archive(folder).check(mends=False)
    assert [finding.table for finding in looked.findings] == [table] and not looked.is_sound
    mended = Archive(folder).check()
    assert mended.is_sound and "equal to what it was" in mended.actions[0]
    assert fingerprint(folder) == before
    assert Archive(folder).search("ferry").total == 24


def test_a_torn_shard_whose_captures_are_gone_is_set_aside(tmp_path, crawl):
    """What cannot be mended is taken out with a sentence, and never deleted; its input can be added again."""
    folder = tmp_path / "archive"
    moved = tmp_path / "moved"
    Archive(folder).add(*crawl[:2])
    crawl[0].rename(moved)
    path = folder / "articles" / "00000001.parquet"
    path.write_bytes(path.read_bytes()[:1000])
    checked = Archive(folder).check()
    assert not checked.is_sound and "is not there any more" in checked.actions[0]
    assert (folder / "set-aside" / "00000001-articles.parquet").stat().st_size == 1000
    assert Archive(folder).search("ferry").total == 12
    moved.rename(crawl[0])
    assert Archive(folder).add(*crawl[:2]).articles == 12


def test_a_torn_shard_is_named_where_it_is_read(tmp_path, crawl):
    """Reading must not give half an archive in silence."""
    folder = tmp_path / "archive"
    Archive(folder).add(crawl[0])
    path = folder / "parts" / "00000001.parquet"
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(ArchiveError, match=r"copydesk check .* --mend"):
        list(Archive(folder).articles())


def test_the_index_is_built_again_from_the_shards(tmp_path, crawl):
    """The index is no part of what must be kept safe."""
    folder = tmp_path / "archive"
    Archive(folder).add(*crawl[:2])
    shutil.rmtree(folder / "index")
    assert not Archive(folder).check(mends=False).is_sound
    assert Archive(folder).check().is_sound
    assert Archive(folder).search("ferry").total == 24
    assert Archive(folder).check().index == "complete"


@pytest.mark.parametrize("damage", ["cut", "emptied", "flipped", "missing"])
@pytest.mark.parametrize("suffix", [".idx", ".pos", ".term", ".fieldnorm", ".fast", ".store"])
def test_a_torn_index_is_told_before_it_is_used(tmp_path, crawl, suffix, damage):
    """Where the end of a file is missing, whoever maps it into memory is ended by the system without a word."""
    folder = tmp_path / "archive"
    Archive(folder).add(crawl[0])
    (path,) = (folder / "index").glob(f"*{suffix}")
    content = path.read_bytes()
    path.unlink()
    if damage != "missing":
        middle = len(content) // 2
        changed = content[:10] + bytes([content[10] ^ 255]) + content[11:]
        path.write_bytes({"cut": content[:middle], "emptied": b"", "flipped": changed}[damage])
    if damage != "flipped":
        with pytest.raises(IndexDamaged, match="copydesk check"):
            Archive(folder).search("ferry")
    looked = Archive(folder).check(mends=False)
    assert path.name in looked.index and not looked.is_sound
    assert Archive(folder).check().index == "rebuilt"
    assert Archive(folder).search("ferry").total == 12


def test_leftovers_of_a_stopped_adding_are_cleared(tmp_path, crawl):
    """A shard that was never listed does not exist: not for check, not for DuckDB after the next add."""
    folder = tmp_path / "archive"
    Archive(folder).add(crawl[0])
    shutil.copy(folder / "articles" / "00000001.parquet", folder / "articles" / "00000002.parquet")
    (folder / "work" / "rest").write_bytes(b"x")
    checked = Archive(folder).check()
    assert [Path(stray).name for stray in checked.strays] == ["00000002.parquet"]
    assert not list((folder / "work").iterdir())


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
from copydesk.cli import main
sys.exit(main(["add", "-q", "-j", "1", *sys.argv[1:]]))
"""


@pytest.mark.parametrize("limit", [300, 9_000, 36_000])
def test_a_full_disk_is_a_sentence_and_the_next_add_goes_on(tmp_path, crawl, limit):
    """A disk that is full (here: files that may not grow) must not tear the archive."""
    archive = tmp_path / "archive"
    code = LIMITED.format(limit=limit)
    command = [sys.executable, "-c", code, str(archive), *map(str, crawl)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 2, ended.stderr
    assert "free some room" in ended.stderr and "Traceback" not in ended.stderr
    assert add(archive, crawl)[0] == 0
    Archive(tmp_path / "reference").add(*crawl)
    assert fingerprint(archive) == fingerprint(tmp_path / "reference")


@pytest.mark.skipif(os.geteuid() == 0 and shutil.which("setpriv") is None, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_named(tmp_path, crawl):
    """One sentence that says which folder and what to do."""
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o555)
    command = [sys.executable, "-m", "copydesk", "add", str(folder / "archive"), str(crawl[0])]
    if os.geteuid() == 0:
        for parent in tmp_path.parents:
            if "pytest" in parent.name:
                parent.chmod(0o755)
        tmp_path.chmod(0o755)
        command = ["setpriv", "--reuid=65534", "--clear-groups", "--inh-caps=-all", *command]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if "No module named" in ended.stderr or "No such file" in ended.stderr or "failed to execute" in ended.stderr:
        pytest.skip("another user cannot run this interpreter")
    assert ended.returncode == 2
    assert "locked" in ended.stderr and "permission" in ended.stderr.lower() and "Traceback" not in ended.stderr


def test_an_archive_that_is_read_only_can_be_read(tmp_path, crawl):
    """Archives lie on read-only shares; reading and searching write nothing."""
    folder = tmp_path / "archive"
    Archive(folder).add(crawl[0])
    before = sorted((path, path.stat().st_mtime_ns) for path in folder.rglob("*"))
    with Archive(folder) as archive:
        assert len(list(archive.articles())) == 12
        assert archive.search("ferry").total == 12
        assert archive.check(mends=False).is_sound
    assert sorted((path, path.stat().st_mtime_ns) for path in folder.rglob("*")) == before


def test_damaged_web_archives_cost_their_damaged_records_only(tmp_path):
    """A cut file, a flipped byte, a file that is no web archive: the rest is there, the loss is counted."""
    pages = {number: archive_pages.page(number) for number in range(20)}
    cut = archive_pages.write_warc(tmp_path / "cut.warc.gz", pages)
    cut.write_bytes(cut.read_bytes()[:-300])
    garbled = archive_pages.write_warc(
        tmp_path / "garbled.warc.gz", {n + 100: archive_pages.page(n + 100) for n in pages}
    )
    content = bytearray(garbled.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 40] = b"\x00" * 40
    garbled.write_bytes(content)
    (tmp_path / "none.warc.gz").write_bytes(os.urandom(5000))
    account = Archive(tmp_path / "archive").add(cut, garbled, tmp_path / "none.warc.gz")
    assert account.articles >= 37
    assert account.captures > account.articles
    assert set(account.counts) - {"article"} <= {"damaged-record", "damaged-input", "binary-input", "unreadable-input"}


def test_an_older_format_is_upgraded(tmp_path, crawl):
    """Archives of yesterday must open tomorrow."""
    folder = tmp_path / "archive"
    Archive(folder).add(crawl[0])
    path = folder / "manifest.json"
    now = json.loads(path.read_text())
    shards = [{name: shard[name] for name in shard if name not in ("key", "copydesk")} for shard in now["shards"]]
    path.write_text(json.dumps({"format": 0, "version": "0.0.9", "shards": shards}))
    with pytest.raises(ArchiveError, match="copydesk upgrade"):
        Archive(folder)
    assert upgrade_archive(folder) == (0, 1)
    archive = Archive(folder)
    assert len(list(archive.articles())) == 12 and archive.check().is_sound
    assert archive.add(crawl[0]).counts == {"duplicate": 12}
    assert upgrade_archive(folder) == (1, 1)


def test_an_archive_that_lost_its_manifest_is_told_from_none(tmp_path):
    """`make one with copydesk add` is no help to somebody who has just run `copydesk add`."""
    archive_pages.write_pages(tmp_path / "pages", range(1))
    Archive(tmp_path / "archive").add(tmp_path / "pages")
    (tmp_path / "archive" / "manifest.json").unlink()
    with pytest.raises(ArchiveError, match=r"an archive without its manifest\.json"):
        Archive(tmp_path / "archive").add(tmp_path / "pages")


def test_whoever_may_read_the_tables_may_search(tmp_path):
    """An archive on a shared disk is made by one user and searched by others."""
    archive_pages.write_pages(tmp_path / "pages", range(2))
    Archive(tmp_path / "archive").add(tmp_path / "pages")
    Archive(tmp_path / "archive").check(rebuilds_index=True)
    wanted = (tmp_path / "archive" / "manifest.json").stat().st_mode
    files = [path for path in (tmp_path / "archive" / "index").iterdir() if not path.name.endswith(".lock")]
    assert {path.name for path in files if path.stat().st_mode != wanted} == set()


@pytest.mark.skipif(os.geteuid() == 0 and shutil.which("setpriv") is None, reason="root may write everywhere")
def test_whoever_may_not_write_may_search(tmp_path, crawl):
    """tantivy wants a lock even for reading; an archive of another user, or on a read-only disk, gives none."""
    folder = tmp_path / "archive"
    Archive(folder).add(crawl[0])
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    command = [sys.executable, "-m", "copydesk", "search", str(folder), "ferry", "--limit", "1"]
    if os.geteuid() == 0:
        for parent in (tmp_path, *tmp_path.parents):
            if "pytest" in str(parent):
                parent.chmod(0o755)
        command = ["setpriv", "--reuid=65534", "--clear-groups", "--inh-caps=-all", *command]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755)
    if "No module named" in ended.stderr or "No such file" in ended.stderr or "failed to execute" in ended.stderr:
        pytest.skip("another user cannot run this interpreter")
    assert (ended.returncode, ended.stderr) == (0, "") and "12 pages" in ended.stdout


def write_mixed_pages(folder: Path) -> Path:
    """Pages of every sort that a folder gives: packed, saved by a browser, twice the same, refused."""
    paths = archive_pages.write_pages(folder, range(4))
    (folder / "0004.html.gz").write_bytes(gzip.compress(archive_pages.page(4), mtime=0))
    (folder / "0005.html").write_bytes(paths[0].read_bytes())
    (folder / "0006.html").write_bytes(b"%PDF-1.7\n" + bytes(range(256)))
    saved = b"<!-- saved from url=(0023)https://example.org/7 -->" + archive_pages.page(7)
    (folder / "0007.html").write_bytes(saved)
    (folder / "0008.txt").write_text("Ferry sails\n\nThe ferry sailed again on Monday, said the master. " * 9)
    (folder / "0009.html.gz").write_bytes(b"\x1f\x8b broken")
    return folder


@pytest.mark.parametrize("inputs", ["there", "changed", "gone"])
@pytest.mark.parametrize("table", ["articles", "captures", "parts"])
def test_a_torn_shard_with_captures_of_its_own_becomes_the_same(tmp_path, inputs, table):
    """Whoever keeps captures may let the pages go: mending must not change a date, an address or an identity."""
    pages, folder = write_mixed_pages(tmp_path / "pages"), tmp_path / "archive"
    Archive(folder).add(pages, settings=AddSettings(keeps_captures=True))
    before = fingerprint(folder)
    assert len([article for article in Archive(folder).articles() if article.date_published]) == 6
    if inputs == "gone":
        shutil.rmtree(pages)
    elif inputs == "changed":
        (pages / "0001.html").write_bytes(archive_pages.page(77))
    (folder / table / "00000001.parquet").unlink()
    checked = Archive(folder).check()
    assert checked.is_sound and "equal to what it was" in checked.actions[0]
    assert fingerprint(folder) == before


def test_a_web_archive_that_was_kept_and_is_gone_is_mended(tmp_path):
    """The captures of a crawl that were kept stand in for it, those that were left out, too."""
    pages = {number: archive_pages.page(number) for number in range(3)}
    crawl, folder = archive_pages.write_warc(tmp_path / "crawl.warc.gz", pages), tmp_path / "archive"
    with crawl.open("ab") as file:
        file.write(gzip.compress(archive_pages.warc_record(8, b"\x89PNG\r\n\x1a\n" + bytes(99))))
    Archive(folder).add(crawl, settings=AddSettings(keeps_captures=True))
    before = fingerprint(folder)
    crawl.unlink()
    (folder / "captures" / "00000001.parquet").unlink()
    assert Archive(folder).check().is_sound and fingerprint(folder) == before


def test_kept_captures_that_are_torn_are_kept_again(tmp_path):
    """While the files are there, what was kept of them can be made again."""
    pages, folder = write_mixed_pages(tmp_path / "pages"), tmp_path / "archive"
    (pages / "0005.html").unlink()
    Archive(folder).add(pages, settings=AddSettings(keeps_captures=True))
    before = fingerprint(folder)
    kept = folder / "warc" / "kept-00000001.warc.gz"
    content = kept.read_bytes()
    kept.write_bytes(content[:-200])
    assert Archive(folder).check().is_sound
    assert kept.read_bytes() == content and fingerprint(folder) == before


def test_kept_captures_read_as_the_pages_did(tmp_path):
    """A kept copy that gave other dates than the page would be no copy."""
    pages, folder = write_mixed_pages(tmp_path / "pages"), tmp_path / "archive"
    Archive(folder).add(pages, settings=AddSettings(keeps_captures=True))
    Archive(tmp_path / "again").add(folder / "warc" / "kept-00000001.warc.gz")
    assert list(Archive(tmp_path / "again").articles()) == list(Archive(folder).articles())
