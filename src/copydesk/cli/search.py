"""`copydesk search`: a question in, hits out.

In: checked arguments. Out: hits for people, as JSONL or as CSV on standard output; an exit code.
Left to others: finding (`search`), the archive (`keeping`).
"""

from __future__ import annotations

import csv
import io
import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from copydesk.cli.counted import counted
from copydesk.cli.destination import write_stream
from copydesk.cli.exits import Exit
from copydesk.keeping import Archive
from copydesk.search import Facet, Filters, Hit, Question, Results

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

HIT_COLUMNS: tuple[str, ...] = (
    "rank",
    "id",
    "score",
    "kind",
    "headline",
    "url",
    "publisher",
    "author",
    "sourceOrganization",
    "inLanguage",
    "datePublished",
    "snippet",
)
MATCH_STYLE = "bold yellow"
NARROWEST, WIDEST = 40, 120
"""Columns of a page of hits: what can be read at a glance."""


def search(arguments: Namespace) -> Exit:
    """Find and show. Raises QueryError, ArchiveError, IndexDamaged, OptionError for what the caller must change."""
    results = Archive(arguments.archive).search(question_of(arguments))
    if arguments.output_format == "jsonl":
        write_stream(_json_lines(results, arguments.offset), None)
    elif arguments.output_format == "csv":
        write_stream(_csv_lines(results, arguments.offset), None)
    else:
        write_stream(_shown(results, arguments.offset), None)
    return Exit.ALL_READ


def question_of(arguments: Namespace) -> Question:
    """What was asked, in the terms of the search room."""
    return Question(
        text=" ".join(arguments.query),
        filters=filters_of(arguments),
        sort=arguments.sort,
        offset=arguments.offset,
        limit=arguments.limit,
        facets=tuple(dict.fromkeys(arguments.facet)),
        facet_size=arguments.facet_size,
    )


def filters_of(arguments: Namespace) -> Filters:
    """The filters that `search` and `export` share."""
    return Filters(
        languages=tuple(arguments.lang),
        sites=tuple(arguments.site),
        authors=tuple(arguments.author),
        agencies=tuple(arguments.agency),
        kinds=tuple(arguments.kind),
        date_from=arguments.date_from,
        date_to=arguments.date_to,
    )


# --------------------------------------------------------------------------- for programs


def _json_lines(results: Results, offset: int) -> Iterator[str]:
    """A line a hit; then one for each facet; the number of all hits first."""
    yield _line({"total": results.total})
    for rank, hit in enumerate(results.hits, offset + 1):
        yield _line(_as_object(rank, hit))
    for facet in results.facets:
        counts = [{"value": value, "count": count} for value, count in facet.counts]
        yield _line({"facet": facet.name, "counts": counts, "others": facet.others})


def _as_object(rank: int, hit: Hit) -> dict[str, object]:
    snippet = hit.snippet
    shown = {
        "rank": rank,
        "id": hit.id,
        "score": None if hit.score is None else round(hit.score, 4),
        "kind": hit.kind,
        "headline": hit.headline,
        "headlineHighlights": [list(pair) for pair in hit.headline_highlights],
        "url": hit.url,
        "publisher": hit.publisher,
        "author": list(hit.authors),
        "sourceOrganization": hit.agency,
        "inLanguage": hit.language,
        "datePublished": hit.date_published,
        "snippet": None
        if snippet is None
        else {
            "text": snippet.text,
            "highlights": [list(pair) for pair in snippet.highlights],
            "source": snippet.source,
            "start": snippet.start,
        },
    }
    return {name: value for name, value in shown.items() if value is not None and value != []}


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _csv_lines(results: Results, offset: int) -> Iterator[str]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(HIT_COLUMNS)
    for rank, hit in enumerate(results.hits, offset + 1):
        values = _as_object(rank, hit)
        values["author"] = "; ".join(hit.authors)
        values["snippet"] = hit.snippet.text if hit.snippet else ""
        writer.writerow([values.get(name, "") for name in HIT_COLUMNS])
    yield buffer.getvalue()


# --------------------------------------------------------------------------- for people


def _shown(results: Results, offset: int) -> Iterator[str]:
    """The page of hits as the terminal takes it. Not written by rich, which ends the program where a pipe is closed."""
    from rich.console import Console

    page = io.StringIO()
    is_terminal = sys.stdout.isatty() or None
    console = Console(file=page, force_terminal=is_terminal, highlight=False, markup=False, emoji=False)
    if console.is_terminal:
        console.width = max(NARROWEST, min(WIDEST, console.width))
    console.print(_summary(results, offset), style="dim", soft_wrap=True)
    for rank, hit in enumerate(results.hits, offset + 1):
        console.print()
        _show_hit(console, rank, hit)
    for facet in results.facets:
        console.print()
        _show_facet(console, facet)
    yield page.getvalue()


def _summary(results: Results, offset: int) -> str:
    if results.total == 0:
        return "no page found"
    pages = counted(results.total, "page")
    if not results.hits:
        return pages
    last = offset + len(results.hits)
    return pages + (f", {offset + 1:,} to {last:,}" if last - offset < results.total else "")


def _show_hit(console: Console, rank: int, hit: Hit) -> None:
    from rich.text import Text

    title = Text(f"{rank:>3}. ")
    title.append_text(_highlighted(hit.headline or "(no headline)", hit.headline_highlights, "bold"))
    console.print(title, soft_wrap=not console.is_terminal)
    day = hit.date_published[:10] if hit.date_published else None
    facts = (
        day,
        hit.publisher,
        ", ".join(hit.authors),
        hit.agency,
        hit.language,
        None if hit.kind == "article" else hit.kind,
    )
    known = dict.fromkeys(_clean(fact) for fact in facts if fact)
    if known:
        console.print(Text("     " + " · ".join(known), style="cyan"), soft_wrap=not console.is_terminal)
    if hit.url:
        console.print(Text(f"     {_clean(hit.url)}", style="dim"), soft_wrap=True)
    if hit.snippet is not None and hit.snippet.text:
        snippet = Text("…" if hit.snippet.is_cut_before else "")
        snippet.append_text(_highlighted(hit.snippet.text, hit.snippet.highlights, ""))
        snippet.append("…" if hit.snippet.is_cut_after else "")
        _show_indented(console, snippet)


def _show_indented(console: Console, text: Text) -> None:
    from rich.padding import Padding

    if console.is_terminal:
        console.print(Padding(text, (0, 0, 0, 5)))
    else:
        console.print("     ", text, sep="", soft_wrap=True)


def _highlighted(content: str, ranges: tuple[tuple[int, int], ...], style: str) -> Text:
    """The text with what matched set off; where no style can be seen, nothing is."""
    from rich.text import Text

    text = Text(_clean(content), style=style)
    for start, end in ranges:
        text.stylize(MATCH_STYLE, start, end)
    return text


def _clean(content: str) -> str:
    """One character for one, so that highlights stay: a page's text may hold terminal codes."""
    return "".join(
        character if character.isprintable() else " " if character.isspace() else "\N{REPLACEMENT CHARACTER}"
        for character in content
    )


def _show_facet(console: Console, facet: Facet) -> None:
    from rich.text import Text

    console.print(Text(f"by {facet.name}", style="bold"))
    width = max((len(f"{count:,}") for _, count in facet.counts), default=1)
    for value, count in facet.counts:
        console.print(Text(f"  {count:>{width},}  {_clean(value)}"), soft_wrap=True)
    if facet.others:
        console.print(Text(f"  {facet.others:>{width},}  others", style="dim"), soft_wrap=True)
