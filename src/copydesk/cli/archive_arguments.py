"""The words of the commands that write archives: `add`, `check`, `upgrade`.

In: the parsers of all commands. Out: the same with these three.
Left to others: doing it (`add`, `check`, `upgrade`).
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, TypeVar

from copydesk.cli.numbers import agent, count, pause, seconds, size

Parser = TypeVar("Parser", bound=argparse.ArgumentParser)
if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[Parser]

ADD_DESCRIPTION = """Add captured pages to an archive, and make the archive where there is none.

INPUT is a web archive (WARC, WET, ARC, WACZ, also .gz .zst .lz4), a folder or file of pages, JSON lines of articles
that another tool extracted, an address (fetched politely), or - for standard input. What is in the archive already is
passed over: run the same command again after a stop, and it goes on where it was."""
ADD_EPILOG = """examples:
  copydesk add news/ crawl-00001.warc.gz         a web archive, one process a core
  copydesk add news/ saved-pages/ --keep-captures
  curl -s https://example.org/crawl.warc.gz | copydesk add news/ -
  copydesk add news/ -i list.txt --log refused.tsv
  copydesk add news/ --feed https://example.org/   what is new in its feeds; run it as often as you like
  copydesk add news/ /crawl/*.warc.gz --scheduler tcp://10.0.0.1:8786

exit codes:
  0  everything was added, or was there already; pages left out by rule (redirects, duplicates, images …) count as added
  1  some captures were refused: the sum says why
  2  the command line is wrong, or the archive cannot be written
  3  nothing could be added
  130: stopped by Ctrl-C; what was added is safe"""
CHECK_DESCRIPTION = """Compare every file of an archive with its manifest, and mend what can be mended.

A torn or missing shard is made again from its captures where they can still be read; else it is taken out, what is left
of its files is set aside, and the captures can be added again. The index is brought in step with the shards."""
CHECK_EPILOG = """exit codes:
  0  the archive is sound, or all faults were mended
  1  something is lost, or (with --dry-run) wrong
  2  there is no archive, or it cannot be opened"""
UPGRADE_DESCRIPTION = "Bring an archive that an older version made to the format of this version."


def add_archive_commands(commands: Commands[Parser], formatter: type[argparse.HelpFormatter]) -> None:
    """Add the three commands. formatter: of the help."""
    _add_add(commands, formatter)
    check = commands.add_parser(
        "check",
        help="verify and mend an archive",
        description=CHECK_DESCRIPTION,
        epilog=CHECK_EPILOG,
        formatter_class=formatter,
        allow_abbrev=False,
    )
    check.add_argument("archive", metavar="ARCHIVE")
    check.add_argument("--dry-run", action="store_true", help="only look, change nothing")
    check.add_argument("--mend", action="store_true", help="mend what can be mended (the default)")
    check.add_argument("--rebuild-index", action="store_true", help="build the index anew even where it is sound")
    check.add_argument("-q", "--quiet", action="store_true", help="say only what is wrong")
    upgrade = commands.add_parser(
        "upgrade", help="bring an older archive to the newest format", description=UPGRADE_DESCRIPTION
    )
    upgrade.add_argument("archive", metavar="ARCHIVE")


def _add_add(commands: Commands[Parser], formatter: type[argparse.HelpFormatter]) -> None:
    add = commands.add_parser(
        "add",
        help="add pages to an archive",
        description=ADD_DESCRIPTION,
        epilog=ADD_EPILOG,
        formatter_class=formatter,
        allow_abbrev=False,
    )
    add.add_argument("archive", metavar="ARCHIVE", help="a folder; made where there is none")
    add.add_argument("inputs", nargs="*", default=[], metavar="INPUT", help="what to add; - for standard input")
    add.add_argument("-i", "--input-file", metavar="FILE", help="add the inputs that FILE lists, one a line, too")
    add.add_argument("--feed", action="append", metavar="URL", help="add the pages of the feeds at URL, or of its site")
    add.add_argument("--sitemap", action="append", metavar="URL", help="add the pages of the sitemaps of a site")
    add.add_argument(
        "--url-filter",
        action="append",
        metavar="TEXT",
        help="of feeds and sitemaps take only addresses that contain TEXT; may be repeated: any of them",
    )
    add.add_argument("--again", action="store_true", help="fetch addresses whose pages are in the archive, too")
    add.add_argument("-j", "--jobs", type=count, default=0, metavar="N", help="processes; 0: one a core (the default)")
    add.add_argument("--keep-captures", action="store_true", help="keep the bytes of the pages in the archive, as WARC")
    add.add_argument("--timeout", type=seconds, default=60.0, metavar="SECONDS", help="longest time for one page (60)")
    add.add_argument("--max-bytes", type=size, metavar="N", help="largest page, also unpacked; 10M is 10 MiB")
    add.add_argument("--log", metavar="FILE", help="write a line for each refused capture: reason, source, URL, detail")
    clusters = add.add_mutually_exclusive_group()
    clusters.add_argument("--dask", action="store_true", help="read in a Dask cluster on this machine")
    clusters.add_argument("--scheduler", metavar="ADDRESS", help="read in the Dask cluster at ADDRESS")
    add.add_argument("--user-agent", type=agent, metavar="TEXT", help="the name under which addresses are fetched")
    add.add_argument(
        "--wait",
        type=pause,
        metavar="SECONDS",
        help="pause between requests to one host (1; robots.txt may ask more)",
    )
    add.add_argument("--no-robots", action="store_true", help="do not ask robots.txt: for sites that are yours")
    levels = add.add_mutually_exclusive_group()
    levels.add_argument("-q", "--quiet", action="store_true", help="nothing on standard error but errors")
    levels.add_argument("-v", "--verbose", action="store_true", help="a line for each refused capture")
