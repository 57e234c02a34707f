"""JSON-LD as pages really have it: several scripts, graphs, lists, broken syntax.

In: raw script texts. Out: the nodes of the page, flat, and the one that describes the page itself. Never raises.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import TypeAlias

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Node: TypeAlias = "dict[str, Json]"

TRAILING_COMMA = re.compile(r",\s*([}\]])")
"""A comma before a closing bracket: takes `1, ]`; refuses `1, 2]`."""

LONE_BACKSLASH = re.compile(r'\\(?!["\\/bfnrtu])')
"""A backslash that escapes nothing: takes the one of `O\\'Neil`; refuses the one of `\\n`."""

MOST_NODES = 400
DEEPEST = 10

STORY_TYPES = (
    "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "backgroundnewsarticle",
    "reviewnewsarticle", "article", "blogposting", "liveblogposting", "techarticle", "scholarlyarticle", "report",
    "socialmediaposting", "discussionforumposting", "qapage", "recipe", "howto", "product", "videoobject",
    "podcastepisode",
)  # fmt: skip
"""Types that describe a page's own content, the likelier first."""
PAGE_TYPES = ("webpage", "itempage", "aboutpage", "faqpage", "collectionpage", "profilepage", "creativework", "event")

OTHERS_KEYS = frozenset((
    "itemListElement", "comment", "review", "reviews", "isRelatedTo", "isSimilarTo", "mentions", "citation", "hasPart",
    "relatedLink", "potentialAction", "breadcrumb", "suggestedAnswer", "acceptedAnswer", "publisher", "author", "image",
    "logo", "offers", "significantLink", "video", "about",
))  # fmt: skip
"""Under these a node describes something else than the page."""


def parse_scripts(scripts: Sequence[str]) -> list[Node]:
    """All typed nodes of all scripts in source order, nodes about other things left out."""
    nodes: list[Node] = []
    for script in scripts:
        for value in _parse(script):
            _add_nodes(nodes, value, 0)
            if len(nodes) > MOST_NODES:
                return nodes[:MOST_NODES]
    return nodes


def _parse(script: str) -> Iterator[Json]:
    """The values of a script: as it is, else with its wrapper off, else with the usual faults mended."""
    text = script.strip()
    try:
        yield DECODER.decode(text)
        return
    except (ValueError, RecursionError):
        pass
    text = _unwrapped(text)
    values = _decode(text) or _decode(_mended(text))
    yield from values


def _unwrapped(text: str) -> str:
    """Without comments and CDATA marks before the first bracket."""
    opened = text.find(CDATA, 0, LONGEST_WRAPPER)
    if opened >= 0:
        text = text[opened + len(CDATA) :]
    starts = [place for place in (text.find("{"), text.find("[")) if place >= 0]
    return text[min(starts) :] if starts else ""


DECODER = json.JSONDecoder(strict=False)
"""Takes line breaks inside strings, too."""
LONGEST_WRAPPER = 40
"""Characters before the mark that opens a CDATA section, such as `/*`."""
CDATA = "<![CDATA["


def _mended(text: str) -> str:
    """References decoded where they stand for quotes, commas before brackets and lone backslashes taken out."""
    if "&quot;" in text and '":' not in text:
        text = unescape(text)
    return LONE_BACKSLASH.sub(r"\\\\", TRAILING_COMMA.sub(r"\1", text))


def _decode(text: str) -> list[Json]:
    """All values that stand one after the other, up to the first fault."""
    values: list[Json] = []
    while text.startswith(("{", "[")):
        try:
            value, end = DECODER.raw_decode(text)
        except (ValueError, RecursionError):
            break
        values.append(value)
        text = text[end:].lstrip(" ,;\r\n\t")
    return values


def _add_nodes(nodes: list[Node], value: Json, depth: int) -> None:
    """Add a value and those inside it, as far as they are typed and about the page."""
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for item in value[:MOST_NODES]:
            _add_nodes(nodes, item, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value or "headline" in value:
            nodes.append(value)
        for key, item in value.items():
            if isinstance(item, (dict, list)) and key not in OTHERS_KEYS:
                _add_nodes(nodes, item, depth + 1)


def types_of(node: Node) -> tuple[str, ...]:
    """The node's types in lower case, without their schema's address."""
    given = node.get("@type")
    names = given if isinstance(given, list) else [given]
    return tuple(str(name).rsplit("/", 1)[-1].lower() for name in names if name)


def story_node(nodes: Sequence[Node], addresses: frozenset[str] = frozenset()) -> Node | None:
    """The node that describes the page's own content, or None.

    addresses: those of the page; among nodes of one type the one that names an address of the page is its own.
    """
    best: Node | None = None
    best_rank = (len(STORY_TYPES), 1)
    for node in nodes:
        for name in types_of(node):
            if name in STORY_TYPES:
                is_other = 0 if addresses and _names_address(node, addresses) else 1
                rank = (STORY_TYPES.index(name), is_other)
                if rank < best_rank:
                    best, best_rank = node, rank
    return best


def _names_address(node: Node, addresses: frozenset[str]) -> bool:
    return any(address_of(node.get(key)) in addresses for key in ("url", "mainEntityOfPage", "@id"))


def page_node(nodes: Sequence[Node]) -> Node | None:
    """The node that describes the page as a page, or None."""
    for node in nodes:
        if any(name in PAGE_TYPES for name in types_of(node)):
            return node
    return None


def text_of(value: Json) -> str | None:
    """The words of a value: a text, or an object's name; None where it has none."""
    if value is None:
        return None
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("headline")
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return None
    return " ".join(value.split()) or None


def names_of(value: Json, nodes: Sequence[Node]) -> list[tuple[str, bool]]:
    """(name, is an organisation) of a person, an organisation, or a list of them; references are looked up."""
    items = value if isinstance(value, list) else [value]
    found: list[tuple[str, bool]] = []
    for item in items[:30]:
        if isinstance(item, dict) and "name" not in item and "@id" in item:
            item = next((node for node in nodes if node.get("@id") == item["@id"] and "name" in node), item)
        is_organisation = isinstance(item, dict) and any("organi" in name for name in types_of(item))
        names = item.get("name") if isinstance(item, dict) else item
        for name in names if isinstance(names, list) else [names]:
            if isinstance(name, str) and name.strip():
                found.append((" ".join(name.split()), is_organisation))
    return found


def address_of(value: Json) -> str | None:
    """The address in an image, a page or a plain text; None where there is none."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl") or value.get("@id")
    if isinstance(value, list):
        value = value[0] if value else None
    return value.strip() if isinstance(value, str) and value.strip() else None
