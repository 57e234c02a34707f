"""Days in visible text, in many languages, scripts and calendars.

In: a line, the page's language if known. Out: the full dates it holds, with their places. Left to others: times
(`clock`), metadata and addresses (`moments`). Day comes before month unless the language or the values say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from copydesk.values.calendars import BUDDHIST_YEARS, ERAS, PERSIAN_YEARS, buddhist_day, gregorian_day, persian_day
from copydesk.words import month_of

DIGIT = re.compile(r"\d")
"""Takes any script's digit."""
HINT = re.compile(r"[12]\d{3}|\d\s?[./‑-][\s\u200e\u200f]?\d|年|년")
"""Takes what every full date has: a year of four digits, two numbers with a mark between, or the sign for a year."""
NUMERIC = re.compile(
    r"(?P<first>\d(?<!\d\d)(?<!\d[./:,-]\d)\d{0,3})[\u200e\u200f]?(?P<sep>[./‑-]|\.\s|\s[/|]\s|-\s?)[\u200e\u200f]?"
    r"(?P<second>\d{1,2})[\u200e\u200f]?(?P=sep)[\u200e\u200f]?(?P<third>\d{4}(?!:\d)|\d{2})(?=\d{1,2}:\d\d"
    r"|(?!\d)(?![./-]\d))"
)
"""Takes `9.11.2023`, `2023/11/09`, `9. 11. 2023` and `9 | 11 | 2023`; refuses `1.2.3.4` and `555-12-20231`."""
EAST_ASIAN = re.compile(
    r"(?:(?P<era>令和|平成|昭和|民國|民国)\s?)?(?<!\d)(?P<year>\d{1,4}"
    r"|元)\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일号號]?"
)
"""Takes `2023年11月9日` and `2023년 11월 9일`; refuses `11月9日`."""
VIETNAMESE = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2}),?\s+(?:năm\s+)?(?P<year>\d{4})", re.IGNORECASE
)
"""Takes `9 tháng 11 năm 2023`; refuses `9 tháng Mười`."""
YEAR = re.compile(
    r"(?P<year>[12](?<![\d.,:$€£+][12])(?<!\d[-/][12])(?:(?<=1)[3489]|(?<=2)[0456])\d\d)"
    r"(?=\d{1,2}:\d\d|(?![\d%])(?![.,:]\d))"
)
"""A digit first, what may not stand before it then: so the search leaps from digit to digit.
Takes the year of `Nov. 9, 2023` and of `Apr 28 20232:23 PM`; refuses `$2023`, `12,023` and `20230`."""
TOKEN = re.compile(r"\d+|[\u0e01-\u0e4e]{1,4}\.[\u0e01-\u0e4e]{1,3}|[^\W\d_][^\s\d!-/:-@\[-`{-~’،۔।、。·•–—|…]*")
"""Takes numbers and words, one at a time, and Thai abbreviations with their inner point."""
JOINT = re.compile(r"[\s,.'’/()\-–،º°ª]{0,4}")
"""What may stand between the pieces of one date: takes `., `, refuses ` | ` and `:`."""
WINDOW = 48
"""Characters around a year that can hold its day and month, weekday and time of `ctime` included."""
MOST_FILLERS = 3
"""`9 de noviembre del año 2023` has three words between the pieces."""
FILLERS = frozenset(
    "ngày tháng năm року года году gada этого день dia zilele marts оны сарын жылғы жылы urteko ਨੂੰ".split()
)
"""Words longer than three letters that stand inside dates."""
SHORT_WORD = 3
UNITED_STATES_ZONE = re.compile(r"\b(?:[ECMP][SD]?T)\b")
"""Takes `EST` and `PT`, refuses `CET`."""
DAY_FIRST_ENGLISH = frozenset(("gb", "au", "nz", "ie", "in", "za", "ng", "ke", "sg", "my", "pk", "hk"))
"""Regions of English where `9/11/2023` is a day in November."""
TWENTY_FOUR_HOURS = re.compile(r"(?<!\d)\d{1,2}:\d\d(?::\d\d)?(?![\d:])(?!\s?[apAP]\.?\s?[mM])")
"""Takes `16:38`, refuses `4:38 pm`: who counts to 24 puts the day first."""
DIGITS_TO_ASCII = {ord(first) + offset: str(offset) for first in "٠۰०০๐੦૦୦௦౦೦൦໐༠၀០０" for offset in range(10)}
"""Digits of other scripts to ASCII ones, one character each."""


@dataclass(frozen=True, slots=True)
class Found:
    """A day found in a line; `gap` is the span inside it where a time may stand."""

    start: int
    end: int
    day: date
    gap: tuple[int, int] | None = None


def days_in(text: str, language: str | None, script: str) -> Iterator[Found]:
    """Every full date, in no particular order, possibly overlapping. `script`: the other calendar that may be meant."""
    if "." in text or "/" in text or "-" in text or "‑" in text or " | " in text:
        for match in NUMERIC.finditer(text):
            day = _numeric_day(match, text, language, script)
            if day is not None:
                yield Found(match.start(), match.end("third"), day)
    if not text.isascii() and DAY_MARK.search(text):
        yield from _marked_days(text)
    for match in YEAR.finditer(text):
        found = _named_day_before(text, match, language) or _named_day_after(text, match, language)
        if found is not None:
            yield found


DAY_MARK = re.compile(r"[年년]|tháng", re.IGNORECASE)
"""Takes the words and signs that mark the pieces of a date."""


def _numeric_day(match: re.Match[str], text: str, language: str | None, script: str) -> date | None:
    first, second, third = int(match["first"]), int(match["second"]), int(match["third"])
    if len(match["first"]) == 4:
        return _day_of(first, second, third, script) if len(match["third"]) == 2 or third <= 31 else None
    if len(match["first"]) == 3:
        return None
    if len(match["third"]) == 2:
        if match["sep"] in (".", "-") and len(match["first"] + match["second"]) < SHORTEST_WITHOUT_CENTURY:
            return None
        if first > 12 and (language or "").partition("-")[0].lower() in YEAR_FIRST:
            first, third = third, first
        third += 2000 if third < CENTURY_BREAK else 1900
    if _is_month_first(first, second, match["sep"], text, language):
        first, second = second, first
    return _day_of(third, second, first, script)


YEAR_FIRST = frozenset(("ko", "ja", "zh"))
"""Languages in which `25.05.15` is a day in May."""
SHORTEST_WITHOUT_CENTURY = 4
"""`15.10.24` is a day, `1.2.24` a version or a section."""
CENTURY_BREAK = 70
"""`69` is 2069 and `70` is 1970, as in POSIX."""


def _is_month_first(first: int, second: int, separator: str, text: str, language: str | None) -> bool:
    if first > 12 or second > 12:
        return second > 12 >= first
    if separator.strip() != "/":
        return False
    primary, _, region = (language or "").lower().partition("-")
    if primary == "en":
        is_american_clock = region == "us" or TWENTY_FOUR_HOURS.search(text) is None
        return region not in DAY_FIRST_ENGLISH and is_american_clock
    return not primary and UNITED_STATES_ZONE.search(text) is not None


def _day_of(year: int, month: int, day: int, script: str) -> date | None:
    if year in BUDDHIST_YEARS:
        return buddhist_day(year, month, day) if script == "thai" else None
    if year in PERSIAN_YEARS:
        return persian_day(year, month, day) if script == "persian" else None
    return gregorian_day(year, month, day)


def other_calendar(text: str, language: str | None) -> str:
    """Which other calendar the letters, the digits or the language make possible: `thai`, `persian` or none."""
    primary = (language or "").partition("-")[0].lower()
    if primary == "th" or (not text.isascii() and THAI.search(text)):
        return "thai"
    if primary in ("fa", "ps", "ckb") or (not text.isascii() and PERSIAN_DIGIT.search(text)):
        return "persian"
    return ""


PERSIAN_DIGIT = re.compile(r"[۰-۹]")
"""Takes a Persian digit, refuses an Arabic one."""
THAI = re.compile(r"[\u0e00-\u0e7f]")
"""Takes any Thai letter."""


def _marked_days(text: str) -> Iterator[Found]:
    """Dates whose pieces are marked by words or signs after the numbers."""
    for match in EAST_ASIAN.finditer(text):
        year = 1 if match["year"] == "元" else int(match["year"])
        if match["era"]:
            year += ERAS[match["era"]]
        day = gregorian_day(year, int(match["month"]), int(match["day"]))
        if day is not None:
            yield Found(match.start(), match.end(), day)
    for match in VIETNAMESE.finditer(text):
        day = gregorian_day(int(match["year"]), int(match["month"]), int(match["day"]))
        if day is not None:
            yield Found(match.start(), match.end(), day)


def is_filler(word: str) -> bool:
    return len(word) <= SHORT_WORD or word.lower() in FILLERS


GLUED = re.compile(r"[^\W\d_]*[a-zß-ÿ](?P<tail>[A-ZÀ-Þ][a-zß-ÿ]{2,}|[A-ZÀ-Þ]{3,})")
"""Takes the month's name of `DoeNovember` and `HealthDECEMBER`, glued to it where markup was; refuses `Maybe`."""


def _month_in(word: str, language: str | None) -> tuple[str, int] | None:
    """The month that a word names, or that its end names where two words stand without a space."""
    named = month_of(word, language)
    if named is not None or len(word) < SHORTEST_GLUED:
        return named
    glued = GLUED.fullmatch(word)
    return None if glued is None else month_of(glued["tail"], language)


SHORTEST_GLUED = 6
"""Letters of two words in one."""


def _named_day_before(text: str, year: re.Match[str], language: str | None) -> Found | None:
    """`9 November 2023`, `November 9, 2023`, `Nov 9 16:12:00 EST 2023`: day and month before the year."""
    begin, edge = max(0, year.start() - WINDOW), year.start()
    time = CTIME.search(text, begin, edge) if text.find(":", begin, edge) >= 0 else None
    gap = None if time is None else time.span()
    edge = edge if time is None else time.start()
    tokens = list(TOKEN.finditer(text, begin, edge))
    day: int | None = None
    month: tuple[str, int] | None = None
    fillers = 0
    position = len(tokens) - 1
    while position >= 0 and fillers <= MOST_FILLERS:
        token = tokens[position]
        if JOINT.fullmatch(text, token.end(), edge) is None:
            return None
        edge = token.start()
        word = token[0]
        if word.isdigit():
            if day is not None or len(word) > 2:
                return None
            day = int(word)
        else:
            named = _month_in(word, language) if month is None else None
            if named is None and month is None and position and not tokens[position - 1][0].isdigit():
                named = month_of(f"{tokens[position - 1][0]} {word}", language)
                if named is not None:
                    position -= 1
                    edge = tokens[position].start()
            if named is not None:
                month = named
            elif is_filler(word):
                fillers += 1
            else:
                return None
        if day is not None and month is not None:
            found = _named_date(int(year["year"]), month, day, text)
            return None if found is None else Found(edge, year.end("year"), found, gap)
        position -= 1
    return None


CTIME = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?:\s?[AaPp][Mm])?(?:\s+[A-Z]{2,5})?(?=[\s,]*$)")
"""Takes the time in `Nov 9 16:12:00 EST 2023`, up to the year."""


def _named_day_after(text: str, year: re.Match[str], language: str | None) -> Found | None:
    """`2023. november 9.`, `2023 m. lapkričio 9 d.`: month and day, or day and month, after the year."""
    day: int | None = None
    month: tuple[str, int] | None = None
    fillers = 0
    edge = year.end("year")
    for token in TOKEN.finditer(text, edge, min(len(text), edge + WINDOW)):
        if JOINT.fullmatch(text, edge, token.start()) is None:
            return None
        word = token[0]
        is_glued = token.start() == edge and text[edge - 1].isalpha()
        edge = token.end()
        if word.isdigit():
            if day is not None or len(word) > 2 or is_glued:
                return None  # the name of a thing, as in `In 2024 MAR2 begins`
            day = int(word)
        else:
            named = month_of(word, language) if month is None else None
            if named is not None:
                month = named
            elif is_filler(word) and fillers < MOST_FILLERS:
                fillers += 1
            else:
                return None
        if day is not None and month is not None:
            found = _named_date(int(year["year"]), month, day, text)
            return None if found is None else Found(year.start(), edge, found)
    return None


def _named_date(year: int, month: tuple[str, int], day: int, text: str) -> date | None:
    calendar, number = month
    if calendar == "p":
        return persian_day(year, number, day)
    if year in BUDDHIST_YEARS and THAI.search(text):
        return buddhist_day(year, number, day)
    return gregorian_day(year, number, day)


def ascii_digits(text: str) -> str:
    """The text with digits of every script as ASCII ones, length and places kept."""
    return text if text.isascii() or OTHER_DIGIT.search(text) is None else text.translate(DIGITS_TO_ASCII)


OTHER_DIGIT = re.compile(r"[^\D0-9]")
"""Takes `٩` and `९`, refuses `9`."""
