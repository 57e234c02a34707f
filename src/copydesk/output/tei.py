"""`xmltei`: the story as a TEI P5 document, valid against the TEI All schema.

In: an Article or a Refusal. Out: a `TEI` document with `teiHeader` (title, authors, publisher, dates, source) and the
body; many are one `teiCorpus`. Characters that XML 1.0 forbids are dropped. A Refusal has none.
Source: TEI P5 Guidelines, chapters 2 (the header), 3 (elements in all documents) and 4 (`div` and `head`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from copydesk.output.address import PICTURE_SCHEMES, safe_address
from copydesk.output.inline import Cell, Pen, cells, weave
from copydesk.output.options import OutputOptions
from copydesk.output.structure import Block, BulletList, blocks, list_trees
from copydesk.records import Article, Image, Mark, Moment, Passage, Refusal
from copydesk.version import VERSION

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = 'xmlns="http://www.tei-c.org/ns/1.0"'
FORBIDDEN = re.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\U00010000-\\U0010FFFF]")
"""Takes "\\x0b"; refuses "é". What XML 1.0, production 2 (Char), leaves out."""
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""Takes "pt-BR"; refuses "English (US)". BCP 47 as far as `xml:lang` needs it."""
WHEN = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)?)?)?")
"""Takes "2023-11" and "2023-11-09T16:12:00+01:00"; refuses "2023-11-09T16:12". W3C dates, as `@when` asks for."""

INLINE: dict[str, tuple[str, str]] = {
    "strong": ('<hi rend="bold">', "</hi>"),
    "em": ('<hi rend="italic">', "</hi>"),
    "sub": ('<hi rend="sub">', "</hi>"),
    "sup": ('<hi rend="sup">', "</hi>"),
    "mark": ('<hi rend="mark">', "</hi>"),
    "code": ("<code>", "</code>"),
    "del": ("<del>", "</del>"),
    "ins": ("<add>", "</add>"),
    "q": ("<q>", "</q>"),
    "cite": ('<hi rend="cite">', "</hi>"),
}
"""TEI's element for each mark; links and times apart."""

CORPUS_OPENING = f"""{DECLARATION}<teiCorpus {NAMESPACE}>
<teiHeader>
<fileDesc>
<titleStmt>
<title>Captures read by copydesk</title>
</titleStmt>
<publicationStmt>
<p>Not published.</p>
</publicationStmt>
<sourceDesc>
<p>Captured pages; each is described in its own header.</p>
</sourceDesc>
</fileDesc>
</teiHeader>
"""
CORPUS_CLOSING = "</teiCorpus>\n"


def tei(record: Article | Refusal, options: OutputOptions) -> str:
    """A whole TEI document."""
    if isinstance(record, Refusal):
        return ""
    return DECLARATION + _tei(record, f" {NAMESPACE}")


def tei_entry(record: Article | Refusal, options: OutputOptions) -> str:
    """One `TEI` element of a `teiCorpus`."""
    return "" if isinstance(record, Refusal) else _tei(record, "")


def _tei(article: Article, attributes: str) -> str:
    language = article.in_language
    if language is not None and LANGUAGE_TAG.fullmatch(language):
        attributes += f" xml:lang={_quoted(language)}"
    return f"<TEI{attributes}>\n{_header(article)}<text>\n<body>\n{_body(article)}</body>\n</text>\n</TEI>\n"


# --------------------------------------------------------------------------- header


def _header(article: Article) -> str:
    title = _element("title", article.headline or article.source, ' type="main"')
    deck = _element("title", article.alternative_headline, ' type="sub"')
    authors = "".join(_element("author", author.name) for author in article.author)
    file = f"<titleStmt>\n{title}{deck}{authors}</titleStmt>\n{_publication(article)}{_source(article)}"
    return f"<teiHeader>\n<fileDesc>\n{file}</fileDesc>\n{_encoding()}{_profile(article)}</teiHeader>\n"


def _publication(article: Article) -> str:
    if not article.publisher:
        return "<publicationStmt>\n<p>The page does not name its publisher.</p>\n</publicationStmt>\n"
    date = _date(article.date_published, ' type="published"')
    return f"<publicationStmt>\n{_element('publisher', article.publisher)}{date}</publicationStmt>\n"


def _source(article: Article) -> str:
    pieces = [
        _element("title", article.headline or article.source),
        *(_element("author", author.name) for author in article.author),
        _element("orgName", article.source_organization, ' type="agency"'),
        _element("publisher", article.publisher),
        _element("pubPlace", article.dateline),
        _date(article.date_published, ' type="published"'),
        _date(article.date_modified, ' type="modified"'),
    ]
    address = safe_address(article.url, PICTURE_SCHEMES)
    pieces.append(f"<ptr target={_quoted(address)}/>\n" if address else "")
    pieces.append(_element("idno", article.source, ' type="source"'))
    pieces.append(_element("idno", article.digest, ' type="digest"'))
    return f"<sourceDesc>\n<bibl>\n{''.join(pieces)}</bibl>\n</sourceDesc>\n"


def _encoding() -> str:
    application = f'<application ident="copydesk" version="{VERSION}">\n<label>copydesk</label>\n</application>\n'
    return f"<encodingDesc>\n<appInfo>\n{application}</appInfo>\n</encodingDesc>\n"


def _profile(article: Article) -> str:
    abstract = _element("p", article.description)
    pieces = [f"<abstract>\n{abstract}</abstract>\n" if abstract else ""]
    language = article.in_language
    if language is not None and LANGUAGE_TAG.fullmatch(language):
        pieces.append(f"<langUsage>\n<language ident={_quoted(language)}>{_text(language)}</language>\n</langUsage>\n")
    groups = _terms("section", (article.article_section,)) + _terms("tags", article.keywords)
    pieces.append(f"<textClass>\n{groups}</textClass>\n" if groups else "")
    inner = "".join(pieces)
    return f"<profileDesc>\n{inner}</profileDesc>\n" if inner else ""


def _terms(kind: str, words: Iterable[str | None]) -> str:
    terms = "".join(_element("term", word) for word in words)
    return f'<keywords rend="{kind}">\n{terms}</keywords>\n' if terms else ""


def _date(moment: Moment | None, attributes: str) -> str:
    if moment is None:
        return ""
    return _element("date", moment.iso, attributes + _when(moment.iso))


def _when(value: str | None) -> str:
    """`@when` for what is a W3C date; a time without seconds is not one."""
    return f' when="{value}"' if value is not None and WHEN.fullmatch(value) else ""


# --------------------------------------------------------------------------- body


def _body(article: Article) -> str:
    """Blocks in nested divisions, each with its heading; a body may not be empty."""
    pieces: list[str] = []
    levels: list[int] = []
    for block in blocks(article):
        if block.kind != "heading":
            pieces.append(_block(block))
            continue
        heading = block.passages[0]
        level = min(max(heading.level, 1), 6)
        while levels and levels[-1] >= level:
            levels.pop()
            pieces.append("</div>\n")
        levels.append(level)
        pieces.append(f"<div>\n<head>{_inline(heading)}</head>\n")
    pieces.append("</div>\n" * len(levels))
    body = "".join(pieces)
    return body if article.body else f"{body}<p/>\n"


def _block(block: Block) -> str:
    if block.image is not None:
        return _figure(block.image)
    if block.kind == "item":
        return "".join(_list(tree) for tree in list_trees(block.passages))
    if block.kind == "row":
        return _table(block.passages)
    if block.kind == "quote":
        return "<quote>\n" + "".join(f"<p>{_inline(passage)}</p>\n" for passage in block.passages) + "</quote>\n"
    passage = block.passages[0]
    if block.kind == "code":
        return f'<p><code xml:space="preserve">{_text(passage.text)}</code></p>\n'
    return f"<p>{_inline(passage)}</p>\n"


def _list(tree: BulletList) -> str:
    rend = "numbered" if tree.is_ordered else "bulleted"
    items: list[str] = []
    for item in tree.items:
        number = f' n="{item.passage.ordinal}"' if item.passage.ordinal is not None else ""
        nested = "".join(_list(inner) for inner in item.lists)
        items.append(f"<item{number}>{_inline(item.passage)}{nested and chr(10) + nested}</item>\n")
    return f'<list rend="{rend}">\n{"".join(items)}</list>\n'


def _table(rows: Sequence[Passage]) -> str:
    lines: list[str] = []
    for row in rows:
        role = ' role="label"' if row.is_header else ""
        lines.append(f"<row{role}>" + "".join(f"<cell>{_inline(cell)}</cell>" for cell in cells(row)) + "</row>\n")
    return f"<table>\n{''.join(lines)}</table>\n"


def _figure(image: Image) -> str:
    address = safe_address(image.content_url, PICTURE_SCHEMES)
    pieces = [
        _element("head", image.caption),
        f"<graphic url={_quoted(address)}/>\n" if address else "",
        _element("figDesc", image.alternate_text),
        _element("note", image.credit_text, ' type="credit"'),
    ]
    inner = "".join(pieces)
    return f"<figure>\n{inner}</figure>\n" if inner else ""


# --------------------------------------------------------------------------- text


def _element(tag: str, text: str | None, attributes: str = "") -> str:
    return f"<{tag}{attributes}>{_text(text)}</{tag}>\n" if text else ""


def _text(text: str) -> str:
    return escape(FORBIDDEN.sub("", text), quote=False).replace("\r", "&#13;")


def _quoted(value: str) -> str:
    return f'"{escape(FORBIDDEN.sub("", value))}"'


def _inline(passage: Passage | Cell) -> str:
    return weave(passage.text, passage.marks, PEN)


def _broken_lines(text: str) -> str:
    return _text(text).replace("\n", "<lb/>\n")


def _opening(mark: Mark) -> str:
    if mark.kind == "link":
        address = safe_address(mark.target)
        return f"<ref target={_quoted(address)}>" if address else ""
    if mark.kind == "time":
        return f"<date{_when(mark.target)}>"
    return INLINE[mark.kind][0] if mark.kind in INLINE else ""


def _closing(mark: Mark) -> str:
    if mark.kind == "link":
        return "</ref>" if safe_address(mark.target) else ""
    if mark.kind == "time":
        return "</date>"
    return INLINE[mark.kind][1] if mark.kind in INLINE else ""


PEN = Pen(_broken_lines, _opening, _closing)
