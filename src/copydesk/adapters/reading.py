"""A page in memory, read: what all adapters begin with.

In: HTML as text or bytes, its address. Out: an Article or a Refusal; never an exception for what a page may be.
Left to others: reading (`pipeline`), the shape that callers expect (the adapters).
"""

from __future__ import annotations

from dataclasses import replace

from copydesk.capture import capture_bytes, refuse
from copydesk.errors import InputError
from copydesk.pipeline import read_capture
from copydesk.records import Article, Favour, Refusal


def read_markup(html: str | bytes, url: str | None = None, favour: Favour = "balance") -> Article | Refusal:
    """Read a page. Text is decoded already, whatever the page declares; bytes are decoded as browsers do it."""
    try:
        if isinstance(html, str):
            capture = replace(capture_bytes(html.encode("utf-8", "replace"), url=url), charset="utf-8")
        else:
            capture = capture_bytes(html, url=url)
        return read_capture(capture, favour)
    except InputError as error:
        return refuse(error)


def read_story(html: str | bytes, url: str | None = None, favour: Favour = "balance") -> Article | None:
    """The same for callers that know only `None` for a page without main text."""
    record = read_markup(html, url, favour)
    return record if isinstance(record, Article) and record.refusal is None and record.body else None
