"""What a page offers as its headline: the headings it shows, the titles in its head, and these cut at their separators.

In: a View and its Claims. Out: one Offer for each different text (case and punctuation aside) with what speaks for it
and against it, unweighed. Left to others: the weights (`headline_weights`), the choice (`headline`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from copydesk.article.claims import Claims
from copydesk.article.view import CODES, View
from copydesk.records import Candidate

SEPARATOR = re.compile(r"\s+[|\-–—·•:»«›/~]+\s+|\s*[|｜»_]\s*|[:：]\s+|\s[-–—]|[-–—]\s")
"""Between a headline and what stands beside it: takes ` | `, ` – `, `: `; refuses the hyphen of `e-mail`."""

MARK = re.compile(r"[|\-–—·•:»«›/~_｜：]")
"""Takes a sign that every separator has, and is far cheaper to look for; refuses letters and spaces."""

LONGEST_HEADLINE = 300
"""Characters; longer texts in a heading are no headline."""
MOST_PARTS = 4
"""Blocks labelled headline that are looked at, best first."""
MOST_H1 = 3
MOST_CUTS = 4
"""Separators of one text that are looked at: half of them from its start, half from its end."""
SHORTEST_CUT = 3
"""Letters and digits of a piece that may be a headline."""
SHORTEST_SITE = 4
"""Letters and digits of a site's name that is looked for inside a longer text."""
ASIDE = frozenset(
    CODES[part]
    for part in ("navigation", "control", "notice", "promotion", "teaser", "comment", "counter", "topic", "bio")
)

CLAIM_SORTS = {
    "meta og:title": "og",
    "meta twitter:title": "twitter",
    "title element": "title",
    "json-ld headline": "json-ld",
    "json-ld name": "json-ld name",
    "json-ld page name": "json-ld page",
    "json-ld page headline": "json-ld page",
    "meta title": "meta title",
}
"""Where a claim stands to the sort of source that it is; others are `microdata` and `meta`."""
HEAD_SORTS = frozenset(("og", "twitter", "title"))
"""Sources whose cuts are told apart; those of the others are one sort."""
MARKS_OF_CUTS = (("|", "bar"), ("｜", "bar"), ("»", "bar"), (":", "colon"), ("：", "colon"))


def squeeze(text: str) -> str:
    """Letters and digits in lower case."""
    lower = text.lower()
    if lower.isascii():
        return lower.encode().translate(None, ASCII_MARKS).decode()
    return "".join(filter(str.isalnum, lower))


ASCII_MARKS = bytes(code for code in range(128) if not chr(code).isalnum())
"""Takes everything else out of a text in ASCII in an eighth of the time that looking at each character takes."""


@dataclass(slots=True)
class Offer:
    """One text that may be the headline."""

    text: str
    """As its first source writes it."""
    traits: dict[str, float] = field(default_factory=dict)
    """What is known of it: each source that gives it, how it was cut, what it looks like."""


@dataclass(slots=True)
class Cut:
    """One piece of a text that was cut at a separator."""

    key: str
    """Its letters and digits."""
    text: str
    rest: str
    """Letters and digits of what was cut off."""
    side: str
    """`head` or `tail`."""
    mark: str
    """What stood at the cut: `bar`, `colon`, `dash`, `other`."""


@dataclass(slots=True)
class Offers:
    """All offers of a page while they are gathered."""

    names: frozenset[str]
    """The site's names, squeezed."""
    found: dict[str, Offer] = field(default_factory=dict)
    """By squeezed text, in the order of sources."""
    said: list[tuple[str, str, Candidate]] = field(default_factory=list)
    """(sort of source, squeezed text, candidate) of each source."""
    keys: dict[str, str] = field(default_factory=dict)
    """Each text that a source says, squeezed."""
    shown: set[str] = field(default_factory=set)
    """Squeezed texts of headings that the page shows."""
    cuts: dict[str, tuple[Cut, ...]] = field(default_factory=dict)
    """By squeezed text, the pieces of each text with a separator."""

    def say(self, sort: str, candidate: Candidate) -> Offer | None:
        """Add what a source says; None where it is no headline by its length."""
        if len(candidate.value) > LONGEST_HEADLINE:
            return None
        key = self.keys.get(candidate.value)
        if key is None:
            key = self.keys[candidate.value] = squeeze(candidate.value)
        if not key:
            return None
        offer = self.found.get(key)
        if offer is None:
            offer = self.found[key] = Offer(candidate.value)
        offer.traits[sort] = 1.0
        self.said.append((sort, key, candidate))
        return offer


def gather_offers(view: View, claims: Claims, site: str | None) -> Offers:
    """All texts of a page that may be its headline."""
    names = {squeeze(site or ""), host_name(view.page.capture.url)} - {""}
    offers = Offers(frozenset(names))
    _add_parts(offers, view)
    _add_first_headings(offers, view)
    offers.shown = set(offers.found)
    for claim in claims.of("headline"):
        sort = CLAIM_SORTS.get(claim.where) or ("microdata" if claim.source == "microdata" else "meta")
        offers.say(sort, claim)
    for sort, key, candidate in offers.said:
        pieces = offers.cuts.get(key)
        if pieces is None:
            pieces = offers.cuts[key] = _cut(candidate.value)
        if pieces:
            _add_pieces(offers, "shown" if candidate.source == "visible" else sort, pieces)
    return offers


def host_name(url: str | None) -> str:
    """The name in an address: `example` of `https://www.example.co.uk/a`; empty where there is none."""
    if not url or "://" not in url:
        return ""
    host = url.split("://", 1)[1].split("/", 1)[0].lower()
    labels = [label for label in host.split(".") if label not in ("www", "m", "amp", "blog", "en")]
    return squeeze(labels[0]) if labels else ""


# --------------------------------------------------------------------------- headings


def _add_parts(offers: Offers, view: View) -> None:
    """Blocks labelled headline, lines of one heading joined."""
    parts, blocks = view.parts, view.page.blocks
    found: list[tuple[Candidate, int]] = []
    previous = -2
    for piece in view.of("headline"):
        block = parts.blocks[piece]
        text = view.text(piece)
        is_next = previous == block - 1 and blocks.breaks[block]
        if found and is_next and blocks.containers[block] == blocks.containers[previous]:
            joined, level = found[-1]
            found[-1] = Candidate(f"{joined.value} {text}", "visible", joined.where, joined.score), level
        else:
            score = parts.scores[piece]
            found.append((Candidate(text, "visible", view.line(piece), score), blocks.heading_levels[block]))
        previous = block
    found.sort(key=lambda item: -item[0].score)
    for rank, (candidate, level) in enumerate(found[:MOST_PARTS]):
        offer = offers.say("part" if rank == 0 else "later part", candidate)
        if offer is not None:
            if rank == 0:
                offer.traits["part score"] = candidate.score
            if not level:
                offer.traits["no heading"] = 1.0


def _add_first_headings(offers: Offers, view: View) -> None:
    """The first headings of the first level whatever they were labelled, else the first of the second level."""
    levels = view.page.blocks.heading_levels.tobytes()
    rank = 0
    for first, last in islice(_first_level(view, levels), MOST_H1):
        text = " ".join(view.page.block_text(block) for block in range(first, last))
        offer = offers.say("later h1" if rank else "h1", Candidate(text, "visible", f"h1 in line {first + 1}", 0.7))
        if offer is not None and not rank:
            offer.traits["h1 place"] = min(FARTHEST_H1, first / len(levels))
            code = view.parts.codes[view.parts.blocks.index(first)]
            if code in ASIDE:
                offer.traits["h1 aside"] = 1.0
        rank += 1
    if not rank and 2 in levels:
        first = levels.index(2)
        offers.say("h2", Candidate(view.page.block_text(first), "visible", f"h2 in line {first + 1}", 0.4))


FARTHEST_H1 = 0.5
"""Share of the page's blocks before a heading from which on its place says nothing more."""


def _first_level(view: View, levels: bytes) -> Iterator[tuple[int, int]]:
    """First block and one past the last of each heading of the first level."""
    breaks, containers = view.page.blocks.breaks, view.page.blocks.containers
    block = 0
    for _ in range(MOST_H1):
        try:
            first = block = levels.index(1, block)
        except ValueError:
            return
        block += 1
        while block < len(levels) and levels[block] == 1:
            if not breaks[block] and containers[block] != containers[first]:
                break
            block += 1
        yield first, block


# --------------------------------------------------------------------------- cuts


def _cut(text: str) -> tuple[Cut, ...]:
    """The pieces before and after each separator of a text."""
    sign = MARK.search(text)
    if sign is None:
        return ()
    first = len(text[: sign.start()].rstrip())
    spans = [found.span() for found in SEPARATOR.finditer(text, first)]
    if len(spans) > MOST_CUTS:
        spans = spans[: MOST_CUTS // 2] + spans[-MOST_CUTS // 2 :]
    pieces: list[Cut] = []
    for start, end in spans:
        mark = _mark_of(text[start:end])
        head, tail = text[:start].strip(), text[end:].strip()
        head_key, tail_key = squeeze(head), squeeze(tail)
        if len(head_key) >= SHORTEST_CUT:
            pieces.append(Cut(head_key, head, tail_key, "head", mark))
        if len(tail_key) >= SHORTEST_CUT:
            pieces.append(Cut(tail_key, tail, head_key, "tail", mark))
    return tuple(pieces)


def _mark_of(separator: str) -> str:
    for mark, name in MARKS_OF_CUTS:
        if mark in separator:
            return name
    return "dash" if separator.strip()[:1] in "-–—" and separator[:1].isspace() else "other"


def _add_pieces(offers: Offers, sort: str, pieces: tuple[Cut, ...]) -> None:
    """Offer the pieces of a text, with how they were cut and whether the site's name or a heading was cut off."""
    for cut in pieces:
        offer = offers.found.get(cut.key)
        if offer is None:
            offer = offers.found[cut.key] = Offer(cut.text)
        traits = offer.traits
        if sort == "shown":
            traits[f"shown {cut.side} at {cut.mark}"] = 1.0
        else:
            traits[f"{sort if sort in HEAD_SORTS else 'other'} {cut.side}"] = 1.0
            traits[f"{cut.side} at {cut.mark}"] = 1.0
            if sort == "title":
                traits[f"title {cut.side} at {cut.mark}"] = 1.0
            if cut.rest in offers.names:
                traits["without site's name"] = 1.0
        if cut.rest in offers.shown:
            traits["without a heading"] = 1.0


def names_site(text: str, names: frozenset[str]) -> bool:
    """Whether a squeezed text holds the site's name or is a part of it."""
    for name in names:
        if (len(name) >= SHORTEST_SITE and name in text) or (len(text) >= SHORTEST_SITE and text in name):
            return True
    return False
