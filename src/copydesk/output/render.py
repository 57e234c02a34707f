"""The formats, and the way from records to text.

In: an Article or a Refusal (or many), a format's name, options. Out: text, whole or in chunks.
Left to others: what a format looks like (one file each), where the text goes (the caller).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from copydesk.errors import OptionError
from copydesk.output.csv_rows import csv_header, csv_row, csv_table
from copydesk.output.html_page import HTML_CLOSING, HTML_OPENING, html_entry, html_page
from copydesk.output.json_ld import json_item, json_ld, json_line
from copydesk.output.markdown import markdown, markdown_entry
from copydesk.output.ninjs import ninjs
from copydesk.output.options import OutputOptions
from copydesk.output.plain import plain, plain_entry
from copydesk.output.tei import CORPUS_CLOSING, CORPUS_OPENING, tei, tei_entry
from copydesk.records import Article, Refusal

Writer = Callable[[Article | Refusal, OutputOptions], str]

DEFAULT_OPTIONS = OutputOptions()


@dataclass(frozen=True, slots=True)
class Format:
    """How one format writes a record alone, and as one of many."""

    suffix: str
    """The ending of a file in this format."""
    whole: Writer
    """A complete document; empty where the format has nothing to say of a Refusal."""
    entry: Writer
    """One of many; an empty one is left out."""
    opening: str = ""
    between: str = ""
    closing: str = ""


FORMATS: dict[str, Format] = {
    "text": Format(".txt", plain, plain_entry, between="\n"),
    "markdown": Format(".md", markdown, markdown_entry, between="\n"),
    "json": Format(".json", json_ld, json_item, "[\n", ",\n", "\n]\n"),
    "jsonl": Format(".jsonl", json_line, json_line),
    "html": Format(".html", html_page, html_entry, HTML_OPENING, "", HTML_CLOSING),
    "xmltei": Format(".xml", tei, tei_entry, CORPUS_OPENING, "", CORPUS_CLOSING),
    "csv": Format(".csv", csv_table, csv_row, csv_header()),
    "ninjs": Format(".ninjs.jsonl", ninjs, ninjs),
}
"""All formats by name. `json`, `jsonl` and `csv` have a place for a Refusal; the others leave it out."""


def render(record: Article | Refusal, output_format: str = "text", options: OutputOptions = DEFAULT_OPTIONS) -> str:
    """One record as a complete document in the format.

    Raises OptionError for a format that does not exist.
    """
    return format_named(output_format).whole(record, options)


def render_many(
    records: Iterable[Article | Refusal], output_format: str = "text", options: OutputOptions = DEFAULT_OPTIONS
) -> Iterator[str]:
    """Many records as one document, in chunks, each as soon as its record is there.

    `text` and `markdown` name each input; `json` is an array; `csv` has one header row; `html` and `xmltei` are one
    document. Raises OptionError for a format that does not exist.
    """
    entry = format_named(output_format).entry
    return frame((entry(record, options) for record in records), output_format)


def frame(entries: Iterable[str], output_format: str) -> Iterator[str]:
    """Entries that are written already, as one document of their format; empty ones are left out."""
    chosen = format_named(output_format)
    if chosen.opening:
        yield chosen.opening
    is_first = True
    for entry in entries:
        if entry:
            yield entry if is_first else chosen.between + entry
            is_first = False
    if chosen.closing:
        yield chosen.closing


def format_named(output_format: str) -> Format:
    """The format with this name. Raises OptionError with the names there are."""
    if output_format in FORMATS:
        return FORMATS[output_format]
    near = get_close_matches(output_format, FORMATS, 1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise OptionError(f"there is no format {output_format!r}{hint} (formats: {', '.join(FORMATS)})")
