"""Breaks pages on purpose, the same way for the same seed: cut, flipped, stuffed with tag soup.

In: bytes and a random number generator. Out: other bytes. Used by the fuzz script, the oracle's report and the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

SOUP: tuple[bytes, ...] = tuple(
    rb"""<table> </table> <tr> <td> <th> <caption> <tbody> <svg> </svg> <math> </math> <mi> <foreignObject> <desc>
    <title> </title> <p> </p> <a\ href=/x> <a\ id=y> </a> <select> <option> </select> <template> </template>
    <form> </form> <script> </script> <style> </style> <textarea> </textarea> <!-- --> --!> <!doctype\ html>
    <?php <![CDATA[ ]]> <li> </li> <ul> </ul> <ol\ start=3> </ol> <dl> <dt> <dd> <h1> </h2> <b> </b> <i> </i>
    <em> </em> <pre> </pre> <xmp> </xmp> <plaintext> <button> </button> <noscript> </noscript> <iframe>
    </iframe> <head> </head> <body\ class=b> </body> <html\ lang=en> </html> <frameset> <object> </object>
    <marquee> <ruby> <rt> <br> </br> <hr> <img\ src=a\ alt="b> <input> <time\ datetime=2024> </time> <span\
    hidden> <div\ style="display:none"> </div> <div\ itemscope> <nobr> < > & " ' = / </ <! <!- </> &nGt; &amp
    &#x110000; &#0; &#128; &notit; &NotSubsetEqual; &#xD800;""".replace(rb"\ ", b"\x00").split()
)
"""Pieces that have broken HTML readers before: each opens or closes a state of its own."""

BAD_UTF8: tuple[bytes, ...] = (
    b"\x80",
    b"\xc0\xaf",
    b"\xc2",
    b"\xe2\x82",
    b"\xed\xa0\x80",
    b"\xed\xbf\xbf",
    b"\xf0\x9f\x98",
    b"\xf4\x90\x80\x80",
    b"\xff\xfe",
    b"\x00",
    b"\xc2\xa0",
    b"\xef\xbb\xbf",
)
"""Malformed sequences (cut, overlong, surrogates, beyond Unicode) and bytes with a meaning of their own."""


def soup(random: Random, pieces: int) -> bytes:
    """A page of nothing but tag soup."""
    return b"".join(_piece(random) for _ in range(pieces))


def _piece(random: Random) -> bytes:
    if random.random() < 0.3:
        return random.choice((b"word ", b" ", b"\n", "ж".encode(), "語".encode(), b"a&b", b"\t"))
    return random.choice(SOUP).replace(b"\x00", b" ")


def _cut(source: bytes, random: Random) -> bytes:
    return source[: random.randrange(len(source) + 1)]


def _cut_head(source: bytes, random: Random) -> bytes:
    return source[random.randrange(len(source) + 1) :]


def _flip(source: bytes, random: Random) -> bytes:
    broken = bytearray(source)
    for _ in range(random.randint(1, 40)):
        if broken:
            broken[random.randrange(len(broken))] = random.randrange(256)
    return bytes(broken)


def _stuff(source: bytes, random: Random) -> bytes:
    return _insert(source, random, lambda: _piece(random))


def _garble(source: bytes, random: Random) -> bytes:
    return _insert(source, random, lambda: random.choice(BAD_UTF8))


def _insert(source: bytes, random: Random, make: Callable[[], bytes]) -> bytes:
    places = sorted(random.randrange(len(source) + 1) for _ in range(random.randint(1, 30)))
    pieces, last = [], 0
    for place in places:
        pieces += [source[last:place], make()]
        last = place
    return b"".join([*pieces, source[last:]])


def _drop(source: bytes, random: Random) -> bytes:
    """Lose one byte in many: quotes, brackets and slashes go missing."""
    targets = b"<>\"'/=-"
    rate = random.choice((0.001, 0.01, 0.1))
    return bytes(byte for byte in source if byte not in targets or random.random() > rate)


def _repeat(source: bytes, random: Random) -> bytes:
    start = random.randrange(len(source) + 1)
    piece = source[start : start + random.randint(1, 2000)]
    return source[:start] + piece * random.randint(2, 5) + source[start:]


WAYS: tuple[Callable[[bytes, Random], bytes], ...] = (_cut, _cut_head, _flip, _stuff, _stuff, _garble, _drop, _repeat)


def mutate(source: bytes, random: Random) -> bytes:
    """Break a page in one to three ways."""
    for _ in range(random.randint(1, 3)):
        source = random.choice(WAYS)(source, random)
    return source
