"""`copydesk read` as a user meets it: exit codes, streams, files, messages."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from copydesk.cli import main
from copydesk.cli.arguments import FORMAT_NAMES
from copydesk.cli.destination import file_name
from copydesk.output import FORMATS

SENTENCES = (
    "The town council of Port Ellery opened the new river bridge on Monday after nine years of building and delay.",
    "Engineers said that the bridge would carry about twelve thousand cars a day, twice as many as the old one did.",
    "Shop owners on the northern bank told reporters that they expect more visitors before the end of the summer.",
    "The old bridge will stay open for walkers and cyclists, the council said, at least until the next election.",
)
STORY = (
    "<!DOCTYPE html><html lang='en'><head><title>Bridge opens in Port Ellery</title></head><body>"
    "<nav><a href='/'>Home</a> <a href='/news'>News</a></nav><article><h1>Bridge opens in Port Ellery</h1>"
    + "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    + "</article><footer>© 2024 The Ellery Example. All rights reserved.</footer></body></html>"
)


@pytest.fixture
def pages(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.html").write_text(STORY, encoding="utf-8")
    return folder


@pytest.fixture
def page(pages):
    return str(pages / "a.html")


def copydesk(*arguments: str, **options) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "copydesk", *arguments]
    return subprocess.run(command, capture_output=True, timeout=120, **options)


def test_the_story_goes_to_standard_output_and_nothing_else(page, capfd):
    """The output can be piped: messages stay on standard error, and a page that was read needs none."""
    assert main(["read", page]) == 0
    out, err = capfd.readouterr()
    assert all(sentence in out for sentence in SENTENCES)
    assert "All rights reserved" not in out
    assert err == ""


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_every_format_has_a_short_option(page, name, capfd):
    """`--json` is `--format json`, as users of trafilatura expect."""
    assert main(["read", page, f"--{name}"]) == 0
    short = capfd.readouterr().out
    assert main(["read", page, "--format", name]) == 0
    assert capfd.readouterr().out == short
    assert SENTENCES[0] in short


def test_help_and_output_know_the_same_formats():
    """The parser writes the names down so that it needs not import the formats."""
    assert tuple(FORMATS) == FORMAT_NAMES


def test_a_folder_gives_one_row_a_page(pages, capfd):
    """A folder is read in sorted order, one line a capture."""
    assert main(["read", str(pages), "-f", "jsonl"]) == 0
    out, err = capfd.readouterr()
    rows = [json.loads(line) for line in out.splitlines()]
    assert [os.path.basename(row["source"]) for row in rows] == ["a.html", "b.html"]
    assert err == "copydesk: 2 read\n"


def test_refused_inputs_have_their_row_their_line_and_exit_code_1(pages, capfd):
    """One bad file must neither stop the others nor go unnoticed."""
    (pages / "aa.html").write_bytes(b"")
    assert main(["read", str(pages), str(pages / "missing.html"), "--jsonl"]) == 1
    out, err = capfd.readouterr()
    reasons = [json.loads(line)["copydesk"].get("refusal", {}).get("reason") for line in out.splitlines()]
    assert reasons == [None, "empty-input", None, "missing-input"]
    lines = err.splitlines()
    assert len(lines) == 3
    assert "aa.html" in lines[0]
    assert "missing.html" in lines[1]
    assert "2 read, 2 refused" in lines[2]
    assert "1 empty-input" in lines[2]


def test_nothing_read_is_exit_code_3(tmp_path, capfd):
    """A script must see at once that it got nothing."""
    empty = tmp_path / "empty.html"
    empty.write_bytes(b"")
    assert main(["read", str(empty)]) == 3
    out, err = capfd.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    (tmp_path / "folder").mkdir()
    assert main(["read", str(tmp_path / "folder")]) == 3
    assert main(["read", str(tmp_path / "nowhere.html")]) == 3


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["read"],
        ["write", "x"],
        ["read", "--nonsense", "x"],
        ["read", "-f", "pdf", "x"],
        ["read", "--json", "--csv", "x"],
        ["read", "--fold", "menus", "--parts", "x"],
        ["read", "--fold", "notice", "x"],
        ["read", "--jobs", "-1", "x"],
        ["read", "--max-bytes", "lots", "x"],
        ["read", "--timeout", "nan", "x"],
        ["read", "--url", "https://e.example/", "x", "y"],
        ["read", "--url", "e.example", "x"],
        ["read", "-", "-"],
        ["read", "--parts", "--csv", "x"],
        ["read", "--why", "date", "--json", "x"],
        ["read", "--why", "headlin", "x"],
        ["read", "-i", "/nowhere/list.txt"],
    ],
)
def test_a_wrong_command_line_is_exit_code_2_and_one_line(arguments, capfd):
    """What is wrong is said in one line that names it."""
    assert main(arguments) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("copydesk: ")
    assert len(err.splitlines()) == 1


def test_an_output_that_cannot_be_written_is_exit_code_2(page, tmp_path, capfd):
    """A full disk or a wrong folder is the caller's to mend; it must not look like success."""
    assert main(["read", page, "-o", str(tmp_path / "no" / "such" / "file")]) == 2
    assert "cannot write" in capfd.readouterr().err
    if os.path.exists("/dev/full"):
        assert main(["read", page, "-o", "/dev/full"]) == 2


def test_standard_input_is_read_with_the_address_it_is_given(page):
    """`curl … | copydesk read -` knows where the page came from when told so."""
    with open(page, "rb") as stream:
        done = copydesk("read", "-", "--json", "--url", "https://e.example/bridge", stdin=stream)
    assert done.returncode == 0
    row = json.loads(done.stdout)
    assert row["source"] == "-"
    assert row["url"] == "https://e.example/bridge"


def test_a_list_of_inputs_is_read(page, tmp_path, capfd):
    """Long lists come from a file; empty lines in it mean nothing."""
    (tmp_path / "list.txt").write_text(f"{page}\n\n{page}\r\n", encoding="utf-8")
    assert main(["read", "-i", str(tmp_path / "list.txt"), "--jsonl"]) == 0
    assert len(capfd.readouterr().out.splitlines()) == 2


def test_an_output_folder_gets_one_stable_file_an_input(pages, tmp_path, capfd):
    """Names are the same in every run, and two inputs of one name do not overwrite each other."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.html").write_text(STORY, encoding="utf-8")
    arguments = ["read", str(pages), str(other), "--markdown", "--output-dir", str(tmp_path / "out")]
    assert main(arguments) == 0
    first = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert len(first) == 3
    assert all(name.endswith(".md") for name in first)
    assert main(arguments) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == first
    assert capfd.readouterr().out == ""


def test_several_jobs_give_the_same_bytes(pages, capfd):
    """The number of processes is a matter of speed alone."""
    (pages / "aa.html").write_bytes(b"")
    assert main(["read", str(pages), "--jsonl"]) == 1
    alone = capfd.readouterr()
    assert main(["read", str(pages), "--jsonl", "--jobs", "2"]) == 1
    assert capfd.readouterr() == alone


def test_why_explains_instead_of_writing(page, capfd):
    """`--why` answers with sentences."""
    assert main(["read", page, "--why", "title", "--why", "date"]) == 0
    out = capfd.readouterr().out
    assert out.startswith("headline is “Bridge opens in Port Ellery”.\n")
    assert "\ndatePublished is unknown.\n" in out


def test_parts_show_every_line(page, capfd):
    """The account has the story and what surrounds it."""
    assert main(["read", page, "--parts", "--fold", "none"]) == 0
    out = capfd.readouterr().out
    assert all(sentence in out for sentence in SENTENCES)
    assert "All rights reserved" in out
    assert "Home" in out
    assert "\x1b" not in out


def test_parts_in_jsonl_point_into_the_source(page, capfd):
    """Every part can be shown in the original page: its offsets are bytes of it."""
    assert main(["read", page, "--parts", "--jsonl"]) == 0
    row = json.loads(capfd.readouterr().out)
    source = STORY.encode("utf-8")
    body = [part for part in row["copydesk"]["parts"] if part["text"] == SENTENCES[0]]
    assert len(body) == 1
    assert SENTENCES[0].encode() in source[body[0]["sourceStart"] : body[0]["sourceEnd"]]


def test_csv_of_a_folder_has_one_header(pages, capfd):
    """A batch is one table."""
    assert main(["read", str(pages), "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capfd.readouterr().out, newline="")))
    assert len(rows) == 2
    assert all(SENTENCES[0] in row["articleBody"] for row in rows)


def test_quiet_says_nothing(pages, capfd):
    """Cron jobs want silence; the exit code still tells."""
    (pages / "aa.html").write_bytes(b"")
    assert main(["read", str(pages), "--quiet"]) == 1
    assert capfd.readouterr().err == ""


def test_verbose_says_a_line_for_each_input(pages, capfd):
    """Whoever watches sees what happens."""
    assert main(["read", str(pages), "--verbose"]) == 0
    assert len(capfd.readouterr().err.splitlines()) == 3


def test_a_closed_pipe_ends_quietly(page, tmp_path):
    """`copydesk read … | head` must not end in a traceback."""
    (tmp_path / "list.txt").write_text(f"{page}\n" * 400, encoding="utf-8")
    command = [sys.executable, "-m", "copydesk", "read", "-i", str(tmp_path / "list.txt"), "--jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
        assert process.wait(timeout=60) == 141
    assert errors == b""


def test_ctrl_c_ends_quietly():
    """Whoever stops a run does not want to read a traceback."""
    command = [sys.executable, "-m", "copydesk", "read", "-"]
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **streams) as process:
        time.sleep(2.0)  # it has begun to wait for its input
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 130
    assert (out, err) == (b"", b"")


def test_a_dash_as_output_is_standard_output(page, capfd):
    """`-o -` means what it means everywhere."""
    assert main(["read", page, "-o", "-"]) == 0
    assert SENTENCES[0] in capfd.readouterr().out


def test_the_version_answers_without_loading_the_program():
    """`copydesk --version` is used in scripts: nothing heavy is imported for it."""
    code = (
        "import sys\nfrom copydesk.cli import main\ncode = main(['--version'])\n"
        "heavy = {'rich', 'httpx', 'copydesk.pipeline', 'copydesk.output', 'copydesk._kernel'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"copydesk ")


def test_a_missing_kernel_is_said_in_one_line():
    """Who installed without a compiler must learn what to do, not read a traceback."""
    code = (
        "import sys\nsys.modules['copydesk._kernel'] = None\n"
        "from copydesk.cli import main\nsys.exit(main(['read', 'x.html']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.count(b"\n") == 1
    assert b"compiler" in done.stderr


def test_names_that_are_not_utf8_are_read(tmp_path):
    """Old archives hold file names in any encoding; the row is valid UTF-8 all the same."""
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9.html")
    try:
        with open(path, "wb") as file:
            file.write(STORY.encode())
    except OSError:
        pytest.skip("this file system allows UTF-8 names only")
    done = copydesk("read", str(tmp_path), "--jsonl")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.decode("utf-8"))["articleBody"]


@pytest.mark.parametrize("given", ["the page", "its folder", "a list", "the list itself", "standard input"])
def test_an_output_is_never_one_of_the_inputs(pages, page, given, tmp_path):
    """A captured page cannot be captured again: writing the story over it would lose it, whatever it is called."""
    (tmp_path / "alias.html").symlink_to(page)
    (tmp_path / "list.txt").write_text(f"{page}\n")
    output = str(tmp_path / ("list.txt" if given == "the list itself" else "alias.html"))
    inputs = {"the page": [page], "its folder": [str(pages)], "standard input": ["-"]}
    command = inputs.get(given, ["-i", str(tmp_path / "list.txt")])
    with open(page, "rb") as file:
        done = copydesk("read", *command, "-o", output, stdin=file)
    assert done.returncode == 2 and b"name another file" in done.stderr
    assert (pages / "a.html").read_text() == STORY and (tmp_path / "list.txt").read_text() == f"{page}\n"
    (tmp_path / "alias.html").unlink()
    (tmp_path / "alias.html").write_text("old")
    assert copydesk("read", page, "-o", str(tmp_path / "alias.html")).returncode == 0


def test_a_list_may_bear_a_byte_order_mark_and_comments(pages, tmp_path, capfd):
    """Editors write the mark unseen, people write notes: neither is an input, and no input is lost by it."""
    content = f"{pages / 'a.html'}\r\n\r\n# the second one\r\n{pages / 'b.html'}\r\n"
    (tmp_path / "list.txt").write_bytes(b"\xef\xbb\xbf" + content.encode())
    assert main(["read", "-i", str(tmp_path / "list.txt"), "-f", "jsonl"]) == 0
    records = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [record["source"] for record in records] == [str(pages / "a.html"), str(pages / "b.html")]


def test_a_long_address_is_cut_between_its_words():
    """The end of an address says most; half a word at the start of a file's name says nothing."""
    address = "https://www.example.org/2023/11/a-story-whose-address-has-many-more-words-than-a-name-of-a-file-can-hold"
    name = file_name(address).rsplit("-", 1)[0]
    assert address.replace("/", "-").endswith(f"-{name}") and len(name) <= 60
    assert file_name("https://example.org/" + "a" * 99).startswith("a" * 60 + "-")
