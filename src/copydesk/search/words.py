"""Where words begin and end, in all scripts.

In: any text. Out: tokens for the index, terms for a query, runs with their places for highlighting.
Scripts that part words by spaces give one token a word. Those that do not give overlapping pieces, one for each
character: two characters of Chinese, Japanese and Korean (`東京都` gives `東京`, `京都`, `都`), three of Thai, Lao,
Khmer and Burmese. Each character so has a position of its own, a word of a query becomes a phrase of pieces, and any
stretch of text is found exactly, whatever a dictionary would take for its words.
Left to others: spelling (`fold`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple
from unicodedata import category, combining, normalize

from copydesk.search.fold import fold

DENSE = (
    "\u1100-\u11ff\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f"
    "\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb\uf900-\ufaff"
    "\uff66-\uff9f\uffa0-\uffdc\U00020000-\U0003ffff"
)
"""Han, Kana, Bopomofo, Hangul; Hangul too, because Korean hangs its particles onto the word."""
VOICING = "\u3099\u309a"
THIN = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0eba\u0ebc-\u0ece\u0edc-\u0edf\u1000-\u103f\u1050-\u108f\u109a-\u109f"
    "\u1780-\u17d3\u17d7\u17dc\u17dd\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa7f"
)
"""Thai, Lao, Burmese, Khmer: alphabets written without spaces between words."""
JOINERS = "\u00ad\u200b-\u200f\u2060\ufeff"
"""Not seen, inside a word or between two of scripts without spaces; folding drops them."""
DENSE_LENGTH = 2
THIN_LENGTH = 3
"""Two letters of an alphabet of 70 stand in every article; three are as selective as two of 3,000 characters."""
LONGEST = 64
"""Characters of a token; a longer one (an encoded picture, a run of letters) is cut into several."""
CACHED_WORDS = 200_000
"""Some 30 MB. A language has fewer forms in its news; an archive of all languages starts again now and then."""
MARK_RANGES = ((0x0300, 0xAC00), (0xFB00, 0xFF00), (0x10A00, 0x12000), (0x16A00, 0x17000), (0x1E000, 0x1E960))
"""Where Unicode keeps combining marks; ideographs between them have none."""

ASCII_FOLDED: dict[int, str] = str.maketrans(
    {chr(code): chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
)
"""Letters and digits in small, all else as spaces."""
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
"""Takes `é` and `”`; refuses `e`."""
CLUSTER = re.compile(
    "[\u1100-\u115f\ua960-\ua97c]+[\u1160-\u11a7\ud7b0-\ud7c6]*[\u11a8-\u11ff\ud7cb-\ud7fb]*|.[\u3099\u309a\uff9e\uff9f]?"
)
"""A character as it is read: takes a syllable of three Hangul letters, ｶ with its voicing; refuses two ideographs."""
PLAIN = re.compile("[\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]+")
"""Characters that folding leaves alone: takes `東京`, refuses half-width `ﾄｳ`."""

WORD_KIND, DENSE_KIND, THIN_KIND = 0, 1, 2
LENGTHS: dict[int, int] = {DENSE_KIND: DENSE_LENGTH, THIN_KIND: THIN_LENGTH}
UNSEEN: dict[int, None] = dict.fromkeys((0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF))
SARA_AM = ("\u0e4d\u0e32", "\u0e33")
"""Thai writes it as one character or as two."""


class Run(NamedTuple):
    """Characters of one kind without anything between them, as a place in the original text."""

    start: int
    end: int
    kind: int


class Piece(NamedTuple):
    """A folded run of a query."""

    text: str
    kind: int


class Terms(NamedTuple):
    """What a word or phrase of a query looks for: tokens at consecutive positions."""

    tokens: tuple[str, ...]
    is_prefix: bool
    """The last one may go on."""
    pieces: tuple[Piece, ...]
    """The same as whole runs, to find them in a text."""


class Splitter:
    """Splits text; keeps the folded forms of the words it has seen. Threads may share one."""

    def __init__(self) -> None:
        marks = f"[{_marks()}{JOINERS}]"
        self._run = re.compile(_run_pattern(marks))
        self._word = re.compile(rf"[^\W_]+(?:{marks}+[^\W_]*)*")
        self._unspaced = re.compile(f"[{DENSE}{THIN}]")
        self._folded = _Folded()
        self._ascii: dict[str, str | None] = {}
        """What single characters become, where that is ASCII whatever stands around them."""

    def index_text(self, text: str) -> str:
        """All tokens of the text, parted by spaces: what the index is given."""
        plain = self._as_ascii(text)
        if plain is not None:
            return " ".join(_cut_long(plain.translate(ASCII_FOLDED).split()))
        if self.is_spaced(text):
            return self._spaced_text(text)
        pieces: list[str] = []
        for found in self._run.finditer(text):
            if found.lastindex is None:
                pieces += _cut(self.folded(found.group()))
                continue
            pieces += _tokens(Piece(_characters(found.group(), found.lastindex), found.lastindex))
        return " ".join(pieces)

    def _spaced_text(self, text: str) -> str:
        """The same where all words are parted by spaces; half the time, for the pattern needs to know no scripts."""
        folded = list(map(self._folded.__getitem__, self._word.findall(text)))
        return " ".join(filter(None, _cut_long(folded)))

    def _as_ascii(self, text: str) -> str | None:
        """The text with all beyond ASCII folded or a space; None where that is not enough, as soon as that is seen.

        English, Spanish or German have some ten such characters: to replace each takes less than to look at every word.
        """
        at = 0
        while not text.isascii():
            found = BEYOND_ASCII.search(text, at)
            assert found is not None
            character, at = found.group(), found.start()
            if character not in self._ascii:
                self._ascii[character] = self._ascii_character(character)
            folded = self._ascii[character]
            if folded is None:
                return None
            text = text.replace(character, folded)
        return text

    def _ascii_character(self, character: str) -> str | None:
        """What a character becomes among others that are no marks; None for a mark or a letter of another script."""
        run = next(self.runs(character), None)
        if run is None:
            if next(self.runs(f"x{character}y")).end == 1:
                return " "
            is_dropped = not combining(character) and not fold(character)
            return "" if is_dropped else None
        folded = self.piece(character, run).text if run.kind == WORD_KIND else ""
        return folded if folded.isascii() and folded.isalnum() else None

    def is_spaced(self, text: str) -> bool:
        """Whether spaces part all words of the text."""
        return text.isascii() or self._unspaced.search(text) is None

    def runs(self, text: str) -> Iterator[Run]:
        """The runs in order."""
        if self.is_spaced(text):
            for found in self._word.finditer(text):
                yield Run(found.start(), found.end(), WORD_KIND)
            return
        for found in self._run.finditer(text):
            yield Run(found.start(), found.end(), found.lastindex or WORD_KIND)

    def piece(self, text: str, run: Run) -> Piece:
        """The run, folded."""
        content = text[run.start : run.end]
        return Piece(self.folded(content) if run.kind == WORD_KIND else _characters(content, run.kind), run.kind)

    def terms(self, text: str, *, is_prefix: bool = False) -> Terms | None:
        """What a word or phrase of a query looks for; None where there is nothing to search for in it."""
        pieces = [piece for run in self.runs(text) if (piece := self.piece(text, run)).text]
        if not pieces:
            return None
        tokens = [token for piece in pieces[:-1] for token in _tokens(piece)]
        last = _tokens(pieces[-1])
        if pieces[-1].kind != WORD_KIND:
            whole = [token for token in last if len(token) == LENGTHS[pieces[-1].kind]]
            is_prefix = not whole
            last = whole or last[:1]
        return Terms((*tokens, *last), is_prefix, tuple(pieces))

    def folded(self, word: str) -> str:
        """The word folded, from memory when it was seen before."""
        return self._folded[word]


class _Folded(dict[str, str]):
    """Words to their folded forms, filled as they come: looked up without a call of ours."""

    def __missing__(self, word: str) -> str:
        if len(self) >= CACHED_WORDS:
            self.clear()
        self[word] = folded = fold(word)
        return folded


@cache
def splitter() -> Splitter:
    """The splitter of this process: its pattern takes 10 ms to make, its memory of words serves all."""
    return Splitter()


def _tokens(piece: Piece) -> list[str]:
    """What the index holds for a run: the word, or a piece for each character."""
    if piece.kind == WORD_KIND:
        return _cut(piece.text)
    length = LENGTHS[piece.kind]
    return [piece.text[index : index + length] for index in range(len(piece.text))]


def _cut_long(words: list[str]) -> list[str]:
    """The words, those cut that are too long."""
    if max(map(len, words), default=0) <= LONGEST:
        return words
    return [piece for word in words for piece in _cut(word)]


def _cut(folded: str) -> list[str]:
    if len(folded) <= LONGEST:
        return [folded] if folded else []
    return [folded[index : index + LONGEST] for index in range(0, len(folded), LONGEST)]


def _characters(content: str, kind: int) -> str:
    """The folded characters of a run of a script without spaces."""
    return _dense_text(content) if kind == DENSE_KIND else content.translate(UNSEEN).replace(*SARA_AM)


def _dense_text(content: str) -> str:
    """Widths and composed forms made one."""
    if PLAIN.fullmatch(content):
        return content
    return "".join(map(_dense_character, CLUSTER.findall(content)))


def _dense_character(cluster: str) -> str:
    return "".join(normalize("NFKC", cluster).casefold().split())


def _run_pattern(marks: str) -> str:
    """Runs of dense scripts, of thin scripts, and words of all others with their marks."""
    letter = rf"[^\W_{DENSE}{THIN}]"
    return f"([{DENSE}][{DENSE}{VOICING}]*)|([{THIN}][{THIN}{JOINERS}]*)|{letter}+(?:{marks}+{letter}*)*"


def _marks() -> str:
    """All combining marks as ranges of a character class."""
    outside = re.compile(f"[{THIN}]")
    codes = [
        code
        for first, last in MARK_RANGES
        for code in range(first, last)
        if category(chr(code))[0] == "M" and not outside.match(chr(code))
    ]
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
