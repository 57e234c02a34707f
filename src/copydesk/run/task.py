"""One page of a batch: capture it where that is still to do, read it, and never raise.

In: a path, a Capture or a Refusal. Out: what the reading function gives, or a Refusal.
Left to others: how a page is read (the function that is given), where this runs (`pool`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from copydesk.capture import Limits, capture_or_refusal, refuse
from copydesk.errors import InputError
from copydesk.records import Capture, Portion, Refusal

PagePayload = str | Capture | Refusal
"""What is left of an input for a worker: the path of a file, a page already captured, or a reason already known."""


@dataclass(frozen=True, slots=True)
class PortionTask:
    """A portion and its place in the order; `source` and `url` as all payloads have them."""

    number: int
    portion: Portion
    url: None = None

    @property
    def source(self) -> str:
        return self.portion.source


Payload = PagePayload | PortionTask
T = TypeVar("T")
"""What the reading function gives: an Article, or what the caller makes of one before it crosses to this process."""
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Work(Generic[T_co]):
    """What a worker does with each payload. Picklable where `read` is a function of a module."""

    read: Callable[[Capture], T_co | Refusal]
    limits: Limits

    def __call__(self, payload: PagePayload) -> T_co | Refusal:
        """What `read` gives, or a Refusal for whatever went wrong; raises only KeyboardInterrupt, SystemExit."""
        try:
            capture = capture_or_refusal(payload, self.limits) if isinstance(payload, str) else payload
            return capture if isinstance(capture, Refusal) else self.read(capture)
        except InputError as error:
            return refuse(error)
        except Exception as error:
            return failed(payload, f"reading it raised {type(error).__name__} ({one_line(error)})")


def failed(payload: Payload, what: str, reason: str = "internal-error") -> Refusal:
    """The Refusal of a page that copydesk could not get through; what: the rest of the sentence after the name."""
    if isinstance(payload, str):
        source, url = payload, None
    else:
        source, url = payload.source, payload.url
    detail = f"{source}: {what}; everything else was read: please report the page"
    return Refusal(reason, detail, source=source, url=url)


MAX_MESSAGE_CHARACTERS = 200


def one_line(error: Exception) -> str:
    """What an exception says, short."""
    return " ".join(str(error).split())[:MAX_MESSAGE_CHARACTERS] or "without a message"
