"""What the command line needs of one page, made where the page is read.

In: a Capture. Out: an Answer: the text to write and what to say of it. A worker sends this instead of the record,
which is ten times its size.
Left to others: reading (`pipeline`), formats (`output`), where the text goes (`destination`).
"""

from __future__ import annotations

from dataclasses import dataclass

from copydesk.output import OutputOptions, explain, format_named
from copydesk.pipeline import read_capture
from copydesk.records import Article, Capture, Favour, Refusal


@dataclass(frozen=True, slots=True)
class Answer:
    source: str
    text: str
    """What is written; empty where the format has nothing to say of it."""
    refusal: Refusal | None
    note: str
    """For who wants to hear more: kind, words, how sure."""


@dataclass(frozen=True, slots=True)
class Task:
    """What to make of each page. Picklable; called with a Capture."""

    output_format: str
    options: OutputOptions
    fields: tuple[str, ...] = ()
    """Evidence asked for; then the text is that."""
    is_whole: bool = True
    """A complete document, or one entry among many."""
    favour: Favour = "balance"

    def __call__(self, capture: Capture) -> Answer:
        return self.answer(read_capture(capture, self.favour))

    def answer(self, record: Article | Refusal) -> Answer:
        """The same for a record; a Refusal may come from where no page was read."""
        if isinstance(record, Refusal):
            return Answer(record.source, self._text(record), record, "")
        words = len(record.article_body.split())
        note = f"{record.source}: {record.kind}, {words:,} words, {record.confidence:.0%} sure"
        return Answer(record.source, self._text(record), record.refusal, note)

    def _text(self, record: Article | Refusal) -> str:
        if self.fields:
            return "\n".join(explain(record, name) for name in self.fields) if isinstance(record, Article) else ""
        chosen = format_named(self.output_format)
        return (chosen.whole if self.is_whole else chosen.entry)(record, self.options)
