"""Lines of teasers in lists without cards: headline, excerpt and time of all of them stand in one element.

In: a Page, the group of each block of a teaser, the blocks of teasers without one. Out: the same groups, with the lines
between two headlines. Left to others: which blocks are teasers and headlines (`group`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from copydesk.records import Page

Key = tuple[str, int]
"""A group: what made it (`teaser` for an element, else for a single block), and the number of that element or block."""
Shape = tuple[int, bytes]
"""Tag and first class of an element: what elements made by one template share."""
BARE: Shape = (-1, b"")
"""Of text that no element of its own holds."""
FEWEST_ALIKE = 2
"""Lines of one shape: a single one is the heading of the list, or a link to more of it."""


@dataclass(slots=True)
class List:
    """An element that holds headlines without cards."""

    members: list[tuple[int, Key]]
    """First block and group of each headline that stands right in it."""
    loose: list[Loose]
    alike: set[Shape]
    """Shapes of elements that hold one headline each."""


@dataclass(frozen=True, slots=True)
class Loose:
    """A block of the list that no headline's group holds."""

    block: int
    gap: int
    """How many members stand before it."""
    unit: int
    """The element right in the list around it; -1 where it stands in the list itself."""
    shape: Shape | None
    """None for a heading, which belongs to no headline."""


def adopt_loose(page: Page, keys: dict[int, Key], loose: list[int], linked: bytearray) -> None:
    """Give each line between the headlines of a list to the one that it belongs to.

    A link that looks like the headlines around it is a short headline. Where lines of one shape stand before the first
    headline and before most others, each of them begins a teaser; elsewhere a headline is first, and what follows is
    its own.

    linked: for each block whether it holds a link.
    """
    if not loose or not keys:
        return
    firsts: dict[Key, int] = {}
    for block, key in keys.items():
        firsts.setdefault(key, block)
    starts, groups = list(firsts.values()), list(firsts)
    lists = _lists(page, loose, firsts, starts)
    after = Counter(line.shape for one in lists for line in one.loose if line.gap)
    short: dict[int, list[int]] = {}
    for one in lists:
        lead = _lead(one)
        opened = closed = -1
        for line in one.loose:
            if line.shape is None or line.shape in one.alike:
                closed = line.gap
                if line.shape is not None:
                    short.setdefault(line.unit, []).append(line.block)
                continue
            if line.shape == lead:
                opened = line.gap
            is_ahead = opened == line.gap
            if is_ahead or (closed != line.gap and after[line.shape] >= FEWEST_ALIKE):
                owner, nearest = line.gap - (not is_ahead), bisect_right(starts, line.block) - (not is_ahead)
                # where another teaser stands between, as in a list within the list, the line belongs to neither
                if 0 <= owner < len(one.members) and groups[nearest] == one.members[owner][1]:
                    keys[line.block] = groups[nearest]
    said = Counter(page.block_text(blocks[0]) for blocks in short.values())
    for unit, blocks in short.items():
        text = page.block_text(blocks[0])
        if any([linked[block] for block in blocks]) and said[text] == 1 and text[0].isalpha():
            keys.update(dict.fromkeys(blocks, ("teaser", unit)))


def _lead(one: List) -> Shape | None:
    """The shape of the line before the first headline, where such lines stand before most others as well."""
    first = next((line.shape for line in one.loose if not line.gap and line.shape not in (None, BARE)), None)
    gaps = {line.gap for line in one.loose if line.shape == first}
    return first if len(gaps) >= FEWEST_ALIKE and len(gaps) * 2 > len(one.members) else None


def _lists(page: Page, loose: list[int], firsts: dict[Key, int], starts: list[int]) -> list[List]:
    """The innermost element with headlines around each loose block, where it holds some of them without a card."""
    containers, homes, levels = page.containers, page.blocks.containers, page.blocks.heading_levels
    members: dict[int, list[tuple[int, Key]]] = {}
    for (kind, number), first in firsts.items():
        owner = containers.parents[number] if kind == "teaser" else homes[number]
        members.setdefault(owner, []).append((first, (kind, number)))
    found: dict[int, List] = {}
    places: dict[int, tuple[int, int]] = {}
    for block in loose:
        unit, container = _around(page, homes[block], starts, places)
        if container not in members:
            continue
        if container not in found:
            elements = [number for _, (kind, number) in members[container] if kind == "teaser"]
            found[container] = List(members[container], [], {_shape(page, number) for number in elements})
        gap = bisect_right(members[container], block, key=_first)
        found[container].loose.append(Loose(block, gap, unit, None if levels[block] else _shape(page, unit)))
    return list(found.values())


def _first(member: tuple[int, Key]) -> int:
    return member[0]


def _around(page: Page, home: int, starts: list[int], places: dict[int, tuple[int, int]]) -> tuple[int, int]:
    """The innermost element around another in which a headline's group begins, and the one right in it on the way.

    places: what was found before, for each element that was passed.
    """
    containers = page.containers
    unit, container, passed = -1, home, []
    while container >= 0 and container not in places:
        first = bisect_right(starts, containers.first_blocks[container] - 1)
        if first < len(starts) and starts[first] < containers.last_blocks[container]:
            break
        passed.append(container)
        unit, container = container, containers.parents[container]
    found = places.get(container, (unit, container))
    places.update(dict.fromkeys(passed, found))
    return found


def _shape(page: Page, container: int) -> Shape:
    if container < 0:
        return BARE
    containers = page.containers
    name = page.source[containers.class_starts_bytes[container] : containers.class_ends_bytes[container]]
    return containers.tags[container], name.split(b" ")[0][:40]
