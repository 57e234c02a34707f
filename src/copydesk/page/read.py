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
        blocks=Blocks(table),
        containers=Containers(table),
        marks=Marks(table),
        media=Media(table),
        head=_head(table, source, text),
        encoding=encoding,
        table=table,
    )


def _ranges(table: _kernel.Table, array: str, name: str) -> tuple[list[int], list[int]]:
    return table.column(array, f"{name}_start").tolist(), table.column(array, f"{name}_end").tolist()


READ_RELATIONS = frozenset(
    (b"canonical", b"alternate", b"amphtml", b"author", b"license", b"shortlink", b"image_src", b"next", b"prev")
)
"""Relations of a link that say something of the page; style sheets, icons and preloads are passed over."""


def _head(table: _kernel.Table, source: bytes, text: str) -> Head:
    kinds = table.column("head", "kind").tolist()
    name_starts, name_ends = _ranges(table, "head", "name")
    value_starts, value_ends = _ranges(table, "head", "value")
    first: dict[int, str] = {}
    metas: list[tuple[str, str]] = []
    links: list[int] = []
    json_ld: list[str] = []
    for row, kind in enumerate(kinds):
        if kind == LINK:
            links.append(row)
        elif kind == JSON_LD:
            json_ld.append(source[value_starts[row] : value_ends[row]].decode("utf-8", "replace"))
        else:
            value = attribute_text(source, value_starts[row], value_ends[row])
            if kind == META:
                metas.append((attribute_text(source, name_starts[row], name_ends[row]).lower(), value))
            elif value:
                first.setdefault(kind, value)
    title = first.get(TITLE)
    return Head(
        title=" ".join(title.split()) if title else None,
        lang=first.get(LANG),
        base=first.get(BASE),
        metas=tuple(metas),
        links=_links(table, source, links),
        json_ld=tuple(json_ld),
        properties=_properties(table, source, text),
        scopes=_scopes(table, source),
    )


def _links(table: _kernel.Table, source: bytes, rows: list[int]) -> tuple[HeadLink, ...]:
    """Those of the links whose relation is read; type and language of the other forms of the page."""
    names, hrefs, types, languages = [
        (table.column("head", f"{name}_start"), table.column("head", f"{name}_end"))
        for name in ("name", "value", "type", "language")
    ]
    links = []
    for row in rows:
        relation = source[names[0][row] : names[1][row]].strip().lower()
        if relation in READ_RELATIONS:
            is_other = relation == b"alternate"
            href = attribute_text(source, hrefs[0][row], hrefs[1][row])
            type_ = attribute_text(source, types[0][row], types[1][row]) if is_other else ""
            language = attribute_text(source, languages[0][row], languages[1][row]) if is_other else ""
            links.append(HeadLink(relation.decode(), href, type_, language))
    return tuple(links)


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
