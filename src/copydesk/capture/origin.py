"""The address that a saved page bears in a comment.

In: the first bytes of a page. Out: the address it was saved from, or None.
Browsers write `<!-- saved from url=(0042)https://… -->`; SingleFile writes ` Page saved with SingleFile` and ` url: https://…`.
Left to others: canonical links and og:url, which say what the site wishes to be called (`article`).
"""

from __future__ import annotations

HEAD_BYTES = 1024
BROWSER_MARK = b"<!-- saved from url=("
SINGLE_FILE_MARK = b"Page saved with SingleFile"
SCHEMES = (b"http://", b"https://")


def saved_address(content: bytes) -> str | None:
    """The address in the comment that a browser or SingleFile put at the top, or None."""
    head = content[:HEAD_BYTES]
    at = head.find(BROWSER_MARK)
    if at >= 0:
        return _address(head, head.find(b")", at) + 1)
    at = head.find(SINGLE_FILE_MARK)
    if at >= 0:
        at = head.find(b"url: ", at)
        return _address(head, at + len(b"url: ")) if at >= 0 else None
    return None


def _address(head: bytes, at: int) -> str | None:
    words = head[at:].split(None, 1)
    if not words or not words[0].startswith(SCHEMES):
        return None
    return words[0].removesuffix(b"-->").decode("utf-8", "replace")
