"""Times of day beside a date: `4:12 pm EST`, `20:22 Uhr`, `klo 14.00`, `19h30`, `下午3:45`.

In: a line, and where its date stands. Out: where the time stands, and hour, minute, second and zone as far as written.
Left to others: dates. Nothing is invented: no zone stays no zone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from copydesk.words import is_weekday, offset_of

REACH = 48
"""Characters on either side of a date that can hold its time; the longest seen takes 31 (`, um 10.45 Uhr (MESZ)`)."""

_BEFORE_NOON = (
    "am|a\\.m\\.?|a\\. m\\.|vorm\\.|πμ|π\\.μ\\.?|ص|صباحا|صباحًا|পূর্বাহ্ণ|पूर्वाह्न|上午|午前|오전|凌晨|早上|ก่อนเที่ยง|SA|ÖÖ"
)
_AFTER_NOON = "pm|p\\.m\\.?|p\\. m\\.|nachm\\.|μμ|μ\\.μ\\.?|م|مساء|مساءً|অপরাহ্ণ|अपराह्न|下午|午後|오후|晚上|หลังเที่ยง|CH|ÖS"
_NOON = re.compile(f"(?:{_AFTER_NOON})", re.IGNORECASE)
"""Takes `p.m.`, refuses `a.m.`."""
TIME = re.compile(
    rf"(?:(?P<first>(?i:{_BEFORE_NOON}|{_AFTER_NOON}))\s?)?"
    r"(?<![\d.,:])(?P<hour>\d{1,2})"
    r"(?:\s?(?:[:：hH時时点點시]"
    r"|(?P<dot>\.))\s?(?P<minute>\d{2})(?!\d)(?:[:：.分분]\s?(?P<second>\d{2})(?!\d)(?:[.,]\d{1,9})?)?[分분]?"
    r"|\s?(?P<bare>h|H|Uhr|uhr|時|时|点|시)(?![^\W\d_])|(?=\s?[apAP]\.?\s?[mM]\b))"
    rf"(?:\s?(?P<last>(?i:{_BEFORE_NOON}|{_AFTER_NOON}))(?![^\W\d_]))?"
    r"(?P<uhr>\s?:?\s?(?:Uhr|uhr|hrs?|น\.))?"
    r"(?:\s?\(?(?:(?P<offset>(?:UTC|GMT)?\s?[+\-−]\d{1,2}(?::?\d{2})?)(?!\d)|(?P<zone>[A-Z]{1,4}T|UTC|Z|WIB"
    r"|WITA|MEZ|MESZ|MSK|МСК)(?![^\W_])))?"
    r"(?!\s?(?:min|мин)(?![^\W\d_]))"
)
"""Takes `4:12 pm EST`, `14.00`, `19h30`, `16:52:59+0100`; refuses `2023`, `4,12` and the length `01:48 min`."""
GAP = re.compile(
    r"(?:[\s.,@،;|•·/()\[\]–—:\-：\u200e\u200f\xa0]|T(?=\d))*(?:(?P<word>[^\W\d_]{1,14})\.?[\s,:：)）\-]*){0,2}"
)
"""What may stand between a date and its time: takes `, um `, ` | a las `, refuses `Actualizado el`."""
DOT_WORDS = frozenset("kl klo kello ore om um ob o godz alle ok at pukul pkl jam".split())
"""Words after which `14.00` is a time and not a number."""


DIGIT = re.compile(r"\d")
"""Takes any digit."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; `offset` such as `+01:00` or None; `start` and `end` in the line."""

    start: int
    end: int
    hour: int
    minute: int
    second: int | None
    offset: str | None


def clock_after(text: str, position: int, day: date) -> Clock | None:
    """The time that follows a date ending at `position`."""
    window = text[position : position + REACH]
    if DIGIT.search(window) is None:
        return None
    gap = GAP.match(window)
    if gap is None:
        return None
    word = gap["word"]
    if word is not None and len(word) > LONGEST_GAP_WORD and not is_weekday(word):
        return None
    halves = _half_starts(gap) if not window.isascii() else ()
    for start in (*halves, gap.end()):
        match = TIME.match(window, start)
        if match is not None:
            clock = _clock(match, position, day, word if start == gap.end() else None)
            if clock is not None:
                return clock
    return None


LONGEST_GAP_WORD = 8
"""Letters of a word such as `um`, `alle` or `plkst`; only weekdays are longer."""


def _half_starts(gap: re.Match[str]) -> tuple[int, ...]:
    """Where a word of the gap begins that belongs to the time (`下午`, `오후`)."""
    text = gap.group()
    return tuple(start for start, letter in enumerate(text) if letter in "上下午오晚凌早")


def clock_before(text: str, floor: int, position: int, day: date) -> Clock | None:
    """The time that stands before a date beginning at `position`, not before `floor`."""
    begin = max(floor, position - REACH)
    window = text[begin:position]
    if DIGIT.search(window) is None:
        return None
    found: re.Match[str] | None = None
    for match in TIME.finditer(window):
        found = match
    if found is None:
        return None
    rest = window[found.end() :]
    gap = GAP.fullmatch(rest)
    if gap is None or len(rest) > REACH // 2 or rest.count("|") > 1:
        return None
    return _clock(found, begin, day, None)


def clock_in(text: str, start: int, end: int, day: date) -> Clock | None:
    """The time between two places inside a date (`Nov 9 16:12:00 EST 2023`)."""
    match = TIME.search(text, start, end)
    return None if match is None or match.end() > end else _clock(match, 0, day, None)


def _clock(match: re.Match[str], shift: int, day: date, word: str | None) -> Clock | None:
    hour = int(match["hour"])
    minute = int(match["minute"] or 0)
    second = int(match["second"]) if match["second"] else None
    half = match["first"] or match["last"]
    if match["dot"] and not half and not match["uhr"] and (word or "").lower() not in DOT_WORDS:
        return None
    if half:
        if hour > 12:
            half = None
        elif _NOON.fullmatch(half):
            hour = hour % 12 + 12
        else:
            hour %= 12
    if hour > 23 or minute > 59 or (second or 0) > 59:
        return None
    offset = offset_written(match["offset"]) if match["offset"] else None
    if match["zone"]:
        offset = offset_of(match["zone"], day)
    return Clock(match.start() + shift, match.end() + shift, hour, minute, second, offset)


HIGHEST_OFFSET_HOURS = 14
"""Line Islands; no zone is further from UTC."""


def offset_written(written: str) -> str | None:
    """`GMT+7`, `+0100` or `-03:30` as `+07:00`, `+01:00`, `-03:30`."""
    digits = "".join(filter(str.isdigit, written))
    sign = "+" if "+" in written else "-"
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    if hours > HIGHEST_OFFSET_HOURS or minutes > 59:
        return None
    return f"{sign}{hours:02d}:{minutes:02d}"
