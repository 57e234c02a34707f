"""What a file is: a page, a web archive, a WACZ, or a list of articles.

In: a path. Out: one of `FORMS`, by the first bytes, and by the name where damage has made them unreadable.
Left to others: reading it.
"""

from __future__ import annotations

from typing import BinaryIO

from copydesk.capture.article_lines import begins_articles
from copydesk.capture.packing import ARC_OPENING, DICTIONARY_MAGIC, FRAME_BYTES, LZ4_MAGIC, VERSIONS, opening
from copydesk.capture.spool import is_spooled
from copydesk.capture.unpack import ZSTD_MAGIC
from copydesk.capture.wacz import members

FORMS = ("files", "warc", "arc", "wacz", "articles")
COLLECTIONS = ("warc", "arc", "wacz", "articles")
HEAD_BYTES = 4096
ZIP_MAGIC = b"PK\x03\x04"
WARC_ENDINGS = (".warc", ".warc.gz", ".warc.zst", ".warc.lz4", ".wet", ".wet.gz", ".wet.zst")
ARC_ENDINGS = (".arc", ".arc.gz")
ARTICLE_ENDINGS = (".jsonl", ".ndjson", ".json", ".jsonl.gz", ".ndjson.gz", ".json.gz", ".jsonl.zst", ".ndjson.zst")
WACZ_ENDINGS = (".wacz",)
COLLECTION_ENDINGS = (*WARC_ENDINGS, *ARC_ENDINGS, *WACZ_ENDINGS, ".jsonl", ".jsonl.gz", ".jsonl.zst", ".ndjson")
"""Endings that a folder is searched for, beside those of pages."""


def form_of(path: str) -> str:
    """The form of a file; `files` also for what cannot be opened, which reading it will tell."""
    try:
        with open(path, "rb") as file:
            head = file.read(HEAD_BYTES)
            if head.startswith((ZSTD_MAGIC, LZ4_MAGIC, DICTIONARY_MAGIC)):
                head += file.read(2 * FRAME_BYTES[-1])
            return form_of_head(head, path)
    except (OSError, ValueError):
        return "files"


def form_of_head(head: bytes, name: str) -> str:
    """The form that the first bytes of a file show, or its name where they show nothing."""
    start = opening(head)
    lowered = name.lower()
    if start.startswith(VERSIONS):
        return "warc"
    if start.startswith(ARC_OPENING):
        return "arc"
    if head.startswith(ZIP_MAGIC):
        return "wacz" if members(name) else "files"
    if not head:
        return "files"
    if lowered.endswith(WARC_ENDINGS):
        return "warc"
    if lowered.endswith(ARC_ENDINGS):
        return "arc"
    may_hold_articles = lowered.endswith(ARTICLE_ENDINGS) or is_spooled(name)
    return "articles" if may_hold_articles and begins_articles(head) else "files"


def is_web_archive_stream(stream: BinaryIO) -> bool:
    """Whether a stream that has not been read begins as a web archive; what it looks at stays unread."""
    look = getattr(stream, "peek", None)
    return look is not None and opening(look(HEAD_BYTES)).startswith((*VERSIONS, ARC_OPENING))
