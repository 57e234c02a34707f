"""What a caller may ask of the output.

In: nothing. Out: one frozen settings record.
Left to others: what each format does with it (its own file).
"""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_FOLD: tuple[str, ...] = ("navigation", "control", "notice", "promotion", "teaser")
"""What is not the story and comes in long runs: menus, buttons, small print, advertisements, other stories."""


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """Each option changes what its name says and nothing else."""

    with_metadata: bool = False
    """`text`, `markdown` and `html` get a head with the fields; the other formats always bear them."""
    with_parts: bool = False
    """`json` and `jsonl` list the parts with their offsets; `text` becomes the page's account."""
    fold: tuple[str, ...] = DEFAULT_FOLD
    """Account: long runs of these parts become one line each."""
    width: int | None = None
    """Account: columns of the terminal; None does not wrap."""
    in_colour: bool = False
    """Account: with terminal colours."""
