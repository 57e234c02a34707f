"""Names of authors in bylines.

In: a byline as shown ("By Jane Roe and Ali Bey, Political editor, in Ankara"), the page's language if known. Out: the
authors, without the words, roles, places, times and addresses around them, spelled as shown; newsrooms and agencies
as `Organization`. Left to others: which line is a byline, and whether a newsroom counts as an author.
"""

from __future__ import annotations

import re

from copydesk.records import Author
from copydesk.values.agencies import find_agency
from copydesk.values.moments import find_moments
from copydesk.values.name_shapes import (
    CREDENTIALS,
    DOMAIN,
    EAST_ASIAN,
    EAST_ASIAN_ROLE,
    SUFFIXES,
    author_of,
    is_full_name,
    is_role,
    squeeze,
)
from copydesk.words import byline_words, join_pattern, lead_of, stop_of

LONGEST_BYLINE = 300
"""Characters; a longer text is a biography or a paragraph."""
MOST_AUTHORS = 24
NOISE = re.compile(
    r"<?\b[\w.+\-]{1,64}@[\w\-]{1,64}\.[\w.\-]{2,64}>?|https?://\S+|@\w+|[®™©℠]"
    r"|[\[(]?\b\d{1,3}\+?\s?-?(?:min(?:uten?|utes?|uti|utos?)?|мин|хв|分钟?)\b\.?(?:\s?(?:read|lesezeit|de "
    r"lectura|de lecture|lues))?[\])]?"
    r"|\b\d{1,2}:\d{2}\b(?:\s?[AaPp]\.?[Mm]\.?)?|\b\d{1,2}\s(?:hours?|minutes?|days?|weeks?|months?|years?)\sago\b",
    re.IGNORECASE,
)
"""Takes `jane@paper.org`, `@jane`, `5 min read`, `17:04`; refuses names."""
NOISE_HINT = re.compile(r"[@\d®™©℠]|://")
"""Takes a character that all noise has."""
SEGMENT = re.compile(r"\s*[|•·∙▪;\n\t]\s*|\s+[\-–—―]+(?:\s+|$)|^[\-–—―]+\s*")
"""Takes ` | ` and ` - ` between parts of a byline; refuses the hyphen of `Anne-Marie`."""
SEGMENT_SIGNS = "|-–—•·∙▪;\n\t―"
"""One of them stands between any two parts."""
COMMA = re.compile(r"\s*[,،、，]\s*")
"""Takes `, ` and `、`."""
SLASH = re.compile(r"\s*[/／]\s*")
BRACKETS = re.compile(r"\s*[(\[（［](?!(?<=\()[A-ZÀ-Þ][a-zà-ÿ]+\)\s+[A-ZÀ-Þ][a-zà-ÿ])[^()\[\]（）［］]{0,80}[)\]）］]")
"""Takes ` (CNN)`; refuses the `(Ann)` of `Jane (Ann) Roe`."""
AND_OTHERS = re.compile(r"\s*(?:외\s?\d+\s?[명인]|等|ほか|et al\.?|and others|u\. ?a\.)\s*$")
"""Takes `외 1명` (and one more) and `et al.`."""
OTHERS_WORDS = ("et al", "others", "u.", "외", "等", "ほか")
"""What `AND_OTHERS` holds."""


def parse_byline(text: str, language: str | None = None) -> tuple[Author, ...]:
    """The authors that a byline names, in order, each once; () where it names none.

    A text above `LONGEST_BYLINE` characters is no byline.
    """
    if not text or len(text) > LONGEST_BYLINE:
        return ()
    authors: list[Author] = []
    was_led = False
    for segment in _segments(_without_noise(text, language)):
        if not segment.strip():
            continue
        stop = stop_of(segment)
        kept = segment if stop is None else segment[:stop]
        is_led, rest = _split_lead(kept)
        found = _authors_of(rest, is_led) if rest else []
        if authors and was_led and not is_led:
            continue
        was_led = was_led or is_led
        if authors and not is_led:
            found = [author for author in found if author.type == "Person" and is_full_name(author.name.split())]
        authors.extend(found)
    return _each_once(authors)


def _segments(line: str) -> list[str]:
    return SEGMENT.split(line) if any([sign in line for sign in SEGMENT_SIGNS]) else [line]


def _each_once(authors: list[Author]) -> tuple[Author, ...]:
    first: dict[str, Author] = {}
    for author in authors:
        first.setdefault(squeeze(author.name), author)
    return tuple(first.values())[:MOST_AUTHORS]


def _without_noise(text: str, language: str | None) -> str:
    """The line with a bar in place of each date, and without addresses, handles and reading times."""
    pieces: list[str] = []
    position = 0
    for start, end, _ in find_moments(text, language):
        pieces.append(text[position:start])
        position = end
    pieces.append(text[position:])
    line = "|".join(pieces)
    return NOISE.sub(" | ", line) if NOISE_HINT.search(line) is not None else line


def _split_lead(segment: str) -> tuple[bool, str]:
    """Whether words such as "By" or "Text:" opened the segment, and the rest of it."""
    rest = segment.strip()
    is_led = False
    for _ in range(MOST_LEADS):
        lead = lead_of(rest)
        if lead is None or not _is_lead(rest, *lead):
            break
        is_led, rest = True, rest[lead[1] :]
    return is_led, rest.strip(" :,-–—")


MOST_LEADS = 3
"""`Text: Interview von` has two."""


def _is_lead(rest: str, lead: str, end: int) -> bool:
    """A short lead with a capital before one more word is a surname's particle: `Di Marco`, `De Telegraaf`."""
    is_capital = rest.lstrip(" ([（")[:1].isupper()
    if len(lead) > LONGEST_PARTICLE or not is_capital or lead in ("by", "von", "par", "por"):
        return True
    return rest[end - 1] in ":/：／ " or len(rest[end:].split()) > 1


LONGEST_PARTICLE = 3


def _authors_of(text: str, is_led: bool) -> list[Author]:
    if any([word in text for word in OTHERS_WORDS]):
        text = AND_OTHERS.sub("", text)
    inner = text.strip()
    if inner[:1] in "(（[" and inner[-1:] in ")）]":
        text = inner[1:-1]
    if any([bracket in text for bracket in "([（［"]):
        text = BRACKETS.sub("", text) or text
    if not text.isascii() and EAST_ASIAN.search(text):
        return _east_asian_authors(text)
    if is_whole_body(text):
        only = author_of(text, is_alone=True)
        return [] if only is None else [only]
    pieces = [piece for piece in COMMA.split(text) if piece.strip(" .")]
    if _is_reversed(pieces, text):
        return [Author(", ".join(pieces))]
    groups = [_joined(piece) for piece in pieces]
    are_lone = all(len(name.split()) == 1 for group in groups for name in group)
    authors: list[Author] = []
    is_after_body = False
    for index, group in enumerate(groups):
        if index and _is_addition(group[0]):
            if group[0].lower() in SUFFIXES and authors:
                authors[-1] = Author(f"{authors[-1].name}, {group[0]}")
            continue
        is_alone = index == 0 or (are_lone and len(groups) > 2 and not is_after_body)
        found = [author_of(name, is_alone=is_alone, is_led=is_led) for name in group]
        is_after_body = is_after_body or any(author is not None and author.type != "Person" for author in found)
        authors.extend(
            author
            for author, name in zip(found, group, strict=True)
            if author is not None and (index == 0 or _is_sure(author, name, authors))
        )
    return authors


def _is_addition(piece: str) -> bool:
    """What follows a name and a comma without being a name: `MD`, `Jr.`, `Political editor`."""
    words = piece.split()
    return (
        piece.lower() in SUFFIXES
        or all(word.lower() in CREDENTIALS or (word.isupper() and len(word) <= LONGEST_DEGREE) for word in words)
        or is_role(words)
    )


LONGEST_DEGREE = 6
"""Capitals such as `DACVB` after a name and a comma."""


def is_whole_body(text: str) -> bool:
    """An institute's name may hold "and": `Center for Drug Evaluation and Research`."""
    words = text.split()
    is_body = bool(words) and words[0].lower() in byline_words("organization")
    return (
        is_body
        and len(words) > 3
        and words[1].lower() in ("for", "of", "für", "de", "para", "pour")
        and "," not in text
    )


def _is_sure(author: Author, piece: str, before: list[Author]) -> bool:
    """A later piece counts only when all of it is a full name or an agency; else it is a place, a paper or a role."""
    if author.type != "Person":
        is_person_known = any(earlier.type == "Person" for earlier in before)
        return find_agency(piece) is not None or not is_person_known
    words = piece.split()
    return len(words) == 1 or (is_full_name(words) and not is_role(words))


def _is_reversed(pieces: list[str], text: str) -> bool:
    """`Kaufman, Jeff T.` is one person: a single word, then at most two that start with capitals."""
    if len(pieces) != 2 or len(pieces[0].split()) != 1 or join_pattern().search(text) is not None:
        return False
    given = pieces[1].split()
    if len(given) > 2 or any(not word[0].isupper() for word in (*given, pieces[0])) or DOMAIN.fullmatch(pieces[1]):
        return False
    return (
        not is_role(given)
        and pieces[1].lower() not in SUFFIXES
        and squeeze(pieces[1]) not in CREDENTIALS
        and author_of(pieces[0], is_alone=True) == Author(pieces[0])
        and author_of(pieces[1], is_alone=True) == Author(pieces[1])
    )


def _joined(piece: str) -> list[str]:
    """A piece cut at "and" and, between full names, at slashes."""
    names: list[str] = []
    for name in join_pattern().split(piece):
        parts = [part for part in SLASH.split(name) if part] if "/" in name or "／" in name else [name]
        keeps_whole = len(parts) > 1 and len(parts[0].split()) == 1 and len(parts[-1].split()) > 1
        names.extend([name] if keeps_whole else parts)
    names = [name.removeprefix("and ").removeprefix("und ").removeprefix("et ") for name in names]
    return [name for name in names if name.strip()] or [piece]


def _east_asian_authors(text: str) -> list[Author]:
    """Names of two to four characters, parted by spaces, commas, slashes or middle dots."""
    text = EAST_ASIAN_ROLE.sub(" , ", text) if EAST_ASIAN_ROLE.sub("", text).strip(" ,、") else text
    pieces = [piece for part in COMMA.split(text) for piece in SLASH.split(part) if piece.strip()]
    names: list[str] = []
    for piece in pieces:
        words = piece.split()
        is_list = len(words) > 1 and all(2 <= len(word) <= 4 and EAST_ASIAN.match(word) for word in words)
        names.extend(words if is_list else [piece])
    return [author for name in names if (author := author_of(name, is_alone=True)) is not None]
