"""The order of labelling: the model's word on each block, then splits, then groups.

In: a Page. Out: Parts that cover every visible character exactly once.
Left to others: what the values mean (`article`).
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from copydesk import _kernel
from copydesk.deferred import Deferred
from copydesk.model import load_model
from copydesk.parts.group import group_blocks
from copydesk.parts.order import end_story, join_counters, settle_body
from copydesk.parts.period import complete_periods
from copydesk.parts.split import LONGEST_MIXED, split_block
from copydesk.records import KINDS, PARTS, Page, Parts

Piece = tuple[int, int, int]
"""Part code, first character, one past the last."""

MIXING = tuple(PARTS.index(name) for name in ("byline", "date", "counter"))
"""Parts whose blocks may hold one another: `By Jane Doe | 9 Nov 2023 | 12 comments`."""


def label_page(page: Page, favour: float = 1.0, *, model: _kernel.Model | None = None) -> Parts:
    """Label every block of a page.

    favour: how much more recall of the body counts than precision: 1 for the same, less for a purer text, more for a
        fuller one (the beta of an F measure).
    model: other weights than the shipped ones, such as those of a fold.
    Returns: Parts in page order; empty where the page shows no text.
    Raises: ModelError when the shipped weights are damaged.
    """
    if model is None:
        model = load_model("text" if page.capture.media_type == "text/plain" else "html")
    codes, score_bytes, kind_bytes, body_score = model.label(page.table, favour)
    scores, kinds = array("f"), array("f")
    scores.frombytes(score_bytes)
    kinds.frombytes(kind_bytes)
    kind = max(range(len(KINDS)), key=kinds.__getitem__)
    blocks = page.blocks
    codes = _settle(page, codes, model)
    pieces = _cut_mixed(page, codes)
    columns = Columns(
        list(codes),
        scores.tolist(),
        blocks.starts.tolist(),
        blocks.ends.tolist(),
        list(range(len(codes))),
    )
    for block in sorted(pieces, reverse=True):
        columns.replace(block, pieces[block])
    owners = tuple(columns.blocks)
    return Parts(
        text=page.text,
        codes=bytes(columns.codes),
        scores=tuple(columns.scores),
        starts=tuple(columns.starts),
        ends=tuple(columns.ends),
        source_starts_bytes=Deferred(lambda: _at_blocks(blocks.source_starts_bytes, owners)),
        source_ends_bytes=Deferred(lambda: _at_blocks(blocks.source_ends_bytes, owners)),
        blocks=owners,
        groups=Deferred(lambda: _at_blocks(group_blocks(page, codes), owners)),
        kind=KINDS[kind],
        kind_score=kinds[kind],
        body_score=body_score,
    )


def _settle(page: Page, codes: bytes, model: _kernel.Model) -> bytes:
    """The model's codes, where the order of lines knows better."""
    settled = bytearray(codes)
    join_counters(page, settled)
    settle_body(page, settled)
    end_story(page, settled, model)
    return complete_periods(page, bytes(settled))


def _at_blocks(column: Sequence[int], owners: tuple[int, ...]) -> tuple[int, ...]:
    """What a column over blocks says of each piece: what it says of the piece's block."""
    return tuple([column[block] for block in owners])


SHORTEST_MIXED = 12
"""Characters; `Ann 9.11.2023` is hardly shorter."""


def _may_mix(page: Page, block: int) -> bool:
    """Only a line with a digit and some length can hold a date or a count beside something else."""
    start, end = page.blocks.starts[block], page.blocks.ends[block]
    return SHORTEST_MIXED <= end - start <= LONGEST_MIXED and HAS_DIGIT.search(page.text, start, end) is not None


HAS_DIGIT = re.compile(r"\d")
"""Takes `4 May`; refuses `By Ann Lee`."""


def _cut_mixed(page: Page, codes: bytes) -> dict[int, tuple[Piece, ...]]:
    """Pieces of each block that mixes parts."""
    mixed = [block for code in MIXING for block in _kernel.places(codes, code) if _may_mix(page, block)]
    cuts = {block: split_block(page, block, codes[block]) for block in mixed}
    return {block: cut for block, cut in cuts.items() if len(cut) > 1}


@dataclass(slots=True)
class Columns:
    """The columns of Parts while they are made."""

    codes: list[int]
    scores: list[float]
    starts: list[int]
    ends: list[int]
    blocks: list[int]

    def replace(self, row: int, pieces: tuple[Piece, ...]) -> None:
        """Put pieces in the place of a row; each keeps the row's block."""
        self.codes[row : row + 1] = [code for code, _, _ in pieces]
        self.starts[row : row + 1] = [start for _, start, _ in pieces]
        self.ends[row : row + 1] = [end for _, _, end in pieces]
        self.scores[row : row + 1] = [self.scores[row]] * len(pieces)
        self.blocks[row : row + 1] = [self.blocks[row]] * len(pieces)
