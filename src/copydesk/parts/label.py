"""The order of labelling: the model's word on each block, then splits, then groups.

In: a Page. Out: Parts that cover every visible character exactly once.
Left to others: what the values mean (`article`).
"""

from __future__ import annotations

from array import array

from copydesk.model import load_model
from copydesk.parts.group import group_blocks
from copydesk.parts.split import split_block
from copydesk.records import KINDS, PARTS, Page, Parts

MIXING = frozenset(PARTS.index(name) for name in ("byline", "date", "counter"))
"""Parts whose blocks may hold one another: `By Jane Doe | 9 Nov 2023 | 12 comments`."""


def label_page(page: Page) -> Parts:
    """Label every block of a page.

    Returns: Parts in page order; empty where the page shows no text.
    Raises: ModelError when the shipped weights are damaged.
    """
    model = load_model("text" if page.capture.media_type == "text/plain" else "html")
    codes, score_bytes, kind_bytes = model.label(page.table)
    scores, kinds = array("f"), array("f")
    scores.frombytes(score_bytes)
    kinds.frombytes(kind_bytes)
    kind = max(range(len(KINDS)), key=kinds.__getitem__)
    blocks = page.blocks
    groups = group_blocks(page, codes)
    mixed = [block for block, code in enumerate(codes) if code in MIXING and groups[block] < 0]
    pieces = {block: cut for block in mixed if len(cut := split_block(page, block, codes[block])) > 1}
    columns = (
        codes,
        scores.tolist(),
        blocks.starts.tolist(),  # type: ignore[attr-defined]
        blocks.ends.tolist(),  # type: ignore[attr-defined]
        blocks.source_starts_bytes.tolist(),  # type: ignore[attr-defined]
        blocks.source_ends_bytes.tolist(),  # type: ignore[attr-defined]
        list(range(len(codes))),
        groups,
    )
    if pieces:
        columns = _with_pieces(columns, pieces)
    return Parts(
        text=page.text,
        codes=bytes(columns[0]),
        scores=tuple(columns[1]),
        starts=tuple(columns[2]),
        ends=tuple(columns[3]),
        source_starts_bytes=tuple(columns[4]),
        source_ends_bytes=tuple(columns[5]),
        blocks=tuple(columns[6]),
        groups=tuple(columns[7]),
        kind=KINDS[kind],
        kind_score=kinds[kind],
    )


Columns = tuple[bytes | list[int], list[float], list[int], list[int], list[int], list[int], list[int], list[int]]


def _with_pieces(columns: Columns, pieces: dict[int, tuple[tuple[int, int, int], ...]]) -> Columns:
    """The columns with each split block replaced by its pieces; a piece keeps its block's place in the source."""
    made: Columns = ([], [], [], [], [], [], [], [])
    codes, *others = made
    assert isinstance(codes, list)
    for block in range(len(columns[0])):
        for code, start, end in pieces.get(block, ((columns[0][block], columns[2][block], columns[3][block]),)):
            codes.append(code)
            values = (columns[1][block], start, end, *(columns[k][block] for k in range(4, 8)))
            for column, value in zip(others, values, strict=True):
                column.append(value)  # type: ignore[arg-type]
    return made
