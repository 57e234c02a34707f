"""What bytes are: a page with markup, text, or something that is neither.

In: unpacked bytes and the media type that a suffix or header claimed. Out: `text/html`, `text/plain` or
`multipart/related` (a saved page in one file), or a BinaryInput that names what was found.
Left to others: encodings (`page`), taking an MHTML file apart (`mhtml`).
Source: the MIME Sniffing standard, section 7.1, with the tags of fragments that people paste added.
"""

from __future__ import annotations

from copydesk.errors import BinaryInput

HTML = "text/html"
PLAIN = "text/plain"
MHTML = "multipart/related"

HEAD_BYTES = 4096
"""How much is looked at; the standard looks at 1,445 bytes, and comments of saved pages can be longer."""
MHTML_HEAD_BYTES = 2048
WIDE_SHARE = 0.3
"""Share of one parity's bytes that are NUL in UTF-16 text; the other parity has next to none."""

CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\x0c\r\x1b"))
"""The standard's binary data bytes (section 7.1 has ESC among the text bytes, for ISO-2022-JP)."""
CONTROL_SHARE = 0.02
"""Text that was pasted together has a stray control character; compressed data without a zero byte has a tenth."""

MANY = "give it to `copydesk read`, or to `copydesk.capture.captures` in Python"
"""Who takes many pages at once, for whoever gave them as one."""
BINARY_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xfe\x00\x00", "UTF-32, which no browser reads"),
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF87a", "an image (GIF)"),
    (b"GIF89a", "an image (GIF)"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"BZh91AY&SY", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!\x1a", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"OggS\x00", "sound or video (Ogg)"),
    (b"ID3\x03", "sound (MP3)"),
    (b"ID3\x04", "sound (MP3)"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"bplist00", "a Safari web archive or property list"),
    (b"SQLite format 3", "a database"),
)
BINARY_STARTS = tuple(magic for magic, _ in BINARY_MAGIC)
RIFF_FORMS = (b"WEBP", b"WAVE", b"AVI ")
ARCHIVE_MAGIC = (b"WARC/0.", b"WARC/1.", b"filedesc://")

OPENING_TAGS = (b"<!doctype", b"<html", b"<head", b"<body", b"<?xml")
"""What only a whole page begins with; this outweighs a suffix that says text."""
PAGE_PIECES = (b"</p>", b"</div>", b"</a>", b"</h1>", b"</h2>", b"</li>", b"</span>", b"</td>", b"<br", b"</html>")
"""One of these makes a fragment that begins with bare words a page."""
SPACE = b" \t\r\n\x0c"


def media_type_of(content: bytes, claimed: str | None, source: str) -> str:
    """`text/html`, `text/plain` or `multipart/related`.

    claimed: one of these three from a suffix or a header, or None; source: the input's name for the message.
    Raises: BinaryInput.
    """
    head = content[:HEAD_BYTES]
    refuse_known_binary(head, source)
    if not _opens_page(head) and _is_binary(head):
        raise _binary(source, "binary data")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(SPACE)[:16].lower()
    if not start.startswith(b"<") and (claimed == MHTML or _is_mhtml(head)):
        return MHTML
    if claimed == PLAIN:
        return HTML if start.startswith(OPENING_TAGS) and not _is_feed(head) else PLAIN
    if claimed == HTML:
        return HTML if b"<" in content else PLAIN
    return HTML if _has_markup(head, start) else PLAIN


def refuse_known_binary(head: bytes, source: str) -> None:
    """Raises: BinaryInput where the first bytes are the signature of something that is no page."""
    if head.startswith(ARCHIVE_MAGIC):
        detail = f"{source}: a web archive (WARC or ARC), which holds many pages; {MANY}"
        raise BinaryInput(detail, source=source)
    if head.startswith(BINARY_STARTS):
        raise _binary(source, next(what for magic, what in BINARY_MAGIC if head.startswith(magic)))
    if head[4:8] == b"ftyp" or (head.startswith(b"RIFF") and head[8:12] in RIFF_FORMS):
        raise _binary(source, "an image, sound or video")


def _binary(source: str, what: str) -> BinaryInput:
    return BinaryInput(f"{source}: {what}, not a page; give the page's HTML or its text", source=source)


def _opens_page(head: bytes) -> bool:
    """Browsers skip a stray zero byte in a page; so do we where the bytes begin as one."""
    return head.lstrip(SPACE)[:16].lower().startswith(OPENING_TAGS)


def _is_binary(head: bytes) -> bool:
    """True for bytes with a zero byte, or many control characters, that are not UTF-16."""
    if b"\0" not in head:
        return len(head) - len(head.translate(None, CONTROLS)) > CONTROL_SHARE * len(head)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    fewer, more = sorted((head[0::2], head[1::2]), key=lambda half: half.count(0))
    is_wide = more.count(0) >= WIDE_SHARE * len(more) and fewer.count(0) <= more.count(0) // 10
    return not is_wide or len(fewer.translate(None, CONTROLS)) < len(fewer)


def _is_mhtml(head: bytes) -> bool:
    top = head[:MHTML_HEAD_BYTES].lower()
    return b"multipart/related" in top and b"mime-version:" in top


def _is_feed(head: bytes) -> bool:
    """An XML file that is no XHTML is left as the text that its suffix says."""
    return head.lstrip(SPACE).startswith(b"<?xml") and b"<html" not in head.lower()


def _has_markup(head: bytes, start: bytes) -> bool:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:64]:
        narrow = head.replace(b"\0", b"").lstrip(b"\xff\xfe" + SPACE)
        return _has_markup(narrow, narrow[:16].lower()) if b"\0" not in narrow else False
    if start.startswith(b"<") and (start[1:2].isalpha() or start[1:2] in (b"!", b"?", b"/")):
        return True
    lowered = head.lower()
    return b"<" in head and any(piece in lowered for piece in PAGE_PIECES)
