"""A query cut into its signs and words.

In: the query as typed. Out: pieces, each with its column. Raises QueryError for a quotation mark without its other.
Left to others: what the pieces mean together (`parse`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from copydesk.errors import QueryError

WIDE = str.maketrans("（）：－＋＊＂｜", '():-+*"|')
"""Signs as Chinese and Japanese keyboards give them: one for one, so that columns stay."""
QUOTES = '"“”„‟«»'
SPACES = " \t\r\n\f\v\u00a0\u3000"
FIELD = re.compile(r"([A-Za-z_]+):(?!//)(?=[^\s:)])")
"""Takes the `author:` of `author:rossi`; refuses `https://`, and `Breaking: news`, where a space follows."""
SLOP = re.compile(r"~([0-9]*)")
"""What may follow a phrase: takes `~3`; refuses `3`."""
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
"""Signs that no keyboard gives: takes NUL, refuses a tab."""


class Piece(NamedTuple):
    kind: str
    """`(`, `)`, `+`, `-`, `AND`, `OR`, `NOT`, `field`, `phrase`, `word`, `end`."""
    text: str
    column: int
    """Counted from 1."""
    slop: int = 0


def pieces(query: str) -> list[Piece]:
    """All pieces, and an `end`."""
    text = query.translate(WIDE)
    found: list[Piece] = []
    at = 0
    while at < len(text):
        if text[at] in SPACES or text[at].isspace():
            at += 1
            continue
        piece, at = _next(text, at)
        found.append(piece)
    return [*found, Piece("end", "", len(query) + 1)]


def _next(text: str, at: int) -> tuple[Piece, int]:
    character, column = text[at], at + 1
    if character in "()":
        return Piece(character, character, column), at + 1
    if character in QUOTES:
        return _phrase(text, at)
    if character in "+-" and at + 1 < len(text) and not text[at + 1].isspace() and text[at + 1] not in "+-)":
        return Piece(character, character, column), at + 1
    field = FIELD.match(text, at)
    if field is not None:
        return Piece("field", field[1], column), field.end()
    end = at
    while end < len(text) and not text[end].isspace() and text[end] not in f"(){QUOTES}":
        end += 1
    word = text[at:end]
    if word in ("AND", "OR", "NOT"):
        return Piece(word, word, column), end
    if word in ("&&", "||", "|"):
        return Piece("AND" if word == "&&" else "OR", word, column), end
    return Piece("word", CONTROL.sub(" ", word), column), end


def _phrase(text: str, at: int) -> tuple[Piece, int]:
    end = at + 1
    while end < len(text) and text[end] not in QUOTES:
        end += 1
    if end == len(text):
        raise QueryError("this quotation mark has no other: close the phrase, or leave the mark out", column=at + 1)
    slop = SLOP.match(text, end + 1)
    if slop is None:
        return Piece("phrase", text[at + 1 : end], at + 1), end + 1
    if not slop[1] or int(slop[1][:4]) > 100:
        raise QueryError('after ~ stands how many other words may come between, up to 100: "a b"~3', column=end + 2)
    return Piece("phrase", text[at + 1 : end], at + 1, int(slop[1])), slop.end()
