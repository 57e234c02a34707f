"""Which of the names on offer are the authors.

In: offers: the names that each line of the page and each claim of its head gives. Out: the authors in the order of the
source that was trusted most, with evidence. Left to others: gathering the offers (`authors`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from copydesk.article.claims import ORGANISATION
from copydesk.article.headline_offers import squeeze
from copydesk.records import Author, Candidate, Trace
from copydesk.values import find_agency
from copydesk.values.name_shapes import is_full_name

NEAR_BEST = 0.6
"""Share of the best line's trust that another line needs to give authors, too."""

SOURCE_ORDER = ("json-ld", "visible", "microdata", "meta")
SIGNED = 0.75
"""Trust of a line from which on its full names count against the head's others: they are right on 12 of 16 pages."""
DOUBTFUL = 0.55
"""Trust below which the name of a person gives way to an organisation that the page's own JSON-LD calls the author."""


@dataclass(frozen=True, slots=True)
class AuthorOffer:
    """The names that one line of the page or one claim of its head gives."""

    candidate: Candidate
    names: tuple[Author, ...]
    keys: tuple[str, ...]
    """Letters and digits of each name."""
    is_firm: bool
    """A claim of the head, or a line whose first word or class says that it names the author."""


def offer_of(candidate: Candidate, names: tuple[Author, ...], *, is_firm: bool) -> AuthorOffer:
    return AuthorOffer(candidate, names, tuple([squeeze(name.name) for name in names]), is_firm)


def choose_authors(
    offers: Sequence[AuthorOffer], site: str | None, host: str = ""
) -> tuple[tuple[Author, ...], Trace | None]:
    """The authors and their evidence; () and None where no name is trusted. host: the name in the page's address."""
    site_name = squeeze(site) if site else ""
    trust, known = _trust(offers)
    people = {key for key in trust if key != host and not _is_organisation(known[key], key, site_name)}
    people -= {key for offer in offers if _is_of_organisation(offer) for key in offer.keys}
    people = _signed(offers, people) or people
    chosen = _choose(people, trust, offers)
    bodies = set(trust) - people
    if not chosen or (
        max(trust[key] for key in chosen) < DOUBTFUL
        and (_names_organisation(offers, people) or any(trust[key] >= DOUBTFUL for key in bodies))
    ):
        chosen = _choose_body(bodies, trust, offers) or chosen
    chosen = _with_partners(chosen, offers, site_name)
    confidence = min(0.99, max((trust[key] for key in chosen), default=0.0) / 1.6)
    ordered = sorted((offer.candidate for offer in offers), key=lambda candidate: _rank(candidate, chosen))
    authors = tuple(known[key] if key in people else _as_organisation(known[key]) for key in chosen)
    return authors, Trace("author", tuple(ordered), confidence) if authors else None


def _rank(candidate: Candidate, chosen: Sequence[str]) -> tuple[bool, float]:
    """Those that name one of the chosen first, then by their trust."""
    shown = squeeze(candidate.value)
    return not any(key in shown for key in chosen), -candidate.score


def told_apart(shown: list[AuthorOffer], claimed: Sequence[AuthorOffer]) -> list[AuthorOffer]:
    """Names as the head writes them where a line goes on without a break: `Jane RoeReporter`, `Jane Roe Paper`."""
    full = {
        key: name for offer in claimed for key, name in zip(offer.keys, offer.names, strict=True) if " " in name.name
    }
    if not full:
        return shown

    def plain(name: Author, key: str) -> Author:
        return next((known for other, known in full.items() if key.startswith(other)), name)

    told: list[AuthorOffer] = []
    for offer in shown:
        names = tuple([plain(name, key) for name, key in zip(offer.names, offer.keys, strict=True)])
        is_same = names == offer.names
        told.append(offer if is_same else offer_of(offer.candidate, names, is_firm=offer.is_firm))
    return told


def _trust(offers: Sequence[AuthorOffer]) -> tuple[dict[str, float], dict[str, Author]]:
    """What each source adds to each name at its surest, and the name as first written, if possible not in capitals."""
    trust: dict[str, float] = {}
    known: dict[str, Author] = {}
    said: dict[tuple[str, str], float] = {}
    for offer in offers:
        source, score = offer.candidate.source, offer.candidate.score
        for author, key in zip(offer.names, offer.keys, strict=True):
            if not key:
                continue
            before = said.get((key, source), 0.0)
            if score > before:
                said[key, source] = score
                trust[key] = trust.get(key, 0.0) + score - before
            if key not in known or known[key].name.isupper():
                known[key] = author
    return trust, known


def _signed(offers: Sequence[AuthorOffer], people: set[str]) -> set[str]:
    """The people whom the page itself names as authors, where the head names none of them: what the head says then is
    the account that published. Empty where both agree, or where no line is sure to name a person in full."""
    signed: set[str] = set()
    claimed: set[str] = set()
    for offer in offers:
        if offer.candidate.source != "visible":
            claimed.update(offer.keys)
        elif offer.is_firm and offer.candidate.score >= SIGNED:
            names = zip(offer.names, offer.keys, strict=True)
            signed.update([key for name, key in names if key in people and is_full_name(name.name.split())])
    return set() if signed & claimed else signed


def _is_of_organisation(offer: AuthorOffer) -> bool:
    return offer.candidate.where.endswith(ORGANISATION)


def _names_organisation(offers: Sequence[AuthorOffer], people: set[str]) -> bool:
    """Does JSON-LD name an author that is no person?"""
    return any(key not in people for offer in offers if offer.candidate.source == "json-ld" for key in offer.keys)


def _with_partners(chosen: list[str], offers: Sequence[AuthorOffer], site_name: str) -> list[str]:
    """Also the newsrooms and agencies that JSON-LD lists as authors beside people; never the site itself."""
    partners = [
        key for offer in offers if offer.candidate.source == "json-ld" for key in offer.keys if key != site_name
    ]
    if not any(key in partners for key in chosen):
        return chosen
    return _without_shorter(list(dict.fromkeys([*chosen, *partners])))


def _choose_body(keys: set[str], trust: dict[str, float], offers: Sequence[AuthorOffer]) -> list[str]:
    """The surest organisations; those in meta tags only where JSON-LD, which is made for the page, names none."""
    told = [offer for offer in offers if offer.candidate.source in ("json-ld", "visible")]
    is_told = any(offer.candidate.source == "json-ld" and not keys.isdisjoint(offer.keys) for offer in told)
    return _choose(keys, trust, told if is_told else offers)


def _choose(keys: set[str], trust: dict[str, float], offers: Sequence[AuthorOffer]) -> list[str]:
    """The names of the source whose best name is trusted most; of a page's lines only the firm ones near the best."""
    best: dict[str, float] = {}
    for offer in offers:
        for key in offer.keys:
            if key in keys:
                best[offer.candidate.source] = max(best.get(offer.candidate.source, 0.0), trust[key])
    if not best:
        return []
    source = max(best, key=lambda name: (best[name], -SOURCE_ORDER.index(name)))
    chosen: list[str] = []
    for offer in offers:
        if offer.candidate.source != source:
            continue
        line = max([trust[key] for key in offer.keys if key in keys], default=0.0)
        if line >= NEAR_BEST * best[source] and (offer.is_firm or line == best[source]):
            chosen += [key for key in offer.keys if key in keys and key not in chosen]
    return _without_shorter(chosen)


def _without_shorter(keys: list[str]) -> list[str]:
    """`Jane` beside `Jane Doe` is the same person."""
    return [key for key in keys if not any(key != other and key in other for other in keys)]


def _is_organisation(author: Author, key: str, site_name: str) -> bool:
    is_site = bool(site_name) and (key == site_name or (len(key) > 4 and (key in site_name or site_name in key)))
    return author.type == "Organization" or is_site or find_agency(author.name) is not None


def _as_organisation(author: Author) -> Author:
    return Author(author.name, "Organization", author.url)
