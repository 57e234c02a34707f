"""`copydesk add`, `check` and `upgrade`, as their user meets them."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "archive"))
import archive_pages

from copydesk.cli import main


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_add_says_what_was_added_and_why_the_rest_was_not(tmp_path, capsys):
    """A person who starts a long run wants one sum at its end, by reason, and a log to look into."""
    archive_pages.write_pages(tmp_path / "pages", range(3))
    (tmp_path / "pages" / "empty.html").write_bytes(b"")
    log = tmp_path / "log.tsv"
    code, _, errors = run(capsys, "add", tmp_path / "archive", tmp_path / "pages", "-j", 1, "--log", log)
    assert code == 1
    assert "3 articles from 4 captures" in errors and "1 empty-input (there is nothing in it)" in errors
    (line,) = log.read_text().splitlines()
    assert line.startswith(f"empty-input\t{tmp_path / 'pages' / 'empty.html'}\t")
    code, _, errors = run(capsys, "add", tmp_path / "archive", tmp_path / "pages", "-j", 1)
    assert code == 0 and "in the archive already, or refused before: 4 files" in errors


def test_nothing_added_has_a_code_of_its_own(tmp_path, capsys):
    """A script must see that a whole list was wrong."""
    assert run(capsys, "add", tmp_path / "archive", tmp_path / "none.html", "-q")[0] == 3
    assert run(capsys, "add", tmp_path / "archive")[0] == 2


def test_check_and_upgrade_answer_in_a_line(tmp_path, capsys):
    """The usual answer is short; a fault has its own line and code."""
    archive_pages.write_pages(tmp_path / "pages", range(3))
    run(capsys, "add", tmp_path / "archive", tmp_path / "pages", "-j", 1)
    assert run(capsys, "check", tmp_path / "archive")[:2] == (0, "1 shard, 3 articles: no faults; index: complete\n")
    path = tmp_path / "archive" / "parts" / "00000001.parquet"
    path.write_bytes(path.read_bytes()[:100])
    code, output, _ = run(capsys, "check", tmp_path / "archive", "--dry-run")
    assert code == 1 and f"{path}: has 100 bytes instead of" in output
    code, output, _ = run(capsys, "check", tmp_path / "archive")
    assert code == 0 and "made again from" in output
    assert run(capsys, "upgrade", tmp_path / "archive")[1].endswith("has the newest format (1) already\n")
    code, _, errors = run(capsys, "check", tmp_path / "nowhere")
    assert code == 2 and "no archive" in errors and not (tmp_path / "nowhere").exists()


def test_inputs_stand_before_between_and_after_options(tmp_path, capsys):
    """Nobody remembers an order of arguments; each input is added wherever it stands."""
    for number in range(3):
        archive_pages.write_pages(tmp_path / f"pages{number}", range(number, number + 1))
    folders = [tmp_path / f"pages{number}" for number in range(3)]
    archive = tmp_path / "archive"
    code, _, errors = run(capsys, "add", archive, "-j", 1, folders[0], "--timeout", 9, folders[1], "--", folders[2])
    assert code == 0 and "3 articles from 3 captures" in errors
    code, _, errors = run(capsys, "add", archive, "--jbos", 1, folders[0])
    assert code == 2 and errors == "copydesk: there is no option --jbos; see copydesk add --help\n"
    code, _, errors = run(capsys, "check", archive, folders[0])
    assert code == 2 and f"not {folders[0]}" in errors


def test_articles_of_other_tools_come_through_a_pipe(tmp_path, capsys, monkeypatch):
    """`trafilatura … --json | copydesk add news/ -` must not make one page of a thousand articles."""
    lines = [json.dumps({"url": f"https://a.example/{n}", "title": f"Story {n}", "text": "It rained."}) for n in (1, 2)]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode())))
    code, _, errors = run(capsys, "add", tmp_path / "archive", "-j", 1, "-")
    assert code == 0 and "2 articles from 2 captures" in errors


def test_ctrl_c_says_that_nothing_is_lost(tmp_path, capsys, monkeypatch):
    """Whoever stops a run of hours wants to know how to go on, not to see a traceback or nothing."""

    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("copydesk.keeping.Archive.add", stopped)
    code, _, errors = run(capsys, "add", tmp_path / "archive", tmp_path)
    assert code == 130 and errors == "copydesk: stopped; what was added is safe, the same command goes on from there\n"


def test_the_log_overwrites_no_page_and_no_archive(tmp_path, capsys):
    """A slip of the hand must not cost what cannot be fetched again."""
    page = archive_pages.write_pages(tmp_path / "pages", range(1))[0]
    content = page.read_bytes()
    for inputs in ((page,), (tmp_path / "pages",)):
        code, _, errors = run(capsys, "add", tmp_path / "archive", *inputs, "-j", 1, "--log", page)
        assert code == 2 and "name another file" in errors and page.read_bytes() == content
    run(capsys, "add", tmp_path / "archive", page, "-j", 1)
    manifest = (tmp_path / "archive" / "manifest.json").read_bytes()
    for command in (("add", "--log"), ("export", "-o")):
        name, option = command
        inputs = (page,) if name == "add" else ()
        code, _, errors = run(
            capsys, name, tmp_path / "archive", *inputs, option, tmp_path / "archive" / "manifest.json"
        )
        assert code == 2 and "inside the archive" in errors
    assert (tmp_path / "archive" / "manifest.json").read_bytes() == manifest


def test_an_empty_standard_input_leaves_nothing(tmp_path, capsys, monkeypatch):
    """A pipe whose other end failed must not leave a file and a shard of nothing for good."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    code, _, errors = run(capsys, "add", tmp_path / "archive", "-", "-j", 1)
    assert code == 3 and "empty-input" in errors
    assert not list((tmp_path / "archive" / "warc").iterdir())
    assert not list((tmp_path / "archive" / "articles").iterdir())


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--feed", "foo"), "--feed foo: not an address"),
        (("--sitemap", "foo"), "--sitemap foo: not an address"),
        (("--wait", "-1"), "0 or more"),
    ],
)
def test_a_wrong_option_is_told_by_its_name(tmp_path, capsys, options, told):
    """What was mistyped is said in the words of the command line, before anything is made."""
    code, _, errors = run(capsys, "add", tmp_path / "archive", *options)
    assert code == 2 and told in errors and not (tmp_path / "archive").exists()


def test_a_page_that_is_too_large_names_the_option(tmp_path, capsys):
    """Whoever must raise a limit is told what it is called."""
    page = archive_pages.write_pages(tmp_path / "pages", range(1))[0]
    assert "--max-bytes" in run(capsys, "read", page, "--max-bytes", "100")[2]
