"""Threads of forums: a thread is as old as its first post.

In: the view, the offers of its dates. Out: those that speak of its first post. Left to others: what kind a page is.
"""

from __future__ import annotations

import re

from copydesk.article.stray_dates import (
    CLOSE_BEFORE,
    LONGEST_NEAR,
    SAID_REACH,
    SAID_TRUST,
    SHORTEST_DAY,
    Offer,
    datetime_of,
    day_in,
    is_of_a_user,
    is_possible,
    is_update,
    time_rows,
)
from copydesk.article.view import View
from copydesk.records import Candidate


def is_thread(view: View) -> bool:
    """Is a page one of a forum, by its kind or by an address that forum software made?"""
    return view.parts.kind == "forum" or THREAD_ADDRESS.search(view.base.address) is not None


def is_dated_above(view: View) -> bool:
    """Does a date stand between the headline and the text, as on an article whose comments look like posts?"""
    headlines, dates, body = view.of("headline"), view.of("date"), view.of("body")
    return bool(headlines and body) and any(headlines[0] < date < body[0] for date in dates[:2])


THREAD_ADDRESS = re.compile(r"/(?:viewtopic|showthread|thread|topic)\.(?:php|html?|aspx?)\b|/(?:threads|topic)/[^/]*\d")
"""Takes what forum software makes: `/viewtopic.php?id=3`, `/threads/a-question.3/`; refuses `/topic/ferries/`."""


def of_thread(offers: list[Offer], started: list[Offer]) -> list[Offer]:
    """A thread is as old as its first post: of the days that its posts bear only the earliest counts.

    started: the line that says when it began, if there is one: earlier days are then those of its members.
    """
    days = [moment.iso[:10] for moment, candidate in offers if candidate.source in POST_SOURCES and moment.day]
    if len(set(days)) < 2:
        return offers
    first = started[0][0].iso[:10] if started else min(days)
    return [offer for offer in offers if offer[1].source not in POST_SOURCES or offer[0].iso[:10] == first]


POST_SOURCES = frozenset(("visible", "microdata"))


MOST_POST_HEAD = 60
"""Blocks from the first of the body on in which the first post of a thread bears its date."""


def first_post(view: View, language: str | None, limit: str) -> list[Offer]:
    """The first full date in a short line of a thread's text: its first post is dated in its head, other stories below
    it in theirs."""
    body = view.of("body")
    if not body:
        return []
    first = max(0, view.parts.blocks[body[0]] - CLOSE_BEFORE)
    rows = time_rows(view)
    others = {view.parts.blocks[piece] for piece in view.of("teaser")}
    for block in range(first, min(len(view.page.blocks), first + MOST_POST_HEAD)):
        if block in others:
            continue
        text = view.page.block_text(block)
        moment = day_in(text, language) if SHORTEST_DAY <= len(text) <= LONGEST_NEAR else None
        moment = datetime_of(view, rows, block) if moment is None else moment
        if moment is None or not is_possible(moment, limit):
            continue
        lead = text.partition(moment.text or text)[0]
        before = view.page.block_text(block - 1) if block else ""
        if not is_update(lead) and not is_of_a_user(lead) and not is_of_a_user(before[-SAID_REACH:]):
            return [(moment, Candidate(text, "visible", f"line {block + 1}", SAID_TRUST))]
    return []
