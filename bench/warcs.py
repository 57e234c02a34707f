"""`python -m bench.warcs FOLDER ... -n COUNT -o FOLDER`

WARC files made of pages at hand: input for the benchmark of `add`, and for faults.

In: pages, a number of captures. Out: `.warc.gz` files, one gzip member a record, as crawlers write them; each capture
is a page under an address of its own. A page that is used again differs by a comment at its end, so that no two
captures hold the same bytes. Always the same files.
"""

from __future__ import annotations

import argparse
import gzip
from collections.abc import Iterator
from pathlib import Path

from bench.pages import find_pages, load_page

LEVEL = 6
CAPTURES_PER_FILE = 2000


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.warcs", description="Web archives of pages at hand.")
    parser.add_argument("folders", nargs="*", type=Path, help="folders of pages; the examples by default")
    parser.add_argument("-n", "--captures", type=int, default=1000, metavar="COUNT", help="pages in all (1000)")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER", help="where the files go")
    options = parser.parse_args()
    paths = find_pages(options.folders)
    if not paths:
        parser.error("no page (.html, .html.gz) in " + ", ".join(map(str, options.folders)))
    for path in write_warcs([load_page(path).content for path in paths], options.output, options.captures):
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    return 0


def write_warcs(pages: list[bytes], folder: Path, count: int, *, per_file: int = CAPTURES_PER_FILE) -> list[Path]:
    """Write `count` captures, `per_file` to a file; gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for start in range(0, count, per_file):
        path = folder / f"crawl-{start // per_file:05}.warc.gz"
        paths.append(path)
        with path.open("wb") as file:
            for record in records(pages, start, min(start + per_file, count)):
                file.write(gzip.compress(record, LEVEL, mtime=0))
    return paths


def records(pages: list[bytes], start: int, end: int) -> Iterator[bytes]:
    """One response record for each number."""
    for number in range(start, end):
        turn, which = divmod(number, len(pages))
        yield record(number, pages[which] + (b"\n<!-- copy %d -->" % turn if turn else b""))


def record(number: int, page: bytes) -> bytes:
    """A response record."""
    payload = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(page) + page
    host = number % 97
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
        "WARC-Date: 2024-03-01T12:00:00Z\r\n"
        f"WARC-Target-URI: https://site{host}.example.org/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload + b"\r\n\r\n"


if __name__ == "__main__":
    raise SystemExit(main())
