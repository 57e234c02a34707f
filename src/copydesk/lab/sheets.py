"""Labelling by hand: a page as a sheet that one corrects, and corrected sheets as a table of labels.

In: a labelled set's page and the labels a model guesses. Out: text to edit; rows of a labels file.
A sheet has one line a block: number, part, text. One either edits the parts, or writes orders at its end, such as
`= 3-17 teaser` (the later one wins). A labels file holds no text of any page: set, page, digest of the visible text,
and the parts as runs (`navigation*31 headline body*12`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from copydesk.errors import CopydeskError
from copydesk.lab.sets import LabelledPage
from copydesk.records import PARTS

LINE = re.compile(r"\s*(\d+) +([a-z]+)\b")
"""A block's line: takes `  12 teaser  Read more`; refuses `= 3-17 teaser`."""
ORDER = re.compile(r"= *(\d+)(?:-(\d+))? +([a-z]+)\s*$")
"""An order: takes `= 3-17 teaser`, `= 4 date`; refuses `4 date`."""
LONGEST_SHOWN = 160
"""Characters of a block that a sheet shows: enough to tell what it is for."""


@dataclass(frozen=True, slots=True)
class Labelling:
    """One page's parts, as set down by hand."""

    set_name: str
    id: str
    digest: str
    """Of the page's visible text: labels fit only the blocks they were made for."""
    parts: tuple[str, ...]
    """One a block."""


def digest_of(texts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]


def sheet(page: LabelledPage, texts: Sequence[str], guesses: Sequence[int]) -> str:
    """The page as text to correct; guesses: a part code a block."""
    lines = [f"# {page.set_name} {page.id} {digest_of(texts)}", f"# {page.url}"]
    for number, (text, code) in enumerate(zip(texts, guesses, strict=True), 1):
        shown = text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + " …"
        lines.append(f"{number:4d} {PARTS[code]:10s}  {' '.join(shown.split())}")
    return "\n".join(lines) + "\n"


def read_sheet(text: str, name: str = "sheet") -> Labelling:
    """A corrected sheet. Raises CopydeskError naming the line that cannot be meant."""
    rows = text.splitlines()
    head = rows[0].split() if rows else []
    if len(head) != 4 or head[0] != "#":
        raise CopydeskError(f"{name}: its first line must be `# SET PAGE DIGEST`")
    parts: dict[int, str] = {}
    for place, row in enumerate(rows, 1):
        if order := ORDER.match(row):
            first, last = int(order[1]), int(order[2] or order[1])
            changed, part = range(first, last + 1), order[3]
        elif line := LINE.match(row):
            changed, part = range(int(line[1]), int(line[1]) + 1), line[2]
        elif row.startswith("="):
            raise CopydeskError(f"{name}, line {place}: an order reads `= 3-17 teaser`")
        else:
            continue
        if part not in PARTS or (row.startswith("=") and not set(changed) <= parts.keys()):
            raise CopydeskError(f"{name}, line {place}: no such part or block: {row.strip()}")
        parts.update(dict.fromkeys(changed, part))
    if sorted(parts) != list(range(1, len(parts) + 1)):
        raise CopydeskError(f"{name}: blocks are missing")
    return Labelling(head[1], head[2], head[3], tuple(parts[number] for number in sorted(parts)))


def write_labels(path: Path, labellings: Iterable[Labelling]) -> None:
    """Write a labels file, sorted by set and page."""
    rows = sorted((one.set_name, one.id, one.digest, _runs(one.parts)) for one in labellings)
    path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


def read_labels(path: Path) -> dict[tuple[str, str], Labelling]:
    """A labels file, by set and page."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        set_name, page_id, digest, runs = line.split("\t")
        found[set_name, page_id] = Labelling(set_name, page_id, digest, tuple(_spread(runs)))
    return found


def with_lines(page: LabelledPage, texts: Sequence[str], labelling: Labelling) -> LabelledPage:
    """The page with its blocks as labelled lines.

    Raises: CopydeskError where the page's visible text is not the one that was labelled.
    """
    if digest_of(texts) != labelling.digest or len(texts) != len(labelling.parts):
        raise CopydeskError(f"{page.set_name}/{page.id}: its labels were made for another visible text; label it again")
    lines = tuple((text, part, False) for text, part in zip(texts, labelling.parts, strict=True))
    return replace(page, lines=lines)


def _runs(parts: Sequence[str]) -> str:
    runs = [(part, len(list(same))) for part, same in groupby(parts)]
    return " ".join(part if count == 1 else f"{part}*{count}" for part, count in runs)


def _spread(runs: str) -> Iterator[str]:
    for run in runs.split():
        part, _, count = run.partition("*")
        yield from [part] * int(count or 1)
