"""`python -m bench.make_warc FOLDER ... -n COUNT -o FILE.warc.gz [--sites COUNT]`

Makes a web archive of so many captures out of pages at hand (`.html`, `.html.gz`): request and response records in the
proportions of a crawl. Pages are repeated under addresses and with bytes of their own, so that none is a duplicate.
"""

from __future__ import annotations

import argparse
import gzip
from datetime import UTC, datetime, timedelta
from itertools import count, cycle, islice
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from bench.pages import find_pages

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
LEVEL = 6
"""As crawlers compress: a higher level costs the reader nothing."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.make_warc", description="A web archive of pages at hand.")
    parser.add_argument("folders", nargs="*", type=Path, help="folders of pages; the examples by default")
    parser.add_argument("-n", "--captures", type=int, default=1000, metavar="COUNT", help="pages in it (1000)")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="the .warc.gz to write")
    parser.add_argument("--sites", type=int, default=50, metavar="COUNT", help="hosts of the addresses (50)")
    options = parser.parse_args()
    paths = find_pages(options.folders)
    if not paths:
        parser.error("no page (.html, .html.gz) in " + ", ".join(map(str, options.folders)))
    with options.output.open("wb") as file:
        write(file, paths, options.captures, options.sites)
    print(f"{options.output}: {options.captures} captures, {options.output.stat().st_size / 1e6:.1f} MB")
    return 0


def write(file: BinaryIO, paths: list[Path], captures: int, sites: int) -> None:
    """Write the archive; the same arguments give the same bytes but for what the compressor may choose."""
    numbers = count()
    _add(file, "warcinfo", next(numbers), None, b"software: copydesk bench\r\n")
    for number, path in enumerate(islice(cycle(paths), captures)):
        body = path.read_bytes()
        if path.name.endswith(".gz"):
            body = gzip.decompress(body)
        body += b"<!-- capture %d -->" % number
        url = f"https://site{number % sites}.example/{path.name.partition('.')[0]}/{number}"
        _add(file, "request", next(numbers), url, b"GET / HTTP/1.1\r\nhost: example\r\n\r\n")
        head = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: %d\r\n\r\n" % len(body)
        _add(file, "response", next(numbers), url, head + body)


def _add(file: BinaryIO, kind: str, number: int, url: str | None, block: bytes) -> None:
    record = WarcRecord()
    record.init_headers(getattr(WarcRecordType, kind), f"uuid:{UUID(int=number)}".encode())
    record.headers["WARC-Date"] = f"{FIRST + timedelta(seconds=number):%Y-%m-%dT%H:%M:%SZ}"
    if url is not None:
        record.headers["WARC-Target-URI"] = url
    http = kind in ("request", "response")
    record.headers["Content-Type"] = f"application/http; msgtype={kind}" if http else "application/warc-fields"
    record.is_http = http
    record.set_bytes_content(block)
    writer = GzipWriter(file, LEVEL)
    record.write(writer, checksum_data=True)
    writer.finish()


if __name__ == "__main__":
    raise SystemExit(main())
