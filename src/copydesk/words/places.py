"""Cities that news is filed from.

In: nothing. Out: their names in lower case, read once. Left to others: where they stand in a text.
"""

from __future__ import annotations

from functools import cache

from copydesk.words.table import read_table


@cache
def known_places() -> frozenset[str]:
    """Names of about 530 cities in lower case, in many languages."""
    return frozenset(name.lower() for (name,) in read_table("places"))
