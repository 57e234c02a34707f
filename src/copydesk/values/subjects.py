"""The subject of a verb of saying: which words of a sentence name the speaker.

In: the words of a sentence, the place of the verb, its language. Out: the subject as written, or None where no name,
title or pronoun stands there. Left to others: finding the verb.
"""

from __future__ import annotations

import re

from copydesk.values.speech_words import (
    ABBREVIATIONS,
    ADVERBIAL_STARTS,
    ANYBODY,
    AUXILIARIES,
    BOUNDARIES,
    CONDITIONS,
    DAY_LEADS,
    DETERMINERS,
    LEADING_PREPOSITIONS,
    NAME_PARTICLES,
    NO_SUBJECTS,
    POSSESSIVES,
    PRONOUNS,
    SPOKEN_DAYS,
    STOPPERS,
    UNSPOKEN,
    speech_forms,
)

MOST_SUBJECT_WORDS = 9
LONGEST_NAME = 5
INITIALS = re.compile(r"(?:[^\W\d_]\.)+")
"""Takes `C.Q.`; refuses `Brown.`."""


def lead_subject(words: list[str], language: str) -> str | None:
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
        return subject_forward(subject[1:], language)
    return named(subject, language)


def subject_forward(words: list[str], language: str) -> str | None:
    """The subject after a verb: `said the minister in Paris` gives `the minister`."""
    subject: list[str] = []
    stoppers = STOPPERS[language]
    while words and words[0].lower() in AUXILIARIES and words[0].lower() not in DETERMINERS:
        words = words[1:]
    for index, word in enumerate(words):
        lower = word.lower().rstrip(".")
        following = words[index + 1] if index + 1 < len(words) else ""
        if lower in ("und", "and") and subject and subject[-1][0].isupper() and following[:1].isupper():
            subject.append(word)
            continue
        if language == "de" and subject and subject[-1].endswith("-") and (word == "," or lower == "und"):
            subject.append(word)  # `der Gesundheits-, Sozial- und Finanzdirektor`
            continue
        if _is_over(subject, word, following, language):
            break
        if word in (",", ".", ";", ":", "—", "–", "(", ")", "”", "!", "?") or (
            lower in stoppers and subject and not _is_article(subject)
        ):
            break
        if word.lower() in DETERMINERS and subject and subject[-1][0].isupper() and language in ("de", "en"):
            break
        if (lower in stoppers and not subject) or (lower in speech_forms(language, "verb") and not subject):
            return None
        subject.append(word)
        if word.endswith(".") and len(word) > 2 and lower not in ABBREVIATIONS and INITIALS.fullmatch(word) is None:
            break
        if lower in PRONOUNS[language] and len(subject) == 1:
            break
    return named(subject, language)


def _is_over(subject: list[str], word: str, following: str, language: str) -> bool:
    """Whether a name is over at a word in lower case: `der Sprecher kämpferisch`, `Roe of her plan`."""
    if not subject or not subject[-1][0].isupper() or not word.islower():
        return False
    if language == "de":
        return word not in NAME_PARTICLES
    return language == "en" and word == "of" and following.lower() in POSSESSIVES


def _is_article(subject: list[str]) -> bool:
    """Whether only `a` of `a later chancellor` has been read."""
    return len(subject) == 1 and subject[0].lower() in DETERMINERS


def named(words: list[str], language: str) -> str | None:
    """The subject as written, when it is a pronoun, a name or a noun with its article; None for anything else."""
    if not words or sum(word[0].isalnum() for word in words) > MOST_SUBJECT_WORDS:
        return None
    text = " ".join(words).replace(" ,", ",")
    if not text.endswith(("Jr.", "Sr.")) and len(words[-1]) > 2:
        text = text.rstrip(".")
    first = words[0].lower().rstrip(".").replace("’", "'")
    if first in NO_SUBJECTS or first.endswith("n't"):
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


def subject_of(tokens: list[str], verb: int, language: str) -> str | None:
    """The subject of the verb at this index: before it, or after it where the language turns the order."""
    if _follows_quotation(tokens, verb):
        return subject_forward(tokens[verb + 1 :], language)
    if language == "de" and _is_turned(tokens, verb):
        return subject_forward(tokens[verb + 1 :], language)
    if language != "en" and verb > 0 and tokens[verb - 1] == ",":
        subject = subject_forward(tokens[verb + 1 :], language)
        if subject is not None:
            return subject
    subject = _subject_backward(tokens, verb, language)
    if subject is None and language != "en":
        return subject_forward(tokens[verb + 1 :], language)
    return subject


def _follows_quotation(tokens: list[str], verb: int) -> bool:
    """Whether the verb belongs to an earlier quotation too: `“A,” said Jane Roe and asked: “`."""
    before = [token for token in tokens[max(0, verb - 2) : verb] if token != ","]
    return bool(before) and before[-1] in ("”", "“", "»", '"') and verb + 1 < len(tokens)


def _is_turned(tokens: list[str], verb: int) -> bool:
    first = next((token for token in tokens[:verb] if token[0].isalnum()), "")
    return first.lower() in ADVERBIAL_STARTS


def _subject_backward(tokens: list[str], verb: int, language: str) -> str | None:
    index = verb - 1
    while index >= 0 and (tokens[index].lower() in AUXILIARIES or _is_adverb(tokens[index], language)):
        index -= 1
    if language == "en" and index >= 0 and (tokens[index].lower() == "to" or tokens[index].lower() in UNSPOKEN):
        return None
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
        if token.lower() in CONDITIONS or (token.lower() in BOUNDARIES and not is_joined):
            break
        subject.insert(0, token)
        index -= 1
    if language == "en" and index >= 0 and tokens[index].lower() in CONDITIONS:
        return None
    if language == "en" and _is_role_of(tokens[: max(index, 0)], tokens[index:]):
        subject = tokens[:index]
    relative = next((place for place, token in enumerate(subject) if token.lower() in ("who", "qui", "que")), None)
    if relative is not None and language == "en":
        if index > 0 and tokens[index] == ",":
            return _subject_backward(tokens, index, language)
        subject = subject[:relative] if 0 < relative <= LONGEST_NAME else []
        if subject and subject[-1].lower() in ANYBODY:
            return None
    if subject and subject[0].lower() in AUXILIARIES and language != "en":
        return subject_forward(subject[1:], language)
    return named(_trimmed(subject, language), language)


def _is_role_of(name: list[str], role: list[str]) -> bool:
    """Whether a name stands before an apposition that no comma closes: `Jane Roe, Chair of the Union said`."""
    if not 1 < len(name) <= LONGEST_NAME or role[0] != "," or name[0].lower() in LEADING_PREPOSITIONS:
        return False
    return all(word[0].isupper() for word in (*name, *role[1:2])) and "of" in role[2:4]


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
        subject = subject[later[0] if later else 2 :]
    while language == "en" and len(subject) > 1 and subject[-1].lower() in (SPOKEN_DAYS | DAY_LEADS):
        subject = subject[:-1]
    for index in range(len(subject) - 1, 0, -1):
        if subject[index].lower() in PRONOUNS[language]:
            return subject[index:]
    return subject
