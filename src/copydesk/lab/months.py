"""Make the tables of month and weekday names, `words/months.tsv` and `words/weekdays.tsv`, from Unicode CLDR.

In: CLDR (through Babel) and a few inflected forms written here. Out: one row a form; for a month the form,
`CALENDAR:MONTH`, the languages that use it. Run `python -m copydesk.lab.months` after a new CLDR release.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from pathlib import Path

from babel import Locale
from babel.localedata import load, locale_identifiers

from copydesk.words import seal_table

SHORTEST_FORM = 2
"""One-letter forms ("J") and bare numbers say nothing outside a calendar sheet."""

INFLECTED: dict[str, str] = {
    "lv": "janvārī februārī martā aprīlī maijā jūnijā jūlijā augustā septembrī oktobrī novembrī decembrī",
    "et": "jaanuaril veebruaril märtsil aprillil mail juunil juulil augustil septembril oktoobril novembril detsembril",
    "fi": "tammikuun helmikuun maaliskuun huhtikuun toukokuun kesäkuun heinäkuun elokuun syyskuun lokakuun marraskuun"
    " joulukuun",
    "eu": "urtarrilaren otsailaren martxoaren apirilaren maiatzaren ekainaren uztailaren abuztuaren irailaren "
    "urriaren"
    " azaroaren abenduaren",
    "hr": "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca",
    "sr": "januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra",
    "sr_Cyrl": "јануара фебруара марта априла маја јуна јула августа септембра октобра новембра децембра",
    "ka": "იანვარს თებერვალს მარტს აპრილს მაისს ივნისს ივლისს აგვისტოს სექტემბერს ოქტომბერს ნოემბერს დეკემბერს",
    "hi": "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    "bn": "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
    "en": "janu febr march april may june july augu sept octo nove dece",
}
"""Forms that news pages use and CLDR does not list: locatives, genitives, other spellings; January first."""

Forms = dict[tuple[str, str], set[str]]


def collect_forms() -> Forms:
    """(form, `CALENDAR:MONTH`) to the languages that use it, over all locales of CLDR."""
    forms: Forms = defaultdict(set)
    for identifier in sorted(locale_identifiers()):
        language = identifier.partition("_")[0]
        for month, name in _gregorian_names(identifier):
            _add(forms, name, f"g:{month}", language)
    for identifier in ("fa", "en", "ckb"):
        names = load(identifier).get("months", {}).get("persian", {})
        for number, title in names.items():
            _add(forms, str(title), f"p:{number}", str(identifier))
    for place, persian in enumerate(PERSIAN_MONTHS.split(), 1):
        _add(forms, persian, f"p:{place}", "fa")
    for tongue, inflected in INFLECTED.items():
        for place, spelling in enumerate(inflected.split(), 1):
            _add(forms, spelling, f"g:{place}", tongue.partition("_")[0])
    for (form, code), languages in list(forms.items()):
        if "he" in languages:
            _add(forms, "ב" + form, code, "he")
    return forms


PERSIAN_MONTHS = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"


def _gregorian_names(identifier: str) -> list[tuple[int, str]]:
    months = Locale.parse(identifier).months
    return [
        (month, name)
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for month, name in months[context][width].items()
    ]


def _add(forms: Forms, name: str, month: str, language: str) -> None:
    form = name.casefold().replace("\u0307", "").strip(" .")
    if len(form) < SHORTEST_FORM or any(letter.isdigit() for letter in form):
        return
    forms[form, month].add(language)
    bare = "".join(letter for letter in unicodedata.normalize("NFD", form) if not unicodedata.combining(letter))
    is_latin_or_greek = "LATIN" in unicodedata.name(bare[0], "") or "GREEK" in unicodedata.name(bare[0], "")
    if is_latin_or_greek and bare != form:
        forms[bare.replace("ı", "i"), month].add(language)


def collect_weekdays() -> set[str]:
    """Names of the days of the week, full and abbreviated, over all locales of CLDR."""
    names: set[str] = set()
    for identifier in sorted(locale_identifiers()):
        days = Locale.parse(identifier).days
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names.update(name.casefold().strip(" .") for name in days[context][width].values())
    return {name for name in names if len(name) >= SHORTEST_WEEKDAY and not any(map(str.isdigit, name))}


SHORTEST_WEEKDAY = 2
"""`Mo`, `Вт`."""


def main() -> None:
    """Write the tables beside the loader."""
    weekdays: list[tuple[str, ...]] = [(name,) for name in sorted(collect_weekdays())]
    target = Path(__file__).parent.parent / "words" / "weekdays.tsv"
    target.write_text(seal_table("weekdays", weekdays), encoding="utf-8")
    forms = sorted(collect_forms().items())
    rows: list[tuple[str, ...]] = [(form, month, " ".join(sorted(languages))) for (form, month), languages in forms]
    target = Path(__file__).parent.parent / "words" / "months.tsv"
    target.write_text(seal_table("months", rows), encoding="utf-8")


if __name__ == "__main__":
    main()
