"""The query language.

    query    = and { "OR" and }
    and      = not { [ "AND" ] not }
    not      = { "NOT" | "-" | "+" } unit
    unit     = "(" query ")" | [ field ":" ] ( word | phrase | "(" query ")" ) | "*"

In: the query as typed. Out: a tree (`nodes`). Raises QueryError with the column and what to do.
All words must be there unless OR stands between them. `docs/search.md` tells users.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from copydesk.errors import QueryError
from copydesk.records import KINDS
from copydesk.search.days import read_days
from copydesk.search.lex import Piece, pieces
from copydesk.search.nodes import And, Days, Everything, Node, Not, Or, Value, Words
from copydesk.search.words import splitter

TEXT_FIELDS: tuple[str, ...] = ("headline", "author", "site", "caption", "agency", "topic", "section", "url")
FIELDS: tuple[str, ...] = (*TEXT_FIELDS, "lang", "kind", "date")
ALIASES: dict[str, str] = {
    "title": "headline",
    "language": "lang",
    "keyword": "topic",
    "publisher": "site",
    "year": "date",
}
DEEPEST = 30
"""Parentheses and signs inside each other; nobody means more, and the reader calls itself for each."""
MOST_WORDS = 200
"""Words of a query; a whole article pasted as a query would ask the index a thousand questions."""
SHORTEST_PREFIX = 2
"""Letters before `*`: a single one stands at the start of a tenth of all words."""
STAR_IN_PHRASE = re.compile(r"\w\*(?![\w*])")
"""The end of a word that is cut: takes `Jour*`; refuses the name `M*A*S*H`, and `f***`."""
ADDRESS = ("http://", "https://")


def parse(query: str) -> Node:
    """The tree of a query; an empty one is Everything. Raises QueryError."""
    if not query.strip():
        return Everything()
    return _Reader(pieces(query)).read()


class _Reader:
    """Reads the pieces once, from left to right."""

    def __init__(self, found: list[Piece]) -> None:
        self._pieces = found
        self._at = 0
        self._words = 0

    def read(self) -> Node:
        node = self._any("text", 0)
        piece = self._pieces[self._at]
        if piece.kind == ")":
            raise QueryError("this ) closes nothing: take it out, or open one before", column=piece.column)
        if node is None:
            raise QueryError("there is no word or number to search for in it", column=self._pieces[0].column)
        return node

    def _any(self, field: str, depth: int) -> Node | None:
        """Alternatives."""
        nodes = [self._all(field, depth)]
        while self._pieces[self._at].kind == "OR":
            operator = self._take()
            if len(nodes) == 1 and nodes[0] is None:
                raise QueryError(f"{operator.text} needs a word before it", column=operator.column)
            following = self._all(field, depth)
            if following is None:
                raise QueryError(f"{operator.text} needs a word after it", column=operator.column)
            nodes.append(following)
        return _joined(Or, nodes)

    def _all(self, field: str, depth: int) -> Node | None:
        """What must hold together."""
        nodes: list[Node | None] = []
        while self._pieces[self._at].kind not in ("OR", ")", "end"):
            operator = self._pieces[self._at]
            if operator.kind == "AND":
                self._take()
                if all(node is None for node in nodes):
                    raise QueryError(f"{operator.text} needs a word before it", column=operator.column)
                if self._pieces[self._at].kind in ("AND", "OR", ")", "end"):
                    raise QueryError(f"{operator.text} needs a word after it", column=operator.column)
            nodes.append(self._signed(field, depth))
        return _joined(And, nodes)

    def _signed(self, field: str, depth: int) -> Node | None:
        piece = self._pieces[self._at]
        if depth > DEEPEST:
            raise QueryError(f"more than {DEEPEST} signs or parentheses inside each other", column=piece.column)
        if piece.kind not in ("NOT", "-", "+"):
            return self._unit(field, depth)
        self._take()
        if self._pieces[self._at].kind in ("AND", "OR", ")", "end"):
            raise QueryError(f"{piece.text} needs a word after it", column=piece.column)
        node = self._signed(field, depth + 1)
        return node if piece.kind == "+" or node is None else Not(node)

    def _unit(self, field: str, depth: int) -> Node | None:
        piece = self._take()
        if piece.kind == "field":
            return self._fielded(piece, depth)
        if piece.kind == "(":
            node = self._any(field, depth + 1)
            if self._pieces[self._at].kind != ")":
                raise QueryError("this ( is never closed: add a )", column=piece.column)
            self._take()
            return node
        self._words += 1
        if self._words > MOST_WORDS:
            raise QueryError(f"more than {MOST_WORDS} words: search for fewer", column=piece.column)
        return leaf(piece, field)

    def _fielded(self, piece: Piece, depth: int) -> Node | None:
        name = field_named(piece)
        following = self._pieces[self._at]
        if following.kind not in ("word", "phrase", "("):
            raise QueryError(f"{piece.text}: needs a word, a phrase or parentheses after it", column=following.column)
        node = self._unit(name, depth + 1)
        if node is None:
            raise QueryError(f"there is no word to search for after {piece.text}:", column=following.column)
        return node

    def _take(self) -> Piece:
        piece = self._pieces[self._at]
        self._at += 1
        return piece


def field_named(piece: Piece) -> str:
    """The field of the index. Raises QueryError with the fields there are."""
    name = piece.text.lower()
    name = ALIASES.get(name, name)
    if name in FIELDS:
        return name
    near = get_close_matches(name, (*FIELDS, *ALIASES), 1)
    hint = f"did you mean {near[0]}:? " if near else ""
    names = ", ".join(FIELDS)
    raise QueryError(
        f"there is no field {piece.text}: {hint}(fields: {names}; put quotation marks around what is no field)",
        column=piece.column,
    )


def leaf(piece: Piece, field: str) -> Node | None:
    """One word or phrase; None for one of punctuation only, which says nothing."""
    _refuse_half_meant(piece)
    if field == "date":
        return _days(piece)
    if field in ("lang", "kind"):
        return _value(piece, field)
    if piece.kind == "phrase":
        terms = splitter().terms(piece.text)
        return Words(field, terms, piece.column, piece.slop) if terms else None
    if piece.text == "*" and field == "text":
        return Everything()
    stem, star, rest = piece.text.partition("*")
    if rest.strip("*.,;:!?…'’"):
        advice = "a * stands at the end of a word only: put the text in quotation marks, or take the * out"
        raise QueryError(advice, column=piece.column + len(stem))
    terms = splitter().terms(stem)
    if star and (terms is None or (stem.isascii() and len(terms.tokens[-1]) < SHORTEST_PREFIX)):
        advice = f"a * needs at least {SHORTEST_PREFIX} letters before it"
        raise QueryError(advice, column=piece.column + len(stem))
    if terms is None:
        return None
    if star:
        terms = splitter().terms(stem, is_prefix=True)
        assert terms is not None
    if field == "text" and stem.startswith(ADDRESS):
        field = "url"
    return Words(field, terms, piece.column)


def _refuse_half_meant(piece: Piece) -> None:
    """What looks like a sign and would be taken for text. Raises QueryError."""
    name = piece.text.removesuffix(":")
    if piece.kind == "word" and name != piece.text and name.lower() in (*FIELDS, *ALIASES):
        advice = f"{piece.text} needs a word, a phrase or parentheses right after it; quotation marks make a word of it"
        raise QueryError(advice, column=piece.column)
    star = STAR_IN_PHRASE.search(piece.text) if piece.kind == "phrase" else None
    if star is not None:
        advice = "a * has no meaning inside a phrase: take it out, or leave the quotation marks out"
        raise QueryError(advice, column=piece.column + star.end())


def _days(piece: Piece) -> Node:
    try:
        first, last = read_days(piece.text.strip())
    except ValueError as error:
        raise QueryError(str(error), column=piece.column) from None
    return Days(first, last)


def _value(piece: Piece, field: str) -> Node:
    value = piece.text.strip().lower().replace("_", "-")
    if field == "kind" and value not in KINDS:
        raise QueryError(f"there is no kind {piece.text!r} (kinds: {', '.join(KINDS)})", column=piece.column)
    if not value.strip("*-.,;:"):
        raise QueryError(f"{field}: needs a value such as lang:en, kind:article", column=piece.column)
    return Value(field, value)


def _joined(kind: type[And] | type[Or], nodes: list[Node | None]) -> Node | None:
    """One node for several; those that say nothing are left out."""
    present = tuple(node for node in nodes if node is not None)
    if not present:
        return None
    return present[0] if len(present) == 1 else kind(present)
