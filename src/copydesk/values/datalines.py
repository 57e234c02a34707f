"""Joined lines under teasers and posts: author, time, category and counters in one line.

In: a short line such as `By davidblogs30 2024-05-06 19:12:20 0 2K`. Out: a `DataLine` with what it holds; unknown is
None. Left to others: which lines are data lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from copydesk.records import Author, Counter, Moment
from copydesk.values.ago import DAY_WORD
from copydesk.values.counting import find_counters, parse_count
from copydesk.values.moments import find_moments
from copydesk.values.names import parse_byline
from copydesk.words import is_weekday, lead_of, month_of

LONGEST_LINE = 300
"""Characters; longer lines are sentences."""
BARE = re.compile(
    r"^\s*(?P<first>[\d.,]+\s?[KkMmBb]?)(?:\s+(?P<second>[\d.,]+\s?[KkMmBb]?))?(?:\s+(?P<third>[\d.,]+\s?[KkMmBb]?))?\s*$"
)
"""Takes the rest `0 2K` of a line after its date; refuses `3 comments`."""
PART = re.compile(r"\s*[|•·∙▪;\n\t／]\s*|\s+[\-–—/]\s+|\s{2,}")
"""Takes what parts the pieces of a line: ` | `, ` • `."""
RELATIVE = re.compile(
    r"(?:(?:vor|hace|il y a|há|prije|před|пре|πριν(?: από)?|منذ|för|for|siden)\s)?\b\d{1,3}\s?(?:h|hrs?|hours?"
    r"|min(?:utes?|uten)?|days?|weeks?|months?|years?|d|w|mo|yr|tagen?|stunden?|wochen?|monaten?|jahren?"
    r"|heures?|jours?|horas?|días?|dias|minutos?|ore|giorni|часов|часа|минут|дней|годин|хвилин|sata|sati"
    r"|minuta|dana|hodinami|minutami|ώρες|λεπτά|ساعة|ساعات|دقيقة|saat|dakika|timmar|timer|小时前|小時前|分钟前|分鐘前|天前|日前|시간|분)"
    r"(?:\s(?:ago|fa|atrás|назад|тому|önce|sedan|siden|전))?(?![^\W_])"
    rf"|{DAY_WORD.pattern}"
    r"|\b\d+\s?-?min(?:ute)?s?\.?\s(?:read|lesezeit)",
    re.IGNORECASE,
)
"""Takes `3 hours ago`, `vor 2 Stunden`, `вчера в 16:19`: times without a day, which are no moment and no counter."""
CATEGORY = re.compile(
    r"\s*(?:in|posted in|filed under|category|kategorie|categoría|catégorie|categoria|рубрика|категория)\s*:?\s+",
    re.IGNORECASE,
)
"""Takes `in ` before a category."""
LABELS = frozenset(
    "published updated posted on by at um uhr am the date modified last originally new stand mit video audio "
    "publicado actualizado"
    " publié mis à jour le el il pubblicato aggiornato aktualisiert veröffentlicht erstellt опубликовано "
    "обновлено оновлено aktualizováno zaktualizowano atualizado actualitzat bijgewerkt uppdaterad oppdatert opdateret "
    "päivitetty ažurirano güncellendi frissítve read min".split()
)
"""Words beside a date that are no category."""
LONGEST_CATEGORY = 40


CLOCK = re.compile(
    r"(?!0:)\d{1,2}\s?[:h.]\s?\d{2}(?:\s?(?:uhr|[ap]\.?m\.?))?"
    r"|(?:just )?now|jetzt|ahora|agora|sad|teraz|nå|nu|maintenant",
    re.IGNORECASE,
)
"""Takes `19:01`, `17h05`, `just now`; refuses `19`, and `0:46`, which is how long a film runs."""
AGO = re.compile(
    r"(?:prieš|pirms|acum|prije|před|vor|há|hace|il y a)\s\d{1,3}\s[^\W\d_]{1,8}\.?"
    r"|\d{1,3}\s[^\W\d_]{1,8}\.?\s(?:tagasi|temu|sitten|geleden|ezelőtt|lalu|trước|ago|назад|тому)",
    re.IGNORECASE,
)
"""Takes `Prieš 8 min.`, `3 tundi tagasi`; refuses `8 min`."""
LONGEST_WHEN = 44
"""Characters of a line that tells a time without its day or year, and a word or two beside."""
MOST_BESIDE = 3
"""Words beside such a time; with more of them the line is a sentence."""
DURATION = re.compile(
    r"\d+\s?-?(?:min\w*|λεπτ\w*|分)\.?\s?(?:read|lesezeit|de lecture|de lectura|di lettura)", re.IGNORECASE
)
"""Takes `5 min read`, which is no time of day."""


def split_when(text: str) -> tuple[str, str] | None:
    """A time without its day or year (`19:01`, `3 hours ago`, `Oct 6`) and what else the line says; else None."""
    if len(text) > LONGEST_WHEN or (len(text) > LONGEST_WORD and DIGIT.search(text) is None):
        return None
    plain = DURATION.sub("", text).strip(EDGES)
    for form in (DAY, AGO, RELATIVE, CLOCK):
        match = form.fullmatch(plain) if form is CLOCK else form.search(plain)
        if match is None or (form is DAY and not _names_month(match)):
            continue
        rest = f"{plain[: match.start()]} {plain[match.end() :]}".strip(f"{EDGES}.")
        if rest and _is_label(rest) and not any(map(str.isdigit, rest)):
            return plain, ""
        is_told = any(map(str.isdigit, match[0])) or not rest
        is_line = len(rest.split()) <= MOST_BESIDE and not rest[:1].islower() and not any(map(str.isdigit, rest))
        return (match[0].strip(), rest) if is_line and is_told else None
    return None


def is_time(text: str) -> bool:
    """Whether a line tells when something was and nothing else: `21 Nov 2017, 6:17pm`, `Yesterday 08:23`."""
    if DIGIT.search(text) is None:
        return False
    when = split_when(text)
    if when is not None:
        return not when[1]
    line = split_dataline(text)
    return line.moment is not None and line.author is None and line.category is None and not line.counters


def _names_month(match: re.Match[str]) -> bool:
    return any(month_of(word.lower()) is not None for word in (match["after"], match["before"]) if word)


DAY = re.compile(
    r"(?<!\d)(?:\d{1,2}\.?\s(?P<after>[^\W\d_]{3,12})|(?P<before>[^\W\d_]{3,12})\.?\s\d{1,2})(?![\d:])"
    r"(?:[,.]?\s\d{1,2}:\d{2})?"
)
"""Takes `Oct 6` and `8 января, 17:46`; whether the word is a month is looked up."""
DIGIT = re.compile(r"\d")
"""Takes `7`."""
LONGEST_WORD = 20
"""Characters of `yesterday`, `just now`; a longer line tells a time with a number."""
EDGES = " ,|-–—:()[]·•"
"""Signs around a time."""


@dataclass(frozen=True, slots=True)
class DataLine:
    """What one joined line holds."""

    author: str | None = None
    moment: Moment | None = None
    counters: tuple[Counter, ...] = ()
    category: str | None = None


EMPTY = DataLine()


def split_dataline(text: str, language: str | None = None) -> DataLine:
    """Author, moment, counters and category of a joined line; all unknown where it is none."""
    if not text or len(text) > LONGEST_LINE:
        return EMPTY
    moments = find_moments(text, language)
    moment = moments[0][2] if moments else None
    before, after = (text[: moments[0][0]], text[moments[-1][1] :]) if moments else (text, "")
    counters = _bare_counters(after) if moment is not None else ()
    pieces = [piece for side in ((before,) if counters else (before, after)) for piece in _pieces(side)]
    authors: tuple[Author, ...] = ()
    category: str | None = None
    for piece in pieces:
        if any(map(str.isdigit, piece)):
            found = find_counters(piece)
            if any(counter.action != "unknown" for counter in found):
                counters += tuple(counter for counter in found if counter.action != "unknown")
                continue
            if parse_count(piece) is not None:
                counters += found
                continue
        is_led = lead_of(piece) is not None
        if authors and not is_led:
            category = category or _category(piece)
            continue
        if not is_led and _is_label(piece):
            continue
        named = parse_byline(piece, language)
        is_person = bool(named) and (is_led or (named[0].type == "Person" and (len(named[0].name.split()) > 1)))
        if is_person and not CATEGORY.match(piece):
            category = category or (authors[0].name if authors else None)
            authors = named
        else:
            category = category or _category(piece)
    author = _joined_name(authors)
    if author is None and category is not None and before.rstrip().endswith(("-", "–")) and counters:
        author, category = category, None
    return DataLine(author, moment, counters, category)


def _is_label(piece: str) -> bool:
    return all(is_weekday(word) or word.lower() in LABELS for word in WORD.findall(piece))


WORD = re.compile(r"[^\W\d_]+")
"""Takes one word."""


def _joined_name(authors: tuple[Author, ...]) -> str | None:
    return ", ".join(author.name for author in authors) or None


def _pieces(text: str) -> list[str]:
    plain = RELATIVE.sub("|", text)
    return [stripped for piece in PART.split(plain) if (stripped := piece.strip(" ,|-–—:()[]"))]


def _bare_counters(after: str) -> tuple[Counter, ...]:
    """Bare numbers after a date: one counts comments, two count comments and views; of a third nobody says what."""
    match = BARE.match(after)
    if match is None:
        return ()
    texts = [text for text in match.group("first", "second", "third") if text is not None]
    values = [parse_count(text) for text in texts]
    actions = BARE_ACTIONS[len(texts)]
    return tuple(
        Counter(action, value[0], value[1], text)
        for action, value, text in zip(actions, values, texts, strict=True)
        if value is not None
    )


BARE_ACTIONS = {1: ("comment",), 2: ("comment", "view"), 3: ("comment", "unknown", "view")}


def _category(piece: str) -> str | None:
    match = CATEGORY.match(piece)
    piece = piece[match.end() :] if match is not None else piece
    if _is_label(piece):
        return None
    is_name = 1 < len(piece) <= LONGEST_CATEGORY and len(piece.split()) <= 4 and piece[0].isalpha()
    return piece if is_name and (match is not None or not piece[0].islower()) else None
