"""Lists of articles that other tools extracted: where they are, one at a time.

In: a JSON Lines file, or a JSON file with one article or a list of them. Out: objects with their line numbers.
Left to others: what their keys mean (`extracted`).
"""

from __future__ import annotations

from copydesk.capture.packing import Packing, packing_of
from copydesk.capture.unpack import peek

TEXT_KEYS = (b'"text"', b'"maintext"', b'"title"', b'"headline"', b'"articleBody"', b'"raw_text"', b'"body"')


def begins_articles(head: bytes) -> bool:
    """True for the first bytes of a JSON object or list with a key that only articles have."""
    plain = peek(head, len(head)) if packing_of(head) is not Packing.NONE else head
    plain = plain.removeprefix(b"\xef\xbb\xbf").lstrip()
    return plain.startswith((b"{", b"[")) and any(key in plain for key in TEXT_KEYS)
