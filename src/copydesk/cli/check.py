"""`copydesk check`: is an archive what was written, and what can be mended.

In: checked arguments. Out: findings and what was done about them on standard output, an exit code.
Left to others: looking and mending (`keeping`).
"""

from __future__ import annotations

import argparse

from copydesk.cli.counted import counted
from copydesk.cli.exits import Exit
from copydesk.errors import OptionError
from copydesk.keeping import Archive


def check(arguments: argparse.Namespace) -> Exit:
    """Check an archive, and mend it unless told otherwise. Raises: ArchiveError."""
    if arguments.dry_run and (arguments.mend or arguments.rebuild_index):
        raise OptionError("--dry-run changes nothing: leave out --mend and --rebuild-index")
    archive = Archive(arguments.archive)
    checked = archive.check(mends=not arguments.dry_run, rebuilds_index=arguments.rebuild_index)
    for finding in checked.findings:
        print(finding.sentence())
    for action in checked.actions:
        print(action)
    if not arguments.quiet:
        for stray in checked.strays:
            print(f"{stray}: belonged to no shard (an adding was stopped); removed")
        shards, articles = counted(checked.shards, "shard"), counted(len(archive), "article")
        faults = counted(len(checked.findings), "fault") if checked.findings else "no faults"
        print(f"{shards}, {articles}: {faults}; index: {checked.index}")
    return Exit.ALL_READ if checked.is_sound else Exit.SOME_REFUSED
