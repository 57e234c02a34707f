"""The place that a story is filed from: its dateline, JSON-LD, or the caption that also gave its date.

In: the view, the claims, the evidence of the date. Out: a place as written, with its evidence.
"""

from __future__ import annotations

import re
from itertools import islice

from copydesk.article.claims import Claims
from copydesk.article.view import View
from copydesk.records import Candidate, Trace
from copydesk.values import find_moments, split_dateline
from copydesk.words import is_weekday

MOST_PARAGRAPHS = 2
"""Paragraphs at whose head a dateline may stand."""
LONGEST_CAPTION = 600
"""Characters."""
PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|outside|from)\s+(?P<place>[A-ZÀ-Þ][\w.'’-]*(?:\s[A-ZÀ-Þ][\w.'’-]*){0,3}"
    r"(?:,\s[A-ZÀ-Þ][\w.'’-]*(?:\s[A-ZÀ-Þ][\w.'’-]*){0,3})?)[\s,]*$"
)
"""Before the day of a caption: takes `Putin meets Tokayev outside Astana, Kazakhstan, `; refuses `in the rain, `."""
CAPTION_NOTE = "taken from a caption: the story begins without a dateline"


def read_place(
    view: View, claims: Claims, dated: Trace | None, language: str | None
) -> tuple[str | None, Trace | None]:
    """The dateline's place. A caption is believed only where it gave the date of the story, too."""
    for text in islice(view.paragraphs(), MOST_PARAGRAPHS):
        found = split_dateline(text, language) if _may_begin(text) else None
        if found and found.place:
            shown = text[: found.length].strip()
            return found.place, Trace("dateline", (Candidate(shown, "visible", "head of the story", 0.9),), 0.9)
    for claim in claims.of("dateline"):
        return claim.value, Trace("dateline", (claim,), claim.score)
    if dated is not None and dated.candidates[0].source == "caption":
        return _of_caption(dated.candidates[0], language)
    return None, None


DATELINE_SIGNS = frozenset("-–—―:)")
"""One of them ends every dateline."""
LONGEST_DATELINE = 112
"""Characters."""


def _may_begin(text: str) -> bool:
    return not DATELINE_SIGNS.isdisjoint(text[:LONGEST_DATELINE])


def _of_caption(dated: Candidate, language: str | None) -> tuple[str | None, Trace | None]:
    """`…, outside Astana, Kazakhstan, Thursday, Nov. 9, 2023.` is about something at Astana."""
    text = dated.value[:LONGEST_CAPTION]
    moments = find_moments(text, language)
    if not moments:
        return None, None
    before = text[: moments[0][0]].rstrip(" ,")
    head, comma, last = before.rpartition(",")
    if comma and is_weekday(last.strip()):
        before = head
    found = PLACE_BEFORE.search(before)
    if found is None:
        return None, None
    place = Candidate(found["place"], "caption", dated.where, dated.score)
    return found["place"], Trace("dateline", (place,), dated.score, CAPTION_NOTE)
