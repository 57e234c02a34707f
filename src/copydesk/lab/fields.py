"""The measures of fields: headline, authors, days, records, on sites that the weights had not seen.

In: labelled sets, one weights file a fold. Out: for each set and field a number: the share of headlines and days that
are right, the mean F1 of two sets of authors, and the F1 of all captions, counters and teasers of fully labelled pages,
each right only with all its fields; places and agencies likewise.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from copydesk import _kernel
from copydesk.article import build_article, uncalibrated
from copydesk.capture import capture_bytes
from copydesk.errors import InputError
from copydesk.lab.peers import Metadata, MetadataReader, metadata_of
from copydesk.lab.score import squeeze
from copydesk.lab.sets import LabelledPage, load_set
from copydesk.page import read_page
from copydesk.parts import label_page
from copydesk.records import Article

SETS = ("fundus-dev", "wcxb-dev", "htmldate-dev", "readability-dev", "parts-dev")
BETWEEN_NAMES = re.compile(r"[;,|&]|\b(?:and|und)\b")
"""Where one string names several authors: takes `A and B`, `A; B`, refuses `Anderson`."""
ITEMS = ("captions", "counters", "teasers", "place", "agency")
"""Of a labelled record, those that are counted item by item."""

Truth = dict[str, Any]
Item = tuple[str, ...]


def truths(data: Path, name: str) -> Iterator[tuple[LabelledPage, Truth]]:
    """Each page of a set with its row of the truth."""
    with (data / name / "truth.jsonl").open(encoding="utf-8") as file:
        rows = list(file)
    yield from zip(load_set(data, name), map(json.loads, rows), strict=True)


def weights_by_fold(folder: Path) -> dict[int, _kernel.Model]:
    """The models of a folder with `0.cdkm`, `1.cdkm`, …"""
    return {int(path.stem): _kernel.Model(path.read_bytes()) for path in sorted(folder.glob("[0-9].cdkm"))}


def read_unseen(page: LabelledPage, models: dict[int, _kernel.Model]) -> Article | None:
    """The page read with the weights that had not seen its site; None where there are none, or it cannot be read."""
    if page.fold not in models:
        return None
    try:
        capture = capture_bytes(page.content, url=page.url or None)
    except InputError:
        return None
    read = read_page(capture)
    return build_article(read, label_page(read, model=models[page.fold]), uncalibrated)


# --------------------------------------------------------------------------- what a truth wants


def wanted_title(truth: Truth) -> str | None:
    title = truth["record"]["headline"] if "record" in truth else truth.get("title")
    return str(title) if title else None


def wanted_authors(truth: Truth) -> list[str] | None:
    """Names; an empty list where the truth says that nobody signed; None where it says nothing."""
    if "record" in truth:
        return list(truth["record"]["authors"])
    if "authors" in truth:
        return list(truth["authors"] or ())
    given = truth.get("author") or truth.get("byline")
    if not given:
        return None
    names = [str(name) for name in given] if isinstance(given, list) else BETWEEN_NAMES.split(str(given))
    return [name for name in names if name.strip()]


NO_DAY = "nan"
"""What some truths hold where their labellers found no day: nothing that an answer can equal."""


def wanted_day(truth: Truth) -> str | None:
    given = truth["record"]["datePublished"] if "record" in truth else truth.get("date") or truth.get("publishedTime")
    return str(given)[:10] if given and str(given) != NO_DAY else None


def authors_f1(wanted: Iterable[str], found: Iterable[str]) -> float:
    """F1 of two sets of names; 1 as well where both, run together, are the same."""
    names, others = [squeeze(name) for name in wanted], [squeeze(name) for name in found]
    if "".join(names) == "".join(others):
        return 1.0
    total = len(set(names)) + len(set(others))
    return 2 * len(set(names) & set(others)) / total if total else 1.0


def day_of(article: Article) -> str | None:
    return article.date_published.day if article.date_published else None


# --------------------------------------------------------------------------- records, item by item


def wanted_items(record: Truth) -> dict[str, list[Item]]:
    """The items of a labelled record, each as squeezed strings."""
    return {
        "captions": [_item(one["caption"], one["credit"]) for one in record["captions"]],
        "counters": [_item(str(one["kind"]).removesuffix("s"), str(one["value"])) for one in record["counters"]],
        "teasers": [_item(one["headline"], one["category"], one["author"], one["date"]) for one in record["teasers"]],
        "place": [_item(record["dateline_place"])] if record["dateline_place"] else [],
        "agency": [_item(record["agency"])] if record["agency"] else [],
    }


def found_items(article: Article) -> dict[str, list[Item]]:
    return {
        "captions": [_item(one.caption, one.credit_text) for one in article.image if one.caption or one.credit_text],
        "counters": [_item(one.action, str(one.value)) for one in article.interaction_statistic],
        "teasers": [
            _item(
                one.headline, one.article_section, one.author, one.date_published.text if one.date_published else None
            )
            for one in article.teasers
        ],
        "place": [_item(article.dateline)] if article.dateline else [],
        "agency": [_item(article.source_organization)] if article.source_organization else [],
    }


def _item(*values: str | None) -> Item:
    return tuple(squeeze(value or "") for value in values)


# --------------------------------------------------------------------------- the board


@dataclass(slots=True)
class FieldBoard:
    """Gathers the measures of one reader, page by page."""

    right: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    items: dict[str, list[int]] = field(
        default_factory=lambda: {name: [0, 0, 0] for name in (*ITEMS, "teaser headlines")}
    )
    """Right, found, wanted."""

    def add(self, set_name: str, truth: Truth, found: Metadata) -> None:
        title, authors, day = wanted_title(truth), wanted_authors(truth), wanted_day(truth)
        if title:
            self.right[set_name, "title"].append(float(squeeze(found.title) == squeeze(title)))
        if authors is not None:
            self.right[set_name, "authors"].append(authors_f1(authors, found.authors))
        if day:
            self.right[set_name, "date"].append(float(found.day == day))

    def add_items(self, record: Truth, article: Article) -> None:
        wanted, found = wanted_items(record), found_items(article)
        for items in (wanted, found):
            items["teaser headlines"] = [one[:1] for one in items["teasers"]]
        for name, tally in self.items.items():
            common = Counter(wanted[name]) & Counter(found[name])
            for place, count in enumerate((common.total(), len(found[name]), len(wanted[name]))):
                tally[place] += count

    def lines(self) -> Iterator[str]:
        for (set_name, name), values in self.right.items():
            yield f"{set_name} {name:20s} {np.mean(values):.4f}  pages {len(values)}"
        for name, (right, found, wanted) in self.items.items():
            if found and wanted:
                precision, recall = right / found, right / wanted
                score = 2 * right / (found + wanted)
                shares = f"F1 {score:.4f}  precision {precision:.3f}  recall {recall:.3f}"
                yield f"parts-dev {name:18s} {shares}  items {wanted}"


def score_fields(data: Path, weights: Path) -> FieldBoard:
    """Measure the fields of all sets, each page with the weights that had not seen its site."""
    models, board = weights_by_fold(weights), FieldBoard()
    for name in SETS:
        for page, truth in truths(data, name):
            article = read_unseen(page, models)
            if article is None:
                continue
            names = tuple(author.name for author in article.author)
            board.add(name, truth, Metadata(article.headline or "", names, day_of(article)))
            if "record" in truth:
                board.add_items(truth["record"], article)
    return board


def score_peer_fields(data: Path, weights: Path, reader: MetadataReader) -> FieldBoard:
    """The same of another reader, on the same pages."""
    models, board = weights_by_fold(weights), FieldBoard()
    for name in SETS:
        for page, truth in truths(data, name):
            if page.fold in models:
                board.add(name, truth, metadata_of(reader, page))
    return board
