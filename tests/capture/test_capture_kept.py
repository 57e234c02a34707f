"""Captures as an archive keeps them: the record says what the capture was, also to whom has only the record."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from copydesk.capture import captures, kept_record, portion_captures, portions
from copydesk.records import Capture, Place, Refusal

PAGE = b"<html><body><h1>Ferry sails</h1><p>The ferry sailed again on Monday.</p></body></html>"
ITEMS = (
    Capture(PAGE, "/pages/fähre\udcff.html"),
    Capture(b"\x1f\x8b" + PAGE, "-", "https://example.org/ä?q=\r\nx", "text/plain", 'utf-8"; x="'),
    Capture(PAGE, "a", None, captured_at=datetime(2024, 3, 1, 10, 0, 0, 12, UTC), headers=(("x-robots-tag", "no"),)),
    Refusal("binary-input", "/pages/a.pdf: a PDF", "/pages/a.pdf", None, Place("/pages/a.pdf")),
    Refusal("redirect", "ü", "crawl.warc.gz", "https://example.org/", Place("crawl.warc.gz", 7, 9, "urn:uuid:1")),
)


def read_back(tmp_path, content: bytes) -> list[Capture | Refusal]:
    path = tmp_path / "kept.warc.gz"
    path.write_bytes(content)
    return [item for portion in portions([path]) for item in portion_captures(portion)]


def test_what_is_kept_comes_back_equal(tmp_path):
    """Bytes, source, address, charset, time and headers, none of them guessed from the copy."""
    records = [kept_record(item, "ab" * 16)[1] for item in ITEMS]
    found = read_back(tmp_path, b"".join(gzip.compress(record) for record in records))
    for item, back in zip(ITEMS, found, strict=True):
        fields = [name for name in type(item).__slots__ if name != "place"]
        assert [getattr(back, name) for name in fields] == [getattr(item, name) for name in fields]
        assert back.place.stamp == "ab" * 16
    assert [kept_record(back, back.place.stamp)[1] for back in found] == records


@pytest.mark.parametrize(
    "field", ["", "[]", "{}", '{"refused": "article"}', '{"source": 1, "url": 2, "stamp": "zz", "refused": "redirect"}']
)
def test_a_field_that_somebody_made_up_costs_its_record_only(tmp_path, field):
    """A web archive comes from anywhere: nonsense in it is told, and the next record is read."""
    record = kept_record(ITEMS[0], None)[1]
    head, _, rest = record.partition(b"Copydesk-Capture: ")
    made_up = head + b"Copydesk-Capture: " + field.encode() + b"\r\n" + rest.partition(b"\r\n")[2]
    first, second = read_back(tmp_path, gzip.compress(made_up) + gzip.compress(record))
    assert isinstance(first, Refusal) and isinstance(second, Capture)


def test_the_first_day_of_1970_is_no_day(tmp_path):
    """Tools write it for want of one; taken for a day, it would rule out every date on the page."""
    record = kept_record(ITEMS[0], None)[1]
    plain = b"".join(line for line in record.splitlines(keepends=True) if not line.startswith(b"Copydesk"))
    path = tmp_path / "other.warc.gz"
    path.write_bytes(gzip.compress(plain))
    assert [item.captured_at for item in captures([path])] == [None]
