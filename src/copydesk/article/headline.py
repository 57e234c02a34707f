"""The headline: the likeliest of what the page shows and what its head says; and the deck as shown.

Texts of the same words (case and punctuation aside) are one offer. Each trait of an offer adds its fitted weight, so
that sources which agree, a heading that was labelled headline and a title that fits the address speak for an offer,
the site's name and what was cut off speak against it.
"""

from __future__ import annotations

from math import exp

from copydesk.article.claims import Claims
from copydesk.article.headline_offers import Offers, gather_offers, squeeze
from copydesk.article.headline_traits import describe_offers
from copydesk.article.headline_weights import WEIGHTS
from copydesk.article.view import View
from copydesk.records import Candidate, Trace

HIGHEST_CONFIDENCE = 0.99


def read_headline(view: View, claims: Claims, site: str | None) -> tuple[str | None, Trace | None]:
    """The page's headline with its evidence; (None, None) where nothing offers one."""
    offers = gather_offers(view, claims, site)
    if not offers.found:
        return None, None
    describe_offers(offers, view)
    weight_of = WEIGHTS.get
    votes = {
        key: sum([weight_of(trait, 0.0) * value for trait, value in offer.traits.items()])
        for key, offer in offers.found.items()
    }
    best = max(votes, key=votes.__getitem__)
    confidence = 1 / sum([exp(vote - votes[best]) for vote in votes.values()])
    candidates = _heard(offers, best)
    return _spelling(candidates, best), Trace("headline", candidates, min(HIGHEST_CONFIDENCE, confidence))


def _heard(offers: Offers, best: str) -> tuple[Candidate, ...]:
    """Each source with the winner, where the source or a piece of it says so, else as it is; the winner's first."""
    winners: list[Candidate] = []
    others: list[Candidate] = []
    for _, key, candidate in offers.said:
        piece = next((cut for cut in offers.cuts.get(key, ()) if cut.key == best), None)
        if key == best:
            winners.append(candidate)
        elif piece is not None:
            winners.append(Candidate(piece.text, candidate.source, f"{candidate.where}, cut", candidate.score))
        else:
            others.append(candidate)
    return (*winners, *others)


def _spelling(candidates: tuple[Candidate, ...], best: str) -> str:
    """As the first source writes it, unless that one shouts and another does not."""
    first = candidates[0].value
    if first.isupper():
        spellings = (candidate.value for candidate in candidates if squeeze(candidate.value) == best)
        return next((spelling for spelling in spellings if not spelling.isupper()), first)
    return first


def read_deck(view: View, claims: Claims) -> tuple[str | None, Trace | None]:
    """The standfirst as shown; several lines are joined."""
    pieces = view.of("deck")
    if not pieces:
        return None, None
    shown = [Candidate(view.text(piece), "visible", view.line(piece), view.parts.scores[piece]) for piece in pieces]
    others = tuple(claims.of("alternativeHeadline")) + tuple(claims.of("description")[:1])
    confidence = max(candidate.score for candidate in shown)
    return "\n".join(candidate.value for candidate in shown[:3]), Trace(
        "alternativeHeadline", (*shown, *others), confidence
    )
