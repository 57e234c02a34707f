"""Pages of our own making, and web archives of them; a reading function that misbehaves where a page tells it to."""

from __future__ import annotations

import gzip
import os
import signal
import time
from pathlib import Path

from copydesk.pipeline import read_capture
from copydesk.records import Article, Capture, Refusal

STORY = (
    "The ferry to the northern islands sailed again on Monday, {number} days after a storm tore away its pier. "
    "Some two hundred people waited on the quay with boxes of fruit and letters, the harbour master said."
)


def page(number: int, extra: str = "") -> bytes:
    """A news page whose words depend on its number."""
    story = STORY.format(number=number)
    return (
        f'<!doctype html><html lang="en"><head><title>Ferry {number} sails again</title>'
        f'<meta property="article:published_time" content="2024-03-{number % 28 + 1:02}T08:00:00+01:00"></head><body>'
        f'<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Ferry {number} sails again</h1>'
        f'<p class="byline">By Ann Lee</p><p>{story}</p><p>“We have waited long,” said Ana Vidal. {story}</p>'
        f"<figure><img src='/{number}.jpg'><figcaption>The ferry {number}. (Photo: Jo Hall)</figcaption></figure>"
        f"<p>{extra} {story}</p></article><div class='related'><h3><a href='/{number + 1}'>Next story {number}</a></h3>"
        "</div></body></html>"
    ).encode()


def write_pages(folder: Path, numbers: range) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number:04}.html" for number in numbers]
    for number, path in zip(numbers, paths, strict=True):
        path.write_bytes(page(number))
    return paths


def warc_record(number: int, content: bytes, url: str | None = None) -> bytes:
    payload = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + content
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
        f"WARC-Date: 2024-04-01T12:00:{number % 60:02}Z\r\n"
        f"WARC-Target-URI: {url or f'https://example.org/{number}'}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload + b"\r\n\r\n"


def write_warc(path: Path, pages: dict[int, bytes]) -> Path:
    """One gzip member a page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    members = (gzip.compress(warc_record(number, content), 1, mtime=0) for number, content in pages.items())
    path.write_bytes(b"".join(members))
    return path


def misread(capture: Capture) -> Article | Refusal:
    """Read a page, or do what it says."""
    if b"STALL" in capture.content:
        time.sleep(600)
    if b"CRASH" in capture.content:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"RAISE" in capture.content:
        raise ZeroDivisionError("a fault")
    once = Path(os.environ.get("COPYDESK_TEST_ONCE", "/nonexistent"))
    if b"ACCIDENT" in capture.content and once.exists():
        once.unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    return read_capture(capture)


def write_crawl(folder: Path) -> list[Path]:
    """Four web archives of twelve pages."""
    return [
        write_warc(folder / f"{number}.warc.gz", {at: page(at) for at in range(number * 12, number * 12 + 12)})
        for number in range(4)
    ]
