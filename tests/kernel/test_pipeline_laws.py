"""Whatever a capture holds: its reading accounts for each visible character once, and ends in a record or an error."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from random import Random

import pytest
from giants import GIANTS, make_giant
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mutation import BAD_UTF8, SOUP, mutate

import copydesk
from copydesk import _kernel
from copydesk.page import read_page
from copydesk.parts import label_page
from copydesk.pipeline import read_capture
from copydesk.records import PARTS, Capture

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.[ht][tx]*"))
PIECES = [piece.replace(b"\x00", b" ") for piece in SOUP] + list(BAD_UTF8)
LINES = [
    b"By Jane Doe 2024-05-06 19:12:20 0 2K ",
    b"12 comments ",
    b"Nov. 9, 2023 4:12 pm ",
    b"Reuters ",
    b"\n",
    b"ok. ",
]
MEDIA_TYPES = st.sampled_from(["text/html", "text/plain"])
GIANT_BYTES = 20_000


def _check_coverage(content: bytes, media_type: str) -> None:
    """Parts are in order, do not overlap, and leave only white space between them."""
    page = read_page(Capture(content, source="<bytes>", media_type=media_type))
    parts = label_page(page)
    assert parts.text == page.text
    place = 0
    for part in parts:
        assert place <= part.start < part.end <= len(page.text)
        assert not page.text[place : part.start].strip(), f"{page.text[place : part.start]!r} is in no part"
        assert part.part in PARTS and 0.0 <= part.score <= 1.0
        assert 0 <= part.source_start_bytes <= part.source_end_bytes <= len(page.source)
        place = part.end
    assert not page.text[place:].strip(), f"{page.text[place:]!r} is in no part"


@given(st.lists(st.sampled_from(PIECES + LINES), max_size=50).map(b"".join), MEDIA_TYPES)
@settings(deadline=None)
@example(b"", "text/html")
@example(b"By Jane Doe | 9 Nov 2023 | 12 comments", "text/plain")
def test_each_visible_character_is_in_exactly_one_part(content: bytes, media_type: str) -> None:
    """A reader must be able to trust that nothing on the page was lost or told twice."""
    _check_coverage(content.decode("utf-8", "replace").encode(), media_type)


@given(st.integers(0, 2**32), MEDIA_TYPES)
@settings(max_examples=40, deadline=None)
def test_broken_examples_are_covered_whole(seed: int, media_type: str) -> None:
    """The same on real pages that arrive cut or garbled."""
    random = Random(seed)
    broken = mutate(random.choice(EXAMPLES).read_bytes(), random)
    _check_coverage(broken.decode("utf-8", "replace").encode(), media_type)


def test_one_bad_byte_moves_no_offset() -> None:
    """A page with one cut character must keep its links and its JSON-LD."""
    story = "<p>Много хороших слов подряд</p>" * 9
    content = f'{story}<p>х</p><a href="/next">ещё</a><script type="application/ld+json">{{"a": 1}}</script>'.encode()
    page = read_page(Capture(content.replace("х</p><a".encode(), b"\xff</p><a"), source="<bytes>", charset="utf-8"))
    starts, ends = page.marks.value_starts_bytes, page.marks.value_ends_bytes
    assert page.source_text(starts[0], ends[0]) == "/next"
    assert page.head.json_ld == ('{"a": 1}',)


@given(st.integers(0, 2**32), MEDIA_TYPES)
@settings(max_examples=40, deadline=None)
def test_broken_capture_gives_the_same_record_twice(seed: int, media_type: str) -> None:
    """Bytes of any kind give a record, and always the same one."""
    random = Random(seed)
    capture = Capture(mutate(random.choice(EXAMPLES).read_bytes(), random), source="<bytes>", media_type=media_type)
    article = read_capture(capture)
    assert article == read_capture(capture)
    assert article.article_body or article.refusal is not None


@given(st.binary(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=30).map(b"".join))
@settings(deadline=None)
def test_any_bytes_give_an_article_or_a_typed_error(content: bytes) -> None:
    """No input may crash or end silently empty."""
    try:
        article = copydesk.read(content)
    except copydesk.InputError as error:
        assert error.detail
        return
    assert article.article_body or article.refusal is not None


@pytest.mark.parametrize("name", sorted(GIANTS))
def test_giant_gives_an_article_or_a_typed_error(name: str) -> None:
    """One construct repeated without end must not hang a room behind the kernel."""
    try:
        article = copydesk.read(make_giant(name, GIANT_BYTES))
    except copydesk.InputError as error:
        assert error.detail
        return
    assert article.article_body or article.refusal is not None


@cache
def _weights() -> bytes:
    return (files("copydesk") / "weights" / "html.cdkm").read_bytes()


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_damaged_weights_are_refused_or_stay_in_bounds(data: st.DataObject) -> None:
    """A damaged file must not read foreign memory: it is refused, or its labels are labels."""
    broken = bytearray(_weights())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, 400) | st.integers(0, len(broken) - 1))
        broken[place] = data.draw(st.integers(0, 255))
    content = bytes(broken[: data.draw(st.integers(0, len(broken)) | st.just(len(broken)))])
    try:
        model = _kernel.Model(content)
    except ValueError:
        return
    codes, scores, *_ = model.label(_kernel.read_html(b"<p>a</p><p>By b</p>"))
    assert len(codes) == 2 and all(code < len(PARTS) for code in codes)
    assert len(scores) == 8
