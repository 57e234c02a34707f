"""What the order of lines tells and a line by itself does not: counters in a row, captions by credit, a story's end.

In: a Page, the part code of each block and the model's shares. Out: codes.
"""

from __future__ import annotations

import re
from array import array
from itertools import compress

from copydesk._kernel import Model, places
from copydesk.records import PARTS, Page
from copydesk.values import parse_count, pointer_end

BODY, CAPTION, COUNTER, HEADLINE, NAVIGATION, TEASER = (
    PARTS.index(name) for name in ("body", "caption", "counter", "headline", "navigation", "teaser")
)

CREDIT_END = re.compile(
    r"\((?=[^()]*(?:\bphoto(?:graph)?\b|\bfoto\b|\bfotografía\b|\bфото\b|\bgetty images\b"
    r"|\bvia (?:AP|AFP|Reuters|Getty)\b))"
    r"[^()]{3,160}\)\s*$",
    re.IGNORECASE,
)
"""A picture's credit at the end: takes `… on Monday. (Ann Lee, Pool Photo via AP)`; refuses `(see below)`."""

CREDIT_REACH = 170
"""Characters from the end in which a credit is looked for."""

CLEAR = 0.6
"""Share of all parts but body that one part needs."""
LABEL_WORDS = 3
"""A line of so many words that ends no sentence is a label, not the end of a story."""
SENTENCE_MARKS = '.!?…:;。！？”»")'


BARE_COUNT = re.compile(r"\d[\d.,]*\s?[kKmM]?")
"""A number that may count something: takes `0`, `3K`, `1,204`; refuses `3 days`."""


def join_counters(page: Page, codes: bytearray) -> None:
    """Where markup is gone, a bare number right after a counter is one, too, and so is one under the headline.

    Of the latter on two held-out folds 11 of 12 were counters, and 5 were found without this.
    """
    if page.capture.media_type != "text/plain":
        return
    for block in range(1, len(codes)):
        before = codes[block - 1]
        if before not in (COUNTER, HEADLINE) or codes[block] == COUNTER:
            continue
        text = page.block_text(block)
        if BARE_COUNT.fullmatch(text) and (before == COUNTER or (parse_count(text) and not YEAR.fullmatch(text))):
            codes[block] = COUNTER


YEAR = re.compile(r"(?:19|20)\d\d")
"""Takes `2020`, which dates a story rather than counts its comments."""


def settle_body(page: Page, codes: bytearray) -> None:
    """Lines of the body that are something else by their words.

    A paragraph that ends with the credit of a picture describes that picture; a line such as `Read also: Storm closes
    the pier` names another story, unless it is the page's first, which is a headline at most; and a short one with a
    colon right before another story introduces that one.
    """
    text, starts, ends, signs = page.text, page.blocks.starts, page.blocks.ends, page.blocks.signs.tobytes()
    for block in compress(range(len(codes)), signs):
        if codes[block] != BODY:
            continue
        start, end = starts[block], ends[block]
        if signs[block] & BRACKET and _has_credit(text, start, end):
            codes[block] = CAPTION
        elif signs[block] & LABEL and block and end - start <= LONGEST_POINTED:
            codes[block] = TEASER if pointer_end(text[start : start + LONGEST_POINTED]) else BODY
    block = codes.find(BODY_BEFORE_TEASER)
    while block >= 0:
        if text[ends[block] - 1] in COLONS and page.blocks.words[block] <= MOST_LEADING:
            codes[block] = TEASER
        block = codes.find(BODY_BEFORE_TEASER, block + 1)


BODY_BEFORE_TEASER = bytes((BODY, TEASER))
COLONS = ":："
MOST_LEADING = 10
"""Words of a line that introduces another story; of 22 such lines that were taken for the body 19 did."""
LABEL, BRACKET = 1, 2
"""Signs of a block."""
LONGEST_POINTED = 200
"""Characters of a line that names another story."""


def _has_credit(text: str, start: int, end: int) -> bool:
    opened = text.rfind("(", max(start, end - CREDIT_REACH), end)
    return opened >= 0 and _may_be_credit(text[opened:end]) and CREDIT_END.match(text, opened, end) is not None


def _may_be_credit(text: str) -> bool:
    """Whether `CREDIT_END` has a chance; a text with letters beyond ASCII is left to the pattern itself."""
    lower = text.lower()
    return not text.isascii() or any([word in lower for word in CREDIT_WORDS])


CREDIT_WORDS = ("photo", "foto", "getty", "via ")
"""What a credit holds in ASCII."""


def end_story(page: Page, codes: bytearray, model: Model) -> None:
    """Labels right after the last sentence of a bare text are what its page had around the story, not the story.

    Each becomes the part that is clearly likeliest for it after body, else navigation, as most such labels are. Pages
    with markup show the same by their elements.
    """
    if page.capture.media_type != "text/plain":
        return
    last = next((block for block in reversed(places(codes, BODY)) if not _is_label(page, block)), -1)
    end = last + 1
    while last >= 0 and end < len(codes) and _is_label(page, end):
        end += 1
    if end <= last + 1:
        return
    shares = array("f")
    shares.frombytes(model.shares(page.table))
    for block in range(last + 1, end):
        row = shares[block * len(PARTS) : (block + 1) * len(PARTS)]
        best = max((part for part in range(len(PARTS)) if part != BODY), key=row.__getitem__)
        codes[block] = best if row[best] > CLEAR * (1 - row[BODY]) else NAVIGATION


def _is_label(page: Page, block: int) -> bool:
    text = page.block_text(block)
    return page.blocks.words[block] <= LABEL_WORDS and text[-1] not in SENTENCE_MARKS
