"""When it was published and modified: every date on offer, weighed; unknown rather than guessed.

Dates count by day: the offers for one day add up, and the most exact of the trusted ones is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from copydesk._kernel import TAGS
from copydesk.article.claims import Claims
from copydesk.article.view import View
from copydesk.records import PARTS, Candidate, Moment, Trace
from copydesk.values import find_moments, moment_from_url, parse_iso, parse_moment

TIME = TAGS.index("time")

UPDATE_WORDS = (
    "updat", "modif", "edited", "revis", "aktualis", "zuletzt", "geändert", "mis à jour", "actualiz", "aggiornat",
    "atualiza", "bijgewerkt", "обновл", "изменен", "güncelle", "опресн", "更新", "수정", "cập nhật", "uppdater",
    "oppdater", "opdater", "päivitetty", "zaktualiz", "frissít", "actualitz", "diperbarui",
)  # fmt: skip
"""Beginnings of the words that mark a date as that of a change, in lower case."""

EARLIEST_YEAR = "1995"
"""Web pages are not older."""

Offer = tuple[Moment, Candidate]


def read_dates(
    view: View, claims: Claims, language: str | None
) -> tuple[Moment | None, Trace | None, Moment | None, Trace | None]:
    """(datePublished, its trace, dateModified, its trace)."""
    limit = _latest_day(view.page.capture.captured_at)
    published = _claimed(claims, "datePublished")
    modified = _claimed(claims, "dateModified")
    for offer, is_update in _visible(view, language):
        (modified if is_update else published).append(offer)
    url = view.page.capture.url
    from_url = moment_from_url(url) if url else None
    if from_url:
        published.append((from_url, Candidate(from_url.iso, "url", "address", 0.8 if from_url.day else 0.2)))
    published = [offer for offer in published if _is_possible(offer[0], limit)]
    modified = [offer for offer in modified if _is_possible(offer[0], limit)]
    if not published:
        published = modified or _times(view, limit) or _near(view, language, limit) or _apart(view, language, limit)
        published = published or _last_resort(view, language, limit)
    when, trace = _choose("datePublished", published)
    if trace is not None and published is modified:
        trace = replace(trace, confidence=trace.confidence * UPDATE_DISCOUNT, note=UPDATE_NOTE)
    changed, change_trace = _choose("dateModified", modified)
    if when and changed and changed.day and when.day and changed.iso[:10] < when.iso[:10]:
        changed, change_trace = None, None
    return when, trace, changed, change_trace


UPDATE_NOTE = "taken from the date of the last change: the page names no other"
UPDATE_DISCOUNT = 0.6
"""How far a date of change is trusted as the date of publication."""


def _latest_day(captured_at: datetime | None) -> str:
    """No page was published after it was captured; a day more for zones."""
    return (captured_at + timedelta(days=1)).date().isoformat() if captured_at else "2100"


def _is_possible(moment: Moment, limit: str) -> bool:
    return EARLIEST_YEAR <= moment.iso[:10] <= limit


def _claimed(claims: Claims, field: str) -> list[Offer]:
    offers = []
    parsed: dict[str, Moment | None] = {}
    for claim in claims.of(field):
        if claim.value not in parsed:
            parsed[claim.value] = parse_iso(claim.value) or parse_moment(claim.value)
        moment = parsed[claim.value]
        if moment:
            offers.append((moment, claim))
    return offers


def _visible(view: View, language: str | None) -> list[tuple[Offer, bool]]:
    """Dates in date parts and bylines, with the word before each telling a change from a publication."""
    found: list[tuple[Offer, bool]] = []
    rows = _time_rows(view)
    for part, trust in (("date", 0.85), ("byline", 0.6)):
        for piece in view.of(part):
            text = view.text(piece)[:200]
            block = view.parts.blocks[piece]
            moments = find_moments(text, language)
            better = _datetime(view, rows, block)
            if not moments and better is not None:
                moments = ((0, len(text), better),)
            start = 0
            for first, last, moment in moments:
                lead = text[start:first].lower() or _text_before(view, block)
                is_update = any(word in lead for word in UPDATE_WORDS) or (
                    start == 0 and any(word in text[last:].lower() for word in ("更新", "수정"))
                )
                if better and better.day == moment.day and len(better.iso) > len(moment.iso):
                    moment = better
                score = trust * (0.6 + 0.4 * view.parts.scores[piece])
                found.append(((moment, Candidate(text, "visible", view.line(piece), score)), is_update))
                start = last
    return found


def _text_before(view: View, block: int) -> str:
    """A short line just before a date may say what the date is."""
    if block == 0:
        return ""
    text = view.page.block_text(block - 1)
    return text.lower() if len(text) < 30 else ""


def _time_rows(view: View) -> dict[int, int]:
    """For each block with a `time` element that has a `datetime`: the row of the first one."""
    marks = view.page.marks
    found: dict[int, int] = {}
    row = -1
    for _ in range(view.mark_tags.count(TIME)):
        row = view.mark_tags.index(TIME, row + 1)
        if marks.value_ends_bytes[row]:
            found.setdefault(view.mark_blocks[row], row)
    return found


def _datetime(view: View, rows: dict[int, int], block: int) -> Moment | None:
    """The datetime of a block's first `time` element."""
    row = rows.get(block)
    if row is None:
        return None
    marks = view.page.marks
    return parse_iso(view.page.source_text(marks.value_starts_bytes[row], marks.value_ends_bytes[row]))


def _times(view: View, limit: str) -> list[Offer]:
    """`time` elements near the headline or in the body, where nothing was labelled a date."""
    allowed = {
        view.parts.blocks[piece]
        for part in ("headline", "byline", "topic", "counter", "deck")
        for piece in view.of(part)
    }
    body = view.of("body")
    if body:
        allowed.update(view.parts.blocks[piece] for piece in (*body[:2], body[-1]))
    rows = _time_rows(view)
    for block in rows:
        moment = _datetime(view, rows, block) if block in allowed else None
        if moment and _is_possible(moment, limit):
            return [(moment, Candidate(moment.iso, "visible", f"time element in line {block + 1}", 0.5))]
    return []


LONGEST_NEAR = 120
"""Characters of a line that was not labelled a date and may still hold one."""
NO_DATE_PARTS = frozenset(PARTS.index(name) for name in ("teaser", "comment", "navigation", "promotion", "caption"))


def _near(view: View, language: str | None, limit: str) -> list[Offer]:
    """A full date in a short line around the headline."""
    codes = dict(zip(view.parts.blocks, view.parts.codes, strict=True))
    for block in view.around_story():
        text = view.page.block_text(block)
        if len(text) > LONGEST_NEAR or codes.get(block) in NO_DATE_PARTS:
            continue
        moment = _day_in(text, language)
        is_short = moment is not None and (len(text) < 40 or len(moment.text or "") * 2 > len(text))
        if moment and is_short and _is_possible(moment, limit) and not _is_of_a_user(text):
            return [(moment, Candidate(text, "visible", f"line {block + 1}", 0.45))]
    return []


MEMBER_WORDS = (
    "joined",
    "registered",
    "member since",
    "mitglied seit",
    "registriert",
    "beigetreten",
    "inscrit",
    "регистр",
)
LONGEST_APART = 60
"""Characters of a line that holds a date and hardly more."""


MOST_APART = 12
"""Short lines at the beginning and at the end of each part that are looked at."""
SHORTEST_DAY = 8
"""Characters of `1.2.2023`."""
SHORTEST_YEAR = 4
"""Digits: no full date has fewer."""


def _day_in(text: str, language: str | None) -> Moment | None:
    """The first full date of a line; lines with few digits are not searched."""
    if sum(map(str.isdigit, text)) < SHORTEST_YEAR:
        return None
    moments = find_moments(text, language)
    return moments[0][2] if moments else None


def _is_of_a_user(text: str) -> bool:
    """Does a line say since when somebody has been a member of a forum?"""
    lower = text.lower()
    return any(word in lower for word in MEMBER_WORDS)


def _apart(view: View, language: str | None, limit: str) -> list[Offer]:
    """The one day that short lines of their own name, wherever they stand; nothing where they name several."""
    offers: list[Offer] = []
    starts, ends = view.parts.starts, view.parts.ends
    for part in ("body", "notice", "topic", "bio", "counter"):
        short = [piece for piece in view.of(part) if SHORTEST_DAY <= ends[piece] - starts[piece] <= LONGEST_APART]
        if len(short) > 2 * MOST_APART:
            short = short[:MOST_APART] + short[-MOST_APART:]
        for piece in short:
            text = view.text(piece)
            moment = _day_in(text, language)
            if moment and _is_possible(moment, limit) and not _is_of_a_user(text):
                offers.append((moment, Candidate(text, "visible", view.line(piece), 0.4)))
    return offers if len({moment.day for moment, _ in offers}) == 1 else []


CAPTION_NOTE = "taken from a caption: the page shows no date of its own"
DATELINE_NOTE = "taken from the first lines of the story: the page shows no date of its own"


def _last_resort(view: View, language: str | None, limit: str) -> list[Offer]:
    """A full date in the story's first line or in a caption of the story."""
    offers: list[Offer] = []
    for piece in view.of("body")[:1]:
        text = view.text(piece)[:120]
        moment = parse_moment(text, language)
        is_early = moment is not None and text.find(moment.text or "\0") < 60 and not _is_of_a_user(text)
        if moment and moment.day and is_early and _is_possible(moment, limit):
            offers.append((moment, Candidate(text, "text", f"dateline in {view.line(piece)}", 0.4)))
    if offers:
        return offers
    for piece in view.of("caption"):
        moment = parse_moment(view.text(piece)[:500], language)
        if moment and moment.day and _is_possible(moment, limit):
            offers.append((moment, Candidate(view.text(piece), "caption", f"caption in {view.line(piece)}", 0.4)))
    return offers


HEAD_SOURCES = frozenset(("json-ld", "meta", "microdata"))
SHOWN = 1.2
"""Weight of a date that the page shows to its readers; chosen by search on the htmldate, WCXB and fundus sets."""
ECHO = 0.3
"""Weight of a second source in the head: most content systems write one date into all of them."""


def _choose(field: str, offers: Sequence[Offer]) -> tuple[Moment | None, Trace | None]:
    """The day with the most trust, told as exactly as its trusted offers tell it."""
    if not offers:
        return None, None
    voices: dict[tuple[str, str], float] = {}
    for moment, candidate in offers:
        voice = (moment.iso[:10], candidate.source)
        voices[voice] = max(candidate.score, voices.get(voice, 0.0))
    trust: dict[str, float] = {}
    heads: dict[str, float] = {}
    for (day, source), score in voices.items():
        if source == "visible":
            score *= SHOWN
        if source in HEAD_SOURCES:
            trust[day] = trust.get(day, 0.0) + score * ECHO
            heads[day] = max(score, heads.get(day, 0.0))
        else:
            trust[day] = trust.get(day, 0.0) + score
    for day, score in heads.items():
        trust[day] += score * (1 - ECHO)
    best = max(trust, key=lambda day: (trust[day], -len(day)))
    same_day = [offer for offer in offers if offer[0].iso[:10] == best]
    moment, winner = max(same_day, key=lambda offer: (len(offer[0].iso), offer[1].score))
    losers = sorted(
        (candidate for _, candidate in offers if candidate is not winner), key=lambda candidate: -candidate.score
    )
    note = {"caption": CAPTION_NOTE, "text": DATELINE_NOTE}.get(winner.source)
    return moment, Trace(field, (winner, *losers), min(0.99, trust[best] / 1.5), note)
