"""The words of the command line.

In: the arguments as given. Out: a namespace, checked; a wrong one ends the program with code 2 and one clear line.
Left to others: doing it (`read`). Nothing heavy is imported here: `copydesk --version` answers at once.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NoReturn

from copydesk.cli.archive_arguments import add_archive_commands
from copydesk.cli.exits import EXIT_TEXT, Exit
from copydesk.cli.finding import add_export, add_search
from copydesk.cli.numbers import count, seconds, size
from copydesk.version import VERSION

FORMAT_NAMES: tuple[str, ...] = ("text", "markdown", "json", "jsonl", "html", "xmltei", "csv", "ninjs")
"""The formats of `copydesk.output`, written here so that `--help` needs not import them (a test compares the two)."""
FORMAT_ALIASES: dict[str, str] = {"txt": "text", "md": "markdown", "tei": "xmltei"}
LISTS: dict[str, str] = {"read": "inputs", "add": "inputs", "search": "query", "export": "query"}
"""The arguments of each command that may stand in any number, before, between and after its options."""

DESCRIPTION = "Read captured news pages: the story, and everything around it, sorted."
READ_DESCRIPTION = """Read pages and write what is on them.

INPUT is a file (.html .htm .xhtml .mhtml .txt, each also .gz or .zst; other endings are read when named),
a web archive (WARC, WET, WACZ, ARC: all pages in it), a folder (all its pages and web archives), an address
(fetched politely), or - for standard input."""
READ_EPILOG = f"""examples:
  copydesk read page.html                        the main text
  copydesk read --parts page.html                every visible line with its part
  copydesk read --why date page.html             which source said so, and how sure it is
  copydesk read -f jsonl --jobs 0 pages/ -o pages.jsonl
  curl -s https://example.org/story | copydesk read --json --url https://example.org/story -

{EXIT_TEXT}"""


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The arguments of one call. Raises SystemExit where they are wrong, or where help was asked for.

    argparse takes the words of a list from one place only, and knows no others: `add news -j 2 pages/` is taken here.
    """
    parsed, others = build_parser().parse_known_args(arguments)
    command: str = parsed.command
    name = LISTS.get(command)
    ends_options = others.index("--") if "--" in others else len(others)
    words = [word for word in others[:ends_options] if word == "-" or not word.startswith("-")]
    unknown = [word for word in others[:ends_options] if word not in words]
    words += others[ends_options + 1 :]
    if name is None:
        unknown += words
    elif not unknown:
        setattr(parsed, name, [*getattr(parsed, name), *words])
    if unknown:
        hint = "; a query that begins with a minus goes after --" if name == "query" else ""
        what = "there is no option" if unknown[0].startswith("-") else f"{command} takes no more than an archive, not"
        _Parser(prog=f"copydesk {command}").error(f"{what} {unknown[0]}{hint}")
    return parsed


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = _Parser(prog="copydesk", description=DESCRIPTION, epilog=EXIT_TEXT, formatter_class=_Raw)
    parser.add_argument("--version", action="version", version=f"copydesk {VERSION}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    read = commands.add_parser(
        "read",
        help="read pages and write what is on them",
        description=READ_DESCRIPTION,
        epilog=READ_EPILOG,
        formatter_class=_Raw,
        allow_abbrev=False,
    )
    _add_inputs(read)
    _add_formats(read)
    _add_contents(read)
    _add_limits(read)
    _add_messages(read)
    add_search(commands, _Raw)
    add_export(commands, _Raw)
    add_archive_commands(commands, _Raw)
    return parser


def _add_inputs(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("inputs")
    group.add_argument(
        "inputs", nargs="*", default=[], metavar="INPUT", help="files, folders, addresses, or - for standard input"
    )
    group.add_argument("-i", "--input-file", metavar="FILE", help="read more inputs from FILE, one a line")
    group.add_argument("--input-dir", metavar="DIR", help="read all pages below DIR, like naming the folder")
    group.add_argument("--url", metavar="URL", help="the page's own address, when a single INPUT is read")


def _add_formats(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("output")
    formats = group.add_mutually_exclusive_group()
    formats.add_argument(
        "-f",
        "--format",
        "--output-format",
        dest="output_format",
        type=_format_name,
        default="text",
        metavar="FORMAT",
        help=f"one of {', '.join(FORMAT_NAMES)} (default: text)",
    )
    for name in FORMAT_NAMES:
        formats.add_argument(
            f"--{name}", dest="output_format", action="store_const", const=name, help=f"the same as --format {name}"
        )
    places = group.add_mutually_exclusive_group()
    places.add_argument(
        "-o", "--output", type=_output_name, metavar="FILE", help="write to FILE instead of standard output (-)"
    )
    places.add_argument("--output-dir", metavar="DIR", help="write one file for each input into DIR")


def _add_contents(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what is written")
    group.add_argument(
        "--with-metadata", action="store_true", help="text, markdown and html begin with headline, authors, dates, …"
    )
    leanings = group.add_mutually_exclusive_group()
    for leaning, what in (
        ("precision", "leave out what may not belong to the text"),
        ("recall", "keep what may belong to it"),
    ):
        leanings.add_argument(f"--{leaning}", dest="favour", action="store_const", const=leaning, help=what)
    group.set_defaults(favour="balance")
    group.add_argument(
        "--parts",
        action="store_true",
        help="text: every visible line with its part; json, jsonl: the parts with their offsets",
    )
    group.add_argument(
        "--fold",
        type=_part_names,
        metavar="PARTS",
        help="with --parts as text: long runs of these parts become one line "
        "(default: navigation,control,notice,promotion,teaser; none shows everything)",
    )
    group.add_argument(
        "--why", action="append", metavar="FIELD", help="explain a field instead: its evidence (date, author, …)"
    )


def _add_limits(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("limits")
    group.add_argument("-j", "--jobs", type=count, default=1, metavar="N", help="processes; 0: one a core (default 1)")
    group.add_argument("--max-bytes", type=size, metavar="N", help="largest page, also unpacked; 10M is 10 MiB")
    group.add_argument("--timeout", type=seconds, metavar="SECONDS", help="longest time to fetch or read one input")
    group.add_argument("--no-robots", action="store_true", help="do not ask robots.txt: for sites that are yours")


def _add_messages(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("messages")
    levels = group.add_mutually_exclusive_group()
    levels.add_argument("-q", "--quiet", action="store_true", help="nothing on standard error but usage errors")
    levels.add_argument("-v", "--verbose", action="store_true", help="a line on standard error for each input")


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, and where to read on."""

    def error(self, message: str) -> NoReturn:
        self.exit(Exit.USAGE, f"copydesk: {message}; see {self.prog} --help\n")


class _Raw(argparse.RawDescriptionHelpFormatter):
    """Keeps our line breaks, and gives options and their help two even columns."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)


def _format_name(text: str) -> str:
    name = FORMAT_ALIASES.get(text.lower(), text.lower())
    if name not in FORMAT_NAMES:
        raise argparse.ArgumentTypeError(f"there is no format {text!r} (choose from {', '.join(FORMAT_NAMES)})")
    return name


def _output_name(text: str) -> str | None:
    """The file's name; None for `-`, which is standard output here as everywhere."""
    return None if text == "-" else text


def _part_names(text: str) -> tuple[str, ...]:
    from copydesk.records import PARTS

    if text == "none":
        return ()
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in PARTS:
            raise argparse.ArgumentTypeError(f"there is no part {name!r} (choose from {', '.join(PARTS)}, or none)")
    return names
