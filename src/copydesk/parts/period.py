"""Repeated patterns in a text capture: where markup is gone, a list of teasers still shows by its rhythm.

In: a Page without markup, and the part code of each block. Out: the periods of the page; codes with each teaser whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from copydesk.records import PARTS, Page

TEASER = PARTS.index("teaser")
HEADING_LIKE = frozenset(PARTS.index(name) for name in ("navigation", "promotion", "topic", "control"))
"""What the short line above a pattern is easily taken for."""
LONGEST_HEADING = 4
"""Words."""

DATED_LINE = re.compile(
    r"(?:19|20)\d{2}[-./年]\s?\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:19|20)?\d{2}"
    r"|[^\W\d_]{3,}\.? \d{1,2},? (?:19|20)\d{2}|\d{1,2}\.? [^\W\d_]{3,}\.? (?:19|20)\d{2}"
)
"""The data line of a teaser: takes `By ann 2024-05-06 19:12:20 0 2K`, `June 7, 2019`; refuses `Top 10 of 2019`."""

LONGEST_DATED = 90
"""Characters; a longer line with a date is a sentence."""
LONGEST_PERIOD = 8
"""Lines of one teaser at most."""
ENOUGH = 0.34
"""Share of a pattern's lines that must be teasers by themselves; a listing's items are body, every one of them."""
FEWEST_PERIODS = 3
"""Repetitions that make a pattern."""


@dataclass(frozen=True, slots=True)
class Period:
    """One repetition: blocks `first` to `end` (one past the last)."""

    first: int
    end: int


def find_periods(page: Page) -> tuple[Period, ...]:
    """Stretches in which every k-th line bears a date, cut after the dated lines; k from 2 to 8."""
    dated = [block for block in range(len(page.blocks)) if _is_dated(page, block)]
    periods: list[Period] = []
    first = 0
    while first + FEWEST_PERIODS <= len(dated):
        step = dated[first + 1] - dated[first]
        last = first + 1
        while last + 1 < len(dated) and dated[last + 1] - dated[last] == step:
            last += 1
        if 2 <= step <= LONGEST_PERIOD and last - first + 1 >= FEWEST_PERIODS:
            periods += [Period(max(0, close - step + 1), close + 1) for close in dated[first : last + 1]]
        first = last
    return tuple(periods)


def _is_dated(page: Page, block: int) -> bool:
    start, end = page.blocks.starts[block], page.blocks.ends[block]
    return end - start <= LONGEST_DATED and DATED_LINE.search(page.text, start, end) is not None


def complete_periods(page: Page, codes: bytes) -> bytes:
    """Make every line of a pattern a teaser where enough of its lines are; the short line above it heads it."""
    if page.capture.media_type != "text/plain" or TEASER not in codes:
        return codes
    periods = find_periods(page)
    lines = [code for period in periods for code in codes[period.first : period.end]]
    if not lines or lines.count(TEASER) < ENOUGH * len(lines):
        return codes
    completed = bytearray(codes)
    for period in periods:
        completed[period.first : period.end] = bytes([TEASER]) * (period.end - period.first)
    heading = periods[0].first - 1
    if heading >= 0 and page.blocks.words[heading] <= LONGEST_HEADING and codes[heading] in HEADING_LIKE:
        completed[heading] = TEASER
    return bytes(completed)
