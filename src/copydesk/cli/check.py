"""`copydesk check`: is an archive what was written, and what can be mended.

In: checked arguments. Out: findings and what was done about them on standard output, an exit code.
Left to others: looking and mending (`keeping`).
"""

from __future__ import annotations

import argparse

from copydesk.cli.counted import counted
from copydesk.cli.destination import write_stream
from copydesk.cli.exits import Exit
from copydesk.errors import OptionError
from copydesk.keeping import Archive


def check(arguments: argparse.Namespace) -> Exit:
    """Check an archive, and mend it unless told otherwise. Raises: ArchiveError, OutputError."""
    if arguments.dry_run and (arguments.mend or arguments.rebuild_index):
        raise OptionError("--dry-run changes nothing: leave out --mend and --rebuild-index")
    archive = Archive(arguments.archive)
    checked = archive.check(mends=not arguments.dry_run, rebuilds_index=arguments.rebuild_index)
    lines = [*(finding.sentence() for finding in checked.findings), *checked.actions]
    if not arguments.quiet:
        lines += (f"{stray}: belonged to no shard (an adding was stopped); removed" for stray in checked.strays)
        shards, pages = counted(checked.shards, "shard"), _pages(archive)
        faults = counted(len(checked.findings), "fault") if checked.findings else "no faults"
        lines.append(f"{shards}, {pages}: {faults}; index: {checked.index}")
    write_stream((f"{line}\n" for line in lines), None)
    return Exit.ALL_READ if checked.is_sound else Exit.SOME_REFUSED


def _pages(archive: Archive) -> str:
    """`3 articles`, `3 articles and 1 page without a main text`."""
    articles = archive.counts().get("article", 0)
    others = len(archive) - articles
    return counted(articles, "article") + (f" and {counted(others, 'page')} without a main text" if others else "")
