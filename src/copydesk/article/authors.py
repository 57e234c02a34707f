"""Who wrote it: the names that the page shows and that its head says.

In: a View, its Claims, the site's name, the language. Out: the authors, with evidence. Left to others: where linked
names stand (`author_lines`), which names are believed (`author_choice`), what is a name (`values`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from copydesk._kernel import CLASS_WORDS
from copydesk.article.author_choice import AuthorOffer, choose_authors, offer_of, told_apart
from copydesk.article.author_lines import linked_authors, thread_starter
from copydesk.article.claims import ORGANISATION, Claims
from copydesk.article.headline_offers import squeeze
from copydesk.article.view import View
from copydesk.records import PARTS, Author, Candidate, Trace
from copydesk.values import parse_byline
from copydesk.values.name_shapes import LONGEST_BODY_WORDS, is_role, is_team
from copydesk.words import first_lead_words, is_weekday, lead_of

LONGEST_BYLINE = 300
"""Characters of a byline that are looked at."""
LONGEST_NEAR = 120
"""Characters of a line that was not labelled a byline and may still be one."""
BYLINE_HEAD = re.compile(
    r"(?:(?:written|posted|published)\s+)?(?:by|von|par|por|di|door|av|af|автор)\b:?\s+\S", re.IGNORECASE
)
"""A line that begins as a byline: takes `By Jane`, `Posted by jane`; refuses `Bye`."""


def read_authors(
    view: View, claims: Claims, site: str | None, language: str | None
) -> tuple[tuple[Author, ...], Trace | None]:
    """Authors in the order of the source that was trusted most, with evidence."""
    shown = _started(view) or _shown(view, language)
    is_known = any(offer.is_firm for offer in shown) or any(claim.score >= TRUSTED for claim in claims.of("author"))
    if not is_known and view.parts.kind not in UNSIGNED_KINDS:
        found = _linked(view, language) or _near(view, language)
        shown += found or (() if shown else _after_story(view, language))
    claimed = _claimed(view, claims, language, site, shown)
    offers = told_apart(shown, claimed) + claimed
    if not offers:
        return (), None
    return choose_authors(offers, site)


AUTHOR_CLASSES = 1 << CLASS_WORDS.index("author") | 1 << CLASS_WORDS.index("byline")
DOUBTFUL_PARTS = frozenset(PARTS.index(name) for name in ("navigation", "promotion", "headline", "topic", "control"))
"""A line with one of these labels names the author only where all of it is one full name, or where `By` leads."""
NO_NAMES = (
    "updat", "uppdater", "aktualis", "publish", "publicado", "publié", "veröffentlicht", "posted", "more ", "mehr",
    "fact check", "fact-check", "view all", "read ", "see ", "full bio", "learn more", "about ", "all posts", "page.",
    "table of", "last", "verified", "reviewed",
    "heard on", "back to", "show ", "follow ", "share", "photo ", "primary image", "send an",
)  # fmt: skip
"""Beginnings of words that stand beside dates and names and are neither."""


def _shown(view: View, language: str | None) -> list[AuthorOffer]:
    """Lines labelled bylines; one that nothing but its label makes a byline is trusted less."""
    offers: list[AuthorOffer] = []
    for piece in view.of("byline"):
        text = view.text(piece)[:LONGEST_BYLINE]
        names = _names(text, language)
        is_led = lead_of(text) is not None
        is_firm = is_led or bool(_classes(view, view.parts.blocks[piece]) & AUTHOR_CLASSES)
        score = view.parts.scores[piece]
        if not is_led:
            names = tuple(name for name in names if _is_likely(name, text, score))
        if names:
            trust = (0.6 if is_led else 0.5) + 0.4 * score if is_firm else 0.3 + 0.4 * score
            offers.append(offer_of(Candidate(text, "visible", view.line(piece), trust), names, is_firm=is_firm))
    return offers


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
        authors = tuple(author for name in names for author in _names(name, language) if _is_sure(author, name))
        if authors:
            candidate = Candidate(", ".join(names), "visible", f"line {block + 1}", LINKED_TRUST)
            return [offer_of(candidate, authors, is_firm=True)]
    return []


def _is_sure(author: Author, text: str) -> bool:
    """A link's text is a name when it is a full one, a team's, or when it is led by `By`."""
    if author.type != "Person":
        return is_team(author.name)
    return len(author.name.split()) > 1 or lead_of(text) is not None


GLUED_LEAD = re.compile(
    r"\s*(?:Post author\s*)?(?:(?:(?:Written|Posted|Published|written|posted|published)\s)?(?:By|BY|by)"
    r"|Author|Autor|Von|Par|Por)(?=[A-ZÀ-Þ])"
)
"""Takes the `By` of `ByJane Roe`, the `Written by` of `Written byJane Roe`; refuses that of `Byron`."""
FOOTNOTE = re.compile(r"\d(?<=[a-zà-ÿ]\d)\d?(?=\s*(?:[;,*]|$))")
"""Takes the `1` of `Jane Roe1; Ali Bey2`; refuses `2025`."""
TAIL_WORDS = (
    "Updated", "Published", "Posted", "Reviewed", "Erstellt", "Aktualisiert", "Actualizado", "Publicado", "Publié",
    "Mis à jour", "Aggiornato", "Pubblicato", "Schreibe einen",
)  # fmt: skip
TAIL = re.compile(rf"(?:(?<=[a-zà-ÿ])|\s)(?:Last\s)?(?:{'|'.join(TAIL_WORDS)})\b.*", re.DOTALL)
"""Takes ` Updated May 3` and the `Published:` of `RoePublished: May 3`; refuses `Posted by` at a line's start."""


def _names(text: str, language: str | None) -> tuple[Author, ...]:
    glued = GLUED_LEAD.match(text)
    if glued is not None:
        text = text[glued.end() :]
    if any([word in text for word in TAIL_WORDS]):
        text = TAIL.sub("", text)
    text = FOOTNOTE.sub("", text)
    names = parse_byline(text, language)
    return tuple(name for name in names if not is_weekday(name.name) and not name.name.lower().startswith(NO_NAMES))


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
    value = claim.value[:LONGEST_BYLINE]
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


def _classes(view: View, block: int) -> int:
    """Class words of a block, its element and the element around that."""
    containers = view.page.containers
    container = view.page.blocks.containers[block]
    parent = containers.parents[container]
    around = containers.class_words[parent] if parent >= 0 else 0
    return view.page.blocks.class_words[block] | containers.class_words[container] | around


def _near(view: View, language: str | None) -> list[AuthorOffer]:
    """The short line around the story that names the author by its first word, else by class or date, whatever its
    label."""
    page, body = view.page, view.of("body")
    starts, ends, codes = page.blocks.starts, page.blocks.ends, view.codes_around
    start_of_body = view.parts.blocks[body[0]] if body else 0
    found: list[AuthorOffer] = []
    for block in view.around_story:
        code = codes.get(block, -1)
        is_below = code == TEASER and block > start_of_body
        if ends[block] - starts[block] > LONGEST_NEAR or code == COMMENT:
            continue
        text = page.block_text(block)
        led = _led_part(text)
        if (led is None and (found or is_below)) or (is_below and not _is_surely_led(text)):
            continue
        names, trust = _near_names(view, block, led or text, language, is_led=led is not None, code=code)
        if names:
            candidate = Candidate(text, "visible", f"line {block + 1}", trust)
            if led is not None:
                return [offer_of(candidate, names, is_firm=not found)]
            found.append(offer_of(candidate, names, is_firm=False))
    return found


def _after_story(view: View, language: str | None) -> list[AuthorOffer]:
    """The first line at the story's end or a little below that says who wrote it."""
    page, body = view.page, view.of("body")
    last = view.parts.blocks[body[-1]] if body else 0
    for block in range(max(0, last - INTO_STORY), min(len(page.blocks), last + BELOW_STORY)):
        if page.blocks.ends[block] - page.blocks.starts[block] <= LONGEST_NEAR:
            text = page.block_text(block)
            names = _names(text, language) if _is_surely_led(text) else ()
            if names:
                return [offer_of(Candidate(text, "visible", f"line {block + 1}", AFTER_TRUST), names, is_firm=True)]
    return []


INTO_STORY = 4
BELOW_STORY = 20
"""Blocks before and after the last one of the story."""
AFTER_TRUST = 0.6


def _is_surely_led(text: str) -> bool:
    """Whether two words or more, such as `Written by`, lead what follows."""
    lead = lead_of(text)
    return lead is not None and " " in lead[0]


def _near_names(
    view: View, block: int, text: str, language: str | None, *, is_led: bool, code: int
) -> tuple[tuple[Author, ...], float]:
    """The names in a line near the story, and how far they are trusted; () where nothing says that it names anybody."""
    if is_led:
        return _names(text, language), LED_TRUST
    is_classed = bool(_classes(view, block) & AUTHOR_CLASSES)
    if not is_classed and code != DATE:
        return (), 0.0
    names = _names(text, language)
    if code in DOUBTFUL_PARTS or not is_classed:
        names = tuple(name for name in names if len(names) == 1 and _is_sure(name, text) and not is_role(text.split()))
    return names, CLASSED_TRUST


def _led_part(text: str) -> str | None:
    """A line from the word on that leads its names, such as `By` or, after a date, `von`; None where none does."""
    inside = LED_INSIDE.search(text)
    if inside is not None:
        return text[inside.start("lead") :]
    first = text[:LONGEST_FIRST_WORD].partition(" ")[0].partition(":")[0].lower()
    lead = lead_of(text) if first in first_lead_words() else None
    is_plain = lead is not None and (len(lead[0]) >= SHORTEST_LEAD or ":" in text[: lead[1]])
    return text if is_plain or BYLINE_HEAD.match(text) or GLUED_LEAD.match(text) else None


LED_INSIDE = re.compile(
    r"[|·•,\dr](?:(?<=[|·•,])\s*|(?<=\d)\s+|(?<=\bUhr),?\s+)(?P<lead>(?:[Vv]on|VON|[Vv]om|[Bb]y|BY|[Pp]ar|[Pp]or|[Aa]v|[Dd]oor)\s+[A-ZÀ-Þ])"
)
"""Takes the `Von R` of `25.04.24 | 14:07 Uhr | Von Roe`; refuses `written by hand`."""
LONGEST_FIRST_WORD = 24
SHORTEST_LEAD = 4
"""Letters of a word that leads names without a colon: shorter ones begin surnames and sentences, too."""
COMMENT, TEASER, DATE = (PARTS.index(name) for name in ("comment", "teaser", "date"))
LED_TRUST = 0.7
CLASSED_TRUST = 0.5


def _is_address(value: str) -> bool:
    return value.startswith(("http://", "https://", "www.", "/")) or value.isdigit()
