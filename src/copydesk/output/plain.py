"""`text`: the main text alone; with metadata, a head of `name: value` lines and a blank line before it.

In: an Article or a Refusal. Out: the text; a Refusal has none.
"""

from __future__ import annotations

from copydesk.output.account import account
from copydesk.output.head import HeadValue, head_fields
from copydesk.output.options import OutputOptions
from copydesk.records import Article, Refusal


def plain(record: Article | Refusal, options: OutputOptions) -> str:
    """The body as it stands; the page's account instead when its parts are asked for."""
    if isinstance(record, Refusal):
        return ""
    if options.with_parts:
        return account(record, options)
    body = record.article_body
    text = f"{body}\n" if body else ""
    return f"{_head(record)}\n{text}" if options.with_metadata else text


def plain_entry(record: Article | Refusal, options: OutputOptions) -> str:
    """One of many: the same under a line that names the input, as `head` does it."""
    text = plain(record, options)
    return f"==> {record.source} <==\n{text}" if text else ""


def _head(article: Article) -> str:
    return "".join(f"{name}: {_one_line(value)}\n" for name, value in head_fields(article))


def _one_line(value: HeadValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value if isinstance(value, str) else "; ".join(value)
    return " ".join(text.split())
