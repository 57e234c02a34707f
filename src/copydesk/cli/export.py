"""`copydesk export`: articles of an archive in any format, one after the other.

In: checked arguments. Out: one document, or one file an article; a sum on standard error; an exit code.
Left to others: finding and reading them (`keeping`), formats (`output`, `parquet`).
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator

from copydesk.cli.counted import counted
from copydesk.cli.destination import Folder, refuse_inside, write_stream
from copydesk.cli.exits import Exit
from copydesk.cli.search import filters_of
from copydesk.errors import OptionError
from copydesk.keeping import Archive
from copydesk.output import OutputOptions, format_named, frame
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
    archive, filters, text = Archive(arguments.archive), filters_of(arguments), " ".join(arguments.query)
    if name == "parquet":
        from copydesk.cli.parquet import write_parquet

        told = f"{write_parquet(archive.matching_tables(text, filters), output or ''):,} exported"
    else:
        texts = _Texts(archive.matching(text, filters), name, options, is_whole=arguments.output_dir is not None)
        if arguments.output_dir is not None:
            _write_folder(texts, arguments.output_dir, format_named(name).suffix)
        else:
            write_stream(frame((entry for _, entry in texts), name), output)
        told = texts.told()
    if not arguments.quiet and (output is not None or arguments.output_dir is not None or not sys.stdout.isatty()):
        print(f"copydesk: {told}", file=sys.stderr)
    return Exit.ALL_READ


class _Texts:
    """Articles with what a format makes of them, counted as they pass; where that is nothing, they are left out."""

    def __init__(self, articles: Iterable[Article], name: str, options: OutputOptions, *, is_whole: bool) -> None:
        self._articles, self._options, self._name = articles, options, name
        self._write = format_named(name).whole if is_whole else format_named(name).entry
        self._written = self._left_out = 0

    def __iter__(self) -> Iterator[tuple[Article, str]]:
        for article in self._articles:
            text = self._write(article, self._options)
            if text:
                self._written += 1
                yield article, text
            else:
                self._left_out += 1

    def told(self) -> str:
        """`47 exported, 1 page without a main text left out (markdown has no place for it)`."""
        if not self._left_out:
            return f"{self._written:,} exported"
        pages = counted(self._left_out, "page")
        return f"{self._written:,} exported, {pages} without a main text left out ({self._name} has no place for it)"


def _write_folder(texts: Iterable[tuple[Article, str]], path: str, suffix: str) -> None:
    folder = Folder(path, suffix)
    for article, text in texts:
        folder.write(article.url or article.source, text)
