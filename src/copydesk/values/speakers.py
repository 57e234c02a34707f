"""Who said it: the speaker that a sentence names for a quotation.

In: a passage, the place of a quotation in it, its language. Out: the speaker as written (a name, a title with a name, a
pronoun), and how close the verb of saying stands; or None. Left to others: who a pronoun is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from copydesk.values.speech_words import (
    ABBREVIATIONS,
    ALSO_NOUNS,
    AUXILIARIES,
    EXAMPLE_KINDS,
    EXAMPLES,
    LEADING_PREPOSITIONS,
    ONLY_AFTER,
    POSSIBILITIES,
    PRONOUNS,
    speech_forms,
)
from copydesk.values.subjects import INITIALS, LONGEST_NAME, lead_subject, named, subject_forward, subject_of

REACH_BEFORE = 280
REACH_AFTER = 220
"""Characters of a sentence that are read on either side of a quotation."""
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


MOST_WORDS_AFTER_NOUN = 2
"""Words between a verb that may be a noun and the quotation that shows it to be a verb."""
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
    is_as = language == "en" and words[0].lower() == "as"
    lead = lead[1:] if is_as else lead
    following = words[index + 1 :]
    subject = lead_subject(words[is_as:index], language) if lead else subject_forward(following, language)
    if subject is None:
        return None
    return Attribution(subject, int(is_as), True, end)


FIRST_VERB_AFTER = 12
"""Words between a quotation's end and its verb of saying."""
FIRST_VERB_APPOSED = 34
"""The same where a comma after the name opens an apposition: `Jane Roe, who worked at … and is now …, said`."""


def _first_clause(window: str) -> str:
    """The window up to the end of its sentence or to the next quotation mark."""
    for match in SENTENCE_BREAK.finditer(window):
        if not _is_abbreviation(window[: match.start()]):
            window = window[: match.start()]
            break
    return re.split(r"[“„«\"]", window, maxsplit=1)[0]


def _is_abbreviation(text: str) -> bool:
    word = text.rpartition(" ")[2].lstrip("(").rstrip(".").lower()
    return word in ABBREVIATIONS or INITIALS.fullmatch(word + ".") is not None


def _first_verb(words: list[str], language: str, limit: int) -> int | None:
    for index, word in enumerate(words[:limit]):
        if word in (";", ":", "?", "!"):
            return None
        if _is_saying(words, index, language):
            return index
    return None


def _is_saying(words: list[str], index: int, language: str) -> bool:
    """Whether the word says that somebody speaks; `puts` does so before `it`."""
    bare = words[index].lower().rstrip(".")
    if language == "fr":
        bare = FRENCH_INVERSION.sub("", bare)
    if language == "en" and bare in ("put", "puts"):
        return index + 1 < len(words) and words[index + 1].lower().rstrip(".") == "it"
    return bare in speech_forms(language, "verb")


def _unknown_verb(words: list[str]) -> int | None:
    """After `…,”` the first word in lower case behind a name is a verb of saying: `Jane Roe enthuses`."""
    if words and words[0].lower() in ("i", "we"):
        return None
    for index, word in enumerate(words[: LONGEST_NAME + 1]):
        if word[0].islower() and index and word.rstrip(".").endswith(("s", "ed")):
            return index
        if not word[0].isupper():
            return None
    return None


# ---------------------------------------------------------------------------------------------- before the quotation


def announcement_of(lead: str, language: str) -> Attribution | None:
    """The speaker that a paragraph before the quotation names: `Jane Roe said:`."""
    return _before(lead, len(lead), language)


def is_example(lead: str) -> bool:
    """Whether an English paragraph announces an example: `Use this prompt:`, `They may say something like:`."""
    words = [token.lower() for token in TOKEN.findall(_last_sentence(lead[-REACH_BEFORE:])) if token[0].isalnum()]
    return _shows_example(words) or words[-1:] == ["like"] or not POSSIBILITIES.isdisjoint(words)


def _shows_example(words: list[str]) -> bool:
    if not EXAMPLES.isdisjoint(word.rstrip(".") for word in words):
        return True
    ending = [word for word in words[-3:] if word[0].isalnum()]
    if ending[-2:] == ["like", "this"]:
        return True
    return len(ending) > 1 and ending[-1] == "like" and ending[-2] in EXAMPLE_KINDS


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
    spare = 0
    for index in range(len(tokens) - 1, max(-1, len(tokens) - 1 - FARTHEST_VERB_WORDS), -1):
        word = tokens[index]
        if word in ("”", "»", "“", ";"):
            return None
        if _is_saying(tokens, index, language) and word.lower() not in ONLY_AFTER:
            if language == "en" and _may_be_noun(tokens, index):
                spare = spare or index
                continue
            return _spoken_before(tokens, index, opening, language)
        if word.lower() in speech_forms(language, "participle"):
            return _participle(tokens, index, opening, language)
    return _spoken_before(tokens, spare, opening, language) if spare else None


def _spoken_before(tokens: list[str], verb: int, opening: int, language: str) -> Attribution | None:
    """The attribution by the verb at this index, unless it only announces an example."""
    between = [token.lower() for token in tokens[verb + 1 :]]
    if language == "en" and _shows_example(between):
        return None
    subject = subject_of(tokens, verb, language)
    distance = sum(token[0].isalnum() for token in between)
    return None if subject is None else Attribution(subject, distance, False, opening)


def _may_be_noun(tokens: list[str], index: int) -> bool:
    """Whether an English form may be a plural: `EU states will meet`; `she states that` is none."""
    between = [token.lower() for token in tokens[index + 1 :] if token[0].isalnum()]
    is_far = len(between) > MOST_WORDS_AFTER_NOUN and between[0] != "that"
    return is_far and tokens[index].lower() in ALSO_NOUNS


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
        return named(phrase.split(), language)
    return None


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
    name = named(subject, language) if is_sure else None
    if name is None or name.lower() in ("the", "a", "in"):
        return None
    distance = sum(token[0].isalnum() for token in tokens[index + 1 :])
    return Attribution(name, distance, False, opening)
