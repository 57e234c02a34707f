"""Teasers and comments: one record for each group of pieces.

In: the view. Out: Teasers and Comments in page order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from copydesk._kernel import CLASS_WORDS
from copydesk.article.teaser_lines import AUTHOR, FILED, Line, lines_of
from copydesk.article.view import View
from copydesk.records import Comment, Counter, Moment, Teaser
from copydesk.values import (
    DataLine,
    find_agency,
    is_pointer,
    is_section,
    moment_ago,
    parse_byline,
    split_credit,
    split_dataline,
    split_when,
    target_action,
)
from copydesk.words import is_weekday, known_places, lead_of

TITLE_WORDS = 1 << CLASS_WORDS.index("title")
SPONSOR = 1 << CLASS_WORDS.index("sponsor")
REMARK_WORDS = 1 << CLASS_WORDS.index("comment")
LONG_EXCERPT = 12
"""Words: a line longer than the headline that is this long is an excerpt."""
SHORT_LABEL = 4
"""Words of a category at most."""
CUT = ("...", "…", "[…]", "[...]", "→", "»")


def read_teasers(view: View, language: str | None) -> tuple[Teaser, ...]:
    groups = view.grouped("teaser")
    if not groups:
        return ()
    teasers = (_teaser(view, *lines_of(view, pieces), language) for pieces in groups.values())
    return tuple(teaser for teaser in teasers if teaser is not None)


@dataclass(slots=True)
class Draft:
    """The fields of a teaser while its lines are read."""

    category: str | None = None
    abstract: str | None = None
    author: str | None = None
    moment: Moment | None = None
    counters: list[Counter] = field(default_factory=list)


def _teaser(view: View, lines: list[Line], fallback: int | None, language: str | None) -> Teaser | None:
    if len(lines) == 1:
        row = fallback if lines[0].link is None else lines[0].link
        is_lead = lines[0].text.endswith((":", "："))
        is_none = is_lead or is_pointer(lines[0].text) or _names_place(view, row, lines[0].text)
        return None if is_none or _leads_to_file(view, row) else Teaser(lines[0].text, _address(view, row))
    may_tell = _may_tell(view, lines)
    times = [split_when(line.text) if may else None for line, may in zip(lines, may_tell, strict=True)]
    data = [
        _data_of(line.text, language) if may and when is None else None
        for line, may, when in zip(lines, may_tell, times, strict=True)
    ]
    title = _headline_of(view, lines, data, times)
    if title is None or _leads_to_file(view, lines[title].link) or _is_remark(view, lines, title):
        return None
    draft = Draft()
    told = {line.block for line, found, when in zip(lines, data, times, strict=True) if found or when}
    for line in lines:
        line.is_told = line.block in told
    for index, (line, found, when) in enumerate(zip(lines, data, times, strict=True)):
        if index == title:
            continue
        if found is not None:
            draft.author = draft.author or found.author
            draft.moment = draft.moment or _as_written(found, line.text)
            draft.category = draft.category or found.category
            draft.counters.extend(found.counters)
        elif _leads_excerpt(lines, index, lines[title].block):
            lines[index + 1].text = f"{line.text} {lines[index + 1].text}"
        elif _is_lead(line.text) and index + 1 < len(lines):
            lines[index + 1].classes |= AUTHOR
        elif when is not None:
            draft.moment = draft.moment or _moment(view, when[0])
            if when[1] and _is_person(when[1], language):
                draft.author = draft.author or when[1]
            else:
                draft.category = draft.category or when[1] or None
        else:
            _place(view, draft, line, lines[title], is_before=index < title, language=language)
    row = lines[title].link
    if row is None:
        row = next((line.link for line in lines if line.link is not None), fallback)
    is_cut = draft.abstract is not None and draft.abstract.rstrip().endswith(CUT)
    return Teaser(
        lines[title].text, _address(view, row), draft.category, draft.abstract, is_cut, draft.author, draft.moment,
        tuple(draft.counters),
    )  # fmt: skip


def _may_tell(view: View, lines: list[Line]) -> list[bool]:
    """Whether each line may tell a time or an author: no headline does, but what was cut off one in its block may."""
    levels, blocks = view.page.blocks.heading_levels, [line.block for line in lines]
    around = zip(blocks, [-1, *blocks[:-1]], [*blocks[1:], -1], strict=True)
    is_alone = [block not in (before, after) for block, before, after in around]
    return [
        not (line.is_title or (alone and levels[line.block]) or _is_sentence(line))
        for line, alone in zip(lines, is_alone, strict=True)
    ]


def _address(view: View, row: int | None) -> str | None:
    if row is None:
        return None
    marks = view.page.marks
    return view.absolute(marks.value_starts_bytes[row], marks.value_ends_bytes[row])


def _moment(view: View, text: str) -> Moment:
    """A time that the page tells without its day: known where it is known when the page was captured."""
    return moment_ago(text, view.page.capture.captured_at) or Moment("", "unknown", text)


def _as_written(found: DataLine, text: str) -> Moment | None:
    """The moment with all that the line says of it: its label, the day of the week, a clock apart from the day."""
    moment = found.moment
    if moment is None or moment.text is None:
        return moment
    before, _, after = text.partition(moment.text)
    day = before.rstrip(" ,").rpartition(" ")[2]
    if is_weekday(day):
        return replace(moment, text=f"{day}, {moment.text}")
    if found.author or found.category or found.counters or not LABEL.fullmatch(before):
        return moment
    return replace(moment, text=text if CLOCK.search(after) else f"{before}{moment.text}")


LABEL = re.compile(r"(?:[^\W\d_]+:?\s){0,2}")
"""Takes `Updated on ` before a day; refuses `⋅ Comments ⋅ `."""
CLOCK = re.compile(r"\d[:.h]\d\d(?!\s?min)", re.IGNORECASE)
"""Takes the clock of ` | 15:17 Uhr`; refuses the length of ` 01:48 min`."""


def _place(view: View, draft: Draft, line: Line, title: Line, *, is_before: bool, language: str | None) -> None:
    """Give a line without data its place: the author, the category, or the excerpt."""
    text, words = line.text, line.text.count(" ") + 1
    levels = view.page.blocks.heading_levels
    if words < LONG_EXCERPT and line.classes & AUTHOR and not line.classes & FILED:
        draft.author = draft.author or _author(text, language)
    elif words >= LONG_EXCERPT or (not is_before and words > SHORT_LABEL):
        draft.abstract = text if draft.abstract is None else f"{draft.abstract} {text}"
    elif _is_no_name(line, title):
        return
    elif is_before:
        if draft.category is None and (levels[title.block] or not levels[line.block]):
            draft.category = text
    elif draft.author is None and _names_author(view, line, title, language):
        draft.author = _author(text, language)
    elif draft.category is None and (line.is_told or line.classes & FILED or _leads_elsewhere(view, line, title)):
        draft.category = text


def _leads_excerpt(lines: list[Line], index: int, title_block: int) -> bool:
    """Whether a line is the first word of an excerpt, set apart from the rest of it in one block."""
    block, after = lines[index].block, lines[index + 1 : index + 2]
    return block != title_block and any(line.block == block and line.text.count(" ") >= LONG_EXCERPT for line in after)


def _is_no_name(line: Line, title: Line) -> bool:
    """Whether a short line names neither a category nor an author: an amount, a source, a sponsor, the story again."""
    text = line.text
    if line.classes & SPONSOR or text.startswith("©") or not any(map(str.isalpha, text)):
        return True
    if AMOUNT.match(text) or DOMAIN.search(text) or title.text in text:
        return True
    return ":" in text and split_credit(text)[0] is None


AMOUNT = re.compile(r"\d[\d.,]*\s?[KM]?\s?[^\W\d_A-Z]|.*[$€£¥₹]\s?\d")
"""Takes `29 photos`, `711K members`, `Was: $94.95`; refuses `20 Minutes`, `Covid-19`."""
DOMAIN = re.compile(r"(?:^|\s)[\w-]{2,}\.[a-z]{2,}$")
"""Takes `paper.example`, `News of paper.example`; refuses `St. Gallen`."""


def _author(text: str, language: str | None) -> str | None:
    """The names of a line that gives nothing else; all of it but the word before them where they look like none."""
    names = parse_byline(text, language)
    if names and names[0].name in text and names[-1].name in text:
        first, last = names[0].name, names[-1].name
        return text[text.find(first) : text.rfind(last) + len(last)]
    lead = lead_of(text)
    return ", ".join(name.name for name in names) or text[lead[1] if lead is not None else 0 :].strip(" :") or None


def _is_sentence(line: Line) -> bool:
    """Whether a linked line has too few digits among its words to tell a time or a count."""
    text = line.text
    return line.link is not None and text.count(" ") > SHORT_LABEL and len(DIGIT.findall(text)) * 8 < len(text)


def _is_lead(text: str) -> bool:
    """Whether a line is but the `by` before an author."""
    lead = lead_of(text)
    return lead is not None and not text[lead[1] :].strip(" :")


def _is_person(text: str, language: str | None) -> bool:
    """Whether the text is one full name and nothing else."""
    if not 1 <= text.count(" ") < SHORT_LABEL or text[0].islower() or text.lower() in known_places():
        return False
    names = parse_byline(text, language)
    return len(names) == 1 and names[0].type == "Person" and names[0].name == text


def _names_author(view: View, line: Line, title: Line, language: str | None) -> bool:
    """Whether a line after the headline names who wrote it: it leads to an author, or is a bare name."""
    if line.link is not None:
        target = _target(view, line.link)
        if title.link is None or target != _target(view, title.link):
            return any(word in target for word in AUTHOR_PATHS)
        starts = view.page.marks.value_starts_bytes
        if starts[line.link] != starts[title.link]:
            return False  # a second link to the same story, such as `read on`
    return _is_person(line.text, language) or find_agency(line.text) is not None


def _leads_elsewhere(view: View, line: Line, title: Line) -> bool:
    """Whether a line after the headline is a link, but no second one to the same story, such as `read on`."""
    if line.link is None or title.link is None:
        return line.link is not None
    starts, target = view.page.marks.value_starts_bytes, _target(view, line.link)
    is_one_link = starts[line.link] == starts[title.link]
    return is_one_link or target != _target(view, title.link) or target.startswith((b"#", b"javascript:"))


def _target(view: View, row: int) -> bytes:
    marks = view.page.marks
    return view.page.source[marks.value_starts_bytes[row] : marks.value_ends_bytes[row]].lower()


AUTHOR_PATHS = (b"/author", b"/autor", b"/auteur", b"/autore", b"/profil", b"/redakt", b"/journalist", b"/people/")
"""In addresses of the pages about authors."""


def _names_place(view: View, row: int | None, text: str) -> bool:
    """Whether the few words of a link alone name where content is kept: `Top stories`."""
    return text.count(" ") < SHORT_LABEL and row is not None and is_section(_target(view, row))


def _leads_to_file(view: View, row: int | None) -> bool:
    return row is not None and FILE.search(_target(view, row)) is not None


FILE = re.compile(rb"\.(?:mp[34]|m4[av]|ogg|wav|zip|jpe?g|png|gif|webp)$")
"""Takes the target of a song or a picture; refuses `/report.pdf`."""
ONE_COMMENT = re.compile(rb"#[a-z_]*comment[-_]?\d")
"""Takes the target `/story/#comment-12`; refuses `#comments`."""


def _is_remark(view: View, lines: list[Line], title: int) -> bool:
    """Whether it is a reader's comment on another story: `Ann on Ten ferries`, in a list of the latest ones."""
    row = lines[title].link
    if row is not None and target_action(_target(view, row).decode("utf-8", "replace")) == "comment":
        return True
    beside = [line.link for line in lines if line.link is not None and line.block == lines[title].block]
    if any(ONE_COMMENT.search(_target(view, link)) for link in beside):
        return True
    if title == 0 or lines[title].block != lines[title - 1].block:
        return False
    words = lines[title - 1].text.split()
    if len(words) > 1 and words[-1].islower() and len(words[-1]) <= LONGEST_JOINT:
        return True
    containers = view.page.containers
    container = view.page.blocks.containers[lines[title].block]
    for _ in range(3):
        if container < 0:
            return False
        if containers.class_words[container] & REMARK_WORDS:
            return True
        container = containers.parents[container]
    return False


LONGEST_JOINT = 3
"""Letters of the word between the reader and the story: `on`, `bei`, `sur`, `на`."""


DIGIT = re.compile(r"\d")
"""Takes `7`."""
LONGEST_DATA_LINE = 90
"""Characters of a line that only gives author, time and counters."""


def _data_of(text: str, language: str | None) -> DataLine | None:
    """The data of a line that gives nothing else; None for headlines, excerpts and categories."""
    if len(text) > LONGEST_DATA_LINE:
        return None
    has_digit = DIGIT.search(text) is not None
    if not has_digit and not text.lower().startswith(BYLINE_HEADS):
        return None
    line = split_dataline(text, language)
    if line.moment is None and not line.counters and not (line.author and not has_digit):
        return None
    if line.counters and line.moment is None and text.count(" ") > 2:
        return None
    return line


BYLINE_HEADS = ("by ", "von ", "par ", "por ", "di ", "door ", "av ", "af ", "автор", "от ", "作者", "記者", "tekst")


def _headline_of(
    view: View, lines: list[Line], data: list[DataLine | None], times: list[tuple[str, str] | None]
) -> int | None:
    """The headline among the lines of a teaser: in a heading, under a title class, or the longest link."""
    levels = view.page.blocks.heading_levels
    has_links = any(line.link is not None and line.text.count(" ") > 1 for line in lines)
    best, best_rank = None, -4.0
    for index, line in enumerate(lines):
        text = line.text
        if data[index] is not None or times[index] is not None:
            continue
        words = text.count(" ") + 1
        rank = min(words, 12) / 12 + (0.2 if len(text) < 160 else 0)
        if levels[line.block] and (line.link is not None or not has_links):
            rank += 2
        if text.endswith((":", "：")) or not any(map(str.isalpha, text)):
            rank -= 2
        if line.is_title:
            rank += 1
        if line.link is not None:
            rank += 1 if words > 2 or len(text) > 12 else 0.2
        if line.classes & TITLE_WORDS:
            rank += 1
        elif line.classes & FILED:
            rank -= 1
        if text.rstrip().endswith(CUT) and index:
            rank -= 0.8
        if words > SHORT_LABEL and best is not None and lines[best].text.count(" ") + 1 > SHORT_LABEL:
            rank -= 0.4  # of two long lines the first is the headline, the second its excerpt
        if rank > best_rank:
            best, best_rank = index, rank
    return best


def read_comments(view: View, language: str | None) -> tuple[Comment, ...]:
    found = []
    for pieces in view.grouped("comment").values():
        comment = _comment(view, pieces, language)
        if comment is not None:
            found.append(comment)
    return tuple(found)


LONGEST_NAME = 40


def _without_verb(name: str) -> str:
    """A reader's name without the `says` after it."""
    first, space, last = name.rpartition(" ")
    return first if space and last.lower() in SPEAKS else name


SPEAKS = frozenset(
    "says said wrote writes sagt sagte schreibt schrieb dit écrit dice dijo scrive говорит пишет mówi".split()
)


def _comment(view: View, pieces: list[int], language: str | None) -> Comment | None:
    author: str | None = None
    moment: Moment | None = None
    counters: list[Counter] = []
    texts: list[str] = []
    for index, piece in enumerate(pieces):
        text = view.text(piece)
        line = _data_of(text, language) if index < 4 or len(text) < 30 else None
        if line is not None and not (texts and len(text) > LONGEST_DATA_LINE):
            author = author or line.author
            moment = moment or line.moment
            counters.extend(line.counters)
        elif author is None and not texts and len(text) <= LONGEST_NAME and text.count(" ") < 5:
            author = _without_verb(text.rstrip(": "))
        else:
            texts.append(text)
    if not texts:
        return None
    texts = [text for text in texts if len(text) > 3 and (text.count(" ") or len(texts) == 1)] or texts
    return Comment("\n".join(texts), author, moment, tuple(counters))
