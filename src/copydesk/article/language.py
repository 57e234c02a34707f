"""The language of the story: a library's word on its text, beside what the page claims.

In: the story's text and the page's claims. Out: a tag with its evidence. Left to others: the library (`values`).
"""

from __future__ import annotations

from copydesk.article.claims import Claims
from copydesk.records import Candidate, Trace
from copydesk.values import detect_language


def read_language(text: str, claimed: str | None, claims: Claims) -> tuple[str | None, Trace | None]:
    """A BCP 47 primary tag such as `en`, from the text where there is enough of it, else from the page's claims."""
    candidates = []
    detected, certainty = detect_language(text)
    if detected:
        candidates.append(Candidate(detected, "library", "CLD2 on the story's text", certainty))
    for value, where, score in [
        (claimed, "html lang", 0.6),
        *((c.value, c.where, c.score) for c in claims.of("inLanguage")),
    ]:
        tag = (value or "").replace("_", "-").split("-")[0].strip().lower()
        if tag.isalpha() and 2 <= len(tag) <= 3:
            candidates.append(Candidate(tag, "lang", where, score))
    if not candidates:
        return None, None
    best = max(candidates, key=lambda candidate: candidate.score)
    ordered = (best, *(candidate for candidate in candidates if candidate is not best))
    return best.value, Trace("inLanguage", ordered, best.score)
