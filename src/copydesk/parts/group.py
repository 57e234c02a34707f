"""Which pieces belong together: one teaser, one comment, one figure with its caption and credit.

In: a Page and the part code of each block. Out: a group number a block, -1 for none; numbers rise in page order.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from copydesk._kernel import CLASS_WORDS, FLAGS, TAGS, places
from copydesk.parts.loose import adopt_loose
from copydesk.parts.period import find_periods
from copydesk.records import PARTS, Page
from copydesk.values import is_section

TEASER, COMMENT, CAPTION = (PARTS.index(name) for name in ("teaser", "comment", "caption"))

HEADLINE_WORDS = 3
"""A link of so many words names a piece of content; shorter ones name a category or an author, or say `more`."""
HEADLINE_CHARS_WIDE = 7
"""The same in scripts without spaces."""
LAST_NARROW = "\u2e80"
"""Before the scripts of East Asia."""

LINK = TAGS.index("a")
TITLE = 1 << CLASS_WORDS.index("title")
FILED = sum(1 << CLASS_WORDS.index(word) for word in ("category", "tag", "author", "byline"))
FIGURE = FLAGS["figure"]
ITEMS = frozenset(TAGS.index(name) for name in ("li", "article"))
"""Elements that hold one piece of content each."""


def group_blocks(page: Page, codes: bytes) -> list[int]:
    """Group the blocks of teasers, comments and captions."""
    groups = [-1] * len(codes)
    keys: dict[int, tuple[str, int]] = {}
    if TEASER in codes:
        if page.capture.media_type == "text/plain":
            keys.update(_teasers_of_text(page, codes))
        else:
            keys.update(_teasers(page, codes))
    if COMMENT in codes:
        keys.update(_comments(page, codes))
    if CAPTION in codes:
        keys.update(_captions(page, codes))
    numbers: dict[tuple[str, int], int] = {}
    for block in sorted(keys):
        groups[block] = numbers.setdefault(keys[block], len(numbers))
    return groups


# --------------------------------------------------------------------------- teasers


def _is_wide(text: str) -> bool:
    return not text.isascii() and max(text[:12]) > LAST_NARROW


def names_content(text: str, *, is_title: bool = False) -> bool:
    """Is a link's text long enough to be the headline of another piece of content? A title may be a word shorter."""
    if _is_wide(text):
        return len(text) >= HEADLINE_CHARS_WIDE
    return text.count(" ") + 1 + is_title >= HEADLINE_WORDS


def _count_headlines(page: Page, codes: bytes) -> tuple[list[int], bytearray]:
    """How many links with the text of a headline each teaser block holds, shifted by one; and which hold any link.

    Links one after another to one target count once; links to a category or an author do not count; in a heading or
    under a title class two words are enough.
    """
    marks, text, blocks = page.marks, page.text, page.blocks
    homes, levels, classes = blocks.containers, blocks.heading_levels, page.containers.class_words
    counts = [0] * (len(codes) + 1)
    starts, ends, links = marks.starts, marks.ends, marks.class_words
    lows, highs = marks.value_starts_bytes, marks.value_ends_bytes
    tags = marks.tags.tobytes()
    last, last_block = b"", -1
    linked = bytearray(len(codes))
    short: list[int] = []
    for row in [row for block in places(codes, TEASER) for row in blocks.marks_of(block) if tags[row] == LINK]:
        block, start, end, words = marks.blocks[row], starts[row], ends[row], links[row]
        if not lows[row]:
            continue
        linked[block] = True
        around = classes[homes[block]]
        is_title = levels[block] or (words | around) & TITLE
        if (is_title or not (words | around) & FILED) and names_content(text[start:end], is_title=bool(is_title)):
            target = page.source[lows[row] : highs[row]]
            if target != last or block - last_block > CLOSE:
                counts[block + 1] += 1
                may_lead = not is_title or _is_smaller(page, block) or is_section(target.lower())
                if may_lead and text.count(" ", start, end) < LONGEST_KICKER:
                    short.append(block)
            last, last_block = target, block
    for block in short:
        if _is_kicker(page, block, counts):
            counts[block + 1] = 0
    for block, code in enumerate(codes):
        if code == TEASER and levels[block] and not linked[block] and names_content(page.block_text(block)):
            counts[block + 1] += _is_covered(page, block, counts, linked)
    return counts, linked


def _is_smaller(page: Page, block: int) -> bool:
    """Whether a title stands in a smaller heading than the one after it, or is filed as a category."""
    blocks = page.blocks
    if page.containers.class_words[blocks.containers[block]] & FILED:
        return True
    return block + 1 < len(blocks) and 0 < blocks.heading_levels[block + 1] < blocks.heading_levels[block]


def _is_covered(page: Page, block: int, counts: list[int], linked: bytearray) -> bool:
    """Whether a heading without a link is the only headline of its item, over all of which an empty link is laid."""
    containers, starts = page.containers, page.blocks.source_starts_bytes
    container = page.blocks.containers[block]
    for _ in range(CARD_LEVELS):
        container = containers.parents[container]
        if container < 0:
            return False
        if containers.tags[container] in ITEMS:
            first, last = containers.first_blocks[container], containers.last_blocks[container]
            if last - first > MOST_CARD_BLOCKS or any(counts[first + 1 : last + 1]) or any(linked[first:last]):
                return False
            return b"href=" in page.source[starts[first] : starts[last] if last < len(starts) else None]
    return False


CLOSE = 4
"""Blocks of one teaser: the same target further away is another one."""
LONGEST_KICKER = 5
"""Words."""
CARD_LEVELS = 4
"""Elements around a headline that may be its card."""
MOST_CARD_BLOCKS = 40
"""A larger element is a list of cards; adding up its headlines for each of them would take the square of its size."""


def _is_kicker(page: Page, block: int, counts: list[int]) -> bool:
    """Whether a short link stands right before a headline in a heading, alone with it in one element."""
    blocks, containers = page.blocks, page.containers
    if block + 1 >= len(blocks) or not blocks.heading_levels[block + 1] or not counts[block + 2]:
        return False
    container = blocks.containers[block + 1]
    for _ in range(CARD_LEVELS):
        container = containers.parents[container]
        if container < 0:
            return False
        first, last = containers.first_blocks[container], containers.last_blocks[container]
        if last - first > MOST_CARD_BLOCKS:
            return False
        if first <= block:
            return sum(counts[first + 1 : last + 1]) == counts[block + 1] + counts[block + 2]
    return False


def _teasers(page: Page, codes: bytes) -> dict[int, tuple[str, int]]:
    """A teaser is the largest element of teaser blocks only that holds no more than one headline."""
    parents = page.containers.parents
    headlines, linked = _count_headlines(page, codes)
    links = list(accumulate(headlines))
    teasers = list(accumulate(map(TEASER.__eq__, codes), initial=0))
    first, last = page.containers.first_blocks, page.containers.last_blocks
    roots: dict[int, int] = {}

    def root_of(container: int) -> int:
        """The outermost element around it that is still one teaser, -1 where not even itself is."""
        climbed = []
        found = -1
        while container >= 0 and container not in roots:
            start, end = first[container], last[container]
            if teasers[end] - teasers[start] < end - start or links[end] - links[start] > 1:
                break
            climbed.append(container)
            found = container
            container = parents[container]
        else:
            if container >= 0 and roots[container] >= 0:
                found = roots[container]
        for one in climbed:
            roots[one] = found
        return found

    keys: dict[int, tuple[str, int]] = {}
    for block, code in enumerate(codes):
        if code != TEASER:
            continue
        root = root_of(page.blocks.containers[block])
        if root >= 0 and links[last[root]] - links[first[root]] == 1:
            keys[block] = ("teaser", root)
        elif root < 0 and headlines[block + 1]:
            keys[block] = ("teaser block", block)
    adopt_loose(page, keys, [block for block, code in enumerate(codes) if code == TEASER and block not in keys], linked)
    return keys


def _teasers_of_text(page: Page, codes: bytes) -> dict[int, tuple[str, int]]:
    """Without markup a teaser is one period of a repeated pattern; elsewhere each long line is one."""
    keys: dict[int, tuple[str, int]] = {}
    periods = {block: period.first for period in find_periods(page) for block in range(period.first, period.end)}
    for block, code in enumerate(codes):
        if code != TEASER:
            continue
        if block in periods:
            keys[block] = ("teaser", periods[block])
        elif names_content(page.block_text(block)):
            keys[block] = ("teaser line", block)
    return keys


def _runs(codes: bytes | bytearray, code: int) -> list[tuple[int, int]]:
    """Stretches of blocks with one code, as (first, one past last)."""
    runs = []
    start = -1
    for block, now in enumerate(codes):
        if now == code and start < 0:
            start = block
        elif now != code and start >= 0:
            runs.append((start, block))
            start = -1
    if start >= 0:
        runs.append((start, len(codes)))
    return runs


# --------------------------------------------------------------------------- comments


def _comments(page: Page, codes: bytes) -> dict[int, tuple[str, int]]:
    """A comment is the innermost repeated element around its blocks; without one, a run of blocks."""
    blocks = [block for block, code in enumerate(codes) if code == COMMENT]
    containers = page.containers
    around: dict[int, list[int]] = {}
    siblings: dict[tuple[int, int, bytes], set[int]] = {}
    templates: dict[int, tuple[int, int, bytes]] = {}
    for block in blocks:
        home = page.blocks.containers[block]
        if home in around:
            continue
        around[home] = _ancestors(containers.parents, home)
        for container in around[home]:
            if container not in templates:
                templates[container] = _template(page, container)
                siblings.setdefault(templates[container], set()).add(container)
    keys: dict[int, tuple[str, int]] = {}
    for block in blocks:
        for container in around[page.blocks.containers[block]]:
            size = containers.last_blocks[container] - containers.first_blocks[container]
            if size >= 2 and len(siblings[templates[container]]) >= 2:
                keys[block] = ("comment", container)
                break
    loose = bytearray(len(codes))
    for block in blocks:
        loose[block] = block not in keys
    for start, end in _runs(loose, True):
        if end - start >= 2:
            keys.update({block: ("comment run", start) for block in range(start, end)})
    return keys


MOST_ANCESTORS = 12
"""Elements above a block that may be its comment's own."""


def _ancestors(parents: Sequence[int], container: int) -> list[int]:
    found: list[int] = []
    while container >= 0 and len(found) < MOST_ANCESTORS:
        found.append(container)
        container = parents[container]
    return found


def _template(page: Page, container: int) -> tuple[int, int, bytes]:
    """What siblings made by one template share: parent, tag, class (its numbers left out)."""
    containers = page.containers
    classes = page.source[containers.class_starts_bytes[container] : containers.class_ends_bytes[container]]
    return containers.parents[container], containers.tags[container], classes.split(b" ")[0][:40].rstrip(b"0123456789")


# --------------------------------------------------------------------------- figures


def _captions(page: Page, codes: bytes) -> dict[int, tuple[str, int]]:
    """Captions of one figure, or lines that follow each other in one element, belong together."""
    containers = page.containers
    keys: dict[int, tuple[str, int]] = {}
    figure_tag = TAGS.index("figure")
    previous = -2
    for block, code in enumerate(codes):
        if code != CAPTION:
            continue
        home = page.blocks.containers[block]
        if page.blocks.flags[block] & FIGURE:
            while home >= 0 and containers.tags[home] != figure_tag:
                home = containers.parents[home]
            keys[block] = ("figure", home)
        elif previous == block - 1 and _are_close(page, previous, block) and keys[previous][0] == "caption":
            keys[block] = keys[previous]
        else:
            keys[block] = ("caption", block)
        previous = block
    return keys


def _are_close(page: Page, before: int, block: int) -> bool:
    """Do two blocks stand in one small element with no picture between them?"""
    if page.capture.media_type == "text/plain":
        return False
    homes = [page.blocks.containers[one] for one in (before, block)]
    if homes[0] == homes[1]:
        return True
    parents = page.containers.parents
    return parents[homes[0]] in (homes[1], parents[homes[1]]) or parents[homes[1]] == homes[0]
