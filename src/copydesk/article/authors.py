"""Who wrote it: names weighed over what the page shows and what its head says.

A name counts the more, the more sources give it. Agencies become the source organisation; names of the site or of an
organisation stand as authors only where no person is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from copydesk._kernel import CLASS_WORDS
from copydesk.article.agencies import find_agency
from copydesk.article.claims import Claims
from copydesk.article.headline import squeeze
from copydesk.article.names import parse_byline
from copydesk.article.view import View
from copydesk.records import PARTS, Author, Candidate, Trace

LONGEST_BYLINE = 300
"""Characters of a byline that are looked at."""
LONGEST_NEAR = 120
"""Characters of a line that was not labelled a byline and may still be one."""
BYLINE_HEAD = re.compile(
    r"(?:(?:written|posted|published)\s+)?(?:by|von|par|por|di|door|av|af|автор)\b:?\s+\S", re.IGNORECASE
)
"""A line that begins as a byline: takes `By Jane`, `Posted by jane`; refuses `Bye`."""
NEAR_BEST = 0.6
"""Share of the best line's trust that another line needs to give authors, too."""

SOURCE_ORDER = ("json-ld", "visible", "microdata", "meta")


def read_authors(
    view: View, claims: Claims, site: str | None, language: str | None
) -> tuple[tuple[Author, ...], Trace | None]:
    """Authors in the order of the source that was trusted most, with evidence."""
    offers: list[tuple[Candidate, tuple[Author, ...]]] = []
    for piece in view.of("byline"):
        text = view.text(piece)[:LONGEST_BYLINE]
        names = parse_byline(text, language)
        if names:
            offers.append((Candidate(text, "visible", view.line(piece), 0.45 + 0.4 * view.parts.scores[piece]), names))
    for claim in claims.of("author"):
        if _is_address(claim.value):
            continue
        names = parse_byline(claim.value[:LONGEST_BYLINE], language)
        if names:
            offers.append((claim, names))
    offers = offers or _near(view, language)
    if not offers:
        return (), None
    site_name = squeeze(site) if site else ""
    trust: dict[str, float] = {}
    known: dict[str, Author] = {}
    seen: set[tuple[str, str]] = set()
    for candidate, names in offers:
        for author in names:
            key = squeeze(author.name)
            if not key or (key, candidate.source) in seen:
                continue
            seen.add((key, candidate.source))
            trust[key] = trust.get(key, 0.0) + candidate.score
            if key not in known or known[key].name.isupper():
                known[key] = author
    people = {key for key in trust if not _is_organisation(known[key], site_name)}
    chosen = _choose(people, trust, offers) or _choose(set(trust), trust, offers)
    confidence = min(0.99, max((trust[key] for key in chosen), default=0.0) / 1.6)
    ordered = sorted(
        (candidate for candidate, _ in offers),
        key=lambda candidate: (
            not any(squeeze(known[key].name) in squeeze(candidate.value) for key in chosen),
            -candidate.score,
        ),
    )
    authors = tuple(_as_author(known[key], site_name) for key in chosen)
    return authors, Trace("author", tuple(ordered), confidence) if authors else None


AUTHOR_CLASSES = 1 << CLASS_WORDS.index("author") | 1 << CLASS_WORDS.index("byline")
NO_AUTHOR_PARTS = frozenset(PARTS.index(name) for name in ("teaser", "comment", "navigation", "promotion", "headline"))


def _near(view: View, language: str | None) -> list[tuple[Candidate, tuple[Author, ...]]]:
    """Short lines around the headline whose class or first word says that they name the author."""
    page, parts = view.page, view.parts
    codes = dict(zip(parts.blocks, parts.codes, strict=True))
    offers = []
    for block in view.around_story():
        text = page.block_text(block)
        if len(text) > LONGEST_NEAR or codes.get(block) in NO_AUTHOR_PARTS:
            continue
        container = page.blocks.containers[block]
        classes = page.blocks.class_words[block] | page.containers.class_words[container]
        parent = page.containers.parents[container]
        if parent >= 0:
            classes |= page.containers.class_words[parent]
        if not (classes & AUTHOR_CLASSES or BYLINE_HEAD.match(text)):
            continue
        names = parse_byline(text, language)
        if names:
            offers.append((Candidate(text, "visible", f"line {block + 1}", 0.5), names))
    return offers[:2]


def _choose(
    keys: set[str], trust: dict[str, float], offers: Sequence[tuple[Candidate, tuple[Author, ...]]]
) -> list[str]:
    """The names of the source whose best name is trusted most; of a page's lines only those near the best one."""
    best: dict[str, float] = {}
    for candidate, names in offers:
        for name in names:
            key = squeeze(name.name)
            if key in keys:
                best[candidate.source] = max(best.get(candidate.source, 0.0), trust[key])
    if not best:
        return []
    source = max(best, key=lambda name: (best[name], -SOURCE_ORDER.index(name)))
    chosen: list[str] = []
    for candidate, names in offers:
        listed = [squeeze(name.name) for name in names]
        line = max((trust[key] for key in listed if key in keys), default=0.0)
        if candidate.source == source and line >= NEAR_BEST * best[source]:
            chosen += [key for key in listed if key in keys and key not in chosen]
    return _without_shorter(chosen)


def _without_shorter(keys: list[str]) -> list[str]:
    """`Jane` beside `Jane Doe` is the same person."""
    return [key for key in keys if not any(key != other and key in other for other in keys)]


def _is_address(value: str) -> bool:
    return value.startswith(("http://", "https://", "www.", "/")) or value.isdigit()


def _is_organisation(author: Author, site_name: str) -> bool:
    key = squeeze(author.name)
    is_site = bool(site_name) and (key == site_name or (len(key) > 4 and (key in site_name or site_name in key)))
    return author.type == "Organization" or is_site or find_agency(author.name) is not None


def _as_author(author: Author, site_name: str) -> Author:
    return Author(author.name, "Organization", author.url) if _is_organisation(author, site_name) else author


def read_agency(view: View, authors: Sequence[Author], paragraphs: Sequence[str]) -> tuple[str | None, Trace | None]:
    """The news agency that supplied the story: from byline, credit of the text, wire initials or a caption.

    paragraphs: the first and last paragraphs of the body.
    """
    candidates: list[Candidate] = []
    for piece in view.of("byline"):
        agency = find_agency(view.text(piece))
        if agency:
            candidates.append(Candidate(agency, "visible", f"byline in {view.line(piece)}", 0.9))
    for author in authors:
        agency = find_agency(author.name)
        if agency:
            candidates.append(Candidate(agency, "visible", f"author {author.name}", 0.8))
    for text in paragraphs:
        agency = find_agency(text)
        if agency:
            candidates.append(Candidate(agency, "text", "dateline or last line of the story", 0.8))
    for piece in view.of("caption"):
        agency = find_agency(view.text(piece)[-120:])
        if agency:
            candidates.append(Candidate(agency, "visible", f"credit of the caption in {view.line(piece)}", 0.55))
    if not candidates:
        return None, None
    best = candidates[0]
    note = None
    if "caption" in best.where:
        note = "taken from the credit of a picture: the page names no agency for its text"
    return best.value, Trace("sourceOrganization", tuple(candidates), best.score, note)
