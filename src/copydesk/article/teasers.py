"""Teasers and comments: one record for each group of pieces.

In: the view. Out: Teasers and Comments in page order.
"""

from __future__ import annotations

from copydesk._kernel import CLASS_WORDS, TAGS
from copydesk.article.view import View
from copydesk.records import Comment, Counter, Moment, Teaser
from copydesk.values import DataLine, split_dataline

LINK = TAGS.index("a")
TITLE_WORDS = 1 << CLASS_WORDS.index("title")
LONG_EXCERPT = 12
"""Words: a line longer than the headline that is this long is an excerpt."""
SHORT_LABEL = 4
"""Words of a category at most."""
CUT = ("...", "…", "[…]", "[...]", "→", "»")


def read_teasers(view: View, language: str | None) -> tuple[Teaser, ...]:
    groups = view.grouped("teaser")
    if not groups:
        return ()
    links = _links(view, {view.parts.blocks[piece] for pieces in groups.values() for piece in pieces})
    teasers = (_teaser(view, pieces, links, language) for pieces in groups.values())
    return tuple(teaser for teaser in teasers if teaser is not None)


def _links(view: View, wanted: set[int]) -> dict[int, int]:
    """For each wanted block the row of its longest link."""
    marks = view.page.marks
    found: dict[int, int] = {}
    for row in view.marks_in(wanted):
        if view.mark_tags[row] == LINK and marks.value_ends_bytes[row]:
            block = view.mark_blocks[row]
            best = found.get(block)
            if best is None or marks.ends[row] - marks.starts[row] > marks.ends[best] - marks.starts[best]:
                found[block] = row
    return found


def _teaser(view: View, pieces: list[int], links: dict[int, int], language: str | None) -> Teaser | None:
    parts = view.parts
    texts = [view.text(piece) for piece in pieces]
    is_alone = len(texts) == 1
    lines = [None if is_alone else _data_of(text, language) for text in texts]
    title = _headline_of(view, pieces, texts, lines, links)
    if title is None:
        return None
    category = abstract = author = None
    moment: Moment | None = None
    counters: list[Counter] = []
    for index, (text, line) in enumerate(zip(texts, lines, strict=True)):
        if index == title:
            continue
        if line is not None:
            author = author or line.author
            moment = moment or line.moment
            category = category or line.category
            counters.extend(line.counters)
        elif text.count(" ") + 1 >= LONG_EXCERPT or (index > title and text.count(" ") + 1 > SHORT_LABEL):
            abstract = text if abstract is None else f"{abstract} {text}"
        elif index < title and category is None:
            category = text
    row = links.get(parts.blocks[pieces[title]])
    if row is None:
        row = next((links[parts.blocks[piece]] for piece in pieces if parts.blocks[piece] in links), None)
    address = None
    if row is not None:
        marks = view.page.marks
        address = view.absolute(marks.value_starts_bytes[row], marks.value_ends_bytes[row])
    is_cut = bool(abstract) and str(abstract).rstrip().endswith(CUT)
    return Teaser(texts[title], address, category, abstract, is_cut, author, moment, tuple(counters))


LONGEST_DATA_LINE = 90
"""Characters of a line that only gives author, time and counters."""


def _data_of(text: str, language: str | None) -> DataLine | None:
    """The data of a line that gives nothing else; None for headlines, excerpts and categories."""
    if len(text) > LONGEST_DATA_LINE:
        return None
    has_digit = any(character.isdigit() for character in text)
    if not has_digit and not text.lower().startswith(BYLINE_HEADS):
        return None
    line = split_dataline(text, language)
    if line.moment is None and not line.counters and not (line.author and not has_digit):
        return None
    if line.counters and line.moment is None and text.count(" ") > 2:
        return None
    return line


BYLINE_HEADS = ("by ", "von ", "par ", "por ", "di ", "door ", "av ", "af ", "автор", "от ", "作者", "記者", "tekst")


def _headline_of(
    view: View, pieces: list[int], texts: list[str], lines: list[DataLine | None], links: dict[int, int]
) -> int | None:
    """The headline among the lines of a teaser: in a heading, under a title class, or the longest link."""
    blocks, parts = view.page.blocks, view.parts
    best, best_rank = None, -1.0
    for index, (piece, text) in enumerate(zip(pieces, texts, strict=True)):
        if lines[index] is not None and len(pieces) > 1:
            continue
        block = parts.blocks[piece]
        words = text.count(" ") + 1
        rank = min(words, 12) / 12 + (0.2 if len(text) < 160 else 0)
        if blocks.heading_levels[block]:
            rank += 2
        if block in links:
            rank += 1 if words > 2 or len(text) > 12 else 0.2
        if (
            view.page.containers.class_words[blocks.containers[block]] & TITLE_WORDS
            or blocks.class_words[block] & TITLE_WORDS
        ):
            rank += 1
        if text.rstrip().endswith(CUT) and index:
            rank -= 0.8
        if words > SHORT_LABEL and best is not None and texts[best].count(" ") + 1 > SHORT_LABEL:
            rank -= 0.4  # of two long lines the first is the headline, the second its excerpt
        if rank > best_rank:
            best, best_rank = index, rank
    return best


def read_comments(view: View, language: str | None) -> tuple[Comment, ...]:
    found = []
    for pieces in view.grouped("comment").values():
        comment = _comment(view, pieces, language)
        if comment is not None:
            found.append(comment)
    return tuple(found)


LONGEST_NAME = 40


def _comment(view: View, pieces: list[int], language: str | None) -> Comment | None:
    author: str | None = None
    moment: Moment | None = None
    counters: list[Counter] = []
    texts: list[str] = []
    for index, piece in enumerate(pieces):
        text = view.text(piece)
        line = _data_of(text, language) if index < 4 or len(text) < 30 else None
        if line is not None and not (texts and len(text) > LONGEST_DATA_LINE):
            author = author or line.author
            moment = moment or line.moment
            counters.extend(line.counters)
        elif author is None and not texts and len(text) <= LONGEST_NAME and text.count(" ") < 5:
            author = text.rstrip(":")
        else:
            texts.append(text)
    if not texts:
        return None
    texts = [text for text in texts if len(text) > 3 and (text.count(" ") or len(texts) == 1)] or texts
    return Comment("\n".join(texts), author, moment, tuple(counters))
