"""When it was published and modified: every date on offer, weighed; unknown rather than guessed.

Dates count by day: the offers for one day add up, and the most exact of the trusted ones is given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from copydesk.article.claims import Claims
from copydesk.article.restamped import HEAD_SOURCES, TRUSTED, day_before_restamp, find_first
from copydesk.article.stray_dates import (
    CAPTION_NOTE,
    DATELINE_NOTE,
    SAID_REACH,
    Offer,
    dated_lines,
    datetime_of,
    find_change,
    find_said,
    find_stray_dates,
    is_of_a_user,
    is_possible,
    is_publication,
    is_update,
    time_rows,
)
from copydesk.article.threads import first_post, is_dated_above, is_thread, of_thread
from copydesk.article.view import View
from copydesk.deferred import Deferred
from copydesk.records import Candidate, Moment, Trace
from copydesk.values import find_moments, moment_ago, moment_from_url, parse_iso, parse_moment


def read_dates(
    view: View, claims: Claims, language: str | None
) -> tuple[Moment | None, Trace | None, Moment | None, Trace | None]:
    """(datePublished, its trace, dateModified, its trace)."""
    limit = _latest_day(view.page.capture.captured_at)
    language = _with_region(view, language)
    parsed: dict[str, Moment | None] = {}
    published = _claimed(claims, "datePublished", parsed)
    modified = _claimed(claims, "dateModified", parsed)
    for offer, is_change in _visible(view, language):
        (modified if is_change else published).append(offer)
    url = view.page.capture.url
    from_url = moment_from_url(url) if url else None
    if from_url:
        published.append((from_url, Candidate(from_url.text or from_url.iso, "url", "address", ADDRESS_TRUST)))
    published = _agreeing(published, limit)
    published = [offer for offer in published if is_possible(offer[0], limit)]
    if published and not any(candidate.source in SURE_SOURCES for _, candidate in published):
        published += find_first(view, language, limit)
    modified = [offer for offer in modified if is_possible(offer[0], limit)]
    is_forum = is_thread(view)
    is_loose = all(candidate.where in LOOSE_METAS for _, candidate in published)
    lines = Deferred(lambda: dated_lines(view, language))
    if is_forum:
        started = find_said(view, lines, limit)
        if not is_dated_above(view):
            published = of_thread([*published, *(started or first_post(view, language, limit))], started)
    if published and is_loose:
        published += [(moment, replace(said, score=TRUSTED)) for moment, said in find_said(view, lines, limit)]
    if not published:
        published = find_stray_dates(view, lines, language, limit)
    if not published:
        modified = published = modified or find_change(view, lines, limit)
    first = day_before_restamp(published)
    when, trace = _choose("datePublished", published, first)
    if trace is not None and first is not None:
        trace = replace(trace, note=RESTAMP_NOTE)
    if trace is not None and published is modified:
        trace = replace(trace, confidence=trace.confidence * UPDATE_DISCOUNT, note=UPDATE_NOTE)
    changed, change_trace = _choose("dateModified", modified)
    if when and changed and changed.day and when.day and changed.iso[:10] < when.iso[:10]:
        changed, change_trace = None, None
    return when, trace, changed, change_trace


def _with_region(view: View, language: str | None) -> str | None:
    """The language with the region that the page names (`en-GB`): it tells whether the day or the month comes first."""
    if language != "en":
        return language
    locales = [content for name, content in view.page.head.metas if name == "og:locale"]
    for tag in (view.page.head.lang, *locales):
        primary, _, region = (tag or "").replace("_", "-").lower().partition("-")
        if primary == language and len(region) == 2:
            return f"{language}-{region}"
    match = ADDRESS_REGION.search(view.base.address)
    return f"{language}-{match['path'] or match['host']}" if match is not None else language


ADDRESS_REGION = re.compile(
    r"/en[-_](?P<path>[a-z]{2})/|^https?://[^/]*\.(?P<host>uk|au|nz|ie|in|za|ng|ke|sg|my|pk|hk)(?:/|$)"
)
"""Takes the region of `https://news.example/en-gb/a` and of `https://news.example.co.uk/`; refuses `.com`."""


AMBIGUOUS = re.compile(r"\s*(?P<first>0?\d|1[0-2])(?P<mark>[./-])(?P<second>0?\d|1[0-2])(?P=mark)\d{4}(?!\d)")
"""Takes `03-09-2026`, of which nobody knows whether it is in March; refuses `13.9.2026`."""


def _agreeing(offers: list[Offer], limit: str) -> list[Offer]:
    """Days whose month may be their day are turned round where the page's other dates, or the future, say so."""
    sure = {moment.iso[:10] for moment, _ in offers if AMBIGUOUS.match(moment.text or "") is None}
    agreed = []
    for moment, candidate in offers:
        day = moment.iso[:10]
        turned = f"{day[:4]}-{day[8:10]}-{day[5:7]}"
        if day not in sure and (turned in sure or day > limit) and AMBIGUOUS.match(moment.text or ""):
            moment = replace(moment, iso=turned + moment.iso[10:])
        agreed.append((moment, candidate))
    return agreed


def _is_turned(moment: Moment, other: Moment) -> bool:
    """Is one the other with day and month changed about, and its text no help?"""
    day = moment.iso[:10]
    return bool(AMBIGUOUS.match(moment.text or "")) and other.iso[:10] == f"{day[:4]}-{day[8:10]}-{day[5:7]}"


ADDRESS_TRUST = 0.8
LOOSE_METAS = frozenset(("meta date", "meta dc.date", "meta dcterms.date"))
"""These may be of the last change."""
SURE_SOURCES = frozenset(("json-ld", "microdata", "url"))
"""With one of these a page needs no search for a line that tells when it was first published."""


UPDATE_NOTE = "taken from the date of the last change: the page names no other"
RESTAMP_NOTE = "the earlier day that readers see or the address states: the head of the page bears a later one"
UPDATE_DISCOUNT = 0.6
"""How far a date of change is trusted as the date of publication."""


def _latest_day(captured_at: datetime | None) -> str:
    """No page was published after it was captured; a day more for zones."""
    return (captured_at + timedelta(days=1)).date().isoformat() if captured_at else "2100"


def _claimed(claims: Claims, field: str, parsed: dict[str, Moment | None]) -> list[Offer]:
    """What the head says of a field. parsed: values that were read already, and those that are."""
    offers = []
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
    rows = time_rows(view)
    for part, trust in (("date", 0.85), ("byline", 0.6)):
        for piece in view.of(part):
            text = view.text(piece)[:200]
            block = view.parts.blocks[piece]
            moments = find_moments(text, language) or _short_days(text, language)
            better = datetime_of(view, rows, block)
            is_hidden = not moments and better is not None
            if better is not None and is_hidden and not _is_named_beside(view, piece):
                moments = ((0, len(text), better),)
            told = None if moments else moment_ago(text, view.page.capture.captured_at)
            if told is not None:
                candidate = Candidate(text, "visible", view.line(piece), trust * AGO_TRUST)
                found.append(((told, candidate), is_update(text)))
            start = 0
            before = _text_before(view, piece) if moments else ""
            for first, last, moment in moments:
                lead = text[start:first].lower()
                lead = lead if start or lead.strip() else before
                is_change = (
                    is_update(lead)
                    or (is_hidden and _is_change(view.page.block_text(block)))
                    or (start == 0 and any(word in text[last:].lower() for word in ("更新", "수정")))
                )
                if better and _is_turned(moment, better):
                    moment = better
                if is_of_a_user(lead):
                    continue
                if better and better.day == moment.day and len(better.iso) > len(moment.iso):
                    moment = better
                score = trust * (0.6 + 0.4 * view.parts.scores[piece])
                found.append(((moment, Candidate(text, "visible", view.line(piece), score)), is_change))
                start = last
    return found


AGO_TRUST = 0.8
"""`3 hours ago` is as good as the time of capture: copies of pages keep the line and lose the time."""


def _short_days(text: str, language: str | None) -> tuple[tuple[int, int, Moment], ...]:
    """`8.5.12` on a line labelled a date or a byline is a day; elsewhere it is a version or a section."""
    match = SHORT_DAY.search(text) if text.count(".") > 1 else None
    if match is None:
        return ()
    full = f"{match['day']:0>2}.{match['month']:0>2}.{match['year']}"
    found = find_moments(full, language)
    return tuple((match.start(), match.end(), replace(moment, text=match[0])) for _, _, moment in found[:1])


SHORT_DAY = re.compile(r"(?<![\w.])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d\d)(?![\w.:]|\s?%)")
"""Takes `8.5.12`; refuses `1.8.5.12` and `8.5.2012`."""


def _is_named_beside(view: View, piece: int) -> bool:
    """Does another piece of the same line show a date, so that the line's `time` element is that of the other?"""
    blocks = view.parts.blocks
    beside = (piece - 1, piece + 1)
    return any(
        0 <= other < len(blocks) and blocks[other] == blocks[piece] and HAS_DIGITS.search(view.text(other))
        for other in beside
    )


HAS_DIGITS = re.compile(r"\d.*\d")
"""Takes `Jul 24`; refuses `By Jane Doe`."""


def _is_change(line: str) -> bool:
    """Does a line whose date is hidden in a `time` element speak of a change alone?"""
    lower = line.lower()
    return is_update(lower) and not is_publication(lower)


def _text_before(view: View, piece: int) -> str:
    """The part of the line before a date, or a short line just before it, may say what the date is."""
    block = view.parts.blocks[piece]
    if piece and view.parts.blocks[piece - 1] == block:
        return view.text(piece - 1)[-SAID_REACH:].lower()
    if block == 0:
        return ""
    text = view.page.block_text(block - 1)
    return text.lower() if len(text) < 30 else ""


SHOWN = 1.2
"""Weight of a date that the page shows to its readers; chosen by search on the htmldate, WCXB and fundus sets."""
ECHO = 0.3
"""Weight of a second source in the head: most content systems write one date into all of them."""


def _choose(field: str, offers: Sequence[Offer], known: str | None = None) -> tuple[Moment | None, Trace | None]:
    """The day with the most trust, or the one already known, told as exactly as its trusted offers tell it."""
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
    best = known or max(trust, key=lambda day: (trust[day], -len(day)))
    same_day = [offer for offer in offers if offer[0].iso[:10] == best]
    moment, winner = max(same_day, key=lambda offer: (len(offer[0].iso), offer[1].score))
    losers = sorted(
        (candidate for _, candidate in offers if candidate is not winner), key=lambda candidate: -candidate.score
    )
    note = {"caption": CAPTION_NOTE, "text": DATELINE_NOTE}.get(winner.source)
    return moment, Trace(field, (winner, *losers), min(0.99, trust[best] / 1.5), note)
