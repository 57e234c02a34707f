"""What the main text says twice: posts that quote earlier ones, the same words for telephones and for desks.

In: the texts that bear `body`, in page order, and the kind of the page. Out: which of them only repeat others; these
keep their part.
"""

from __future__ import annotations

from collections.abc import Sequence

FEWEST_WORDS = {"forum": 3, "service": 3, "product": 3, "listing": 8, "collection": 8}
"""Of a text that is taken for a repeat, by kind: names and prices repeat in posts as they should, `4.5 out of 5 stars`
in the items of a list. Articles have refrains: there only a long run of lines is a second copy. Documentation repeats
its examples, and keeps all it says. What this is worth: `docs/lab.md`.
"""
FEWEST_LINES = 3
FEWEST_WORDS_OF_RUN = 60


def repeated(texts: Sequence[str], kind: str) -> frozenset[int]:
    """Indexes of the texts that say what earlier ones said, word for word."""
    if kind == "article":
        return _second_copies(texts)
    return _said_before(texts, FEWEST_WORDS[kind]) if kind in FEWEST_WORDS else frozenset()


def _said_before(texts: Sequence[str], fewest_words: int) -> frozenset[int]:
    said: set[str] = set()
    found = []
    for index, text in enumerate(texts):
        if text.count(" ") + 1 < fewest_words:
            continue
        if text in said:
            found.append(index)
        said.add(text)
    return frozenset(found)


def _second_copies(texts: Sequence[str]) -> frozenset[int]:
    """Runs of lines that stand in the same order before."""
    first: dict[str, int] = {}
    found: set[int] = set()
    index = 0
    while index < len(texts):
        earlier = first.setdefault(texts[index], index)
        lines = _same_lines(texts, earlier, index) if earlier < index and " " in texts[index] else 0
        words = sum(text.count(" ") + 1 for text in texts[index : index + lines])
        if lines >= FEWEST_LINES and words >= FEWEST_WORDS_OF_RUN:
            found.update(range(index, index + lines))
            index += lines
        else:
            index += 1
    return frozenset(found)


def _same_lines(texts: Sequence[str], earlier: int, later: int) -> int:
    """How many lines from `later` on are those from `earlier` on; the two runs do not overlap."""
    count = 0
    while later + count < len(texts) and earlier + count < later and texts[earlier + count] == texts[later + count]:
        count += 1
    return count
