"""What is said on standard error: a line for each refused input, progress, a sum at the end.

In: answers as they come. Out: lines on a stream, and the counts that the exit code is made of.
Left to others: what is written to standard output.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, TextIO

from copydesk.cli.answer import Answer
from copydesk.cli.exits import Exit
from copydesk.errors import REASONS
from copydesk.records import Refusal

if TYPE_CHECKING:
    from rich.progress import Progress


class Level(Enum):
    QUIET = 0
    NORMAL = 1
    VERBOSE = 2


@dataclass(slots=True)
class Tally:
    """How many inputs were read, and why the others were not."""

    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    def add(self, refusal: Refusal | None) -> None:
        if refusal is None:
            self.read += 1
        else:
            self.refused[refusal.reason] += 1

    @property
    def exit_code(self) -> Exit:
        if not self.refused:
            return Exit.ALL_READ
        return Exit.SOME_REFUSED if self.read else Exit.NOTHING_READ

    def sentence(self) -> str:
        """`12 read, 3 refused: 2 empty-input (there is nothing in it), 1 no-pages (…)`."""
        if not self.refused:
            return f"{self.read:,} read"
        reasons = ", ".join(
            f"{count:,} {reason} ({REASONS.get(reason, reason)})" for reason, count in self.refused.most_common()
        )
        return f"{self.read:,} read, {self.refused.total():,} refused: {reasons}"


class Messenger:
    """Says on a stream what happens to the inputs, in one line each."""

    def __init__(self, stream: TextIO, level: Level, *, total: int | None = None, shows_progress: bool = False) -> None:
        self._stream = stream
        self._level = level
        self._total = total
        self._progress = _progress(stream) if shows_progress and level is not Level.QUIET else None
        self.tally = Tally()

    def watched(self, answers: Iterable[Answer]) -> Iterator[Answer]:
        """The answers, counted and reported as they pass."""
        bar: AbstractContextManager[object] = self._progress if self._progress is not None else nullcontext()
        with bar:
            task = self._progress.add_task("reading", total=self._total) if self._progress is not None else None
            for answer in answers:
                self.tally.add(answer.refusal)
                self._report(answer)
                yield answer
                if self._progress is not None and task is not None:
                    self._progress.update(task, advance=1)

    def conclude(self) -> None:
        """The sum, after a batch."""
        if self._level is not Level.QUIET:
            self._say(self.tally.sentence())

    def _report(self, answer: Answer) -> None:
        if answer.refusal is not None and self._level is not Level.QUIET:
            self._say(_named(answer.refusal, answer.source))
        elif answer.note and self._level is Level.VERBOSE:
            self._say(answer.note)

    def _say(self, line: str) -> None:
        """One line, whatever stands in it: a name may hold line feeds and terminal codes."""
        clean = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line)
        if self._progress is not None:
            self._progress.console.print(f"copydesk: {clean}", markup=False, highlight=False, soft_wrap=True)
        else:
            print(f"copydesk: {clean}", file=self._stream)


def _named(refusal: Refusal, source: str) -> str:
    """The detail with the input's name before it, once."""
    return refusal.detail if source in refusal.detail else f"{source}: {refusal.detail}"


def _progress(stream: TextIO) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(file=stream), transient=True)
