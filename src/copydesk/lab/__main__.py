"""The lab's commands: `python -m copydesk.lab train DATA --output FOLDER`, `python -m copydesk.lab score DATA`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from copydesk import _kernel
from copydesk.lab.card import write_weights
from copydesk.lab.examples import Example, crop_example, make_example
from copydesk.lab.score import Board
from copydesk.lab.sets import FOLDS, TRAINING_SETS, load_set
from copydesk.lab.train import Plan, train_model

CROPPED_SETS = ("parts-dev", "fundus-dev")
"""Sets whose headline is labelled: from these a text model also learns copies that begin at the headline."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m copydesk.lab", description="Train and score the block models.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, what in (
        ("train", "train on all pages and write weights with their card"),
        ("score", "cross-validate by site"),
    ):
        command = commands.add_parser(name, help=what)
        command.add_argument("data", type=Path, help="folder with one sub-folder a set")
        command.add_argument("--reader", choices=("html", "text"), default="html")
        command.add_argument("--seed", type=int, default=1)
        command.add_argument("--threads", type=int, default=2)
        if name == "train":
            command.add_argument("--output", type=Path, required=True, help="folder for NAME.cdkm and NAME.json")
            command.add_argument("--scores", type=Path, help="JSON file that `score --json` wrote, for the card")
        else:
            command.add_argument("--folds", type=int, nargs="*", default=list(range(FOLDS)))
            command.add_argument("--json", type=Path, help="write the numbers here, too")
    options = parser.parse_args(arguments)
    missing = [name for name in TRAINING_SETS if not (options.data / name / "truth.jsonl").is_file()]
    if missing:
        parser.error(f"{options.data}: these sets are not there: {', '.join(missing)}")
    plan = Plan(seed=options.seed, threads=options.threads)
    examples = load_examples(options.data, options.reader)
    print(f"{len(examples)} pages, {sum(len(example.labels) for example in examples)} blocks", file=sys.stderr)
    if options.command == "score":
        numbers = cross_validate(examples, plan, options.folds)
        if options.json:
            options.json.write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
        return 0
    scores = json.loads(options.scores.read_text(encoding="utf-8")) if options.scores else None
    write_weights(options.output, options.reader, train_model(examples, plan), (plan, scores))
    return 0


def load_examples(data: Path, reader: str) -> list[Example]:
    """All pages of the training sets as examples; for the text reader with their cropped copies."""
    examples = []
    for name in TRAINING_SETS:
        for page in load_set(data, name):
            found = [make_example(page, as_text=reader == "text")]
            if reader == "text" and name in CROPPED_SETS:
                found.append(crop_example(page))
            examples += [example for example in found if example is not None]
    return examples


def cross_validate(examples: Sequence[Example], plan: Plan, folds: Sequence[int]) -> dict[str, float]:
    """Train without each fold of sites and score on it; prints and returns the numbers over all folds."""
    board = Board()
    for fold in folds:
        model = _kernel.Model(train_model([example for example in examples if example.page.fold != fold], plan))
        for example in examples:
            if example.page.fold == fold:
                board.add(example, model)
        print(f"fold {fold} done", file=sys.stderr)
    numbers = board.numbers()
    for name, value in numbers.items():
        print(f"{name:28s} {value:.4f}")
    for name, (precision, recall, lines) in board.parts_table().items():
        print(f"{name:28s} precision {precision:.3f}  recall {recall:.3f}  lines {lines}")
    return numbers


if __name__ == "__main__":
    sys.exit(main())
