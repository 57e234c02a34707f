"""A labelled page as the fields look at it: which pieces bear which part.

In: a Page and its Parts. Out: View; computed once, read by every field.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from copydesk._kernel import FLAGS, places
from copydesk.article.address import Base, base_of
from copydesk.records import PARTS, Page, Parts

CODES = {name: code for code, name in enumerate(PARTS)}


STRUCTURE = sum(FLAGS[name] for name in ("heading", "quote", "code", "pre", "cell", "list"))
"""Flags of blocks that are no plain paragraphs."""
MOST_FIRST, MOST_LAST = 2, 3
"""Paragraphs at whose head a dateline may stand; at whose end a credit: related lines may follow it."""
BEFORE_HEADLINE = 8
INTO_BODY = 3
AFTER_BODY = 5
FAR_FROM_HEADLINE = 40
"""Blocks."""


@dataclass(frozen=True)
class View:
    """Without slots, so that what several fields ask for can be kept once it was worked out."""

    page: Page
    parts: Parts
    pieces: dict[str, tuple[int, ...]]
    """For each part the indexes of its pieces, in page order."""
    base: Base
    mark_tags: bytes

    def of(self, part: str) -> tuple[int, ...]:
        """Indexes of the pieces that bear a part."""
        return self.pieces[part]

    def text(self, piece: int) -> str:
        parts = self.parts
        return parts.text[parts.starts[piece] : parts.ends[piece]]

    def line(self, piece: int) -> str:
        """Where a piece stands, in words for the evidence."""
        return f"line {self.parts.blocks[piece] + 1}"

    def absolute(self, start_bytes: int, end_bytes: int) -> str | None:
        """The absolute address of an attribute's value in the source; None where there is none."""
        return self.base.resolve(self.page.source_text(start_bytes, end_bytes)) if end_bytes else None

    @cached_property
    def around_story(self) -> list[int]:
        """Blocks close to where bylines and dates stand: around the headline, before the body and just after it;
        ascending."""
        blocks, body, count = self.parts.blocks, self.of("body"), len(self.page.blocks)
        if not body:
            return []
        start, end = blocks[body[0]], blocks[body[-1]]
        headlines = (blocks[piece] for piece in reversed(self.of("headline")))
        first = next((block for block in headlines if block <= start), start)
        if start - first > FAR_FROM_HEADLINE:
            near = [*range(max(0, first - BEFORE_HEADLINE), first + AFTER_BODY + 1)]
            near += range(start - AFTER_BODY + 1, min(count, start + INTO_BODY))
        else:
            near = [*range(max(0, first - BEFORE_HEADLINE), min(count, start + INTO_BODY))]
        near += range(max(end + 1, start + INTO_BODY), min(count, end + AFTER_BODY))
        late = next((blocks[piece] for piece in self.of("headline")), start)
        if late >= start + INTO_BODY:
            near = sorted({*near, *range(late + 1, min(count, late + INTO_BODY))})
        return near

    @cached_property
    def codes_around(self) -> dict[int, int]:
        """Part code of each of these blocks that has a piece; of its last one where it has several."""
        blocks, codes = self.parts.blocks, self.parts.codes
        found: dict[int, int] = {}
        for block in self.around_story:
            piece = bisect_right(blocks, block) - 1
            if piece >= 0 and blocks[piece] == block:
                found[block] = codes[piece]
        return found

    @cached_property
    def first_paragraphs(self) -> list[str]:
        """The first texts of the body's pieces that stand in no heading, list, table, quote or code."""
        return self._paragraphs(self.of("body"), MOST_FIRST)

    @cached_property
    def last_paragraphs(self) -> list[str]:
        """The last ones, from the last one back."""
        return self._paragraphs(reversed(self.of("body")), MOST_LAST)

    def _paragraphs(self, pieces: Iterable[int], most: int) -> list[str]:
        blocks, flags = self.parts.blocks, self.page.blocks.flags
        found = (self.text(piece) for piece in pieces if not flags[blocks[piece]] & STRUCTURE)
        return list(islice(found, most))

    def grouped(self, part: str) -> dict[int, list[int]]:
        """Pieces of a part by their group, in page order; pieces without a group are left out."""
        found: dict[int, list[int]] = {}
        pieces = self.of(part)
        groups = self.parts.groups[:] if pieces else ()
        for piece in pieces:
            if groups[piece] >= 0:
                found.setdefault(groups[piece], []).append(piece)
        return found


def view_page(page: Page, parts: Parts) -> View:
    pieces = {part: tuple(places(parts.codes, CODES[part])) for part in PARTS}
    return View(page, parts, pieces, base_of(page), page.marks.tags.tobytes())
