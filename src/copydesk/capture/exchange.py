"""One HTTP request and its answer, within bounds of size and time.

In: an address. Out: an `Answer`, or a FetchError that says what happened.
Left to others: redirects, robots.txt, pauses (`fetch`), what the body is (`content`).
Nothing here waits longer than it was told: the request runs in a thread of its own, which is left behind when its time
is up, because a server that sends one byte at a time, or a name lookup, outlasts every per-read timeout.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from copydesk.capture.limits import Limits
from copydesk.errors import FetchError

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")

ACCEPT = "text/html,application/xhtml+xml,text/plain,*/*;q=0.5"
CODINGS = ("", "identity", "gzip", "x-gzip", "zstd")
"""Content codings that `unpack` can undo within its limit; `Accept-Encoding` asks for gzip only."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent for one request."""

    url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    """(lower-case name, value)."""
    charset: str | None
    body: bytes
    """As sent, possibly compressed; at most one byte more than was allowed, and empty unless the status is 200-299."""

    def header(self, name: str) -> str | None:
        """The first header of this lower-case name, or None."""
        return next((value for key, value in self.headers if key == name), None)


class Exchange:
    """A client that keeps connections open between requests."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._client: httpx.Client | None = None

    def get(self, url: str, *, seconds: float, max_bytes: int, wants: Callable[[Answer], bool] | None = None) -> Answer:
        """The answer to one GET, redirects not followed.

        seconds: longest time altogether; max_bytes: reading stops one byte beyond; wants: whether the body is worth
        reading, asked once the headers are there.
        Raises: FetchError.
        """
        client = self._open()
        try:
            return _within(seconds, lambda: _get(client, url, max_bytes, wants))
        except TimeoutError:
            self.close()
            detail = f"{url}: no whole answer within {seconds:.3g} seconds; try later or raise fetch_seconds"
            raise FetchError(detail, source=url) from None

    def forget(self) -> None:
        """Drop the cookies, so that one page's answer does not depend on the pages before."""
        if self._client is not None:
            self._client.cookies.clear()

    def close(self) -> None:
        """Close all connections, also those in use."""
        if self._client is not None:
            client, self._client = self._client, None
            client.close()

    def _open(self) -> httpx.Client:
        if self._client is None:
            # Imported here: it takes 100 ms to load, and most runs read files.
            import httpx

            headers = {
                "User-Agent": self._limits.user_agent,
                "Accept-Encoding": "gzip",
                "Accept": ACCEPT,
            }
            self._client = httpx.Client(headers=headers, timeout=self._limits.idle_seconds, follow_redirects=False)
        return self._client


def _within(seconds: float, call: Callable[[], T]) -> T:
    """The result of a call, run in a daemon thread. Raises: TimeoutError after `seconds`, or what the call raised."""
    results: queue.SimpleQueue[tuple[T | None, BaseException | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            results.put((call(), None))
        except BaseException as error:
            results.put((None, error))

    threading.Thread(target=run, name="copydesk-fetch", daemon=True).start()
    try:
        result, error = results.get(timeout=max(seconds, 0.001))
    except queue.Empty:
        raise TimeoutError from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]


def _get(client: httpx.Client, url: str, max_bytes: int, wants: Callable[[Answer], bool] | None) -> Answer:
    import httpx

    try:
        with client.stream("GET", url) as response:
            answer = _answer(response, b"")
            if not response.is_success or (wants is not None and not wants(answer)):
                return answer
            return _answer(response, _read(response, max_bytes))
    except httpx.TimeoutException:
        detail = f"{url}: no answer within {client.timeout.read:.3g} seconds; check the address or try later"
        raise FetchError(detail, source=url) from None
    except httpx.ConnectError as error:
        raise FetchError(f"{url}: could not connect ({error}); check the address", source=url) from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
        raise FetchError(f"{url}: not an address that can be fetched ({error}); check it", source=url) from None
    except (httpx.HTTPError, httpx.StreamError, RuntimeError, OSError) as error:
        what = str(error) or type(error).__name__
        raise FetchError(f"{url}: the answer broke off ({what}); try later", source=url) from None


def _answer(response: httpx.Response, body: bytes) -> Answer:
    headers = tuple((name.lower(), value) for name, value in response.headers.multi_items())
    url = str(response.url.copy_with(fragment=None))
    return Answer(url, response.status_code, response.reason_phrase, headers, response.charset_encoding, body)


def _read(response: httpx.Response, max_bytes: int) -> bytes:
    url = str(response.url)
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding not in CODINGS:
        raise FetchError(f"{url}: sent in the coding {coding!r}, which was not asked for; save it by hand", source=url)
    pieces: list[bytes] = []
    size = 0
    for piece in response.iter_raw():
        pieces.append(piece)
        size += len(piece)
        if size > max_bytes:
            break
    return b"".join(pieces)[: max_bytes + 1]
