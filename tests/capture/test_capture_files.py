"""Files, folders and bytes: every bad input has its reason, every good one its media type."""

import bz2
import gzip
import io
import os
import tracemalloc
import zipfile
import zlib
from datetime import UTC, datetime

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from copydesk.capture import Limits, capture_bytes, capture_file, capture_standard_input, captures
from copydesk.errors import (
    REASONS,
    BinaryInput,
    DamagedInput,
    EmptyInput,
    InputError,
    MissingInput,
    OversizedInput,
)
from copydesk.records import Capture, Refusal

PAGE = b"<!doctype html><html><head><title>News</title></head><body><p>A story.</p></body></html>"
DEFAULT_LIMITS = Limits()
TEXT = b"A headline\n\nBy Somebody\n\nA story.\n"


def zipped():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("page.html", PAGE)
    return target.getvalue()


def reason_of(path, limits=DEFAULT_LIMITS):
    """The reason in a batch; the single-file call must raise the same, and both say it in one line with the name."""
    (answer,) = captures([str(path)], limits)
    assert isinstance(answer, Refusal)
    assert answer.source == str(path)
    assert str(path) in answer.detail and "\n" not in answer.detail and ";" in answer.detail
    assert answer.reason in REASONS
    return answer.reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty-input"),
        (b" \n\t\r\n", "empty-input"),
        (gzip.compress(b""), "empty-input"),
        (b"%PDF-1.7 ...", "binary-input"),
        (b"\x89PNG\r\n\x1a\n", "binary-input"),
        (b"\xff\xd8\xff\xe0", "binary-input"),
        (b"\x00\x01\x02\x03" * 100, "binary-input"),
        (b"text then \x00\x00\x00 zeros \x00", "binary-input"),
        (zipped(), "binary-input"),
        (bz2.compress(PAGE), "binary-input"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "binary-input"),
        (b"\x00\x00\x00\x18ftypmp42", "binary-input"),
        (gzip.compress(b"%PDF-1.7"), "binary-input"),
        (gzip.compress(PAGE)[:-9], "damaged-input"),
        (gzip.compress(PAGE)[:20], "damaged-input"),
        (gzip.compress(PAGE)[:-8] + b"\0\0\0\0\0\0\0\0", "damaged-input"),
        (b"\x1f\x8b", "damaged-input"),
        (b"\x1f\x8bnot gzip at all", "damaged-input"),
        (gzip.compress(PAGE) + gzip.compress(PAGE)[:15], "damaged-input"),
        (zstandard.compress(PAGE)[:-3], "damaged-input"),
        (b"\x28\xb5\x2f\xfdnot zstd", "damaged-input"),
        (gzip.compress(b"") * 10_001, "damaged-input"),
    ],
)
@pytest.mark.parametrize("name", ["page.html", "page", "page.txt.gz"])
def test_a_bad_file_is_refused_with_its_reason(tmp_path, content, reason, name):
    """Whatever the file is called, it is judged by what it holds, and one line says what was wrong."""
    path = tmp_path / name
    path.write_bytes(content)
    assert reason_of(path) == reason


def test_a_web_archive_is_named_as_one(tmp_path):
    """Someone who gives a WARC file should not be told that it is no text."""
    path = tmp_path / "crawl.warc"
    path.write_bytes(b"WARC/1.0\r\nWARC-Type: warcinfo\r\n\r\n")
    with pytest.raises(BinaryInput, match="WARC"):
        capture_file(path)


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
def test_a_large_archive_is_told_what_it_is(pack):
    """Raising the limit would not help anyone who gives a crawl of a gigabyte."""
    content = pack(b"WARC/1.0\r\nWARC-Type: warcinfo\r\n\r\n" + os.urandom(100_000))
    with pytest.raises(BinaryInput, match="WARC"):
        capture_bytes(content, limits=Limits(max_bytes=50_000))


def test_a_missing_file_is_missing(tmp_path):
    """The most frequent mistake of all."""
    assert reason_of(tmp_path / "none.html") == "missing-input"
    assert reason_of(tmp_path / "a" / "none.html") == "missing-input"
    with pytest.raises(MissingInput):
        capture_file("a\0b")


def test_a_file_below_a_file_is_missing(tmp_path):
    """The system has another error for it, the user does not."""
    path = tmp_path / "page.html"
    path.write_bytes(PAGE)
    assert reason_of(path / "inner.html") == "missing-input"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_file_is_unreadable(tmp_path):
    """It exists; saying that it does not would send the user the wrong way."""
    path = tmp_path / "page.html"
    path.write_bytes(PAGE)
    path.chmod(0)
    assert reason_of(path) == "unreadable-input"


def test_a_failing_disk_is_unreadable(tmp_path, monkeypatch):
    """Any error of the system is an error of that input, not of the program."""

    def fail(*_):
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "page.html"
    path.write_bytes(PAGE)
    monkeypatch.setattr("builtins.open", fail)
    assert reason_of(path) == "unreadable-input"


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_decompression_bomb_is_refused_within_bounded_memory(tmp_path, pack):
    """A file of kilobytes that unpacks to gigabytes must not take the machine down."""
    bomb = pack(bytes(128 * 1024 * 1024))
    assert len(bomb) < 1024 * 1024
    path = tmp_path / "bomb.html.gz"
    path.write_bytes(bomb)
    tracemalloc.start()
    assert reason_of(path, Limits(max_bytes=1024 * 1024)) == "oversized-input"
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak_bytes < 48 * 1024 * 1024


def test_a_bomb_inside_a_bomb_is_refused():
    """Layers of compression multiply."""
    with pytest.raises(OversizedInput):
        capture_bytes(gzip.compress(gzip.compress(bytes(2**26))), limits=Limits(max_bytes=2**20))


def test_a_file_beyond_the_limit_is_refused(tmp_path):
    """The limit holds on disk as well, and exactly."""
    path = tmp_path / "page.html"
    path.write_bytes(PAGE)
    assert reason_of(path, Limits(max_bytes=len(PAGE) - 1)) == "oversized-input"
    assert capture_file(path, limits=Limits(max_bytes=len(PAGE))).content == PAGE


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress, lambda c: gzip.compress(gzip.compress(c))])
def test_compressed_pages_are_known_by_their_bytes(tmp_path, pack):
    """Servers and tools leave the suffix off, or on."""
    for name in ("page.html", "page.html.gz", "page.zst", "page"):
        path = tmp_path / name
        path.write_bytes(pack(PAGE))
        capture = capture_file(path)
        assert (capture.content, capture.media_type, capture.source) == (PAGE, "text/html", str(path))


def test_joined_gzip_members_and_padding_are_read_as_gzip_does():
    """Tools that append to a .gz file make several members; tapes pad with zeros."""
    assert capture_bytes(gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:]) + bytes(512)).content == PAGE


def test_bytes_at_hand_are_not_copied():
    """A page of 249 KB that needs nothing costs nothing."""
    assert capture_bytes(PAGE).content is PAGE


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (PAGE, "page.html", "text/html"),
        (PAGE, "page.txt", "text/html"),
        (PAGE, "page", "text/html"),
        (b"\n\n  <article><h1>Headline</h1></article>", "page", "text/html"),
        (b"Bare words, then <b>bold</b></p>", "page", "text/html"),
        (b"<p>Paragraph</p>", "page.txt", "text/plain"),
        (TEXT, "page.txt", "text/plain"),
        (TEXT, "page.html", "text/plain"),
        (TEXT, "page", "text/plain"),
        (b"2 < 3 and 5 > 4, they say", "page", "text/plain"),
        (b"<?xml version='1.0'?><html><p>x</p></html>", "page.xhtml", "text/html"),
        (PAGE.decode().encode("utf-16"), "page", "text/html"),
        (PAGE.decode().encode("utf-16-le"), "page.html", "text/html"),
        (TEXT.decode().encode("utf-16"), "page", "text/plain"),
        (PAGE + b"\0", "page.html", "text/html"),
    ],
)
def test_the_media_type_is_what_the_bytes_are(tmp_path, content, name, media_type):
    """Text read as markup loses its lines; markup read as text shows its tags."""
    path = tmp_path / name
    path.write_bytes(content)
    assert capture_file(path).media_type == media_type


def test_a_folder_gives_its_pages_sorted(tmp_path):
    """Same folder, same order, on every machine; nothing hidden, no pieces of saved pages, no other files."""
    for name in ("b.html", "a.htm.gz", "z.txt", "style.css", ".hidden.html", "note.md", "picture.jpg"):
        (tmp_path / name).write_bytes(PAGE)
    for folder, name in (("sub", "c.mhtml"), (".git", "d.html"), ("b_files", "frame.html"), ("other_files", "e.zst")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes(PAGE)
    (tmp_path / "other_files" / "e.html.zst").write_bytes(zstandard.compress(PAGE))
    found = [os.path.relpath(answer.source, tmp_path) for answer in captures([tmp_path])]
    assert found == ["a.htm.gz", "b.html", "z.txt", "other_files/e.html.zst", "sub/c.mhtml"]


def test_a_folder_without_pages_is_refused(tmp_path):
    """An empty answer without a reason would look like success."""
    (tmp_path / "picture.jpg").write_bytes(b"x")
    assert reason_of(tmp_path) == "no-pages"


def test_a_pipe_in_a_folder_does_not_hang_the_batch(tmp_path):
    """Opening a pipe that nobody writes to waits for ever."""
    os.mkfifo(tmp_path / "pipe.html")
    (tmp_path / "page.html").write_bytes(PAGE)
    first, second = captures([tmp_path])
    assert isinstance(first, Capture)
    assert second.reason == "unreadable-input"


def test_a_batch_goes_on_after_every_fault(tmp_path):
    """One row an input, in order, whatever happened before."""
    (tmp_path / "good.html").write_bytes(PAGE)
    (tmp_path / "empty.html").write_bytes(b"")
    good, empty = str(tmp_path / "good.html"), str(tmp_path / "empty.html")
    answers = list(captures([good, empty, str(tmp_path / "none"), "ftp://example.org/page", good]))
    assert [getattr(answer, "reason", "ok") for answer in answers] == [
        "ok",
        "empty-input",
        "missing-input",
        "fetch-failed",
        "ok",
    ]


def test_standard_input_is_read_and_bounded():
    """Pipes have no size to ask for beforehand."""
    capture = capture_standard_input(io.BytesIO(gzip.compress(PAGE)))
    assert (capture.content, capture.source, capture.media_type) == (PAGE, "-", "text/html")
    with pytest.raises(OversizedInput):
        capture_standard_input(io.BytesIO(bytes(100)), limits=Limits(max_bytes=99))
    with pytest.raises(EmptyInput):
        capture_standard_input(io.BytesIO(b""))


def test_a_dash_among_the_inputs_is_standard_input(monkeypatch):
    """The command line hands it on as any other input."""

    class Stdin:
        buffer = io.BytesIO(PAGE)

    monkeypatch.setattr("sys.stdin", Stdin)
    assert [answer.source for answer in captures(["-"])] == ["-"]


@pytest.mark.parametrize(
    "comment",
    [
        b"<!-- saved from url=(0031)https://example.org/a/story.htm -->",
        b"<!--\n Page saved with SingleFile \n url: https://example.org/a/story.htm \n saved date: Mon Jan 01 2024 -->",
    ],
)
def test_a_saved_page_knows_its_address(comment):
    """Browsers write it at the top; without it relative links lead nowhere."""
    content = b"<!DOCTYPE html>\n" + comment + b"\n<html><p>x</p></html>"
    assert capture_bytes(content).url == "https://example.org/a/story.htm"
    assert capture_bytes(content, url="https://example.org/own").url == "https://example.org/own"


@pytest.mark.parametrize("rest", [b"", b"(0003)", b"(0003)ftp://x -->", b"(", b"(12)   "])
def test_a_broken_comment_gives_no_address(rest):
    """A guessed address is worse than none."""
    assert capture_bytes(b"<html><!-- saved from url=" + rest).url is None


MHTML = b"""From: <Saved by Blink>
Snapshot-Content-Location: https://example.org/story
Subject: A story
Date: Thu, 9 Nov 2023 16:12:00 +0600
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----Border--"


------Border--
Content-Type: text/css
Content-Location: https://example.org/style.css

p { color: red }
------Border--
Content-Type: text/html; charset=windows-1252
Content-Transfer-Encoding: quoted-printable
Content-Location: https://example.org/inner

<p>Caf=E9 a very long line that is cut =
here</p>
------Border----
"""


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("name", ["page.mhtml", "page.mht", "page"])
def test_an_mhtml_file_gives_the_page_inside(tmp_path, name, line_end):
    """Address, charset and time of capture stand in its headers, the page in one of its parts."""
    path = tmp_path / name
    path.write_bytes(MHTML.replace(b"\n", line_end))
    capture = capture_file(path)
    assert capture.content.strip() == b"<p>Caf\xe9 a very long line that is cut here</p>"
    assert (capture.url, capture.charset, capture.media_type) == (
        "https://example.org/story",
        "windows-1252",
        "text/html",
    )
    assert capture.captured_at is not None
    assert capture.captured_at.astimezone(UTC) == datetime(2023, 11, 9, 10, 12, tzinfo=UTC)


def test_a_cut_mhtml_file_gives_what_there_is():
    """The part of the story that was saved is better than nothing."""
    assert b"very long" in capture_bytes(MHTML[: MHTML.index(b"cut =")]).content


def test_an_mhtml_file_without_a_page_is_damaged():
    """Pictures alone are no page."""
    with pytest.raises(DamagedInput, match="no HTML part"):
        capture_bytes(MHTML.replace(b"text/html; charset", b"image/png; charset"))


def test_base64_and_nested_parts_are_read():
    """Internet Explorer and Word write them."""
    content = (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a\n"
        b"Content-Type: multipart/alternative; boundary=b\n\n--b\n"
        b"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHA+U3Rvcnk8\nL3A+\n--b--\n--a--\n"
    )
    assert capture_bytes(content).content == b"<p>Story</p>"


def test_deeply_nested_parts_end():
    """A file made to exhaust the stack is refused like any other without a page."""
    content = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n"
    content += b"--a\nContent-Type: multipart/related; boundary=a\n\n" * 20_000
    with pytest.raises(DamagedInput):
        capture_bytes(content)


PIECES = st.sampled_from([MHTML, PAGE, TEXT, gzip.compress(PAGE), zstandard.compress(PAGE), b"\0", b"WARC/1.0"])


@given(st.lists(PIECES | st.binary(max_size=40), max_size=4), st.integers(0, 600), st.sampled_from([None, "a.mht"]))
def test_any_bytes_give_a_capture_or_a_typed_error(pieces, cut, name):
    """No input whatever may crash, and nothing may come back empty without a reason."""
    content = b"".join(pieces)[: cut or None]
    media_type = "multipart/related" if name else None
    try:
        capture = capture_bytes(content, media_type=media_type, limits=Limits(max_bytes=100_000))
    except InputError as error:
        assert error.reason in REASONS
    else:
        assert capture.content.strip()
        assert capture.media_type in ("text/html", "text/plain")


@given(st.binary(min_size=1, max_size=500), st.integers(0, 400))
def test_a_damaged_gzip_never_gives_wrong_bytes(content, at):
    """A flipped bit is found by the checksum, or lies where it does not matter."""
    packed = bytearray(gzip.compress(content, mtime=0))
    at %= len(packed)
    packed[at] ^= 0x40
    try:
        capture = capture_bytes(bytes(packed))
    except InputError:
        return
    assert capture.content == content or not bytes(packed).startswith(b"\x1f\x8b")


def test_a_deflate_stream_without_gzip_is_not_taken_for_text():
    """Raw zlib data has no signature that a page could be recognised by; zero bytes give it away."""
    with pytest.raises(BinaryInput):
        capture_bytes(b"\0" + zlib.compress(PAGE))
