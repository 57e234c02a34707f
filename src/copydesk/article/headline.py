"""The headline: what the page shows, what its head says, and what they agree on.

Sources vote for a value; the same words (case and punctuation aside) are one value. The weights are the share of
pages of the labelled sets on which each source alone was right.
"""

from __future__ import annotations

import re

from copydesk.article.claims import Claims
from copydesk.article.view import View
from copydesk.records import Candidate, Trace

NOT_A_CHARACTER = re.compile(r"[\W_]+")
"""What does not count when two headlines are compared: takes ` – `, refuses `é`."""

SEPARATOR = re.compile(r"\s+[|\-–—·•:»«/~]+\s+|\s*[|»]\s*|:\s+")
"""Between a headline and the name of its site: takes ` | `, ` – `; refuses the hyphen of `e-mail`."""

WEIGHTS = {
    "visible": 0.7,
    "h1": 0.4,
    "json-ld headline": 0.67,
    "json-ld": 0.33,
    "microdata": 0.68,
    "og:title": 0.48,
    "twitter:title": 0.48,
    "meta": 0.15,
    "title": 0.05,
}
"""Chosen by search on 1,200 pages with a known title (WCXB, fundus and trafilatura sets)."""

SITE_PENALTY = 1.0
"""Off the votes for the name of the site: logos stand in headings, too."""
CORE_BONUS = 0.6
"""For a headline that another one contains: the longer one has a site, a section or an advertisement in it."""

LONGEST_HEADLINE = 300
"""Characters; longer texts in a heading are no headline."""


def squeeze(text: str) -> str:
    return NOT_A_CHARACTER.sub("", text.lower())


def read_headline(view: View, claims: Claims, site: str | None) -> tuple[str | None, Trace | None]:
    """The page's headline with its evidence; (None, None) where nothing offers one."""
    candidates = _visible(view)
    shown = {squeeze(candidate.value) for candidate in candidates}
    host = _host_words(view.page.capture.url)
    for candidate in claims.of("headline"):
        value = strip_site(candidate.value, site, host, shown)
        candidates.append(Candidate(value, candidate.source, candidate.where, candidate.score))
    votes: dict[str, float] = {}
    seen: set[tuple[str, str]] = set()
    for candidate in candidates:
        key, voice = squeeze(candidate.value), _voice(candidate)
        if key and (key, voice) not in seen and len(candidate.value) <= LONGEST_HEADLINE:
            seen.add((key, voice))
            votes[key] = votes.get(key, 0.0) + _weight(candidate, voice)
    if not votes:
        return None, None
    names = {host, squeeze(site) if site else ""}
    for key in votes:
        if key in names:
            votes[key] -= SITE_PENALTY
        elif any(key != other and key in other for other in votes):
            votes[key] += CORE_BONUS
    best = max(votes, key=lambda key: votes[key])
    ordered = sorted(candidates, key=lambda candidate: squeeze(candidate.value) != best)
    total = sum(votes.values())
    return ordered[0].value, Trace(
        "headline", tuple(ordered), min(0.99, votes[best] / total * 0.5 + min(votes[best], 2) / 4)
    )


def _voice(candidate: Candidate) -> str:
    """Which of the weighted sources a candidate is."""
    if candidate.source == "visible":
        return "h1" if candidate.where.startswith("h1") else "visible"
    if candidate.source == "json-ld":
        return candidate.where if candidate.where in WEIGHTS else "json-ld"
    name = candidate.where.removeprefix("meta ")
    return name if name in WEIGHTS else candidate.source


def _weight(candidate: Candidate, voice: str) -> float:
    certainty = 0.4 + 0.6 * candidate.score if voice == "visible" else 1.0
    return WEIGHTS.get(voice, WEIGHTS["meta"]) * certainty


def _visible(view: View) -> list[Candidate]:
    """Headline parts, lines of one heading joined; and the first h1, whatever it was labelled."""
    parts, blocks = view.parts, view.page.blocks
    found: list[Candidate] = []
    previous = -2
    for piece in view.of("headline"):
        block = parts.blocks[piece]
        text = view.text(piece)
        if (
            found
            and previous == block - 1
            and blocks.breaks[block]
            and blocks.containers[block] == blocks.containers[previous]
        ):
            joined = found[-1]
            found[-1] = Candidate(f"{joined.value} {text}", "visible", joined.where, joined.score)
        else:
            found.append(Candidate(text, "visible", view.line(piece), parts.scores[piece]))
        previous = block
    found.sort(key=lambda candidate: -candidate.score)
    levels = blocks.heading_levels.tolist()
    if 1 in levels:
        block = levels.index(1)
        text = view.page.block_text(block)
        following = block + 1
        while following < len(levels) and levels[following] == 1 and blocks.breaks[following]:
            text += " " + view.page.block_text(following)
            following += 1
        found.append(Candidate(text, "visible", f"h1 in line {block + 1}", 0.7))
    return found[:4]


def _host_words(url: str | None) -> str:
    """The name in an address: `example` of `https://www.example.co.uk/a`."""
    if not url or "://" not in url:
        return ""
    host = url.split("://", 1)[1].split("/", 1)[0].lower()
    labels = [label for label in host.split(".") if label not in ("www", "m", "amp", "blog", "en")]
    return squeeze(labels[0]) if labels else ""


def strip_site(title: str, site: str | None, host: str, shown: set[str]) -> str:
    """A title without the name of its site, before or after it.

    shown: squeezed headlines that the page shows; where cutting gives one of them, it is right.
    """
    if squeeze(title) in shown:
        return title
    cuts = [(found.start(), found.end()) for found in SEPARATOR.finditer(title)]
    for start, end in cuts:
        for piece in (title[:start], title[end:]):
            if len(piece) > 4 and squeeze(piece) in shown:
                return piece
    name = squeeze(site) if site else ""
    for start, end in reversed(cuts):
        before, after = title[:start], squeeze(title[end:])
        if after and _is_site(after, name, host):
            return before
    for start, end in cuts[:1]:
        if _is_site(squeeze(title[:start]), name, host):
            return title[end:]
    if cuts and "|" in title[cuts[-1][0] : cuts[-1][1]] and title[: cuts[-1][0]].count(" ") >= 2:
        return title[: cuts[-1][0]]
    return title


def _is_site(piece: str, name: str, host: str) -> bool:
    if not piece:
        return False
    if name and (piece == name or (len(name) > 3 and (name in piece or piece in name) and len(piece) > 2)):
        return True
    return len(host) > 3 and (host in piece or (len(piece) > 3 and piece in host))


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
