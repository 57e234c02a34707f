"""Counters: how often something was viewed, commented on, liked, shared.

In: a short line such as `1,204 views`, `Просмотров: 3375` or `3K`, and the class words of its icon where it has one.
Out: numbers, exact or rounded, with what they count. Left to others: which lines are counters.
"""

from __future__ import annotations

import re
from functools import cache

from copydesk.records import Counter
from copydesk.values.days import ascii_digits
from copydesk.words import read_table

SCALES: dict[str, int] = {
    **dict.fromkeys(
        "k тыс тыс. тис тис. mil mila tys tys. tis tis. tusind tusen tuhat bin rb ribu ngàn nghìn 천 хил хил. "
        "mie mii ezer".split(),
        1_000,
    ),
    **dict.fromkeys("万 萬 만".split(), 10_000),
    **dict.fromkeys("lakh lakhs लाख লাখ".split(), 100_000),
    **dict.fromkeys(
        "m mio mio. млн млн. mln mln. jt juta triệu million millions millionen milioni millones milhões mn".split(),
        1_000_000,
    ),
    **dict.fromkeys("crore crores करोड़ কোটি".split(), 10_000_000),
    **dict.fromkeys("億 亿 억".split(), 100_000_000),
    **dict.fromkeys("b bn mrd mrd. млрд miliar tỷ billion".split(), 1_000_000_000),
}
"""What a word or letter after a number multiplies it by; a number with one is rounded."""
_SCALE_WORDS = "|".join(re.escape(word) for word in sorted(SCALES, key=len, reverse=True))
NUMBER = re.compile(
    r"(?<![\w.,])(?<!\d[:/])(?<!\d / )"
    r"(?P<digits>\d{1,3}(?:(?P<sep>[.,'’\u00a0\u202f ])\d{3}(?:(?P=sep)\d{3}){0,3})(?![\d])"
    r"|\d{1,12}(?:[.,]\d{1,2})?)"
    rf"(?:\s?(?P<scale>{_SCALE_WORDS})(?![^\W\d_])|(?P<east>[万萬만億亿억천]))?(?P<plus>\+)?(?!\d|\s?%|[.,:]\d|\s?/\s?\d)"
    r"(?!\s?-?\s?(?:min|мин|хв|分|phút|menit|dk\b|dakika|sec|hour|hrs?\b|Std|Stunde|ore\b|day|Tag))",
    re.IGNORECASE,
)
"""Takes `1,204`, `2,3 тыс.`, `3K`, `1.2万`; refuses `12%`, `2:38`, `1 / 3` and the digits of `v2`."""
LONGEST_LINE = 400
"""Characters of a line that are read for counters; counter lines are short."""


def parse_count(text: str) -> tuple[int, bool] | None:
    """The number that the text is, and whether the page rounded it: `3K` → (3000, True); None when it is no count."""
    plain = _plain(text).strip(" ()[]·|•:\n\t")
    match = NUMBER.fullmatch(plain)
    return None if match is None else _value(match)


def _plain(text: str) -> str:
    return ascii_digits(text[:LONGEST_LINE])


def _value(match: re.Match[str]) -> tuple[int, bool] | None:
    digits = match["digits"]
    scale = SCALES[(match["scale"] or match["east"] or "").lower()] if match["scale"] or match["east"] else 1
    separator = match["sep"]
    if separator is not None and scale == 1:
        return int(digits.replace(separator, "")), match["plus"] is not None
    whole, _, fraction = digits.replace(",", ".").partition(".")
    if not whole.isdigit() or (fraction and not fraction.isdigit()):
        return int("".join(filter(str.isdigit, digits))) * scale, True
    if fraction and scale == 1:
        return None
    value = int(whole) * scale + (int(fraction) * scale // 10 ** len(fraction) if fraction else 0)
    return value, scale > 1 or match["plus"] is not None


NONE_YET = re.compile(
    r"(?<![^\W_])(?:no|keine?|aucun|sin|nessun|nenhum|geen|ei|brak|нет|ingen|inga)\s(?=[^\W\d_])", re.IGNORECASE
)
"""Takes the first word of `No comments yet`."""
ONE = re.compile(r"(?<![^\W_])(?:one|ein|un|uno|um|één)\s(?=[^\W\d_])", re.IGNORECASE)
"""Takes the first word of `One comment so far`."""
PIECE = re.compile(r"[^\W\d_](?:[^\s\d:()|·•,;!?。、]*[^\s\d:()|·•,;!?.。、])?|\d+|[^\w\s]")
"""Takes words, numbers and single signs."""
MINUS_SIGNS = ("-", "−", "–")
"""Before the number of a line: more voted against than for it."""
NEAR = 24
"""Characters between a number and the word that says what it counts."""


def find_counters(text: str, hint: str = "") -> tuple[Counter, ...]:
    """The counters of a short line, in order. `hint`: class words of its icon or element, `fa-eye views-count`.

    A number that no word, sign or hint explains has the action `unknown`.
    """
    plain = _plain(text)
    numbers = [(match.start(), match.end(), read) for match in NUMBER.finditer(plain) if (read := _value(match))]
    words = _action_words(plain)
    if not numbers:
        return _spelled(plain, words)
    actions = _assign(plain, numbers, words)
    hinted = None if any(actions) else hinted_action(hint)
    counters = []
    for (start, end, (value, is_rounded)), said in zip(numbers, actions, strict=True):
        action = said or hinted or "unknown"
        if action == "vote" and text[:start].strip() in MINUS_SIGNS:
            start, value = 0, -value
        counters.append(Counter(action, value, is_rounded, text[start:end].strip()))
    if any(actions):
        counters = [counter for counter in counters if counter.action != "unknown"] or counters
    return tuple(counters)


def _spelled(text: str, words: list[tuple[int, int, str]]) -> tuple[Counter, ...]:
    """`No comments yet` is 0, `One comment so far` is 1."""
    for pattern, value in ((NONE_YET, 0), (ONE, 1)):
        match = pattern.search(text)
        if match is not None:
            for start, _, action in words:
                if 0 <= start - match.end() <= 1:
                    return (Counter(action, value, False, text.strip()),)
    return ()


Number = tuple[int, int, tuple[int, bool]]
Action = tuple[int, int, str]


def _assign(text: str, numbers: list[Number], words: list[Action]) -> list[str | None]:
    """What each number counts. The line either has the words first (`Views: 3`) or the numbers (`3 views`)."""
    if not words:
        return [None] * len(numbers)
    is_word_first = words[0][1] <= numbers[0][0] and (
        len(words) <= len(numbers) or _has_colon(text, words[0], numbers[0])
    )
    actions: list[str | None] = [None] * len(numbers)
    taken: set[int] = set()
    for index, (start, end, _) in enumerate(numbers):
        for position, (word_start, word_end, action) in enumerate(words):
            distance = start - word_end if is_word_first else word_start - end
            if (
                position not in taken
                and 0 <= distance <= NEAR
                and not _is_between(numbers, index, word_start, word_end)
            ):
                actions[index] = action
                taken.add(position)
                break
    return actions


def _has_colon(text: str, word: Action, number: Number) -> bool:
    return any(sign in text[word[1] : number[0]] for sign in ":：(")


def _is_between(numbers: list[Number], index: int, word_start: int, word_end: int) -> bool:
    """Whether another number stands between this one and the word."""
    for neighbour in numbers[max(0, index - 1) : index + 2]:
        low, high = min(word_end, numbers[index][1]), max(word_start, numbers[index][0])
        if neighbour is not numbers[index] and low <= neighbour[0] < high:
            return True
    return False


def _action_words(text: str) -> list[Action]:
    lower = text.lower()
    table, signs = _words()
    found: list[Action] = []
    pieces = [(match.start(), match.end()) for match in PIECE.finditer(lower)]
    for index, (start, end) in enumerate(pieces):
        if found and start < found[-1][1]:
            continue
        for last in range(min(index + 2, len(pieces) - 1), index - 1, -1):
            action = table.get(lower[start : pieces[last][1]])
            if action is not None:
                found.append((start, pieces[last][1], action))
                break
        else:
            action = signs.get(lower[start:end]) or _unspaced_action(lower[start:end])
            if action is not None:
                found.append((start, end, action))
    return found


def _unspaced_action(word: str) -> str | None:
    """East Asian words run together: `件のコメント`, `次阅读`."""
    if word.isascii() or word[0] < "\u0e00":
        return None
    return next((action for form, action in _unspaced_words() if form in word), None)


def hinted_action(hint: str) -> str | None:
    """The action that words of markup name, such as classes; the last that does, since the closest stands last."""
    action = None
    icons = _icons()
    for word in HINT_WORD.findall(hint):
        lower = word.lower()
        action = icons.get(lower) or icons.get(lower.removesuffix("s")) or action
    return action


def target_action(address: str) -> str | None:
    """What the number in a link counts: `/story#comments` are comments, `/login` says nothing."""
    _, _, fragment = address.rpartition("#") if "#" in address else ("", "", "")
    _, _, query = address.partition("?")
    return "comment" if REMARKS.search(f"{fragment} {query}") is not None else None


HINT_WORD = re.compile(r"viewBox|[A-Z]?[a-z]+|[A-Z]+|[^\x00-\x7f]")
"""Takes `eye` of `fa-eye`, `Comment` of `scrollToComments`, and whole the `viewBox` that every drawn icon has."""
REMARKS = re.compile(r"(?:comment|respond|disqus|kommentar|comentario|commentaire|reactie|replies)", re.IGNORECASE)
"""Takes the targets `comments`, `respond`, `disqus_thread`; refuses `share`."""


@cache
def _words() -> tuple[dict[str, str], dict[str, str]]:
    rows = read_table("counters")
    words = {form: action for form, kind, action in rows if kind == "word"}
    return words, {form: action for form, kind, action in rows if kind == "sign"}


@cache
def _unspaced_words() -> tuple[tuple[str, str], ...]:
    words = [(form, action) for form, action in _words()[0].items() if form[0] >= "\u0e00"]
    return tuple(sorted(words, key=lambda pair: -len(pair[0])))


@cache
def _icons() -> dict[str, str]:
    return {form: action for form, kind, action in read_table("counters") if kind == "icon"}
