"""The body as structure: the deck, paragraphs, headings, items, quotes, code and table rows, with their marks.

In: the view of a labelled page. Out: passages in page order, and the piece each begins with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from copydesk._kernel import FLAGS, TAGS
from copydesk.article.view import View
from copydesk.deferred import Deferred
from copydesk.records import Mark, Passage
from copydesk.values import repeated

QUOTE, PRE, HEADER_CELL, LIST = (FLAGS[name] for name in ("quote", "pre", "header_cell", "list"))
ITEM_TAGS = frozenset(TAGS.index(name) for name in ("li", "dt", "dd"))

MARK_KINDS = {
    "a": "link", "strong": "strong", "b": "strong", "em": "em", "i": "em", "code": "code", "kbd": "code",
    "samp": "code", "tt": "code", "var": "code", "sub": "sub", "sup": "sup", "time": "time", "del": "del",
    "s": "del", "strike": "del", "ins": "ins", "mark": "mark", "q": "q", "cite": "cite",
}  # fmt: skip
KIND_OF_TAG = {TAGS.index(name): kind for name, kind in MARK_KINDS.items()}

LONGEST_CELL = 400
"""Characters a cell on average: a table whose cells are longer lays out the page and holds no data."""
BLANK_LINES = 0.2
"""Share of lines after a blank one from which on a text capture parts its paragraphs by blank lines."""


@dataclass(slots=True)
class _Draft:
    kind: str
    level: int
    ordinal: int | None
    place: tuple[int, int]
    """Table and row of a row; (-1, element) of the list item or of the element that lines are joined in."""
    is_header: bool
    texts: list[str]
    pieces: list[int]
    starts: list[int]
    """Where each piece begins inside the passage."""
    length: int

    def add(self, piece: int, text: str, joint: str) -> None:
        self.starts.append(self.length + len(joint))
        self.length += len(joint) + len(text)
        self.pieces.append(piece)
        self.texts.append(joint + text)


def read_body(view: View) -> tuple[tuple[Passage, ...], tuple[int, ...]]:
    """Passages, and for each the index of its first piece; what the page says twice is given once.

    The deck is the story's first paragraph in another type: its words stand nowhere else.
    """
    drafts = _draft(view)
    return tuple([_passage(view, draft) for draft in drafts]), tuple([draft.pieces[0] for draft in drafts])


def _story(view: View) -> Sequence[int]:
    """The pieces of the deck and the body, in page order; none without a body."""
    deck, body = view.of("deck"), view.of("body")
    return sorted((*deck, *body)) if deck and body else body


def _said_once(view: View, tables: dict[int, int]) -> Sequence[int]:
    """The story's pieces without those that repeat others. A table keeps its cells, but forums set posts in one."""
    story, parts, blocks = _story(view), view.parts, view.page.blocks
    twice = repeated([view.text(piece) for piece in story], parts.kind)
    if not twice:
        return story
    if parts.kind != "forum":
        twice = frozenset(place for place in twice if blocks.tables[parts.blocks[story[place]]] not in tables)
    return [piece for place, piece in enumerate(story) if place not in twice]


def _draft(view: View) -> list[_Draft]:
    """The story's pieces put together to passages."""
    blocks, parts = view.page.blocks, view.parts
    text, starts, ends, numbers = parts.text, parts.starts, parts.ends, parts.blocks
    flags, breaks, rows, containers = blocks.flags, blocks.breaks, blocks.rows, blocks.containers
    tables = _data_tables(view)
    items: dict[int, int] = {}
    joins_lines = _joins_lines(view)
    drafts: list[_Draft] = []
    last: _Draft | None = None
    before = -2
    decks = frozenset(view.of("deck"))
    for piece in _said_once(view, tables):
        block = numbers[piece]
        shown = text[starts[piece] : ends[piece]]
        container, bits = containers[block], flags[block]
        follows, before = before == block - 1 or before == block, block
        is_deck = piece in decks
        if rows[block] and not is_deck and blocks.tables[block] in tables:
            last = _add_to_row(view, last, drafts, (piece, block, shown), tables)
            continue
        is_item = bits & LIST and not bits & PRE and not blocks.heading_levels[block]
        home = _item_of(view, container, items) if is_item else container
        if last is not None and follows and last.place == (-1, home) and is_deck == (last.kind == "deck"):
            lines = breaks[block]
            if last.kind == "item" or last.kind == "code" or (lines == 1 and joins_lines):
                last.add(piece, shown, "\n" * max(lines, 1) if last.kind == "code" else "\n")
                continue
        kind, level, ordinal = ("deck", 0, None) if is_deck else _kind_of(view, block, bits)
        last = _Draft(kind, level, ordinal, (-1, home), False, [shown], [piece], [0], len(shown))
        drafts.append(last)
    return drafts


def _joins_lines(view: View) -> bool:
    """Whether lines parted by one break belong to one paragraph; in a text capture only where blank lines part them."""
    if view.page.capture.media_type != "text/plain":
        return True
    breaks = view.page.blocks.breaks
    body = [view.parts.blocks[piece] for piece in view.of("body")]
    return sum(breaks[block] >= 2 for block in body) > BLANK_LINES * len(body)


def _kind_of(view: View, block: int, flags: int) -> tuple[str, int, int | None]:
    blocks = view.page.blocks
    if flags & PRE:
        return "code", 0, None
    level = blocks.heading_levels[block]
    if level:
        return "heading", level, None
    if flags & QUOTE:
        return "quote", 0, None
    if flags & LIST:
        depth = blocks.list_depths[block]
        if depth:
            return "item", depth, blocks.list_ordinals[block] or None
    return "paragraph", 0, None


def _item_of(view: View, container: int, known: dict[int, int]) -> int:
    """The list item around an element; the element itself where it stands in none."""
    item = known.get(container)
    if item is None:
        containers = view.page.containers
        item = container
        while item >= 0 and containers.tags[item] not in ITEM_TAGS:
            item = containers.parents[item]
        item = known[container] = container if item < 0 else item
    return item


# --------------------------------------------------------------------------- tables


def _data_tables(view: View) -> dict[int, int]:
    """Tables of the body that hold data, not layout: their numbers on the page to their numbers in the body."""
    blocks, parts = view.page.blocks, view.parts
    numbers, rows_of = parts.blocks, blocks.rows
    seen: dict[int, list[int]] = {}
    for piece in view.of("body"):
        block = numbers[piece]
        if rows_of[block]:
            tally = seen.setdefault(blocks.tables[block], [0, 0, 0, 0])
            tally[0] = max(tally[0], rows_of[block])
            tally[1] = max(tally[1], blocks.columns[block])
            tally[2] += 1
            tally[3] += parts.ends[piece] - parts.starts[piece]
    data = [
        table
        for table, (rows, columns, pieces, length) in seen.items()
        if columns > 1 and (rows > 1 or pieces > 1) and length < LONGEST_CELL * pieces
    ]
    return {table: number for number, table in enumerate(data, 1)}


def _add_to_row(
    view: View, last: _Draft | None, drafts: list[_Draft], found: tuple[int, int, str], tables: dict[int, int]
) -> _Draft:
    """Put a piece into its row; empty cells before it keep their tabs."""
    piece, block, shown = found
    blocks = view.page.blocks
    place = (blocks.tables[block], blocks.rows[block])
    column = blocks.columns[block]
    is_header = bool(blocks.flags[block] & HEADER_CELL)
    if last is None or last.place != place:
        last = _Draft("row", 0, tables[place[0]], place, is_header, [], [], [], 0)
        drafts.append(last)
        last.add(piece, shown, "\t" * (column - 1))
        return last
    step = column - blocks.columns[view.parts.blocks[last.pieces[-1]]]
    last.is_header = last.is_header and is_header
    last.add(piece, shown, "\t" * step if step > 0 else " ")
    return last


# --------------------------------------------------------------------------- marks


def _marks_of(view: View, draft: _Draft) -> Sequence[Mark]:
    """The marks, made when somebody asks: plain text, the commonest wish, has none, nor have two passages of three."""
    ends, blocks = view.page.blocks.mark_ends, view.parts.blocks
    is_marked = any([ends[blocks[piece]] for piece in draft.pieces])
    return Deferred(partial(_cut_all, view, draft)) if is_marked else ()


def _cut_all(view: View, draft: _Draft) -> tuple[Mark, ...]:
    pieces = zip(draft.pieces, draft.starts, strict=True)
    return tuple([mark for piece, offset in pieces for mark in _cut_marks(view, piece, offset)])


def _passage(view: View, draft: _Draft) -> Passage:
    text = draft.texts[0] if len(draft.texts) == 1 else "".join(draft.texts)
    return Passage(draft.kind, text, draft.level, draft.ordinal, draft.is_header, _marks_of(view, draft))


def _cut_marks(view: View, piece: int, offset: int) -> list[Mark]:
    """The marks of one block in characters of its passage, the wider ones first."""
    table, parts, tags = view.page.marks, view.parts, view.mark_tags
    starts, ends = table.starts, table.ends
    start, end = parts.starts[piece], parts.ends[piece]
    shift = offset - start
    found = []
    for row in view.page.blocks.marks_of(parts.blocks[piece]):
        kind = KIND_OF_TAG.get(tags[row])
        first, last = starts[row], ends[row]
        if first < start:
            first = start
        if last > end:
            last = end
        if kind is None or first >= last:
            continue
        target = None
        if kind == "link":
            target = view.absolute(table.value_starts_bytes[row], table.value_ends_bytes[row])
            if target is None:
                continue
        elif table.value_ends_bytes[row]:
            target = view.page.source_text(table.value_starts_bytes[row], table.value_ends_bytes[row])
        found.append(Mark(first + shift, last + shift, kind, target))
    if len(found) > 1:
        found.sort(key=lambda mark: (mark.start, -mark.end))
    return found
