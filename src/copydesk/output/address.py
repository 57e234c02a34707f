"""Which addresses may stand in a written page.

In: an address as the page gave it. Out: the address, safe to put into an attribute, or None.
Left to others: escaping for the format at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.records import Article

PLAIN_ADDRESS = re.compile(r"[!#-;=?-\[\]^_a-z{|}~]+")
"""Takes "https://e.example/a?b=c"; refuses "https://e.example/a b". An address in which nothing needs encoding."""
LINK_SCHEMES = ("http://", "https://", "mailto:")
"""Everything else (`javascript:`, `data:`, `file:`, …) can act in the reader's name or means nothing elsewhere."""
PICTURE_SCHEMES = ("http://", "https://")


def safe_address(target: str | None, schemes: tuple[str, ...] = LINK_SCHEMES) -> str | None:
    """The address with blanks and control characters percent-encoded; None unless it begins with one of `schemes`."""
    if not target:
        return None
    address = target.strip()
    if not address.lower().startswith(schemes):
        return None
    if PLAIN_ADDRESS.fullmatch(address):
        return address
    return "".join(_encode(character) if _is_unsafe(character) else character for character in address)


def cited_links(article: Article) -> Iterator[tuple[str, str]]:
    """(address, link text) of every page that the body links to, each once, in order; the page itself is left out."""
    own = _without_fragment(article.url or "")
    seen = {own, ""}
    for passage in article.body:
        for mark in passage.marks:
            address = safe_address(mark.target, PICTURE_SCHEMES) if mark.kind == "link" else None
            if address is None or _without_fragment(address) == own or address in seen:
                continue
            seen.add(address)
            yield address, passage.text[mark.start : mark.end].strip()


def _is_unsafe(character: str) -> bool:
    return character in '<>"`\\' or character.isspace() or not character.isprintable()


def _encode(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))


def _without_fragment(address: str) -> str:
    return address.partition("#")[0]
