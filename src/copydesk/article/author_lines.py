"""Lines that name an author by where they stand and where their links lead, whatever they were labelled.

In: a View. Out: candidates, each with the names as shown. Left to others: how far each is trusted (`authors`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copydesk._kernel import CLASS_WORDS, TAGS
from copydesk.article.headline_offers import squeeze
from copydesk.article.view import CODES, View
from copydesk.words import stop_of

LINK = TAGS.index("a")
AUTHOR_ADDRESS = re.compile(
    r"[/?&;](?:(?<=/)(?:authors?|autor(?:es|en|in|i|ka|zy)?|auteurs?|autore|authored-by|by|contributors?|columnists?|journalists?"
    r"|reporters?|editors?|writers?|redakteure?|redacteurs?|newsteam|profiles?|[\w-]+-profiles?|staff|avtor|yazarlar|yazar)/\W*\w"
    r"|(?<=[?&;])author=\w)",
    re.IGNORECASE,
)
"""Takes `/author/jane-roe`, `/profile/jane-roe`, `?author=7`; refuses `/authors` and `/authority/a`."""
WRITERS = ("author", "authors", "autor", "autoren", "autores", "auteur", "auteurs", "autore", "by", "writers")
"""Ends of the address before a writer's own name; `/staff/researchers` names no one."""
MEMBER_ADDRESS = re.compile(
    r"/(?:members?|users?|u|profiles?|author|people|usuarios?|benutzer|mitglieder|utilisateurs?)/\W*\w|/~\w"
    r"|(?:memberlist|member|profile|viewprofile|userinfo)\.(?:php|asp|aspx|html?)\?|action=profile|mode=viewprofile"
    r"|[?&;](?:user|author)=\w",
    re.IGNORECASE,
)
"""Takes `/members/jane.7/`, `/u/jane`, `memberlist.php?mode=viewprofile&u=7`; refuses `/users/` and `/upload/a`."""
STARTER = re.compile(
    r"(?:thread starter|topic starter|original poster|started by|submitted (?:[\w ]{1,30} )?by"
    r"|(?<!last )(?<!latest )post(?:ed)? by|asked by"
    r"|erstellt von|gestartet von|créé par|iniciado por|aperto da|автор(?: темы)?)\s*:?\s+"
    r"(?P<name>\S(?:[^,»|·\n]{0,38}[^\s,»|·])?)",
    re.IGNORECASE,
)
"""Takes `Thread starter jane`, `Post by jane » Sat Feb 24`; refuses `last post by jane`."""
TIME_AFTER = re.compile(
    r"\s+(?:on|at|am|le|el|il|»|\d{1,4}\b|yesterday|today|start date|in|says|said)(?:\s.*)?$", re.IGNORECASE
)
"""Takes ` on May 3` and ` Start date` after a member's name; refuses ` Anderson`."""

LONGEST_LINE = 300
"""Characters of a line whose links are looked at."""
LONGEST_NAME = 60
LONGEST_MEMBER_LINE = 120
LONGEST_PREAMBLE = 60
"""Blocks after these in which a line may say who began the thread: below the rules of a large forum."""
FIRST_POST = 40
"""Blocks from the headline or the first body line in which the first post of a thread names its writer."""
BEFORE_POST = 12
"""Blocks above the first body line that are looked at where a thread's headline was not found."""
ELSEWHERE = frozenset(CODES[part] for part in ("teaser", "comment"))
TEASER = CODES["teaser"]
SIGNATURE = 3
"""Blocks below the story in which a link to an author's page is the story's, whatever its label: teasers begin with a
headline."""
MEMBER_CLASSES = 1 << CLASS_WORDS.index("user") | 1 << CLASS_WORDS.index("author")


def linked_authors(
    view: View, blocks: Sequence[int], codes: dict[int, int]
) -> Iterator[tuple[int, list[tuple[str, bool]]]]:
    """(block, names) of lines near the story with links to an author's page; each with whether its address names it.

    blocks: ascending. codes: part code of each block with a piece.
    A line after `Reviewed by` names no author, nor does one in a teaser that does not stand right below the story.
    """
    page = view.page
    marks, texts = page.marks, page.text
    starts, ends = page.blocks.starts, page.blocks.ends
    body = view.of("body")
    end = view.parts.blocks[body[-1]] if body else len(page.blocks)
    for block in blocks:
        if ends[block] - starts[block] > LONGEST_LINE:
            continue
        if codes.get(block) in ELSEWHERE and not (0 < block - end <= SIGNATURE and codes[block] == TEASER):
            continue
        rows = list(_links(view, block))
        if not rows:
            continue
        names: list[tuple[str, bool]] = []
        for row in rows:
            name = texts[marks.starts[row] : marks.ends[row]].strip()
            if not 1 < len(name) <= LONGEST_NAME:
                continue
            address = page.source_text(marks.value_starts_bytes[row], marks.value_ends_bytes[row])
            if AUTHOR_ADDRESS.search(address):
                before = texts[page.blocks.starts[block] : marks.starts[row]]
                if stop_of(before) is not None:
                    break
                folder, _, last_piece = address.rstrip("/").rpartition("/")
                is_own = folder.endswith(WRITERS) and squeeze(last_piece) == squeeze(name)
                names.append((name, is_own))
        if names and not (block and stop_of(page.block_text(block - 1)[-40:]) is not None):
            yield block, names


def _links(view: View, block: int) -> Iterator[int]:
    """Rows of the links of one block."""
    return (row for row in view.page.blocks.marks_of(block) if view.mark_tags[row] == LINK)


def thread_starter(view: View) -> tuple[int, str, bool] | None:
    """(block, name, is said) of who wrote the first post of a thread: what a line says, else the first link to a
    member, else the first line that is classed as a member's, else what a line further down says; None where there is
    none."""
    window = _first_post(view)
    said = _said_starter(view, window)
    if said is not None:
        return *said, True
    for block in _after_question(view, window):
        name = next(_members(view, block, 0), None)
        if name:
            return block, name, False
    for block in window:
        name = _classed_member(view, block)
        if name:
            return block, name, False
    said = _said_starter(view, range(window.stop, min(len(view.page.blocks), window.stop + LONGEST_PREAMBLE)))
    return None if said is None else (*said, True)


def _said_starter(view: View, blocks: range) -> tuple[int, str] | None:
    """The first of some blocks that says who began the thread, and that name."""
    for block in blocks:
        text = view.page.block_text(block)
        if len(text) <= LONGEST_LINE:
            found = STARTER.search(text) if _may_name_starter(text) else None
            if found is not None:
                starter = next(_members(view, block, found.start()), None) or _bare(found["name"])
                if starter:
                    return block, starter
    return None


def _may_name_starter(text: str) -> bool:
    """Whether `STARTER` has a chance; a text with letters beyond ASCII is left to the pattern itself."""
    lower = text.lower()
    return not text.isascii() or any([word in lower for word in STARTER_WORDS])


STARTER_WORDS = (
    "starter",
    "post",
    "started by",
    "submitted",
    "asked by",
    "erstellt",
    "gestartet",
    "iniciado",
    "aperto",
)
"""What `STARTER` begins with in ASCII."""


def _classed_member(view: View, block: int) -> str | None:
    """A short line in an element that is classed as a member's."""
    if not _classes(view, block) & MEMBER_CLASSES:
        return None
    text = view.page.block_text(block).strip()
    is_name = 1 < len(text) <= LONGEST_MEMBER and len(text.split()) <= 2 and not text.lower().endswith(NO_MEMBER)
    return text if is_name else None


ASKED = re.compile(r"(?:asked|gefragt|formulada|posée|задан)\b.{0,60}\d", re.IGNORECASE)
"""Takes `asked Jul 5, 2011 at 3:34`; refuses `Asked by jane`."""
LONGEST_QUESTION = 200
"""Blocks from a question's headline to the card of who asked it."""
CARD = 5
"""Blocks of such a card."""


def _after_question(view: View, window: range) -> range:
    """The blocks to search for members: the card below `asked` and a time, where a question has one."""
    page = view.page
    for block in range(window.start, min(len(page.blocks), window.start + LONGEST_QUESTION)):
        is_short = page.blocks.ends[block] - page.blocks.starts[block] < LONGEST_NAME
        if is_short and ASKED.match(page.block_text(block)) is not None:
            card = range(block, min(len(page.blocks), block + CARD))
            if any(next(_members(view, near, 0), None) for near in card):
                return card
    return window


LONGEST_MEMBER = 32
"""Characters of a member's name that nothing but its class tells."""


NO_MEMBER = ("offline", "online", "!", ":", "albums")
"""Ends of what a picture of a member, a button or the head of a comment says."""


def _first_post(view: View) -> range:
    blocks = view.parts.blocks
    body, headlines = view.of("body"), view.of("headline")
    first = blocks[body[0]] if body else 0
    start = max(0, first - BEFORE_POST)
    if headlines and blocks[headlines[0]] < first + BEFORE_POST:
        start = max(0, min(blocks[headlines[0]], first) - 2)
    return range(start, min(len(view.page.blocks), max(start, first) + FIRST_POST))


def _members(view: View, block: int, start: int) -> Iterator[str]:
    """Names in links of a line to a member's page, from a character of the line on."""
    page, marks = view.page, view.page.marks
    if page.blocks.ends[block] - page.blocks.starts[block] > LONGEST_MEMBER_LINE:
        return
    for row in _links(view, block):
        if marks.starts[row] < page.blocks.starts[block] + start:
            continue
        name = page.text[marks.starts[row] : marks.ends[row]].strip()
        if (
            1 < len(name) <= LONGEST_MEMBER
            and not name.lower().endswith(NO_MEMBER)
            and MEMBER_ADDRESS.search(page.source_text(marks.value_starts_bytes[row], marks.value_ends_bytes[row]))
        ):
            yield name.removeprefix("@")


def _bare(name: str) -> str:
    return TIME_AFTER.sub("", name).strip(" .:,-–")


def _classes(view: View, block: int) -> int:
    """Class words of a block and of the element that holds it."""
    return int(
        view.page.blocks.class_words[block] | view.page.containers.class_words[view.page.blocks.containers[block]]
    )
