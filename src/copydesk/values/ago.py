"""Times told by how long ago they were: `2 hours ago`, `vor 3 Tagen`, `вчера в 16:19`, `3시간 전`.

In: a short line, and when the page was captured. Out: the moment, as precise as the unit tells; None without a capture
time. Left to others: whether the line is about the page.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from copydesk.records import Moment
from copydesk.values.days import ascii_digits

UNITS: dict[str, tuple[str, ...]] = {
    "minute": (
        "min", "minut", "хвилин", "λεπτά", "λεπτ", "دقيق", "دقیق", "dakika", "dk", "perc", "मिनट", "মিনিট", "நிமிட",
        "分钟", "分鐘", "分", "분", "phút", "menit", "นาที", "דקות", "dakik",
    ),
    "hour": (
        "hour", "hr", "h", "std", "stund", "heure", "hora", "or", "uur", "uren", "tim", "tunti", "tunt", "godzin",
        "godz", "hodin", "sat", "час", "годин", "ώρ", "ساع", "saat", "sa", "óra", "ór", "घंट", "ঘণ্ট", "மணி",
        "小时", "小時", "時間", "시간", "giờ", "jam", "ชั่วโมง", "שעות", "oră", "ore",
    ),
    "day": (
        "day", "d", "tag", "jour", "día", "dia", "giorn", "dag", "päiv", "dni", "dzień", "dn", "dan", "ден", "дня",
        "дней", "день", "дні", "днів", "μέρ", "ημέρ", "أيام", "يوم", "روز", "gün", "nap", "दिन", "দিন", "நாள்", "天",
        "日", "일", "ngày", "hari", "วัน", "ימים", "zile", "zi",
    ),
    "week": (
        "week", "wk", "woche", "semain", "semana", "settiman", "weken", "veck", "uke", "uge", "viikko", "tygod", "týd",
        "недел", "тижн", "εβδομ", "أسبوع", "هفته", "hafta", "hét", "सप्ताह", "周", "週", "주", "tuần", "minggu",
    ),
}  # fmt: skip
"""Beginnings of the units' names in lower case; months and years are too coarse for a day."""
MARKS = (
    "ago", "vor", "il y a", "hace", "há", "atrás", "fa", "geleden", "sedan", "siden", "sitten", "temu", "před",
    "prije", "pre", "назад", "тому", "πριν", "منذ", "قبل", "پیش", "önce", "ezelőtt", "पहले", "আগে", "முன்பு", "前",
    "전", "trước", "lalu", "ที่แล้ว", "לפני", "acum", "preje", "пре",
)  # fmt: skip
"""Words that say `ago`, before or after the number."""
YESTERDAY = frozenset(
    "yesterday gestern hier ayer ieri ontem gisteren igår går eilen wczoraj včera jučer вчера вчора χθες أمس دیروز "
    "dün tegnap कल গতকাল 昨天 昨日 어제 kemarin เมื่อวาน אתמול".split()
)
TODAY = frozenset(
    "today heute aujourd'hui hoy oggi hoje vandaag idag tänään dziś dzisiaj dnes danas сегодня сьогодні σήμερα "
    "اليوم امروز bugün ma आज আজ 今天 今日 오늘 วันนี้ היום".split()
)
_DAY_WORDS = "|".join(sorted(YESTERDAY | TODAY))
DAY_WORD = re.compile(
    rf"(?<![^\W_])(?:{_DAY_WORDS})(?![^\W_])(?:[^\d|•·]{{0,6}}\d{{1,2}}[:.h]\d{{2}}(?:\s?[ap]\.?m\b\.?)?)?",
    re.IGNORECASE,
)
"""Takes `yesterday`, `вчера в 16:19`, `dnes 08:53`; refuses the `nu` of `numbers`."""
AMOUNT = re.compile(r"(?<![\d.,:])(?P<count>\d{1,3})\s?(?P<unit>[^\W\d_][^\s\d.,;:|•·()]{0,13})\.?")
"""Takes `2 hours`, `3시간`; refuses `2023`."""
WORD = re.compile(r"[^\W\d_][^\s\d.,;:|•·()]*")
"""Takes one word."""
SPACELESS = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Takes scripts whose words stand without spaces."""
LONGEST = 60
"""Characters: longer lines are sentences that tell of something else."""


def moment_ago(text: str, captured_at: datetime | None) -> Moment | None:
    """The moment that a short line tells by its distance from the capture; None where it tells none."""
    if captured_at is None or len(text) > LONGEST:
        return None
    lower = ascii_digits(text.lower())
    words = set(WORD.findall(lower))
    for match in AMOUNT.finditer(lower):
        unit = _unit_of(match["unit"])
        rest = words if SPACELESS.search(lower) is None else words | {mark for mark in MARKS if mark in lower}
        if unit is not None and _is_ago(rest, lower):
            return _before(captured_at, int(match["count"]), unit, text)
    if not words.isdisjoint(YESTERDAY):
        return _before(captured_at, 1, "day", text)
    return _before(captured_at, 0, "day", text) if not words.isdisjoint(TODAY) else None


def _unit_of(word: str) -> str | None:
    """The unit whose longest known beginning the word has; one or two letters must be the whole word."""
    best: tuple[int, str] | None = None
    for unit, stems in UNITS.items():
        for stem in stems:
            is_whole = word == stem or word == f"{stem}s"
            is_stem = len(stem) > SHORT_STEM or not stem.isascii()
            if (is_whole or (is_stem and word.startswith(stem))) and (best is None or len(stem) > best[0]):
                best = (len(stem), unit)
    return best[1] if best is not None else None


SHORT_STEM = 2
"""Letters of a Latin beginning that words of other meanings share (`d`, `or`)."""


def _is_ago(words: set[str], lower: str) -> bool:
    return any(mark in words or (" " in mark and mark in lower) for mark in MARKS)


def _before(captured_at: datetime, count: int, unit: str, text: str) -> Moment:
    when = captured_at - timedelta(**{f"{unit}s": count})
    if unit in ("minute", "hour"):
        offset = when.strftime("%z")
        zone = f"{offset[:3]}:{offset[3:5]}" if offset else ""
        return Moment(f"{when.strftime('%Y-%m-%dT%H:%M')}{zone}", "minute", text)
    return Moment(when.date().isoformat(), "day", text)
