"""Who wrote it: the names that the page shows and that its head says.

In: a View, its Claims, the site's name, the language. Out: the authors, with evidence. Left to others: where linked
names stand (`author_lines`), which names are believed (`author_choice`), what is a name (`values`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from copydesk.article.author_choice import AuthorOffer, choose_authors, offer_of, told_apart
from copydesk.article.author_line_names import NO_NAMES, is_sure, names_in
from copydesk.article.author_lines import linked_authors, thread_starter
from copydesk.article.author_nearby import AUTHOR_CLASSES, classes_of, read_after_story, read_near
from copydesk.article.claims import ORGANISATION, Claims
from copydesk.article.headline_offers import host_name, squeeze
from copydesk.article.view import View
from copydesk.records import Author, Candidate, Trace
from copydesk.values import parse_byline
from copydesk.values.name_shapes import LONGEST_BODY_WORDS, is_role, is_team
from copydesk.words import lead_of

LONGEST_BYLINE = 300
"""Characters of a byline that are looked at."""


def read_authors(
    view: View, claims: Claims, site: str | None, language: str | None
) -> tuple[tuple[Author, ...], Trace | None]:
    """Authors in the order of the source that was trusted most, with evidence."""
    shown = _started(view) or _shown(view, language, site)
    is_known = any(offer.is_firm for offer in shown) or any(claim.score >= TRUSTED for claim in claims.of("author"))
    if not is_known and view.parts.kind not in UNSIGNED_KINDS:
        found = _linked(view, language) or read_near(view, language)
        shown += found or (() if shown else read_after_story(view, language))
    claimed = _claimed(view, claims, language, site, shown)
    offers = told_apart(shown, claimed) + claimed
    if not offers:
        return (), None
    return choose_authors(offers, site, host_name(view.page.capture.url))


def _shown(view: View, language: str | None, site: str | None) -> list[AuthorOffer]:
    """Lines labelled bylines; one that nothing but its label makes a byline is trusted less."""
    offers: list[AuthorOffer] = []
    for piece in view.of("byline"):
        text = view.text(piece)[:LONGEST_BYLINE]
        names = names_in(_without_site(text, site), language)
        is_led = lead_of(text) is not None
        is_firm = is_led or bool(classes_of(view, view.parts.blocks[piece]) & AUTHOR_CLASSES)
        is_firm = is_firm or (
            len(names) == 1 and is_sure(names[0], text) and _ends_story(view, view.parts.blocks[piece])
        )
        score = view.parts.scores[piece]
        if not is_led:
            names = tuple(name for name in names if _is_likely(name, text, score))
        if names:
            trust = (0.6 if is_led else 0.5) + 0.4 * score if is_firm else 0.3 + 0.4 * score
            offers.append(offer_of(Candidate(text, "visible", view.line(piece), trust), names, is_firm=is_firm))
    return offers


def _without_site(text: str, site: str | None) -> str:
    """`Jane Roe The Paper` without the site's name after the writer's."""
    rest = text.removesuffix(site).rstrip() if site else text
    return rest if len(rest.split()) > 1 and rest[-1].isalnum() else text


def _is_likely(author: Author, text: str, score: float) -> bool:
    """Whether a line that no word such as `By` leads names an author: a person, or surely a byline; never a role."""
    if author.type != "Person" and score < SURE_BYLINE and not is_team(author.name):
        return False
    words = text.replace(",", " ").split()
    return not is_role(author.name.split()) and not (len(words) <= LONGEST_ROLE and is_role(words) and "," not in text)


SURE_BYLINE = 0.6
LONGEST_ROLE = 3
"""Words of a role that stands in a line of its own, such as `Senior Staff Writer`."""


UNSIGNED_KINDS = ("product", "collection", "listing")
"""Kinds of page that hardly ever name an author: 8 of 281 do."""
TRUSTED = 0.8
"""Trust of a claim from which on lines without a label are not searched: JSON-LD and microdata of a person."""


def _started(view: View) -> list[AuthorOffer]:
    """Who began the thread of a forum's page, as shown."""
    url = view.page.capture.url or ""
    is_thread = view.parts.kind == "forum" or THREAD_ADDRESS.search(url) is not None
    found = thread_starter(view) if is_thread else None
    if found is None:
        return []
    block, name, is_said = found
    trust = SAID_TRUST if is_said else STARTER_TRUST
    return [offer_of(Candidate(name, "visible", f"line {block + 1}", trust), (Author(name),), is_firm=True)]


THREAD_ADDRESS = re.compile(
    r"/(?:threads?|topics?|viewtopic|showthread|discussions?)\b(?:/|\.php)|/questions/\d|/comments/\w|/[dt]/\d+-"
    r"|[?&](?:topic|tid)=\d"
)
"""Takes `/threads/ferry.7/`, `viewtopic.php`, `/questions/12/a`, `/d/7-ferry`; refuses `/topical/a`."""
STARTER_TRUST = 0.78
"""Right on 54 of 103 threads, where a byline was right on 4."""
SAID_TRUST = 0.9
"""A line such as `Thread starter jane` is surer than the first name that the head gives, which may be a reply's."""
LINKED_TRUST = 0.75
"""The first linked name is right on .86 of the articles that have one."""


def _linked(view: View, language: str | None) -> list[AuthorOffer]:
    """The first line near the story with names that are links to an author's page."""
    for block, names in linked_authors(view, view.around_story, view.codes_around):
        authors = tuple(
            author for name, is_own in names for author in names_in(name, language) if is_own or is_sure(author, name)
        )
        if authors:
            candidate = Candidate(", ".join(name for name, _ in names), "visible", f"line {block + 1}", LINKED_TRUST)
            return [offer_of(candidate, authors, is_firm=True)]
    return []


def _claimed(
    view: View, claims: Claims, language: str | None, site: str | None, shown: Sequence[AuthorOffer]
) -> list[AuthorOffer]:
    """What the head says; names that are shown, too, are not read again. A forum's first item began the thread."""
    offers: list[AuthorOffer] = []
    site_name = squeeze(site) if site else ""
    parsed: dict[str, tuple[Author, ...]] = {
        key: (name,) for offer in shown for key, name in zip(offer.keys, offer.names, strict=True)
    }
    is_forum = view.parts.kind == "forum"
    for claim in claims.of("author"):
        if _is_address(claim.value):
            continue
        if is_forum and any(offer.candidate.source == claim.source for offer in offers):
            continue
        key = squeeze(claim.value)
        names = parsed.get(key)
        if names is None:
            names = parsed[key] = _claimed_names(claim, language, site_name)
        if names:
            offers.append(offer_of(claim, names, is_firm=True))
    return offers


def _claimed_names(claim: Candidate, language: str | None, site_name: str) -> tuple[Author, ...]:
    """The names in a claim of the head; those of libraries (`Roe, Jane`) in their usual order. What the head calls an
    organisation, and the site's own name, is one name whatever its words are."""
    value = claim.value[:LONGEST_BYLINE].strip(" ,;|")
    is_body = claim.where.endswith(ORGANISATION) and len(value.split()) <= LONGEST_BODY_WORDS
    if (is_body or squeeze(value) == site_name) and lead_of(value) is None:
        return (Author(value, "Organization"),)
    surname, comma, given = value.partition(", ")
    is_entry = claim.where in REVERSED_NAMES and comma and "," not in given
    if is_entry and len(surname.split()) <= 2 and len(given.split()) <= MOST_GIVEN:
        value = f"{given} {surname}"
    return tuple(name for name in parse_byline(value, language) if not name.name.lower().startswith(NO_NAMES))


REVERSED_NAMES = frozenset(("meta citation_author", "meta dc.creator", "meta dcterms.creator"))
MOST_GIVEN = 3
"""Given names and initials."""


def _ends_story(view: View, block: int) -> bool:
    """Whether a block stands right below the story, where papers that name nobody above it sign."""
    body = view.of("body")
    return bool(body) and 0 < block - view.parts.blocks[body[-1]] <= SIGNATURE


SIGNATURE = 2
"""Blocks."""


def _is_address(value: str) -> bool:
    return value.startswith(("http://", "https://", "www.", "/")) or value.isdigit()
