"""The labelled sets, page by page.

In: a folder with one sub-folder a set (`SET/pages/ID.html.gz`, `SET/truth.jsonl`). Out: `LabelledPage` records.
Left to others: which block a truth speaks of (`align`), what is learned from it (`train`).
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

TRAINING_SETS = ("parts-dev", "wcxb-dev", "fundus-dev", "readability-dev", "trafilatura-dev")

FOLDS = 5
"""Pages of one site always stand in one fold."""

SECOND_LEVELS = ("ac", "co", "com", "edu", "gov", "net", "org")
"""Before a two-letter country these belong to the suffix: `bbc.co.uk` is one site, `co.uk` none."""


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """One page of a set and what its truth says; what a set does not label is empty."""

    set_name: str
    id: str
    url: str
    kind: str | None
    content: bytes = field(repr=False)
    text: str | None = None
    """The main text."""
    summary: tuple[str, ...] = ()
    title: str | None = None
    lines: tuple[tuple[str, str, bool], ...] = ()
    """(text, part, whether the label is unclear) of each visible line."""
    with_snippets: tuple[str, ...] = ()
    without_snippets: tuple[str, ...] = ()
    source: str = ""
    """Where a page of parts-dev comes from, e.g. `wcxb-dev/0012`."""

    @property
    def site(self) -> str:
        """Of pages that come without their address, by the one that they give as their own."""
        return site_of(self.url) or site_of(own_address(self.content)) or f"page {self.id}"

    @property
    def fold(self) -> int:
        return zlib.crc32(self.site.encode()) % FOLDS


OWN_ADDRESS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for name in (rb"og:url", rb"canonical")
    for pattern in (
        rb"<(?:meta|link)\b[^>]*?" + name + rb"[\"']?\s[^>]*?(?:content|href)=[\"']?(https?://[^\"'\s>]+)",
        rb"<(?:meta|link)\b[^>]*?(?:content|href)=[\"']?(https?://[^\"'\s>]+)[^>]*?" + name,
    )
)
"""Takes `<meta property="og:url" content="https://paper.example/a">`, refuses a relative address."""


def own_address(content: bytes) -> str:
    """The address that a page gives as its own; empty where it gives none."""
    for pattern in OWN_ADDRESS:
        found = pattern.search(content)
        if found is not None:
            return found[1].decode("ascii", "replace")
    return ""


def site_of(url: str) -> str:
    """The registered domain of an address, by the commonest rule of suffixes; empty where it has no host."""
    host = urlsplit(url).netloc.split(":")[0].split("@")[-1].lower()
    if not host:
        return ""
    labels = host.split(".")
    is_long = len(labels) > 2 and labels[-2] in SECOND_LEVELS and len(labels[-1]) == 2
    return ".".join(labels[-3 if is_long else -2 :])


def load_set(folder: Path, set_name: str) -> Iterator[LabelledPage]:
    """All pages of one set in the order of its truth file.

    Raises: FileNotFoundError where the folder does not hold the set.
    """
    with (folder / set_name / "truth.jsonl").open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            path = folder / set_name / "pages" / f"{row['id']}.html.gz"
            yield _page(set_name, row, gzip.decompress(path.read_bytes()))


TAG = re.compile(r"<[^>]*>")
"""A tag of the cleaned HTML that readability's truth is: takes `<p class="a">`, refuses `a < b`."""


def _page(set_name: str, row: dict[str, Any], content: bytes) -> LabelledPage:
    text = row.get("text")
    if set_name == "readability-dev":
        text = unescape(TAG.sub(" ", str(row["expected_html"])))
    summary = row.get("summary") or ()
    kind = row.get("kind")
    title = row.get("title")
    lines = row.get("lines") or ()
    return LabelledPage(
        set_name=set_name,
        id=str(row["id"]),
        url=str(row.get("url") or ""),
        kind=str(kind) if kind else None,
        content=content,
        text=str(text) if text is not None else None,
        summary=tuple(str(item) for item in summary) if isinstance(summary, list) else (),
        title=str(title) if title else None,
        lines=tuple((line["text"], line["part"], "unclear" in line) for line in lines),
        with_snippets=tuple(row.get("with") or ()),
        without_snippets=tuple(row.get("without") or ()),
        source=str(row.get("source") or ""),
    )
