"""An archive gives back what went in, goes on where it stopped, and adds nothing twice."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import archive_pages
import pyarrow.parquet as pq
import pytest

import copydesk
from copydesk.archive.articles import make_articles
from copydesk.archive.tables import article_table, parts_table
from copydesk.errors import OptionError
from copydesk.keeping import AddSettings, Archive
from copydesk.records import Article, Author, Comment, Counter, Image, Mark, Moment, Passage, Quotation, Refusal, Teaser

EXAMPLES = Path(__file__).parents[2] / "examples"


def fingerprint(folder: Path) -> dict[str, str]:
    """Digests of the files that make an archive what it is."""
    paths = [path for path in folder.rglob("*") if path.suffix == ".parquet" or path.name == "manifest.json"]
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in paths}


def test_articles_come_back_equal(tmp_path):
    """Whoever reads from the archive must get what reading the page gave, parts and evidence too."""
    archive = Archive(tmp_path / "archive")
    archive.add(EXAMPLES)
    kept = list(archive.articles())
    assert len(kept) >= 4
    for article in kept:
        assert article == copydesk.read(article.source)
        assert list(article.parts) == list(copydesk.read(article.source).parts)


def test_every_field_comes_back_also_the_rare_ones():
    """A field that no example fills must not be lost for that."""
    moment = Moment("2024-03-05T08:00:00+01:00", "second", "5 March")
    counters = (Counter("view", 10**30, True, "many"), Counter("like", 3))
    full = Article(
        source="page\udcff.html",
        kind="article",
        url="https://www.example.org/a",
        author=(Author("Ann Lee", url="https://example.org/ann"), Author("Desk", "Organization")),
        date_published=moment,
        date_modified=Moment("2024", "year"),
        body=(
            Passage("heading", "A head", 2),
            Passage("item", "one", 1, 1, marks=(Mark(0, 3, "link", "https://example.org"),)),
            Passage("item", "two", 1, 2),
            Passage("row", "a\tb", ordinal=1, is_header=True),
        ),
        image=(Image(None), Image("https://example.org/i.jpg", "cap", "credit", "alt", 3, 4, 1)),
        interaction_statistic=counters[1:],
        comment=(Comment("first", "Bo", moment, counters[1:]), Comment("second")),
        teasers=(Teaser("t"), Teaser("u", date_published=moment, is_cut=True)),
        keywords=("sea", "ferry"),
        reservations=(("robots", "noai"), ("tdm-reservation", "1")),
        quotations=(Quotation("q", None, 0, 1),),
        captured_at=datetime(2024, 3, 1, 12, 0, 0, 5, tzinfo=UTC),
        is_accessible_for_free=False,
        comment_count=0,
    )
    articles = [full, Article(source="-", kind="listing")]
    back = make_articles(article_table(["00", "01"], articles), parts_table([], []))
    assert back == [replace(full, source="page\ufffd.html"), articles[1]]
    clamped = make_articles(article_table(["00"], [replace(full, interaction_statistic=counters)]), parts_table([], []))
    assert clamped[0].interaction_statistic[0].value == 2**63 - 1


def test_the_archive_is_the_same_whatever_the_number_of_jobs(tmp_path):
    """Two people who add the same crawl must be able to compare their archives."""
    inputs = [
        archive_pages.write_warc(
            tmp_path / f"{name}.warc.gz", {number: archive_pages.page(number) for number in range(start, start + 30)}
        )
        for name, start in (("a", 0), ("b", 20), ("c", 50))
    ]
    Archive(tmp_path / "one").add(*inputs)
    Archive(tmp_path / "two").add(*inputs, jobs=2)
    assert fingerprint(tmp_path / "one") == fingerprint(tmp_path / "two")
    assert Archive(tmp_path / "one").counts() == {"article": 80, "duplicate": 10}


def test_adding_again_adds_what_is_new_and_nothing_twice(tmp_path):
    """A folder that grows is added every day; each page must be read once and be there once."""
    pages = tmp_path / "pages"
    archive_pages.write_pages(pages, range(20))
    archive = Archive(tmp_path / "archive")
    assert archive.add(pages).articles == 20
    again = archive.add(pages)
    assert (again.shards, again.known_files) == (0, 20)
    archive_pages.write_pages(pages, range(20, 25))
    (pages / "0003.html").write_bytes(archive_pages.page(3, "A new sentence stands here."))
    later = archive.add(pages)
    assert (later.articles, later.known_files) == (6, 19)
    assert len(archive) == 26


def test_the_same_bytes_of_the_same_address_are_one_article(tmp_path):
    """A copied or moved crawl must not double the archive; what was left out is counted."""
    content = {number: archive_pages.page(number) for number in range(10)}
    archive = Archive(tmp_path / "archive")
    archive.add(archive_pages.write_warc(tmp_path / "a.warc.gz", content))
    account = archive.add(archive_pages.write_warc(tmp_path / "copy.warc.gz", content))
    assert account.counts == {"duplicate": 10}
    assert len(list(archive.articles())) == 10
    rows = pq.read_table(sorted((tmp_path / "archive" / "captures").iterdir())[1]).to_pylist()
    assert {row["outcome"] for row in rows} == {"duplicate"} and len({row["id"] for row in rows}) == 10
    assert archive.check().is_sound


def test_one_article_is_found_by_its_identity(tmp_path):
    """A hit names an article; asking for it must not fail where the table of names is gone."""
    archive = Archive(tmp_path / "archive")
    archive.add(archive_pages.write_warc(tmp_path / "a.warc.gz", {n: archive_pages.page(n) for n in range(5)}))
    rows = pq.read_table(tmp_path / "archive" / "captures").to_pylist()
    wanted = archive.get(rows[3]["id"])
    assert wanted is not None and wanted.headline == "Ferry 3 sails again"
    (tmp_path / "archive" / "ids.sqlite").unlink()
    assert archive.get(rows[3]["id"]) == wanted
    assert archive.get("00" * 16) is None and archive.get("no identity") is None


def test_conditions_choose_articles(tmp_path):
    """Whoever wants a fortnight of one site must not have to read everything."""
    archive = Archive(tmp_path / "archive")
    archive.add(archive_pages.write_warc(tmp_path / "a.warc.gz", {n: archive_pages.page(n) for n in range(20)}))
    chosen = list(archive.articles(date_from="2024-03-05", date_to="2024-03-07", site="example.org", has_text=True))
    assert [article.date_published.day for article in chosen] == ["2024-03-05", "2024-03-06", "2024-03-07"]
    assert list(archive.articles(author="Ann Lee", date_to="2024-03-01"))
    assert not list(archive.articles(language="ru"))
    assert len(list(archive.articles(kind="article"))) == 20
    assert len(list(archive.articles(date_from="2024-03", date_to="2024-03"))) == 20
    assert not list(archive.articles(date_from="2024-04")) and not list(archive.articles(date_to="2023"))
    with pytest.raises(OptionError, match="not a date"):
        archive.articles(date_from="March")


def test_search_sees_what_was_added(tmp_path):
    """Adding is searching: no second command in between."""
    archive = Archive(tmp_path / "archive")
    archive.add(archive_pages.write_warc(tmp_path / "a.warc.gz", {n: archive_pages.page(n) for n in range(5)}))
    results = archive.search("headline:ferry")
    assert results.total == 5
    hit = results.hits[0]
    assert archive.get(hit.id).headline == hit.headline
    assert [article.headline for article in archive.matching("ferry")] == [f"Ferry {n} sails again" for n in range(5)]


def test_kept_captures_can_be_read_again(tmp_path):
    """With --keep-captures the pages may be deleted: the archive holds their bytes, and says where."""
    pages = tmp_path / "pages"
    paths = archive_pages.write_pages(pages, range(3))
    archive = Archive(tmp_path / "archive")
    archive.add(pages, settings=AddSettings(keeps_captures=True))
    row = pq.read_table(tmp_path / "archive" / "captures").to_pylist()[1]
    content = (tmp_path / "archive" / row["source"]).read_bytes()
    member = content[row["offset_bytes"] : row["offset_bytes"] + row["length_bytes"]]
    import gzip

    assert gzip.decompress(member).endswith(paths[1].read_bytes() + b"\r\n\r\n")
    again = Archive(tmp_path / "again")
    again.add(tmp_path / "archive" / "warc" / "kept-00000001.warc.gz")
    assert [a.article_body for a in again.articles()] == [a.article_body for a in archive.articles()]


def test_what_cannot_be_read_is_a_row_with_its_reason(tmp_path):
    """A log of refusals is part of the archive, and one bad file stops nothing."""
    archive_pages.write_pages(tmp_path / "pages", range(2))
    (tmp_path / "pages" / "empty.html").write_bytes(b"")
    news = []
    for _ in range(2):  # a missing file is missed again; the empty one is known
        account = Archive(tmp_path / "archive").add(tmp_path / "pages", tmp_path / "none.html", watch=news.append)
        assert account.counts["missing-input"] == 1
    assert account.counts["empty-input"] == 0 and account.known_files == 3
    assert [item.source for item in news if isinstance(item, Refusal)] == [str(tmp_path / "none.html")] * 2
    rows = pq.read_table(tmp_path / "archive" / "captures").to_pylist()
    refused = [row for row in rows if row["outcome"] != "article"]
    assert all(row["detail"] and row["id"] is None for row in refused)


def test_the_manifest_is_for_people_too(tmp_path):
    """One shard a line, no clock in it: two manifests can be compared with diff."""
    archive_pages.write_pages(tmp_path / "pages", range(2))
    Archive(tmp_path / "archive").add(tmp_path / "pages")
    text = (tmp_path / "archive" / "manifest.json").read_text()
    content = json.loads(text)
    assert content["format"] == 1 and len(text.splitlines()) == 1 + len(content["shards"]) + 1


@pytest.mark.parametrize("name", ["site", "published_on", "article_body", "headline"])
def test_columns_for_queries_are_there(tmp_path, name):
    """DuckDB users rely on these names."""
    archive_pages.write_pages(tmp_path / "pages", range(2))
    Archive(tmp_path / "archive").add(tmp_path / "pages")
    assert name in pq.read_schema(tmp_path / "archive" / "articles" / "00000001.parquet").names
