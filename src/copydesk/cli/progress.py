"""How far an adding is, on standard error.

In: news of an adding. Out: a bar with rate and time left where a person watches, a line for each refusal where it is
asked for, and the log of refusals.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, TextIO

from copydesk.keeping import Progress
from copydesk.records import Refusal

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID


class AddProgress:
    """Is told the news of an adding; a `with` shows the bar."""

    def __init__(self, stream: TextIO, level: str, log: TextIO | None = None) -> None:
        """level: `quiet`, `normal` or `verbose`; log: gets a line of four fields for each refusal."""
        self._stream, self._level, self._log = stream, level, log
        self._stack = ExitStack()
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> AddProgress:
        if self._level != "quiet" and self._stream.isatty():
            self._bar = self._stack.enter_context(_bar(self._stream))
            self._task = self._bar.add_task("adding", total=None, pages=0, rate=0.0)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def __call__(self, news: Progress | Refusal) -> None:
        if isinstance(news, Refusal):
            self.refuse(news, says=self._level != "quiet")
        elif self._bar is not None and self._task is not None:
            rate = news.captures / news.seconds if news.seconds else 0.0
            self._bar.update(
                self._task, total=news.bytes_total, completed=news.bytes_done, pages=news.captures, rate=rate
            )

    def refuse(self, refusal: Refusal, *, says: bool | None = None) -> None:
        """Log a refusal, and say it where that is wanted."""
        if self._log is not None:
            fields = (refusal.reason, refusal.source, refusal.url or "", refusal.detail)
            self._log.write("\t".join(" ".join(field.split()) for field in fields) + "\n")
        if self._level == "verbose" if says is None else says:
            self._say(f"{refusal.reason}: {refusal.detail or refusal.source}")

    def _say(self, line: str) -> None:
        clean = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line)
        if self._bar is not None:
            self._bar.console.print(f"copydesk: {clean}", markup=False, highlight=False, soft_wrap=True)
        else:
            print(f"copydesk: {clean}", file=self._stream)


def _bar(stream: TextIO) -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TextColumn("{task.fields[pages]:,} pages, {task.fields[rate]:,.0f} a second"),
        TimeRemainingColumn(),
    )
    return Bar(*columns, console=Console(file=stream), transient=True)
