"""Fetching into web archives, and what feeds and sitemaps lead to; all against a server of our own."""

import gzip
import io
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator

from copydesk.capture import (
    Fetcher,
    Kind,
    Limits,
    capture_at,
    gather,
    listed_addresses,
    portion_captures,
    portions,
)
from copydesk.capture.listing import read_listing
from copydesk.records import Capture, Refusal

QUICK = Limits(wait_seconds=0, idle_seconds=2, fetch_seconds=4, max_bytes=200_000)


class Site(BaseHTTPRequestHandler):
    """Serves the pages that the test put into `server.pages`: path to (status, headers, body)."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        with self.server.lock:
            self.server.busy += 1
            self.server.most = max(self.server.most, self.server.busy)
            self.server.asked.append((self.path, time.monotonic()))
        status, headers, body = self.server.pages.get(self.path, (404, {}, b"no"))
        time.sleep(self.server.delay)
        with self.server.lock:
            self.server.busy -= 1
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if headers.get("Transfer-Encoding") == "chunked":
            body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def start():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    server.pages, server.asked, server.lock = {}, [], threading.Lock()
    server.busy = server.most = server.delay = 0
    server.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    return server


@pytest.fixture
def site():
    server = start()
    yield server
    server.shutdown()
    server.server_close()


def page(number):
    return f"<!doctype html><html><body><h1>Story {number}</h1><p>Text.</p></body></html>".encode()


def put(server, path, body, content_type="text/html; charset=utf-8", status=200, **headers):
    server.pages[path] = (status, {"Content-Type": content_type, **headers}, body)


def test_what_was_fetched_can_be_read_again_from_its_archive(site, tmp_path):
    """An article is only as good as the capture that proves it."""
    for number in range(5):
        put(site, f"/{number}", page(number))
    put(site, "/packed", gzip.compress(page(5)), **{"Content-Encoding": "gzip"})
    put(site, "/chunked", page(6), **{"Transfer-Encoding": "chunked"})
    names = [*range(5), "packed", "chunked"]
    (path,) = gather([f"{site.url}/{name}" for name in names], tmp_path, QUICK)
    items = [item for one in portions([path]) for item in portion_captures(one)]
    assert [item.content for item in items] == [page(number) for number in range(7)]
    assert [item.url for item in items] == [f"{site.url}/{name}" for name in names]
    assert all(item.captured_at is not None and item.charset == "utf-8" for item in items)
    assert all(capture_at(item.place) == item for item in items)


def test_the_archive_is_one_that_others_can_read(site, tmp_path):
    """A WARC with wrong digests or lengths is worth nothing to a library."""
    put(site, "/a", page(1))
    (path,) = gather([f"{site.url}/a"], tmp_path, QUICK)
    kinds = []
    for record in ArchiveIterator(io.BytesIO(path.read_bytes()), parse_http=False):
        kinds.append(str(record.record_type))
        assert record.record_id.startswith("<urn:uuid:") and record.verify_block_digest()
        if kinds[-1] == "response":
            record.parse_http()
            assert record.verify_payload_digest()
    assert kinds == ["warcinfo", "response", "request"]


def test_what_gave_no_page_is_refused_and_not_kept(site, tmp_path):
    """The reasons come in the order of the addresses, between the files."""
    put(site, "/robots.txt", b"User-agent: *\nDisallow: /private", "text/plain")
    put(site, "/private", page(1))
    put(site, "/image", b"\x89PNG", "image/png")
    put(site, "/good", page(2))
    put(site, "/moved", b"", status=302, Location="/good")
    names = ["missing", "private", "image", "good", "moved"]
    *refusals, path = gather([f"{site.url}/{name}" for name in names], tmp_path, QUICK)
    assert [item.reason for item in refusals] == ["fetch-failed", "robots-denied", "fetch-failed"]
    items = [item for one in portions([path]) for item in portion_captures(one)]
    assert [getattr(item, "reason", "page") for item in items] == ["page", "redirect", "duplicate"]


def test_one_host_is_asked_at_one_pace(site, tmp_path):
    """A site that notices us blocks us, and it would be right."""
    for number in range(4):
        put(site, f"/{number}", page(number))
    site.delay = 0.02
    limits = Limits(wait_seconds=0.1, fetch_seconds=4, idle_seconds=2)
    list(gather([f"{site.url}/{number}" for number in range(4)], tmp_path, limits))
    times = [at for path, at in site.asked if path != "/robots.txt"]
    assert site.most == 1 and all(later - earlier >= 0.1 for earlier, later in pairwise(times))


def test_several_hosts_are_asked_at_once(site, tmp_path):
    """A hundred sites at one second a page need not take a hundred times as long; a dead one holds up nobody."""
    other = start()
    try:
        meeting = threading.Barrier(2, timeout=5)
        for server in (site, other):
            put(server, "/a", page(server.server_port))
        original = Site.do_GET

        class Meeting(Site):
            def do_GET(self):
                if self.path == "/a":
                    meeting.wait()
                original(self)

        site.RequestHandlerClass = other.RequestHandlerClass = Meeting
        (path,) = gather([f"{site.url}/a", f"{other.url}/a"], tmp_path, QUICK)
        assert path.exists() and not meeting.broken
    finally:
        other.shutdown()
        other.server_close()


def test_files_are_completed_by_the_clock(site, tmp_path):
    """A run that is killed must not lose an hour of polite fetching."""
    for number in range(3):
        put(site, f"/{number}", page(number))
    ticks = iter(range(0, 10**6, 40))
    paths = list(gather([f"{site.url}/{n}" for n in range(3)], tmp_path, QUICK, clock=lambda: float(next(ticks))))
    assert len(paths) >= 2 and sorted(paths) == sorted(tmp_path.iterdir())
    again = list(gather([f"{site.url}/0"], tmp_path, QUICK))
    assert not set(again) & set(paths)


def test_a_run_that_is_stopped_leaves_no_half_file(site, tmp_path):
    """What stands under its name is complete."""
    put(site, "/a", page(1))
    results = gather([f"{site.url}/a", f"{site.url}/missing"], tmp_path, QUICK)
    assert isinstance(next(results), Refusal)
    results.close()
    assert list(tmp_path.iterdir()) == []


RSS = b"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>News</title><link>https://a.example/</link><atom:link href="https://a.example/feed" rel="self"/>
<item><title>One</title><link> https://a.example/1 </link></item>
<item><title>Two &nbsp; and <b>more</b></title><link>/2</link></item>
<item><guid>https://a.example/3</guid></item><item><guid isPermaLink="false">x-4</guid></item>
<item><link>https://a.example/1</link></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://a.example/"/>
<entry><link rel="self" href="/x"/><link rel="alternate" href="/1"/></entry>
<entry><link href="https://a.example/2"/></entry><entry><id>https://a.example/3</id></entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://a.example/"><link>https://a.example/</link></channel>
<item><link>https://a.example/1</link></item><item><link>https://a.example/2</link></item>
<item><link>https://a.example/3</link></item></rdf:RDF>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": "1", "url": "https://a.example/1"}, {"id": "https://a.example/2"}, {"url": "/3"}, 7],
    }
).encode()
NEWS_SITEMAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://a.example/1</loc><news:news><news:title>T</news:title></news:news></url>
<url><loc>
 https://a.example/2</loc></url><url><lastmod>2024</lastmod></url><url><loc>https://a.example/3</loc></url></urlset>"""
TEXT = b"\xef\xbb\xbf# my list\nhttps://a.example/1\r\nhttps://a.example/2\n\nhttps://a.example/3\n"


@pytest.mark.parametrize("content", [RSS, ATOM, RDF, JSON_FEED, NEWS_SITEMAP, TEXT, gzip.compress(NEWS_SITEMAP)])
def test_every_kind_of_listing_gives_its_pages(content):
    """Each publisher has chosen another format, and half of the files are not well formed."""
    listing = read_listing(content, "https://a.example/feed", Limits())
    assert listing.addresses == tuple(f"https://a.example/{number}" for number in (1, 2, 3))


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"x" * 1000 + b'">'
BOMB += b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 50) for n in range(8)) + b"]>"
OUTSIDE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    "content",
    [
        BOMB + b"<rss><channel><item><link>&i;</link></item></channel></rss>",
        OUTSIDE + b"<rss><channel><item><link>https://a.example/&e;</link></item></channel></rss>",
        b"<a>" * 100_000,
        b"<rss>" * 50_000,
        b"<rss",
        b"{" * 50_000,
        b'{"version": "https://jsonfeed.org/", "items": 7}',
        b"",
        b"\0\xff" * 100,
        b"<html",
    ],
)
def test_hostile_listings_give_nothing_and_do_no_harm(content):
    """Feeds come from strangers: they must not fill the memory, read our files or stop the run."""
    listing = read_listing(content, "https://a.example/feed", Limits())
    assert all(len(address) < 200 and "\n" not in address for address in listing.addresses)


def test_a_home_page_leads_to_its_feeds(site):
    """People know the address of a paper, and not that of its feed."""
    links = '<link rel="alternate" type="application/rss+xml" href="feed.xml">'
    links += '<link rel="alternate" hreflang="fr" href="/fr">'
    put(site, "/", f"<!doctype html><html><head>{links}</head><body><p>Hi</p></body></html>".encode())
    put(site, "/feed.xml", RSS, "application/rss+xml")
    with Fetcher(QUICK) as fetcher:
        found = list(listed_addresses(f"{site.url}/", Kind.FEED, fetcher, QUICK))
    assert found == ["https://a.example/1", f"{site.url}/2", "https://a.example/3"]


def test_a_home_page_leads_to_its_sitemaps(site):
    """robots.txt names them; they name others, packed, and some name each other."""
    names = "".join(f"<sitemap><loc>{site.url}/{name}</loc></sitemap>" for name in ("one.xml.gz", "i.xml"))
    put(site, "/robots.txt", f"User-agent: *\nSitemap: {site.url}/i.xml\n".encode(), "text/plain")
    put(site, "/", b"<!doctype html><html><body>Home</body></html>")
    put(site, "/i.xml", f"<sitemapindex>{names}</sitemapindex>".encode(), "application/xml")
    put(site, "/one.xml.gz", gzip.compress(NEWS_SITEMAP), "application/gzip")
    with Fetcher(QUICK) as fetcher:
        found = list(listed_addresses(f"{site.url}/", Kind.SITEMAP, fetcher, QUICK))
    assert found == [f"https://a.example/{number}" for number in (1, 2, 3)]
    few = Limits(wait_seconds=0, max_addresses=2)
    with Fetcher(few) as fetcher:
        assert len(list(listed_addresses(f"{site.url}/i.xml", Kind.SITEMAP, fetcher, few))) == 2


def test_a_listing_that_is_none_is_a_reason(site):
    """An empty answer would look like a site without news."""
    put(site, "/", b"<!doctype html><html><body>Home</body></html>")
    put(site, "/odd", b"something else", "text/plain")
    with Fetcher(QUICK) as fetcher:
        for path in ("/", "/odd", "/missing"):
            (item,) = listed_addresses(f"{site.url}{path}", Kind.FEED, fetcher, QUICK)
            assert isinstance(item, Refusal) and site.url in item.detail


def test_captures_of_fetched_pages_are_captures(site, tmp_path):
    """The rest of the program must not see a difference."""
    put(site, "/a", page(1))
    (path,) = gather([f"{site.url}/a"], tmp_path / "new" / "folder", QUICK)
    assert isinstance(path, Path)
    assert all(isinstance(item, Capture) for one in portions([path]) for item in portion_captures(one))
