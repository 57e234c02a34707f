"""Dates and ranges of dates in a query.

In: `2023`, `2023-11`, `2023-11-09`, two of them around `..`, or one after `>`, `>=`, `<`, `<=`.
Out: the first and the last day as numbers YYYYMMDD. Raises ValueError with a sentence where it is none of these.
"""

from __future__ import annotations

import re
from calendar import monthrange

DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
"""Takes `2023-11`; refuses `11/2023` and `23-11-09`."""
HELP = "write 2023, 2023-11, 2023-11-09, or a range such as 2023-01..2023-06"


def read_days(text: str) -> tuple[int | None, int | None]:
    """First and last day; None for an open end."""
    for sign in (">=", "<=", ">", "<"):
        if text.startswith(sign):
            first, last = read_period(text[len(sign) :])
            return {">=": (first, None), "<=": (None, last), ">": (last + 1, None), "<": (None, first - 1)}[sign]
    if ".." not in text:
        return read_period(text)
    start, _, end = text.partition("..")
    if not start and not end:
        raise ValueError(f"a range needs a date on one side at least: {HELP}")
    first_day = read_period(start)[0] if start else None
    last_day = read_period(end)[1] if end else None
    if first_day is not None and last_day is not None and first_day > last_day:
        raise ValueError(f"the range {text} ends before it begins: write the earlier date first")
    return first_day, last_day


def read_period(text: str) -> tuple[int, int]:
    """The first and the last day of a year, month or day."""
    found = DATE.fullmatch(text) if text.isascii() else None
    if found is None:
        raise ValueError(f"{text!r} is not a date: {HELP}")
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if year == 0:
        raise ValueError("there is no year 0")
    if found[2] is None:
        return year * 10_000 + 101, year * 10_000 + 1231
    if not 1 <= month <= 12:
        raise ValueError(f"{text!r} has no month {found[2]}: {HELP}")
    days = monthrange(year, month)[1]
    base = year * 10_000 + month * 100
    if found[3] is None:
        return base + 1, base + days
    if not 1 <= day <= days:
        raise ValueError(f"{text!r}: that month has {days} days")
    return base + day, base + day
