"""Words that point to a teaser and are no part of it.

In: a short line, or a headline. Out: whether the line only points (`Read more`, `Previous article`, `3.`, `Video`), and
where a headline begins after such words. Left to others: which lines belong to a teaser.
"""

from __future__ import annotations

import re
from functools import cache

from copydesk.words import read_table

LONGEST_POINTER = 40
"""Characters."""
EDGES = " \ufeff\u200b\t\n:：.…!?|–—-·•,»«›‹/>→←↗[]()+0123456789"
"""Signs and numbers around such words."""
FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|svg)", re.IGNORECASE)
"""Takes `/images/river.png`, refuses `At the river.`"""
WORDS = re.compile(r"[^\s:：»›|]+")
"""Takes one word."""
MOST_WORDS = 4


def is_section(target: bytes) -> bool:
    """Whether the target of a link, in lower case, is the front page, a section or a place on the page itself."""
    return SECTION.fullmatch(target) is not None


SECTION = re.compile(rb"(?:https?://[^/?#]+)?(?:/(?:[a-z]+/)?(?:[a-z]+(?:[-_][a-z]+)?)?/?)?(?:#.*)?")
"""Takes `/`, `/world/latest-news/`, `#`, nothing; refuses `/ten-ferries-to-take`, `/news/4711`, `ferries.html`."""


def is_pointer(text: str) -> bool:
    """Whether a line has nothing to say of what it points to."""
    if len(text) > LONGEST_POINTER:
        return FILE_NAME.fullmatch(text) is not None
    plain = text.strip(EDGES).lower()
    if not plain:
        return len(text.strip()) < MOST_DIGITS
    return plain in _pointers() or FILE_NAME.fullmatch(text) is not None


MOST_DIGITS = 4
"""Characters of a place in a ranking, `10.`; longer numbers are times and counts."""


def pointer_end(headline: str) -> int:
    """Where the headline begins after `Read also: ` or `Next article`; 0 where nothing stands before it."""
    first = WORDS.match(headline)
    if first is None or first[0].lower() not in _first_words():
        return 0
    words: list[str] = []
    for match in WORDS.finditer(headline[: LONGEST_POINTER + 8]):
        words.append(match[0].lower())
        end = match.end()
        rest = headline[end:].lstrip(" :：»›|–-")
        if len(words) > MOST_WORDS or not rest:
            break
        kind = _pointers().get(" ".join(words).strip(EDGES))
        is_marked = headline[end : end + 2].strip()[:1] in tuple(":：»›|")
        if kind in ("neighbour", "also") and (is_marked or (kind == "neighbour" and len(words) > 1)):
            return len(headline) - len(rest)
    return 0


@cache
def _first_words() -> frozenset[str]:
    return frozenset(form.split()[0] for form in _pointers())


@cache
def _pointers() -> dict[str, str]:
    return {plain: kind for form, kind in read_table("pointers") if (plain := form.strip(EDGES))}
