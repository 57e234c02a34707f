"""Pictures of the story with their captions and credits.

In: the view, and where each passage begins. Out: Images in page order; a caption whose picture is not there (a text
capture) still gives one, without an address.
"""

from __future__ import annotations

from copydesk._kernel import TAGS
from copydesk.article.claims import Claims
from copydesk.article.view import View
from copydesk.records import Image
from copydesk.values import split_credit

IMAGE_TAGS = frozenset(TAGS.index(name) for name in ("img", "image"))
SMALLEST = 80
"""Pixels a side; smaller pictures are icons, avatars and counters."""
NEAR = 3
"""Blocks between a picture and its caption."""
MOST_IMAGES = 60


def read_images(view: View, firsts: tuple[int, ...], claims: Claims) -> tuple[Image, ...]:
    """Images between the headline and the end of the body, and all captioned ones."""
    parts = view.parts
    pictures = _pictures(view)
    starts = [parts.blocks[piece] for piece in firsts]
    captions = [
        (parts.blocks[pieces[0]], parts.blocks[pieces[-1]], _joined(view, pieces)) for pieces in _caption_groups(view)
    ]
    used: set[int] = set()
    found: list[tuple[int, Image]] = []
    said: set[str] = set()
    for first, last, text in captions:
        if text in said:
            continue
        said.add(text)
        row = _nearest(view, pictures, first, last, used)
        caption, credit = split_credit(text)
        if row is not None:
            used.add(row)
        found.append((first, _image(view, row, caption, credit, _passage_at(starts, first))))
    low, high = _story_range(view)
    for row, block in pictures:
        if row not in used and low <= block <= high:
            found.append((block, _image(view, row, None, None, _passage_at(starts, block))))
    if not found:
        for claim in claims.of("image")[:1]:
            return (Image(view.base.resolve(claim.value)),)
    found.sort(key=lambda item: item[0])
    return tuple(image for _, image in found[:MOST_IMAGES])


def _caption_groups(view: View) -> list[list[int]]:
    grouped = view.grouped("caption")
    loose = [[piece] for piece in view.of("caption") if view.parts.groups[piece] < 0]
    return sorted([*grouped.values(), *loose])


def _joined(view: View, pieces: list[int]) -> str:
    """The lines of a caption; where one element ends in the middle of a word, another line begins."""
    parts = view.parts
    cuts = {parts.starts[piece] for piece in pieces}
    marks = view.page.marks
    for row in view.marks_in(parts.blocks[piece] for piece in pieces):
        for cut in (marks.starts[row], marks.ends[row]):
            if 0 < cut < len(parts.text) and parts.text[cut - 1].isalnum() and parts.text[cut].isalnum():
                cuts.add(cut)
    lines = []
    for piece in pieces:
        places = sorted(cut for cut in cuts if parts.starts[piece] <= cut < parts.ends[piece])
        ends = [*places[1:], parts.ends[piece]]
        lines += [parts.text[start:end].strip() for start, end in zip(places, ends, strict=True)]
    return "\n".join(lines)


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


def _image(view: View, row: int | None, caption: str | None, credit: str | None, passage: int | None) -> Image:
    if row is None:
        return Image(None, caption, credit, passage=passage)
    media, page = view.page.media, view.page
    alternate = page.source_text(media.alternate_starts_bytes[row], media.alternate_ends_bytes[row])
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
    for number, start in enumerate(starts):
        if start >= block:
            return number
    return len(starts) if starts else None
