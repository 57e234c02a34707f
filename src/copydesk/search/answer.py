"""One state of the index, asked.

In: a tantivy searcher, Questions. Out: Results: hits with their snippets, facets.
Left to others: opening and writing (`index`).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from copydesk.errors import IndexDamaged, OptionError
from copydesk.search.ask import build_query
from copydesk.search.document import unpack_shown
from copydesk.search.nodes import Words, positive_words
from copydesk.search.parse import parse
from copydesk.search.question import FACETS, SORTS, Facet, Filters, Hit, Question, Results
from copydesk.search.schema import FACET_FIELDS
from copydesk.search.snippet import cut_snippet, highlights

if TYPE_CHECKING:
    from tantivy import DocAddress, Query, Schema, Searcher, SearchResult

T = TypeVar("T")

PLACE_BITS = 32
SCORE_DIGITS = 5
"""The index adds scores in another order in each of its segments; the sixth digit is noise."""
TIE_MARGIN = 50
"""Hits looked at behind the last one wanted: those equal to it must be known to order them."""
MOST_TIES = 50_000
"""30 ms; where more hits are equal, their order may change when the index is laid out anew."""
MOST_SHARDS = 1_000_000
FURTHEST = 1_000_000
"""Hits that can be reached with `offset`: the index must order all of them to give the last."""
FACET_MARGIN = 10
"""More values are counted than shown, so that equal counts are told apart by name and not by chance."""


class Found(NamedTuple):
    """A hit before it is read."""

    score: float | None
    address: DocAddress
    place: float


class Answerer:
    """What was committed when it was made; threads may share it."""

    def __init__(self, schema: Schema, searcher: Searcher) -> None:
        self._schema = schema
        self._searcher = searcher

    def answer(self, question: Question) -> Results:
        """Hits, their total, facets."""
        _check(question)
        node = parse(question.text)
        query = build_query(self._schema, node, question.filters)
        words = positive_words(node)
        order = question.sort if words or question.sort != "relevance" else "place"
        total, found = self._found(query, question, order)
        hits = tuple(self._hit(one, words, question) for one in found)
        return Results(hits, total, self._facets(query, question))

    def places(self, text: str, filters: Filters) -> Iterable[int]:
        """The places of all that matches, ascending."""
        query = build_query(self._schema, parse(text), filters)
        most = max(1, self._searcher.num_docs)
        found = _guarded(self._searcher.search, query, most, False, "place")
        return array("Q", reversed([place for place, _ in found.hits if place is not None]))

    def shards(self) -> dict[int, int]:
        """Each shard's number and rows, from the markers."""
        from tantivy import Query

        found = _guarded(self._searcher.search, Query.exists_query("rows"), MOST_SHARDS, False)
        addresses = [address for _, address in found.hits]
        numbers = self._searcher.fast_field_values("shard", addresses)
        rows = self._searcher.fast_field_values("rows", addresses)
        return dict(sorted((int(number or 0), int(count or 0)) for number, count in zip(numbers, rows, strict=True)))

    def _found(self, query: Query, question: Question, order: str) -> tuple[int, list[Found]]:
        """The wanted hits in order; equal ones in the archive's order, however the index is laid out."""
        end = question.offset + question.limit
        wanted = end + TIE_MARGIN
        while True:
            result = self._ordered(query, order, wanted)
            ranks = [_rank(value, order) for value, _ in result.hits]
            are_all = len(ranks) < wanted or wanted >= MOST_TIES
            if are_all or end == 0 or ranks[-1] != ranks[end - 1]:
                break
            wanted = min(4 * wanted, MOST_TIES)
        places = self._searcher.fast_field_values("place", [address for _, address in result.hits])
        ordered = sorted(range(len(ranks)), key=lambda number: (ranks[number], places[number]))
        has_scores = order == "relevance"
        total: int = getattr(result, "count")  # noqa: B009 (the package's types do not tell of it)
        return total, [
            Found(result.hits[number][0] if has_scores else None, result.hits[number][1], places[number] or 0)
            for number in ordered[question.offset : end]
        ]

    def _ordered(self, query: Query, order: str, most: int) -> SearchResult:
        from tantivy import Order

        search = self._searcher.search
        if order == "relevance":
            return _guarded(search, query, most, True, None, 0, Order.Desc, "recency")
        if order == "place":
            return _guarded(search, query, most, True, "place", 0, Order.Asc)
        return _guarded(search, query, most, True, "moment", 0, Order.Desc if order == "date" else Order.Asc)

    def _hit(self, found: Found, words: list[Words], question: Question) -> Hit:
        document = self._searcher.doc(found.address)
        packed = document.get_first("shown")
        shown = unpack_shown(bytes(packed)) if packed else {}
        place = int(found.place)
        headline = _text(shown, "headline")
        in_text = [one for one in words if one.field == "text"]
        in_headline = [one for one in words if one.field in ("text", "headline")]
        in_caption = [one for one in words if one.field in ("text", "caption")]
        snippet = None
        if question.snippet_width:
            body, captions = _text(shown, "body") or "", _text(shown, "captions") or ""
            snippet = cut_snippet(body, in_text, width=question.snippet_width, source="body")
            if captions and in_caption and (snippet is None or not snippet.highlights):
                other = cut_snippet(captions, in_caption, width=question.snippet_width, source="caption")
                snippet = other if other is not None and (other.highlights or snippet is None) else snippet
        authors = shown.get("authors", ())
        return Hit(
            id=_text(shown, "id") or "",
            shard=place >> PLACE_BITS,
            row=place & ((1 << PLACE_BITS) - 1),
            score=found.score,
            kind=_text(shown, "kind") or "article",
            headline=headline,
            url=_text(shown, "url"),
            publisher=_text(shown, "publisher"),
            authors=tuple(map(str, authors)) if isinstance(authors, list) else (),
            agency=_text(shown, "agency"),
            language=_text(shown, "language"),
            date_published=_text(shown, "date"),
            headline_highlights=highlights(headline, in_headline) if headline else (),
            snippet=snippet,
        )

    def _facets(self, query: Query, question: Question) -> tuple[Facet, ...]:
        """All facets in one pass over what was found."""
        if not question.facets:
            return ()
        size = question.facet_size + FACET_MARGIN
        asked = {name: {"terms": {"field": FACET_FIELDS[name], "size": size}} for name in question.facets}
        counted = _guarded(self._searcher.aggregate, query, asked)
        return tuple(_facet(name, counted[name], question.facet_size) for name in question.facets)


def _facet(name: str, counted: Any, size: int) -> Facet:
    pairs = [(_facet_key(bucket["key"]), int(bucket["doc_count"])) for bucket in counted["buckets"]]
    pairs.sort(key=lambda pair: (-pair[1], pair[0]))
    others = int(counted.get("sum_other_doc_count") or 0) + sum(count for _, count in pairs[size:])
    return Facet(name, tuple(pairs[:size]), others)


def _facet_key(key: object) -> str:
    return str(int(key)) if isinstance(key, float | int) else str(key)


def _rank(value: float | None, order: str) -> tuple[bool, float]:
    """What hits are ordered by; scores that differ by rounding are one."""
    if value is None:
        return True, 0.0
    return False, value if order in ("oldest", "place") else -round(value, SCORE_DIGITS)


def _text(shown: dict[str, object], name: str) -> str | None:
    value = shown.get(name)
    return value if isinstance(value, str) else None


def _check(question: Question) -> None:
    if question.sort not in SORTS:
        raise OptionError(f"there is no order {question.sort!r} (orders: {', '.join(SORTS)})")
    for name in question.facets:
        if name not in FACETS:
            raise OptionError(f"there is no facet {name!r} (facets: {', '.join(FACETS)})")
    if question.offset < 0 or question.limit < 0 or question.facet_size < 1:
        raise OptionError("offset and limit count from 0, a facet's size from 1")
    if question.offset + question.limit > FURTHEST:
        raise OptionError(f"no more than the first {FURTHEST:,} hits can be shown: narrow the query, or export it")


def _guarded(action: Callable[..., T], *arguments: object) -> T:
    """Ask; what tantivy raises over a file that is torn becomes ours."""
    try:
        return action(*arguments)
    except (ValueError, OSError, RuntimeError) as error:
        raise IndexDamaged(f"the search index cannot be read: {error}; build it anew with `copydesk check`") from None
