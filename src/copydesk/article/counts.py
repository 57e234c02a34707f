"""How often the page was viewed, shared, liked and commented on.

In: the view. Out: Counters, each action once: what a page shows first is about the page, what follows about its posts.
"""

from __future__ import annotations

import re

from copydesk._kernel import TAGS
from copydesk.article.claims import Claims
from copydesk.article.view import View
from copydesk.records import Candidate, Counter, Trace
from copydesk.values import find_counters, hinted_action, parse_count, target_action

LONGEST_HEADING = 60
"""Characters of a heading over comments, such as `5 comments on …`, in which the number may stand anywhere."""
MOST_HEADINGS = 8
"""Pieces outside the comments themselves, or in headings, that may be the heading over all of them."""
MOST_PIECES = 10
"""The first counters of a page are its own; the others are those of its posts and cards."""
CLOSE_ELEMENTS = 3
"""Elements around a number whose classes may say what it counts."""
BEFORE_BYTES = 320
"""Of the markup right before a number, where its icon stands, with class, title and label."""
LINK = TAGS.index("a")
EDGES = " |·•/()"
"""Signs around a number, which are no part of it."""
TAGS_BEFORE = re.compile(rb"(?:<[^<>/][^<>]*>\s*)+$")
"""Takes `<span class=views> ` before a number; refuses the `</b> ` of `at <b>7</b> `."""
NUMBER_CHARS = frozenset("0123456789.,  |·•/()+")
"""Of a piece that is nothing but numbers."""


def read_page_counters(view: View) -> tuple[Counter, ...]:
    """Counters of the page, with what stands around them as hints of what they count."""
    found: list[Counter] = []
    pieces = view.of("counter")[:MOST_PIECES]
    for piece in pieces:
        found.extend(_counters_of(view, piece, _links(view, view.parts.blocks[piece])))
    if len(found) == 2 and all(counter.action == "unknown" for counter in found):
        # two bare numbers under a headline are comments, then views, as in the data lines of such sites
        found = [
            Counter(action, counter.value, counter.is_rounded, counter.text)
            for action, counter in zip(("comment", "view"), found, strict=True)
        ]
    found.extend(_over_comments(view))
    first: dict[str, Counter] = {}
    for counter in found:
        if counter.action != "unknown":
            first.setdefault(counter.action, counter)
    if view.parts.kind != "article":
        return tuple(first.values())
    known = {counter.value for counter in first.values()}
    bare = {counter.value: counter for counter in found if counter.action == "unknown" and counter.value not in known}
    return (*first.values(), *bare.values())


def _counters_of(view: View, piece: int, links: list[int]) -> list[Counter]:
    """The counters of a piece; of a number inside a link the link's target tells first what it counts."""
    text = view.text(piece)
    linked = _linked(view, piece, text, links) if links else []
    plain = find_counters(text)
    if linked or all(counter.action != "unknown" for counter in plain):
        return [*linked, *(counter for counter in plain if counter.action != "unknown")]
    action = (
        hinted_action(_inside(view, piece, text))
        or hinted_action(_before(view, piece))
        or hinted_action(_classes(view, piece))
    )
    if action is None and not NUMBER_CHARS.issuperset(text) and parse_count(text) is None:
        return []  # a number among words that say nothing of counting
    return [Counter(action or "unknown", one.value, one.is_rounded, one.text) for one in plain]


def _links(view: View, block: int) -> list[int]:
    """Rows of the links in a block."""
    ends, tags = view.page.marks.value_ends_bytes, view.mark_tags
    return [row for row in view.page.blocks.marks_of(block) if tags[row] == LINK and ends[row]]


def _linked(view: View, piece: int, text: str, links: list[int]) -> list[Counter]:
    """Bare numbers that stand in links to what they count: `#comments`, `#respond`."""
    marks, start = view.page.marks, view.parts.starts[piece]
    found: list[Counter] = []
    for row in links:
        action = target_action(view.page.source_text(marks.value_starts_bytes[row], marks.value_ends_bytes[row]))
        if action is not None:
            inside = text[max(0, marks.starts[row] - start) : max(0, marks.ends[row] - start)]
            bare = [counter for counter in find_counters(inside) if counter.action == "unknown"]
            found.extend(Counter(action, one.value, one.is_rounded, one.text) for one in bare)
    return found


def _over_comments(view: View) -> list[Counter]:
    """The number in the heading over the comments; in a long heading, which names the story, only its first word."""
    parts, levels = view.parts, view.page.blocks.heading_levels
    headings = [piece for piece in view.of("comment") if parts.groups[piece] < 0 or levels[parts.blocks[piece]]]
    found: list[Counter] = []
    for piece in headings[:MOST_HEADINGS]:
        text = view.text(piece)
        is_long = len(text) > LONGEST_HEADING
        for counter in find_counters(text[:LONGEST_HEADING]):
            is_first = text.startswith(counter.text or " ") or counter.text == text[:LONGEST_HEADING].strip()
            if counter.action == "comment" and (is_first or not is_long):
                found.append(counter)
    return found


def _before(view: View, piece: int) -> str:
    """The markup between the block before and this one: its icon stands there."""
    page, block = view.page, view.parts.blocks[piece]
    end = page.blocks.source_starts_bytes[block]
    start = max(page.blocks.source_ends_bytes[block - 1] if block else 0, end - BEFORE_BYTES)
    return page.source[start:end].decode("utf-8", "replace")


def _inside(view: View, piece: int, text: str) -> str:
    """The tags that open right before a number within its block: `<span class=views> 3375`."""
    page, block = view.page, view.parts.blocks[piece]
    source = page.source[page.blocks.source_starts_bytes[block] : page.blocks.source_ends_bytes[block]]
    place = source.rfind(text.strip(EDGES).encode()) if len(source) < BEFORE_BYTES * MOST_PIECES else -1
    tags = TAGS_BEFORE.search(source[max(0, place - BEFORE_BYTES) : place]) if place > 0 else None
    return tags.group().decode("utf-8", "replace") if tags is not None else ""


def _classes(view: View, piece: int) -> str:
    """Class names of the elements close around a piece, the closest last."""
    page = view.page
    container = page.blocks.containers[view.parts.blocks[piece]]
    names: list[str] = []
    while container >= 0 and len(names) < CLOSE_ELEMENTS:
        start, end = page.containers.class_starts_bytes[container], page.containers.class_ends_bytes[container]
        names.append(page.source[start:end].decode("utf-8", "replace"))
        container = page.containers.parents[container]
    return " ".join(reversed(names))


def read_comment_count(counters: tuple[Counter, ...], claims: Claims) -> tuple[int | None, Trace | None]:
    """How many comments there are, from a counter of the page, else from its head."""
    for counter in counters:
        if counter.action == "comment":
            shown = Candidate(counter.text or str(counter.value), "visible", "a counter", 0.8)
            return counter.value, Trace("commentCount", (shown, *claims.of("commentCount")), 0.8)
    for claim in claims.of("commentCount"):
        if claim.value.isdigit() and len(claim.value) < 10:
            return int(claim.value), Trace("commentCount", (claim,), 0.7)
    return None, None
