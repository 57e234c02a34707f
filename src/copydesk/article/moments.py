"""Dates and times in metadata, in visible text and in addresses.

In: a string, the page's language if known. Out: `Moment`s, as precise as written: no zone, no time and no year is
ever invented, impossible days and relative dates ("3 hours ago") give nothing. Left to others: which date counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from copydesk.article.calendars import ERAS, buddhist_day, gregorian_day, persian_day
from copydesk.article.calendars import BUDDHIST_YEARS, PERSIAN_YEARS
from copydesk.article.clock import Clock, clock_after, clock_before, clock_in
from copydesk.records import Moment
from copydesk.words import month_of

# ---------------------------------------------------------------------------------------------- metadata

ISO = re.compile(
    r"\s*(?P<year>\d{4})(?:(?P<sep>[-/.])(?P<month>\d{1,2})(?:(?P=sep)(?P<day>\d{1,2}))?)?"
    r"(?:(?:\s*[T_]\s*|\s+(?:at\s+)?|(?<=\d)-(?=\d\d:))(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{1,2})(?:[.,]\d+)?)?"
    r"\s*(?P<zone>Z|z|[A-Za-z]{2,5}|(?:GMT|UTC)?\s?[+\-−]\d{1,2}:?(?:\d{2})?)?(?:\s*[\[(][^\])]*[\])])?)?[\s.;,]*"
)
"""Takes `2023-11-09T16:12:00+0100`, `2024-05-06 19:12:20 UTC`, `2023`; refuses `20231109` and `9.11.2023`."""
COMPACT = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?)?\s*")
"""Takes `20231109` and `20231109T161200Z`; refuses `2023-11-09`."""
EPOCH = re.compile(r"\s*(\d{9,10}|\d{12,13})(?:\.\d+)?\s*")
"""Takes `1699546320` and `1699546320000`; refuses `20231109`."""
FIRST_EPOCH = 631152000
"""1 January 1990: smaller numbers are other things than the time of a web page."""


def parse_iso(text: str) -> Moment | None:
    """The moment that a metadata value states, in any of the forms that pages use; None for an impossible one."""
    if not text or len(text) > LONGEST_VALUE:
        return None
    match = ISO.fullmatch(text)
    if match is not None:
        return _iso_moment(match, text)
    match = EPOCH.fullmatch(text)
    if match is not None:
        return _epoch_moment(match[1], text)
    match = COMPACT.fullmatch(text)
    if match is not None:
        return _compact_moment(match, text)
    return parse_moment(text)


LONGEST_VALUE = 120
"""Longer metadata values are not dates."""


def _iso_moment(match: re.Match[str], text: str) -> Moment | None:
    year = int(match["year"])
    if match["month"] is None:
        return Moment(match["year"], "year", text) if _is_page_year(year) else None
    month = int(match["month"])
    if match["day"] is None:
        is_real = _is_page_year(year) and 1 <= month <= 12
        return Moment(f"{year}-{month:02d}", "month", text) if is_real else None
    day = gregorian_day(year, month, int(match["day"])) or persian_day(year, month, int(match["day"]))
    if day is None or match["hour"] is None:
        return _moment(day, None, text)
    clock = clock_after(f"T{text[match.start('hour') :]}", 0, day)
    return _moment(day, clock, text)


def _is_page_year(year: int) -> bool:
    return gregorian_day(year, 1, 1) is not None


def _epoch_moment(digits: str, text: str) -> Moment | None:
    seconds = int(digits) // (1000 if len(digits) > 10 else 1)
    if seconds < FIRST_EPOCH:
        return None
    return Moment(datetime.fromtimestamp(seconds, UTC).isoformat(), "second", text)


def _compact_moment(match: re.Match[str], text: str) -> Moment | None:
    year, month, day, hour, minute, second, zone = match.groups()
    found = gregorian_day(int(year), int(month), int(day))
    if found is None or hour is None:
        return _moment(found, None, text)
    seconds = f":{second}" if second else ""
    return _moment(found, clock_after(f"T{hour}:{minute}{seconds}{zone or ''}", 0, found), text)


def _moment(day: date | None, clock: Clock | None, text: str) -> Moment | None:
    if day is None:
        return None
    if clock is None:
        return Moment(day.isoformat(), "day", text)
    seconds = "" if clock.second is None else f":{clock.second:02d}"
    iso = f"{day.isoformat()}T{clock.hour:02d}:{clock.minute:02d}{seconds}{clock.offset or ''}"
    return Moment(iso, "minute" if clock.second is None else "second", text)


# ---------------------------------------------------------------------------------------------- visible text

DIGIT = re.compile(r"\d")
"""Takes any script's digit."""
NUMERIC = re.compile(
    r"(?<!\d)(?<!\d[./:,-])(?P<first>\d{1,4})[\u200e\u200f]?(?P<sep>[./‑-]|\.\s|\s/\s|-\s?)[\u200e\u200f]?"
    r"(?P<second>\d{1,2})[\u200e\u200f]?(?P=sep)[\u200e\u200f]?(?P<third>\d{4}(?!:\d)|\d{2})(?=\d{1,2}:\d\d|(?!\d)(?![./-]\d))"
)
"""Takes `9.11.2023`, `2023/11/09` and `9. 11. 2023`; refuses `1.2.3.4` and `555-12-20231`."""
EAST_ASIAN = re.compile(
    r"(?:(?P<era>令和|平成|昭和|民國|民国)\s?)?(?<!\d)(?P<year>\d{1,4}|元)\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일号號]?"
)
"""Takes `2023年11月9日` and `2023년 11월 9일`; refuses `11月9日`."""
VIETNAMESE = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2}),?\s+(?:năm\s+)?(?P<year>\d{4})", re.IGNORECASE
)
"""Takes `9 tháng 11 năm 2023`; refuses `9 tháng Mười`."""
YEAR = re.compile(
    r"(?<![\d.,:$€£+])(?<!\d[-/])(?P<year>(?:1[89]|20)\d\d|1[34]\d\d|2[456]\d\d)(?=\d{1,2}:\d\d|(?![\d%])(?![.,:]\d))"
)
"""Takes the year of `Nov. 9, 2023` and of `Apr 28 20232:23 PM`; refuses `$2023`, `12,023` and `20230`."""
TOKEN = re.compile(r"\d+|[^\W\d_][^\s\d!-/:-@\[-`{-~’،۔।、。·•–—|…]*")
"""Takes numbers and words, one at a time."""
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
DIGITS_TO_ASCII = {ord(first) + offset: str(offset) for first in "٠۰०০๐੦૦୦௦౦೦൦໐༠၀០０" for offset in range(10)}
"""Digits of other scripts to ASCII ones, one character each."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A day found in a line; `gap` is the span inside it where a time may stand."""

    start: int
    end: int
    day: date
    gap: tuple[int, int] | None = None


def find_moments(text: str, language: str | None = None) -> tuple[tuple[int, int, Moment], ...]:
    """All full dates in visible text, in order: (start, end, moment), the time beside each date included.

    `language`: BCP 47 tag; it decides between day-first and month-first where the numbers do not.
    """
    if DIGIT.search(text) is None:
        return ()
    plain = text if text.isascii() else text.translate(DIGITS_TO_ASCII)
    found = sorted(_days(plain, language), key=lambda one: (one.start, -one.end))
    moments: list[tuple[int, int, Moment]] = []
    floor = 0
    for index, one in enumerate(found):
        if one.start < floor:
            continue
        ceiling = next((later.start for later in found[index + 1 :] if later.start >= one.end), len(plain))
        clock = _clock_of(plain, one, floor, ceiling)
        start, end = one.start, one.end
        if clock is not None:
            start, end = min(start, clock.start), max(end, clock.end)
        moment = _moment(one.day, clock, text[start:end])
        if moment is not None:
            moments.append((start, end, moment))
        floor = end
    return tuple(moments)


def _clock_of(text: str, one: _Found, floor: int, ceiling: int) -> Clock | None:
    if one.gap is not None:
        clock = clock_in(text, *one.gap, one.day)
        if clock is not None:
            return clock
    clock = clock_after(text, one.end, one.day)
    if clock is not None and clock.start < ceiling and clock.end <= ceiling:
        return clock
    return clock_before(text, floor, one.start, one.day)


def parse_moment(text: str, language: str | None = None) -> Moment | None:
    """The one best moment of a short text: its first full date, else a month with its year."""
    moments = find_moments(text, language)
    if moments:
        return moments[0][2]
    return _month_only(text, language)


def _month_only(text: str, language: str | None) -> Moment | None:
    plain = text if text.isascii() else text.translate(DIGITS_TO_ASCII)
    for match in YEAR.finditer(plain):
        tokens = list(TOKEN.finditer(plain, max(0, match.start() - WINDOW), match.start()))
        for token in reversed(tokens):
            month = None if token[0].isdigit() else month_of(token[0], language)
            if month is not None and month[0] == "g" and _is_page_year(int(match["year"])):
                return Moment(f"{match['year']}-{month[1]:02d}", "month", text[token.start() : match.end()])
            if not _is_filler(token[0]):
                break
    return None


def _days(text: str, language: str | None) -> Iterator[_Found]:
    """Every full date, in no particular order, possibly overlapping."""
    for match in NUMERIC.finditer(text):
        day = _numeric_day(match, text, language)
        if day is not None:
            yield _Found(match.start(), match.end("third"), day)
    if not text.isascii():
        yield from _marked_days(text)
    for match in YEAR.finditer(text):
        found = _named_day_before(text, match, language) or _named_day_after(text, match, language)
        if found is not None:
            yield found


def _numeric_day(match: re.Match[str], text: str, language: str | None) -> date | None:
    first, second, third = int(match["first"]), int(match["second"]), int(match["third"])
    if len(match["first"]) == 4:
        return _any_calendar(first, second, third, text) if len(match["third"]) == 2 or third <= 31 else None
    if len(match["first"]) == 3:
        return None
    if len(match["third"]) == 2:
        if match["sep"] in (".", "-") and len(match["first"] + match["second"]) < SHORTEST_WITHOUT_CENTURY:
            return None
        third += 2000 if third < CENTURY_BREAK else 1900
    if _is_month_first(first, second, match["sep"], text, language):
        first, second = second, first
    return _any_calendar(third, second, first, text)


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
        return region not in DAY_FIRST_ENGLISH
    return not primary and UNITED_STATES_ZONE.search(text) is not None


def _any_calendar(year: int, month: int, day: int, text: str) -> date | None:
    if year in BUDDHIST_YEARS and THAI.search(text):
        return buddhist_day(year, month, day)
    if year in PERSIAN_YEARS:
        return persian_day(year, month, day) if not text.isascii() else None
    return gregorian_day(year, month, day)


THAI = re.compile(r"[\u0e00-\u0e7f]")
"""Takes any Thai letter."""


def _marked_days(text: str) -> Iterator[_Found]:
    """Dates whose pieces are marked by words or signs after the numbers."""
    for match in EAST_ASIAN.finditer(text):
        year = 1 if match["year"] == "元" else int(match["year"])
        if match["era"]:
            year += ERAS[match["era"]]
        day = gregorian_day(year, int(match["month"]), int(match["day"]))
        if day is not None:
            yield _Found(match.start(), match.end(), day)
    for match in VIETNAMESE.finditer(text):
        day = gregorian_day(int(match["year"]), int(match["month"]), int(match["day"]))
        if day is not None:
            yield _Found(match.start(), match.end(), day)


def _is_filler(word: str) -> bool:
    return len(word) <= SHORT_WORD or word.lower() in FILLERS


def _named_day_before(text: str, year: re.Match[str], language: str | None) -> _Found | None:
    """`9 November 2023`, `November 9, 2023`, `Nov 9 16:12:00 EST 2023`: day and month before the year."""
    begin = max(0, year.start() - WINDOW)
    tokens = list(TOKEN.finditer(text, begin, year.start()))
    edge = year.start()
    gap: tuple[int, int] | None = None
    day: int | None = None
    month: tuple[str, int] | None = None
    fillers = 0
    position = len(tokens) - 1
    while position >= 0 and fillers <= MOST_FILLERS:
        token = tokens[position]
        if JOINT.fullmatch(text, token.end(), edge) is None:
            time = CTIME.search(text, begin, year.start()) if day is None and month is None else None
            if time is None:
                return None
            gap = time.span()
            position = sum(piece.end() <= time.start() for piece in tokens) - 1
            edge = time.start()
            day = month = None
            fillers = 0
            begin = year.start()
            continue
        edge = token.start()
        word = token[0]
        if word.isdigit():
            if day is not None or len(word) > 2:
                return None
            day = int(word)
        else:
            named = month_of(word, language) if month is None else None
            if named is None and month is None and position and not tokens[position - 1][0].isdigit():
                named = month_of(f"{tokens[position - 1][0]} {word}", language)
                if named is not None:
                    position -= 1
                    edge = tokens[position].start()
            if named is not None:
                month = named
            elif _is_filler(word):
                fillers += 1
            else:
                return None
        if day is not None and month is not None:
            found = _named_date(int(year["year"]), month, day, text)
            return None if found is None else _Found(edge, year.end("year"), found, gap)
        position -= 1
    return None


CTIME = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?:\s?[AaPp][Mm])?(?:\s+[A-Z]{2,5})?(?=[\s,]*$)")
"""Takes the time in `Nov 9 16:12:00 EST 2023`, up to the year."""


def _named_day_after(text: str, year: re.Match[str], language: str | None) -> _Found | None:
    """`2023. november 9.`, `2023 m. lapkričio 9 d.`: month and day, or day and month, after the year."""
    day: int | None = None
    month: tuple[str, int] | None = None
    fillers = 0
    edge = year.end("year")
    for token in TOKEN.finditer(text, edge, min(len(text), edge + WINDOW)):
        if JOINT.fullmatch(text, edge, token.start()) is None:
            return None
        word = token[0]
        edge = token.end()
        if word.isdigit():
            if day is not None or len(word) > 2:
                return None
            day = int(word)
        else:
            named = month_of(word, language) if month is None else None
            if named is not None:
                month = named
            elif _is_filler(word) and fillers < MOST_FILLERS:
                fillers += 1
            else:
                return None
        if day is not None and month is not None:
            found = _named_date(int(year["year"]), month, day, text)
            return None if found is None else _Found(year.start(), edge, found)
    return None


def _named_date(year: int, month: tuple[str, int], day: int, text: str) -> date | None:
    calendar, number = month
    if calendar == "p":
        return persian_day(year, number, day)
    if year in BUDDHIST_YEARS and THAI.search(text):
        return buddhist_day(year, number, day)
    return gregorian_day(year, number, day)


# ---------------------------------------------------------------------------------------------- addresses

URL_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:(?P<sep>[-/_.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)|(?P<packed>\d{4})(?!\d))"
)
"""Takes `/2023/11/09/`, `2023-11-09`, `20231109-`; refuses `/20231109123456/`."""
URL_NAMED_DAY = re.compile(
    r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>[a-z]{3,9})[/-](?P<day>\d{1,2})(?!\d)", re.IGNORECASE
)
"""Takes `/2023/nov/09/`."""
FIRST_WEB_YEAR = 1990


def moment_from_url(url: str) -> Moment | None:
    """The day that an address states in its path, or None; never a month or a year alone."""
    path = url.partition("://")[2].partition("/")[2] if "://" in url else url
    path = "/" + path[:LONGEST_URL]
    for match in URL_DAY.finditer(path):
        packed = match["packed"]
        month, day = (packed[:2], packed[2:]) if packed else (match["month"], match["day"])
        found = gregorian_day(int(match["year"]), int(month), int(day))
        if found is not None and found.year >= FIRST_WEB_YEAR:
            return Moment(found.isoformat(), "day", match[0])
    for match in URL_NAMED_DAY.finditer(path):
        named = month_of(match["month"], "en")
        found = gregorian_day(int(match["year"]), named[1], int(match["day"])) if named else None
        if found is not None and found.year >= FIRST_WEB_YEAR:
            return Moment(found.isoformat(), "day", match[0])
    return None


LONGEST_URL = 2000
"""Characters of an address that are looked at."""
