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

WEIGHTS = {"visible": 0.8, "heading": 0.72, "json-ld": 0.78, "microdata": 0.72, "meta": 0.5, "title": 0.35}

LONGEST_HEADLINE = 300
"""Characters; longer texts in a heading are no headline."""


def squeeze(text: str) -> str:
    return NOT_A_CHARACTER.sub("", text.lower())


def read_headline(view: View, claims: Claims, site: str | None) -> tuple[str | None, Trace | None]:
    """The page's headline with its evidence; (None, None) where nothing offers one."""
    candidates = _visible(view) + [
        candidate for candidate in claims.of("headline") if candidate.source not in ("meta", "title")
    ]
    firm = {squeeze(candidate.value) for candidate in candidates}
    host = _host_words(view.page.capture.url)
    for candidate in claims.of("headline"):
        if candidate.source in ("meta", "title"):
            value = strip_site(candidate.value, site, host, firm)
            candidates.append(Candidate(value, candidate.source, candidate.where, candidate.score))
    votes: dict[str, float] = {}
    seen: set[tuple[str, str]] = set()
    for candidate in candidates:
        key = squeeze(candidate.value)
        if key and (key, candidate.source) not in seen and len(candidate.value) <= LONGEST_HEADLINE:
            seen.add((key, candidate.source))
            votes[key] = votes.get(key, 0.0) + _weight(candidate)
    if not votes:
        return None, None
    best = max(votes, key=lambda key: votes[key])
    ordered = sorted(candidates, key=lambda candidate: squeeze(candidate.value) != best)
    total = sum(votes.values())
    return ordered[0].value, Trace("headline", tuple(ordered), min(0.99, votes[best] / total * 0.5 + min(votes[best], 2) / 4))


def _weight(candidate: Candidate) -> float:
    base = WEIGHTS.get(candidate.source, 0.4)
    if candidate.where.startswith("h1"):
        base = WEIGHTS["heading"]
    if candidate.source == "json-ld":
        return base if candidate.where.endswith(" headline") else base * 0.45
    return base * (0.4 + 0.6 * candidate.score) if candidate.source == "visible" else base


def _visible(view: View) -> list[Candidate]:
    """Headline parts, lines of one heading joined; and the first h1, whatever it was labelled."""
    parts, blocks = view.parts, view.page.blocks
    found: list[Candidate] = []
    previous = -2
    for piece in view.of("headline"):
        block = parts.blocks[piece]
        text = view.text(piece)
        if found and previous == block - 1 and blocks.breaks[block] and blocks.containers[block] == blocks.containers[previous]:
            joined = found[-1]
            found[-1] = Candidate(f"{joined.value} {text}", "visible", joined.where, joined.score)
        else:
            found.append(Candidate(text, "visible", view.line(piece), parts.scores[piece]))
        previous = block
    found.sort(key=lambda candidate: -candidate.score)
    levels = blocks.heading_levels.tolist()  # type: ignore[attr-defined]
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


def strip_site(title: str, site: str | None, host: str, firm: set[str]) -> str:
    """A title without the name of its site, before or after it.

    firm: squeezed headlines from other sources; where cutting gives one of them, it is right.
    """
    if squeeze(title) in firm:
        return title
    cuts = [(found.start(), found.end()) for found in SEPARATOR.finditer(title)]
    for start, end in cuts:
        for piece in (title[:start], title[end:]):
            if len(piece) > 4 and squeeze(piece) in firm:
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
    return "\n".join(candidate.value for candidate in shown[:3]), Trace("alternativeHeadline", (*shown, *others), confidence)
