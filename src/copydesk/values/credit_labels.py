"""Words and signs that open a picture's credit.

In: a caption. Out: where `Photo: `, `Foto © `, `Ljósmynd/`, `Image by ` and `© ` stand in it. Left to others: what the
credit is. Words are looked up, not searched for, so that a long caption costs little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from copydesk.words import read_table

MARK = re.compile(r"[:：＝=/©℗]|[(（][cCсСｃＣ][)）]")
"""Takes the mark between a label and its credit: `:`, `/`, `©`, `(c)`."""
COPYRIGHT = re.compile(r"(?<![^\W_])[Cc](?:opyright|OPYRIGHT)(?![^\W_])")
"""Takes `Copyright`, which needs no mark."""
AFTER = re.compile(r"[\s:：]*(?:©\s*|[(（][cCсСｃＣ][)）]\s*|by\s+)?")
"""Takes what still stands before the credit: ` © `."""
LAST_WORDS = re.compile(r"(?:[^\s:：/©|()\[\]（）.,;]+\.?\s+){0,2}[^\s:：/©|()\[\]（）.,;]+\.?\s*$")
"""Takes up to three words before a mark."""
BREAK = re.compile(r"[.!?…)»”\"|(–—/:\n\]]\s*(?=[^\W\d_])")
"""Takes what stands before a spoken label inside a caption: a stop or a bracket."""
FIRST_WORDS = re.compile(r"[^\s,:：]+(?:\s+[^\s,:：]+){0,3}")
"""Takes up to four words."""
WORD_REACH = 48
"""Characters before a mark that can hold its label."""
AGENCIES = ("ap", "afp", "epa", "reuters", "pa")
"""`AP Photo/Jane Roe`: label and agency are one."""


def labels_in(text: str) -> Iterator[tuple[int, int]]:
    """(first character of the label, first of the credit) for every label, in order."""
    marks = list(MARK.finditer(text))
    if "opyright" in text or "OPYRIGHT" in text:
        marks.extend(COPYRIGHT.finditer(text))
    found = [span for match in marks if (span := _marked(text, match)) is not None]
    starts = (0, *(match.end() for match in BREAK.finditer(text)))
    found.extend(span for start in starts if (span := _spoken(text, start)) is not None)
    yield from sorted(found)


def label_end(text: str) -> int | None:
    """Where the credit begins when the text opens with a label; None when it does not."""
    return next((end for start, end in labels_in(text[:WORD_REACH]) if start == 0), None)


def _marked(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    mark = match[0]
    end = match.end()
    label = _label_before(text, match.start())
    if mark in ":：＝=":
        after = AFTER.match(text, end)
        return None if label is None else (label, after.end() if after else end)
    if mark == "/":
        if label is None or end >= len(text) or not text[end].isalpha() or _is_agency_before(text, label):
            return None
        return label, end
    after = AFTER.match(text, end)
    return match.start() if label is None else label, after.end() if after else end


def _label_before(text: str, end: int) -> int | None:
    """Where the label begins that ends right before the mark, in one to three words."""
    begin = max(0, end - WORD_REACH)
    match = LAST_WORDS.search(text, begin, end)
    if match is None:
        return None
    words = match[0].split()
    labels = _labels()
    for count in range(min(3, len(words)), 0, -1):
        if " ".join(words[-count:]).lower().rstrip(".") in labels:
            start = end
            for word in reversed(words[-count:]):
                start = text.rindex(word, begin, start)
            return start
    return None


def _is_agency_before(text: str, label: int) -> bool:
    return text[max(0, label - 10) : label].rstrip().rpartition(" ")[2].strip("([").lower() in AGENCIES


def _spoken(text: str, start: int) -> tuple[int, int] | None:
    """`Photo by`, `courtesy of`, `Image source,`: labels that need no mark."""
    match = FIRST_WORDS.match(text, start)
    if match is None:
        return None
    words = match[0].split()
    for count in range(len(words), 0, -1):
        if " ".join(words[:count]).lower() in _spoken_labels():
            end = start
            for word in words[:count]:
                end = text.index(word, end) + len(word)
            while end < len(text) and text[end] in " ,:：\n":
                end += 1
            return start, end
    return None


@cache
def _labels() -> frozenset[str]:
    return frozenset(form.rstrip(".") for form, kind in read_table("credits") if kind == "label")


@cache
def _spoken_labels() -> frozenset[str]:
    return frozenset(form for form, kind in read_table("credits") if kind == "spoken")
