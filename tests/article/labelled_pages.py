"""Pages whose labels the test gives: what the article is made of, without the weights' opinion."""

from __future__ import annotations

from collections.abc import Mapping

from copydesk.records import PARTS, Page, Parts

Label = str | tuple[str, int]
"""A part, or a part with its group."""


def label(page: Page, labels: Mapping[str, Label], kind: str = "article") -> Parts:
    """A block whose text begins with a key bears its part (and group); all others are body."""
    codes, groups = bytearray(), []
    for block in range(len(page.blocks)):
        text = page.block_text(block)
        found = next((value for start, value in labels.items() if text.startswith(start)), "body")
        part, group = found if isinstance(found, tuple) else (found, -1)
        codes.append(PARTS.index(part))
        groups.append(group)
    blocks = page.blocks
    return Parts(
        text=page.text,
        codes=bytes(codes),
        scores=(0.9,) * len(codes),
        starts=tuple(blocks.starts),
        ends=tuple(blocks.ends),
        source_starts_bytes=tuple(blocks.source_starts_bytes),
        source_ends_bytes=tuple(blocks.source_ends_bytes),
        blocks=tuple(range(len(codes))),
        groups=tuple(groups),
        kind=kind,
        kind_score=0.9,
    )
