"""What the exit codes mean."""

from enum import IntEnum


class Exit(IntEnum):
    """The codes of `copydesk`; scripts may rely on them."""

    ALL_READ = 0
    SOME_REFUSED = 1
    USAGE = 2
    NOTHING_READ = 3
    INTERRUPTED = 130
    """128 and the number of the signal, as shells have it: Ctrl-C."""
    PIPE_CLOSED = 141
    """The same for a reader such as `head` that has seen enough."""


EXIT_TEXT = """exit codes:
  0  everything was read
  1  some inputs were refused: each has one line on standard error, and its row in json, jsonl and csv
  2  the command line is wrong, or the output cannot be written
  3  nothing could be read: every input was refused
  130 and 141: stopped by Ctrl-C, or by a closed pipe (such as | head)"""
