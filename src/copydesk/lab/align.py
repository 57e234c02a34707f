"""Which blocks a truth speaks of.

In: the texts of a page's blocks, and a truth (lines with parts, a main text, snippets). Out: one label a block.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from copydesk.lab.sets import LabelledPage
from copydesk.records import PARTS

UNKNOWN = -1
"""The truth says nothing of this block."""
OUTSIDE = -2
"""It is not part of the main text; which part it is, the truth does not say."""
BODY = PARTS.index("body")

TOKEN = re.compile(r"\w+")
"""A word: takes `naïve`, `2024`; refuses `—`."""
SQUEEZED = re.compile(r"\s+")
"""White space: takes ` \\n`; refuses `a`."""

SHINGLE = 3
"""Words that must agree in a row."""
COVERED = 0.6
"""A block is in the text when this share of its words is; below half of it, it is out."""


def tokens(text: str) -> list[str]:
    return TOKEN.findall(text.lower())


def align_lines(blocks: Sequence[str], lines: Sequence[tuple[str, str, bool]]) -> np.ndarray:
    """Part code of each block from labelled lines, by the majority of its characters; shape (blocks,), int8."""
    squeezed = [SQUEEZED.sub("", block) for block in blocks]
    whole = "".join(squeezed)
    codes = np.full(len(whole), UNKNOWN, np.int8)
    position = 0
    for text, part, _ in lines:
        wanted = SQUEEZED.sub("", text)
        found = whole.find(wanted, position) if wanted else -1
        if found < 0:
            continue
        codes[found : found + len(wanted)] = PARTS.index(part)
        position = found + len(wanted)
    labels = np.full(len(blocks), UNKNOWN, np.int8)
    start = 0
    for index, block in enumerate(squeezed):
        here = codes[start : start + len(block)]
        start += len(block)
        known = here[here >= 0]
        if len(block) and len(known) * 2 >= len(block):
            labels[index] = np.bincount(known).argmax()
    return labels


def align_text(blocks: Sequence[str], truth: str) -> np.ndarray:
    """BODY, OUTSIDE or UNKNOWN for each block, from the page's main text; shape (blocks,), int8."""
    words = [tokens(block) for block in blocks]
    reference = tokens(truth)
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index in range(len(reference) - SHINGLE + 1):
        places[tuple(reference[index : index + SHINGLE])].append(index)
    shares = np.zeros(len(blocks))
    starts: dict[int, int] = {}
    for index, block in enumerate(words):
        if len(block) >= SHINGLE:
            shares[index], start = _cover(block, places)
            if start is not None and shares[index] >= COVERED:
                starts[index] = start
    labels = np.full(len(blocks), OUTSIDE, np.int8)
    chain = _longest_chain(starts, words)
    used = np.zeros(len(reference) + 1, bool)
    for index in chain:
        labels[index] = BODY
        used[starts[index] : starts[index] + len(words[index])] = True
    for index in starts:
        here = used[starts[index] : starts[index] + len(words[index])]
        if labels[index] != BODY and len(here) and here.mean() < 0.5:
            labels[index] = BODY
            used[starts[index] : starts[index] + len(words[index])] = True
    for index in range(len(blocks)):
        if labels[index] != BODY and shares[index] > COVERED / 2 and len(words[index]) > 2 * SHINGLE:
            labels[index] = UNKNOWN
    _fill_gaps(labels, words, reference, starts, chain)
    return labels


def _cover(block: list[str], places: dict[tuple[str, ...], list[int]]) -> tuple[float, int | None]:
    """Share of a block's words that stand in the truth, and where it most likely begins there."""
    hit = np.zeros(len(block), bool)
    votes: Counter[int] = Counter()
    for offset in range(len(block) - SHINGLE + 1):
        found = places.get(tuple(block[offset : offset + SHINGLE]))
        if found:
            hit[offset : offset + SHINGLE] = True
            for place in found[:8]:
                votes[max(0, place - offset)] += 1
    if not votes:
        return 0.0, None
    best = max(votes.items(), key=lambda item: (item[1], -item[0]))
    return float(hit.mean()), best[0]


def _longest_chain(starts: dict[int, int], words: list[list[str]]) -> list[int]:
    """Blocks in page order whose places in the truth rise, with the most words in all."""
    order = sorted(starts)
    best: list[float] = []
    back: list[int] = []
    keys: list[int] = []
    tops: list[tuple[float, int]] = []
    for position, index in enumerate(order):
        where = bisect.bisect_right(keys, starts[index])
        before = tops[where - 1] if where else (0.0, -1)
        value = before[0] + len(words[index])
        best.append(value)
        back.append(before[1])
        while where < len(keys) and tops[where][0] <= value:
            del keys[where], tops[where]
        if not where or tops[where - 1][0] < value:
            keys.insert(where, starts[index])
            tops.insert(where, (value, position))
    if not best:
        return []
    position = int(np.argmax(best))
    chain = []
    while position >= 0:
        chain.append(order[position])
        position = back[position]
    return chain[::-1]


LARGEST_GAP = 80
"""Words of the truth between two placed blocks within which a short block is looked for."""


def _fill_gaps(
    labels: np.ndarray, words: list[list[str]], reference: list[str], starts: dict[int, int], chain: list[int]
) -> None:
    """Short blocks count as body where their words stand in the truth between the placed blocks around them."""
    marks = [(-1, 0), *((index, starts[index] + len(words[index])) for index in chain)]
    for number, (block, end) in enumerate(marks):
        following = chain[number] if number < len(chain) else min(len(words), block + 25)
        limit = starts[chain[number]] if number < len(chain) else len(reference)
        place = min(end, limit)
        first = block + 1 if block >= 0 else max(0, following - 25)
        for index in range(first, following):
            short = words[index]
            if labels[index] == BODY or not short or len(short) > 2 * SHINGLE:
                continue
            found = _find(reference, short, place, min(limit, place + LARGEST_GAP))
            if found is not None:
                labels[index] = BODY
                place = found + len(short)


def _find(reference: list[str], wanted: list[str], start: int, end: int) -> int | None:
    for index in range(start, end - len(wanted) + 1):
        if reference[index : index + len(wanted)] == wanted:
            return index
    return None


def align_snippets(blocks: Sequence[str], inside: Sequence[str], outside: Sequence[str]) -> np.ndarray:
    """BODY for blocks that hold a wanted snippet, OUTSIDE for an unwanted one; shape (blocks,), int8."""
    squeezed = [SQUEEZED.sub("", block) for block in blocks]
    labels = np.full(len(blocks), UNKNOWN, np.int8)
    for snippets, label in ((inside, BODY), (outside, OUTSIDE)):
        for snippet in snippets:
            wanted = SQUEEZED.sub("", snippet)
            holders = [index for index, block in enumerate(squeezed) if wanted and wanted in block]
            if len(holders) <= 2 or label == OUTSIDE:
                labels[holders] = label
    return labels


def align_page(page: LabelledPage, blocks: Sequence[str]) -> np.ndarray:
    """One label a block, from whatever the page's truth says; shape (blocks,), int8."""
    if page.lines:
        return align_lines(blocks, page.lines)
    if page.text is not None:
        labels = align_text(blocks, page.text)
        if page.set_name == "fundus-dev":
            _mark_exact(labels, blocks, page.summary, PARTS.index("deck"))
            _mark_exact(labels, blocks, (page.title or "",), PARTS.index("headline"))
        return labels
    return align_snippets(blocks, page.with_snippets, page.without_snippets)


def _mark_exact(labels: np.ndarray, blocks: Sequence[str], texts: Sequence[str], code: int) -> None:
    """Give the first block that is exactly one of the texts this part."""
    for text in texts:
        wanted = SQUEEZED.sub("", text)
        for index, block in enumerate(blocks):
            if wanted and SQUEEZED.sub("", block) == wanted:
                labels[index] = code
                break
