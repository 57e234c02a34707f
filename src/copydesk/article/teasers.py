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
from copydesk.values import DataLine, find_agency, moment_ago, parse_byline, split_dataline, split_when
from copydesk.words import is_weekday, lead_of

TITLE_WORDS = 1 << CLASS_WORDS.index("title")
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
        return Teaser(lines[0].text, _address(view, fallback if lines[0].link is None else lines[0].link))
    levels = view.page.blocks.heading_levels
    may_tell = [not (line.is_title or levels[line.block] or _is_sentence(line)) for line in lines]
    times = [split_when(line.text) if may else None for line, may in zip(lines, may_tell, strict=True)]
    data = [
        _data_of(line.text, language) if may and when is None else None
        for line, may, when in zip(lines, may_tell, times, strict=True)
    ]
    title = _headline_of(view, lines, data, times)
    if title is None or _is_remark(view, lines, title):
        return None
    draft = Draft()
    for index, (line, found, when) in enumerate(zip(lines, data, times, strict=True)):
        if index == title:
            continue
        if found is not None:
            draft.author = draft.author or found.author
            draft.moment = draft.moment or _with_weekday(found.moment, line.text)
            draft.category = draft.category or found.category
            draft.counters.extend(found.counters)
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


def _address(view: View, row: int | None) -> str | None:
    if row is None:
        return None
    marks = view.page.marks
    return view.absolute(marks.value_starts_bytes[row], marks.value_ends_bytes[row])


def _moment(view: View, text: str) -> Moment:
    """A time that the page tells without its day: known where it is known when the page was captured."""
    return moment_ago(text, view.page.capture.captured_at) or Moment("", "unknown", text)


def _with_weekday(moment: Moment | None, text: str) -> Moment | None:
    """The moment with the day of the week that the page wrote before it."""
    if moment is None or moment.text is None or not text.endswith(moment.text):
        return moment
    before = text[: -len(moment.text)].strip(" ,")
    return replace(moment, text=text) if before and is_weekday(before) else moment


def _place(view: View, draft: Draft, line: Line, title: Line, *, is_before: bool, language: str | None) -> None:
    """Give a line without data its place: the author, the category, or the excerpt."""
    text, words = line.text, line.text.count(" ") + 1
    levels = view.page.blocks.heading_levels
    if words < LONG_EXCERPT and line.classes & AUTHOR and not line.classes & FILED:
        draft.author = draft.author or _author(text, language)
    elif words >= LONG_EXCERPT or (not is_before and words > SHORT_LABEL):
        draft.abstract = text if draft.abstract is None else f"{draft.abstract} {text}"
    elif not any(map(str.isalpha, text)) or text.startswith("©"):
        return
    elif is_before:
        if draft.category is None and (levels[title.block] or not levels[line.block]):
            draft.category = text
    elif draft.author is None and _names_author(view, line, title, language):
        draft.author = _author(text, language)
    elif draft.category is None and (line.classes & FILED or _leads_elsewhere(view, line, title)):
        draft.category = text


def _author(text: str, language: str | None) -> str | None:
    """The names of a line that gives nothing else; all of it but the word before them where they look like none."""
    names = ", ".join(name.name for name in parse_byline(text, language))
    lead = lead_of(text)
    return names or text[lead[1] if lead is not None else 0 :].strip(" :") or None


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
    if not 1 <= text.count(" ") < SHORT_LABEL or text[0].islower():
        return False
    names = parse_byline(text, language)
    return len(names) == 1 and names[0].type == "Person" and names[0].name == text


def _names_author(view: View, line: Line, title: Line, language: str | None) -> bool:
    """Whether a line after the headline names who wrote it: it leads to an author, or is a bare name."""
    if line.link is not None:
        target = _target(view, line.link)
        if title.link is None or target != _target(view, title.link):
            return any(word in target for word in AUTHOR_PATHS)
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


def _is_remark(view: View, lines: list[Line], title: int) -> bool:
    """Whether it is a reader's comment on another story: `Ann on Ten ferries`, in a list of the latest ones."""
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
        if text.endswith((":", "：")):
            rank -= 2
        if line.is_title:
            rank += 1
        if line.link is not None:
            rank += 1 if words > 2 or len(text) > 12 else 0.2
        if line.classes & TITLE_WORDS:
            rank += 1
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
