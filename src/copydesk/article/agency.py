"""The news agency that supplied the story: byline, author, credit of the text, a source line, a caption.

In: the view, the authors, the edges of the story. Out: the agency's name with its evidence. Left to others: which
names are agencies (`values`), who wrote the story (`authors`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from copydesk.article.threads import is_dated_above
from copydesk.article.view import View
from copydesk.records import PARTS, Author, Candidate, Trace
from copydesk.values import find_agency, split_credit
from copydesk.values.agencies import may_name_agency
from copydesk.words import lead_of

SOURCE_LINE = re.compile(
    r"\s*(?:sources?|quelle|bron|fonte|fuente|sumber|источник|джерело|źródło|zdroj|kilde|källa|lähde|kaynak|forrás|sursa"
    r"|πηγή|المصدر|منبع|स्रोत|来源|來源|出典|출처)\s?[:：]\s*(?P<name>[^\s:][^|·:\n]{1,38}[^\s|·:.])\.?\s*",
    re.IGNORECASE,
)
"""Takes `Source: City Radio` and `Источник: УНН`; refuses `Source code: see below` and a sentence."""
OTHER_KINDS = ("product", "collection", "forum", "documentation")
"""Kinds of page that no agency supplies: spared the search for lines that name one."""
MOST_NAME_WORDS = 4
MOST_SPACES = MOST_NAME_WORDS + 1
LONGEST_LINE = 60
"""Characters of a line that holds nothing but an agency or a source."""
PICTURE_WORDS = ("photo", "foto", "image", "bild", "picture", "afbeelding", "фото", "写真", "getty", "copyright ")
OTHERS_PARTS = frozenset(
    PARTS.index(name) for name in ("teaser", "comment", "navigation", "promotion", "caption", "control")
)
CAPTION_NOTE = "taken from the credit of a picture: the page names no agency for its text"


def read_agency(view: View, authors: Sequence[Author]) -> tuple[str | None, Trace | None]:
    """The agency and its evidence, the likelier sources first; a caption speaks only where nobody else is named."""
    candidates = [*_of_bylines(view), *_of_authors(authors), *_of_edges(view)]
    is_story = view.parts.kind not in OTHER_KINDS or (view.parts.kind == "forum" and is_dated_above(view))
    if not candidates and is_story:
        candidates = list(_of_lines(view))
    if not candidates and not authors:
        candidates = list(_of_captions(view))
    if not candidates:
        return None, None
    best = max(candidates, key=lambda candidate: candidate.score)
    note = CAPTION_NOTE if "caption" in best.where else None
    others = tuple(candidate for candidate in candidates if candidate is not best)
    return best.value, Trace("sourceOrganization", (best, *others), best.score, note)


def _of_bylines(view: View) -> Iterator[Candidate]:
    for piece in view.of("byline"):
        text = view.text(piece)
        if _is_of_picture(text):
            continue
        agency = find_agency(text)
        if agency:
            yield Candidate(agency, "visible", f"byline in {view.line(piece)}", 0.9)
        elif (name := _source_named(text) or _desk_named(text)) and not _is_own(view, name):
            yield Candidate(name, "visible", f"source named in {view.line(piece)}", 0.75)
    for text in view.first_paragraphs:
        name = _desk_named(text) if len(text) <= LONGEST_DESK_LINE else None
        if name is not None:
            yield Candidate(name, "visible", "byline at the head of the story", 0.7)
    for piece in view.of("date")[:MOST_DATES]:
        match = SITE_BEFORE_DAY.match(view.text(piece))
        if match is not None and not _is_own(view, match["name"]):
            yield Candidate(match["name"], "visible", f"site named before the date in {view.line(piece)}", 0.6)


SITE_BEFORE_DAY = re.compile(r"\s*(?P<name>[^\W\d_][\w-]+\.[a-z]{2,4})\s?[,(|]\s?(?=\d)")
"""Takes the site that a day follows, `Harbour.news, 9 November 2023`; refuses `Jana Doe, 9 November 2023`."""
MOST_DATES = 2
LONGEST_DESK_LINE = 90
DESK = re.compile(r"[^,|–—]{5,60},\s(?P<name>[^\W\d_a-z][^,|–—]{1,30})\s[–—]\s[^\W\d_a-z][^,|–—]{2,40}")
"""Takes the desk between a name and a place, `Por Jana Doe, City Radio — Porto Velho`; refuses two names alone."""


def _desk_named(text: str) -> str | None:
    """The desk that a byline names after the author and before a place."""
    match = DESK.fullmatch(text) if lead_of(text) else None
    return match["name"] if match is not None else None


def _of_authors(authors: Sequence[Author]) -> Iterator[Candidate]:
    for author in authors:
        agency = find_agency(author.name)
        if agency:
            yield Candidate(agency, "visible", f"author {author.name}", 0.8)


def _of_edges(view: View) -> Iterator[Candidate]:
    """The head of the first paragraphs, the end of the last ones."""
    for text in [paragraph[:90] for paragraph in view.first_paragraphs]:
        reported = None if text.isascii() else REPORTED.match(text)
        agency = find_agency(text) if _has_wire_mark(text) else None
        if agency is None and reported is not None:
            agency = find_agency(reported["name"]) or reported["name"]
        if agency:
            yield Candidate(agency, "text", "dateline of the story", 0.85)
    for text in view.last_paragraphs:
        if len(text) < 160 or text.rstrip(" .").endswith((")", "]")):
            agency = find_agency(text[-160:])
            if agency:
                yield Candidate(agency, "text", "last lines of the story", 0.8)
            elif len(text) <= LONGEST_LINE and (name := _beside_own(view, text)):
                yield Candidate(name, "text", "last lines of the story", 0.7)


REPORTED = re.compile(
    r"\s*(?!本)(?P<name>[^\W\d][^\s\d，。：]{1,12}[社网網站台臺报報闻聞])[^\s\d，。：]{0,4}\s?\d{1,2}月\d{1,2}日"
    r"(?:报道|報導|报导|訊|讯|消息|电|電)"
)
"""Takes the source of `城市广播网 10月14日报道`; refuses `北京10月14日电`, a place, and `本报10月14日讯`, the paper."""


def _has_wire_mark(text: str) -> bool:
    """Does a paragraph's head part place and agency from the story: a bracket, a dash?"""
    return any([mark in text for mark in WIRE_MARKS])


WIRE_MARKS = ("(", "—", "–", "－", "．", " - ", ". ")


def _of_lines(view: View) -> Iterator[Candidate]:
    """Lines around the story that are nothing but an agency, or say `Source:`, whatever their label."""
    codes, near = view.codes_around, view.around_story
    lines = list(_short_lines(view, near))
    is_hopeless = not may_name_agency("\n".join([text for _, text in lines]))
    for block, text in lines:
        name = _source_named(text)
        if is_hopeless and name is None:
            continue
        agency = find_agency(name or text) if name or _is_open(codes.get(block), text) else None
        if (agency or (name and not _is_own(view, name))) and not _is_of_picture(text):
            yield Candidate(agency or name or "", "visible", f"line {block + 1}", 0.7)
    for block, text in _short_lines(view, _with_colon(view, _below(view, near))):
        name = _source_named(text)
        if name and not _is_of_picture(text):
            agency = find_agency(name)
            if agency or not _is_own(view, name):
                yield Candidate(agency or name, "visible", f"line {block + 1}", 0.7)


def _short_lines(view: View, blocks: Iterable[int]) -> Iterator[tuple[int, str]]:
    """The blocks, and their texts, that are short enough to hold nothing but a name."""
    text, starts, ends = view.page.text, view.page.blocks.starts, view.page.blocks.ends
    for block in blocks:
        start, end = starts[block], ends[block]
        if end - start <= LONGEST_LINE and text.count(" ", start, end) <= MOST_SPACES:
            yield block, text[start:end]


def _with_colon(view: View, blocks: range) -> list[int]:
    """Those of some blocks that hold a colon, without which no source is named."""
    if not blocks:
        return []
    text, starts = view.page.text, view.page.blocks.starts
    first, last = starts[blocks.start], view.page.blocks.ends[blocks.stop - 1]
    found: list[int] = []
    for colon in COLONS:
        place = text.find(colon, first, last)
        while place >= 0:
            block = bisect_right(starts, place) - 1
            found.append(block)
            place = text.find(colon, view.page.blocks.ends[block], last)
    return sorted(set(found))


COLONS = (":", "：")


def _is_open(code: int | None, text: str) -> bool:
    """May a line be nothing but an agency: a few words, signed or not labelled as something that names others?"""
    if code in OTHERS_PARTS and (not ("/" in text or "," in text) or SIGNED.fullmatch(text) is None):
        return False
    return len(text.split()) <= MOST_NAME_WORDS


def _below(view: View, near: Sequence[int]) -> range:
    """Blocks after those around the story in which its source may be named below a box or two."""
    last = near[-1] + 1 if near else 0
    return range(last, min(len(view.page.blocks), last + FAR_BELOW)) if near else range(0)


FAR_BELOW = 20
"""Blocks."""
SIGNED = re.compile(r"\s*[(\[/]?(?:[^\W\d_]{2,4}\s?[/,]\s?){1,2}[^\W\d_]{2,8}[)\]/]?\s*")
"""Takes a desk's signs beside an agency's: `aja/PAP`, `(ats/nxp)`; refuses a menu's `News / Sport today`."""


def _source_named(text: str) -> str | None:
    """The name after `Source:` where a line holds nothing else."""
    if ":" not in text and "：" not in text:
        return None
    match = SOURCE_LINE.fullmatch(text)
    return match["name"] if match is not None and len(match["name"].split()) <= MOST_NAME_WORDS else None


def _beside_own(view: View, text: str) -> str | None:
    """The name after the page's own: `Paper Example / City Radio`."""
    own, slash, name = text.partition(" / ")
    is_pair = bool(slash) and "/" not in name and own[:1].isupper() and name[:1].isupper()
    return name.strip(" .") if is_pair and len(name.split()) <= MOST_NAME_WORDS and _is_own(view, own) else None


def _is_own(view: View, name: str) -> bool:
    """Is a source the site itself? It says then that nobody else supplied the story."""
    key = _squeezed(name)
    names = [view.base.origin.partition("://")[2].removeprefix("www.")]
    names += [content for title, content in view.page.head.metas if title == "og:site_name"]
    return any(key in one or (one and one in key) for one in map(_squeezed, names))


def _squeezed(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _is_of_picture(text: str) -> bool:
    lower = text.lower()
    return any([word in lower for word in PICTURE_WORDS])


def _of_captions(view: View) -> Iterator[Candidate]:
    for piece in view.of("caption"):
        credit = split_credit(view.text(piece))[1]
        agency = find_agency(credit) if credit else None
        if agency:
            yield Candidate(agency, "visible", f"credit of the caption in {view.line(piece)}", 0.55)
