"""Direct quotations of a story, with the speaker that the sentence names.

In: the passages of a body, its language if known. Out: quotations with their offsets in the body as `join_passages`
makes it, marks not included. Left to others: who a pronoun is. Words in marks that are nobody's speech (scare quotes,
titles of works) are left out; a quotation that attribution interrupts, or that runs over paragraphs, is given in
pieces.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from copydesk.records import Passage, Quotation, join_passages
from copydesk.values.quote_spans import MARKS, SINGLE, Span, find_spans
from copydesk.values.speakers import Attribution, announcement_of, attribution_of, is_example
from copydesk.values.speech_words import LANGUAGES, PRONOUNS, TITLED

SPEAKING_KINDS = frozenset(("paragraph", "quote", "item"))
"""Kinds of passages that hold speech; headings, rows and code are left out."""
LONGEST_PASSAGE = 20_000
"""Characters; more than a paragraph can hold."""
SHORTEST_UNATTRIBUTED = 6
"""Words of a quotation for which nobody is named; shorter ones are mostly titles and terms."""
SHORTEST_FRAGMENT = 5
"""Words of a quotation inside a reported sentence ("said the plan was “…”")."""
NEAREST_VERB = 2
"""Words between a verb and the quotation that it opens (`told reporters: “`)."""
WORD_GAP = re.compile(r"\w\W+\w")
"""Takes two words; a single word in marks is a term."""
WORD = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*")
"""Takes one word."""
EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Takes one character of Chinese, Japanese or Korean."""
CHARACTERS_A_WORD = 2
"""How many East Asian characters count as one word."""


def find_quotations(passages: Sequence[Passage], language: str | None) -> tuple[Quotation, ...]:
    """The direct quotations of a body, in order; `text == body[start:end]` holds for each."""
    primary = (language or "en").partition("-")[0].lower()
    quotations: list[Quotation] = []
    offset = 0
    previous: Passage | None = None
    carried: _Carried | None = None
    for passage in passages:
        if previous is not None:
            offset += _gap(previous, passage)
        if carried is not None or MARKS.search(passage.text) is not None:
            before = _Before(carried, _lead(previous))
            carried = _read_passage(passage, primary, offset, before, quotations)
        offset += len(passage.text)
        previous = passage
    return tuple(quotations)


def _gap(previous: Passage, passage: Passage) -> int:
    """Characters that `join_passages` puts between two passages."""
    if previous.kind == "paragraph":
        return PARAGRAPH_GAP
    return len(join_passages((previous, passage))) - len(previous.text) - len(passage.text)


PARAGRAPH_GAP = 2
"""A blank line follows every paragraph."""


@dataclass(frozen=True, slots=True)
class _Carried:
    """A quotation left open at a passage's end: its mark, its speaker so far, the first of its pieces."""

    mark: str
    speaker: str | None
    first: int


@dataclass(frozen=True, slots=True)
class _Before:
    """What the passages before one leave to it: an open quotation, and a text that ends in a colon (else empty)."""

    carried: _Carried | None
    lead: str


def _lead(previous: Passage | None) -> str:
    if previous is None or previous.kind != "paragraph" or len(previous.text) > LONGEST_PASSAGE:
        return ""
    text = previous.text.rstrip()
    return text if text.endswith((":", "：")) else ""


def _read_passage(
    passage: Passage, language: str, offset: int, before: _Before, quotations: list[Quotation]
) -> _Carried | None:
    """Add the passage's quotations; return the one that is left open."""
    text = passage.text
    if passage.kind not in SPEAKING_KINDS or len(text) > LONGEST_PASSAGE:
        return None
    last: tuple[Span, Attribution] | None = None
    carried = before.carried
    for span in find_spans(text):
        is_continued = carried is not None and span.start <= 2 and span.mark == carried.mark
        found = _attribution(text, span, language)
        is_named = found is not None
        if found is None and last is not None and _follows(text, last, span):
            found = last[1]
        speaker = found.speaker if found is not None else None
        first = len(quotations)
        if is_continued and carried is not None:
            speaker, first = _plainer(speaker, carried.speaker, language), carried.first
            _name_earlier(quotations, first, speaker)
        is_open = span.is_open and (span.start <= 2 or found is not None)
        is_speech = is_continued or is_open or (not span.is_open and _is_speech(text, span, found, language))
        if found is None and not is_continued and is_speech:
            lead = before.lead if span.start <= 2 else ""
            is_speech = not _is_shown(passage, span, lead, language)
            speaker = _announced(lead, language) if is_speech else None
        quotation = _quotation(text, span, speaker, offset) if is_speech else None
        if quotation is not None:
            quotations.append(quotation)
        if span.is_open:
            return _Carried(span.mark, speaker, first) if is_speech else None
        if found is not None and is_speech:
            last = (span, found) if is_named else None
    return None


def _is_shown(passage: Passage, span: Span, lead: str, language: str) -> bool:
    """Whether words without a speaker are an example, or one of a list of English sentences in marks."""
    if language != "en":
        return False
    return is_example(lead) or (passage.kind == "item" and not span.is_open)


def _announced(lead: str, language: str) -> str | None:
    """The speaker that the paragraph before names: `Jane Roe said:`."""
    if not lead or language not in LANGUAGES:
        return None
    found = announcement_of(lead, language)
    return None if found is None or found.speaker.lower() == "you" else found.speaker


def _plainer(speaker: str | None, carried: str | None, language: str) -> str | None:
    """Of the names for the speaker of one quotation the one that is no pronoun, else the later one."""
    is_pronoun = speaker is not None and speaker.lower() in PRONOUNS.get(language, ())
    return carried if carried is not None and (speaker is None or is_pronoun) else speaker


def _name_earlier(quotations: list[Quotation], first: int, speaker: str | None) -> None:
    """Give the pieces of one quotation the speaker that only its last piece names."""
    for index in range(first, len(quotations)):
        if speaker is not None and quotations[index].speaker is None:
            quotations[index] = replace(quotations[index], speaker=speaker)


def _attribution(text: str, span: Span, language: str) -> Attribution | None:
    if language not in LANGUAGES or WORD_GAP.search(text, span.start, span.end) is None:
        return None
    return attribution_of(text, span.start - 1, span.end, language)


def _follows(text: str, last: tuple[Span, Attribution], span: Span) -> bool:
    """Whether nothing but the attribution stands between two quotations: `“A,” she said. “B.”`."""
    earlier, attribution = last
    between = text[earlier.end + 1 : span.start - 1]
    return attribution.is_after and len(WORD.findall(between)) <= MOST_WORDS_BETWEEN and between.count(".") <= 1


MOST_WORDS_BETWEEN = 24
"""Words of an attribution between two pieces of one quotation."""


def _is_speech(text: str, span: Span, found: Attribution | None, language: str) -> bool:
    """Whether a span is somebody's words: attributed, or long enough and a sentence of its own."""
    words = _count_words(text, span)
    inner_end = text[span.end - 1] if span.end > span.start else ""
    after = text[span.end + 1 : span.end + 2]
    is_sentence = inner_end in ".,!?…—–。！？" or after in (".", ",", "!", "?")
    starts_high = text[span.start].isupper() or not text[span.start].isalpha()
    if found is not None and (found.speaker.lower() == "you" or (language == "en" and _is_title(text, span))):
        return False
    if found is not None and found.is_after:
        is_next = inner_end in ".,!?…" or after in (",", "") or language in ("ru", "fr", "es", "it", "pt", "de")
        fewest = SHORTEST_FRAGMENT if found.distance else 2  # `“Slow Growth,” as Roe explains` is a term
        return words >= fewest and is_next and (is_sentence or starts_high)
    if found is not None:
        is_led = text[: span.start - 1].rstrip()[-1:] in (":", ",", "：")
        opens_speech = found.distance <= NEAREST_VERB and starts_high and is_sentence and is_led
        return words >= (2 if opens_speech else SHORTEST_FRAGMENT)
    return (
        span.mark not in SINGLE
        and words >= SHORTEST_UNATTRIBUTED
        and starts_high
        and _stands_alone(text, span, language)
    )


def _is_title(text: str, span: Span) -> bool:
    """Whether the word before the mark says that a title follows."""
    before = text[max(0, span.start - 1 - LONGEST_TITLED) : span.start - 1].split()
    return bool(before) and before[-1].lower() in TITLED


LONGEST_TITLED = 16
"""Characters of a word of `TITLED`, with the space after it."""


def _stands_alone(text: str, span: Span, language: str) -> bool:
    """Whether a quotation without a speaker is a paragraph of its own, or is announced by a colon.

    In English a colon also announces examples and advice; there it is not enough.
    """
    is_sentence = text[span.end - 1] in ".!?…,。！？"
    before = text[: span.start - 1].strip()
    if not before:
        return is_sentence and not text[span.end + 1 :].strip(" .,")
    return is_sentence and language != "en" and before[-1] in ":："


def _count_words(text: str, span: Span) -> int:
    inner = text[span.start : span.end]
    east = len(EAST_ASIAN.findall(inner))
    return len(WORD.findall(inner)) if east == 0 else east // CHARACTERS_A_WORD


def _quotation(text: str, span: Span, speaker: str | None, offset: int) -> Quotation | None:
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return None
    return Quotation(text[start:end], speaker, offset + start, offset + end)
