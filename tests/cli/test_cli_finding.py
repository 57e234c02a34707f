"""`copydesk search` and `copydesk export` as a user meets them."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("tantivy")

import copydesk
from copydesk.cli import main
from copydesk.cli.finding import EXPORT_FORMATS, FACET_NAMES, SORT_NAMES
from copydesk.output import FORMATS
from copydesk.search import FACETS, SORTS

PLACES = ("Ellery", "Marrow", "Coldwater")
SENTENCE = "The council of Port {0} opened the new café bridge on Monday after nine years of building and delay. "
MORE = "Engineers said that the bridge would carry about twelve thousand cars a day, twice as many as before. "


def story(place: str, day: int) -> str:
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>Bridge opens in Port {place}</title>"
        f"<link rel='canonical' href='https://www.{place.lower()}.example.org/news/bridge'>"
        f"<meta property='article:published_time' content='2023-05-0{day}T10:00:00Z'></head><body><article>"
        f"<h1>Bridge opens in Port {place}</h1>"
        + f"<p>{SENTENCE.format(place)}{MORE}</p>" * 3
        + "</article></body></html>"
    )


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> str:
    pages = tmp_path_factory.mktemp("finding") / "pages"
    pages.mkdir()
    for day, place in enumerate(PLACES, 1):
        (pages / f"{place}.html").write_text(story(place, day), encoding="utf-8")
    path = pages.parent / "archive"
    copydesk.Archive(path).add(str(pages))
    return str(path)


def test_hits_show_headline_source_and_the_words_in_their_place(
    archive: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """A reader sees at a glance why it was found; in a pipe there is no colour."""
    assert main(["search", archive, "cafe ellery"]) == 0
    out, err = capfd.readouterr()
    assert err == ""
    assert "1 page" in out
    assert "Bridge opens in Port Ellery" in out
    assert "2023-05-01" in out
    assert "café bridge" in out
    assert "\x1b" not in out


def test_a_bad_query_ends_with_code_2_and_its_column(archive: str, capfd: pytest.CaptureFixture[str]) -> None:
    """The message is one line, on standard error, and says where to look."""
    assert main(["search", archive, "bridge headlin:x"]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("copydesk: column 8: there is no field headlin")
    assert err.count("\n") == 1


def test_json_lines_hold_total_hits_and_facets(archive: str, capfd: pytest.CaptureFixture[str]) -> None:
    """A program reads each line on its own; highlights fit the snippet."""
    assert main(["search", archive, "bridge", "-f", "jsonl", "-n", "2", "--sort", "date", "--facet", "site"]) == 0
    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert lines[0] == {"total": 3}
    assert [hit["datePublished"][:10] for hit in lines[1:3]] == ["2023-05-03", "2023-05-02"]
    snippet = lines[1]["snippet"]
    assert {snippet["text"][start:end].lower() for start, end in snippet["highlights"]} == {"bridge"}
    assert {entry["value"]: entry["count"] for entry in lines[3]["counts"]} == {
        f"{place.lower()}.example.org": 1 for place in PLACES
    }


def test_csv_has_a_row_a_hit(archive: str, capfd: pytest.CaptureFixture[str]) -> None:
    """A spreadsheet takes it."""
    assert main(["search", archive, "bridge", "-f", "csv", "--from", "2023-05-02"]) == 0
    rows = list(csv.DictReader(io.StringIO(capfd.readouterr().out)))
    assert sorted(row["headline"] for row in rows) == ["Bridge opens in Port Coldwater", "Bridge opens in Port Marrow"]


@pytest.mark.parametrize("name", [name for name in EXPORT_FORMATS if name != "parquet"])
def test_every_format_is_exported_with_the_same_choice(
    archive: str, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """The query and the filters choose; the format changes nothing about it."""
    assert (
        main(["export", archive, "bridge", "--site", "ellery.example.org", "--site", "marrow.example.org", "-f", name])
        == 0
    )
    out, err = capfd.readouterr()
    assert "Port Ellery opened" in out
    assert "Port Marrow opened" in out
    assert "Coldwater" not in out
    assert err == "copydesk: 2 exported\n"


def test_json_lines_are_what_reading_the_pages_gives(archive: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing is lost on the way through the archive."""
    assert main(["export", archive, "-q"]) == 0
    records = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [record["headline"] for record in records] == [
        article.headline for article in copydesk.Archive(archive).matching()
    ]
    assert len(records) == 3


def test_parquet_is_a_table_that_others_read(archive: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """DuckDB, Polars and pandas take it from here."""
    import pyarrow.parquet as parquet

    output = tmp_path / "out.parquet"
    assert main(["export", archive, "date:2023-05-02..", "-f", "parquet", "-o", str(output)]) == 0
    table = parquet.read_table(output)
    assert sorted(table.column("headline").to_pylist()) == [
        "Bridge opens in Port Coldwater",
        "Bridge opens in Port Marrow",
    ]
    assert main(["export", archive, "nothinglikeit", "-f", "parquet", "-o", str(output)]) == 0
    assert parquet.read_table(output).num_rows == 0
    own = parquet.read_table(f"{archive}/articles")
    assert main(["export", archive, "-f", "parquet", "-o", str(output)]) == 0
    assert parquet.read_table(output).equals(own)  # the identity too, by which parts and captures are found
    assert main(["export", archive, "-f", "parquet"]) == 2
    assert "give -o FILE" in capfd.readouterr().err


def test_a_folder_gets_a_file_an_article(archive: str, tmp_path: Path) -> None:
    """Named after the address, so that a person finds it."""
    assert main(["export", archive, "-f", "markdown", "--output-dir", str(tmp_path / "out"), "-q"]) == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert len(names) == 3
    assert all(name.endswith(".md") and "example-org-news-bridge" in name for name in names)


def test_a_place_without_archive_is_said(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A mistyped path is no empty archive."""
    for command in (["search", str(tmp_path / "none"), "x"], ["export", str(tmp_path / "none")]):
        assert main(command) == 2
        assert capfd.readouterr().err.startswith("copydesk: ")


def test_help_knows_the_formats_facets_and_orders() -> None:
    """Lists written twice, so that --help is fast, must not drift apart."""
    assert set(EXPORT_FORMATS) == {*FORMATS, "parquet"}
    assert FACET_NAMES == FACETS
    assert SORT_NAMES == SORTS


def test_a_query_stands_before_or_after_the_options(archive: str, capfd: pytest.CaptureFixture[str]) -> None:
    """The same question, whatever the order; one that begins with a minus is told where it goes."""
    for arguments in (["ellery", "--limit", "2"], ["--limit", "2", "ellery"], ["-n", "2", "--", "-marrow -coldwater"]):
        assert main(["search", archive, *arguments]) == 0
        assert "1 page\n" in capfd.readouterr().out
    assert main(["search", archive, "-marrow"]) == 2
    assert "a query that begins with a minus goes after --" in capfd.readouterr().err
    assert main(["search"]) == 2
    assert "required: ARCHIVE;" in capfd.readouterr().err


def test_export_knows_the_short_names_of_formats(archive: str, capfd: pytest.CaptureFixture[str]) -> None:
    """What `read -f md` takes, `export -f md` takes."""
    assert main(["export", archive, "-f", "md", "ellery"]) == 0
    short = capfd.readouterr().out
    assert main(["export", archive, "-f", "markdown", "ellery"]) == 0
    assert short == capfd.readouterr().out != ""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
@pytest.mark.parametrize("command", ["search", "check"])
def test_an_output_that_takes_nothing_is_a_sentence(archive: str, command: str) -> None:
    """A full disk must look the same whatever was asked."""
    with open("/dev/full", "wb") as full:
        done = subprocess.run([sys.executable, "-m", "copydesk", command, archive], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert b"cannot write standard output" in done.stderr and b"Traceback" not in done.stderr


def test_a_reader_that_has_seen_enough_ends_a_search(archive: str) -> None:
    """`| head -1` closes the pipe: that is no refused input, and scripts see the code that the shell knows."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "copydesk", "search", archive], stdout=closed, stderr=subprocess.PIPE
        )
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_page_without_a_main_text_is_counted_as_what_it_is(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """It is a row of the archive and can be found, but whoever exports stories must see how many there are."""
    pages, archive = tmp_path / "pages", str(tmp_path / "archive")
    pages.mkdir()
    (pages / "a.html").write_text(story("Ellery", 1), encoding="utf-8")
    (pages / "b.html").write_text("<html><head><title>Bridge</title></head><body></body></html>", encoding="utf-8")
    copydesk.Archive(archive).add(str(pages))
    assert main(["check", archive]) == 0
    assert "1 article and 1 page without a main text: no faults" in capfd.readouterr().out
    assert main(["search", archive]) == 0
    assert "2 pages\n" in capfd.readouterr().out
    for name, told in (("markdown", "1 exported, 1 page without a main text left out"), ("jsonl", "2 exported\n")):
        assert main(["export", archive, "-f", name]) == 0
        assert told in capfd.readouterr().err
        assert main(["export", archive, "-f", name, "--output-dir", str(tmp_path / name)]) == 0
        assert told in capfd.readouterr().err
        assert len(list((tmp_path / name).iterdir())) == int(told[0])


def test_a_hit_says_each_name_once(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """An agency's own page has one name for site, author and agency."""
    names = "<meta property='og:site_name' content='Larkhaven Press'><meta name='author' content='Larkhaven Press'>"
    (tmp_path / "a.html").write_text(story("Ellery", 1).replace("</head>", f"{names}</head>"), encoding="utf-8")
    copydesk.Archive(tmp_path / "archive").add(tmp_path / "a.html")
    assert main(["search", str(tmp_path / "archive")]) == 0
    assert capfd.readouterr().out.count("Larkhaven Press") == 1


def test_a_facet_of_no_values_is_refused(archive: str, capfd: pytest.CaptureFixture[str]) -> None:
    """What shows nothing is no answer to a question."""
    assert main(["search", archive, "--facet", "site", "--facet-size", "0"]) == 2
    assert "give 1 or more" in capfd.readouterr().err
