"""One spelling for what readers take for the same word: case, accents, widths, forms of a letter, digits.

In: a word. Out: its folded form. Index and query are folded alike, so whoever types `cafe` finds `Café`.
Left to others: where words begin and end (`words`).
Source: Unicode Standard Annex 15 (normalisation forms), section 4.3 of the standard (canonical combining classes).
"""

from __future__ import annotations

from unicodedata import combining, decimal, normalize

LETTERS: dict[int, str] = str.maketrans(
    {
        # Latin letters that Unicode does not take apart into a letter and an accent.
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "ŋ": "n", "æ": "ae", "œ": "oe", "þ": "th",
        "ə": "e", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ʻ": "", "ʼ": "", "ʹ": "",
        # Cyrillic letters of Kazakh, Kyrgyz, Tatar, Bashkir, Tajik, Ukrainian; often typed on a Russian keyboard.
        "қ": "к", "ҡ": "к", "ҝ": "к", "ғ": "г", "ґ": "г", "ң": "н", "ҥ": "н", "ұ": "у", "ү": "у", "ө": "о", "ә": "а",
        "һ": "х", "ҳ": "х", "җ": "ж", "ҷ": "ч", "ҹ": "ч", "ҙ": "з", "ҫ": "с",
        # Arabic letters with several forms; the lengthening stroke.
        "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ٱ": "ا", "ـ": "",
        # Joiners and hyphens that are not seen, marks of direction, variation selectors.
        "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "", "\u200e": "", "\u200f": "", "\u2060": "", "\ufeff": "",
        "\ufe0e": "", "\ufe0f": "",
    }
)  # fmt: skip
"""Letters for which a plainer one is commonly typed. `й` is not among them: it is a letter of its own to all."""
KEPT = "й"
"""It comes apart into и and a breve, but nobody writes и for it."""
NUKTA = 7
FIRST_POINT, LAST_POINT = 10, 35
"""Hebrew and Arabic vowel points."""
FIRST_ACCENT = 200
"""From here on the classes hold accents. Indic vowel signs have class 0 and viramas 9: they stay."""


def fold(word: str) -> str:
    """The folded form; empty for a word of nothing but marks. Folding a folded word changes nothing."""
    if word.isascii():
        return word.lower()
    folded = "".join(map(_fold_letter, normalize("NFKC", normalize("NFKC", word).casefold())))
    return folded if not folded or folded.isalnum() else "".join(folded.split())


def _fold_letter(letter: str) -> str:
    """One character of a composed, casefolded word."""
    if letter < "\x80" or letter == KEPT:
        return letter
    if letter.isdecimal():
        return str(decimal(letter))
    pieces = normalize("NFD", letter).translate(LETTERS)
    return "".join(piece for piece in pieces if not _is_accent(piece))


def _is_accent(character: str) -> bool:
    kind = combining(character)
    return kind >= FIRST_ACCENT or kind == NUKTA or FIRST_POINT <= kind <= LAST_POINT
