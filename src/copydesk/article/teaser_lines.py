"""The lines of a teaser: what stands in one block is cut where its elements end, and each line gets its part.

In: the view, the pieces of one teaser. Out: Lines in page order. Left to others:
which line is the headline (`teasers`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from copydesk._kernel import CLASS_WORDS, TAGS
from copydesk.article.view import View
from copydesk.values import is_pointer, is_time, pointer_end
from copydesk.words import byline_words, lead_of

LINK, TIME = TAGS.index("a"), TAGS.index("time")
BOLD = frozenset(TAGS.index(name) for name in ("strong", "b", "small", "time", "i", "em"))
SPAN = TAGS.index("span")
LONGEST_LEAD = 5
"""Words of a category or a label before a headline in one line."""
SHORTEST_TITLE = 2
"""Words of a link that may be a headline among other words; eight characters where words run together."""
WIDE_TITLE = 6
AUTHOR = sum(1 << CLASS_WORDS.index(word) for word in ("author", "byline"))
FILED = sum(1 << CLASS_WORDS.index(word) for word in ("category", "tag"))


@dataclass(slots=True)
class Line:
    """One line of a teaser."""

    text: str
    block: int
    classes: int
    link: int | None
    """Row of the link that it is, or stands in, or that stands in it."""
    is_title: bool = False
    """True for a link that was cut out of its line: the words around it only point to it."""
    is_told: bool = False
    """True where another line of its block tells a time or an author."""


def lines_of(view: View, pieces: list[int]) -> tuple[list[Line], int | None]:
    """The lines of a teaser, without those that only point to it, and the first link of all."""
    page, parts = view.page, view.parts
    containers, homes, inner = page.containers.class_words, page.blocks.containers, page.blocks.class_words
    found: list[Line] = []
    for piece in pieces:
        block, start, end = parts.blocks[piece], parts.starts[piece], parts.ends[piece]
        classes = containers[homes[block]] | inner[block]
        rows = view.page.blocks.marks_of(block)
        if not rows:
            found.append(Line(page.text[start:end], block, classes, None))
        else:
            found += _cut(view, rows, start, end, block, classes)
    if len(found) == 1:
        return found, found[0].link
    kept = [line for line in found if not is_pointer(line.text)]
    return kept or found[:1], next((line.link for line in found if line.link is not None), None)


def _cut(view: View, rows: range, start: int, end: int, block: int, classes: int) -> list[Line]:
    """A block cut into what stands before its headline, the headline, and what stands after it."""
    text, marks = view.page.text, view.page.marks
    starts, ends = marks.starts, marks.ends
    link = _longest_link(view, rows, start, end)
    if not text[start].isdigit() and all(starts[row] <= start and ends[row] >= end for row in rows):
        title = text[start:end]
        lead = 0 if link is None else pointer_end(title)
        return [Line(title[lead:], block, classes, link, lead > 0)]
    if end - start <= LONGEST_PARTED and not view.page.blocks.heading_levels[block]:
        is_title = link is not None and _may_be_title(text[starts[link] : ends[link]])
        if not is_title or classes & (FILED | AUTHOR):
            parted = _parted(view, rows, start, end, block, classes)
            if parted is not None:
                return parted
    if link is None:
        return [Line(text[start:end], block, classes, None)]
    low, high = max(start, marks.starts[link]), min(end, marks.ends[link])
    is_part = high - low < end - start and not classes & FILED and _may_be_title(text[low:high])
    if not is_part:
        low, high = start, end
    first, last = _inner(view, rows, low, high)
    title = text[first:last].strip()
    clock = HOUR.match(title) if title[:1].isdigit() else None
    hour = clock.end() if clock is not None else 0
    lead = pointer_end(title[hour:]) + hour
    sides = (
        (text[start:low], _link_within(view, rows, start, low)), (text[low:first], link), (title[:hour], None),
        (None, link),
        (text[last:high], None), (text[high:end], _link_within(view, rows, high, end)),
    )  # fmt: skip
    found: list[Line] = []
    for side, row in sides:
        if side is None:
            is_title = is_part or lead > 0 or first > low
            found.append(Line(title[lead:], block, classes, link, is_title))
        elif side and (bare := side.strip(EDGES)):
            found.append(Line(bare, block, classes, row))
    return found


def _link_within(view: View, rows: range, start: int, end: int) -> int | None:
    """The first link that stands in a stretch of text."""
    marks, tags = view.page.marks, view.mark_tags
    inside = (row for row in rows if start <= marks.starts[row] < marks.ends[row] <= end)
    return next((row for row in inside if tags[row] == LINK and marks.value_ends_bytes[row]), None)


def _parted(view: View, rows: range, start: int, end: int, block: int, classes: int) -> list[Line] | None:
    """A short line whose elements give one field each: `Jane Roe`, `Oct 6, 2024`, `3`; None where it is one text."""
    text, marks = view.page.text, view.page.marks
    found: list[Line] = []
    place, is_list = start, False
    for row in rows:
        low, high = marks.starts[row], marks.ends[row]
        if low < place or high <= low or high > end or (low == start and high == end):
            continue
        own = classes & ~ROLES | (marks.class_words[row] & ROLES)
        is_link = view.mark_tags[row] == LINK and bool(marks.value_ends_bytes[row])
        is_list = is_list or is_link or bool(own & ROLES) or view.mark_tags[row] == TIME
        found.append(Line(text[place:low].strip(EDGES), block, classes & ~ROLES, None))
        found.append(Line(text[low:high].strip(EDGES), block, own, row if is_link else None))
        place = high
    found.append(Line(text[place:end].strip(EDGES), block, classes & ~ROLES, None))
    found = _joined([line for line in found if line.text])
    if (
        not is_list
        or len(found) < 2
        or is_time(text[start:end])
        or any(line.text.count(" ") >= LONGEST_LEAD for line in found)
    ):
        return None
    if all(line.link is not None for line in found):
        return None
    return found


def _joined(lines: list[Line]) -> list[Line]:
    """Two names in one line where `and` stands between them, a time with its `before`, and no `by` at a line's end."""
    found: list[Line] = []
    rest = iter(lines)
    for line in rest:
        after = next(rest, None) if found and line.text.lower() in byline_words("join") else None
        if after is None:
            found.append(line)
        else:
            found[-1].text = f"{found[-1].text} {line.text} {after.text}"
            found[-1].classes |= after.classes
    for line, after in pairwise(found):
        head, _, tail = line.text.rpartition(" ")
        if after.text[0].isdigit() and line.text.replace(" ", "").isalpha() and is_time(f"{line.text} {after.text}"):
            line.text, after.text, after.link = "", f"{line.text} {after.text}", None
        elif head and line.link is None and lead_of(tail) is not None:
            line.text = head.strip(EDGES)
            after.classes |= AUTHOR
    return [line for line in found if line.text]


LONGEST_PARTED = 90
"""Characters."""
ROLES = AUTHOR | FILED | 1 << CLASS_WORDS.index("date")
HOUR = re.compile(r"(?:[01]?\d|2[0-3])[:h][0-5]\d\s+(?:[|–-]\s*)?(?=\S+\s\S+)", re.IGNORECASE)
"""Takes `17h05 ` before a headline; refuses `17 things`."""
EDGES = " \t\n:|–—-·•,»«›‹/>"
"""Signs between the parts of a line."""


def _longest_link(view: View, rows: range, start: int, end: int) -> int | None:
    marks, tags, best, length = view.page.marks, view.mark_tags, None, 0
    links = [row for row in rows if tags[row] == LINK and marks.value_ends_bytes[row]]
    if len(links) == 1:
        return links[0]
    for row in links:
        reach = min(end, marks.ends[row]) - max(start, marks.starts[row])
        if reach > length:
            best, length = row, reach
    return best


def _may_be_title(text: str) -> bool:
    is_wide = not text.isascii() and any(character > "\u2e80" for character in text[:12])
    return len(text) >= WIDE_TITLE if is_wide else text.count(" ") + 1 > SHORTEST_TITLE


def _inner(view: View, rows: range, low: int, high: int) -> tuple[int, int]:
    """Where the headline begins and ends within its link: after a short label, before a time or a count."""
    text, marks = view.page.text, view.page.marks
    first, last = low, high
    for row in rows:
        start, end, tag = marks.starts[row], marks.ends[row], view.mark_tags[row]
        if tag == LINK or end <= start:
            continue
        if start == first and low < end < last and text.count(" ", start, end) < LONGEST_LEAD:
            is_label = (
                (tag in BOLD and end - start > 1)
                or _is_glued(text, start, end)
                or marks.class_words[row] & FILED
                or text[end - 1] in ":|"
                or text[end : end + 2].lstrip()[:1] in (":", "|")
            )
            if is_label and _may_be_title(text[end:last].strip(EDGES)):
                first = end + len(text[end:last]) - len(text[end:last].lstrip(EDGES))
        elif (
            end == last and first < start and (tag == TIME or _is_data(text[start:end]) or is_pointer(text[start:end]))
        ):
            last = start
    return first, last


def _is_glued(text: str, start: int, end: int) -> bool:
    """Whether the page left no space between the text of an element and a capital letter after it: lines end so."""
    return end - start > LONGEST_INITIAL and text[end - 1].isalnum() and text[end : end + 1].isupper()


LONGEST_INITIAL = 2
"""Letters of the element around the large first letter of a text, or of the `i` of a product's name."""


def _is_data(text: str) -> bool:
    """Whether a short text at a line's end is a time or a count rather than its last words."""
    return text.count(" ") <= LONGEST_LEAD and text[:1].isdigit() and sum(map(str.isdigit, text)) * 5 > len(text)
