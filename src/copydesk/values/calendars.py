"""Years and days of other calendars as days of the Gregorian one.

In: numbers as the page gives them. Out: a `date`, or None for a day that never was. Left to others: finding them.
"""

from __future__ import annotations

from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1800, 2100
"""No page is older; a later year is a price, a number of words or a fault."""
BUDDHIST_OFFSET = 543
BUDDHIST_YEARS = range(2443, 2643)
"""1900-2100 in the calendar of Thailand."""
PERSIAN_YEARS = range(1278, 1480)
"""1899-2101 in the solar calendar of Iran and Afghanistan."""
PERSIAN_EPOCH = date(622, 3, 21)
"""Chosen so that the arithmetic below gives 20 March 2024 for the first day of 1403."""
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
"""Japanese eras and the years of the Republic of China: what to add to the year's number."""

CYCLE_YEARS, CYCLE_DAYS = 33, 12053
"""The Persian leap years repeat every 33 years of 12,053 days; exact from 1178 to 1633."""
LEAP_IN_CYCLE = (1, 5, 9, 13, 17, 22, 26, 30)


def gregorian_day(year: int, month: int, day: int) -> date | None:
    """The date, or None when there is no such day or no page can be of that year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def buddhist_day(year: int, month: int, day: int) -> date | None:
    """A day of the Thai calendar, whose months are the Gregorian ones."""
    return gregorian_day(year - BUDDHIST_OFFSET, month, day)


def persian_day(year: int, month: int, day: int) -> date | None:
    """A day of the solar Hijri calendar; years outside `PERSIAN_YEARS` give None."""
    if year not in PERSIAN_YEARS or not 1 <= month <= 12:
        return None
    is_leap = year % CYCLE_YEARS in LEAP_IN_CYCLE
    length = 31 if month <= 6 else 30 if month <= 11 or is_leap else 29
    if not 1 <= day <= length:
        return None
    cycles, rest = divmod(year - 1, CYCLE_YEARS)
    days = cycles * CYCLE_DAYS + rest * 365 + sum(leap <= rest for leap in LEAP_IN_CYCLE)
    days += (month - 1) * 31 - max(month - 7, 0) + day - 1
    return PERSIAN_EPOCH + timedelta(days=days)
