"""`copydesk upgrade`: an archive of an older format to the newest.

In: checked arguments. Out: a sentence on standard output. Left to others: the steps (`archive`).
"""

from __future__ import annotations

import argparse

from copydesk.cli.destination import write_stream
from copydesk.cli.exits import Exit
from copydesk.keeping import upgrade_archive


def upgrade(arguments: argparse.Namespace) -> Exit:
    """Upgrade an archive. Raises: ArchiveError."""
    before, after = upgrade_archive(arguments.archive)
    news = f"has the newest format ({after}) already"
    if before != after:
        news = f"upgraded from format {before} to {after}"
    write_stream([f"{arguments.archive}: {news}\n"], None)
    return Exit.ALL_READ
