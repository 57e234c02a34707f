"""What a score is worth: pages read with weights that had not seen their site, and how often each score was right.

In: labelled sets, one weights file a fold. Out: for each field a rising curve from score to share of right answers
(isotonic regression: Ayer et al., 1955), and the reliability of such curves on sites they had not seen.
A headline or a day is right or wrong; authors count with the F1 of two sets, a main text with its word F1.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from copydesk.lab.fields import (
    Truth,
    authors_f1,
    day_of,
    read_unseen,
    truths,
    wanted_authors,
    wanted_day,
    wanted_title,
    weights_by_fold,
)
from copydesk.lab.score import squeeze, word_f1
from copydesk.lab.sets import LabelledPage
from copydesk.records import Article

SETS = ("wcxb-dev", "fundus-dev", "htmldate-dev", "trafilatura-dev")
KNOTS = 10
"""Points of a curve: more would follow the noise of a thousand pages."""
BINS = 5
"""Of the reliability table, with as many values in each."""
THRESHOLDS = (0.0, 0.8, 0.85, 0.9, 0.95)
"""Of the table of precision and recall."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One labelled field of one page: its score, how right it was (0..1), and the fold of its site."""

    field: str
    score: float
    right: float
    fold: int
    is_given: bool = True
    """False where nothing was said: that costs recall, no precision."""


def outcomes(data: Path, weights: Path) -> Iterator[Outcome]:
    """Read every page whose fold has weights, and compare what was found with the truth."""
    models = weights_by_fold(weights)
    for name in SETS:
        for page, truth in truths(data, name):
            article = read_unseen(page, models)
            if article is not None:
                yield from _compare(article, page, truth)


def _compare(article: Article, page: LabelledPage, truth: Truth) -> Iterator[Outcome]:
    if page.text is not None and article.body:
        yield Outcome("articleBody", article.confidence, word_f1(article.article_body, page.text), page.fold)
    title, authors, day = wanted_title(truth), wanted_authors(truth), wanted_day(truth)
    rights: dict[str, float] = {}
    if title:
        rights["headline"] = float(squeeze(article.headline or "") == squeeze(title))
    if authors:
        rights["author"] = authors_f1(authors, (author.name for author in article.author))
    if day:
        rights["datePublished"] = float(day_of(article) == day)
    for field, right in rights.items():
        trace = article.trace(field)
        yield Outcome(field, trace.confidence if trace else 0.0, right, page.fold, is_given=trace is not None)


# --------------------------------------------------------------------------- curves


def fit(found: Sequence[Outcome]) -> tuple[list[float], list[float]]:
    """Scores and shares of a rising curve through the given values of one field."""
    ordered = sorted((one for one in found if one.is_given), key=lambda one: one.score)
    groups = [list(group) for group in np.array_split(np.arange(len(ordered)), min(KNOTS, len(ordered)))]
    blocks: list[list[float]] = []  # sum of scores, sum of right, count
    for group in groups:
        blocks.append([sum(ordered[i].score for i in group), sum(ordered[i].right for i in group), float(len(group))])
        while len(blocks) > 1 and blocks[-2][1] * blocks[-1][2] >= blocks[-1][1] * blocks[-2][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    curve = {round(total / count, 4): round(right / count, 4) for total, right, count in blocks}
    return list(curve), list(curve.values())


def by_field(found: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    fields: dict[str, list[Outcome]] = defaultdict(list)
    for one in found:
        fields[one.field].append(one)
    return dict(sorted(fields.items()))


def held_out(found: Sequence[Outcome]) -> list[tuple[float, float]]:
    """(confidence, how right) of each given value, by a curve fitted on the other folds; the least sure first."""
    pairs: list[tuple[float, float]] = []
    for fold in sorted({one.fold for one in found}):
        scores, shares = fit([one for one in found if one.fold != fold])
        here = [one for one in found if one.fold == fold and one.is_given]
        sure = np.interp([one.score for one in here], scores, shares)
        pairs += zip(sure.tolist(), (one.right for one in here), strict=True)
    return sorted(pairs)


def reliability(found: Sequence[Outcome]) -> list[tuple[float, float, int]]:
    """Mean confidence, share that was right, and number of values, bin by bin."""
    bins = [group for group in np.array_split(np.array(held_out(found)), BINS) if len(group)]
    return [(float(group[:, 0].mean()), float(group[:, 1].mean()), len(group)) for group in bins]


def trade_off(found: Sequence[Outcome]) -> list[tuple[float, float, float]]:
    """Least confidence, and precision and recall where nothing below it is said."""
    pairs = held_out(found)
    rows = []
    for least in THRESHOLDS:
        kept = [right for sure, right in pairs if sure >= least]
        rows.append((least, sum(kept) / max(1, len(kept)), sum(kept) / len(found)))
    return rows


def write_curves(path: Path, fields: dict[str, list[Outcome]]) -> None:
    """Write the table that the program reads, with its card inside."""
    curves = {}
    for name, found in fields.items():
        scores, shares = fit(found)
        curves[name] = {"score": scores, "right": shares, "values": sum(one.is_given for one in found)}
    card = {
        "name": "what a field's score is worth: the share of values with that score that were right",
        "licence": "Apache-2.0",
        "made": "python -m copydesk.lab calibrate DATA --weights FOLDER --output confidence.json",
        "sources": list(SETS),
        "reliability, cross-validated by site: confidence, right, values": {
            name: [[round(sure, 3), round(right, 3), count] for sure, right, count in reliability(found)]
            for name, found in fields.items()
        },
        "fields": curves,
    }
    path.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
