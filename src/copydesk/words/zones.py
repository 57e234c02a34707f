"""Names of time zones as pages write them.

In: a name and, for names that change over the year, a day. Out: an offset such as `-05:00`. A name that means
several zones (CST in America and China, IST in India, Ireland and Israel) has the meaning that news pages give it.
"""

from __future__ import annotations

from datetime import date, timedelta

OFFSETS: dict[str, str] = {
    **dict.fromkeys("UTC GMT Z WET ZULU".split(), "+00:00"),
    **dict.fromkeys("BST CET MEZ WEST WAT".split(), "+01:00"),
    **dict.fromkeys("CEST MESZ EET CAT SAST".split(), "+02:00"),
    **dict.fromkeys("EEST MSK EAT TRT МСК".split(), "+03:00"),
    **dict.fromkeys("GST".split(), "+04:00"),
    **dict.fromkeys("PKT UZT".split(), "+05:00"),
    **dict.fromkeys("IST".split(), "+05:30"),
    **dict.fromkeys("NPT".split(), "+05:45"),
    **dict.fromkeys("WIB ICT".split(), "+07:00"),
    **dict.fromkeys("SGT HKT AWST PHT WITA MYT PHST".split(), "+08:00"),
    **dict.fromkeys("JST KST WIT".split(), "+09:00"),
    **dict.fromkeys("ACST".split(), "+09:30"),
    **dict.fromkeys("AEST".split(), "+10:00"),
    **dict.fromkeys("ACDT".split(), "+10:30"),
    **dict.fromkeys("AEDT".split(), "+11:00"),
    **dict.fromkeys("NZST".split(), "+12:00"),
    **dict.fromkeys("NZDT".split(), "+13:00"),
    **dict.fromkeys("NDT".split(), "-02:30"),
    **dict.fromkeys("BRT ART ADT CLST".split(), "-03:00"),
    **dict.fromkeys("NST".split(), "-03:30"),
    **dict.fromkeys("EDT AST CLT VET".split(), "-04:00"),
    **dict.fromkeys("EST CDT COT PET".split(), "-05:00"),
    **dict.fromkeys("CST MDT".split(), "-06:00"),
    **dict.fromkeys("MST PDT".split(), "-07:00"),
    **dict.fromkeys("PST AKDT".split(), "-08:00"),
    **dict.fromkeys("AKST".split(), "-09:00"),
    **dict.fromkeys("HST".split(), "-10:00"),
}
"""Zone name to offset; the names stand for one offset the whole year."""
AMERICAN = {"ET": 5, "CT": 6, "MT": 7, "PT": 8}
"""Names without "standard" or "daylight": hours behind UTC in winter."""
AMERICAN_RULE_SINCE = 2007
"""The present rule of daylight saving time in the United States began in 2007 (Energy Policy Act of 2005)."""


def offset_of(name: str, day: date) -> str | None:
    """The offset that the zone name stands for on this day, or None when the name is not known."""
    name = name.upper().replace(".", "")
    if name in AMERICAN and day.year >= AMERICAN_RULE_SINCE:
        hours = AMERICAN[name] - _is_american_summer(day)
        return f"-{hours:02d}:00"
    return OFFSETS.get(name)


def _is_american_summer(day: date) -> bool:
    """From the second Sunday of March to the first Sunday of November."""
    begin = _sunday(day.year, 3, 2)
    end = _sunday(day.year, 11, 1)
    return begin <= day < end


def _sunday(year: int, month: int, count: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (count - 1))
