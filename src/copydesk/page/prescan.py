"""What a page's first bytes claim about its encoding: `<meta charset>`, `http-equiv`, the XML declaration.

In: the bytes of a page whose encoding is not known yet. Out: the label as written, or None.
Left to others: what the label means, whether it is true (`decode`).
The steps are those of "prescan a byte stream to determine its encoding" in the HTML standard (13.2.3.2),
with a longer look: browsers go on past 1,024 bytes too, until the head ends.
"""

from __future__ import annotations

import webencodings

PRESCAN_BYTES = 8192
"""How far a declaration is looked for; the standard's 1,024 misses declarations that stand after an inline script."""

SPACE = b"\t\n\x0c\r "
NAME_END = b"\t\n\x0c\r />="
VALUE_END = b"\t\n\x0c\r >"
LETTERS = b"abcdefghijklmnopqrstuvwxyz"


def declared_label(content: bytes) -> str | None:
    """The label that the page declares in its first 8 KB, lower case, or None."""
    head = content[:PRESCAN_BYTES].lower()
    label = _xml_label(head)
    if label is None and b"charset" in head:
        label = _meta_label(head)
    return label.decode("ascii", "replace") if label else None


def _xml_label(head: bytes) -> bytes | None:
    """The pseudo-attribute `encoding` of an XML declaration that opens the page."""
    if not head.startswith(b"<?xml"):
        return None
    declaration = head[: head.find(b">")]
    at = declaration.find(b"encoding")
    if at < 0:
        return None
    rest = declaration[at + len(b"encoding") :].lstrip(SPACE)
    if not rest.startswith(b"="):
        return None
    rest = rest[1:].lstrip(SPACE)
    quote = rest[:1]
    if quote not in (b'"', b"'"):
        return None
    end = rest.find(quote, 1)
    return rest[1:end].strip(SPACE) if end > 0 else None


def _meta_label(head: bytes) -> bytes | None:
    """The first meta element with a usable declaration, comments and other tags skipped as the standard does."""
    at = head.find(b"<")
    while at >= 0:
        if head.startswith(b"<!--", at):
            # The standard lets `<!-->` be a whole comment: its two dashes may serve twice.
            end = head.find(b"-->", at + 2)
            if end < 0:
                return None
            at = end + 2
        elif head.startswith(b"<meta", at) and head[at + 5 : at + 6] in (b"\t", b"\n", b"\x0c", b"\r", b" ", b"/"):
            label, at = _read_meta(head, at + 5)
            if label and webencodings.lookup(label.decode("ascii", "replace")) is not None:
                return label
        elif _opens_tag(head, at):
            at = _skip_tag(head, at + 1)
        elif head[at + 1 : at + 2] in (b"!", b"/", b"?"):
            at = head.find(b">", at)
            if at < 0:
                return None
        else:
            at += 1
        at = head.find(b"<", at)
    return None


def _opens_tag(head: bytes, at: int) -> bool:
    name = head[at + 2 : at + 3] if head[at + 1 : at + 2] == b"/" else head[at + 1 : at + 2]
    return name != b"" and name in LETTERS


def _skip_tag(head: bytes, at: int) -> int:
    """The index of a tag's closing `>`, quoted values respected; the end of the bytes where it never closes."""
    while at < len(head) and head[at] not in VALUE_END:
        at += 1
    while (found := _attribute(head, at)) is not None:
        at = found[2]
    return _past_space(head, at)


def _read_meta(head: bytes, at: int) -> tuple[bytes | None, int]:
    """The label that one meta element declares (None: none), and where its tag ends."""
    is_pragma = False
    from_content: bytes | None = None
    charset: bytes | None = None
    seen: set[bytes] = set()
    while (found := _attribute(head, at)) is not None:
        name, value, at = found
        if name in seen:
            continue
        seen.add(name)
        if name == b"http-equiv":
            is_pragma = value == b"content-type"
        elif name == b"content" and from_content is None:
            from_content = _label_in_content(value)
        elif name == b"charset":
            charset = value.strip(SPACE)
    return charset or (from_content if is_pragma else None), at


def _attribute(head: bytes, at: int) -> tuple[bytes, bytes, int] | None:
    """The next attribute of a tag as (name, value, where it ends), or None at the tag's end: "get an attribute"."""
    at = _past_space(head, at, also=b"/")
    if at >= len(head) or head[at] == 0x3E:
        return None
    start = at
    at += 1
    while at < len(head) and head[at] not in NAME_END:
        at += 1
    name = head[start:at]
    at = _past_space(head, at)
    if head[at : at + 1] != b"=":
        return name, b"", at
    at = _past_space(head, at + 1)
    quote = head[at : at + 1]
    if quote in (b'"', b"'"):
        end = head.find(quote, at + 1)
        return (name, head[at + 1 : end], end + 1) if end >= 0 else None
    start = at
    while at < len(head) and head[at] not in VALUE_END:
        at += 1
    return name, head[start:at], at


def _past_space(head: bytes, at: int, also: bytes = b"") -> int:
    skipped = SPACE + also
    while at < len(head) and head[at] in skipped:
        at += 1
    return at


def _label_in_content(value: bytes) -> bytes | None:
    """The label in `text/html; charset=utf-8`: "extracting a character encoding from a meta element"."""
    at = 0
    while (at := value.find(b"charset", at)) >= 0:
        at += len(b"charset")
        rest = value[at:].lstrip(SPACE)
        if not rest.startswith(b"="):
            continue
        rest = rest[1:].lstrip(SPACE)
        if rest[:1] in (b'"', b"'"):
            end = rest.find(rest[:1], 1)
            return rest[1:end].strip(SPACE) if end > 0 else None
        words = rest.split(b";", 1)[0].split()
        return words[0] if words else None
    return None
