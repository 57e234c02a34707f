"""The command line: `copydesk read INPUT…`."""

from copydesk.cli.main import main

__all__ = ["main"]
