"""The evidence behind a field, as sentences that a person understands.

In: an Article and a field's name. Out: what the field is, which source said so, who agreed, who lost, how sure.
Left to others: weighing the evidence (`article`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from copydesk.fields import field_named
from copydesk.output.json_ld import type_of
from copydesk.records import Article, Candidate, Moment, Trace

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
"""Takes "2023-11-09T16:12"; refuses "Nov. 9, 2023". A date that can be compared as it stands."""
PLURALS = frozenset(("keywords", "teasers", "reservations"))

UNWEIGHED = "It is read where it stands, not chosen among candidates, so that there is no evidence to weigh."
MAX_VALUE_CHARACTERS = 160
"""A sentence stays readable on two lines of a terminal; longer values are cut with an ellipsis."""
MAX_LOSERS = 12
"""Candidates listed one by one; a page can name dozens of dates."""

SOURCES: dict[str, str] = {
    "visible": "what the page shows",
    "json-ld": "the page's JSON-LD",
    "meta": "a meta tag",
    "microdata": "the page's microdata",
    "url": "the page's address",
    "title": "the title of the document",
    "text": "the text of the story",
    "link": "a link element",
    "lang": "the lang attribute",
    "library": "a library that recognises it from the text",
    "model": "the trained model",
    "header": "the HTTP header",
    "given": "another tool's extraction",
}
"""What each source of a candidate is called in a sentence."""

CERTAINTIES: tuple[tuple[float, str], ...] = (
    (0.95, "as good as certain"),
    (0.8, "sure"),
    (0.6, "likely"),
    (0.0, "a guess"),
)
"""From which confidence on it is called what."""

PRECISIONS: dict[str, str] = {
    "year": "only the year is known",
    "month": "only the month is known",
    "day": "the day is known, the time is not",
    "minute": "known to the minute",
    "second": "known to the second",
}


def _moment(moment: Moment | None) -> str | None:
    if moment is None:
        return None
    written = f", written {_quoted(moment.text)}" if moment.text and moment.text != moment.iso else ""
    return f"{moment.iso} ({PRECISIONS.get(moment.precision, moment.precision)}{written})"


def _counted(count: int, noun: str) -> str | None:
    return f"{count:,} {noun}{'' if count == 1 else 's'}" if count else None


def _body(article: Article) -> str | None:
    passages = _counted(len(article.body), "passage")
    return passages and f"{passages} with {len(article.article_body):,} characters"


def _counters(article: Article) -> str | None:
    shown: list[str] = []
    for counter in article.interaction_statistic:
        rounded = f" (rounded: {_quoted(counter.text)})" if counter.is_rounded else ""
        shown.append(f"{counter.value:,} for {counter.action!r}{rounded}")
    return ", ".join(shown) or None


def _speakers(article: Article) -> str | None:
    named = sum(quotation.speaker is not None for quotation in article.quotations)
    count = _counted(len(article.quotations), "quotation")
    return count and f"{count}, {named} with a named speaker"


def _truth(value: bool | None) -> str | None:
    return None if value is None else ("true" if value else "false")


def _encoding(article: Article) -> str | None:
    if article.encoding is None:
        return None
    declared = f"; the page claimed {article.encoding.declared}" if article.encoding.declared else ""
    return f"{article.encoding.name} (decided by: {article.encoding.source}{declared})"


VALUES: dict[str, Callable[[Article], str | None]] = {
    "kind": lambda article: f"{article.kind!r} (schema.org: {type_of(article)})",
    "url": lambda article: article.url,
    "headline": lambda article: article.headline and _quoted(article.headline),
    "alternativeHeadline": lambda article: article.alternative_headline and _quoted(article.alternative_headline),
    "author": lambda article: ", ".join(author.name for author in article.author) or None,
    "sourceOrganization": lambda article: article.source_organization,
    "datePublished": lambda article: _moment(article.date_published),
    "dateModified": lambda article: _moment(article.date_modified),
    "dateline": lambda article: article.dateline,
    "articleBody": _body,
    "articleSection": lambda article: article.article_section,
    "keywords": lambda article: ", ".join(article.keywords) or None,
    "inLanguage": lambda article: article.in_language,
    "description": lambda article: article.description and _quoted(article.description),
    "image": lambda article: _counted(len(article.image), "image"),
    "interactionStatistic": _counters,
    "comment": lambda article: _counted(len(article.comment), "comment"),
    "commentCount": lambda article: None if article.comment_count is None else f"{article.comment_count:,}",
    "publisher": lambda article: article.publisher,
    "isAccessibleForFree": lambda article: _truth(article.is_accessible_for_free),
    "hasPart": _speakers,
    "teasers": lambda article: _counted(len(article.teasers), "teaser"),
    "reservations": lambda article: "; ".join(f"{name}: {value}" for name, value in article.reservations) or None,
    "encoding": _encoding,
}
"""Every field that can be asked for, and its value in words."""


def explain(article: Article, field: str) -> str:
    """What the field is and why, one sentence a line. Raises OptionError for a field that does not exist."""
    name = field_named(field)
    value = VALUES[name](article)
    trace = article.trace(name)
    verb = "are" if name in PLURALS else "is"
    first = f"{name} {verb} {_cut(value)}." if value else f"{name} {verb} unknown."
    if trace is None:
        missing = UNWEIGHED if value else "Nothing on the page gives it."
        return f"{first}\n{missing}\n"
    return "\n".join([first, *_sentences(trace, _accepted(article, name), has_value=value is not None)]) + "\n"


def _accepted(article: Article, name: str) -> tuple[str, ...]:
    """The single values of a field that has several, and the page's own words for a date: who names them agrees."""
    if name == "author":
        return tuple(_squeezed(author.name) for author in article.author)
    if name == "keywords":
        return tuple(_squeezed(word) for word in article.keywords)
    moment = {"datePublished": article.date_published, "dateModified": article.date_modified}.get(name)
    return (_squeezed(moment.text),) if moment is not None and moment.text else ()


def _sentences(trace: Trace, accepted: tuple[str, ...], *, has_value: bool) -> list[str]:
    sentences: list[str] = []
    winner = trace.candidates[0] if trace.candidates and has_value else None
    others = trace.candidates[1:] if winner is not None else trace.candidates
    if winner is not None:
        sentences.append(f"Source: {_origin(winner)}; weight {winner.score:.2f}.")
    if trace.note:
        sentences.append(_sentence(trace.note))
    agreeing = [other for other in others if winner is not None and _agrees(other, winner, accepted)]
    losing = [other for other in others if other not in agreeing]
    sentences.extend(dict.fromkeys(f"Agrees: {_origin(other)}; weight {other.score:.2f}." for other in agreeing))
    sentences.extend(_loss(other, winner) for other in losing[:MAX_LOSERS])
    if len(losing) > MAX_LOSERS:
        sentences.append(f"And {len(losing) - MAX_LOSERS} more.")
    if has_value:
        sentences.append(f"Confidence: {trace.confidence:.0%}, {_certainty(trace.confidence)}.")
    return sentences


def _loss(loser: Candidate, winner: Candidate | None) -> str:
    named = f"{_quoted(loser.value)} from {_origin(loser)}"
    if winner is None:
        return f"Lost: {named}; was not trusted enough ({loser.score:.2f})."
    if ISO_DAY.match(winner.value) and not ISO_DAY.match(loser.value):
        return f"Also there: {named}; weight {loser.score:.2f}."
    reason = "weighs less" if loser.score < winner.score else "was outweighed by the sources together"
    return f"Lost: {named}; {reason} ({loser.score:.2f})."


def _origin(candidate: Candidate) -> str:
    words = SOURCES.get(candidate.source, candidate.source)
    return f"{words} ({candidate.where})" if candidate.where else words


def _agrees(other: Candidate, winner: Candidate, accepted: tuple[str, ...]) -> bool:
    """The same words, one of several accepted values or all of them in one, or a day and the same day with its time."""
    ours, theirs = _squeezed(winner.value), _squeezed(other.value)
    if ours == theirs or theirs in accepted:
        return True
    if ISO_DAY.match(winner.value) and ISO_DAY.match(other.value):
        return ours.startswith(theirs) or theirs.startswith(ours)
    if len(accepted) < 2:
        return False
    return all(value in theirs for value in accepted) or all(
        _squeezed(piece) in accepted for piece in other.value.split(",")
    )


def _squeezed(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _certainty(confidence: float) -> str:
    return next((words for least, words in CERTAINTIES if confidence >= least), CERTAINTIES[-1][1])


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "。")) else ".")


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_VALUE_CHARACTERS else line[: MAX_VALUE_CHARACTERS - 1].rstrip() + "…"


def _quoted(text: str | None) -> str:
    return f"“{_cut(text or '')}”"
