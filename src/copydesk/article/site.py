"""The site and where the page stands on it: publisher, address, section, keywords, access, reservations."""

from __future__ import annotations

from urllib.parse import urlsplit

from copydesk._kernel import TAGS
from copydesk.article.claims import Claims
from copydesk.article.view import View
from copydesk.records import Candidate, Trace
from copydesk.values import is_pointer

MOST_KEYWORDS = 40
TOPIC_LABELS = (
    "tags",
    "tag",
    "topics",
    "topic",
    "keywords",
    "filed under",
    "schlagwörter",
    "themen",
    "mots-clés",
    "etiquetas",
    "теги",
    "метки",
)


def read_publisher(claims: Claims) -> tuple[str | None, Trace | None]:
    """The site's name as its head gives it."""
    offers = sorted(claims.of("publisher"), key=lambda candidate: -candidate.score)
    return (offers[0].value, Trace("publisher", tuple(offers), offers[0].score)) if offers else (None, None)


def read_address(view: View, claims: Claims) -> tuple[str | None, Trace | None]:
    """The canonical address: the link, else og:url, else where the page was captured."""
    offers = [
        Candidate(link.href, "link", "link rel=canonical", 0.95)
        for link in view.page.head.links
        if "canonical" in link.rel.split() and link.href
    ]
    offers += claims.of("url")
    if view.page.capture.url:
        offers.append(Candidate(view.page.capture.url, "url", "captured address", 0.6))
    for offer in offers:
        address = view.base.resolve(offer.value)
        if address and address.startswith(("http://", "https://")) and _is_sound(address):
            return address, Trace("url", (offer, *(other for other in offers if other is not offer)), offer.score)
    return None, None


def _is_sound(address: str) -> bool:
    try:
        return bool(urlsplit(address).netloc)
    except ValueError:
        return False


def read_section(view: View, claims: Claims) -> tuple[str | None, Trace | None]:
    """The section: from the head, else the kicker above the headline."""
    offers = sorted(claims.of("articleSection"), key=lambda candidate: -candidate.score)
    headlines = view.of("headline")
    for piece in view.of("topic"):
        text = view.text(piece)
        if headlines and piece < headlines[0] and len(text) < 40:
            offers.append(Candidate(text, "visible", view.line(piece), 0.6 * view.parts.scores[piece] + 0.2))
    return (offers[0].value, Trace("articleSection", tuple(offers), offers[0].score)) if offers else (None, None)


def read_keywords(view: View, claims: Claims) -> tuple[tuple[str, ...], Trace | None]:
    """Tags shown below the headline first, then those of the head; each once."""
    offers = [*_shown_topics(view), *claims.of("keywords")]
    found: dict[str, str] = {}
    for offer in offers:
        for word in _words(offer.value):
            found.setdefault(word.lower(), word)
    if not found:
        return (), None
    return tuple(found.values())[:MOST_KEYWORDS], Trace("keywords", tuple(offers), offers[0].score)


LINK = TAGS.index("a")


def _shown_topics(view: View) -> list[Candidate]:
    """The links of the topic lines below the headline; where none is linked (a text capture), the lines themselves."""
    headlines = view.of("headline")
    first = headlines[0] if headlines else -1
    pieces = [piece for piece in view.of("topic") if piece > first]
    if not pieces:
        return []
    parts, marks = view.parts, view.page.marks
    pieces_of = {parts.blocks[piece]: piece for piece in pieces}
    linked = []
    for block, piece in pieces_of.items():
        for row in view.page.blocks.marks_of(block):
            text = parts.text[marks.starts[row] : marks.ends[row]].strip()
            if view.mark_tags[row] == LINK and text and not is_pointer(text):
                linked.append(Candidate(text, "visible", view.line(piece), parts.scores[piece]))
    if linked:
        return linked
    lines = [(piece, view.text(piece)) for piece in pieces]
    return [
        Candidate(text, "visible", view.line(piece), parts.scores[piece])
        for piece, text in lines
        if not is_pointer(text)
    ]


def _words(text: str) -> list[str]:
    head, colon, rest = text.partition(":")
    if colon and head.strip().lower() in TOPIC_LABELS:
        text = rest
    if text.strip().lower() in TOPIC_LABELS:
        return []
    pieces = text.replace(";", ",").replace("|", ",").replace("、", ",").split(",")
    return [piece.strip().lstrip("#") for piece in pieces if 1 < len(piece.strip()) <= 80]


PAYWALL_WORDS = (
    "subscribe to read",
    "subscribers only",
    "to continue reading",
    "already a subscriber",
    "jetzt weiterlesen",
    "réservé aux abonnés",
    "solo para suscriptores",
    "nur für abonnenten",
)


def read_access(view: View, claims: Claims) -> tuple[bool | None, Trace | None]:
    """Whether the page says it may be read without paying; None where it says nothing."""
    offers = claims.of("isAccessibleForFree")
    for offer in offers:
        is_free = offer.value.rsplit("/", 1)[-1].lower() not in ("false", "no", "0")
        return is_free, Trace("isAccessibleForFree", tuple(offers), 0.9)
    for name, content in view.page.head.metas:
        if name in ("article:content_tier", "content_tier") and content:
            is_free = content.lower() in ("free", "public")
            return is_free, Trace("isAccessibleForFree", (Candidate(content, "meta", f"meta {name}", 0.8),), 0.8)
    for piece in view.of("promotion"):
        text = view.text(piece)
        lower = text.lower()
        if any([word in lower for word in PAYWALL_WORDS]):
            return False, Trace("isAccessibleForFree", (Candidate(text, "visible", view.line(piece), 0.5),), 0.5)
    return None, None


RESERVATION_NAMES = frozenset(
    "robots googlebot googlebot-news bingbot tdm-reservation tdm-policy gptbot ccbot google-extended".split()
)


def read_reservations(view: View) -> tuple[tuple[str, str], ...]:
    """Robots and text-and-data-mining reservations of the head and the HTTP headers, as found."""
    found = [(name, content) for name, content in view.page.head.metas if name in RESERVATION_NAMES and content]
    for name, content in view.page.capture.headers:
        if name in ("x-robots-tag", "tdm-reservation", "tdm-policy"):
            found.append((name, content))
    return tuple(found)
