"""`copydesk export`: articles of an archive in any format, one after the other.

In: checked arguments. Out: one document, or one file an article; a sum on standard error; an exit code.
Left to others: finding and reading them (`keeping`), formats (`output`, `parquet`).
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator

from copydesk.cli.destination import Folder, refuse_inside, write_stream
from copydesk.cli.exits import Exit
from copydesk.cli.search import filters_of
from copydesk.errors import OptionError
from copydesk.keeping import Archive
from copydesk.output import OutputOptions, format_named, render_many
from copydesk.records import Article

WITH_PARTS = ("json", "jsonl")


def export(arguments: Namespace) -> Exit:
    """Write what is asked for. Raises QueryError, ArchiveError, IndexDamaged, OptionError, OutputError."""
    name, output = arguments.output_format, None if arguments.output == "-" else arguments.output
    if arguments.parts and name not in WITH_PARTS:
        raise OptionError(f"--parts has no place in {name}: use {', '.join(WITH_PARTS)}")
    if name == "parquet" and output is None:
        raise OptionError("parquet is a file: give -o FILE")
    refuse_inside(arguments.archive, output)
    options = OutputOptions(with_metadata=arguments.with_metadata, with_parts=arguments.parts)
    counted = _Counted(_articles(arguments))
    if name == "parquet":
        from copydesk.cli.parquet import write_parquet

        write_parquet(counted, output or "")
    elif arguments.output_dir is not None:
        _write_folder(counted, arguments.output_dir, name, options)
    else:
        write_stream(render_many(counted, name, options), output)
    if not arguments.quiet and (output is not None or arguments.output_dir is not None or not sys.stdout.isatty()):
        print(f"copydesk: {counted.count:,} exported", file=sys.stderr)
    return Exit.ALL_READ


class _Counted:
    """Articles, counted as they pass."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles = articles
        self.count = 0

    def __iter__(self) -> Iterator[Article]:
        for article in self._articles:
            self.count += 1
            yield article


def _articles(arguments: Namespace) -> Iterator[Article]:
    """In the archive's order, in a stream. The question is checked before anything is written."""
    archive, filters, text = Archive(arguments.archive), filters_of(arguments), " ".join(arguments.query)
    return archive.matching(text, filters)


def _write_folder(articles: Iterable[Article], path: str, name: str, options: OutputOptions) -> None:
    chosen = format_named(name)
    folder = Folder(path, chosen.suffix)
    for article in articles:
        text = chosen.whole(article, options)
        if text:
            folder.write(article.url or article.source, text)
