"""Capture to Page: decode the bytes, let the kernel build the table, hang the head beside it.

In: a Capture. Out: a Page; nothing on it is judged.
Left to others: what the blocks are for (`parts`), what the head's claims are worth (`article`).
"""

from __future__ import annotations

from copydesk import _kernel
from copydesk.page.decode import decode
from copydesk.records import (
    Blocks,
    Capture,
    Containers,
    Head,
    HeadLink,
    Marks,
    Media,
    Page,
    Property,
    Scope,
    attribute_text,
)

TITLE, META, LINK, JSON_LD, BASE, LANG = range(1, 7)
"""Kinds of rows in the kernel's head table."""


def read_page(capture: Capture) -> Page:
    """Read a capture with markup or without (by its media type).

    Returns: a Page; its text is empty where the capture shows none.
    Raises: MemoryError when the page does not fit; nothing else, whatever the bytes.
    """
    source, encoding = decode(capture.content, capture.charset, capture.media_type)
    read = _kernel.read_text if capture.media_type == "text/plain" else _kernel.read_html
    table = read(source)
    text = table.text
    return Page(
        capture=capture,
        source=source,
        text=text,
        blocks=_blocks(table),
        containers=_containers(table),
        marks=_marks(table),
        media=_media(table),
        head=_head(table, source, text),
        encoding=encoding,
        table=table,
    )


def _blocks(table: _kernel.Table) -> Blocks:
    column = table.column
    return Blocks(
        starts=column("blocks", "start"),
        ends=column("blocks", "end"),
        source_starts_bytes=column("blocks", "source_start"),
        source_ends_bytes=column("blocks", "source_end"),
        containers=column("blocks", "container"),
        tags=column("blocks", "tag"),
        flags=column("blocks", "flags"),
        heading_levels=column("blocks", "heading_level"),
        list_depths=column("blocks", "list_depth"),
        list_ordinals=column("blocks", "ordinal"),
        tables=column("blocks", "table"),
        rows=column("blocks", "row"),
        columns=column("blocks", "column"),
        breaks=column("blocks", "breaks"),
        words=column("blocks", "words"),
        link_chars=column("blocks", "link_chars"),
        class_words=column("blocks", "class_words"),
    )


def _containers(table: _kernel.Table) -> Containers:
    column = table.column
    return Containers(
        parents=column("containers", "parent"),
        tags=column("containers", "tag"),
        flags=column("containers", "flags"),
        class_words=column("containers", "class_words"),
        first_blocks=column("containers", "first_block"),
        last_blocks=column("containers", "last_block"),
        words=column("containers", "words"),
        class_starts_bytes=column("containers", "class_start"),
        class_ends_bytes=column("containers", "class_end"),
    )


def _marks(table: _kernel.Table) -> Marks:
    column = table.column
    return Marks(
        tags=column("marks", "tag"),
        blocks=column("marks", "block"),
        starts=column("marks", "start"),
        ends=column("marks", "end"),
        class_words=column("marks", "class_words"),
        value_starts_bytes=column("marks", "value_start"),
        value_ends_bytes=column("marks", "value_end"),
    )


def _media(table: _kernel.Table) -> Media:
    column = table.column
    return Media(
        tags=column("media", "tag"),
        blocks=column("media", "block"),
        containers=column("media", "container"),
        source_starts_bytes=column("media", "source_start"),
        source_ends_bytes=column("media", "source_end"),
        set_starts_bytes=column("media", "set_start"),
        set_ends_bytes=column("media", "set_end"),
        alternate_starts_bytes=column("media", "alternate_start"),
        alternate_ends_bytes=column("media", "alternate_end"),
        widths=column("media", "width"),
        heights=column("media", "height"),
        link_starts_bytes=column("media", "link_start"),
        link_ends_bytes=column("media", "link_end"),
    )


def _ranges(table: _kernel.Table, array: str, name: str) -> tuple[list[int], list[int]]:
    return table.column(array, f"{name}_start").tolist(), table.column(array, f"{name}_end").tolist()


def _head(table: _kernel.Table, source: bytes, text: str) -> Head:
    kinds = table.column("head", "kind").tolist()
    name_starts, name_ends = _ranges(table, "head", "name")
    value_starts, value_ends = _ranges(table, "head", "value")
    first: dict[int, str] = {}
    metas: list[tuple[str, str]] = []
    links: list[HeadLink] = []
    json_ld: list[str] = []
    for row, kind in enumerate(kinds):
        if kind == JSON_LD:
            json_ld.append(source[value_starts[row] : value_ends[row]].decode("utf-8", "replace"))
            continue
        value = attribute_text(source, value_starts[row], value_ends[row])
        if kind == META:
            metas.append((attribute_text(source, name_starts[row], name_ends[row]).lower(), value))
        elif kind == LINK:
            links.append(
                _head_link(table, source, row, attribute_text(source, name_starts[row], name_ends[row]), value)
            )
        elif value:
            first.setdefault(kind, value)
    title = first.get(TITLE)
    return Head(
        title=" ".join(title.split()) if title else None,
        lang=first.get(LANG),
        base=first.get(BASE),
        metas=tuple(metas),
        links=tuple(links),
        json_ld=tuple(json_ld),
        properties=_properties(table, source, text),
        scopes=_scopes(table, source),
    )


def _head_link(table: _kernel.Table, source: bytes, row: int, relation: str, href: str) -> HeadLink:
    relation = relation.lower()
    if relation != "alternate":
        return HeadLink(relation, href, "", "")
    column = table.column
    type_ = attribute_text(source, column("head", "type_start")[row], column("head", "type_end")[row])
    language = attribute_text(source, column("head", "language_start")[row], column("head", "language_end")[row])
    return HeadLink(relation, href, type_, language)


def _properties(table: _kernel.Table, source: bytes, text: str) -> tuple[Property, ...]:
    name_starts, name_ends = _ranges(table, "properties", "name")
    if not name_starts:
        return ()
    value_starts, value_ends = _ranges(table, "properties", "value")
    starts = table.column("properties", "start").tolist()
    ends = table.column("properties", "end").tolist()
    scopes = table.column("properties", "scope").tolist()
    found = []
    for row, is_attribute in enumerate(table.column("properties", "from_attribute").tolist()):
        if is_attribute:
            value = attribute_text(source, value_starts[row], value_ends[row])
        else:
            value = text[starts[row] : ends[row]].strip()
        if value:
            found.append(Property(attribute_text(source, name_starts[row], name_ends[row]), value, scopes[row]))
    return tuple(found)


def _scopes(table: _kernel.Table, source: bytes) -> tuple[Scope, ...]:
    type_starts, type_ends = _ranges(table, "scopes", "type")
    if not type_starts:
        return ()
    name_starts, name_ends = _ranges(table, "scopes", "name")
    parents = table.column("scopes", "parent").tolist()
    return tuple(
        Scope(
            attribute_text(source, type_starts[row], type_ends[row]),
            parent,
            attribute_text(source, name_starts[row], name_ends[row]),
        )
        for row, parent in enumerate(parents)
    )
