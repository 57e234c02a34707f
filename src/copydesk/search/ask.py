"""A tree of a query, and filters, as tantivy asks them.

In: nodes, Filters. Out: tantivy's queries. Raises QueryError for a filter that is none.
Left to others: reading the query (`parse`), running it (`index`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from copydesk.errors import OptionError, QueryError
from copydesk.search.days import read_period
from copydesk.search.lex import Piece
from copydesk.search.nodes import And, Days, Everything, Node, Not, Or, Value, Words
from copydesk.search.parse import leaf
from copydesk.search.question import Filters

if TYPE_CHECKING:
    from tantivy import Query, Schema

HEADLINE_WEIGHT = 2.0
"""A word of the headline counts thrice in all: once as text, twice as headline."""
SPECIAL = re.compile(r"[^0-9A-Za-z\u0080-\U0010ffff]")
"""What a pattern would read as a sign: takes `.`, refuses a letter of any script."""


def build_query(schema: Schema, node: Node, filters: Filters) -> Query:
    """The query for all of it."""
    from tantivy import Occur, Query

    main = _asked(schema, node)
    conditions = _conditions(schema, filters)
    if not conditions:
        return main
    return Query.boolean_query(
        [(Occur.Must, main), *((Occur.Must, Query.const_score_query(query, 0.0)) for query in conditions)]
    )


def everything(schema: Schema) -> Query:
    """All articles; the markers of shards are none."""
    from tantivy import Query

    return Query.const_score_query(Query.exists_query("kind"), 1.0)


def _asked(schema: Schema, node: Node) -> Query:
    from tantivy import FieldType, Occur, Query

    if isinstance(node, Everything):
        return everything(schema)
    if isinstance(node, Words):
        return _words(schema, node)
    if isinstance(node, Value):
        return Query.const_score_query(Query.term_query(schema, node.field, node.value), 1.0)
    if isinstance(node, Days):
        return Query.range_query(schema, "day", FieldType.Integer, node.first, node.last)
    if isinstance(node, Or):
        return Query.boolean_query([(Occur.Should, _asked(schema, child)) for child in node.children])
    children: Sequence[Node] = node.children if isinstance(node, And) else (node,)
    wanted = [(Occur.Must, _asked(schema, child)) for child in children if not isinstance(child, Not)]
    unwanted = [(Occur.MustNot, _asked(schema, child.child)) for child in children if isinstance(child, Not)]
    return Query.boolean_query([*(wanted or [(Occur.Must, everything(schema))]), *unwanted])


def _words(schema: Schema, words: Words) -> Query:
    """In the field; a plain query weighs the headline more."""
    from tantivy import Occur, Query

    asked = _in_field(schema, words, words.field)
    if words.field != "text":
        return asked
    in_headline = Query.boost_query(_in_field(schema, words, "headline"), HEADLINE_WEIGHT)
    return Query.boolean_query([(Occur.Must, asked), (Occur.Should, in_headline)])


def _in_field(schema: Schema, words: Words, field: str) -> Query:
    from tantivy import Query

    tokens, is_prefix = words.terms.tokens, words.terms.is_prefix
    if len(tokens) == 1:
        if is_prefix:
            return Query.regex_query(schema, field, f"{_escaped(tokens[0])}.*")
        return Query.term_query(schema, field, tokens[0])
    if is_prefix:
        patterns: list[str | tuple[int, str]] = [_escaped(token) for token in tokens[:-1]]
        return Query.regex_phrase_query(schema, field, [*patterns, f"{_escaped(tokens[-1])}.*"], words.slop)
    return Query.phrase_query(schema, field, list(tokens), words.slop)


def _escaped(token: str) -> str:
    return SPECIAL.sub(lambda found: "\\" + found.group(), token)


def _conditions(schema: Schema, filters: Filters) -> list[Query]:
    from tantivy import FieldType, Query

    named = (
        ("lang", "language", filters.languages),
        ("site", "site", filters.sites),
        ("author", "author", filters.authors),
        ("agency", "agency", filters.agencies),
        ("kind", "kind", filters.kinds),
    )
    conditions = [
        _asked(schema, Or(tuple(_filter_node(field, name, value) for value in values)))
        for field, name, values in named
        if values
    ]
    first, last = _day(filters.date_from, 0), _day(filters.date_to, 1)
    if first is not None or last is not None:
        if first is not None and last is not None and first > last:
            raise OptionError(f"the dates from {filters.date_from} to {filters.date_to} hold no day: swap them")
        conditions.append(Query.range_query(schema, "day", FieldType.Integer, first, last))
    return conditions


def _filter_node(field: str, name: str, value: str) -> Node:
    try:
        node = leaf(Piece("word" if field in ("lang", "kind") else "phrase", value, 1), field)
    except QueryError as error:
        raise OptionError(f"the filter for the {name} {value!r}: {error.detail}") from None
    if node is None:
        raise OptionError(f"the filter for the {name} {value!r} holds no word")
    return node


def _day(text: str | None, end: int) -> int | None:
    if text is None:
        return None
    try:
        return read_period(text.strip())[end]
    except ValueError as error:
        raise OptionError(str(error)) from None
