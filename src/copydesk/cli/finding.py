"""The words of `copydesk search` and `copydesk export`.

In: the parser of all commands. Out: two commands more.
Left to others: doing it (`search`, `export`). Nothing heavy is imported here.
"""

from __future__ import annotations

import argparse
from typing import Any

SEARCH_FORMATS: tuple[str, ...] = ("text", "jsonl", "csv")
EXPORT_FORMATS: tuple[str, ...] = (
    "jsonl",
    "json",
    "parquet",
    "csv",
    "markdown",
    "html",
    "xmltei",
    "ninjs",
    "text",
)
FACET_NAMES: tuple[str, ...] = ("site", "language", "author", "agency", "year", "kind")
EXPORT_ALIASES: dict[str, str] = {"txt": "text", "md": "markdown", "tei": "xmltei"}
"""The same as `copydesk read` takes."""
SORT_NAMES: tuple[str, ...] = ("relevance", "date", "oldest")

QUERY_HELP = """QUERY: all words must be there, in any spelling (accents, case, ё and е do not matter).
  "two words"  a phrase       clima*        words that begin so
  a OR b       either         -word, NOT a  without
  ( )          groups         "a b"~3       with up to 3 words in between
  headline: author: site: caption: agency: topic: section: lang: kind: url:   in that field
  date:2023  date:2023-11..2024-02  date:>=2023-11-09                       published then
Put the query in single quotes, so that the shell leaves it alone; after -- it may begin with a minus."""


def add_search(commands: Any, formatter: type[argparse.HelpFormatter]) -> None:
    """Add `copydesk search`."""
    parser = _asking(
        commands.add_parser(
            "search", help="find articles in an archive", formatter_class=formatter, allow_abbrev=False
        ),
        "Find articles in an archive.",
        """examples:
  copydesk search news 'climate "heat wave"'
  copydesk search news 'headline:election site:example.org' --sort date
  copydesk search news 'flood' --from 2023-06 --facet site --facet year
  copydesk search news '東京 地震' --format jsonl""",
    )
    group = parser.add_argument_group("hits")
    group.add_argument(
        "--sort", choices=SORT_NAMES, default="relevance", help="relevance (default), date: newest first"
    )
    group.add_argument("-n", "--limit", type=_number, default=10, metavar="N", help="how many hits (default 10)")
    group.add_argument("--offset", type=_number, default=0, metavar="N", help="leave out the first N")
    group.add_argument(
        "--facet", action="append", choices=FACET_NAMES, default=[], help="count by site, language, …; may be repeated"
    )
    group.add_argument("--facet-size", type=_size, default=10, metavar="N", help="values of each facet (default 10)")
    group.add_argument(
        "-f",
        "--format",
        dest="output_format",
        choices=SEARCH_FORMATS,
        default="text",
        help="text (default), jsonl, csv",
    )


def add_export(commands: Any, formatter: type[argparse.HelpFormatter]) -> None:
    """Add `copydesk export`."""
    what = "write articles of an archive in any format"
    parser = _asking(
        commands.add_parser("export", help=what, formatter_class=formatter, allow_abbrev=False),
        "Write the articles of an archive, or those that a query finds, in any format.",
        """examples:
  copydesk export news --format jsonl -o all.jsonl
  copydesk export news 'site:example.org' --from 2023 --format parquet -o 2023.parquet
  copydesk export news 'author:rossi' --format markdown --output-dir rossi/""",
    )
    group = parser.add_argument_group("output")
    group.add_argument(
        "-f",
        "--format",
        dest="output_format",
        type=_format_name,
        choices=EXPORT_FORMATS,
        default="jsonl",
        metavar="FORMAT",
        help=f"one of {', '.join(EXPORT_FORMATS)} (default: jsonl)",
    )
    group.add_argument("--with-metadata", action="store_true", help="text, markdown and html begin with the fields")
    group.add_argument("--parts", action="store_true", help="json, jsonl: with every part of the page")
    places = group.add_mutually_exclusive_group()
    places.add_argument("-o", "--output", metavar="FILE", help="write to FILE instead of standard output (-)")
    places.add_argument("--output-dir", metavar="DIR", help="write one file for each article into DIR")
    parser.add_argument("-q", "--quiet", action="store_true", help="nothing on standard error but errors")


def _asking(parser: argparse.ArgumentParser, what: str, examples: str) -> argparse.ArgumentParser:
    """A command that asks an archive: what it does, the archive, the query, the filters."""
    parser.description, parser.epilog = f"{what}\n\n{QUERY_HELP}", examples
    parser.add_argument("archive", metavar="ARCHIVE", help="the archive's folder")
    parser.add_argument("query", nargs="*", default=[], metavar="QUERY", help="what to ask; without it, everything")
    _add_filters(parser)
    return parser


def _add_filters(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("filters", "each may be repeated: any of its values")
    group.add_argument("--lang", action="append", default=[], metavar="CODE", help="language, such as en or pt-br")
    group.add_argument("--site", action="append", default=[], metavar="NAME", help="host or name of the publisher")
    group.add_argument("--author", action="append", default=[], metavar="NAME", help="name of an author, or part of it")
    group.add_argument("--agency", action="append", default=[], metavar="NAME", help="news agency")
    group.add_argument("--kind", action="append", default=[], metavar="KIND", help="article, forum, product, …")
    group.add_argument(
        "--from", dest="date_from", metavar="DATE", help="published then or later: 2023, 2023-11, 2023-11-09"
    )
    group.add_argument("--to", dest="date_to", metavar="DATE", help="published then or earlier")


def _format_name(text: str) -> str:
    return EXPORT_ALIASES.get(text.lower(), text.lower())


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number: give 0 or more")
    return int(text)


def _size(text: str) -> int:
    if _number(text) == 0:
        raise argparse.ArgumentTypeError("0 values show nothing: give 1 or more")
    return int(text)
