"""What must hold for every table that the kernel gives, whatever the bytes were.

In: the bytes and their table. Out: nothing, or an AssertionError that says which law was broken and where.
"""

from __future__ import annotations

import re

from copydesk import _kernel

COLUMNS: dict[str, tuple[str, ...]] = {
    "blocks": tuple(
        [
            "start",
            "end",
            "source_start",
            "source_end",
            "container",
            "flags",
            "words",
            "link_chars",
            "table",
            "row",
            "column",
            "ordinal",
            "depth",
            "breaks",
            "tag",
            "heading_level",
            "list_depth",
            "class_words",
            "signs",
            "mark_start",
            "mark_end",
        ]
    ),
    "containers": tuple(
        [
            "parent",
            "flags",
            "class_words",
            "class_start",
            "class_end",
            "source_start",
            "first_block",
            "last_block",
            "words",
            "link_chars",
            "depth",
            "tag",
        ]
    ),
    "marks": ("tag", "block", "start", "end", "class_words", "value_start", "value_end"),
    "media": tuple(
        [
            "tag",
            "block",
            "container",
            "source_start",
            "source_end",
            "set_start",
            "set_end",
            "alternate_start",
            "alternate_end",
            "link_start",
            "link_end",
            "width",
            "height",
        ]
    ),
    "head": ("kind", "name_start", "name_end", "value_start", "value_end", "type_start", "type_end"),
    "properties": ("name_start", "name_end", "value_start", "value_end", "start", "end", "scope", "from_attribute"),
    "scopes": ("type_start", "type_end", "name_start", "name_end", "parent"),
}
SPACE = "".join(chr(code) for code in range(33)) + "\xa0"

Columns = dict[str, list[int]]


def as_utf8(content: bytes) -> bytes:
    """The bytes that a table's offsets point into: malformed sequences are U+FFFD there."""
    return content.decode("utf-8", "replace").encode()


def read_columns(table: _kernel.Table) -> dict[str, Columns]:
    """Every array of a table as lists; all columns of an array must be of one length."""
    arrays = {}
    for array, names in COLUMNS.items():
        arrays[array] = {name: table.column(array, name).tolist() for name in names}
        lengths = {len(column) for column in arrays[array].values()}
        assert len(lengths) == 1, f"columns of {array} differ in length: {lengths}"
    return arrays


def check_table(content: bytes, table: _kernel.Table) -> None:
    """Check every law on one table."""
    source, text, arrays = as_utf8(content), table.text, read_columns(table)
    check_blocks(text, arrays["blocks"], len(arrays["containers"]["tag"]))
    check_sources(text, source, arrays["blocks"])
    check_containers(arrays["containers"], arrays["blocks"])
    check_marks(arrays["marks"], arrays["blocks"])
    count = len(arrays["blocks"]["tag"])
    check_features(table, count)
    for block, container in zip(arrays["media"]["block"], arrays["media"]["container"], strict=True):
        assert 0 <= block <= count, f"media before block {block} of {count}"
        assert 0 <= container < len(arrays["containers"]["tag"])
    check_properties(text, arrays["properties"], arrays["scopes"])
    for array in ("containers", "marks", "media", "head", "properties", "scopes"):
        check_ranges(arrays[array], len(source), array)


def check_features(table: _kernel.Table, count: int) -> None:
    """One value a block and feature, and as many hashed words for every block."""
    values, *hashes = table.features()
    assert len(values) == count * len(_kernel.FEATURES)
    assert all(len(words) == count * _kernel.HASHES * 2 for words in hashes)


def check_blocks(text: str, blocks: Columns, containers: int) -> None:
    """Blocks follow one another, none is blank, and joined by one newline they are the text."""
    starts, ends = blocks["start"], blocks["end"]
    assert "\n".join(text[start:end] for start, end in zip(starts, ends, strict=True)) == text
    place = 0
    for start, end in zip(starts, ends, strict=True):
        assert start == place, f"block starts at {start}, not at {place}"
        assert start < end <= len(text) and text[start:end].strip(SPACE), f"blank block at {start}"
        place = end + 1
    known = 1 << len(_kernel.FLAGS)
    assert all(0 <= container < containers for container in blocks["container"])
    assert all(tag < len(_kernel.TAGS) for tag in blocks["tag"])
    assert all(flags < known for flags in blocks["flags"])
    assert all(level <= 6 for level in blocks["heading_level"])
    for words, links, start, end in zip(blocks["words"], blocks["link_chars"], starts, ends, strict=True):
        assert 1 <= words <= end - start, f"{words} words in {end - start} characters"
        assert links <= len(text[start:end].encode()), f"{links} characters of links in {end - start}"
    for signs, start, end in zip(blocks["signs"], starts, ends, strict=True):
        shown = text[start:end]
        assert bool(signs & 1) == (LABEL.match(shown) is not None), f"label of {shown[:40]!r}"
        assert bool(signs & 2) == shown.endswith(")"), f"bracket of {shown[-40:]!r}"


LABEL = re.compile("[^\\n:：»]{2,32}[:：»]")
"""Takes `Read also: `; refuses `a: ` and a line without a colon among its first words."""


def check_sources(text: str, source: bytes, blocks: Columns) -> None:
    """A block's place in the source is in bounds, in order, and begins with the block's first character."""
    last = 0
    rows = zip(blocks["start"], blocks["end"], blocks["source_start"], blocks["source_end"], strict=True)
    for start, end, source_start, source_end in rows:
        assert last <= source_start < source_end <= len(source), f"source {source_start}-{source_end} after {last}"
        piece, shown = source[source_start:source_end].decode().lstrip(SPACE), text[start:end]
        is_indented = shown[0] in SPACE  # only inside `pre`, where tags may follow the white space
        assert is_indented or piece[0] in (shown[0], "&"), f"{piece[:20]!r} is no place of {shown[:20]!r}"
        last = source_end


def check_containers(containers: Columns, blocks: Columns) -> None:
    """Parents come before children and hold their blocks."""
    parents, firsts, lasts = containers["parent"], containers["first_block"], containers["last_block"]
    count = len(blocks["tag"])
    for index, (parent, first, last) in enumerate(zip(parents, firsts, lasts, strict=True)):
        assert (parent == -1) == (index == 0) and parent < index, f"container {index} in {parent}"
        assert first <= last <= count
        if index and first < last:
            assert firsts[parent] <= first and last <= lasts[parent], f"container {index} sticks out of {parent}"
    for block, container in enumerate(blocks["container"]):
        assert firsts[container] <= block < lasts[container], f"block {block} is not in its container {container}"


def check_marks(marks: Columns, blocks: Columns) -> None:
    """A mark stands inside its block; marks come in the order of their blocks, each of which knows its own."""
    own = zip(blocks["mark_start"], blocks["mark_end"], strict=True)
    assert [block for block, rows in enumerate(own) for _ in range(*rows)] == list(marks["block"])
    last = 0
    for block, start, end in zip(marks["block"], marks["start"], marks["end"], strict=True):
        assert last <= block < len(blocks["tag"]), f"mark in block {block} after {last}"
        assert blocks["start"][block] <= start <= end <= blocks["end"][block], f"mark {start}-{end} leaves {block}"
        last = block


def check_properties(text: str, properties: Columns, scopes: Columns) -> None:
    """Properties point into the text and at scopes that are there; scopes nest."""
    for start, end, scope in zip(properties["start"], properties["end"], properties["scope"], strict=True):
        assert 0 <= start <= end <= len(text)
        assert -1 <= scope < len(scopes["parent"])
    assert all(-1 <= parent < index for index, parent in enumerate(scopes["parent"]))


def check_ranges(columns: Columns, length: int, array: str) -> None:
    """Every range of the source lies inside it."""
    for name, starts in columns.items():
        if name.endswith("_start") and f"{name[:-6]}_end" in columns:
            for start, end in zip(starts, columns[f"{name[:-6]}_end"], strict=True):
                assert 0 <= start <= end <= length, f"{array}.{name} {start}-{end} of {length}"
