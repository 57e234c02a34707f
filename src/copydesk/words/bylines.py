"""The words around names in bylines.

In: a piece of a byline. Out: where the words before the names end, where words begin that name others; sets of roles
and joining words, made from `bylines.tsv` once. Left to others: what is a name.
"""

from __future__ import annotations

import re
from functools import cache

from copydesk.words.table import read_table

NEEDS_COLON = frozenset(
    "redaktion haber journalist interview text texto texte testo text tekst teksti teksts tekstas reporter "
    "reporters autore story words"
    " 文 글 글·사진 記者 기자 记者 writer contributor contributors raport protokoll avtor report laporan theo bài"
    " revue autori reportagem ni na ngu المصدر تحرير تقرير кореспондент корреспондент журналист".split()
)
"""Words that also begin the name of a newsroom or a sentence; before a name they are followed by `:` or `/`."""
HEAD = re.compile(r"[\s(（\[]*(?P<words>[^\s:：/／]+(?:\s+[^\s:：/／]+){0,5})")
"""Takes the first words of a line, up to a colon or slash."""
FIRST = re.compile(r"[\s(（\[]*(?P<word>[^\s:：/／]+)")
"""Takes the first of them."""
GLUED = re.compile(r"By(?=[A-Z][a-z]+ [A-Z])")
"""Takes the head of `ByJane Roe`, between which the page left no space; refuses `Byron Lee`."""
MARK = re.compile(r"\s*[:：/／]+[\s:：]*")
"""Takes `: ` after a word."""
WORD = re.compile(r"[^\s:：/／;,]+")
"""Takes one word up to a mark."""


@cache
def byline_words(kind: str) -> frozenset[str]:
    """All forms of one kind: `lead`, `stop`, `role`, `modifier`, `organization` or `join`."""
    return frozenset(form for form, form_kind in read_table("bylines") if form_kind == kind)


@cache
def first_lead_words() -> frozenset[str]:
    """First words of all leads: a line that begins with none of them is led by none."""
    return frozenset(form.split()[0].rstrip(":") for form in byline_words("lead"))


def lead_of(text: str) -> tuple[str, int] | None:
    """The words such as "By", "Von:", "文／" that open a byline, in lower case, and where the rest begins; or None."""
    glued = GLUED.match(text)
    if glued is not None:
        return glued[0].lower(), glued.end()
    first = FIRST.match(text)
    if first is None or first["word"].lower() not in first_lead_words():
        return None
    head = HEAD.match(text)
    if head is None:
        return None
    leads = byline_words("lead")
    words = head["words"].split()
    end = head.end("words")
    for count in range(len(words), 0, -1):
        lead = " ".join(words[:count]).lower()
        if lead in leads:
            mark = MARK.match(text, end)
            if mark is not None:
                return lead, mark.end()
            if lead not in NEEDS_COLON and (end == len(text) or text[end].isspace()):
                return lead, end
        end = text.rfind(words[count - 1], 0, end)
        while end > 0 and text[end - 1].isspace():
            end -= 1
    return None


def stop_of(text: str) -> int | None:
    """Where words begin that name others than the authors: `editing by`, `Fotos:`; None where there are none."""
    stops, firsts = byline_words("stop"), _first_stop_words()
    if firsts.keys().isdisjoint([word.lower() for word in WORD.findall(text)]):
        return None
    words = [(match[0].lower(), match.start(), match.end()) for match in WORD.finditer(text)]
    for index, (word, start, _) in enumerate(words):
        for count in firsts.get(word, ()):
            last = words[index : index + count]
            if len(last) == count and " ".join(piece[0] for piece in last) in stops:
                end = last[-1][2]
                if count > 1 or MARK.match(text, end) is not None:
                    return start
    return None


@cache
def _first_stop_words() -> dict[str, tuple[int, ...]]:
    """First word of a stop to the lengths, in words, of the stops that begin with it."""
    firsts: dict[str, set[int]] = {}
    for form in byline_words("stop"):
        words = form.split()
        firsts.setdefault(words[0], set()).add(len(words))
    return {word: tuple(sorted(counts, reverse=True)) for word, counts in firsts.items()}


@cache
def join_pattern() -> re.Pattern[str]:
    """Takes ` and `, ` And `, ` und `, ` & `; refuses the `E` of `J. E Roe` and the `e` of `Joe`."""
    joins = "|".join(sorted((re.escape(word) for word in byline_words("join")), key=len, reverse=True))
    return re.compile(rf"\s+(?:{joins}|And|AND|Und|UND|Et|ET)\s+|\s*&\s*(?=\S)")
