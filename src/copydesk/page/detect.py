"""Which encoding bytes are in that are not UTF-8 and say nothing true about themselves.

In: the bytes of a page. Out: a WHATWG name, or None when nothing fits.
A library (charset-normalizer) judges the languages; this file shows it the text rather than the markup, and only the
encodings that browsers know.
Left to others: claims of the header and the page (`decode`).
"""

from __future__ import annotations

from collections.abc import Iterator

SAMPLE_BYTES = 65536
"""What the detector is shown at most; more costs time and changes nothing."""
SEARCH_BYTES = 4 * 1024 * 1024
"""How far text for the sample is looked for; bounds the list of pieces between tags."""
WIDE_HEAD_BYTES = 1024
WIDE_SHARE = 0.3
"""Share of one parity's bytes that are NUL in UTF-16 markup or Western text; other bytes have none."""
ACCENT_PAIR_SHARE = 0.55
"""Bytes above 127 that stand in pairs: at most .4 in Latin-script text (Turkish), at least .7 in any other (Big5)."""
HANDFUL = 8
"""Fewer bytes above 127 than this are dashes and quotation marks beside whatever script stands in references."""
FEW_HIGH_BYTES = 30
"""Fewer bytes above 127 than this can be a few quotation marks beside accents and prove nothing."""
HINT_BYTES = 2048
"""The `lang` attribute stands at the top of the page or nowhere."""
CHAOS_TOLERANCE = 0.05
"""The page's own language outweighs this much of the library's measure of mess, a share of odd characters. Of 323 pages
rewritten in their language's old encoding, 320 were read right with it (259 by the library alone), 309 of those whose
`lang` was taken away."""
COHERENCE_TOLERANCE = 0.03
"""The same for the library's measure of language; Czech read as windows-1252 is .04 less Czech."""

ASCII_TO_0 = bytes(128) + b"\x01" * 128
ASCII = bytes(range(128))

EVEN_SHARE = 0.9
"""Runs of bytes above 127 that are even in length: half of them by chance, nearly all where characters are pairs."""
FEW_RUNS = 12
"""Fewer runs may all be even by chance."""
CLEAR_CHAOS = 0.1
"""The right encoding of a sound sample has at most .04, the wrong one at least .11 (16 encodings, 22 texts)."""

LATIN = ("cp1252", "cp1250", "cp1254", "cp1257", "iso8859_2", "cp1258")
IN_PAIRS = ("gb18030", "cp949", "euc_jp", "big5hkscs")
OTHERS = (
    "cp1251",
    "koi8_r",
    "koi8_u",
    "iso8859_5",
    "cp866",
    "cp1253",
    "cp1255",
    "cp1256",
    "cp874",
    "gb18030",
    "big5hkscs",
    "cp932",
    "euc_jp",
    "cp949",
)
LANGUAGES = {
    "ar": "cp1256",
    "be": "cp1251",
    "bg": "cp1251",
    "cs": "cp1250",
    "el": "cp1253",
    "et": "cp1257",
    "fa": "cp1256",
    "he": "cp1255",
    "hr": "cp1250",
    "hu": "cp1250",
    "ja": "cp932",
    "ko": "cp949",
    "lt": "cp1257",
    "lv": "cp1257",
    "mk": "cp1251",
    "pl": "cp1250",
    "ro": "cp1250",
    "ru": "cp1251",
    "sk": "cp1250",
    "sl": "cp1250",
    "sr": "cp1251",
    "th": "cp874",
    "tr": "cp1254",
    "uk": "cp1251",
    "vi": "cp1258",
    "zh": "gb18030",
}
"""What pages in a language were written in before UTF-8: the table of locales in the HTML standard."""

WHATWG_NAMES = {
    "cp1252": "windows-1252",
    "cp1250": "windows-1250",
    "cp1254": "windows-1254",
    "cp1257": "windows-1257",
    "cp1258": "windows-1258",
    "iso8859_2": "iso-8859-2",
    "cp1251": "windows-1251",
    "koi8_r": "koi8-r",
    "koi8_u": "koi8-u",
    "iso8859_5": "iso-8859-5",
    "cp866": "ibm866",
    "cp1253": "windows-1253",
    "cp1255": "windows-1255",
    "cp1256": "windows-1256",
    "cp874": "windows-874",
    "gb18030": "gb18030",
    "big5hkscs": "big5",
    "cp932": "shift_jis",
    "euc_jp": "euc-jp",
    "cp949": "euc-kr",
}


def detect(content: bytes) -> str | None:
    """The WHATWG name of the likeliest encoding, or None."""
    pieces = text_pieces(content)
    codecs = _candidates(content, pieces)
    hint = language_hint(content)
    guess: str | None = None
    for sample in _samples(pieces):
        codec, chaos = _likeliest(sample, codecs, hint)
        if codec is not None and chaos <= CLEAR_CHAOS:
            return WHATWG_NAMES[codec]
        guess = guess or codec
    return WHATWG_NAMES[guess] if guess else None


def _candidates(content: bytes, pieces: list[bytes]) -> tuple[str, ...]:
    if len(content.translate(None, ASCII)) < HANDFUL or _accent_pair_share(content) < ACCENT_PAIR_SHARE:
        return LATIN
    runs = [len(run) for piece in pieces for run in piece.translate(ASCII_TO_0).split(b"\0") if run]
    even = sum(length % 2 == 0 for length in runs)
    return IN_PAIRS if len(runs) >= FEW_RUNS and even >= EVEN_SHARE * len(runs) else OTHERS


def _samples(pieces: list[bytes]) -> Iterator[bytes]:
    """All pieces together, then their halves, then their quarters: one broken character spoils only what holds it."""
    for parts in (1, 2, 4):
        length = -(-len(pieces) // parts)
        if length:
            for start in range(0, len(pieces), length):
                yield b"\n".join(pieces[start : start + length])


def _likeliest(sample: bytes, codecs: tuple[str, ...], hint: str | None) -> tuple[str | None, float]:
    """The codec of the page's language where it is hardly worse than the library's best, or that best; how odd it is.

    A page whose language is not known is in windows-1252, where that is hardly worse: most are.
    """
    # Imported here: most pages are UTF-8 and never need it, and it takes 50 ms to load.
    from charset_normalizer import from_bytes

    found = from_bytes(sample, cp_isolation=list(codecs), preemptive_behaviour=False, enable_fallback=False)
    best = found.best()
    if best is None:
        return None, 1.0
    preferred = hint or "cp1252"
    for match in found:
        if preferred not in match.could_be_from_charset or match.chaos > best.chaos + CHAOS_TOLERANCE:
            continue
        if hint is not None or match.coherence >= best.coherence - COHERENCE_TOLERANCE:
            return preferred, match.chaos
    return best.encoding, best.chaos


def language_hint(content: bytes) -> str | None:
    """The codec that pages in the language of the first `lang` attribute used to be in; None where there is none."""
    head = content[:HINT_BYTES].lower()
    at = head.find(b"lang=")
    if at < 0:
        return None
    language = head[at + 5 : at + 9].lstrip(b"\"' ")[:2]
    return LANGUAGES.get(language.decode("ascii", "replace"), "cp1252") if language.isalpha() else None


def text_pieces(content: bytes) -> list[bytes]:
    """What stands between tags and holds bytes above 127, 64 KB in all; no encoding has `<` or `>` as a second byte."""
    pieces: list[bytes] = []
    size = 0
    for piece in content[:SEARCH_BYTES].split(b"<"):
        text = piece[piece.find(b">") + 1 :]
        if not text.isascii() and not piece[:6].lower().startswith((b"script", b"style")):
            pieces.append(_cut(text, SAMPLE_BYTES - size))
            size += len(text) + 1
            if size >= SAMPLE_BYTES:
                break
    return pieces or [_cut(content, SAMPLE_BYTES)]


def _cut(text: bytes, size: int) -> bytes:
    """At most `size` bytes, up to a blank, line end or comma, which are no second bytes either."""
    if len(text) <= size:
        return text
    end = max(text.rfind(mark, 0, size) for mark in (b" ", b"\n", b","))
    return text[: end if end > 0 else size]


def may_be_latin(content: bytes) -> bool:
    """False where the bytes above 127 are many and stand together, as in no text in Latin script."""
    return len(content.translate(None, ASCII)) < FEW_HIGH_BYTES or _accent_pair_share(content) < ACCENT_PAIR_SHARE


def _accent_pair_share(content: bytes) -> float:
    high = len(content.translate(None, ASCII))
    return 2 * content.translate(ASCII_TO_0).count(b"\x01\x01") / max(high, 1)


def wide_name(content: bytes) -> str | None:
    """`utf-16le` or `utf-16be` for bytes in which every other one is mostly NUL, else None."""
    head = content[:WIDE_HEAD_BYTES]
    even, odd = head[0::2], head[1::2]
    if odd.count(0) >= WIDE_SHARE * len(odd) and even.count(0) <= odd.count(0) // 10:
        return "utf-16le" if odd.count(0) else None
    if even.count(0) >= WIDE_SHARE * len(even) and odd.count(0) <= even.count(0) // 10:
        return "utf-16be" if even.count(0) else None
    return None
