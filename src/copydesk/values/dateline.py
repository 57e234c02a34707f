"""The dateline at the head of a story: where it was filed, by which agency, on which day.

In: the first paragraph of a story. Out: place, agency, day as written, and how many characters they take; None where
the paragraph begins at once. Left to others: whether the paragraph is the first. Precision first: a dash in a
sentence, a name before it or a heading in capitals is no dateline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from copydesk.values.agencies import locate_agency, may_name_agency
from copydesk.values.days import DIGIT
from copydesk.values.moments import parse_moment
from copydesk.words import known_places, month_of

LONGEST_DATELINE = 110
"""Characters up to the dash; the longest seen is a place, a state, a country, a date and an agency in brackets."""
LONGEST_PLACE = 48
MOST_PLACE_WORDS = 6


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline says; unknown is None."""

    place: str | None
    agency: str | None
    moment: str | None
    """The day as written, often without its year."""
    length: int
    """Characters of the paragraph that the dateline takes, dash and spaces included."""


DASH = re.compile(
    r"\s*(?:[–—―]|--|(?<=[\s)./])-(?=\s|$)|(?<=\))\s*[:.])(?:\s+|$|(?<=[–—―]))|(?<=\S):\s+(?=[A-ZÀ-ÞА-Я„“«\"])"
)
"""Takes the mark that ends a dateline: ` — `, ` - `, `): `; refuses the hyphen of a word."""
BRACKETED = re.compile(r"\s*[(\[（]([^()\[\]（）]{4,60})[)\]）]\s*[–—―-]*\s*")
"""Takes `(Roma, 3 maggio) – ` at the head."""
TAIWANESE = re.compile(
    r"\s*[〔（(【\[](?:記者|记者|中央社記者"
    r"|特派員)(?P<author>[\u3400-\u9fff]{2,10})[／/](?P<place>[\u3400-\u9fff]{2,6}?)(?:綜合)?(?:報導|报道|電|特稿)[〕）)】\]]\s*"
)
"""Takes `〔記者王小明／台北報導〕`."""
EAST_ASIAN = re.compile(
    r"\s*[（(【\[]?(?P<agency>[^\W\d_]{2,8}?[社网網]|本报|本報"
    r"|记者)(?P<place>[\u3400-\u9fff]{2,8}?)(?P<moment>\d{1,2}月\d{1,2}日)(?:\s?[电電讯訊]|报道|報道)[）)】\]]?[\s：:，,]*"
)
"""Takes `新华社北京11月9日电`."""
KOREAN = re.compile(
    r"\s*[(\[](?P<place>[가-힣]{2,12})\s?=\s?(?P<agency>[가-힣A-Z0-9]{2,10})\)?[^)\]]{0,30}[)\]]\s*(?:[가-힣]{2,4}\s기자\s*)?=?\s*"
)
"""Takes `(서울=연합뉴스) 홍길동 기자 = `."""
AGENCY_BRACKETS = re.compile(
    r"\s*(?:[(\[（]\s*(?P<inside>[^()\[\]（）]{2,40}?)\s*[)\]）]|/(?P<slashed>[^()/]{2,20})/)\s*"
)
"""Takes ` (AP) ` and ` /ТАСС/`."""
INDIAN = re.compile(
    r"\s*(?P<place>[\u0900-\u0963\u0971-\u097f]{2,20}(?:\s[\u0900-\u0963\u0971-\u097f]{2,15})?)\s?।\s+(?=\S)"
)
"""Takes `वाराणसी। `: one or two words and the sign that ends a sentence are a place."""
PLACE_WORD = re.compile(r"[^\W\d_][^\W\d_’'`\-.]*(?:[’'`\-.][^\W\d_]+)*\.?")
"""Takes one word of a place: `Aix-en-Provence`, `Wash.`."""
SMALL_WORDS = frozenset(
    "of de la le les del der am an der im in sur sous am und y e do da dos das di near upon den and в на 'the' "
    "the".split()
)
HONORIFICS = frozenset("mr mrs ms dr prof sir president minister herr frau monsieur m mme".split())


def split_dateline(paragraph: str, language: str | None = None) -> Dateline | None:
    """The dateline that opens a paragraph, or None."""
    head = paragraph[: LONGEST_DATELINE + 4]
    for match in (EAST_ASIAN.match(head), KOREAN.match(head), TAIWANESE.match(head), INDIAN.match(head)):
        if match is not None:
            return _east_asian(match)
    found = _bracketed(head, language) or _dashed(head, language) or _pointed(head, language)
    return found


def _east_asian(match: re.Match[str]) -> Dateline:
    mention = locate_agency(match.groupdict().get("agency") or "")
    moment = match.groupdict().get("moment")
    return Dateline(match["place"], mention.name if mention else None, moment, match.end())


def _bracketed(head: str, language: str | None) -> Dateline | None:
    """`(Roma, 3 maggio) – `: all in brackets; counts only with a day or an agency."""
    match = BRACKETED.match(head)
    if match is None:
        return None
    fields = _fields(match[1], language)
    if fields is None or (fields[1] is None and fields[2] is None):
        return None
    return Dateline(*fields, match.end())


def _dashed(head: str, language: str | None) -> Dateline | None:
    """`WASHINGTON, Nov 9 (Reuters) - `: place and more, up to a dash."""
    for match in DASH.finditer(head, 2):
        inside = head[: match.start()]
        fields = _fields(inside, language)
        if fields is not None:
            place, agency, moment = fields
            if not _is_sure(fields, inside, match[0].strip()):
                return None
            return Dateline(place, agency, moment, match.end())
        if match[0].strip() not in ("-", ""):
            return None
    return None


def _is_sure(fields: tuple[str | None, str | None, str | None], text: str, mark: str) -> bool:
    """Whether the pieces before the mark can be nothing but a dateline."""
    place, agency, moment = fields
    if agency is not None or (place is not None and place.lower() in known_places()):
        return True
    if moment is not None:
        return mark != ":" and text.split()[0].strip(",.-").isupper()
    return mark not in (":", "-") and _is_shouted(text)


def _pointed(head: str, language: str | None) -> Dateline | None:
    """`КИЕВ. 3 декабря. УНН. ` and `МОСКВА, 29 июня. /ТАСС/. `: pieces that end in full stops."""
    if not may_name_agency(head):
        return None
    ends = [match.end() for match in re.finditer(r"[.)/]\s+|/\.\s+", head)][:MOST_POINTS]
    for end in reversed(ends):
        fields = _fields(head[:end], language)
        if fields is not None and fields[0] is not None and fields[1] is not None:
            return Dateline(*fields, end)
    return None


MOST_POINTS = 5
"""Full stops that are tried as the end of a pointed dateline."""


def _fields(text: str, language: str | None) -> tuple[str | None, str | None, str | None] | None:
    """(place, agency, day as written) when the text is nothing but these; None otherwise."""
    rest = text.strip(" \t-–—:,/")
    agency, rest = _take_agency(rest)
    moment, rest = _take_moment(rest, language)
    if agency is None:
        agency, rest = _take_agency(rest)
    place = " ".join(rest.split()).strip(" ,;:()/[]-–—|")
    place = LEFTOVER.sub("", place)
    place = place if ABBREVIATED.search(place) else place.rstrip(".")
    if not place:
        return (None, agency, moment) if agency is not None and moment is not None else None
    if not _is_place(place):
        return None
    return place, agency, moment


LEFTOVER = re.compile(r"(?:[\s,.]+(?:le|il|el|den|am|vom|on|the|d\.))$")
"""Takes the article that stood before the day: `, le`."""
ABBREVIATED = re.compile(r"[,\s](?:[A-Z]\.)+$|,\s[A-Z][a-z]{1,5}\.$")
"""Takes the end of `AUBURN, Wash.` and `WASHINGTON D.C.`, whose full stop belongs to the place."""


def _take_agency(text: str) -> tuple[str | None, str]:
    if not may_name_agency(text):
        return None, text
    for match in AGENCY_BRACKETS.finditer(text):
        mention = locate_agency(f"({match['inside'] or match['slashed']})")
        if mention is not None:
            return mention.name, f"{text[: match.start()]} , {text[match.end() :]}".strip(" ,")
    pieces = re.split(r"\s*[.,;–—|]\s+|\s+-\s+", text)
    for piece in pieces[1:]:
        mention = locate_agency(piece)
        if mention is not None and len(mention.shown) >= len(piece.strip(" .")) - 1:
            return mention.name, text.replace(piece, "", 1).strip(" ,.")
    return None, text


def _take_moment(text: str, language: str | None) -> tuple[str | None, str]:
    """A day with its month, the year or not: `Nov 9`, `3 декабря`, `15. April 2025`."""
    if DIGIT.search(text) is None:
        return None, text
    match = DAY_AND_MONTH.search(text)
    while match is not None:
        words = (match["before"], match["after"])
        named = [word for word in words if word and month_of(word.strip("."), language) is not None]
        if named:
            start = match.start() if match["before"] in named else match.start("day")
            end = match.end() if match["after"] in named or match["year"] else match.end("day")
            return text[start:end].strip(" ,."), f"{text[:start]}{text[end:]}".strip(" ,.")
        match = DAY_AND_MONTH.search(text, match.end("day"))
    numeric = NUMERIC_DAY.search(text)
    if numeric is not None and parse_moment(numeric[0], language) is not None:
        return numeric[0], text[: numeric.start()] + text[numeric.end() :]
    return None, text


DAY_AND_MONTH = re.compile(
    r"(?:(?P<before>[^\W\d_]{3,12}\.?)\s)?(?<!\w)(?P<day>\d{1,2})(?:\.|st|nd|rd|th|º|er)?(?:\s(?:de\s"
    r"|d['’])?(?P<after>[^\W\d_]{3,14})\.?)?(?:,?\s(?:de\s)?(?P<year>\d{4}))?"
)
"""Takes `Nov 9`, `3 декабря`, `9 de noviembre de 2023`."""
NUMERIC_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}")
"""Takes `09/11/2023`."""


def _is_place(place: str) -> bool:
    """Words that start with a capital, small words between them, commas and slashes; not a title with a name."""
    if len(place) > LONGEST_PLACE or any(map(str.isdigit, place)):
        return False
    words = re.split(r"[\s,/]+", place)
    if "." in words[0][:-1] and not words[0].isupper():
        return False
    if not 0 < len(words) <= MOST_PLACE_WORDS or words[0].lower().strip(".") in HONORIFICS:
        return False
    for word in words:
        if word.lower() in SMALL_WORDS and word != words[0]:
            continue
        if PLACE_WORD.fullmatch(word) is None or word[0].islower():
            return False
    return True


def _is_shouted(text: str) -> bool:
    """Whether the first word is in capitals, as a place without an agency or day must be: `AUBURN, Wash.`."""
    words = re.split(r"[\s,/]+", text.strip())
    first = words[0].strip(".-")
    if any(word.lower().strip(".-:") in NOT_PLACES for word in words):
        return False
    upper = [word for word in words if word.isupper()]
    return len("".join(upper)) >= SHORTEST_SHOUT and first.isupper() and (len(upper) == len(words) or "," in text)


NOT_PLACES = frozenset(
    "news breaking update updated exclusive watch video photos tldr note notes warning editor opinion analysis "
    "live just read also"
    " important spoiler edit press release question answer step part chapter review interview podcast select "
    "table true false date published posted".split()
)
"""Words in capitals that head kickers and lists."""
SHORTEST_SHOUT = 4
"""`NEW`, `OK` and `USA` before a dash head lists and kickers; four letters are a place more often than not."""
