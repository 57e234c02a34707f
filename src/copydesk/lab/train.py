"""From examples to a weights file.

The way: a teacher learns from the fully labelled pages (for text captures the model for markup has its say, too); it
spreads the labels "in the text" and "not in the text" of the other sets over the fifteen parts; the first round learns
from all of them; the second round learns what the first one, on pages it had not seen, said around each block.
Everything is drawn from one seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from copydesk import _kernel
from copydesk.lab import _boost
from copydesk.lab.align import BODY, OUTSIDE, UNKNOWN
from copydesk.lab.examples import Example, apply_votes, count_votes, table_of, vote_table
from copydesk.lab.markup import Said
from copydesk.lab.weights import Forest, pack_model
from copydesk.records import KINDS, PARTS

OUTPUTS = 16
FEW_LEAVES = 12
"""Of a tree that tells the kind of a page: pages are few."""
INNER_FOLDS = 2
"""Folds within the training pages that give the second round honest predictions of the first."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a model is trained."""

    seed: int = 1
    teacher_trees: int = 120
    first_trees: int = 150
    second_trees: int = 170
    kind_trees: int = 60
    leaves: int = 31
    rate: float = 0.1
    threads: int = 2
    most_outside_rows: int = 220
    """Rows outside the text that one page may give to training; the rest would repeat what they say."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Training rows: columns uint8 (features, rows), targets float32 (rows, 16), weights float32 (rows,)."""

    columns: np.ndarray
    targets: np.ndarray
    weights: np.ndarray


def train_model(examples: Sequence[Example], plan: Plan, said: Sequence[Said] | None = None) -> bytes:
    """Train on all pages given; returns the bytes of a weights file.

    said: what another model says of each page; its sure words outweigh those of the teacher.
    """
    folds = np.array([example.page.fold for example in examples])
    halves = (np.searchsorted(np.unique(folds), folds) + plan.seed) % INNER_FOLDS
    votes = _votes_by_fold(examples)
    teacher = _teach(examples, votes, plan)
    guesses = [softmax(teacher.sums(_columns(example, votes[example.page.fold])), len(PARTS)) for example in examples]
    if said is not None:
        for guess, heard in zip(guesses, said, strict=True):
            _believe(guess, heard)
    targets = [_targets(example, guess) for example, guess in zip(examples, guesses, strict=True)]
    votes = _votes_by_fold([_with_guess(example, target) for example, target in zip(examples, targets, strict=True)])
    own = [votes[example.page.fold] for example in examples]
    keep = [_kept_rows(example, plan) for example in examples]
    shares = _held_out_shares(examples, targets, keep, own, halves, plan)
    first = _fit(_gather(examples, targets, keep, own, None), plan.first_trees, 15, plan)
    kinds, kind_shares = _fit_kinds(examples, shares, halves, plan)
    contexts = [
        np.frombuffer(
            table_of(example.source, example.is_markup).context(share.tobytes(), kind.tobytes())[0], np.uint8
        ).reshape(_kernel.CONTEXT_COUNT, -1)
        for example, share, kind in zip(examples, shares, kind_shares, strict=True)
    ]
    rows = _gather(examples, targets, keep, own, contexts)
    second = _fit(rows, plan.second_trees, 15, replace(plan, seed=plan.seed + 7))
    return pack_model(votes[EVERY], (first, second, kinds))


Votes = tuple[np.ndarray, ...]
"""What hashed words speak for: a table a voter (words, pairs of words, classes, link)."""


EVERY = -1
"""The fold of a page that no table has seen."""


def _votes_by_fold(examples: Sequence[Example]) -> dict[int, Votes]:
    """Vote tables that a page of each fold, and an unseen one (`EVERY`), may use: never a table that saw the page.

    A page whose lines are labelled by hand votes with these alone, not with its main text besides.
    """
    by_hand = {(example.page.set_name, example.page.id) for example in examples if _is_strong(example)}
    voters = range(len(_kernel.VOTE_BUCKETS))
    folds = sorted({example.page.fold for example in examples})
    shares = [np.zeros((len(folds), buckets, len(PARTS)), np.float32) for buckets in _kernel.VOTE_BUCKETS]
    pages = [np.zeros((len(folds), buckets), np.float32) for buckets in _kernel.VOTE_BUCKETS]
    for example in examples:
        if not _is_strong(example) and (example.page.set_name, example.page.id) in by_hand:
            continue
        fold = folds.index(example.page.fold)
        for voter in voters:
            buckets, share = count_votes(example.hashes[voter], example.labels)
            shares[voter][fold, buckets] += share
            pages[voter][fold, buckets] += 1
    tables = {}
    for left_out in (*folds, EVERY):
        others = [place for place, fold in enumerate(folds) if fold != left_out]
        tables[left_out] = tuple(vote_table(shares[v][others].sum(0), pages[v][others].sum(0)) for v in voters)
    return tables


def _columns(example: Example, votes: Votes) -> np.ndarray:
    """The example's features with its votes filled in; uint8 (features, rows)."""
    columns = example.features.T.copy()
    size = len(PARTS)
    for voter, table in enumerate(votes):
        first = _kernel.VOTES + voter * size
        columns[first : first + size] = apply_votes(table, example.hashes[voter]).T
    return columns


def _fit(rows: Rows, trees: int, outputs: int, plan: Plan) -> Forest:
    nodes, features, thresholds, masks, leaves, bias = _boost.train(
        rows.columns,
        rows.targets,
        rows.weights,
        outputs=outputs,
        trees=trees,
        leaves=plan.leaves if outputs == len(PARTS) else FEW_LEAVES,
        sampled_features=min(len(rows.columns), 80),
        threads=plan.threads,
        rate=plan.rate,
        row_share=0.5,
        l2=3.0,
        least_weight=6.0,
        seed=plan.seed,
    )
    return Forest(
        np.frombuffer(nodes, np.uint8),
        np.frombuffer(features, np.uint16).reshape(trees, -1),
        np.frombuffer(thresholds, np.uint8).reshape(trees, -1),
        np.frombuffer(masks, np.uint32).reshape(trees, -1),
        np.frombuffer(leaves, np.float32).reshape(trees, -1, OUTPUTS),
        np.frombuffer(bias, np.float32),
    )


def softmax(sums: np.ndarray, outputs: int) -> np.ndarray:
    """float32 (rows, outputs)."""
    values = np.exp(sums[:, :outputs] - sums[:, :outputs].max(1, keepdims=True))
    return np.asarray(values / values.sum(1, keepdims=True), np.float32)


# --------------------------------------------------------------------------- teacher and targets


def _is_strong(example: Example) -> bool:
    return bool(example.page.lines)


def _teach(examples: Sequence[Example], votes: dict[int, Votes], plan: Plan) -> Forest:
    """Learn the fifteen parts from fully labelled pages, and what body looks like from some rows of the others."""
    columns, targets, weights = [], [], []
    random = np.random.default_rng(plan.seed)
    for example in examples:
        known = np.flatnonzero(example.labels >= 0)
        if not _is_strong(example):
            known = random.permutation(known)[:12]
        target = np.zeros((len(known), OUTPUTS), np.float32)
        target[np.arange(len(known)), example.labels[known]] = 1
        columns.append(_columns(example, votes[example.page.fold])[:, known])
        targets.append(target)
        weights.append(np.full(len(known), 1.0 if _is_strong(example) else 0.3, np.float32))
    rows = Rows(np.ascontiguousarray(np.hstack(columns)), np.vstack(targets), np.concatenate(weights))
    return _fit(rows, plan.teacher_trees, 15, plan)


SURE = 0.8
"""From here on the teacher may overrule `in the text`: some truths count headline, date or captions in."""
OUTER_PARTS = tuple(PARTS.index(name) for name in ("headline", "deck", "byline", "date", "caption"))


BELIEVED = 0.6
"""From here on what the model for markup says of a line counts nine times what the teacher guesses."""


def _believe(guess: np.ndarray, said: Said) -> None:
    """Lean a page's guess, float32 (rows, parts), to what another model says of it; in place."""
    sure = np.flatnonzero(said.scores > BELIEVED)
    guess[sure] *= 0.1
    guess[sure, said.codes[sure]] += 0.9


def _targets(example: Example, guess: np.ndarray) -> np.ndarray:
    """What each block should be labelled, as a distribution; float32 (rows, 16), zero rows where nothing is known.

    guess: float32 (rows, parts).
    """
    target = np.zeros((len(example.labels), OUTPUTS), np.float32)
    known = example.labels >= 0
    target[np.flatnonzero(known), example.labels[known]] = 1
    if _is_strong(example):
        return target
    outside = example.labels == OUTSIDE
    guess_outside = guess[outside].copy()
    guess_outside[:, BODY] = 1e-6
    target[outside, : len(PARTS)] = guess_outside / guess_outside.sum(1, keepdims=True)
    likeliest = guess.argmax(1)
    overruled = (example.labels == BODY) & np.isin(likeliest, OUTER_PARTS) & (guess.max(1) > SURE)
    target[overruled] = 0
    target[overruled, likeliest[overruled]] = 1
    return target


def _with_guess(example: Example, target: np.ndarray) -> Example:
    """The example with its labels filled from the targets, where these are clear."""
    labels = example.labels.copy()
    clear = (labels != UNKNOWN) & (target.max(1) > 0.5)
    labels[clear] = target[clear].argmax(1)
    labels[labels == OUTSIDE] = UNKNOWN
    return replace(example, labels=labels)


def _kept_rows(example: Example, plan: Plan) -> np.ndarray:
    """Rows that take part in training: all labelled ones, but of many outside the text a fixed sample."""
    rows = np.flatnonzero(example.labels != UNKNOWN)
    if _is_strong(example):
        return rows
    outside = rows[example.labels[rows] == OUTSIDE]
    if len(outside) <= plan.most_outside_rows:
        return rows
    random = np.random.default_rng(plan.seed + len(example.labels))
    sample = random.permutation(outside)[: plan.most_outside_rows]
    return np.sort(np.concatenate([rows[example.labels[rows] != OUTSIDE], sample]))


STRONG = 2.5
"""How much more a line counts whose part was labelled by hand."""
LIKE_A_LINE = 25.0
"""Words from which on a labelled line weighs half as much again."""
WEAK = 36.0
"""Brings the rows of the other sets to the same weight, in all, as the lines labelled by hand."""
SHORT_TEXT = 60.0
"""Words; the measure is a mean over pages, so a word weighs the more the shorter the page's text, down to this."""


def _weights(example: Example, kept: np.ndarray) -> np.ndarray:
    """float32 (kept,)."""
    words = example.words[kept]
    if _is_strong(example):
        return np.asarray(STRONG * (1.0 + 0.5 * np.minimum(1, words / LIKE_A_LINE)), np.float32)
    in_text = max(float(example.words[example.labels == BODY].sum()), SHORT_TEXT)
    return np.asarray(np.minimum((words + 1.5) / in_text, 1.0) * WEAK, np.float32)


def _gather(
    examples: Sequence[Example],
    targets: Sequence[np.ndarray],
    keep: Sequence[np.ndarray],
    votes: Sequence[Votes],
    contexts: Sequence[np.ndarray] | None,
) -> Rows:
    columns, wanted, weights = [], [], []
    for number, example in enumerate(examples):
        kept = keep[number]
        if not len(kept):
            continue
        own = _columns(example, votes[number])
        if contexts is not None:
            own = np.vstack([own, contexts[number]])
        columns.append(own[:, kept])
        wanted.append(targets[number][kept])
        weights.append(_weights(example, kept))
    return Rows(np.ascontiguousarray(np.hstack(columns)), np.vstack(wanted), np.concatenate(weights))


def _held_out_shares(
    examples: Sequence[Example],
    targets: Sequence[np.ndarray],
    keep: Sequence[np.ndarray],
    votes: Sequence[Votes],
    halves: np.ndarray,
    plan: Plan,
) -> list[np.ndarray]:
    """What a first round that has not seen the page says of each of its blocks; float32 (rows, parts) a page."""
    shares: list[np.ndarray] = [np.zeros((0, len(PARTS)), np.float32)] * len(examples)
    for half in range(INNER_FOLDS):
        seen = [number for number in range(len(examples)) if halves[number] != half]
        rows = _gather(
            [examples[n] for n in seen],
            [targets[n] for n in seen],
            [keep[n] for n in seen],
            [votes[n] for n in seen],
            None,
        )
        forest = _fit(rows, plan.first_trees, 15, plan)
        for number in np.flatnonzero(halves == half).tolist():
            shares[number] = softmax(forest.sums(_columns(examples[number], votes[number])), len(PARTS))
    return shares


def _fit_kinds(
    examples: Sequence[Example], shares: Sequence[np.ndarray], halves: np.ndarray, plan: Plan
) -> tuple[Forest, list[np.ndarray]]:
    """The forest that tells the kind of a page, and what one that had not seen it says of each page."""
    nothing = np.zeros(len(KINDS), np.float32)
    values = np.stack(
        [
            np.frombuffer(table_of(e.source, e.is_markup).context(share.tobytes(), nothing.tobytes())[1], np.uint8)
            for e, share in zip(examples, shares, strict=True)
        ]
    )
    known = np.array([example.page.kind in KINDS for example in examples])
    target = np.zeros((len(examples), OUTPUTS), np.float32)
    for number, example in enumerate(examples):
        if known[number]:
            target[number, KINDS.index(str(example.page.kind))] = 1

    def fit(chosen: np.ndarray) -> Forest:
        columns = np.ascontiguousarray(values[chosen].T)
        return _fit(Rows(columns, target[chosen], np.ones(len(chosen), np.float32)), plan.kind_trees, len(KINDS), plan)

    held_out: list[np.ndarray] = [nothing] * len(examples)
    for half in range(INNER_FOLDS):
        forest = fit(np.flatnonzero(known & (halves != half)))
        for number in np.flatnonzero(halves == half).tolist():
            held_out[number] = softmax(forest.sums(values[number][:, None]), len(KINDS))[0]
    return fit(np.flatnonzero(known)), held_out
