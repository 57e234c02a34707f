"""Inputs that a file lists, one a line.

In: the file's path, `-` for standard input. Out: names, in order. Raises OptionError where it cannot be read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from copydesk.errors import OptionError

STANDARD_INPUT = "-"
MARK = b"\xef\xbb\xbf"
"""With which some editors begin a file in UTF-8."""
COMMENT = b"#"


def listed(path: str) -> Iterator[str]:
    """The inputs; empty lines and those that begin with `#` are left out."""
    try:
        with open(0 if path == STANDARD_INPUT else path, "rb") as lines:
            for number, line in enumerate(lines):
                name = (line if number else line.removeprefix(MARK)).strip(b"\r\n")
                if name.strip() and not name.startswith(COMMENT):
                    yield os.fsdecode(name)
    except OSError as error:
        raise OptionError(f"cannot read the list {path}: {error.strerror or type(error).__name__}") from None
