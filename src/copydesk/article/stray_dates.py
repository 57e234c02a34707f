"""Dates that stand on lines nobody labelled a date: asked only where the page names none elsewhere.

In: the view, the page's language, the last possible day. Out: offers (moment, candidate), the likelier place first.
Left to others: dates of the head and of labelled lines, and the choice (`published`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from copydesk._kernel import CLASS_WORDS, FLAGS, TAGS
from copydesk.article.view import View
from copydesk.records import PARTS, Candidate, Moment
from copydesk.values import find_moments, parse_iso, parse_moment

TIME = TAGS.index("time")
EARLIEST_YEAR = "1995"
"""Web pages are not older."""

Offer = tuple[Moment, Candidate]


def find_stray_dates(view: View, lines: Sequence[DatedLine], language: str | None, limit: str) -> list[Offer]:
    """The offers of the first place that has any; `lines`: the dated ones, `limit`: the last possible day."""
    return (
        _times(view, limit)
        or _said(view, lines, limit)
        or _near(view, language, limit)
        or _apart(view, language, limit)
        or _last_resort(view, language, limit)
    )


def is_possible(moment: Moment, limit: str) -> bool:
    """Whether a page can be of that day; `limit`: the last one."""
    return EARLIEST_YEAR <= moment.iso[:10] <= limit


def time_rows(view: View) -> dict[int, int]:
    """For each block with a `time` element that has a `datetime`: the row of the first one."""
    marks = view.page.marks
    found: dict[int, int] = {}
    row = -1
    for _ in range(view.mark_tags.count(TIME)):
        row = view.mark_tags.index(TIME, row + 1)
        if marks.value_ends_bytes[row]:
            found.setdefault(marks.blocks[row], row)
    return found


def datetime_of(view: View, rows: dict[int, int], block: int) -> Moment | None:
    """The datetime of a block's first `time` element."""
    row = rows.get(block)
    if row is None:
        return None
    marks = view.page.marks
    return parse_iso(view.page.source_text(marks.value_starts_bytes[row], marks.value_ends_bytes[row]))


def _times(view: View, limit: str) -> list[Offer]:
    """`time` elements near the headline or in the body, where nothing was labelled a date."""
    allowed = {
        view.parts.blocks[piece]
        for part in ("headline", "byline", "topic", "counter", "deck")
        for piece in view.of(part)
    }
    body = view.of("body")
    if body:
        allowed.update(view.parts.blocks[piece] for piece in (*body[:2], body[-1]))
    rows = time_rows(view)
    for block in rows:
        moment = datetime_of(view, rows, block) if block in allowed else None
        if moment and is_possible(moment, limit):
            return [(moment, Candidate(moment.iso, "visible", f"time element in line {block + 1}", 0.5))]
    return []


LONGEST_NEAR = 120
"""Characters of a line that was not labelled a date and may still hold one."""
OTHERS_PARTS = frozenset(PARTS.index(name) for name in ("teaser", "comment", "navigation", "promotion", "control"))
"""Their dates are mostly those of other pages: read only on the lines closest to the headline."""
CAPTION, DECK = PARTS.index("caption"), PARTS.index("deck")
CLOSE_BEFORE, CLOSE_AFTER = 4, 6
"""Blocks around the headline that are the story's own head even where their label says otherwise."""
FOOTER = FLAGS["footer"]
DATE_CLASS = 1 << CLASS_WORDS.index("date")


def _near(view: View, language: str | None, limit: str) -> list[Offer]:
    """A full date in a short line around the headline; of lines labelled as others' only those closest to it."""
    codes = view.codes_around
    headlines = [view.parts.blocks[piece] for piece in view.of("headline")]
    bodies = [view.parts.blocks[piece] for piece in view.of("body")[:1]]
    loose: list[Offer] = []
    blocks = view.page.blocks
    for block in view.around_story:
        text = view.page.block_text(block)
        code = codes.get(block)
        if code == DECK:
            text = text[-LONGEST_NEAR:]
        if len(text) > LONGEST_NEAR or code == CAPTION:
            continue
        moment = day_in(text, language)
        if moment is None or not _is_mostly(moment, text, view, block):
            continue
        lead = text.partition(moment.text or text)[0]
        if not is_possible(moment, limit) or is_of_a_user(text) or is_update(lead):
            continue
        offer = (moment, Candidate(text, "visible", f"line {block + 1}", 0.45))
        if code not in OTHERS_PARTS:
            return [offer]
        is_close = any(-CLOSE_BEFORE <= block - headline <= CLOSE_AFTER for headline in headlines)
        if blocks.flags[block] & FOOTER:
            continue
        if is_close or (not headlines and abs(block - bodies[0]) <= CLOSE_BEFORE):
            loose.append((moment, Candidate(text, "visible", f"line {block + 1}", 0.35)))
    return loose[:1]


def _is_mostly(moment: Moment, text: str, view: View, block: int) -> bool:
    """Is a line hardly more than a date? Its class, a time of day, or a date at its edge say so too."""
    shown = moment.text or ""
    if len(text) > LONGEST_SENTENCE and text.endswith(".") and not is_publication(text.lower()):
        return False
    if len(text) < SHORT_LINE or len(shown) * 2 > len(text) or len(moment.iso) > len("2023-11-09"):
        return True
    return (
        bool(view.page.blocks.class_words[block] & DATE_CLASS)
        or text.rstrip(END_MARKS).endswith(shown)
        or text.find(shown) <= LONGEST_START
    )


SHORT_LINE = 40
"""Characters."""
LONGEST_SENTENCE = 60
"""Characters of a line with a full stop that may be more than prose about some day."""
END_MARKS = " .|·•⋅–—-"
LONGEST_START = 4
"""Characters that a weekday or a mark takes before a date: `Do 25.04.24 | 14:07 Uhr | Von Jana Doe`."""

PUBLISHED_WORDS = (
    "publish", "posted", "started by", "start date", "submitted", "created", "released", "veröffentlicht", "erschienen",
    "gepostet", "erstellt", "gespeichert von", "geschrieben", "publié", "mise en ligne", "mis en ligne", "publicad",
    "pubblicat", "gepubliceerd", "geplaatst", "opublikowan", "dodano", "publikov", "zveřejněn", "vydáno", "publicer",
    "publiser", "udgivet", "offentliggjort", "julkaistu", "publicat", "objavljen", "közzétéve", "δημοσι", "опубликов",
    "размещен", "опубліков", "публикув", "yayın", "oluşturul", "نشر", "انتشار", "منتشر", "פורסם", "प्रकाशित", "প্রকাশ",
    "பதிவு", "発行", "公開", "掲載", "投稿", "发布", "發布", "发表", "發表", "入力", "입력", "등록", "เผยแพร่",
    "post by ", " » ", "đăng", "diterbitkan", "dipublikasikan", "ditayangkan", "imechapishwa",
)  # fmt: skip
"""Beginnings of the words that mark a date as that of publication, in lower case."""
SAID_REACH = 60
"""Characters before a date that can hold such a word: `Dieser Beitrag wurde von … veröffentlicht am`."""
LONGEST_SAID = 320
"""Characters of a line that tells by whom, when and under which topics it was published."""
LONGEST_LOOSE, LONGEST_BEFORE = 200, 80
"""A longer line is prose, unless its date stands among so many first characters."""
SAID_TRUST = 0.5


DatedLine = tuple[int, str, tuple[tuple[int, int, Moment], ...]]
"""Block, its text, the moments in it."""


def _said(view: View, lines: Sequence[DatedLine], limit: str, *, change: bool = False) -> list[Offer]:
    """The first line that says of a day that it is that of publication (`change`: of a change), whatever its label."""
    for block, text, moments in lines:
        for start, end, moment in moments:
            lead = text[max(0, start - SAID_REACH) : start].lower()
            lead = lead or (view.page.block_text(block - 1)[-SAID_REACH:].lower() if block else "")
            lead = f"{lead} {text[end : end + SAID_REACH].lower()}"
            if start > LONGEST_BEFORE and len(text) > LONGEST_LOOSE:
                break
            is_said = is_update(lead) if change else is_publication(lead) and not is_update(lead)
            if is_said and is_possible(moment, limit) and not is_of_a_user(text):
                return [(moment, Candidate(text, "visible", f"line {block + 1}", SAID_TRUST))]
    return []


def find_said(view: View, lines: Sequence[DatedLine], limit: str) -> list[Offer]:
    """The first line that says when the page was published, or its thread begun."""
    return _said(view, lines, limit)


def find_change(view: View, lines: Sequence[DatedLine], limit: str) -> list[Offer]:
    """A line outside the labelled ones that says when the page was last changed."""
    return _said(view, lines, limit, change=True) or _hidden_change(view, limit)


def _hidden_change(view: View, limit: str) -> list[Offer]:
    """`Last updated 1 year ago` with the day in the element."""
    rows = time_rows(view)
    for block in rows:
        text = view.page.block_text(block)
        moment = datetime_of(view, rows, block) if len(text) <= LONGEST_NEAR and is_update(text) else None
        if moment is not None and is_possible(moment, limit):
            return [(moment, Candidate(text, "visible", f"time element in line {block + 1}", SAID_TRUST))]
    return []


def is_publication(lower: str) -> bool:
    """Does a text in lower case say that its date is that of publication?"""
    return _has_any(lower, ASCII_PUBLISHED if lower.isascii() else PUBLISHED_WORDS)


ASCII_PUBLISHED = tuple(filter(str.isascii, PUBLISHED_WORDS))
CENTURIES = ("20", "19")
"""One of them stands in nearly every full date of a web page; `str.find` is far cheaper than a pattern."""
OTHER_CENTURIES = {
    "fa": ("۱۴", "۱۳", "۲۰", "14", "13"), "ps": ("۱۴", "۱۳"), "ckb": ("٢٠",), "ar": ("٢٠",), "ur": ("۲۰",),
    "hi": ("२०",), "mr": ("२०",), "ne": ("२०",), "bn": ("২০",), "th": ("25", "๒๕"), "my": ("၂၀",),
}  # fmt: skip
"""The same in other digits and calendars."""
MOST_DATED = 24
"""Lines with a date that are looked at: the first after the headline; half as many before the page's end."""
FARTHEST, LAST = 20_000, 8_000
"""Characters after the headline, and before the page's end, that are searched for such lines."""


def dated_lines(view: View, language: str | None) -> tuple[DatedLine, ...]:
    """Short lines that hold a full date and may say what it is: from just before the headline on, then the page's
    last ones."""
    text, starts, ends = view.page.text, view.page.blocks.starts, view.page.blocks.ends
    headlines = view.of("headline")
    block = max(0, view.parts.blocks[headlines[0]] - CLOSE_BEFORE) if headlines else 0
    first = starts[block] if len(starts) else 0
    places = _places(text, first, min(len(text), first + FARTHEST), language)
    places += _places(text, max(first + FARTHEST, len(text) - LAST), len(text), language)
    blocks = dict.fromkeys(bisect_right(starts, place) - 1 for place in sorted(places))
    wanted = [block for block in blocks if SHORTEST_DAY <= ends[block] - starts[block] <= LONGEST_SAID]
    if len(wanted) > MOST_DATED:
        wanted = wanted[:MOST_DATED] + wanted[max(MOST_DATED, len(wanted) - MOST_DATED // 2) :]
    lines = []
    for block in wanted:
        line = view.page.block_text(block)
        moments = find_moments(line, language) if _may_say(view, block, line) else ()
        if moments:
            lines.append((block, line, moments))
    return tuple(lines)


def _may_say(view: View, block: int, line: str) -> bool:
    """Is there a word in a line, or before it, that may tell what its date is? Cheaper than to read the date."""
    before = view.page.block_text(block - 1)[-SAID_REACH:] if block else ""
    lower = f"{before} {line}".lower()
    return _has_any(lower, ASCII_HINTS) or (not lower.isascii() and _has_any(lower, OTHER_HINTS))


def _places(text: str, start: int, end: int, language: str | None) -> list[int]:
    """Where a year may begin."""
    found = []
    for century in (*CENTURIES, *OTHER_CENTURIES.get((language or "").partition("-")[0], ())):
        place = text.find(century, start, end)
        while place >= 0:
            found.append(place)
            place = text.find(century, place + 2, end)
    return found


UPDATE_WORDS = (
    "updat", "modif", "edited", "revis", "aktualis", "zuletzt", "geändert", "mis à jour", "actualiz", "aggiornat",
    "atualiza", "bijgewerkt", "обновл", "изменен", "güncelle", "опресн", "更新", "수정", "cập nhật", "uppdater",
    "oppdater", "opdater", "päivitetty", "zaktualiz", "frissít", "actualitz", "diperbarui", "letzte änderung",
    "last post", "last reply", "latest reply", "last activity", "letzter beitrag", "letzte antwort", "оновлен",
    "upraven", "stand:", "last reviewed", "reviewed on", "ενημ", "تحديث", "به‌روز", "بروزرسانی", "अपडेट", "แก้ไข",
    "ažurirano", "dernier message",
)  # fmt: skip
"""Beginnings of the words that mark a date as that of a change, in lower case."""


HINTS = frozenset(word.split()[0] for word in (*PUBLISHED_WORDS, *UPDATE_WORDS))
"""First words of both: a line without any of them does not say what its date is."""
ASCII_HINTS = tuple(sorted(filter(str.isascii, HINTS)))
OTHER_HINTS = tuple(sorted(HINTS.difference(ASCII_HINTS)))


def is_update(text: str) -> bool:
    """Does a text say that its date is that of a change, or of a later post?"""
    lower = text.lower()
    return bool(lower) and _has_any(lower, ASCII_UPDATE if lower.isascii() else UPDATE_WORDS)


ASCII_UPDATE = tuple(filter(str.isascii, UPDATE_WORDS))


def _has_any(lower: str, words: tuple[str, ...]) -> bool:
    """Does a text hold one of some words? A plain loop, which takes half the time of `any`."""
    for word in words:  # noqa: SIM110
        if word in lower:
            return True
    return False


MEMBER_WORDS = (
    "joined",
    "copyright",
    "registered",
    "member since",
    "mitglied seit",
    "registriert",
    "beigetreten",
    "inscrit",
    "регистр",
)
LONGEST_APART = 60
"""Characters of a line that holds a date and hardly more."""


MOST_APART = 12
"""Short lines at the beginning and at the end of each part that are looked at."""
SHORTEST_DAY = 8
"""Characters of `1.2.2023`."""
FEWEST_DIGITS = 4
"""No full date has fewer."""


def day_in(text: str, language: str | None) -> Moment | None:
    """The first full date of a line; none in a line with few digits."""
    moments = find_moments(text, language)
    return moments[0][2] if moments and sum(map(str.isdigit, text)) >= FEWEST_DIGITS else None


def is_of_a_user(text: str) -> bool:
    """Does a line speak of something else: since when somebody is a member of a forum, a copyright?"""
    return "©" in text or _has_any(text.lower(), MEMBER_WORDS)


def _apart(view: View, language: str | None, limit: str) -> list[Offer]:
    """The one day that short lines of their own name, wherever they stand; nothing where they name several."""
    offers: list[Offer] = []
    starts, ends = view.parts.starts, view.parts.ends
    for part in ("body", "notice", "topic", "bio", "counter"):
        short = [piece for piece in view.of(part) if SHORTEST_DAY <= ends[piece] - starts[piece] <= LONGEST_APART]
        if len(short) > 2 * MOST_APART:
            short = short[:MOST_APART] + short[-MOST_APART:]
        for piece in short:
            text = view.text(piece)
            moment = day_in(text, language)
            if moment and is_possible(moment, limit) and not is_of_a_user(text):
                offers.append((moment, Candidate(text, "visible", view.line(piece), 0.4)))
    return offers if len({moment.day for moment, _ in offers}) == 1 else []


CAPTION_NOTE = "taken from a caption: the page shows no date of its own"
DATELINE_NOTE = "taken from the first lines of the story: the page shows no date of its own"


def _last_resort(view: View, language: str | None, limit: str) -> list[Offer]:
    """A full date in the story's first line, before one of its other lines, or in a caption of the story."""
    offers: list[Offer] = []
    for piece in view.of("body")[:1]:
        text = view.text(piece)[:120]
        moment = parse_moment(text, language)
        is_early = moment is not None and text.find(moment.text or "\0") < 60 and not is_of_a_user(text)
        if moment and moment.day and is_early and is_possible(moment, limit):
            offers.append((moment, Candidate(text, "text", f"dateline in {view.line(piece)}", 0.4)))
    offers = offers or _leading(view, language, limit)
    for piece in () if offers else view.of("headline")[:1]:
        moment = day_in(view.text(piece), language)
        if moment and is_possible(moment, limit):
            offers.append((moment, Candidate(view.text(piece), "text", f"headline in {view.line(piece)}", 0.35)))
    if offers:
        return offers
    for piece in view.of("caption"):
        moment = parse_moment(view.text(piece)[:500], language)
        if moment and moment.day and is_possible(moment, limit):
            offers.append((moment, Candidate(view.text(piece), "caption", f"caption in {view.line(piece)}", 0.4)))
    return offers


def _leading(view: View, language: str | None, limit: str) -> list[Offer]:
    """The day with which a line of the story begins; nothing where lines begin with several, as those of a diary."""
    offers: list[Offer] = []
    for piece in view.of("body")[:MOST_LEADING]:
        text = view.text(piece)
        if not any(map(str.isdigit, text[: LONGEST_START + 1])):
            continue
        text = text[:LONGEST_NEAR]
        moments = find_moments(text, language)
        if moments and moments[0][0] <= LONGEST_START and is_possible(moments[0][2], limit):
            offers.append((moments[0][2], Candidate(text, "text", f"beginning of {view.line(piece)}", 0.4)))
    return offers if len({moment.day for moment, _ in offers}) == 1 else []


MOST_LEADING = 100
"""Lines of the story that are looked at."""
