"""copydesk reads captured news pages and gives back everything on them, sorted.

>>> import copydesk
>>> article = copydesk.read("page.html")
>>> article.headline, article.date_published.iso, article.article_body
"""

from __future__ import annotations

from copydesk.errors import (
    ArchiveError,
    BinaryInput,
    CopydeskError,
    DamagedInput,
    EmptyInput,
    FetchError,
    InputError,
    MissingInput,
    ModelError,
    OptionError,
    OversizedInput,
)
from copydesk.reading import read
from copydesk.records import Article, Part, Parts, Refusal
from copydesk.version import VERSION as __version__

__all__ = [
    "Archive",
    "ArchiveError",
    "Article",
    "BinaryInput",
    "CopydeskError",
    "DamagedInput",
    "EmptyInput",
    "FetchError",
    "InputError",
    "MissingInput",
    "ModelError",
    "OptionError",
    "OversizedInput",
    "Part",
    "Parts",
    "Refusal",
    "__version__",
    "extract",
    "read",
]


def __getattr__(name: str) -> object:
    """`extract` comes from the adapters, `Archive` from keeping, which load more than most callers need."""
    if name == "extract":
        from copydesk.adapters import extract

        return extract
    if name == "Archive":
        from copydesk.keeping import Archive

        return Archive
    raise AttributeError(f"module 'copydesk' has no attribute {name!r}")
