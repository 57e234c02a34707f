"""News agencies in bylines, datelines, credit lines and at the end of a story.

In: a line or a paragraph. Out: the agency it names, by its usual name, and where it stands. Left to others: whether
the agency wrote the page. A word that only contains the initials of an agency is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from copydesk.words import read_table

SHORT_LINE = 80
"""A line up to this length is read as a byline or credit; of a longer one only the brackets at its end are read."""
LONGEST_CREDIT = 60
"""Characters inside the brackets at the end of a paragraph."""
END_CREDIT = re.compile(
    r"(?:[(\[（［]([^()\[\]（）［］]{2,60})[)\]）］]|(?:(?<=[\s.])/|©\s?)([^/©]{2,30})/?|[.!?。]\s+([^\W\d_]{2,12}))[\s.]*$"
)
"""Takes ` (ANSA).` and ` (ats/nxp)` and ` © Reuters` at the end of a paragraph; refuses brackets in its middle."""
CONTRIBUTED = re.compile(
    r"contributed to this (?:report|story|article)|additional reporting|with (?:agencies|reports from|files "
    r"from)|mit Material (?:von|der)|avec |con información de|com informações d",
    re.IGNORECASE,
)
"""Takes `AP contributed to this report`."""
MARKS_BEFORE = "(/[［（©|"
MARKS_AFTER = ")/]］）|-"
VIA = re.compile(r"(?:\bvia|©|\(c\)|copyright|quelle:?|source:?|fuente:?|fonte:?|источник:?)\s*$", re.IGNORECASE)
"""Takes `Sputnik, Pool via ` before the agency's name."""


@dataclass(frozen=True, slots=True)
class AgencyMention:
    """An agency named in a line: its usual name, what the line calls it, and where."""

    name: str
    shown: str
    start: int
    end: int


def find_agency(text: str) -> str | None:
    """The usual name of the agency that a byline, credit line or paragraph's end names; None where none is named."""
    mention = locate_agency(text)
    return None if mention is None else mention.name


def may_name_agency(text: str) -> bool:
    """Whether a word of a text begins the name of an agency: far cheaper than to look for one piece by piece."""
    lower = text.lower()
    if len(lower) != len(text) or not _aliases().keys().isdisjoint(WORD.findall(lower)):
        return True
    return not text.isascii() and _unspaced().search(text) is not None


def locate_agency(text: str) -> AgencyMention | None:
    """The first agency of a short line; of a longer text, the one credited at its very end."""
    if len(text) <= SHORT_LINE:
        first = _first_mention(text, 0)
        is_nameless = first is None and "İ" not in text  # which grows in lower case and shifts what follows
        through = None if is_nameless else THROUGH.search(text)
        found = None if through is None else _first_mention(text[through.start() :], through.start())
        return found or first
    tail = max(0, len(text) - SHORT_LINE)
    match = END_CREDIT.search(text, tail) if _may_end_in_credit(text[tail:]) else None
    if match is not None:
        inside = next(index for index in (1, 2, 3) if match[index] is not None)
        mention = _first_mention(text[match.start() : match.end()], match.start())
        if mention is not None and _is_credit(text[match.start(inside) : match.end(inside)], mention):
            return mention
    if len(text) <= LONGEST_NOTE and _may_be_note(text) and CONTRIBUTED.search(text) is not None:
        return _first_mention(text, 0)
    return None


def _may_end_in_credit(tail: str) -> bool:
    """Whether `END_CREDIT` has a chance: it tries every character, which costs far more than this."""
    if "/" in tail or "©" in tail:
        return True
    core = tail.rstrip()
    while core.endswith("."):
        core = core.rstrip(".").rstrip()
    return core.endswith((")", "]", "）", "］")) or "".join(core.rsplit(None, 1)[:1]).endswith((".", "!", "?", "。"))


def _may_be_note(text: str) -> bool:
    """Whether `CONTRIBUTED` has a chance; a text with letters beyond ASCII is left to the pattern itself."""
    lower = text.lower()
    return not text.isascii() or any([word in lower for word in NOTE_WORDS])


NOTE_WORDS = ("contributed to", "additional rep", "with agen", "with rep", "with fil", "mit mat", "avec ", "informa")
"""The beginnings of what `CONTRIBUTED` takes."""
THROUGH = re.compile(r"\bvia\s", re.IGNORECASE)
"""Takes the `via ` of `Jane Roe, Sputnik, Pool Photo via AP`: the agency after it delivered the picture."""
LONGEST_NOTE = 250
"""Characters of a closing note such as "The Associated Press contributed to this report"."""
MOST_OTHER_WORDS = 3


def _is_credit(inside: str, mention: AgencyMention) -> bool:
    """A credit holds the agency and little else: `ats/nxp`, `Material from AP was used`."""
    return len(inside.split()) <= MOST_OTHER_WORDS + len(mention.shown.split())


def _first_mention(text: str, shift: int) -> AgencyMention | None:
    if not may_name_agency(text):
        return None
    lower = text.lower()
    aliases = _aliases()
    for word in WORD.finditer(text):
        for alias, kind, name in aliases.get(lower[word.start() : word.end()], ()):
            end = word.start() + len(alias)
            if _stands_here(text, lower, word.start(), end, alias, kind):
                return AgencyMention(name, text[word.start() : end], shift + word.start(), shift + end)
    if not text.isascii():
        match = _unspaced().search(text)
        if match is not None:
            return AgencyMention(_unspaced_names()[match[0]], match[0], shift + match.start(), shift + match.end())
    return None


def _stands_here(text: str, lower: str, start: int, end: int, alias: str, kind: str) -> bool:
    is_same = lower.startswith(alias.lower(), start) if kind == "name" else text.startswith(alias, start)
    if not is_same or NO_EDGE_AFTER.match(text, end) or (start and text[start - 1] in "@.-"):
        return False
    if kind == "shy":
        return _is_marked(text, start, end)
    if kind == "initials":
        following = LOWER_WORD.match(text, end)
        return following is None or following[1] in JOINING_WORDS
    return True


WORD = re.compile(r"[^\W\d_]+|\d+")
"""Takes one word or number."""
NO_EDGE_AFTER = re.compile(r"[^\W_]|@|\.[^\W\d_]")
"""Takes what makes a longer word or an address of the alias before it: `s`, `.com`."""
LOWER_WORD = re.compile(r"\s([^\W\d_A-Z]+)\b")
"""Takes ` courses` after `AP`, refuses ` Sport` after `dpa`."""
JOINING_WORDS = frozenset("and und et y e och og en i и та contributed via with mit avec con com by".split())


def _is_marked(text: str, start: int, end: int) -> bool:
    """Whether brackets, slashes, `©` or `via` say that the initials are a source."""
    if text.strip(" .()[]") == text[start:end]:
        return text.strip()[:1] in MARKS_BEFORE
    before, after = text[:start].rstrip()[-1:], text[end:].lstrip()[:1]
    if before and before in MARKS_BEFORE:
        return not after or after in MARKS_AFTER or after in ".,:"
    return VIA.search(text, 0, start) is not None or (bool(after) and after == "/" and end < len(text))


@cache
def _aliases() -> dict[str, tuple[tuple[str, str, str], ...]]:
    """First word of an alias in lower case to (alias, kind, usual name), the longest alias first."""
    by_word: dict[str, list[tuple[str, str, str]]] = {}
    for alias, kind, name in sorted(read_table("agencies"), key=lambda row: -len(row[0])):
        word = WORD.match(alias)
        if word is not None and EAST_ASIAN_NAME.match(alias) is None:
            by_word.setdefault(word[0].lower(), []).append((alias, kind, name))
    return {word: tuple(rows) for word, rows in by_word.items()}


EAST_ASIAN_NAME = re.compile(r"(?=[^\x00-\x7f])[\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Takes `新华社`, which needs no space around it; refuses `ТАСС`."""


@cache
def _unspaced_names() -> dict[str, str]:
    return {alias: name for alias, _, name in read_table("agencies") if EAST_ASIAN_NAME.match(alias) is not None}


@cache
def _unspaced() -> re.Pattern[str]:
    """Takes the East Asian names, `新华社` in `新华社北京11月9日电`."""
    return re.compile("|".join(re.escape(alias) for alias in sorted(_unspaced_names(), key=len, reverse=True)))
