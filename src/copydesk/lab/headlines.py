"""The weights of the headline: fitted on the labelled sets, cross-validated by site.

In: a folder with the sets; weights files of the labels, one a fold (`0.cdkm` …), each trained without the pages of its
fold, so that the labels are as wrong here as on new pages. Out: the table `article/headline_weights.py` and scores.
Run: `python -m copydesk.lab.headlines DATA FOLDS`.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from copydesk import _kernel
from copydesk.article.claims import gather_claims
from copydesk.article.headline_offers import gather_offers, squeeze
from copydesk.article.headline_traits import describe_offers
from copydesk.article.headline_weights import WEIGHTS
from copydesk.article.site import read_publisher
from copydesk.article.view import view_page
from copydesk.capture import capture_bytes
from copydesk.lab.sets import FOLDS, LabelledPage, load_set
from copydesk.page import read_page
from copydesk.parts import label_page

SET_WEIGHTS = {
    "wcxb-dev": 1.0,
    "fundus-dev": 2.0,
    "trafilatura-dev": 1.0,
    "readability-dev": 0.7,
    "parts-dev": 0.7,
}
"""What a page of each set counts: news pages are what the program is for and are few; the last two hold copies."""
WITHOUT_SCRIPTS = ("wcxb-dev",)
"""The pages of this set that others are judged on come without scripts, so nothing is learned from them here."""
PENALTY = 1.0
"""On the squares of the weights; 0.5 to 2 score the same, 8 scores .01 less."""
ROUNDS = 30
SMALLEST_STEP = 1e-6


@dataclass(frozen=True, slots=True)
class Question:
    """One page: its offers as rows of traits, and which of them is the headline."""

    set_name: str
    fold: int
    rows: np.ndarray
    """float, (offers, traits)."""
    answer: int
    """-1 where no offer is right."""


def load_questions(folder: Path, models: Sequence[_kernel.Model], names: Sequence[str]) -> Iterator[Question]:
    """All pages of the sets with a known title. names: the traits that are weighed."""
    for set_name in SET_WEIGHTS:
        titles = _titles(folder, set_name)
        for labelled in load_set(folder, set_name):
            title = titles.get(labelled.id)
            if title and labelled.content.strip():
                yield _question(labelled, title, models[labelled.fold], names)


def _titles(folder: Path, set_name: str) -> dict[str, str]:
    titles: dict[str, str] = {}
    with (folder / set_name / "truth.jsonl").open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            titles[str(row["id"])] = row.get("title") or (row.get("record") or {}).get("headline") or ""
    return titles


def _question(labelled: LabelledPage, title: str, model: _kernel.Model, names: Sequence[str]) -> Question:
    page = read_page(capture_bytes(labelled.content, url=labelled.url or None))
    if labelled.set_name in WITHOUT_SCRIPTS:
        page = replace(page, head=replace(page.head, json_ld=()))
    view = view_page(page, label_page(page, model=model))
    claims = gather_claims(page)
    offers = gather_offers(view, claims, read_publisher(claims)[0])
    describe_offers(offers, view)
    rows = np.array([[offer.traits.get(name, 0.0) for name in names] for offer in offers.found.values()])
    keys = list(offers.found)
    key = squeeze(title)
    return Question(labelled.set_name, labelled.fold, rows, keys.index(key) if key in keys else -1)


def fit(questions: Sequence[Question], count: int) -> np.ndarray:
    """The weights of a conditional logit, by Newton's method; float, (traits,)."""
    known = [question for question in questions if question.answer >= 0]
    weights = np.zeros(count)
    for _ in range(ROUNDS):
        gradient = PENALTY * weights
        curvature = PENALTY * np.eye(count)
        for question in known:
            worth = SET_WEIGHTS[question.set_name]
            chances = _chances(question.rows, weights)
            mean = chances @ question.rows
            gradient += worth * (mean - question.rows[question.answer])
            curvature += worth * ((question.rows.T * chances) @ question.rows - np.outer(mean, mean))
        step = np.linalg.solve(curvature, gradient)
        weights = weights - step
        if np.abs(step).max() < SMALLEST_STEP:
            break
    return np.round(weights, 2)


def _chances(rows: np.ndarray, weights: np.ndarray) -> np.ndarray:
    sums = rows @ weights
    chances = np.exp(sums - sums.max())
    return np.asarray(chances / chances.sum())


def cross_validate(questions: Sequence[Question], count: int) -> dict[str, float]:
    """Share of right headlines of each set, each page judged by weights that never saw its site."""
    right: dict[str, list[bool]] = defaultdict(list)
    for fold in range(FOLDS):
        weights = fit([question for question in questions if question.fold != fold], count)
        for question in questions:
            if question.fold == fold:
                is_right = len(question.rows) > 0 and int(np.argmax(question.rows @ weights)) == question.answer
                right[question.set_name].append(is_right)
    return {name: round(float(np.mean(values)), 4) for name, values in right.items()}


def main() -> None:
    """Print the table and what it scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("folds", type=Path)
    options = parser.parse_args()
    models = [_kernel.Model((options.folds / f"{fold}.cdkm").read_bytes()) for fold in range(FOLDS)]
    names = sorted(WEIGHTS)
    questions = list(load_questions(options.data, models, names))
    print(json.dumps(cross_validate(questions, len(names))))
    for name, weight in zip(names, fit(questions, len(names)), strict=True):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
