"""Numbers, and a name, as they are given on the command line.

In: the text of one argument. Out: its value. Raises ArgumentTypeError, which says what is wanted.
"""

from __future__ import annotations

import argparse

UNITS: dict[str, int] = {"k": 1024, "m": 1024**2, "g": 1024**3}


def count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes: give 0 or more")
    return int(text)


def size(text: str) -> int:
    digits, unit = (text[:-1], UNITS[text[-1].lower()]) if text[-1:].lower() in UNITS else (text, 1)
    if not digits.isascii() or not digits.isdigit() or int(digits) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size: give bytes, or a number with K, M or G")
    return int(digits) * unit


def seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a time: give seconds, more than 0")
    return value


def pause(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a pause: give seconds, 0 or more")
    return value


def agent(text: str) -> str:
    """A name that goes into a header as it is; robots.txt is asked about its first word."""
    if not text.strip() or not text.isascii() or not text.isprintable():
        raise argparse.ArgumentTypeError(f"{text!r} is no user agent: give a name and how to reach you, in ASCII")
    return text.strip()
