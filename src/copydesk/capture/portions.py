"""Inputs to portions: the pieces that one worker reads from start to end.

In: paths and folders. Out: Portions in the order of the inputs; a portion's Captures.
Planning looks at names, sizes and first bytes only: the same inputs give the same portions, whoever asks.
Left to others: reading the records of a portion.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from copydesk.capture.content import DEFAULT_LIMITS
from copydesk.capture.files import folder_pages
from copydesk.capture.inputs import capture_or_refusal
from copydesk.capture.limits import Limits
from copydesk.records import Article, Capture, Portion, Refusal

FILES = 500
"""Files in one portion: at 2.5 ms a page it takes a second or two, and a shard of so many articles is worth a file."""


def portions(
    inputs: Iterable[str | Path], limits: Limits = DEFAULT_LIMITS, *, folder: Path | None = None
) -> Iterator[Portion | Refusal]:
    """The portions of all inputs, in order; a Refusal for what cannot be opened or is no input.

    folder: where standard input is spooled and what was fetched is written, as WARC; without it both are refused.
    """
    names: list[str] = []
    for given in inputs:
        source = os.fspath(given)
        if not os.path.isdir(source):
            names.append(source)
            continue
        for item in folder_pages(source):
            if isinstance(item, Refusal):
                yield item
            else:
                names.append(item)
    for at in range(0, len(names), FILES):
        chosen = tuple(names[at : at + FILES])
        yield Portion(os.path.dirname(chosen[0]), "files", 0, 0, chosen)


def portion_captures(portion: Portion, limits: Limits = DEFAULT_LIMITS) -> Iterator[Capture | Refusal | Article]:
    """What a portion holds, in order: pages to read, reasons for what was left out, articles that come ready."""
    for name in portion.names:
        yield capture_or_refusal(name, limits)
