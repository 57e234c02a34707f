"""The measures of the labelled sets, on labels that a model gives.

In: examples and a weights file. Out: a dictionary of numbers. Sources: `data/README.md` of the sets.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from copydesk import _kernel
from copydesk.lab.align import BODY, tokens
from copydesk.lab.examples import Example, table_of
from copydesk.lab.sets import LabelledPage
from copydesk.records import KINDS, PARTS
from copydesk.values import repeated

DECK = PARTS.index("deck")
NOT_A_CHARACTER = re.compile(r"[\W_]+")
"""What squeezing takes out: takes ` - `, refuses `é`."""


def squeeze(text: str) -> str:
    return NOT_A_CHARACTER.sub("", text.lower())


def word_f1(answer: str, truth: str) -> float:
    """Multiset F1 of word tokens; an empty truth scores 1 only for an empty answer."""
    found, wanted = Counter(tokens(answer)), Counter(tokens(truth))
    if not found or not wanted:
        return float(not found and not wanted)
    common = sum((found & wanted).values())
    return 2 * common / (sum(found.values()) + sum(wanted.values()))


def line_parts(
    texts: Sequence[str], codes: Sequence[int], lines: Sequence[tuple[str, str, bool]]
) -> list[tuple[int, int, bool]]:
    """(labelled part, found part or -1, unclear) of each labelled line that has characters, looked up in order."""
    squeezed = [squeeze(text) for text in texts]
    whole = "".join(squeezed)
    owners = np.repeat(np.array(codes, np.int64), [len(text) for text in squeezed]) if whole else np.zeros(0, np.int64)
    position = 0
    found = []
    for text, part, unclear in lines:
        wanted = squeeze(text)
        if not wanted:
            continue
        place = whole.find(wanted, position)
        if place < 0:
            found.append((PARTS.index(part), -1, unclear))
            continue
        position = place + len(wanted)
        found.append((PARTS.index(part), int(np.bincount(owners[place:position]).argmax()), unclear))
    return found


def macro_f1(pairs: Sequence[tuple[int, int, bool]]) -> float:
    scores = []
    for code in range(len(PARTS)):
        hit = sum(1 for wanted, found, _ in pairs if wanted == found == code)
        total = sum((wanted == code) + (found == code) for wanted, found, _ in pairs)
        if total:
            scores.append(2 * hit / total)
    return float(np.mean(scores))


class Board:
    """Gathers the measures page by page."""

    def __init__(self) -> None:
        self.words: dict[str, list[float]] = defaultdict(list)
        self.lines: dict[str, list[tuple[int, int, bool]]] = {"parts": [], "more labelled": []}
        """Of parts-dev, and of the pages of a labels file, which were picked because they are hard."""
        self.snippets = [0, 0, 0, 0]
        """with: found, missed; without: kept out, let in."""
        self.kinds: list[bool] = []

    def add(self, example: Example, model: _kernel.Model) -> None:
        codes, _, kind_bytes, _ = model.label(table_of(example.source, example.is_markup))
        page = example.page
        kind = KINDS[int(np.frombuffer(kind_bytes, np.float32).argmax())]
        if page.kind in KINDS:
            self.kinds.append(kind == page.kind)
        if page.lines:
            name = "parts" if page.set_name == "parts-dev" else "more labelled"
            self.lines[name] += line_parts(example.texts, list(codes), page.lines)
        else:
            story = (BODY, DECK) if BODY in codes else ()
            texts = [text for text, code in zip(example.texts, codes, strict=True) if code in story]
            twice = repeated(texts, kind)
            self.add_body(page, "\n".join(text for place, text in enumerate(texts) if place not in twice))

    def add_body(self, page: LabelledPage, body: str) -> None:
        """What somebody takes for the main text of a page that is not labelled line by line."""
        if page.text is not None:
            self.words[page.set_name].append(word_f1(body, page.text))
            if page.set_name == "wcxb-dev":
                self.words[f"wcxb {page.kind}"].append(self.words[page.set_name][-1])
        elif page.with_snippets or page.without_snippets:
            self.snippets[0] += sum(snippet in body for snippet in page.with_snippets)
            self.snippets[1] += sum(snippet not in body for snippet in page.with_snippets)
            self.snippets[2] += sum(snippet not in body for snippet in page.without_snippets)
            self.snippets[3] += sum(snippet in body for snippet in page.without_snippets)

    def numbers(self) -> dict[str, float]:
        result = {name: float(np.mean(values)) for name, values in sorted(self.words.items())}
        for name, pairs in self.lines.items():
            clear = [pair for pair in pairs if not pair[2]]
            if clear:
                result[f"{name} lines right"] = float(np.mean([wanted == found for wanted, found, _ in clear]))
                result[f"{name} macro F1"] = macro_f1(clear)
                result[f"{name} not found"] = float(np.mean([found < 0 for _, found, _ in clear]))
        found, missed, _, let_in = self.snippets
        if found:
            precision, recall = found / (found + let_in), found / (found + missed)
            result["trafilatura snippets F1"] = 2 * precision * recall / (precision + recall)
        if self.kinds:
            result["kind right"] = float(np.mean(self.kinds))
        return result

    def parts_table(self) -> dict[str, tuple[float, float, int]]:
        """Precision, recall and number of lines of each part, over all labelled pages."""
        table = {}
        pairs = [pair for some in self.lines.values() for pair in some]
        for code, name in enumerate(PARTS):
            hit = sum(1 for wanted, found, _ in pairs if wanted == found == code)
            wanted_count = sum(1 for wanted, _, _ in pairs if wanted == code)
            found_count = sum(1 for _, found, _ in pairs if found == code)
            table[name] = (hit / max(1, found_count), hit / max(1, wanted_count), wanted_count)
        return table
