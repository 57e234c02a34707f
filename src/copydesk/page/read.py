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
    decode_attribute,
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
        head=_head(table, text),
        encoding=encoding,
        table=table,
    )


READ_RELATIONS = frozenset(
    ("canonical", "alternate", "amphtml", "author", "license", "shortlink", "image_src", "next", "prev")
)
"""Relations of a link that say something of the page; style sheets, icons and preloads are passed over."""


def _head(table: _kernel.Table, text: str) -> Head:
    first: dict[int, str] = {}
    metas: list[tuple[str, str]] = []
    links: list[HeadLink] = []
    json_ld: list[str] = []
    kinds = table.column("head", "kind").tolist()
    texts = [table.texts("head", name) for name in ("name", "value", "type", "language")]
    for kind, name, value, type_, language in zip(kinds, *texts, strict=True):
        if kind == META:
            metas.append((decode_attribute(name).lower(), decode_attribute(value)))
        elif kind == JSON_LD:
            json_ld.append(value)
        elif kind == LINK:
            relation = name.lower()
            if relation in READ_RELATIONS:
                form = (decode_attribute(type_), decode_attribute(language)) if relation == "alternate" else ("", "")
                links.append(HeadLink(relation, decode_attribute(value), *form))
        elif said := decode_attribute(value):
            first.setdefault(kind, said)
    title = first.get(TITLE)
    return Head(
        title=" ".join(title.split()) if title else None,
        lang=first.get(LANG),
        base=first.get(BASE),
        metas=tuple(metas),
        links=tuple(links),
        json_ld=tuple(json_ld),
        properties=_properties(table, text),
        scopes=_scopes(table),
    )


def _properties(table: _kernel.Table, text: str) -> tuple[Property, ...]:
    names = table.texts("properties", "name")
    if not names:
        return ()
    columns = [table.column("properties", name).tolist() for name in ("from_attribute", "start", "end", "scope")]
    found = []
    rows = zip(names, table.texts("properties", "value"), *columns, strict=True)
    for name, attribute, is_attribute, start, end, scope in rows:
        value = decode_attribute(attribute) if is_attribute else text[start:end].strip()
        if value:
            found.append(Property(decode_attribute(name), value, scope))
    return tuple(found)


def _scopes(table: _kernel.Table) -> tuple[Scope, ...]:
    types = table.texts("scopes", "type")
    if not types:
        return ()
    parents = table.column("scopes", "parent").tolist()
    rows = zip(types, parents, table.texts("scopes", "name"), strict=True)
    return tuple([Scope(decode_attribute(type_), parent, decode_attribute(name)) for type_, parent, name in rows])
