"""Pages as numbers: what the kernel says of each block, and what the truth says.

In: labelled pages. Out: `Example` records, ready to be learned from.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from copydesk import _kernel
from copydesk.lab.align import align_page
from copydesk.lab.sets import LabelledPage
from copydesk.page.decode import decode
from copydesk.records import PARTS

FEATURES = len(_kernel.FEATURES)


@dataclass(frozen=True, slots=True)
class Example:
    """One page; `blocks` rows in every array."""

    page: LabelledPage = field(repr=False)
    source: bytes = field(repr=False)
    is_markup: bool
    texts: tuple[str, ...] = field(repr=False)
    labels: np.ndarray = field(repr=False)
    """int8: a part code, or `align.UNKNOWN`, `align.OUTSIDE`."""
    words: np.ndarray = field(repr=False)
    """float32."""
    features: np.ndarray = field(repr=False)
    """uint8, shape (blocks, FEATURES); the vote columns are zero."""
    hashes: np.ndarray = field(repr=False)
    """uint16, shape (voters, blocks, HASHES)."""


def table_of(source: bytes, is_markup: bool) -> _kernel.Table:
    return _kernel.read_html(source) if is_markup else _kernel.read_text(source)


def make_example(page: LabelledPage, as_text: bool = False) -> Example | None:
    """The page's blocks in numbers; None where it shows no text.

    With `as_text` the page's visible lines are read as a text capture: what is left when markup is gone.
    """
    source, _ = decode(page.content, None, "text/html")
    if as_text:
        source = strip_markup(source)
    table = table_of(source, not as_text)
    text = table.text
    starts, ends = table.column("blocks", "start").tolist(), table.column("blocks", "end").tolist()
    if not starts:
        return None
    texts = tuple(text[start:end] for start, end in zip(starts, ends, strict=True))
    columns, *hashes = table.features()
    rows = len(texts)
    return Example(
        page=page,
        source=source,
        is_markup=not as_text,
        texts=texts,
        labels=align_page(page, texts),
        words=np.array(table.column("blocks", "words").tolist(), np.float32),
        features=np.frombuffer(columns, np.uint8).reshape(FEATURES, rows).T.copy(),
        hashes=_stack_hashes(hashes, rows),
    )


def _stack_hashes(packed: list[bytes], rows: int) -> np.ndarray:
    """uint16 (voters, rows, HASHES)."""
    return np.stack([np.frombuffer(one, np.uint16).reshape(rows, _kernel.HASHES) for one in packed])


CROP_BEFORE = 1
"""Blocks that a cropped copy keeps before the headline."""


def crop_example(page: LabelledPage) -> Example | None:
    """The page as somebody copies it by hand: text only, from the headline on; None where no headline is labelled."""
    whole = make_example(page, as_text=True)
    headline = PARTS.index("headline")
    if whole is None or headline not in whole.labels:
        return None
    first = max(0, int(np.flatnonzero(whole.labels == headline)[-1]) - CROP_BEFORE)
    source = "\n".join(whole.texts[first:]).encode()
    table = table_of(source, False)
    columns, *hashes = table.features()
    rows = len(table.column("blocks", "start"))
    if rows != len(whole.texts) - first:
        return None
    known = zip(whole.texts[first:], whole.labels[first:].tolist(), strict=True)
    lines = tuple((text, PARTS[label], False) for text, label in known if label >= 0) if page.lines else ()
    return Example(
        page=replace(page, lines=lines),
        source=source,
        is_markup=False,
        texts=whole.texts[first:],
        labels=whole.labels[first:],
        words=whole.words[first:],
        features=np.frombuffer(columns, np.uint8).reshape(FEATURES, rows).T.copy(),
        hashes=_stack_hashes(hashes, rows),
    )


def strip_markup(source: bytes) -> bytes:
    """The visible lines of an HTML page as a text capture; a blank line where another paragraph or list begins."""
    table = _kernel.read_html(source)
    lines: list[str] = []
    text = table.text
    starts, ends = table.column("blocks", "start").tolist(), table.column("blocks", "end").tolist()
    tags = table.column("blocks", "tag").tolist()
    paragraph = {_kernel.TAGS.index(name) for name in ("p", "h1", "h2", "h3", "h4", "blockquote", "pre", "figcaption")}
    for start, end, tag in zip(starts, ends, tags, strict=True):
        if tag in paragraph and lines:
            lines.append("")
        lines.append(text[start:end])
        if tag in paragraph:
            lines.append("")
    return "\n".join(lines).encode()


# --------------------------------------------------------------------------- votes of hashed words

VOTE_SCALE = 24
"""Steps of a vote per unit of the natural logarithm: a byte spans odds of about 1 to 200 either way."""
PRIOR_PAGES = 3.0
"""How many pages of the prior a bucket starts with."""


HASH_NONE = 0xFFFF
"""Fills the places that a block has no word for."""


def count_votes(hashes: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Buckets that a page's labelled blocks hold, and the share of each part in them.

    Returns: (buckets int64 of shape (n,), shares float32 of shape (n, parts)).
    """
    known = labels >= 0
    flat = hashes[known].reshape(-1).astype(np.int64)
    parts = np.repeat(labels[known].astype(np.int64), hashes.shape[1])
    used = flat != HASH_NONE
    keys, counts = np.unique(flat[used] * 16 + parts[used], return_counts=True)
    buckets, inverse = np.unique(keys // 16, return_inverse=True)
    shares = np.zeros((len(buckets), len(PARTS)), np.float32)
    shares[inverse, keys % 16] = counts
    return buckets, shares / np.maximum(shares.sum(1, keepdims=True), 1)


def vote_table(shares: np.ndarray, pages: np.ndarray) -> np.ndarray:
    """Logarithms of odds against the prior, as int8 of shape (buckets, 16).

    shares: summed shares, (buckets, parts); pages: pages that each bucket was seen on.
    """
    prior = (shares.sum(0) + 1) / (shares.sum() + len(PARTS))
    smoothed = (shares + PRIOR_PAGES * prior) / (pages[:, None] + PRIOR_PAGES)
    steps = np.rint(VOTE_SCALE * np.log(smoothed / prior))
    table = np.zeros((len(shares), 16), np.int8)
    table[:, : len(PARTS)] = np.clip(steps, -127, 127).astype(np.int8)
    table[pages < 2] = 0
    return table


def apply_votes(table: np.ndarray, hashes: np.ndarray) -> np.ndarray:
    """The kernel's vote columns in NumPy; uint8 of shape (blocks, parts)."""
    used = hashes != HASH_NONE
    sums = (table[np.where(used, hashes, 0)].astype(np.int32) * used[:, :, None]).sum(1)
    count = used.sum(1)
    mean = np.trunc(sums * 4 / (count[:, None] + 3)).astype(np.int32)
    mean[count == 0] = 0
    return np.asarray(np.clip(mean + 128, 0, 255)[:, : len(PARTS)], np.uint8)
