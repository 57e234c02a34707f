"""Which month a word names, and whether it names a weekday, in the languages of CLDR.

In: a word, the page's language if known. Out: (calendar, month number), or None. Left to others: days and years.
"""

from __future__ import annotations

from functools import cache

from copydesk.words.table import read_table

NEWS_LANGUAGES = frozenset(
    "af am ar as az be bg bn bs ca cs cy da de el en es et eu fa fi fil fo fr ga gl gu ha he hi hr hu hy id ig is it"
    " ja jv ka kk km kn ko ku ky lb lo lt lv mk ml mn mr ms mt my nb ne nl nn no or pa pl ps pt ro ru rw sd si sk sl"
    " so sq sr sv sw ta te tg th ti tk tl tr uk ur uz vi xh yo zh zu".split()
)
"""Languages with news sites; the short forms of others ("her", "sun", "man") are everyday words elsewhere."""
LARGE_LANGUAGES = frozenset("ar bn de en es fa fr hi id it ja ko nl pl pt ru th tr uk vi zh".split())
"""Where a form means different months in as many languages, the larger language decides (`listopada`: Polish)."""
SHORT_FORM = 4
"""Forms below this length count only in `NEWS_LANGUAGES` or in the page's own language."""
LONGEST_FORM = 24


def month_of(word: str, language: str | None = None) -> tuple[str, int] | None:
    """The month that the word names: (`g` for Gregorian or `p` for Persian, 1-12); None when it names none.

    `language` is a BCP 47 tag; where a form means different months in two languages, it decides.
    """
    if len(word) > LONGEST_FORM:
        return None
    choices = _forms().get(word.casefold().replace("\u0307", ""))
    if choices is None:
        return None
    primary = language.partition("-")[0].lower() if language else ""
    if primary:
        for calendar, month, languages in choices:
            if f" {primary} " in languages:
                return calendar, month
    calendar, month, languages = choices[0]
    if len(word) < SHORT_FORM and NEWS_LANGUAGES.isdisjoint(languages.split()):
        return None
    return calendar, month


def is_weekday(word: str) -> bool:
    """Whether the word is the name of a day of the week in any language."""
    return word.casefold().strip(" .") in _weekdays()


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(name for (name,) in read_table("weekdays"))


@cache
def _forms() -> dict[str, list[tuple[str, int, str]]]:
    """Form to (calendar, month, languages between spaces), the month that most readers mean first."""
    forms: dict[str, list[tuple[str, int, str]]] = {}
    for form, month, languages in read_table("months"):
        forms.setdefault(form, []).append((month[0], int(month[2:]), f" {languages} "))
    for choices in forms.values():
        if len(choices) > 1:
            choices.sort(key=_rank)
    return forms


def _rank(choice: tuple[str, int, str]) -> tuple[int, int]:
    languages = choice[2].split()
    return -len(NEWS_LANGUAGES.intersection(languages)), -len(LARGE_LANGUAGES.intersection(languages))
