"""Which addresses need not be fetched again."""

from __future__ import annotations

import archive_pages
import pytest

from copydesk.archive import held_addresses, load_manifest
from copydesk.keeping import Archive


@pytest.mark.parametrize(
    ("captured", "asked"),
    [
        ("https://a.example/", "https://A.example"),
        ("https://a.example", "https://a.example/#top"),
        ("https://a.example/caf%C3%A9?q=a%20b", "https://a.example/café?q=a b"),
        ("https://a.example/x?y=1&z=%2F", "https://a.example/x?y=1&z=%2F#c"),
    ],
)
def test_a_page_is_known_under_each_way_to_write_its_address(tmp_path, captured, asked):
    """Crawlers, feeds and people write one address in several ways; another page is another page."""
    path = tmp_path / "crawl.warc"
    path.write_bytes(archive_pages.warc_record(1, archive_pages.page(1), captured))
    Archive(tmp_path / "archive").add(path)
    manifest = load_manifest(tmp_path / "archive")
    others = [
        "https://a.example/2",
        "https://b.example/",
        "https://a.example/other",
        "http://[",
        "https://a.example/\udcff",
    ]
    assert held_addresses(tmp_path / "archive", manifest, [asked, *others]) == {asked}
