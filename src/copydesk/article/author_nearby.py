"""Lines near the story that name the author and were not labelled bylines.

In: a View, the language. Out: offers, each with how far it is trusted. Left to others: lines with links to an author's
page (`author_lines`), the names in a line (`author_line_names`), the choice (`author_choice`).
"""

from __future__ import annotations

import re
from bisect import bisect_right

from copydesk._kernel import CLASS_WORDS, TAGS
from copydesk.article.author_choice import AuthorOffer, offer_of
from copydesk.article.author_line_names import GLUED_LEAD, is_sure, names_in
from copydesk.article.view import View
from copydesk.records import PARTS, Author, Candidate
from copydesk.values.name_shapes import EAST_ASIAN_ROLE, is_full_name, is_role, is_team
from copydesk.words import first_lead_words, lead_of

LONGEST_NEAR = 120
"""Characters of a line that was not labelled a byline and may still be one."""
BYLINE_HEAD = re.compile(
    r"(?:(?:written|posted|published)\s+)?(?:by|von|par|por|di|door|av|af|автор)\b:?\s+\S", re.IGNORECASE
)
"""A line that begins as a byline: takes `By Jane`, `Posted by jane`; refuses `Bye`."""


AUTHOR_CLASSES = 1 << CLASS_WORDS.index("author") | 1 << CLASS_WORDS.index("byline")
DOUBTFUL_PARTS = frozenset(PARTS.index(name) for name in ("navigation", "promotion", "headline", "topic", "control"))
"""A line with one of these labels names the author only where all of it is one full name, or where `By` leads."""


def classes_of(view: View, block: int) -> int:
    """Class words of a block, its element and the element around that."""
    containers = view.page.containers
    container = view.page.blocks.containers[block]
    parent = containers.parents[container]
    around = containers.class_words[parent] if parent >= 0 else 0
    return view.page.blocks.class_words[block] | containers.class_words[container] | around


def read_near(view: View, language: str | None) -> list[AuthorOffer]:
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


def read_after_story(view: View, language: str | None) -> list[AuthorOffer]:
    """The first line at the story's end or a little below that says who wrote it."""
    page, body = view.page, view.of("body")
    last = view.parts.blocks[body[-1]] if body else 0
    for block in range(max(0, last - INTO_STORY), min(len(page.blocks), last + BELOW_STORY)):
        if page.blocks.ends[block] - page.blocks.starts[block] <= LONGEST_NEAR:
            text = page.block_text(block)
            is_signed = block == last and _is_signature(view, block, text)
            names = names_in(text, language) if is_signed or _is_surely_led(text) or is_team(text) else ()
            if is_signed:
                names = tuple([name for name in names if name.name == text and is_full_name(text.split())])
            if names and not _is_others(view, block):
                return [offer_of(Candidate(text, "visible", f"line {block + 1}", AFTER_TRUST), names, is_firm=True)]
    return []


def _is_signature(view: View, block: int, text: str) -> bool:
    """Whether the story's last line is a few words that stand out as a whole, as the name of who signs it does."""
    if not 0 < text.count(" ") < MOST_SIGNED:
        return False
    marks, start, end = view.page.marks, view.page.blocks.starts[block], view.page.blocks.ends[block]
    rows = [row for row in view.page.blocks.marks_of(block) if view.mark_tags[row] in EMPHASIS]
    return any(marks.starts[row] <= start and marks.ends[row] >= end for row in rows)


EMPHASIS = frozenset(TAGS.index(name) for name in ("strong", "b", "em", "i"))
MOST_SIGNED = 4
"""Words of a name that signs a story."""


def _is_others(view: View, block: int) -> bool:
    """Whether a block belongs to a comment or to a teaser of another story."""
    piece = bisect_right(view.parts.blocks, block) - 1
    is_piece = piece >= 0 and view.parts.blocks[piece] == block
    return is_piece and view.parts.codes[piece] in (COMMENT, TEASER)


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
        return names_in(text, language), LED_TRUST
    is_classed = bool(classes_of(view, block) & AUTHOR_CLASSES)
    has_title = not text.isascii() and EAST_ASIAN_ROLE.search(text) is not None
    if not is_classed and not has_title and code != DATE and DATED_NAME.fullmatch(text) is None:
        return (), 0.0
    names = names_in(text, language)
    if has_title and len(text) <= LONGEST_TITLED:
        return tuple(name for name in names if name.type == "Person"), CLASSED_TRUST
    if code in DOUBTFUL_PARTS or not is_classed:
        names = tuple(name for name in names if len(names) == 1 and is_sure(name, text) and not is_role(text.split()))
    return names, CLASSED_TRUST


DATED_NAME = re.compile(r"[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]*){1,3} [|·•–-] [^|·•–]{0,20}\d{1,4}[^|·•–]{0,20}")
"""Takes `Jane Roe | 29.07.2006 um 14:26`; refuses `Read on | 5 comments`."""
LONGEST_TITLED = 40
"""Characters of a line with a name and a title such as `記者`."""


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
