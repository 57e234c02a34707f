"""Addresses: fetched politely, within bounds, and every failure with its reason."""

import gzip
import socket
import threading
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from copydesk.capture import Fetcher, Limits, capture_address, captures
from copydesk.errors import BinaryInput, DamagedInput, EmptyInput, FetchError, OversizedInput
from copydesk.records import Capture

PAGE = b"<!doctype html><html><head><title>News</title></head><body><p>A story.</p></body></html>"
DATE = "Thu, 09 Nov 2023 10:12:00 GMT"
QUICK = Limits(wait_seconds=0, idle_seconds=1, fetch_seconds=3, max_bytes=100_000)


class Site(BaseHTTPRequestHandler):
    """A site that answers each path in its own way; the server counts requests and may hold a robots.txt."""

    def do_GET(self):
        self.server.requests.append((time.monotonic(), self.path, self.headers["User-Agent"]))
        if self.path == "/robots.txt":
            self.answer(*self.server.robots)
        else:
            getattr(self, self.path.split("?")[0].strip("/").replace("-", "_").replace(".", "_"), self.none)()

    def answer(self, status, body, content_type="text/html; charset=windows-1252", **headers):
        self.send_response(status)
        for name, value in {"Content-Type": content_type, **headers}.items():
            if value is not None:
                self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def date_time_string(self, timestamp=None):
        return DATE

    def log_message(self, *_):
        pass

    def none(self):
        self.answer(404, b"<p>Not here</p>")

    def page(self):
        self.answer(200, PAGE)

    def private(self):
        self.answer(200, PAGE)

    def text(self):
        self.answer(200, b"A headline\n\nA story.\n", "text/plain; charset=utf-8")

    def packed(self):
        self.answer(200, gzip.compress(PAGE), Content_Encoding="gzip")

    def cut(self):
        self.answer(200, gzip.compress(PAGE)[:-10], Content_Encoding="gzip")

    def bomb(self):
        self.answer(200, gzip.compress(bytes(10_000_000)), Content_Encoding="gzip")

    def odd_coding(self):
        self.answer(200, b"xyz", Content_Encoding="br")

    def story_html_gz(self):
        self.answer(200, gzip.compress(PAGE), "application/gzip")

    def untyped(self):
        self.answer(200, PAGE, None)

    def picture(self):
        self.answer(200, b"\x89PNG", "image/png")

    def lying(self):
        self.answer(200, b"%PDF-1.7")

    def empty(self):
        self.answer(200, b"")

    def broken(self):
        self.answer(500, b"oops")

    def big(self):
        self.answer(200, b"<p>" + b"x" * 200_000)

    def endless(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        while True:
            self.wfile.write(b"x" * 50_000)

    def moved(self):
        self.answer(302, b"", Location="/page")

    def loop(self):
        self.answer(302, b"", Location="/loop")

    def away(self):
        self.answer(302, b"", Location="file:///etc/passwd")

    def to_private(self):
        self.answer(301, b"", Location="/private")

    def silent(self):
        time.sleep(5)

    def dripping_body(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.drip()

    def dripping_headers(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        self.drip()

    def drip(self):
        for _ in range(200):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def broken_off(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"<p>half")


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_):
        """Clients that hang up are what these tests are about."""


@pytest.fixture
def site(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    server = Server(("127.0.0.1", 0), Site)
    server.requests = []
    server.robots = (404, b"")
    server.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_page_comes_with_what_the_server_said(site):
    """Address, charset, time of capture and headers are evidence for everything after."""
    capture = capture_address(f"{site.address}/page#part", limits=QUICK)
    assert (capture.content, capture.media_type, capture.charset) == (PAGE, "text/html", "windows-1252")
    assert (capture.source, capture.url) == (f"{site.address}/page#part", f"{site.address}/page")
    assert capture.captured_at == datetime(2023, 11, 9, 10, 12, tzinfo=UTC)
    assert ("content-type", "text/html; charset=windows-1252") in capture.headers


def test_the_program_says_who_it_is(site):
    """A site that wants to refuse it, or to ask, must be able to."""
    capture_address(f"{site.address}/page", limits=QUICK)
    assert {agent.partition("/")[0] for _, _, agent in site.requests} == {"copydesk"}


def test_redirects_are_followed_and_the_last_address_kept(site):
    """Relative links are relative to where the page was found."""
    assert capture_address(f"{site.address}/moved", limits=QUICK).url == f"{site.address}/page"


@pytest.mark.parametrize("path", ["packed", "story.html.gz", "untyped"])
def test_compressed_and_untyped_answers_are_read(site, path):
    """Servers compress, serve archives, and forget their types."""
    assert capture_address(f"{site.address}/{path}", limits=QUICK).content == PAGE


def test_text_stays_text(site):
    """A text capture on a server is one here too."""
    assert capture_address(f"{site.address}/text", limits=QUICK).media_type == "text/plain"


@pytest.mark.parametrize(
    ("path", "error", "words"),
    [
        ("none", FetchError, "404"),
        ("broken", FetchError, "500"),
        ("picture", FetchError, "image/png"),
        ("odd-coding", FetchError, "'br'"),
        ("lying", BinaryInput, "PDF"),
        ("empty", EmptyInput, "nothing in it"),
        ("cut", DamagedInput, "cut off"),
        ("bomb", OversizedInput, "more than"),
        ("big", OversizedInput, "more than"),
        ("endless", OversizedInput, "more than"),
        ("loop", FetchError, "more than 5 redirects"),
        ("away", FetchError, "only http and https"),
        ("silent", FetchError, "no answer within 1 seconds"),
        ("dripping-body", FetchError, "no whole answer within"),
        ("dripping-headers", FetchError, "no whole answer within"),
        ("broken-off", FetchError, "broke off"),
    ],
)
def test_a_bad_answer_is_a_typed_error_within_the_time(site, path, error, words):
    """Whatever a server does, one address costs a bounded time and gives one clear line."""
    address = f"{site.address}/{path}"
    began = time.monotonic()
    with pytest.raises(error, match=words) as caught:
        capture_address(address, limits=QUICK)
    assert time.monotonic() - began < QUICK.fetch_seconds + 2
    assert caught.value.source == address
    assert "\n" not in str(caught.value) and site.address in str(caught.value)


def test_an_address_where_nobody_listens_is_refused():
    """Connection refused, in words."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(FetchError, match="could not connect"):
        capture_address(f"http://127.0.0.1:{port}/", limits=QUICK)


def test_a_connection_that_nobody_accepts_does_not_hang():
    """A host that takes the connection and never speaks."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        with pytest.raises(FetchError, match="no answer within 1 seconds"):
            capture_address(f"http://127.0.0.1:{listener.getsockname()[1]}/", limits=QUICK)


def test_a_name_lookup_that_hangs_is_given_up(monkeypatch):
    """No timeout of a socket covers the lookup of its name."""
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: time.sleep(20))
    began = time.monotonic()
    with pytest.raises(FetchError, match="no whole answer within"):
        capture_address("http://example.invalid/", limits=Limits(fetch_seconds=0.5))
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "address", ["ftp://example.org/", "http://", "http://[::1", "http://a b/", "file:///etc/passwd"]
)
def test_what_is_no_web_address_is_refused(address):
    """Only http and https are fetched, and a slip of the pen is no crash."""
    with pytest.raises(FetchError):
        capture_address(address, limits=QUICK)


def test_robots_are_asked_first_and_obeyed(site):
    """A site that asks not to be read is not read; its robots.txt is fetched once."""
    site.robots = (200, b"User-agent: copydesk\nDisallow: /private\n", "text/plain")
    private, page = f"{site.address}/private", f"{site.address}/page"
    refusal, capture, _ = captures([private, page, page], QUICK)
    assert (refusal.reason, refusal.source, refusal.url) == ("robots-denied", private, private)
    assert isinstance(capture, Capture)
    assert [path for _, path, _ in site.requests] == ["/robots.txt", "/page", "/page"]


def test_a_redirect_does_not_lead_around_robots(site):
    """The rule holds for the page that is read, not for the link to it."""
    site.robots = (200, b"User-agent: *\nDisallow: /private\n", "text/plain")
    with pytest.raises(FetchError) as caught:
        capture_address(f"{site.address}/to-private", limits=QUICK)
    assert caught.value.reason == "robots-denied"


def test_failing_robots_mean_stay_away(site):
    """RFC 9309: a server error for robots.txt forbids everything; a missing one forbids nothing."""
    site.robots = (503, b"")
    with pytest.raises(FetchError, match="503") as caught:
        capture_address(f"{site.address}/page", limits=QUICK)
    assert caught.value.reason == "robots-denied"


def test_robots_can_be_left_unasked(site):
    """Whoever owns the site may say so."""
    site.robots = (200, b"User-agent: *\nDisallow: /\n", "text/plain")
    limits = Limits(wait_seconds=0, obeys_robots=False)
    assert capture_address(f"{site.address}/page", limits=limits).content == PAGE


class Clock:
    """A clock that moves when somebody sleeps."""

    def __init__(self):
        self.now = 0.0
        self.slept = []

    def read(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


@pytest.mark.parametrize(("rules", "pause"), [(b"", 2.0), (b"User-agent: *\nCrawl-delay: 7\n", 7.0)])
def test_one_host_is_asked_at_one_pace(site, rules, pause):
    """A batch of a site's pages must not be a burden to it; its own wish goes before ours."""
    site.robots = (200, rules, "text/plain")
    clock = Clock()
    with Fetcher(Limits(wait_seconds=2.0), clock=clock.read, sleep=clock.sleep) as fetcher:
        for _ in range(3):
            fetcher.fetch(f"{site.address}/page")
    assert clock.slept == [pause, pause]


def test_a_batch_goes_on_after_an_address_that_hangs(site):
    """One dead site among a hundred costs its own time only."""
    good, bad = f"{site.address}/page", f"{site.address}/dripping-headers"
    limits = Limits(wait_seconds=0, idle_seconds=1, fetch_seconds=0.7)
    answers = list(captures([good, bad, good, f"{site.address}/none"], limits))
    assert [getattr(answer, "reason", "ok") for answer in answers] == ["ok", "fetch-failed", "ok", "fetch-failed"]
