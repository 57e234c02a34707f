"""The entry point: arguments in, exit code out, nothing but messages for people in between."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module

from copydesk.cli.arguments import parse
from copydesk.cli.exits import Exit

KERNEL = "_kernel"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run copydesk with the arguments, by default those of the process; returns the exit code."""
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        _abandon_output()
        return Exit.PIPE_CLOSED


def _run(arguments: Sequence[str] | None) -> int:
    try:
        parsed = parse(arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else Exit.USAGE

    from copydesk.errors import CopydeskError

    try:
        return _command(parsed.command)(parsed)
    except CopydeskError as error:
        print(f"copydesk: {error}", file=sys.stderr)
        return Exit.USAGE
    except ImportError as error:
        if KERNEL not in str(error):
            raise
        print("copydesk: its kernel is not built; install it with a C compiler at hand: pip install .", file=sys.stderr)
        return Exit.USAGE


def _command(name: str) -> Callable[[Namespace], int]:
    """The function of a command: `copydesk.cli.NAME.NAME`, loaded now, because most load much."""
    function: Callable[[Namespace], int] = getattr(import_module(f"copydesk.cli.{name}"), name)
    return function


def _abandon_output() -> None:
    """Nobody reads standard output any more: keep Python from complaining about it at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
