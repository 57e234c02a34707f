"""Articles that other tools extracted to Article records."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.capture.limits import Limits
from copydesk.capture.window import Window
from copydesk.records import Article, Refusal


def articles_in(window: Window, source: str, limits: Limits) -> Iterator[Article | Refusal]:
    """The articles of a range of lines."""
    yield Refusal("bad-line", f"{source}: cannot be read yet", source=source)
