"""Whatever the bytes are, the kernel gives a table that keeps the laws."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest
from giants import GIANTS, make_giant
from hypothesis import example, given, settings
from hypothesis import strategies as st
from laws import check_table
from mutation import BAD_UTF8, SOUP, mutate, soup

from copydesk import _kernel

EXAMPLES = Path(__file__).parents[2] / "examples"
PIECES = [piece.replace(b"\x00", b" ") for piece in SOUP] + list(BAD_UTF8) + [b"word", b" ", b"\n", "é".encode()]
SEEDS = st.integers(0, 2**32)
GIANT_BYTES = 60_000


def _check(content: bytes) -> None:
    check_table(content, _kernel.read_html(content))
    check_table(content, _kernel.read_text(content))


@given(st.lists(st.sampled_from(PIECES), max_size=60).map(b"".join))
@example(b"")
@example(b"<")
@example(b"\xef\xbb\xbf")
@example(b"<pre>\xc2\xa0")
@example(b"<a><b hidden>x<a>y")
def test_tag_soup_keeps_the_laws(content: bytes) -> None:
    """Offsets that leave their bounds or blocks that overlap would corrupt everything downstream."""
    _check(content)


@given(st.binary(max_size=300))
def test_any_bytes_keep_the_laws(content: bytes) -> None:
    """Captures hold images, archives and noise that call themselves HTML."""
    _check(content)


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_broken_example_pages_keep_the_laws(seed: int) -> None:
    """Real pages arrive cut, garbled and pasted together."""
    random = Random(seed)
    path = random.choice(sorted(EXAMPLES.glob("*.*")))
    _check(mutate(path.read_bytes(), random))


@given(st.text(max_size=200), st.sampled_from(["p", "pre", "textarea", "xmp", "td"]))
def test_text_comes_back_as_it_was_written(text: str, tag: str) -> None:
    """Nothing but white space may change between what a page says and what is read."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    shown = _kernel.read_html(f"<{tag}>{text if tag == 'xmp' else escaped}".encode("utf-8", "replace")).text
    if tag == "xmp" and "<" in text:
        return
    expected = text.encode("utf-8", "replace").decode()
    assert _squeeze(shown) == _squeeze(expected)


def _squeeze(text: str) -> str:
    return "".join(char for char in text if char > " " and char != "\xa0")


@pytest.mark.parametrize("name", sorted(GIANTS))
def test_giant_keeps_the_laws(name: str) -> None:
    """One construct repeated without end is how readers crash, hang or eat all memory."""
    content = make_giant(name, GIANT_BYTES)
    table = _kernel.read_html(content)
    rows = sum(len(table.column(array, "tag")) for array in ("blocks", "containers", "marks", "media"))
    assert rows <= 2 * len(content)
    check_table(content, table)


@pytest.mark.parametrize("bad", BAD_UTF8, ids=lambda bad: bad.hex())
def test_malformed_utf8_becomes_replacement_characters(bad: bytes) -> None:
    """One bad byte must not cost the page: the rest is read, and the fault is counted."""
    content = b"<p>before " + bad + b" after</p>"
    text = _kernel.read_html(content).text
    assert text.startswith("before ") and text.endswith(" after")
    assert (_kernel.malformed(content) > 0) == ("\ufffd" in text)
    assert _kernel.malformed(content) == _malformed_by_python(content)


def _malformed_by_python(content: bytes) -> int:
    return content.decode("utf-8", "replace").count("\ufffd") - content.count("\ufffd".encode())


@given(st.binary(max_size=40))
def test_malformed_count_is_that_of_the_standard(content: bytes) -> None:
    """The count goes into the page's evidence; it follows the maximal-subpart rule as browsers do."""
    assert _kernel.malformed(content) == _malformed_by_python(content)


def test_two_threads_read_the_same_as_one() -> None:
    """The GIL is released while reading: nothing may be shared between two reads."""
    pages = [soup(Random(seed), 4000) for seed in range(24)]
    alone = [_shape(page) for page in pages]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(_shape, pages * 2)) == alone * 2


def _shape(page: bytes) -> tuple[str, list[int], list[int]]:
    table = _kernel.read_html(page)
    return table.text, table.column("blocks", "flags").tolist(), table.column("marks", "start").tolist()


def test_column_outlives_its_table() -> None:
    """Columns are views on the kernel's memory: a view must keep it alive."""
    column = _kernel.read_html(b"<p>a</p>" * 1000).column("blocks", "start")
    assert column.readonly
    assert column.tolist() == list(range(0, 2000, 2))


def test_unknown_column_is_a_key_error() -> None:
    """A misspelt name must not read foreign memory."""
    table = _kernel.read_html(b"a")
    with pytest.raises(KeyError):
        table.column("blocks", "nothing")
    with pytest.raises(KeyError):
        table.column("nothing", "start")
