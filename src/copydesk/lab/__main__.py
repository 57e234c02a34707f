"""The lab's commands.

python -m copydesk.lab train DATA --labels labels/parts.tsv --output FOLDER
python -m copydesk.lab score DATA --labels labels/parts.tsv
python -m copydesk.lab fields DATA --weights FOLDER
python -m copydesk.lab calibrate DATA --weights FOLDER --output confidence.json
python -m copydesk.lab sheet DATA SET ID > page.txt
python -m copydesk.lab collect page.txt … --output labels/parts.tsv
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from copydesk import _kernel
from copydesk.errors import CopydeskError
from copydesk.lab.calibrate import by_field, outcomes, reliability, trade_off, write_curves
from copydesk.lab.card import write_weights
from copydesk.lab.examples import Example, crop_example, make_example, table_of
from copydesk.lab.fields import score_fields, score_peer_fields
from copydesk.lab.markup import listen
from copydesk.lab.peers import body_of, installed, installed_metadata
from copydesk.lab.score import Board
from copydesk.lab.sets import FOLDS, TRAINING_SETS, LabelledPage, load_set
from copydesk.lab.sheets import Labelling, read_labels, read_sheet, sheet, with_lines, write_labels
from copydesk.lab.train import Plan, train_model
from copydesk.model import load_model

CROPPED_SETS = ("parts-dev", "fundus-dev")
"""Sets whose headline is labelled: from these a text model also learns copies that begin at the headline."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m copydesk.lab", description="Train and score the block models.")
    commands = parser.add_subparsers(dest="command", required=True)
    sheet_command = commands.add_parser(
        "sheet", help="print a page for labelling, with the parts the shipped weights guess"
    )
    sheet_command.add_argument("data", type=Path, help="folder with one sub-folder a set")
    sheet_command.add_argument("set_name", metavar="SET")
    sheet_command.add_argument("id", metavar="ID")
    collect_command = commands.add_parser("collect", help="corrected sheets into a labels file, beside what it holds")
    collect_command.add_argument("sheets", type=Path, nargs="+")
    collect_command.add_argument("--output", type=Path, required=True, help="the labels file")
    calibrate_command = commands.add_parser(
        "calibrate", help="measure what scores are worth, with one weights file a fold"
    )
    calibrate_command.add_argument("data", type=Path, help="folder with one sub-folder a set")
    calibrate_command.add_argument(
        "--weights", type=Path, required=True, help="folder with 0.cdkm, 1.cdkm, … (`score --weights`)"
    )
    calibrate_command.add_argument("--output", type=Path, required=True, help="the table to write: confidence.json")
    fields_command = commands.add_parser("fields", help="measure headline, authors, days and records")
    fields_command.add_argument("data", type=Path, help="folder with one sub-folder a set")
    fields_command.add_argument(
        "--weights", type=Path, required=True, help="folder with 0.cdkm, 1.cdkm, … (`score --weights`)"
    )
    fields_command.add_argument("--peers", action="store_true", help="others that are installed, too")
    for name, what in (
        ("train", "train on all pages and write weights with their card"),
        ("score", "cross-validate by site"),
    ):
        command = commands.add_parser(name, help=what)
        command.add_argument("data", type=Path, help="folder with one sub-folder a set")
        command.add_argument("--labels", type=Path, help="labels file with the parts of more pages (see `collect`)")
        command.add_argument("--reader", choices=("html", "text"), default="html")
        command.add_argument(
            "--markup",
            type=Path,
            help="for --reader text: weights of the html reader to learn from, too"
            + (" (a file)" if name == "train" else " (a folder with 0.cdkm, 1.cdkm, …)"),
        )
        command.add_argument("--seed", type=int, default=1)
        command.add_argument("--threads", type=int, default=2)
        if name == "train":
            command.add_argument("--output", type=Path, required=True, help="folder for NAME.cdkm and NAME.json")
            command.add_argument("--scores", type=Path, help="JSON file that `score --json` wrote, for the card")
        else:
            command.add_argument("--folds", type=int, nargs="*", default=list(range(FOLDS)))
            command.add_argument(
                "--weights", type=Path, help="folder of each fold's weights, FOLD.cdkm: used if there, else kept"
            )
            command.add_argument("--peers", action="store_true", help="others that are installed, too")
            command.add_argument("--json", type=Path, help="write the numbers here, too")
    options = parser.parse_args(arguments)
    if options.command == "sheet":
        return print_sheet(options.data, options.set_name, options.id)
    if options.command == "collect":
        return collect(options.sheets, options.output)
    if options.command == "calibrate":
        return calibrate(options.data, options.weights, options.output)
    if options.command == "fields":
        return measure_fields(options.data, options.weights, options.peers)
    if options.markup and options.reader != "text":
        parser.error("--markup is for --reader text")
    missing = [name for name in TRAINING_SETS if not (options.data / name / "truth.jsonl").is_file()]
    if missing:
        parser.error(f"{options.data}: these sets are not there: {', '.join(missing)}")
    plan = Plan(seed=options.seed, threads=options.threads)
    examples = load_examples(options.data, options.reader, options.labels)
    print(f"{len(examples)} pages, {sum(len(example.labels) for example in examples)} blocks", file=sys.stderr)
    if options.command == "score":
        blank = blank_pages(options.data, examples)
        numbers = cross_validate(examples, blank, plan, options.folds, (options.weights, options.markup))
        if options.peers:
            compare([example.page for example in examples] + blank, options.folds)
        if options.json:
            options.json.write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
        return 0
    scores = json.loads(options.scores.read_text(encoding="utf-8")) if options.scores else None
    said = listen(examples, options.markup.read_bytes()) if options.markup else None
    write_weights(options.output, options.reader, train_model(examples, plan, said), (plan, scores))
    return 0


def print_sheet(data: Path, set_name: str, page_id: str) -> int:
    """Print one page for labelling. Raises CopydeskError where the set has no such page or it shows no text."""
    found = [make_example(page) for page in load_set(data, set_name) if page.id == page_id]
    if not found or found[0] is None:
        raise CopydeskError(f"{set_name} has no page {page_id} with visible text")
    codes = load_model("html").label(table_of(found[0].source, True))[0]
    print(sheet(found[0].page, found[0].texts, list(codes)), end="")
    return 0


def calibrate(data: Path, weights: Path, output: Path) -> int:
    """Write the curves of confidence and print how reliable they are on sites they had not seen."""
    fields = by_field(outcomes(data, weights))
    write_curves(output, fields)
    for name, found in fields.items():
        bins = (f"{sure:.2f}:{right:.2f}({count})" for sure, right, count in reliability(found))
        cuts = (f"{least}: {precision:.3f}/{recall:.3f}" for least, precision, recall in trade_off(found))
        print(name, "confidence:right(values)", *bins)
        print(name, "at least: precision/recall", *cuts)
    return 0


def measure_fields(data: Path, weights: Path, with_peers: bool) -> int:
    """Print how often the fields are right on sites that the weights had not seen, and those of others."""
    for line in score_fields(data, weights).lines():
        print(line)
    for peer, reader in installed_metadata().items() if with_peers else ():
        for line in score_peer_fields(data, weights, reader).lines():
            print(f"{peer:14s} {line}")
    return 0


def collect(sheets: Sequence[Path], output: Path) -> int:
    """Put corrected sheets into a labels file; a page that it holds already is replaced."""
    known = read_labels(output) if output.exists() else {}
    for path in sheets:
        labelling = read_sheet(path.read_text(encoding="utf-8"), path.name)
        known[labelling.set_name, labelling.id] = labelling
    write_labels(output, known.values())
    print(f"{output}: {len(known)} pages, {sum(len(one.parts) for one in known.values())} blocks", file=sys.stderr)
    return 0


def load_examples(data: Path, reader: str, labels: Path | None = None) -> list[Example]:
    """All pages of the training sets as examples, those of a labels file besides; for the text reader with crops."""
    pages = [page for name in TRAINING_SETS for page in load_set(data, name)]
    if labels is not None:
        pages += labelled_pages(data, read_labels(labels))
    examples = []
    for page in pages:
        found = [make_example(page, as_text=reader == "text")]
        if reader == "text" and (page.lines or page.set_name in CROPPED_SETS):
            found.append(crop_example(page))
        examples += [example for example in found if example is not None]
    return examples


def blank_pages(data: Path, examples: Sequence[Example]) -> list[LabelledPage]:
    """The pages of the training sets that show no text: nobody can learn from them, but they count in every score."""
    seen = {(example.page.set_name, example.page.id) for example in examples}
    return [page for name in TRAINING_SETS for page in load_set(data, name) if (name, page.id) not in seen]


def labelled_pages(data: Path, labels: dict[tuple[str, str], Labelling]) -> list[LabelledPage]:
    """The pages of a labels file, with their labelled lines."""
    pages = []
    for name in sorted({set_name for set_name, _ in labels}):
        for page in load_set(data, name):
            example = make_example(page) if (name, page.id) in labels else None
            if example is not None:
                pages.append(with_lines(page, example.texts, labels[name, page.id]))
    return pages


def cross_validate(
    examples: Sequence[Example],
    blank: Sequence[LabelledPage],
    plan: Plan,
    folds: Sequence[int],
    folders: tuple[Path | None, Path | None] = (None, None),
) -> dict[str, float]:
    """Train without each fold of sites and score on it; prints and returns the numbers over all folds.

    blank: pages that show no text; the answer to them is empty.
    folders: one for the weights of each fold (those that it holds already are not trained again), and one with the
    weights of the model for markup, which had not seen the fold's sites either.
    """
    kept, markup = folders
    board = Board()
    for fold in folds:
        path = kept / f"{fold}.cdkm" if kept is not None else None
        if path is not None and path.exists():
            weights = path.read_bytes()
        else:
            seen = [example for example in examples if example.page.fold != fold]
            said = listen(seen, (markup / f"{fold}.cdkm").read_bytes()) if markup is not None else None
            weights = train_model(seen, plan, said)
            if path is not None:
                path.write_bytes(weights)
        model = _kernel.Model(weights)
        for example in examples:
            if example.page.fold == fold:
                board.add(example, model)
        for page in blank:
            if page.fold == fold:
                board.add_body(page, "")
        print(f"fold {fold} done", file=sys.stderr)
    numbers = board.numbers()
    for name, value in numbers.items():
        print(f"{name:28s} {value:.4f}")
    for name, (precision, recall, lines) in board.parts_table().items():
        print(f"{name:28s} precision {precision:.3f}  recall {recall:.3f}  lines {lines}")
    return numbers


def compare(pages: Sequence[LabelledPage], folds: Sequence[int]) -> None:
    """Print what the others that are installed reach on the same pages."""
    for peer, reader in installed().items():
        board = Board()
        failed = 0
        for page in pages:
            if page.fold in folds and not page.lines:
                body = body_of(reader, page)
                failed += body is None
                board.add_body(page, body or "")
        print(f"{peer:14s} failed on {failed} pages")
        for name, value in board.numbers().items():
            print(f"{peer:14s} {name:28s} {value:.4f}")


if __name__ == "__main__":
    sys.exit(main())
