"""The words around names in bylines.

In: nothing. Out: sets and patterns made from `bylines.tsv`, once. Left to others: what is a name.
"""

from __future__ import annotations

import re
from functools import cache

from copydesk.words.table import read_table

NEEDS_COLON = frozenset(
    "redaktion haber journalist interview text texto texte testo text tekst teksti teksts tekstas reporter reporters autore story words"
    " 文 글 글·사진 記者 기자 记者 기자 writer contributor contributors raport protokoll avtor report laporan theo bài"
    " revue autori reportagem ni na ngu המחבר المصدر تحرير تقرير кореспондент корреспондент журналист".split()
)
"""Words that also begin the name of a newsroom or a sentence; before a name they are followed by `:` or `/`."""


@cache
def byline_words(kind: str) -> frozenset[str]:
    """All forms of one kind: `lead`, `stop`, `role`, `modifier`, `organization` or `join`."""
    return frozenset(form for form, form_kind in read_table("bylines") if form_kind == kind)


@cache
def lead_pattern() -> re.Pattern[str]:
    """Takes `By `, `Von: `, `文／` at the start of a line, refuses `Byron`."""
    leads = byline_words("lead")
    loose = _alternatives(leads - NEEDS_COLON)
    strict = _alternatives(leads)
    return re.compile(
        rf"[\s(（\[]*(?:(?P<strict>{strict})\s*[:：/／]+|(?P<loose>{loose})(?=\s|$))[\s:：]*", re.IGNORECASE
    )


@cache
def stop_pattern() -> re.Pattern[str]:
    """Takes `; editing by ` and `Fotos: ` anywhere in a line, refuses `Stop`."""
    stops = byline_words("stop")
    spoken = _alternatives({form for form in stops if " " in form})
    return re.compile(rf"(?<![^\W\d_])(?:(?:{_alternatives(stops)})\s*[:：/／]|(?:{spoken})(?=\s|$))", re.IGNORECASE)


@cache
def join_pattern() -> re.Pattern[str]:
    """Takes ` and `, ` und `, ` & `; refuses ` And ` and the `e` of `Joe`."""
    return re.compile(rf"\s+(?:{_alternatives(byline_words('join'))})\s+|\s*&\s*(?=\S)")


def _alternatives(words: frozenset[str] | set[str]) -> str:
    return "|".join(
        re.escape(word).replace("\\ ", r"\s+") for word in sorted(words, key=lambda word: (-len(word), word))
    )
