"""Pictures of the story with their captions and credits.

In: the view, and where each passage begins. Out: Images in page order; a caption whose picture is not there (a text
capture) still gives one, without an address.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

from copydesk._kernel import CLASS_WORDS, FLAGS, TAGS
from copydesk.article.claims import Claims
from copydesk.article.view import View
from copydesk.records import Image
from copydesk.values import bare_credit, split_credit, strip_lead

IMAGE_TAGS = frozenset(TAGS.index(name) for name in ("img", "image"))
SMALLEST = 80
"""Pixels a side; smaller pictures are icons, avatars and counters."""
NEAR = 3
"""Blocks between a picture and its caption, or between a caption and its credit: a control may stand there."""
MOST_IMAGES = 60
FIGURE = FLAGS["figure"]
AUTHOR = 1 << CLASS_WORDS.index("author")
CREDIT_TAGS = frozenset(TAGS.index(name) for name in ("cite", "small"))
"""Inline elements that hold the source of a picture."""
CREDIT_CLASSES = (b"credit", b"copyright", b"photographer", b"fotograf", b"attribution", b"courtesy", b"kreditierung")
"""In names of classes."""
MOST_CREDIT_WORDS = 12
STOPS = frozenset('.)!?"”»。')
"""Between these and the first letter of another element stands no space, yet a line ends."""
FILE_NAME = re.compile(r"[\w\-.,()%]+\.(?:jpe?g|png|gif|webp|svg|tiff?|mp[34])", re.IGNORECASE)
"""Takes `river_2.jpg`, which describes nothing; refuses `At the river.`"""

Text = tuple[int, int, str | None, str | None]
"""First block, last block, caption, credit."""


def read_images(view: View, firsts: tuple[int, ...], claims: Claims) -> tuple[Image, ...]:
    """Images between the headline and the end of the body, and all captioned ones."""
    parts = view.parts
    pictures = _pictures(view)
    starts = [parts.blocks[piece] for piece in firsts]
    used: set[int] = set()
    found: list[tuple[int, int | None, str | None, str | None]] = []
    for first, last, caption, credit in _captions(view, pictures):
        row = _nearest(view, pictures, first, last, used)
        if row is not None:
            used.add(row)
        elif credit is None and not _has_medium(view, first, last):
            continue
        found.append((first, row, caption, credit))
    low, high = _story_range(view)
    found += [(block, row, None, None) for row, block in pictures if row not in used and low <= block <= high]
    if not found:
        for claim in claims.of("image")[:1]:
            return (Image(view.base.resolve(claim.value)),)
    found.sort(key=lambda item: item[0])
    return tuple(
        _image(view, row, caption, credit, _passage_at(starts, block))
        for block, row, caption, credit in found[:MOST_IMAGES]
    )


def _captions(view: View, pictures: list[tuple[int, int]]) -> list[Text]:
    """(first block, last block, caption, credit) of each text of pictures, every text once.

    A credit on a line of its own belongs to the caption right above it, else to the one right below it.
    """
    groups = _caption_groups(view, pictures)
    found: list[tuple[list[int], str | None, str | None]] = []
    said: set[tuple[str | None, str | None]] = set()
    for pieces in groups:
        caption, credit = _split(view, pieces)
        if caption is None and credit is None:
            continue
        if found and pieces[0] - found[-1][0][-1] <= NEAR:
            before, above, by = found[-1]
            is_again = caption == above and by is None
            if (caption is None and by is None) or (above is None and credit is None) or is_again:
                found[-1] = ([*before, *pieces], above or caption, credit or by)
                said.add(found[-1][1:])
                continue
            if caption is None and credit == by:
                continue
        if (caption, credit) in said:
            continue
        said.add((caption, credit))
        found.append((pieces, caption, credit))
    blocks = view.parts.blocks
    return [(blocks[pieces[0]], blocks[pieces[-1]], caption, credit) for pieces, caption, credit in found]


def _caption_groups(view: View, pictures: list[tuple[int, int]]) -> list[list[int]]:
    """Pieces of one picture together; outside a figure a picture between two lines parts them."""
    blocks, flags, groups = view.parts.blocks, view.page.blocks.flags, view.parts.groups
    at = {block for _, block in pictures}
    found: list[list[int]] = []
    for pieces in view.grouped("caption").values():
        run = [pieces[0]]
        for piece in pieces[1:]:
            if blocks[piece] in at and not flags[blocks[piece]] & FIGURE:
                found.append(run)
                run = []
            run.append(piece)
        found.append(run)
    found += [[piece] for piece in view.of("caption") if groups[piece] < 0]
    return sorted(found)


def _split(view: View, pieces: list[int]) -> tuple[str | None, str | None]:
    """Caption and credit of a group: by the words, else by what the markup calls a credit."""
    lines: list[str] = []
    credits: list[str] = []
    for piece in pieces:
        rows = view.page.blocks.marks_of(view.parts.blocks[piece])
        cut = _credit_start(view, piece, rows)
        for line in _lines(view, piece, rows, cut):
            if not any(line in other for other in lines):
                lines.append(line)
        if cut is not None:
            credits.append(view.text(piece)[cut - view.parts.starts[piece] :].strip())
    if len(lines) == 1 and FILE_NAME.fullmatch(lines[0]):
        return None, None
    text = "\n".join(lines)
    caption, credit = split_credit(text)
    if credit is None and not credits and len(lines) > 1:
        # a credit above its caption
        first = split_credit(lines[0])
        caption, credit = ("\n".join(lines[1:]), first[1]) if first[0] is None else (caption, None)
    if credit is None and credits:
        kept = "\n".join(line for line in lines if line not in credits)
        return (strip_lead(kept) or None), bare_credit(credits[-1])
    return (strip_lead(caption) if caption else None), credit


def _lines(view: View, piece: int, rows: range, cut: int | None) -> list[str]:
    """The lines of a piece; where one element ends and another begins without a space, another line begins."""
    text, start, end = view.parts.text, view.parts.starts[piece], view.parts.ends[piece]
    marks = view.page.marks
    cuts = {start} if cut is None else {start, cut}
    for row in rows:
        for place in (marks.starts[row], marks.ends[row]):
            if not start < place < end or not text[place].isalnum():
                continue
            if text[place - 1].isalnum() or text[place - 1] in STOPS:
                cuts.add(place)
    places = sorted(cuts)
    return [line for low, high in pairwise([*places, end]) if (line := text[low:high].strip())]


def _credit_start(view: View, piece: int, rows: range) -> int | None:
    """Where in the text that begins which the markup calls a credit: the end of a line, or all of a short one."""
    page, start, end = view.page, view.parts.starts[piece], view.parts.ends[piece]
    marks = page.marks
    for row in rows:
        if (marks.tags[row] in CREDIT_TAGS or marks.class_words[row] & AUTHOR) and marks.ends[row] >= end:
            low = max(start, marks.starts[row])
            return low if page.text.count(" ", low, end) < MOST_CREDIT_WORDS else None
    if page.text.count(" ", start, end) >= MOST_CREDIT_WORDS:
        return None
    container = page.blocks.containers[view.parts.blocks[piece]]
    for _ in range(2):
        if container < 0:
            break
        low, high = page.containers.class_starts_bytes[container], page.containers.class_ends_bytes[container]
        name = page.source[low:high].lower()
        if any(word in name for word in CREDIT_CLASSES) and b"caption" not in name:
            return start
        container = page.containers.parents[container]
    return None


def _pictures(view: View) -> list[tuple[int, int]]:
    """(row, block before which it stands) of each picture that may belong to a story."""
    media = view.page.media
    found = []
    for row, tag in enumerate(media.tags.tolist()):
        if tag not in IMAGE_TAGS:
            continue
        width, height = media.widths[row], media.heights[row]
        if (width and width < SMALLEST) or (height and height < SMALLEST):
            continue
        if media.source_ends_bytes[row] or media.set_ends_bytes[row]:
            found.append((row, media.blocks[row]))
    return found


def _nearest(view: View, pictures: list[tuple[int, int]], first: int, last: int, used: set[int]) -> int | None:
    """The picture of a caption: the last one just before it, else the first one just after it."""
    before = [row for row, block in pictures if first - NEAR <= block <= first and row not in used]
    if before:
        return before[-1]
    after = [row for row, block in pictures if last < block <= last + NEAR and row not in used]
    return after[0] if after else None


def _has_medium(view: View, first: int, last: int) -> bool:
    """Whether a text without credit stands by anything that it may describe; where markup is gone nobody knows."""
    if view.page.capture.media_type == "text/plain" or view.page.blocks.flags[first] & FIGURE:
        return True
    return any(first - NEAR <= block <= last + NEAR for block in view.page.media.blocks)


def _image(view: View, row: int | None, caption: str | None, credit: str | None, passage: int | None) -> Image:
    if row is None:
        return Image(None, caption, credit, passage=passage)
    media, page = view.page.media, view.page
    end = media.alternate_ends_bytes[row]
    alternate = page.source_text(media.alternate_starts_bytes[row], end) if end else None
    return Image(
        content_url=_address(view, row),
        caption=caption,
        credit_text=credit,
        alternate_text=alternate or None,
        width=media.widths[row] or None,
        height=media.heights[row] or None,
        passage=passage,
    )


def _address(view: View, row: int) -> str | None:
    """The widest picture of the set where there is one, else the source."""
    media = view.page.media
    address = None
    if media.set_ends_bytes[row]:
        address = _widest(view.page.source_text(media.set_starts_bytes[row], media.set_ends_bytes[row]))
    if address is None:
        address = view.page.source_text(media.source_starts_bytes[row], media.source_ends_bytes[row])
    return None if address.startswith("data:") else view.base.resolve(address)


def _widest(choices: str) -> str | None:
    """The address with the largest descriptor of a `srcset`; None where none is an address."""
    best, best_size = None, -1.0
    for choice in choices.split(", "):
        address, _, descriptor = choice.strip().rstrip(",").partition(" ")
        try:
            size = float(descriptor.strip()[:-1]) if descriptor else 1.0
        except ValueError:
            size = 0.0
        if address and size > best_size and not address.startswith("data:"):
            best, best_size = address, size
    return best


def _story_range(view: View) -> tuple[int, int]:
    """Blocks from the headline (or the body's beginning) to the body's end; empty where there is no body."""
    body = view.of("body")
    if not body:
        return 1, 0
    blocks = view.parts.blocks
    headlines = [blocks[piece] for piece in view.of("headline") if blocks[piece] <= blocks[body[0]]]
    return (headlines[-1] if headlines else blocks[body[0]]), blocks[body[-1]]


def _passage_at(starts: list[int], block: int) -> int | None:
    return bisect_left(starts, block) if starts else None
