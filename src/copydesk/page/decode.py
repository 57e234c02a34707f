"""Bytes to UTF-8, as browsers do it, and what decided.

In: captured bytes, and the charset that the HTTP header named. Out: the same page as UTF-8 bytes, and an `Encoding`.
A byte order mark decides; then the header, then the page's own declaration, each only if the bytes bear it out;
then a guess from the bytes (`detect`). Valid UTF-8 is given back as the very same object.
A malformed sequence becomes U+FFFD here, so that all offsets point into the bytes that are given back.
Sources: the Encoding standard and "determining the character encoding", HTML standard 13.2.3.
"""

from __future__ import annotations

import codecs

import webencodings

from copydesk._kernel import malformed
from copydesk.page.detect import detect, may_be_latin, wide_name
from copydesk.page.prescan import PRESCAN_BYTES, declared_label
from copydesk.records import Encoding

BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be"))
UTF_16 = ("utf-16le", "utf-16be")
LATIN_DEFAULTS = ("windows-1252", "iso-8859-15")
"""What servers and templates claim unasked: doubted when the bytes do not look like Latin script."""
STATEFUL = ("iso-2022-jp", *UTF_16)
"""Encodings in which bytes below 128 are not ASCII."""
WELL_FORMED_PER_MALFORMED = 4
"""Bytes with at least so many good UTF-8 sequences for a bad one are UTF-8 with damage: chance gives far fewer."""
REPLACED_PER_HIGH_BYTES = 0.02
"""A multi-byte claim is false when more than so many of the bytes above 127 have no meaning in it."""

UTF_8_LEADS = bytes(range(0xC2, 0xF5))
NOT_UTF_8_LEADS = bytes(set(range(256)) - set(UTF_8_LEADS))
ASCII = bytes(range(128))

UTF_8_BY_HEADER = Encoding("utf-8", "http")
UTF_8_BY_META = Encoding("utf-8", "meta")
UTF_8_BY_VALIDITY = Encoding("utf-8", "utf-8 validity")


def decode(content: bytes, charset: str | None = None, media_type: str = "text/html") -> tuple[bytes, Encoding]:
    """The bytes as UTF-8 without byte order mark, and the evidence for how they were read.

    charset: the label in the HTTP header; media_type: `text/plain` bears no declaration of its own.
    Returns: (bytes, Encoding); `content` itself where it is UTF-8 already. Never raises, whatever the bytes.
    """
    for mark, name in BOMS:
        if content.startswith(mark):
            return _decode_marked(content[len(mark) :], name)
    damage = malformed(content)
    if damage == 0 and charset is None and media_type != "text/plain" and _says_utf_8(content):
        return content, UTF_8_BY_META
    claims = _claims(content, charset, media_type)
    if damage == 0:
        return _decode_valid(content, claims)
    well_formed = len(content.translate(None, NOT_UTF_8_LEADS)) - damage
    if well_formed >= damage * WELL_FORMED_PER_MALFORMED:
        repaired = content.decode("utf-8", "replace").encode()  # offsets point into what is read
        if claims and claims[0][0] == "utf-8":
            return repaired, Encoding("utf-8", claims[0][1], replaced=damage)
        return repaired, Encoding("utf-8", "utf-8 validity", _first_label(claims), damage)
    return _decode_legacy(content, claims)


def _says_utf_8(content: bytes) -> bool:
    """Does the first charset that is named near the beginning say UTF-8? Spares valid pages the standard's prescan."""
    place = content.find(b"charset=", 0, PRESCAN_BYTES)
    return place >= 0 and content[place + 8 : place + 15].lstrip(b"\"'").lower().startswith(b"utf-8")


Claim = tuple[str, str, str]
"""What somebody says the encoding is: its WHATWG name, `http` or `meta`, the label as written."""


def _claims(content: bytes, charset: str | None, media_type: str) -> list[Claim]:
    """The usable claims, the strongest first."""
    claims: list[Claim] = []
    name = _whatwg_name(charset)
    if charset and name:
        claims.append((name, "http", charset.strip().lower()))
    label = declared_label(content) if media_type != "text/plain" else None
    name = _whatwg_name(label)
    if label and name:
        # A declaration that could be read as ASCII cannot stand in UTF-16; the standard reads it as UTF-8.
        name = "utf-8" if name in UTF_16 else name
        claims.append((name, "meta", label))
        if claims[0][0] in LATIN_DEFAULTS and name != "utf-8":
            claims.reverse()  # a server's default knows less than the page's own word
    return claims


def _whatwg_name(label: str | None) -> str | None:
    encoding = webencodings.lookup(label) if label else None
    if encoding is None or encoding.name == "replacement":
        return None
    if encoding.name == "x-user-defined":
        return "windows-1252"  # the standard's own substitution for a meta element; no page means it
    return str(encoding.name)


def _first_label(claims: list[Claim]) -> str | None:
    return claims[0][2] if claims else None


def _decode_marked(content: bytes, name: str) -> tuple[bytes, Encoding]:
    if name == "utf-8":
        return content, Encoding(name, "bom", replaced=malformed(content))
    text, replaced = decode_as(content, name)
    return _to_utf_8(text), Encoding(name, "bom", replaced=replaced)


def _decode_valid(content: bytes, claims: list[Claim]) -> tuple[bytes, Encoding]:
    """Bytes that are valid UTF-8: that is what they are, unless they are UTF-16 or ISO-2022-JP in disguise."""
    if b"\0" in content[:256] and (wide := wide_name(content)) is not None:
        text, replaced = decode_as(content, wide)
        return _to_utf_8(text), Encoding(wide, "detected", _first_label(claims), replaced)
    if not claims:
        return content, UTF_8_BY_VALIDITY
    name, source, label = claims[0]
    if name == "utf-8":
        return content, UTF_8_BY_HEADER if source == "http" else UTF_8_BY_META
    for name, source, _ in claims:
        if name == "iso-2022-jp" and b"\x1b" in content:
            text, replaced = decode_as(content, name)
            return _to_utf_8(text), Encoding(name, source, replaced=replaced)
    if content.isascii() and claims[0][0] not in STATEFUL:
        return content, Encoding(claims[0][0], claims[0][1])
    return content, Encoding("utf-8", "utf-8 validity", label)


def _decode_legacy(content: bytes, claims: list[Claim]) -> tuple[bytes, Encoding]:
    """Bytes that are not UTF-8: the first claim that they bear out, then a guess, then windows-1252."""
    wide = wide_name(content)
    if wide is not None:
        text, replaced = decode_as(content, wide)
        return _to_utf_8(text), _evidence(wide, "detected", claims, replaced)
    for name, source, _ in claims:
        if name == "utf-8" or name in UTF_16:
            continue
        if name in LATIN_DEFAULTS and not may_be_latin(content):
            continue
        text, replaced = decode_as(content, name)
        if replaced <= REPLACED_PER_HIGH_BYTES * len(content.translate(None, ASCII)) or _is_single_byte(name):
            return _to_utf_8(text), _evidence(name, source, claims, replaced)
    found = detect(content)
    name = found or "windows-1252"
    text, replaced = decode_as(content, name)
    return _to_utf_8(text), _evidence(name, "detected" if found else "default", claims, replaced)


def _evidence(name: str, source: str, claims: list[Claim], replaced: int) -> Encoding:
    """The record; the strongest claim is told where it was not what was used."""
    declared = claims[0][2] if claims and claims[0][0] != name else None
    return Encoding(name, source, declared, replaced)


def decode_as(content: bytes, name: str) -> tuple[str, int]:
    """The text of bytes in the encoding with this WHATWG name, and how many sequences had no meaning in it."""
    text = _decode_single(content, name) if _is_single_byte(name) else content.decode(_codec(name), "replace")
    return text, text.count("\ufffd")


def _decode_single(content: bytes, name: str) -> str:
    """Python leaves five bytes of windows-1252 (and the like) undefined where the standard has C1 controls."""
    table = bytes(range(256)).decode(_codec(name), "replace")
    whole = "".join(chr(i) if mapped == "\ufffd" and 0x80 <= i < 0xA0 else mapped for i, mapped in enumerate(table))
    return codecs.charmap_decode(content, "replace", whole)[0]


def _codec(name: str) -> str:
    if name == "gbk":
        return "gb18030"  # the standard decodes both with the one table
    encoding = webencodings.lookup(name)
    return str(encoding.codec_info.name) if encoding is not None else "cp1252"


MULTI_BYTE = ("utf-8", *UTF_16, "gbk", "gb18030", "big5", "euc-jp", "iso-2022-jp", "shift_jis", "euc-kr")


def _is_single_byte(name: str) -> bool:
    return name not in MULTI_BYTE


def _to_utf_8(text: str) -> bytes:
    return text.encode("utf-8", "replace").removeprefix(b"\xef\xbb\xbf")
