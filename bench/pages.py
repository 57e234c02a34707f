"""The pages that are read: captures from any folder, and one large page made up.

In: folders and a wish how many. Out: samples with the bytes as captured, as UTF-8 and as text.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path
from random import Random

ENDINGS = (".html", ".htm", ".html.gz", ".htm.gz")
EXAMPLES = Path(__file__).parents[1] / "examples"
VOCABULARY = (
    "the harbour town council said on Monday that a new bridge over its river would open in spring after years of work"
    " and that ferries go on until then while people wait for news of fares"
)
"""Running text for the large page: what it says does not matter, how long its words are does."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One page in the three forms that readers take."""

    name: str
    content: bytes
    """As captured."""
    source: bytes
    """As UTF-8."""
    text: str


def find_pages(folders: list[Path]) -> list[Path]:
    """Every page below the folders, or the examples where none are named."""
    found = (path for folder in folders or [EXAMPLES] for path in folder.rglob("*"))
    return sorted(path for path in found if path.name.endswith(ENDINGS) and path.is_file())


def pick_pages(paths: list[Path], count: int | None) -> list[Path]:
    """`count` of the paths, spread evenly over all of them."""
    if count is None or count >= len(paths):
        return paths
    return [paths[index * len(paths) // count] for index in range(count)]


def load_page(path: Path) -> Sample:
    """Read one page; what is no UTF-8 is replaced in the forms for others, `content` stays as it is."""
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    return make_sample(path.name, content)


def make_sample(name: str, content: bytes) -> Sample:
    text = content.decode("utf-8", "replace").removeprefix("\ufeff")
    return Sample(name, content, text.encode(), text)


def make_large_page(size: int) -> bytes:
    """A news page of about `size` bytes: a menu, paragraphs with links and emphasis, teasers; always the same."""
    pieces: list[str] = []
    random, length = Random(1), 0
    while length < size:
        piece = _story(random, len(pieces))
        pieces.append(piece)
        length += len(piece)
    head = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A large page</title></head><body>'
    return (head + "".join(pieces) + "</body></html>").encode()


def _story(random: Random, number: int) -> str:
    paragraphs = "".join(f"<p>{_sentence(random)} <a href='/a/{i}'>{_sentence(random)}</a></p>\n" for i in range(12))
    return (
        f"<nav class='menu'><ul><li><a href='/n/{number}'>News</a></li><li><a href='/s'>Sport</a></li></ul></nav>\n"
        f"<article id='a{number}' class='story'><h2>{_sentence(random)}</h2>\n{paragraphs}</article>\n"
        f"<div class='teaser'><img src='/i/{number}.jpg' alt=''><h3>{_sentence(random)}</h3></div>\n"
    )


def _sentence(random: Random) -> str:
    return " ".join(random.choices(VOCABULARY.split(), k=random.randint(6, 24))) + "."
