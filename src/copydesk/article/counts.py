"""How often the page was viewed, shared, liked and commented on.

In: the view. Out: Counters, each action once: what a page shows first is about the page, what follows about its posts.
"""

from __future__ import annotations

from copydesk.article.claims import Claims
from copydesk.article.view import View
from copydesk.records import Candidate, Counter, Trace
from copydesk.values import find_counters

LONGEST_HEADING = 60
"""Characters of a heading over comments, such as `5 comments on …`."""
MOST_HEADINGS = 3
"""Pieces outside the comments themselves that may be their heading."""
MOST_PIECES = 10
"""The first counters of a page are its own; the others are those of its posts and cards."""
CLOSE_ELEMENTS = 3
"""Elements around a number whose classes may say what it counts."""


def read_page_counters(view: View) -> tuple[Counter, ...]:
    """Counters of the page, with class words around them as hints of what they count."""
    found: list[Counter] = []
    for piece in view.of("counter")[:MOST_PIECES]:
        found.extend(find_counters(view.text(piece), _hint(view, piece)))
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


def _over_comments(view: View) -> list[Counter]:
    """The number in the heading over the comments."""
    parts = view.parts
    headings = [piece for piece in view.of("comment") if parts.groups[piece] < 0][:MOST_HEADINGS]
    return [
        counter
        for piece in headings
        if parts.ends[piece] - parts.starts[piece] <= LONGEST_HEADING
        for counter in find_counters(view.text(piece))
        if counter.action == "comment"
    ]


def _hint(view: View, piece: int) -> str:
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
