"""The place that a story is filed from: its dateline, JSON-LD, or the caption that also gave its date.

In: the view, the claims, the evidence of the date. Out: a place as written, with its evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.article.claims import Claims
from copydesk.article.view import View
from copydesk.records import Candidate, Trace
from copydesk.values import find_moments, split_dateline
from copydesk.words import is_weekday, known_places, lead_of

MOST_LINES = 2
"""Lines of the story that may end in the place of its byline."""
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
    for text in view.first_paragraphs:
        found = split_dateline(text, language) if _may_begin(text) else None
        if found and found.place:
            shown = text[: found.length].strip()
            return found.place, Trace("dateline", (Candidate(shown, "visible", "head of the story", 0.9),), 0.9)
    alone = next(_of_lines(view, language), None)
    if alone is not None:
        return alone.value, Trace("dateline", (alone,), alone.score)
    for claim in claims.of("dateline"):
        if any(map(str.isdigit, claim.value)):
            continue  # some sites write the day of publication there
        return claim.value, Trace("dateline", (claim,), claim.score)
    named = next(_of_head(view), None)
    if named is not None:
        return named.value, Trace("dateline", (named,), named.score)
    if dated is not None and dated.candidates[0].source == "caption":
        return _of_caption(dated.candidates[0], language)
    return None, None


def _of_lines(view: View, language: str | None) -> Iterator[Candidate]:
    """A dateline on a line of its own, whatever its label: `AUBURN, Wash. —` above the story."""
    page, starts, ends = view.page.text, view.page.blocks.starts, view.page.blocks.ends
    if page.isascii():
        return
    for block in view.around_story:
        end = ends[block]
        if end and page[end - 1] in "—–" and end - starts[block] <= LONGEST_POINTED:
            text = page[starts[block] : end]
            found = split_dateline(f"{text} {FILLER}", language)
            if found is not None and found.place and found.length >= len(text) - 1:
                yield Candidate(found.place, "visible", f"line {block + 1}", 0.7)


FILLER = "The story begins here."
"""A dateline is one only before a sentence."""
DATELINE_SIGNS = "-–—―:)।"
"""One of them ends every dateline but those in capitals."""
LONGEST_DATELINE = 112
"""Characters."""


def _may_begin(text: str) -> bool:
    head = text[:LONGEST_DATELINE]
    return any([sign in head for sign in DATELINE_SIGNS]) or (head[:2].isupper() and "." in head[:LONGEST_POINTED])


LONGEST_POINTED = 40
"""Characters up to the first full stop of `КИЕВ. 3 декабря. УНН.`"""
BETWEEN = re.compile(r"\s*[,|•·–—/]\s*|\s-\s|-(?=\d)|\s{2,}")
"""Parts the pieces of a line with place and day: the hyphen of `Madrid-29/05/2025`, not that of `Aix-en-Provence`."""
LONGEST_HEAD_LINE = 90
AFTER_DASH = re.compile(r".{3,60}\s[–—]\s(?P<place>[^\W\d_a-zß-ÿ][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){0,3})\s*")
"""Takes the place of `By Jane Doe, City Radio — Porto Velho`; refuses ` — the end`."""


def _of_head(view: View) -> Iterator[Candidate]:
    """A known place among the pieces of a byline or date line, or alone on a line; any place after a byline's dash."""
    known = known_places()
    for part in ("byline", "date"):
        for piece in view.of(part)[:MOST_HEAD_LINES]:
            text = view.text(piece)
            if len(text) <= LONGEST_HEAD_LINE:
                place = next((one for one in BETWEEN.split(text) if one.lower() in known), None)
                if place:
                    yield Candidate(place, "visible", f"{part} in {view.line(piece)}", 0.6)
    for piece in (*view.of("byline")[:MOST_HEAD_LINES], *view.of("body")[:MOST_LINES]):
        text = view.text(piece)
        match = AFTER_DASH.fullmatch(text) if len(text) <= LONGEST_HEAD_LINE and lead_of(text) else None
        if match is not None and match["place"].split()[0].lower() not in STATE_WORDS:
            yield Candidate(match["place"], "visible", f"byline in {view.line(piece)}", 0.55)
    for piece in (*view.of("deck")[:2], *view.of("body")[:1]):
        text = view.text(piece).strip(" :.")
        if text.lower() in known:
            yield Candidate(text, "visible", f"alone in {view.line(piece)}", 0.55)


STATE_WORDS = frozenset("updated published posted last contributor staff editor aktualisiert actualizado".split())
"""Words in capitals after a byline's dash that begin no place."""
MOST_HEAD_LINES = 4
"""Byline and date lines from the page's beginning that are looked at."""


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
