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
    "parts-dev": 1.5,
    "wcxb-dev with scripts": 0.3,
}
"""What a page of each set counts: news pages are what the program is for and are few; readability's titles follow a
rule of their own; those of parts-dev were chosen by readers."""
BOTH_WAYS = "wcxb-dev"
"""Pages of this set are asked without scripts, as those come that others are judged on, and once more with them."""
PENALTY = 3.0
"""On the squares of the weights; 1 to 6 score the same within .003."""
SMALLEST_WEIGHT = 0.05
"""A trait that is worth less is left out of the table."""
ROUNDS = 30
SMALLEST_STEP = 1e-6


@dataclass(frozen=True, slots=True)
class Question:
    """One page: the traits of its offers, and which of them is the headline."""

    set_name: str
    fold: int
    traits: tuple[dict[str, float], ...]
    answer: int
    """-1 where no offer is right."""
    rows: np.ndarray
    """float, (offers, traits that are weighed)."""


def load_questions(folder: Path, models: Sequence[_kernel.Model]) -> list[Question]:
    """All pages of the sets with a known title; every trait that occurs is weighed."""
    questions = list(_ask(folder, models))
    names = trait_names(questions)
    return [replace(one, rows=_rows(one.traits, names)) for one in questions]


def trait_names(questions: Sequence[Question]) -> list[str]:
    """All traits that occur, in the order of the rows' columns."""
    return sorted({name for question in questions for traits in question.traits for name in traits})


def _rows(offers: Sequence[dict[str, float]], names: Sequence[str]) -> np.ndarray:
    return np.array([[traits.get(name, 0.0) for name in names] for traits in offers]).reshape(-1, len(names))


def _ask(folder: Path, models: Sequence[_kernel.Model]) -> Iterator[Question]:
    for set_name in SET_WEIGHTS:
        source = set_name.partition(" ")[0]
        titles = _titles(folder, source)
        for labelled in load_set(folder, source):
            title = titles.get(labelled.id)
            if title and labelled.content.strip():
                yield _question(labelled, set_name, title, models[labelled.fold])


def _titles(folder: Path, set_name: str) -> dict[str, str]:
    titles: dict[str, str] = {}
    with (folder / set_name / "truth.jsonl").open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            titles[str(row["id"])] = row.get("title") or (row.get("record") or {}).get("headline") or ""
    return titles


def _question(labelled: LabelledPage, set_name: str, title: str, model: _kernel.Model) -> Question:
    page = read_page(capture_bytes(labelled.content, url=labelled.url or None))
    if set_name == BOTH_WAYS:
        page = replace(page, head=replace(page.head, json_ld=()))
    view = view_page(page, label_page(page, model=model))
    claims = gather_claims(page)
    offers = gather_offers(view, claims, read_publisher(claims)[0])
    describe_offers(offers, view)
    keys = list(offers.found)
    key = squeeze(title)
    traits = tuple(offer.traits for offer in offers.found.values())
    return Question(set_name, labelled.fold, traits, keys.index(key) if key in keys else -1, np.zeros((0, 0)))


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
    questions = load_questions(options.data, models)
    names = trait_names(questions)
    print(json.dumps(cross_validate(questions, len(names))))
    for name, weight in zip(names, fit(questions, len(names)), strict=True):
        if abs(weight) >= SMALLEST_WEIGHT:
            print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
