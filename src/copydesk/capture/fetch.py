"""Addresses to Captures, politely and within bounds.

In: an http or https address. Out: a Capture with the response headers, or a FetchError.
robots.txt is asked first, one host is asked at one pace, redirects are followed a few times, and an address costs no
more than `fetch_seconds` and `max_bytes` whatever the server does.
Left to others: one request and its answer (`exchange`), what the bytes are (`content`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from copydesk.capture.content import DEFAULT_LIMITS, capture_bytes
from copydesk.capture.exchange import Answer, Exchange
from copydesk.capture.files import suffix_media_type
from copydesk.capture.limits import Limits
from copydesk.capture.robots import MAX_ROBOTS_BYTES, Manners, Robots
from copydesk.capture.served import MARKUP_TYPES, is_page_type, media_type_served
from copydesk.capture.unpack import unpack
from copydesk.errors import FetchError, InputError
from copydesk.records import Capture

SCHEMES = ("http", "https")
REDIRECTS = (301, 302, 303, 307, 308)


def is_address(text: str) -> bool:
    """True for anything of the form `scheme://…`, whether or not it can be fetched."""
    scheme, separator, _ = text.partition("://")
    return bool(separator) and scheme.isascii() and scheme.replace("+", "").isalnum()


class Fetcher:
    """Fetches addresses one after another; remembers connections, robots.txt and pace of each host until closed.

    manners: shared by fetchers that work at the same time, one in each thread.
    """

    def __init__(
        self,
        limits: Limits = DEFAULT_LIMITS,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        manners: Manners | None = None,
    ) -> None:
        self._limits = limits
        self._clock = clock
        self._manners = manners or Manners(clock, sleep)
        self._exchange = Exchange(limits)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._exchange.close()

    def fetch(self, address: str) -> Capture:
        """The page at an address; `source` is the address as given, `url` where the redirects ended.

        Raises: FetchError (reason `robots-denied` where robots.txt forbids it), OversizedInput, EmptyInput,
        BinaryInput, DamagedInput.
        """
        return self.fetch_answered(address)[0]

    def fetch_answered(self, address: str) -> tuple[Capture, tuple[Answer, ...]]:
        """The same, with the answers as they were sent: the redirects that led there, and the page's."""
        try:
            answers = self._answers(address, _is_page)
            return self._capture(answers[-1], address), answers
        except InputError as error:
            error.source = address
            raise

    def fetch_answer(self, address: str, wants: Callable[[Answer], bool]) -> Answer:
        """The answer at the end of the redirects, whatever its status; its body only where it is wanted.

        Raises: FetchError.
        """
        return self._answers(address, wants)[-1]

    def _answers(self, address: str, wants: Callable[[Answer], bool]) -> tuple[Answer, ...]:
        try:
            return self._follow(address, Budget(self._clock, self._limits.fetch_seconds), wants)
        except InputError as error:
            error.source = address
            raise
        finally:
            self._exchange.forget()

    def sitemaps(self, address: str) -> tuple[str, ...]:
        """The sitemaps that the robots.txt of an address's host names. Raises: FetchError."""
        _check_address(address, address)
        return self._robots_of(address, Budget(self._clock, self._limits.fetch_seconds), must_ask=True).sitemaps

    def _follow(self, address: str, budget: Budget, wants: Callable[[Answer], bool]) -> tuple[Answer, ...]:
        """The redirects, and the answer at their end."""
        url, previous = address, ""
        answers: list[Answer] = []
        for _ in range(self._limits.max_redirects + 1):
            _check_address(url, address)
            host = urlsplit(url).netloc
            with self._manners.turn(host):
                answer = self._ask(url, address, budget, wants, is_first=host != previous)
            answers.append(answer)
            target = answer.header("location")
            if answer.status not in REDIRECTS or not target:
                return tuple(answers)
            url, previous = urljoin(answer.url, target), host
        what = f"more than {self._limits.max_redirects} redirects, the last to {url}"
        raise FetchError(f"{address}: {what}; check the address", source=address)

    def _ask(
        self, url: str, address: str, budget: Budget, wants: Callable[[Answer], bool], *, is_first: bool
    ) -> Answer:
        """One request, if robots.txt allows it, at the host's pace unless it follows a redirect of the same host."""
        host = urlsplit(url).netloc
        robots = self._robots_of(url, budget)
        if not robots.allows(url):
            detail = f"{url}: robots.txt of this site asks not to fetch it; ask the site, or save the page by hand"
            raise FetchError(detail, source=address, reason="robots-denied")
        pace = self._manners.pace
        if is_first:
            pace.wait(host, max(self._limits.wait_seconds, robots.delay_seconds))
        try:
            with budget:
                return self._exchange.get(
                    url, seconds=budget.left_seconds, max_bytes=self._limits.max_bytes, wants=wants
                )
        finally:
            pace.done(host)

    def _robots_of(self, url: str, budget: Budget, *, must_ask: bool = False) -> Robots:
        """The rules of the address's host, fetched once."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if not self._limits.obeys_robots and not must_ask:
            return Robots(None, self._limits.user_agent)
        known = self._manners.robots
        with self._manners.turn(parts.netloc):
            if origin not in known:
                known[origin] = self._fetch_robots(f"{origin}/robots.txt", budget)
            return known[origin]

    def _fetch_robots(self, first: str, budget: Budget) -> Robots:
        url = first
        for _ in range(self._limits.max_redirects + 1):
            _check_address(url, first)
            with budget:
                answer = self._exchange.get(url, seconds=budget.left_seconds, max_bytes=MAX_ROBOTS_BYTES)
            target = answer.header("location")
            if answer.status not in REDIRECTS or not target:
                break
            url = urljoin(answer.url, target)
        if answer.status >= 500:
            detail = f"{url}: answered {answer.status}, which asks crawlers to stay away (RFC 9309); try later"
            raise FetchError(detail, source=url, reason="robots-denied")
        if not 200 <= answer.status < 300:
            return Robots(None, self._limits.user_agent)
        try:
            text = unpack(answer.body, 4 * MAX_ROBOTS_BYTES, url).decode("utf-8", "replace")
        except InputError:
            return Robots(None, self._limits.user_agent)  # no rules can be read; RFC 9309 2.3.1.3 lets a crawler go on
        return Robots(text, self._limits.user_agent)

    def _capture(self, answer: Answer, address: str) -> Capture:
        """The Capture of a final answer. Raises: FetchError where it is no page, and what `capture_bytes` raises."""
        if not 200 <= answer.status < 300:
            what = f"answered {answer.status} {answer.reason}".rstrip()
            raise FetchError(f"{answer.url}: {what}; check the address or try later", source=address)
        served = _served_type(answer)
        if not is_page_type(served):
            what = f"answered with {served}, which is no page"
            raise FetchError(f"{answer.url}: {what}; check the address", source=address)
        # Imported here: the standard library's e-mail package takes 30 ms to load, and few runs need it.
        from copydesk.capture.mhtml import parse_date

        claimed = MARKUP_TYPES[served] or suffix_media_type(urlsplit(answer.url).path)
        capture = capture_bytes(answer.body, source=address, url=answer.url, media_type=claimed, limits=self._limits)
        return replace(
            capture,
            charset=capture.charset or answer.charset,
            captured_at=parse_date(answer.header("date")) or capture.captured_at,
            headers=answer.headers,
        )


class Budget:
    """The time that one address may still cost; runs only inside `with`."""

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        self._clock = clock
        self.left_seconds = seconds
        self._since = 0.0

    def __enter__(self) -> None:
        self._since = self._clock()

    def __exit__(self, *_: object) -> None:
        self.left_seconds -= self._clock() - self._since


def _check_address(url: str, given: str) -> None:
    try:
        parts = urlsplit(url)
        is_fetchable = parts.scheme.lower() in SCHEMES and bool(parts.hostname)
    except ValueError:
        is_fetchable = False
    if not is_fetchable:
        what = "" if url == given else f"leads to {url}: "
        raise FetchError(f"{given}: {what}only http and https addresses can be fetched; check it", source=given)


def _served_type(answer: Answer) -> str:
    return media_type_served(answer.header("content-type"))


def _is_page(answer: Answer) -> bool:
    return is_page_type(_served_type(answer))
