"""The first of several days: what tells that a page's head bears the day of a later release.

In: the view, the offers of its dates. Out: the first day, or an offer of it. Left to others: the offers, the choice.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from copydesk.article.stray_dates import LONGEST_SAID, SAID_REACH, SHORTEST_DAY, Offer, day_in, is_possible
from copydesk.article.view import View
from copydesk.records import Candidate

HEAD_SOURCES = frozenset(("json-ld", "meta", "microdata"))


def day_before_restamp(offers: Sequence[Offer]) -> str | None:
    """The earlier day that the page shows, or else that the folders of its address state, where the head has only
    later ones.

    Many content systems write the day of the last release into the head of the page.
    """
    if len({moment.iso[:10] for moment, _ in offers}) < 2:
        return None
    heads = [moment.iso[:10] for moment, candidate in offers if candidate.source in HEAD_SOURCES and moment.day]
    shown = [moment.iso[:10] for moment, candidate in offers if moment.day and _is_shown(candidate)]
    if not shown or not set(heads).isdisjoint(shown):
        shown = [moment.iso[:10] for moment, candidate in offers if _is_in_folders(candidate)]
    if not heads or not shown or min(shown) >= min(heads):
        return None
    return None if min(shown)[4:] == min(heads)[4:] else min(shown)  # a year mistyped by hand


def _is_shown(candidate: Candidate) -> bool:
    return candidate.source == "visible" and candidate.score >= TRUSTED


def _is_in_folders(candidate: Candidate) -> bool:
    return candidate.source == "url" and SLASHED.search(candidate.value) is not None


SLASHED = re.compile(r"\d{4}/")
"""Takes the folders of an address, `2023/11/09`; refuses a word of it, `20231109`."""
TRUSTED = 0.6
"""Score of a line that was surely labelled a date."""


def find_first(view: View, language: str | None, limit: str) -> list[Offer]:
    """The day after words like `originally published`, which a page shows beside the date of its last change."""
    text, starts = view.page.text, view.page.blocks.starts
    near = view.around_story
    if not near:
        return []
    head, foot = starts[near[0]], view.page.blocks.ends[near[-1]]
    for words in FIRST_WORDS:
        place = text.find(words, head, min(foot, head + FARTHEST_HEAD))
        if place < 0:
            place = text.find(words, max(head, foot - FARTHEST_FOOT), foot)
        if place < 0:
            continue
        block = bisect_right(starts, place) - 1
        line = view.page.block_text(block)
        if len(line) - (place - starts[block]) < SHORTEST_DAY and block + 1 < len(view.page.blocks):
            line += " " + view.page.block_text(block + 1)[:SAID_REACH]
        after = line[place - starts[block] + len(words) :][:SAID_REACH]
        moment = day_in(after, language)
        if moment is not None and is_possible(moment, limit):
            return [(moment, Candidate(line[:LONGEST_SAID], "visible", f"line {block + 1}", FIRST_TRUST))]
    return []


FIRST_WORDS = (
    "riginally published", "irst published", "riginally posted", "rstmals veröffentlicht", "rsprünglich veröffentlicht",
    "rstveröffentlich", "publié initialement", "ublicado originalmente", "ublicado por primera vez",
    "ubblicato originariamente", "orspronkelijk gepubliceerd",
)  # fmt: skip
"""Without their first letters, which may be capitals."""
FIRST_TRUST = 0.95
FARTHEST_HEAD, FARTHEST_FOOT = 3000, 3000
"""Characters from the headline on, and up to a few lines below the story, in which such a line is looked for."""
