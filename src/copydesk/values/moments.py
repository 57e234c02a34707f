"""Dates and times in metadata, in visible text and in addresses.

In: a string, the page's language if known. Out: `Moment`s, as precise as written: no zone, no time and no year is
ever invented, impossible days and relative dates ("3 hours ago") give nothing. Left to others: which date counts.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

from copydesk.records import Moment
from copydesk.values.calendars import gregorian_day, persian_day
from copydesk.values.clock import Clock, clock_after, clock_before, clock_in, offset_written
from copydesk.values.days import (
    CENTURY_BREAK,
    DIGIT,
    HINT,
    TOKEN,
    WINDOW,
    YEAR,
    Found,
    ascii_digits,
    days_in,
    is_filler,
    other_calendar,
)
from copydesk.words import month_of, offset_of

# ---------------------------------------------------------------------------------------------- metadata

ISO = re.compile(
    r"\s*(?P<year>\d{4})(?:(?P<sep>[-/.])(?P<month>\d{1,2})(?:(?P=sep)(?P<day>\d{1,2}))?)?"
    r"(?:(?:\s*[T_]\s*|\s+(?:at\s+)?"
    r"|(?<=\d)-(?=\d\d:))(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{1,2})(?P<fraction>[.,:]\d+)?)?"
    r"\s*(?P<zone>Z|z|[A-Za-z]{2,5}|(?:GMT|UTC)?\s?[+\-−]\d{1,2}:?(?:\d{2})?)?(?:\s*[\[(][^\])]*[\])])?)?[\s.;,]*"
)
"""Takes `2023-11-09T16:12:00+0100`, `2024-05-06 19:12:20:684 UTC`, `2023`; refuses `20231109` and `9.11.2023`."""
PLAIN = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
"""Of these the form that nearly all pages use: takes `2023-11-09T16:12:00+01:00`; refuses what needs more thought."""
COMPACT = re.compile(
    r"\s*(\d{4})-?(\d{2})-?(\d{2})(?:[T ]?(\d{2}):?(\d{2})(?::?(\d{2}))?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?\s*"
)
"""Takes `20231109`, `20231109T161200Z` and `2023-11-09T1612`; refuses `9.11.2023`."""
EPOCH = re.compile(r"\s*(\d{9,10}|\d{12,13})(?:\.\d+)?\s*")
"""Takes `1699546320` and `1699546320000`; refuses `20231109`."""
FIRST_EPOCH = 631152000
"""1 January 1990: smaller numbers are other things than the time of a web page."""


def parse_iso(text: str) -> Moment | None:
    """The moment that a metadata value states, in any of the forms that pages use; None for an impossible one."""
    if not text or len(text) > LONGEST_VALUE:
        return None
    match = PLAIN.fullmatch(text)
    if match is not None:
        return _plain_moment(match, text)
    match = ISO.fullmatch(text)
    if match is not None:
        return _iso_moment(match, text)
    match = EPOCH.fullmatch(text)
    if match is not None:
        return _epoch_moment(match[1], text)
    match = COMPACT.fullmatch(text)
    if match is not None:
        return _compact_moment(match, text)
    match = SHORT_YEAR.search(text)
    if match is not None:
        century = "20" if int(match["year"]) < CENTURY_BREAK else "19"
        found = parse_moment(f"{text[: match.start('year')]}{century}{text[match.start('year') :]}", "en")
        return None if found is None else replace(found, text=text)
    return parse_moment(text)


SHORT_YEAR = re.compile(r"\b\d{1,2}[- ][A-Za-z]{3}[- ](?P<year>\d{2})(?=\s+\d{1,2}:\d{2})")
"""Takes the year of `09-Nov-23 16:12:00` (RFC 850)."""


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
    rest = text[match.end("minute") :]
    if match["second"] and len(match["second"]) == 1:
        rest = f":0{text[match.start('second') :]}"
    if match["fraction"]:
        rest = rest.replace(match["fraction"], "", 1)
    return _moment(day, clock_after(f"T{match['hour']}:{match['minute']}{rest}", 0, day), text)


def _plain_moment(match: re.Match[str], text: str) -> Moment | None:
    year, month, number, hour, minute, second, zone = match.groups()
    day = gregorian_day(int(year), int(month), int(number)) or persian_day(int(year), int(month), int(number))
    if day is None or hour > "23" or minute > "59" or (second or "") > "59":
        return _moment(day, None, text)
    offset = offset_of(zone, day) if zone == "Z" else offset_written(zone) if zone else None
    return _moment(day, Clock(0, 0, int(hour), int(minute), int(second) if second else None, offset), text)


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


def find_moments(text: str, language: str | None = None) -> tuple[tuple[int, int, Moment], ...]:
    """All full dates in visible text, in order: (start, end, moment), the time beside each date included.

    `language`: BCP 47 tag; it decides between day-first and month-first where the numbers do not.
    """
    if DIGIT.search(text) is None:
        return ()
    plain = ascii_digits(text)
    if HINT.search(plain) is None:
        return ()
    found = sorted(days_in(plain, language, other_calendar(text, language)), key=lambda one: (one.start, -one.end))
    moments: list[tuple[int, int, Moment]] = []
    floor = 0
    for index, one in enumerate(found):
        if one.start < floor:
            continue
        following = index + 1
        while following < len(found) and found[following].start < one.end:
            following += 1
        ceiling = found[following].start if following < len(found) else len(plain)
        clock = _clock_of(plain, one, floor, ceiling)
        start, end = one.start, one.end
        if clock is not None:
            start, end = min(start, clock.start), max(end, clock.end)
        moment = _moment(one.day, clock, text[start:end])
        if moment is not None:
            moments.append((start, end, moment))
        floor = end
    return tuple(moments)


def _clock_of(text: str, one: Found, floor: int, ceiling: int) -> Clock | None:
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
    plain = ascii_digits(text)
    for match in YEAR.finditer(plain):
        tokens = list(TOKEN.finditer(plain, max(0, match.start() - WINDOW), match.start()))
        for token in reversed(tokens):
            month = None if token[0].isdigit() else month_of(token[0], language)
            if month is not None and month[0] == "g" and _is_page_year(int(match["year"])):
                return Moment(f"{match['year']}-{month[1]:02d}", "month", text[token.start() : match.end()])
            if not is_filler(token[0]):
                break
    return None


# ---------------------------------------------------------------------------------------------- addresses

URL_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:(?P<sep>[-/_.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)"
    r"|(?P<packed>\d{4})(?!\d))"
)
"""Takes `/2023/11/09/`, `2023-11-09`, `20231109-`; refuses `/20231109123456/`."""
URL_NAMED_DAY = re.compile(
    r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>[a-z]{3,9})[/-](?P<day>\d{1,2})(?!\d)", re.IGNORECASE
)
"""Takes `/2023/nov/09/`."""
URL_DAY_FIRST = re.compile(
    r"(?<!\d)(?<!\d[-_.])(?P<day>\d{1,2})(?P<sep>[-_.])(?P<month>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d)(?![\d.-]\d|\d)"
)
"""Takes the end of `/news/29-10-2021`; refuses `/1-2-3-2021` and the slashes of `/1/10/2021`, which count pages too."""
FIRST_WEB_YEAR = 1990


def moment_from_url(url: str) -> Moment | None:
    """The day that an address states in its path, or None; never a month or a year alone."""
    path = url.partition("://")[2].partition("/")[2] if "://" in url else url
    path = "/" + path[:LONGEST_URL]
    if "20" not in path and "19" not in path:
        return None
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
    for match in URL_DAY_FIRST.finditer(path):
        day, month = int(match["day"]), int(match["month"])
        found = gregorian_day(int(match["year"]), *((day, month) if month > 12 else (month, day)))
        if found is not None and found.year >= FIRST_WEB_YEAR:
            return Moment(found.isoformat(), "day", match[0])
    return None


LONGEST_URL = 2000
"""Characters of an address that are looked at."""
