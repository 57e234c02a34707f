"""The order in which an Article is made.

In: a Page and its Parts. Out: an Article, each filled field with its evidence.
Left to others: each field (its own file), how it is written down (`output`).
"""

from __future__ import annotations

import hashlib

from copydesk._kernel import FLAGS
from copydesk.article.agency import read_agency
from copydesk.article.authors import read_authors
from copydesk.article.body import read_body
from copydesk.article.claims import gather_claims
from copydesk.article.confidence import Sure, calibrated
from copydesk.article.counts import read_comment_count, read_page_counters
from copydesk.article.headline import read_deck, read_headline
from copydesk.article.images import read_images
from copydesk.article.language import read_language
from copydesk.article.place import read_place
from copydesk.article.published import read_dates
from copydesk.article.site import (
    read_access,
    read_address,
    read_keywords,
    read_publisher,
    read_reservations,
    read_section,
)
from copydesk.article.teasers import read_comments, read_teasers
from copydesk.article.view import View, view_page
from copydesk.deferred import Deferred
from copydesk.records import Article, Page, Parts, Refusal, Trace
from copydesk.values import find_quotations

STORY_KINDS = ("article", "forum", "documentation", "service")
"""Kinds of page whose text may quote people."""


def build_article(page: Page, parts: Parts, sure: Sure = calibrated) -> Article:
    """Make the record of a labelled page. Never raises for what a page may be.

    sure: makes of a field's raw score how likely it is right; `uncalibrated` leaves the score as it is.
    """
    view = view_page(page, parts)
    claims = gather_claims(page)
    story = Deferred(lambda: (read_body(view),))
    language, language_trace = read_language(_sample(view), page.head.lang, claims)
    publisher, publisher_trace = read_publisher(claims)
    address, address_trace = read_address(view, claims)
    headline, headline_trace = read_headline(view, claims, publisher)
    deck, deck_trace = read_deck(view, claims)
    authors, author_trace = read_authors(view, claims, publisher, language)
    published, published_trace, modified, modified_trace = read_dates(view, claims, language)
    agency, agency_trace = read_agency(view, authors)
    place, place_trace = read_place(view, claims, published_trace, language)
    section, section_trace = read_section(view, claims)
    keywords, keywords_trace = read_keywords(view, claims)
    is_free, free_trace = read_access(view, claims)
    counters = read_page_counters(view)
    comment_count, count_trace = read_comment_count(counters, claims)
    traces = (
        headline_trace, deck_trace, author_trace, published_trace, modified_trace, agency_trace, place_trace,
        section_trace, keywords_trace, publisher_trace, address_trace, language_trace, free_trace, count_trace,
    )  # fmt: skip
    description = claims.of("description")
    return Article(
        source=page.capture.source,
        kind=parts.kind,
        url=address,
        headline=headline,
        alternative_headline=deck,
        author=authors,
        source_organization=agency,
        date_published=published,
        date_modified=modified,
        dateline=place,
        body=Deferred(lambda: story[0][0]),
        image=Deferred(lambda: read_images(view, story[0][1], claims)),
        interaction_statistic=counters,
        comment=Deferred(lambda: read_comments(view, language)),
        comment_count=comment_count,
        teasers=Deferred(lambda: read_teasers(view, language)),
        keywords=keywords,
        article_section=section,
        publisher=publisher,
        in_language=language,
        is_accessible_for_free=is_free,
        reservations=read_reservations(view),
        quotations=Deferred(lambda: find_quotations(story[0][0], language)) if parts.kind in STORY_KINDS else (),
        parts=parts,
        evidence=tuple([_judged(trace, sure) for trace in traces if trace is not None]),
        confidence=sure("articleBody", parts.body_score) if view.of("body") else 0.0,
        refusal=None if view.of("body") else _refuse(page),
        encoding=page.encoding,
        digests=Deferred(lambda: (f"sha256:{hashlib.sha256(page.capture.content).hexdigest()}",)),
        captured_at=page.capture.captured_at,
        description=description[0].value if description else None,
    )


def _judged(trace: Trace, sure: Sure) -> Trace:
    return Trace(trace.field, trace.candidates, sure(trace.field, trace.confidence), trace.note)


def _sample(view: View) -> str:
    """Enough of the story to tell its language; of the whole page where there is no story."""
    pieces: list[str] = []
    length = 0
    flags, blocks = view.page.blocks.flags, view.parts.blocks
    for piece in view.of("body"):
        if not flags[blocks[piece]] & PRE:
            pieces.append(view.text(piece))
            length += len(pieces[-1])
            if length > LONGEST_SAMPLE:
                break
    return "\n".join(pieces) if length > SHORTEST_SAMPLE else view.page.text[:LONGEST_SAMPLE]


PRE = FLAGS["pre"]
LONGEST_SAMPLE = 500
"""Characters: no more are looked at."""
SHORTEST_SAMPLE = 80
"""Characters."""


def _refuse(page: Page) -> Refusal:
    source = page.capture.source
    shown = "it shows no text at all" if not page.text else "none of its lines reads as a story, a product or a list"
    return Refusal("no-content", f"{source}: no main text on this page: {shown}", source, page.capture.url)
