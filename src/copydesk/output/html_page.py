"""`html`: the story as a clean page, built from our own passages.

In: an Article or a Refusal. Out: a whole document (or one `<article>` of many) in which every text and attribute is
escaped, no element can run, load a script or carry style, and links and pictures have `http`, `https` (or `mailto`)
addresses only. A Refusal has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from copydesk.output.address import PICTURE_SCHEMES, safe_address
from copydesk.output.inline import Cell, Pen, cells, weave
from copydesk.output.options import OutputOptions
from copydesk.output.structure import Block, BulletList, blocks, list_trees
from copydesk.records import Article, Image, Mark, Moment, Passage, Refusal

INLINE_TAGS: dict[str, str] = {
    "strong": "strong",
    "em": "em",
    "code": "code",
    "sub": "sub",
    "sup": "sup",
    "time": "time",
    "del": "del",
    "ins": "ins",
    "mark": "mark",
    "q": "q",
    "cite": "cite",
}
"""The element of each mark; links apart. A mark that is not here is left out, its text stays."""

HTML_OPENING = '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>copydesk</title>\n</head>\n<body>\n'
HTML_CLOSING = "</body>\n</html>\n"


def html_page(record: Article | Refusal, options: OutputOptions) -> str:
    """A whole document with the story in `<article>`; its head fields are shown when metadata is asked for."""
    if isinstance(record, Refusal):
        return ""
    language = f' lang="{escape(record.in_language)}"' if record.in_language else ""
    title = escape(record.headline or record.source)
    head = f'<head>\n<meta charset="utf-8">\n<title>{title}</title>\n{_canonical(record)}</head>\n'
    return f"<!DOCTYPE html>\n<html{language}>\n{head}<body>\n{_article(record, options, '')}{HTML_CLOSING}"


def html_entry(record: Article | Refusal, options: OutputOptions) -> str:
    """One `<article>` of a document with many; the frame around them is `HTML_OPENING` and `HTML_CLOSING`."""
    if isinstance(record, Refusal):
        return ""
    language = f' lang="{escape(record.in_language)}"' if record.in_language else ""
    return _article(record, options, f'{language} data-source="{escape(record.source)}"')


def html_body(article: Article) -> str:
    """The body alone: a sequence of block elements."""
    return "".join(_block(block) for block in blocks(article))


def _canonical(article: Article) -> str:
    address = safe_address(article.url, PICTURE_SCHEMES)
    return f'<link rel="canonical" href="{escape(address)}">\n' if address else ""


def _article(article: Article, options: OutputOptions, attributes: str) -> str:
    header = _header(article) if options.with_metadata else ""
    return f"<article{attributes}>\n{header}{html_body(article)}</article>\n"


def _header(article: Article) -> str:
    has_deck = any(passage.kind == "deck" for passage in article.body)
    origin = [*(author.name for author in article.author), article.source_organization, article.publisher]
    lines = (
        _element("h1", _text(article.headline or "")),
        _element("p", "" if has_deck else _text(article.alternative_headline or "")),
        _element("address", _text(", ".join(dict.fromkeys(name for name in origin if name)))),
        _element("p", "".join(_time(moment) for moment in (article.date_published,) if moment)),
        _element("p", "".join(f"Updated {_time(moment)}" for moment in (article.date_modified,) if moment)),
    )
    return f"<header>\n{''.join(lines)}</header>\n"


def _element(tag: str, content: str) -> str:
    return f"<{tag}>{content}</{tag}>\n" if content else ""


def _time(moment: Moment) -> str:
    return f'<time datetime="{escape(moment.iso)}">{_text(moment.iso)}</time>'


def _block(block: Block) -> str:
    if block.image is not None:
        return _figure(block.image)
    if block.kind == "item":
        return "".join(_list(tree) for tree in list_trees(block.passages))
    if block.kind == "row":
        return _table(block.passages)
    if block.kind == "quote":
        inner = "".join(f"<p>{_inline(passage)}</p>\n" for passage in block.passages)
        return f"<blockquote>\n{inner}</blockquote>\n"
    passage = block.passages[0]
    if block.kind == "heading":
        level = min(max(passage.level, 1), 6)
        return f"<h{level}>{_inline(passage)}</h{level}>\n"
    if block.kind == "code":
        # a parser drops the first line feed after <pre>, so ours is the one it drops
        return f"<pre>\n<code>{escape(passage.text, quote=False)}</code></pre>\n"
    return f"<p>{_inline(passage)}</p>\n"


def _list(tree: BulletList) -> str:
    tag = "ol" if tree.is_ordered else "ul"
    first = tree.items[0].passage.ordinal
    start = f' start="{first}"' if tree.is_ordered and first != 1 else ""
    items: list[str] = []
    expected = first
    for item in tree.items:
        ordinal = item.passage.ordinal
        value = f' value="{ordinal}"' if ordinal is not None and ordinal != expected else ""
        expected = ordinal + 1 if ordinal is not None else None
        nested = "".join(_list(inner) for inner in item.lists)
        items.append(f"<li{value}>{_inline(item.passage)}{nested and chr(10) + nested}</li>\n")
    return f"<{tag}{start}>\n{''.join(items)}</{tag}>\n"


def _table(rows: Sequence[Passage]) -> str:
    lines: list[str] = []
    for row in rows:
        tag = "th" if row.is_header else "td"
        lines.append("<tr>" + "".join(f"<{tag}>{_inline(cell)}</{tag}>" for cell in cells(row)) + "</tr>\n")
    return f"<table>\n{''.join(lines)}</table>\n"


def _figure(image: Image) -> str:
    address = safe_address(image.content_url, PICTURE_SCHEMES)
    picture = f'<img src="{escape(address)}" alt="{escape(image.alternate_text or "")}">\n' if address else ""
    credit = f"<small>{_text(image.credit_text)}</small>" if image.credit_text else ""
    caption = " ".join(piece for piece in (_text(image.caption or ""), credit) if piece)
    inner = picture + _element("figcaption", caption)
    return f"<figure>\n{inner}</figure>\n" if inner else ""


def _inline(passage: Passage | Cell) -> str:
    return weave(passage.text, passage.marks, PEN)


def _text(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>\n")


def _opening(mark: Mark) -> str:
    if mark.kind == "link":
        address = safe_address(mark.target)
        return f'<a href="{escape(address)}">' if address else ""
    tag = INLINE_TAGS.get(mark.kind)
    if tag is None:
        return ""
    return f'<time datetime="{escape(mark.target)}">' if tag == "time" and mark.target else f"<{tag}>"


def _closing(mark: Mark) -> str:
    if mark.kind == "link":
        return "</a>" if safe_address(mark.target) else ""
    tag = INLINE_TAGS.get(mark.kind)
    return f"</{tag}>" if tag else ""


PEN = Pen(_text, _opening, _closing)
