"""What the model for pages with markup says of the lines of text captures: markup tells more than a bare line does.

In: examples of text captures, whose pages still have their markup, and a weights file of the other model. Out: a part
code and a score for each block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from copydesk import _kernel
from copydesk.lab.examples import Example, table_of
from copydesk.page.decode import decode


@dataclass(frozen=True, slots=True)
class Said:
    """Of one page; arrays of shape (blocks,)."""

    codes: np.ndarray
    """int64: part codes."""
    scores: np.ndarray
    """float32: how sure that is."""


def listen(examples: Sequence[Example], weights: bytes) -> list[Said]:
    """One record an example. A capture that begins later on its page takes the last blocks of what is said of it."""
    model = _kernel.Model(weights)
    pages: dict[tuple[str, str], Said] = {}
    found = []
    for example in examples:
        key = (example.page.set_name, example.page.id)
        if key not in pages:
            source, _ = decode(example.page.content, None, "text/html")
            codes, scores, _, _ = model.label(table_of(source, True))
            pages[key] = Said(np.frombuffer(codes, np.uint8).astype(np.int64), np.frombuffer(scores, np.float32))
        whole, first = pages[key], len(pages[key].codes) - len(example.labels)
        found.append(Said(whole.codes[first:], whole.scores[first:]))
    return found
