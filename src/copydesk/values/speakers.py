"""Who said it: the speaker that a sentence names for a quotation.

In: a passage, the place of a quotation in it, its language. Out: the speaker as written (a name, a title with a name, a
pronoun), and how close the verb of saying stands; or None. Left to others: who a pronoun is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from copydesk.values.speech_words import (
    ABBREVIATIONS,
    ADVERBIAL_STARTS,
    AUXILIARIES,
    BOUNDARIES,
    DETERMINERS,
    LEADING_PREPOSITIONS,
    NO_SUBJECTS,
    ONLY_AFTER,
    PRONOUNS,
    STOPPERS,
    speech_forms,
)

REACH_BEFORE = 280
REACH_AFTER = 220
"""Characters of a sentence that are read on either side of a quotation."""
MOST_SUBJECT_WORDS = 9
FARTHEST_VERB_WORDS = 22
"""Words between a verb of saying and the quotation after it."""

TOKEN = re.compile(r"[^\W_](?:[^\s,.;:!?“”„«»\"()—–\[\]]|\.(?=[^\W_]))*\.?|[,;:!?“”„«»\"()—–\[\]]")
"""Takes words (with inner points: `U.S.`), and single marks."""
SENTENCE_BREAK = re.compile(r"[.!?…]+[”\"»“’)]*\s+(?=[^\W\d_a-zа-яёà-ÿ]|[“„«\"(])")
"""Takes the end of a sentence: `. The`; refuses `, the`."""
SENTENCE_OVER = re.compile(r"[.!?…][”\"»“’)]*\s*$")
"""Takes the full stop right before a quotation."""
FRENCH_INVERSION = re.compile(r"-(?:t-)?(ils?|elles?|on|je)$")
"""Takes the pronoun of `dit-il`."""


LONGEST_ENDING = 8
"""Characters of a full stop with the marks and spaces after it."""
NOTHING_AFTER = re.compile(r"\s*(?:$|[.;:?!“„«]|\.)")
"""Takes what shows that no attribution follows a quotation: the end, or a full stop."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A speaker as written; `distance` counts words between the verb and the quotation; `is_after`: it follows it."""

    speaker: str
    distance: int
    is_after: bool
    end: int
    """Where in the passage the attribution's words end."""


def attribution_of(text: str, opening: int, closing: int, language: str) -> Attribution | None:
    """The speaker named for the quotation whose marks stand at `opening` and `closing`."""
    is_over = closing > 0 and text[closing - 1] in ".。"
    found = None if is_over else _after(text, closing + 1, language)
    return found or _before(text, opening, language)


# ---------------------------------------------------------------------------------------------- after the quotation


def _after(text: str, start: int, language: str) -> Attribution | None:
    """`” said Jane Roe`, `” Jane Roe, a doctor, said`."""
    window = text[start : start + REACH_AFTER]
    if NOTHING_AFTER.match(window) is not None:
        return None
    tokens = [(match[0], match.start()) for match in TOKEN.finditer(_first_clause(window))]
    while tokens and tokens[0][0] in (",", "—", "–", ";", "."):
        if tokens[0][0] == ".":
            return None
        tokens.pop(0)
    words = [token for token, _ in tokens]
    is_apposed = "," in words[: LONGEST_NAME + 1]
    index = _first_verb(words, language, FIRST_VERB_APPOSED if is_apposed else FIRST_VERB_AFTER)
    if index is None and language == "en" and text[start - 2 : start - 1] == ",":
        index = _unknown_verb(words)
    if index is None:
        return None
    end = start + tokens[index][1] + len(words[index])
    inverted = FRENCH_INVERSION.search(words[index].rstrip("."))
    if inverted is not None:
        return Attribution(inverted[1], 0, True, end)
    if words[index].endswith(".") and index == 0 and inverted is None:
        return None
    lead = [word for word in words[:index] if word.lower() not in AUXILIARIES and word != ","]
    for word in words[:index]:
        pronoun = FRENCH_INVERSION.search(word.rstrip("."))
        if pronoun is not None and language == "fr":
            return Attribution(pronoun[1], 0, True, end)
    subject = _lead_subject(words[:index], language) if lead else _subject_forward(words[index + 1 :], language)
    if subject is None:
        return None
    return Attribution(subject, 0, True, end)


FIRST_VERB_AFTER = 12
"""Words between a quotation's end and its verb of saying."""
FIRST_VERB_APPOSED = 34
"""The same where a comma after the name opens an apposition: `Jane Roe, who worked at … and is now …, said`."""
LONGEST_NAME = 5


def _first_clause(window: str) -> str:
    """The window up to the end of its sentence or to the next quotation mark."""
    for match in SENTENCE_BREAK.finditer(window):
        if not _is_abbreviation(window[: match.start()]):
            window = window[: match.start()]
            break
    return re.split(r"[“„«\"]", window, maxsplit=1)[0]


def _is_abbreviation(text: str) -> bool:
    word = text.rpartition(" ")[2].lstrip("(").rstrip(".").lower()
    return word in ABBREVIATIONS or len(word) == 1


def _first_verb(words: list[str], language: str, limit: int) -> int | None:
    verbs = speech_forms(language, "verb")
    for index, word in enumerate(words[:limit]):
        if word in (";", ":", "?", "!"):
            return None
        bare = FRENCH_INVERSION.sub("", word.lower().rstrip("."))
        if bare in verbs:
            return index
    return None


def _unknown_verb(words: list[str]) -> int | None:
    """After `…,”` the first word in lower case behind a name is a verb of saying: `Jane Roe enthuses`."""
    for index, word in enumerate(words[: LONGEST_NAME + 1]):
        if word[0].islower() and index and word.rstrip(".").endswith(("s", "ed")):
            return index
        if not word[0].isupper():
            return None
    return None


def _lead_subject(words: list[str], language: str) -> str | None:
    """The subject between a quotation and the verb: up to its first comma, auxiliaries dropped."""
    subject: list[str] = []
    for word in words:
        if word in (",", "—", "–", "("):
            if subject:
                break
            continue
        subject.append(word)
    while subject and subject[-1].lower() in AUXILIARIES:
        subject.pop()
    if subject and subject[0].lower() in AUXILIARIES:
        return _subject_forward(subject[1:], language)
    return _named(subject, language)


def _subject_forward(words: list[str], language: str) -> str | None:
    """The subject after a verb: `said the minister in Paris` gives `the minister`."""
    subject: list[str] = []
    stoppers = STOPPERS[language]
    for index, word in enumerate(words):
        lower = word.lower().rstrip(".")
        following = words[index + 1] if index + 1 < len(words) else ""
        if lower == "und" and subject and following[:1].isupper():
            subject.append(word)
            continue
        if word in (",", ".", ";", ":", "—", "–", "(", ")", "”", "!", "?") or (lower in stoppers and subject):
            break
        if lower in DETERMINERS and subject and subject[-1][0].isupper() and language in ("de", "en"):
            break
        if lower in stoppers or (lower in speech_forms(language, "verb") and not subject):
            return None
        subject.append(word)
        if word.endswith(".") and len(word) > 2 and lower not in ABBREVIATIONS:
            break
        if lower in PRONOUNS[language] and len(subject) == 1:
            break
    return _named(subject, language)


def _named(words: list[str], language: str) -> str | None:
    """The subject as written, when it is a pronoun, a name or a noun with its article; None for anything else."""
    if not words or len(words) > MOST_SUBJECT_WORDS:
        return None
    text = " ".join(words)
    if not text.endswith(("Jr.", "Sr.")) and len(words[-1]) > 2:
        text = text.rstrip(".")
    first = words[0].lower().replace("’", "'")
    if first in NO_SUBJECTS:
        return None
    if first in PRONOUNS[language]:
        return text if len(words) == 1 else None
    has_capital = any(word[0].isupper() for word in words)
    if not has_capital and first not in DETERMINERS:
        return None
    is_titled = len(words) > 1 and words[-1][0].isupper()
    if words[0][0].islower() and first not in DETERMINERS and not is_titled:
        return None
    return text


# ---------------------------------------------------------------------------------------------- before the quotation


def _before(text: str, opening: int, language: str) -> Attribution | None:
    """`Jane Roe said: “`, `Jane Roe said the plan was “`, `According to Jane Roe, “`."""
    window = text[max(0, opening - REACH_BEFORE) : opening]
    if not window or window.isspace():
        return None
    ending = SENTENCE_OVER.search(window, max(0, len(window) - LONGEST_ENDING))
    if ending is not None and not _is_abbreviation(window[: ending.start() + 1]):
        return None
    sentence = _last_sentence(window)
    tokens = TOKEN.findall(sentence)
    said = _according(sentence, language)
    if said is not None:
        return Attribution(said, 1, False, opening)
    verbs = speech_forms(language, "verb")
    for index in range(len(tokens) - 1, max(-1, len(tokens) - 1 - FARTHEST_VERB_WORDS), -1):
        word = tokens[index]
        if word in ("”", "»", "“", ";"):
            return None
        if word.lower() in verbs and word.lower() not in ONLY_AFTER:
            subject = _subject_of(tokens, index, language)
            distance = sum(token[0].isalnum() for token in tokens[index + 1 :])
            return None if subject is None else Attribution(subject, distance, False, opening)
        if word.lower() in speech_forms(language, "participle"):
            return _participle(tokens, index, opening, language)
    return None


def _last_sentence(window: str) -> str:
    start = 0
    for match in SENTENCE_BREAK.finditer(window):
        if not _is_abbreviation(window[: match.start()]):
            start = match.end()
    return window[start:]


def _according(sentence: str, language: str) -> str | None:
    for form in speech_forms(language, "according"):
        match = re.match(rf"\s*{form}\s+", sentence, re.IGNORECASE)
        if match is None:
            continue
        phrase = re.split(r"[,:]", sentence[match.end() :], maxsplit=1)[0]
        return _named(phrase.split(), language)
    return None


def _subject_of(tokens: list[str], verb: int, language: str) -> str | None:
    """The subject of the verb at this index: before it, or after it where the language turns the order."""
    if language == "de" and _is_turned(tokens, verb):
        return _subject_forward(tokens[verb + 1 :], language)
    if language != "en" and verb > 0 and tokens[verb - 1] == ",":
        subject = _subject_forward(tokens[verb + 1 :], language)
        if subject is not None:
            return subject
    subject = _subject_backward(tokens, verb, language)
    if subject is None and language != "en":
        return _subject_forward(tokens[verb + 1 :], language)
    return subject


def _is_turned(tokens: list[str], verb: int) -> bool:
    first = next((token for token in tokens[:verb] if token[0].isalnum()), "")
    return first.lower() in ADVERBIAL_STARTS


def _subject_backward(tokens: list[str], verb: int, language: str) -> str | None:
    index = verb - 1
    if language == "en" and index >= 0 and tokens[index].lower() == "to":
        return None
    while index >= 0 and (tokens[index].lower() in AUXILIARIES or _is_adverb(tokens[index], language)):
        index -= 1
    if index >= 0 and tokens[index] in (",", "—", "–", ")"):
        index = _before_apposition(tokens, index)
    verbs = speech_forms(language, "verb") if language == "en" else frozenset()
    subject: list[str] = []
    while index >= 0 and len(subject) <= MOST_SUBJECT_WORDS:
        token = tokens[index]
        is_joined = (
            token.lower() in ("and", "und", "et", "y", "e")
            and bool(subject)
            and index > 0
            and tokens[index - 1][0].isupper()
        )
        is_relative = index > 0 and tokens[index - 1].lower() == "who"
        if not token[0].isalnum() or (token.lower() in verbs and not is_relative):
            break
        if token.lower() in BOUNDARIES and not is_joined:
            break
        subject.insert(0, token)
        index -= 1
    relative = next((place for place, token in enumerate(subject) if token.lower() in ("who", "qui", "que")), None)
    if relative is not None and language == "en":
        if index > 0 and tokens[index] == ",":
            return _subject_backward(tokens, index, language)
        subject = subject[:relative] if relative <= LONGEST_NAME else []
    if subject and subject[0].lower() in AUXILIARIES and language != "en":
        return _subject_forward(subject[1:], language)
    return _named(_trimmed(subject, language), language)


def _is_adverb(word: str, language: str) -> bool:
    """`aptly`, `bluntly` before an English verb."""
    return language == "en" and word.islower() and word.endswith("ly")


def _before_apposition(tokens: list[str], index: int) -> int:
    """From the comma that ends an apposition to the word before the comma that opens it."""
    mates = {",": ",", "—": "—", "–": "–", ")": "("}
    opener = mates[tokens[index]]
    for earlier in range(index - 1, max(-1, index - LONGEST_APPOSITION), -1):
        if tokens[earlier] == opener:
            return earlier - 1
    return index - 1


LONGEST_APPOSITION = 22
"""Words of `Jane Roe, a spokeswoman for …, said`."""


def _trimmed(subject: list[str], language: str) -> list[str]:
    """From the last pronoun; without `On social media` or `On Thursday` before a noun or a name."""
    if language == "en" and len(subject) > 1 and subject[0].lower() in LEADING_PREPOSITIONS:
        later = [index for index in range(2, len(subject)) if subject[index].lower() in DETERMINERS]
        return subject[later[0] if later else 2 :]
    for index in range(len(subject) - 1, 0, -1):
        if subject[index].lower() in PRONOUNS[language]:
            return subject[index:]
    return subject


def _participle(tokens: list[str], index: int, opening: int, language: str) -> Attribution | None:
    """`Jane Roe praised the plan, saying “`: the subject opens the sentence."""
    subject: list[str] = []
    start = tokens.index(",") + 1 if tokens[0].lower() in LEADING_PREPOSITIONS and "," in tokens[:index] else 0
    for token in tokens[start:index]:
        if token[0].isupper() or (subject and token.lower() in ("van", "von", "de", "al", "bin")):
            subject.append(token)
            continue
        break
    is_sure = len(subject) > 1 or (bool(subject) and subject[0].lower() in PRONOUNS[language])
    named = _named(subject, language) if is_sure else None
    if named is None or named.lower() in ("the", "a", "in"):
        return None
    distance = sum(token[0].isalnum() for token in tokens[index + 1 :])
    return Attribution(named, distance, False, opening)
