"""What the robots.txt of a host asks for, and the pause between two requests to it.

In: the text of a robots.txt, the times of requests. Out: may this address be fetched, and when.
Left to others: fetching robots.txt (`fetch`), reading its rules (the library protego).
Source: RFC 9309.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock, RLock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from protego import Protego

MAX_ROBOTS_BYTES = 500 * 1024
"""The least that RFC 9309 lets a crawler read; longer files are read so far."""
MAX_CRAWL_DELAY_SECONDS = 30.0
"""Longer delays are meant for crawlers of whole sites."""


class Robots:
    """The rules of one host for one user agent. `text` None: no rules."""

    def __init__(self, text: str | None, user_agent: str) -> None:
        self._agent = user_agent
        self._rules: Protego | None = None
        if text is not None:
            # Imported here: only fetching needs it.
            from protego import Protego

            self._rules = Protego.parse(text)

    def allows(self, url: str) -> bool:
        return self._rules is None or bool(self._rules.can_fetch(url, self._agent))

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that it names, in order."""
        return tuple(self._rules.sitemaps) if self._rules is not None else ()

    @property
    def delay_seconds(self) -> float:
        """The crawl delay that it asks for, at most 30 seconds; 0 where it asks for none."""
        delay = self._rules.crawl_delay(self._agent) if self._rules is not None else None
        return min(float(delay), MAX_CRAWL_DELAY_SECONDS) if delay else 0.0


class Manners:
    """What several fetchers know of hosts together: their rules, their pace, and whose turn it is."""

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self.pace = Pace(clock, sleep)
        self.robots: dict[str, Robots] = {}
        self._turns: dict[str, RLock] = {}
        self._lock = Lock()

    def turn(self, host: str) -> RLock:
        """What to hold while a host is asked, so that it is never asked twice at once."""
        with self._lock:
            return self._turns.setdefault(host, RLock())


class Pace:
    """One pace a host: no request sooner than so many seconds after the one before."""

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._clock = clock
        self._sleep = sleep
        self._last: dict[str, float] = {}

    def wait(self, host: str, seconds: float) -> None:
        """Sleep until `seconds` have passed since the last call of `done` for this host."""
        last = self._last.get(host)
        if last is not None and (left := last + seconds - self._clock()) > 0:
            self._sleep(left)

    def done(self, host: str) -> None:
        self._last[host] = self._clock()
