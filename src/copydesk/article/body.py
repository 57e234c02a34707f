"""The body as structure: paragraphs, headings, items, quotes, code and table rows, with their marks.

In: the view of a labelled page. Out: passages in page order, and the piece each begins with.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from copydesk._kernel import FLAGS, TAGS
from copydesk.article.view import View
from copydesk.records import Mark, Passage

QUOTE, CODE, PRE, HEADER_CELL = (FLAGS[name] for name in ("quote", "code", "pre", "header_cell"))

MARK_KINDS = {
    "a": "link", "strong": "strong", "b": "strong", "em": "em", "i": "em", "code": "code", "kbd": "code", "samp": "code",
    "tt": "code", "var": "code", "sub": "sub", "sup": "sup", "time": "time", "del": "del", "s": "del", "strike": "del",
    "ins": "ins", "mark": "mark", "q": "q", "cite": "cite",
}  # fmt: skip
KIND_OF_TAG = {TAGS.index(name): kind for name, kind in MARK_KINDS.items()}


@dataclass(slots=True)
class _Draft:
    kind: str
    level: int
    ordinal: int | None
    is_header: bool
    container: int
    row: tuple[int, int]
    pieces: list[int]
    texts: list[str]
    starts: list[int]
    """Where each text begins inside the passage."""
    length: int

    def add(self, piece: int, text: str, joint: str) -> None:
        self.starts.append(self.length + len(joint))
        self.length += len(joint) + len(text)
        self.pieces.append(piece)
        self.texts.append(joint + text)


def read_body(view: View) -> tuple[tuple[Passage, ...], tuple[int, ...]]:
    """Passages, and for each the index of its first piece."""
    drafts = _draft(view)
    marks = _marks_by_block(view, {view.parts.blocks[piece] for draft in drafts for piece in draft.pieces})
    passages = tuple(_passage(view, draft, marks) for draft in drafts)
    return passages, tuple(draft.pieces[0] for draft in drafts)


def _draft(view: View) -> list[_Draft]:
    blocks, parts = view.page.blocks, view.parts
    flags, breaks, rows = blocks.flags, blocks.breaks, blocks.rows
    drafts: list[_Draft] = []
    before = -2
    for piece in view.of("body"):
        block = parts.blocks[piece]
        text = view.text(piece)
        last = drafts[-1] if drafts else None
        follows = before == block - 1 or before == block
        before = block
        place = (blocks.tables[block], rows[block])
        if place[1] and last is not None and last.row == place and last.kind == "row":
            same_cell = blocks.columns[block] == blocks.columns[parts.blocks[last.pieces[-1]]]
            last.add(piece, text, " " if same_cell else "\t")
            continue
        container = blocks.containers[block]
        is_line = follows and breaks[block] == 1 and last is not None and last.container == container
        if last is not None and is_line and last.kind != "row":
            last.add(piece, text, "\n")
            continue
        kind, level, ordinal = _kind_of(view, block, flags[block])
        draft = _Draft(kind, level, ordinal, bool(flags[block] & HEADER_CELL), container, place, [], [], [], 0)
        draft.add(piece, text, "")
        drafts.append(draft)
    return drafts


def _kind_of(view: View, block: int, flags: int) -> tuple[str, int, int | None]:
    blocks = view.page.blocks
    if flags & PRE:
        return "code", 0, None
    if blocks.rows[block]:
        return "row", 0, blocks.tables[block]
    if blocks.heading_levels[block]:
        return "heading", blocks.heading_levels[block], None
    if flags & QUOTE:
        return "quote", 0, None
    if flags & FLAGS["list"] and blocks.list_depths[block]:
        return "item", blocks.list_depths[block], blocks.list_ordinals[block] or None
    return "paragraph", 0, None


def _marks_by_block(view: View, wanted: set[int]) -> dict[int, list[int]]:
    """Rows of the marks that a passage keeps, by block."""
    found: dict[int, list[int]] = {}
    tags = view.page.marks.tags.tolist()  # type: ignore[attr-defined]
    for row, block in enumerate(view.page.marks.blocks.tolist()):  # type: ignore[attr-defined]
        if block in wanted and tags[row] in KIND_OF_TAG:
            found.setdefault(block, []).append(row)
    return found


def _passage(view: View, draft: _Draft, marks: dict[int, list[int]]) -> Passage:
    text = "".join(draft.texts)
    found: list[Mark] = []
    for piece, offset in zip(draft.pieces, draft.starts, strict=True):
        rows = marks.get(view.parts.blocks[piece])
        if rows:
            found.extend(_cut_marks(view, rows, piece, offset))
    return Passage(draft.kind, text, draft.level, draft.ordinal, draft.is_header, tuple(found))


def _cut_marks(view: View, rows: list[int], piece: int, offset: int) -> list[Mark]:
    """The marks of one block in characters of its passage."""
    table, parts = view.page.marks, view.parts
    start, end = parts.starts[piece], parts.ends[piece]
    found = []
    for row in rows:
        first, last = max(table.starts[row], start), min(table.ends[row], end)
        if first >= last:
            continue
        kind = KIND_OF_TAG[table.tags[row]]
        target = None
        if table.value_ends_bytes[row]:
            target = view.page.source_text(table.value_starts_bytes[row], table.value_ends_bytes[row])
            if kind == "link":
                target = absolute(view, target)
        if kind == "link" and target is None:
            continue
        found.append(Mark(first - start + offset, last - start + offset, kind, target))
    found.sort(key=lambda mark: (mark.start, -mark.end))
    return found


def absolute(view: View, address: str | None) -> str | None:
    """An address made absolute by the page's base, its own or its canonical address; as it is where none is known."""
    if not address:
        return None
    if address.startswith(("http://", "https://", "mailto:")):
        return address
    page = view.page
    base = page.capture.url or next((link.href for link in page.head.links if link.rel == "canonical"), "")
    if page.head.base:
        base = _join(base, page.head.base)
    return _join(base, address) if base else address


def _join(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:  # a broken host such as `http://[`
        return address
