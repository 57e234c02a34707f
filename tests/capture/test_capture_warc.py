"""Web archives: every page in them, nothing twice, and damage costs the damaged records only."""

import gzip
import io
import os
import sys
import zipfile
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from warc_records import PACK, http, packed, page, record, story

from copydesk.capture import Limits, capture_at, captures, is_collection, page_count, portion_captures, portions
from copydesk.errors import REASONS
from copydesk.records import Capture, Portion, Refusal

PAGE = page(0)


def read(tmp_path, content, name="crawl.warc.gz", limits=None):
    """All items of an archive with these bytes."""
    path = tmp_path / name
    path.write_bytes(content)
    return list(captures([path], limits or Limits()))


def numbers(items):
    """The numbers of the stories that were read, from their addresses."""
    return [int(item.url.rsplit("/", 1)[1]) for item in items if isinstance(item, Capture)]


def again(item):
    """The same capture, read from its place."""
    return replace(capture_at(item.place), source=item.source)


def reasons(items):
    return [item.reason for item in items if isinstance(item, Refusal)]


@pytest.mark.parametrize("ending", PACK)
def test_every_page_comes_with_all_that_the_archive_says_of_it(tmp_path, ending):
    """An article is worth what is known of its capture: address, time, charset, headers and place."""
    records = [record(b"software: x\r\n", kind="warcinfo"), story(1), story(2)]
    name = f"crawl.warc{ending}"
    first, second = read(tmp_path, packed(records, ending), name)
    assert first.content == page(1) and first.url == "https://a.example/1" and first.charset == "utf-8"
    assert first.captured_at == datetime(2024, 3, 1, 10, 20, 30, tzinfo=UTC)
    assert ("content-type", "text/html; charset=utf-8") in first.headers
    assert first.place.record_id == "urn:uuid:00000000-0000-0000-0000-000000000001"
    assert first.place.offset_bytes == len(PACK[ending](records[0]))
    assert second.place.offset_bytes == first.place.offset_bytes + first.place.length_bytes
    assert again(second) == second and second.source == second.url


def test_a_zstd_archive_with_a_dictionary_is_read(tmp_path):
    """The zstd profile of web archives begins with a dictionary that every record needs."""
    records = [story(number) for number in range(40)]
    dictionary = zstandard.train_dictionary(4096, records)
    packer = zstandard.ZstdCompressor(dict_data=dictionary)
    content = b"".join(map(packer.compress, records))
    frame = b"\x5d\x2a\x4d\x18" + len(dictionary.as_bytes()).to_bytes(4, "little") + dictionary.as_bytes()
    items = read(tmp_path, frame + content, "crawl.warc.zst")
    assert numbers(items) == list(range(40))
    assert again(items[30]) == items[30]


def test_one_member_around_a_whole_archive_is_read_too(tmp_path):
    """People compress archives by hand; then no place can be given, and reading again goes by identifier."""
    items = read(tmp_path, gzip.compress(b"".join(map(story, range(5)))))
    assert numbers(items) == [0, 1, 2, 3, 4]
    assert [item.place.offset_bytes for item in items[1:]] == [None] * 4
    assert again(items[3]) == items[3]


@pytest.mark.parametrize("ending", PACK)
@pytest.mark.parametrize("at", [0.0, 0.2, 0.5, 0.77, 0.99])
def test_damage_costs_the_damaged_records_only(tmp_path, ending, at):
    """A bad sector must not cost the thousand pages after it, nor pass in silence."""
    records = [PACK[ending](story(number)) for number in range(20)]
    content = bytearray(b"".join(records))
    hit = min(int(at * len(content)), len(content) - 40)
    content[hit : hit + 40] = bytes(byte ^ 0xA5 for byte in content[hit : hit + 40])
    items = read(tmp_path, bytes(content), f"crawl.warc{ending}")
    bounds = [sum(map(len, records[:number])) for number in range(21)]
    hurt = {n for n in range(20) if bounds[n] < hit + 40 and hit < bounds[n + 1]}
    good = [item for item in items if isinstance(item, Capture) and item.content == page(int(item.url[-2:].strip("/")))]
    assert {int(item.url.rsplit("/", 1)[1]) for item in good} >= set(range(20)) - hurt
    if ending != "":  # without checksums a changed byte inside a page is a changed page
        assert 1 <= reasons(items).count("damaged-record") <= 2
        assert all(item.place.offset_bytes is not None for item in items if isinstance(item, Refusal))


@pytest.mark.parametrize("ending", PACK)
def test_a_cut_archive_gives_what_is_whole_and_says_that_it_is_cut(tmp_path, ending):
    """A download that broke off looks like any other file; wherever it is cut, it must be noticed."""
    records = [PACK[ending](story(number, 200)) for number in range(3)]
    content = b"".join(records)
    bounds = [sum(map(len, records[:number])) for number in range(4)]
    for cut in [*range(bounds[1] + 1, bounds[2], 7), bounds[2] - 1, bounds[2] + 1]:
        items = read(tmp_path, content[:cut], f"crawl.warc{ending}")
        whole = max(number for number in range(3) if bounds[number] <= cut)
        tail = 4 if ending == "" else 0  # the blank lines after a plain record say nothing
        if cut >= bounds[whole + 1] - tail:
            whole += 1
        assert numbers(items)[:whole] == list(range(whole)), cut
        if not (ending == "" and bounds[whole] - 4 <= cut <= bounds[whole] + 4):
            assert reasons(items) == ["damaged-record"], cut


@settings(max_examples=60, deadline=None)
@given(
    ending=st.sampled_from(sorted(PACK)),
    cuts=st.lists(st.integers(0, 6000), max_size=3),
    noise=st.binary(min_size=1, max_size=60),
)
def test_any_damage_gives_captures_and_reasons_and_never_an_exception(tmp_path_factory, ending, cuts, noise):
    """Whatever a disk did to an archive, the run goes on, and says the same each time."""
    content = bytearray(packed([story(number) for number in range(6)], ending))
    for cut in cuts:
        content[cut : cut + len(noise)] = noise
    path = tmp_path_factory.mktemp("noise") / f"crawl.warc{ending}"
    path.write_bytes(bytes(content))
    items = list(captures([path]))
    assert items and items == list(captures([path]))
    assert all(item.reason in REASONS for item in items if isinstance(item, Refusal))


def test_a_file_that_only_claims_to_be_an_archive_is_refused(tmp_path):
    """A text file called .warc.gz is one clear sentence, not an empty answer."""
    (item,) = read(tmp_path, b"this is no archive at all\n" * 50)
    assert item.reason == "damaged-input" and "crawl.warc.gz" in item.detail


def test_an_archive_without_pages_says_so(tmp_path):
    """Requests and notes alone give no article, and silence would look like success."""
    (item,) = read(tmp_path, packed([record(b"GET / HTTP/1.1\r\n\r\n", kind="request")]))
    assert item.reason == "no-pages"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (record(http(PAGE, status="404 Not Found")), "http-status"),
        (record(http(PAGE, status="503 Busy")), "http-status"),
        (record(http(b"", status="301 Moved", Location="/elsewhere")), "redirect"),
        (record(http(b"\x89PNG....", "image/png")), "not-a-page"),
        (record(http(b"\x89PNG\r\n\x1a\n" + b"\0" * 50, None)), "not-a-page"),
        (record(http(b"{}", "application/json")), "not-a-page"),
        (record(http(b""), kind="revisit", Content_Type="application/http; msgtype=response"), "revisit"),
        (record(b"notes", "metadata://tool/log", "resource"), "not-a-page"),
        (record(http(b"")), "empty-input"),
        (record(http(b"x" * 5000)), "oversized-input"),
        (record(http(gzip.compress(b"x" * 5000), Content_Encoding="gzip")), "oversized-input"),
        (record(http(brotli.compress(b"x" * 5000), Content_Encoding="br")), "oversized-input"),
        (record(http(zlib.compress(b"x" * 5000), Content_Encoding="deflate")), "oversized-input"),
        (record(http(gzip.compress(PAGE)[:-20], Content_Encoding="gzip")), "damaged-record"),
    ],
)
def test_what_is_no_page_is_left_out_by_reason(tmp_path, given, reason):
    """A crawl is half images, errors and redirects; a user sees how many of each, and why."""
    item, kept = read(tmp_path, packed([given, story(1)]), limits=Limits(max_bytes=4000))
    assert isinstance(item, Refusal) and item.reason == reason
    assert item.place is not None and kept.content == page(1)


def chunked(body, size=100):
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (PAGE, {}),
        (PAGE, {"Content_Type": None}),
        (gzip.compress(PAGE), {"Content_Encoding": "gzip"}),
        (brotli.compress(PAGE), {"Content_Encoding": "br"}),
        (zstandard.compress(PAGE), {"Content_Encoding": "zstd"}),
        (zlib.compress(PAGE), {"Content_Encoding": "deflate"}),
        (zlib.compress(PAGE)[2:-4], {"Content_Encoding": "deflate"}),
        (chunked(PAGE), {"Transfer_Encoding": "chunked"}),
        (chunked(gzip.compress(PAGE)), {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"}),
        (brotli.compress(gzip.compress(PAGE)), {"Content_Encoding": "gzip, br"}),
        (PAGE, {"Content_Encoding": "gzip"}),
        (PAGE, {"Content_Encoding": "br"}),
        (PAGE, {"Content_Encoding": "deflate"}),
        (PAGE, {"Transfer_Encoding": "chunked"}),
        (chunked(PAGE)[:-5], {"Transfer_Encoding": "chunked"}),
    ],
)
def test_a_body_is_decoded_as_far_as_it_is_coded(tmp_path, body, headers):
    """Crawlers store bodies decoded and leave the headers as they were sent; both ways must give the page."""
    kind = headers.pop("Content_Type", "text/html")
    (item,) = read(tmp_path, packed([record(http(body, kind, **headers))]))
    assert item.content == PAGE and item.media_type == "text/html"


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("<https://a.example/x>", "https://a.example/x"),
        ("https://a.example/two words", "https://a.example/two%20words"),
        (" https://a.example/ ", "https://a.example/"),
        (None, None),
    ],
)
def test_odd_addresses_are_put_right(tmp_path, given, url):
    """wget wraps addresses in angle brackets; a user searches by address."""
    (item,) = read(tmp_path, packed([record(http(PAGE), given)]))
    assert item.url == url


def test_the_same_bytes_under_the_same_address_come_once(tmp_path):
    """A crawl that runs twice must not double its articles; another address or other bytes are another capture."""
    same = record(http(PAGE), "https://a.example/x")
    items = read(tmp_path, packed([same, same, record(http(PAGE), "https://a.example/y"), story(1), same]))
    assert [getattr(item, "reason", "page") for item in items] == ["page", "duplicate", "page", "page", "duplicate"]


def test_text_records_become_text_captures(tmp_path):
    """WET files hold pages without their markup."""
    text = b"A headline\nBy Somebody\nA story < with a sign."
    (item,) = read(tmp_path, packed([record(text, kind="conversion")]), "crawl.warc.wet.gz")
    assert item.media_type == "text/plain" and item.content == text


def test_portions_hold_every_record_once(tmp_path):
    """Many workers read one archive; together they must see what one would, whatever the split."""
    small = Limits(portion_bytes=3000)
    for ending in PACK:
        path = tmp_path / f"crawl.warc{ending}"
        path.write_bytes(packed([story(number) for number in range(50)], ending))
        planned = list(portions([path], small))
        assert len(planned) > 4 and planned == list(portions([path], small))
        assert [one.start_bytes for one in planned[1:]] == [one.end_bytes for one in planned[:-1]]
        assert planned[-1].end_bytes == path.stat().st_size
        assert numbers(item for one in planned for item in portion_captures(one)) == list(range(50))


def test_a_split_never_falls_inside_a_page_that_quotes_an_archive(tmp_path):
    """A page about web archives shows their headers; they are no records."""
    quoting = http(b"<p>" + b"an example\r\nWARC/1.0 and more\r\n" * 200)
    path = tmp_path / "crawl.warc"
    path.write_bytes(record(quoting, "https://a.example/0") + story(1))
    items = [item for one in portions([path], Limits(portion_bytes=500)) for item in portion_captures(one)]
    assert numbers(items) == [0, 1]


def zipped(tmp_path, method):
    path = tmp_path / f"crawl-{method}.wacz"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("archive/one.warc.gz", packed([story(1), story(2)]))
        archive.writestr("archive/two.warc", packed([story(3)], ""))
        archive.writestr("pages/pages.jsonl", "{}")
    return path


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_archives_inside_a_wacz_are_read(tmp_path, method):
    """Browser-based crawlers write one file with several archives in it."""
    path = zipped(tmp_path, method)
    items = list(captures([path]))
    assert numbers(items) == [1, 2, 3]
    assert all(again(item) == item for item in items)


def test_a_cut_wacz_is_refused(tmp_path):
    """Its list of contents stands at the end; without it there is nothing to trust."""
    path = zipped(tmp_path, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes()[:-30])
    (item,) = captures([path])
    assert item.reason in ("binary-input", "damaged-input") and path.name in item.detail


def arc(*bodies):
    head = b"1 0 Tool\nURL IP-address Archive-date Content-type Archive-length\n"
    lines = [b"filedesc://x.arc 0.0.0.0 20140216050221 text/plain %d\n%s\n" % (len(head), head)]
    for number, body in enumerate(bodies):
        block = http(body)
        lines.append(b"https://a.example/%d 1.2.3.4 20140216050221 text/html %d\n" % (number, len(block)))
        lines.append(block + b"\n")
    return b"".join(lines)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_old_archives_are_read(tmp_path, pack):
    """National libraries hold years of ARC files."""
    items = read(tmp_path, pack(arc(page(0), page(1))), "old.arc.gz")
    assert numbers(items) == [0, 1] and items[1].content == page(1)
    assert items[0].captured_at == datetime(2014, 2, 16, 5, 2, 21, tzinfo=UTC)


def test_a_garbled_line_in_an_old_archive_costs_one_record(tmp_path):
    """There is no magic number to look for; the next line that says what it is must do."""
    content = arc(page(0), page(1), page(2)).replace(b"https://a.example/1 1.2.3.4", b"#################")
    items = read(tmp_path, content, "old.arc")
    assert numbers(items) == [0, 2] and reasons(items) == ["damaged-record"]


def test_a_folder_gives_its_archives_too(tmp_path):
    """Crawls lie in folders of a thousand archives."""
    (tmp_path / "a.html").write_bytes(PAGE)
    (tmp_path / "b.warc.gz").write_bytes(packed([story(1)]))
    (tmp_path / "notes.log").write_bytes(b"x")
    assert [item.url for item in captures([tmp_path])] == [None, "https://a.example/1"]
    assert [one.form for one in portions([tmp_path])] == ["files", "warc"]


def test_counting_pages_reads_no_archive(tmp_path):
    """A progress bar is not worth reading a crawl twice; a total that is wrong is worth less than none."""
    (tmp_path / "a.html").write_bytes(PAGE)
    assert page_count([tmp_path, tmp_path / "a.html"]) == 2
    (tmp_path / "b.warc").write_bytes(story(1))
    assert page_count([tmp_path]) is None


def test_files_are_planned_by_the_hundred(tmp_path):
    """A folder of a million files must not become a million shards."""
    names = [str(tmp_path / f"{number}.html") for number in range(1200)]
    planned = list(portions(names))
    assert [len(one.names) for one in planned] == [500, 500, 200]
    assert [name for one in planned for name in one.names] == names


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_an_archive_comes_through_a_pipe(tmp_path, monkeypatch, ending):
    """`curl … | copydesk read -` is how people look at a crawl first."""
    content = packed([story(1), story(2)], ending)
    stream = io.TextIOWrapper(io.BufferedReader(io.BytesIO(content)))
    monkeypatch.setattr(sys, "stdin", stream)
    assert is_collection("-")
    items = list(captures(["-"]))
    assert numbers(items) == [1, 2] and [item.source for item in items] == [item.url for item in items]


def test_a_pipe_is_kept_under_a_name_made_of_its_bytes(tmp_path, monkeypatch):
    """The same crawl piped in twice is known again."""
    found = []
    for _ in range(2):
        stream = io.TextIOWrapper(io.BufferedReader(io.BytesIO(packed([story(1)]))))
        monkeypatch.setattr(sys, "stdin", stream)
        found += portions(["-"], folder=tmp_path)
    assert found[0] == found[1] and found[0].form == "warc"
    assert len(os.listdir(tmp_path)) == 1


def test_a_place_that_is_gone_is_a_reason(tmp_path):
    """Archives are moved and written anew; the answer must say so."""
    (item,) = read(tmp_path, packed([story(1)]))
    Path(item.place.source).write_bytes(packed([story(2)]))
    assert capture_at(item.place).reason == "missing-input"
    Path(item.place.source).unlink()
    assert capture_at(item.place).reason == "missing-input"


def test_a_portion_of_a_missing_file_is_a_reason(tmp_path):
    """A disk may be gone between planning and reading."""
    (item,) = portion_captures(Portion(str(tmp_path / "gone.warc"), "warc", 0, 1000))
    assert item.reason == "unreadable-input" and "gone.warc" in item.detail


SHARED = Path(os.environ.get("COPYDESK_DATA", "")) / "warc"


@pytest.mark.skipif("COPYDESK_DATA" not in os.environ, reason="needs the public sets")
def test_public_archives_give_captures_or_reasons():
    """The odd files that other tools collected as warnings."""
    for path in sorted(SHARED.iterdir()):
        items = list(captures([path]))
        assert items, path
        assert all(again(item) == item for item in items if isinstance(item, Capture) and item.place)
