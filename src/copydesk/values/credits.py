"""Credits of pictures, split off their captions.

In: a caption as shown: `Officials meet in Example Town. (Jane Roe/AP)`. Out: the caption without its credit, and the
credit without brackets and without words such as "Photo:". Left to others: which text is a caption.
"""

from __future__ import annotations

import re
from functools import cache

from copydesk.values.agencies import locate_agency
from copydesk.values.credit_labels import label_end, labels_in
from copydesk.words import read_table

LONGEST_CREDIT = 120
"""Characters; a longer text after a credit word is a sentence."""
LONGEST_CAPTION = 3000
MOST_CREDIT_WORDS = 12
Split = tuple[str | None, str | None]

END_BRACKETS = re.compile(
    r"\s*[(\[（［](?P<inside>[^()\[\]（）［］]{2,160}(?:\([^()]{1,40}\)[^()\[\]（）［］]{0,40})?)[)\]）］][\s.。]*$"
)
"""Takes ` (Jane Roe/AP)` at the end; refuses brackets inside the caption."""
SENTENCE_END = re.compile(
    r"(?:(?<=[^\W\d_]{2})|(?<=\d)|(?<=[»”\"’)]))[.!?…]+[»”\"’)]?\s+(?=[^\W_@])|\n+|[。！？]\s*(?=.)"
)
"""Takes what ends the last sentence of a caption: `. `; refuses the full stop of an initial."""
SEPARATOR = re.compile(r"\s+[|•—–/\-]\s+")
"""Takes ` | ` and ` / ` between a caption and its credit."""
VIA = re.compile(r"\S(?:\s?/\s?|\svia\s|\s?\|\s)\S")
"""Takes the slash of `Jane Roe/AP`."""
MAIL = re.compile(r"\s*<?\b[\w.+\-]{1,64}@[\w\-]{1,64}\.[\w.\-]{2,40}>?[\s.]*$")
"""Takes an address at the end of a credit."""


def split_credit(caption: str) -> Split:
    """(caption, credit) of a picture's text; None for what it does not have."""
    text = " ".join(caption.split()) if "\n" not in caption else caption.strip()
    if not text:
        return None, None
    if len(text) > LONGEST_CAPTION:
        return text, None
    return _labelled(text) or _bracketed(text) or _bare(text) or _whole(text) or (text, None)


def bare_credit(text: str) -> str | None:
    """The credit without brackets, label and stop, of a text that the page calls a credit."""
    return _clean(text)


def strip_lead(caption: str) -> str:
    """The caption without a word that only says that it is one: `Legende: …`, `Image caption, …`."""
    match = LEAD.match(caption)
    if match is None or match["word"].lower() not in _words("lead"):
        return caption
    return caption[match.end() :]


LEAD = re.compile(r"(?P<word>[^\W\d_]+(?:\s[^\W\d_]+){0,2})\s?[:：,]\s*(?=\S)")
"""Takes `Image caption, ` and `Legende: ` at the head of a caption; refuses `Berlin is`."""


def _whole(text: str) -> Split | None:
    """`Photo Jane Roe`, `Fot. Jane Roe`: all of the text is a credit."""
    named = LOOSE_LABEL.match(text)
    is_credit = named is not None and _is_title(text[named.end() :]) and len(text[named.end() :].split()) > 1
    return (None, text[named.end() :].strip(" .")) if named is not None and is_credit else None


def _labelled(text: str) -> Split | None:
    """`… Photo: Jane Roe`, `… © Jane Roe`, `Credit: …`: the first label that opens a credit up to the line's end."""
    for start, end in labels_in(text):
        written, _, rest = text[end:].partition("\n")
        if len(written) > LONGEST_CREDIT + 2 or len(written.split()) > MOST_CREDIT_WORDS:
            continue
        credit = _clean(written)
        if credit is None or _lower_words(credit) > MOST_LOWER_WORDS:
            return None
        return _caption(f"{text[:start]}\n{rest}" if rest else text[:start]), credit
    return None


def _clean(credit: str) -> str | None:
    credit = MAIL.sub("", credit) if MAIL.sub("", credit).strip() else credit
    credit = credit.strip(" \t\n|/–—-•·,;:")
    credit = credit.removesuffix(".") if not credit.endswith(("Inc.", "Jr.", "Ltd.", "U.S.")) else credit
    while credit and credit[-1] in ")]）］" and credit.count(credit[-1]) > credit.count(PAIRS[credit[-1]]):
        credit = credit[:-1].rstrip(" .")
    while credit and credit[0] in "([（［" and credit.count(credit[0]) > credit.count(MATES[credit[0]]):
        credit = credit[1:].lstrip()
    loose = LOOSE_LABEL.match(credit)
    if loose is not None and loose.end() < len(credit):
        credit = credit[loose.end() :]
    end = label_end(credit)
    if end is not None and end < len(credit):
        credit = credit[end:].strip(" :/")
    return credit or None


PAIRS = {")": "(", "]": "[", "）": "（", "］": "［"}
MATES = {value: key for key, value in PAIRS.items()}


def _caption(text: str) -> str | None:
    text = text.strip(" \t\n|/–—-•·,;:")
    while text and text[-1] in "([（［":
        text = text[:-1].rstrip(" \t\n|/–—-•·,;:")
    return text or None


def _bracketed(text: str) -> Split | None:
    """`… (Jane Roe/AP)` at the end, when what the brackets hold is a source; after a full stop any name is one."""
    match = END_BRACKETS.search(text, max(0, len(text) - LONGEST_CREDIT * 2))
    if match is None:
        return None
    inside = match["inside"]
    is_after_stop = text[: match.start()].rstrip()[-1:] in (".", "!", "?", "。", "”", "…")
    if _is_source(inside, is_bracketed=True) or (is_after_stop and _is_title(inside)):
        return _caption(text[: match.start()]), _clean(inside)
    return None


def _bare(text: str) -> Split | None:
    """`… . Jane Roe / Getty Images` or a line that is a credit as a whole."""
    if _is_source(text, is_bracketed=False) and WORD_STOP.search(text) is None:
        return None, _clean(text)
    floor = max(0, len(text) - LONGEST_CREDIT)
    ends = [match for match in SENTENCE_END.finditer(text, floor) if _is_bare_credit(text[match.end() :])]
    cuts = ends[-1:] or [match for match in SEPARATOR.finditer(text, floor) if _is_bare_credit(text[match.end() :])][:1]
    for cut in cuts:
        head = text[: cut.start()] + (cut[0].strip() if cut.re is SENTENCE_END else "")
        return _caption(head), _clean(text[cut.end() :])
    return None


def _is_bare_credit(text: str) -> bool:
    if _is_source(text, is_bracketed=False):
        return True
    named = LOOSE_LABEL.match(text)
    if named is not None and _is_title(text[named.end() :]):
        return True
    return MAIL.search(text) is not None and _is_title(MAIL.sub("", text))


WORD_STOP = re.compile(r"[^\W\d_A-Z]{3}\.\s")
"""Takes the full stop of a sentence inside the text, refuses that of an initial."""
LOOSE_LABEL = re.compile(r"(?:Photos?|Fotos?|Fot\.|Bild|Image|Фото|Picture|Kuva)\.?\s+(?=[^\W\d_])")
"""Takes `Photo ` before a name."""


def _is_source(text: str, *, is_bracketed: bool) -> bool:
    """Whether a short text names nothing but a photographer, an agency or an archive."""
    words = text.split()
    if not words or len(text) > LONGEST_CREDIT or len(words) > MOST_CREDIT_WORDS:
        return False
    plain = text.strip(" .")
    if EAST_ASIAN.search(plain) and len(plain) > LONGEST_EAST_ASIAN:
        return False
    if plain.lower() in _words("source"):
        return True
    mention = locate_agency(plain if len(plain) <= 80 else plain[-80:])
    lower = plain.lower()
    has_source = mention is not None or any(word in _words("source") for word in re.split(r"[^\w'’.]+", lower))
    has_source = has_source or _phrases().search(lower) is not None
    if has_source and _has_only_names(plain):
        return True
    if not VIA.search(plain) or not _has_only_names(plain):
        return False
    return is_bracketed or (text.count("/") == 1 and "," not in text)


def _has_only_names(text: str) -> bool:
    """Capitalised words, particles, slashes and commas; no sentence."""
    return _lower_words(text) <= 1


def _lower_words(text: str) -> int:
    """How many words in lower case are neither particles nor sources."""
    words = WORD.findall(DOMAIN.sub(" ", _phrases().sub(" ", text)))
    return sum(word[0].islower() and word not in _words("source") and word not in SMALL for word in words)


MOST_LOWER_WORDS = 4
"""More of them after a label make a sentence: `Video: the moment the bridge fell`."""


EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Takes one character of Chinese, Japanese or Korean."""
LONGEST_EAST_ASIAN = 16
"""Characters of a credit in these scripts."""
WORD = re.compile(r"[^\W\d_][\w'’\-]*")
"""Takes one word."""
DOMAIN = re.compile(r"\b[\w\-]+\.(?:[a-z]{2,4})\b(?:\.[a-z]{2})?")
"""Takes `paper.com`."""
SMALL = frozenset(
    "via of the for and und et y e de del della di da van von der al bin für pool pour la le nuotr file by "
    "courtesy".split()
)


def _is_title(text: str) -> bool:
    """One to five words with capitals: a name of somebody or something."""
    words = [word for word in re.split(r"[\s/,]+", text.strip(" .")) if word]
    is_short = 0 < len(words) <= MOST_TITLE_WORDS
    return is_short and all(word[0].isupper() or word.lower() in SMALL for word in words) and words[0][0].isupper()


MOST_TITLE_WORDS = 5


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(form for form, form_kind in read_table("credits") if form_kind == kind)


@cache
def _phrases() -> re.Pattern[str]:
    """Takes the sources of several words, `picture alliance`."""
    return re.compile(_alternatives(frozenset(word for word in _words("source") if " " in word)), re.IGNORECASE)


def _alternatives(words: frozenset[str]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace("\\ ", r"\s+") for word in ordered)
