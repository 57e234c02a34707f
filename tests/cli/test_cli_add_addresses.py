"""`copydesk add` with addresses, feeds and sitemaps, against a server of our own."""

from __future__ import annotations

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "archive"))
import archive_pages

from copydesk.capture import Limits
from copydesk.cli import main

PATHS = [f"/news/{number}" for number in range(3)]


class Site(BaseHTTPRequestHandler):
    """Serves three stories, a feed of two of them, a sitemap of all."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.agents.add(self.headers["User-Agent"])
        target = self.server.moved.get(self.path)
        if target is not None:
            self.send_response(302)
            self.send_header("Location", target)
            self.end_headers()
            return
        body = self.server.pages.get(self.path)
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "text/html" if self.path in PATHS else "application/xml")
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.url = f"http://127.0.0.1:{server.server_port}"
    server.moved, server.agents = {}, set()
    server.asked, server.pages = [], {path: archive_pages.page(number) for number, path in enumerate(PATHS)}
    items = "".join(f"<item><link>{server.url}{path}</link></item>" for path in PATHS[:2])
    server.pages["/feed"] = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
    addresses = "".join(f"<url><loc>{server.url}{path}</loc></url>" for path in PATHS)
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    server.pages["/sitemap.xml"] = f"<urlset xmlns='{namespace}'>{addresses}</urlset>".encode()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    monkeypatch.setattr("copydesk.cli.add.Limits", lambda: Limits(wait_seconds=0))
    yield server
    server.shutdown()
    server.server_close()


def add(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    code = main(["add", *map(str, arguments), "-j", "1"])
    return code, capsys.readouterr().err


def stories(site) -> list[str]:
    """The stories that were asked for since the last time."""
    asked, site.asked = site.asked, []
    return [path for path in asked if path in PATHS]


def test_feeds_and_sitemaps_bring_what_is_new_in_them(site, tmp_path, capsys):
    """Run every hour, it asks a site for its new stories only."""
    archive = tmp_path / "archive"
    code, errors = add(capsys, archive, "--feed", f"{site.url}/feed")
    assert code == 0 and "2 articles from 2 captures" in errors and stories(site) == PATHS[:2]
    code, errors = add(capsys, archive, "--sitemap", f"{site.url}/sitemap.xml")
    assert code == 0 and "1 article from 1 capture " in errors and stories(site) == PATHS[2:]
    assert "in the archive already: 2 addresses" in errors
    code, errors = add(capsys, archive, "--sitemap", f"{site.url}/sitemap.xml")
    assert code == 0 and "nothing new" in errors and stories(site) == []


def test_a_filter_chooses_among_what_is_listed(site, tmp_path, capsys):
    """A sitemap lists ten thousand pages, of which a section is wanted."""
    sitemap = ("--sitemap", f"{site.url}/sitemap.xml")
    assert add(capsys, tmp_path / "archive", *sitemap, "--url-filter", "/news/2", "--url-filter", "/news/0")[0] == 0
    assert stories(site) == [PATHS[0], PATHS[2]]
    assert add(capsys, tmp_path / "archive", PATHS[0], "--url-filter", "x")[0] == 2


def test_a_listing_that_cannot_be_had_is_a_failure(site, tmp_path, capsys):
    """A cron job whose feed has moved must not report success for months."""
    code, errors = add(capsys, tmp_path / "archive", "--feed", f"{site.url}/moved")
    assert code == 3 and "answered 404" in errors and "1 fetch-failed" in errors


def test_an_address_is_fetched_once_unless_asked_again(site, tmp_path, capsys):
    """A list that has grown by a line costs one request; a page that changes may be fetched again."""
    archive, listing = tmp_path / "archive", tmp_path / "list.txt"
    listing.write_text("\n".join([f"{site.url}{PATHS[0]}"] * 2 + [f"{site.url}{PATHS[1]}#comments", ""]))
    assert add(capsys, archive, "-i", listing)[0] == 0
    assert stories(site) == PATHS[:2]
    assert add(capsys, archive, "-i", listing, f"{site.url}{PATHS[2]}")[0] == 0
    assert stories(site) == PATHS[2:]
    site.pages[PATHS[0]] = archive_pages.page(7)
    code, errors = add(capsys, archive, "-i", listing, "--again")
    assert code == 0 and "1 article from 2 captures" in errors and sorted(stories(site)) == PATHS[:2]


def test_an_address_that_leads_elsewhere_is_fetched_once(site, tmp_path, capsys):
    """Feeds list short addresses that lead to the story: each run would ask for all of them again."""
    site.moved = {"/short/1": "/long/1", "/long/1": f"{site.url}/news/1", "/gone": "/nowhere"}
    archive, addresses = tmp_path / "archive", [f"{site.url}/short/1", f"{site.url}/gone"]
    code, _ = add(capsys, archive, *addresses)
    assert code == 1 and stories(site) == ["/news/1"]
    code, errors = add(capsys, archive, *addresses)
    assert stories(site) == [] and "in the archive already: 1 address" in errors
    code, _ = add(capsys, archive, addresses[0], "--again")
    assert code == 0 and stories(site) == ["/news/1"]


def test_a_crawler_names_itself_and_keeps_the_pace_it_is_told(site, tmp_path, capsys, monkeypatch):
    """Who fetches from many sites must be reachable, and may have agreed on another pace."""
    pauses: list[float] = []
    monkeypatch.setattr("copydesk.capture.robots.Pace.wait", lambda _, __, seconds: pauses.append(seconds))
    options = ("--user-agent", "newsbot/2 (bot@a.example)", "--wait", "2.5", "--feed", f"{site.url}/feed")
    code, _ = add(capsys, tmp_path / "archive", *options)
    assert code == 0 and site.agents == {"newsbot/2 (bot@a.example)"} and set(pauses) == {2.5}


@pytest.mark.parametrize("options", [("--user-agent", "bot\r\nCookie: x"), ("--user-agent", " "), ("--wait", "-1")])
def test_a_wrong_name_or_pace_is_refused(tmp_path, capsys, options):
    """A line break would smuggle a header into every request."""
    code, errors = add(capsys, tmp_path / "archive", *options, "https://a.example/")
    assert code == 2 and f"argument {options[0]}" in errors
