"""What a page's head says, gathered once: candidates for each field, by source, nothing weighed.

In: a Page. Out: Claims. Left to others: which claim is right (one file a field).
"""

from __future__ import annotations

from dataclasses import dataclass
from html import unescape

from copydesk.article.json_ld import Json, Node, address_of, names_of, page_node, parse_scripts, story_node, text_of
from copydesk.records import Candidate, Head, Page


@dataclass(frozen=True, slots=True)
class Claims:
    """Candidates a field name; the score is how far its source is trusted before anything else is known."""

    values: dict[str, list[Candidate]]
    nodes: tuple[Node, ...]
    """All JSON-LD nodes."""
    story: Node | None
    """The JSON-LD node about the page's own content."""

    def of(self, field: str) -> list[Candidate]:
        return self.values.get(field, [])


ORGANISATION = "organisation"
"""Ends the place of an author that JSON-LD calls an organisation."""

META_FIELDS: dict[str, tuple[str, float]] = {
    "og:title": ("headline", 0.75),
    "twitter:title": ("headline", 0.6),
    "dc.title": ("headline", 0.6),
    "dcterms.title": ("headline", 0.6),
    "citation_title": ("headline", 0.8),
    "parsely-title": ("headline", 0.8),
    "sailthru.title": ("headline", 0.8),
    "headline": ("headline", 0.7),
    "title": ("headline", 0.5),
    "author": ("author", 0.7),
    "article:author": ("author", 0.6),
    "article:author_name": ("author", 0.7),
    "og:article:author": ("author", 0.6),
    "dc.creator": ("author", 0.7),
    "dcterms.creator": ("author", 0.7),
    "citation_author": ("author", 0.85),
    "parsely-author": ("author", 0.85),
    "sailthru.author": ("author", 0.8),
    "byl": ("author", 0.8),
    "twitter:data1": ("author", 0.3),
    "article:published_time": ("datePublished", 0.92),
    "og:article:published_time": ("datePublished", 0.9),
    "og:published_time": ("datePublished", 0.85),
    "published_time": ("datePublished", 0.85),
    "published": ("datePublished", 0.8),
    "uploaddate": ("datePublished", 0.7),
    "datepublished": ("datePublished", 0.88),
    "date_published": ("datePublished", 0.85),
    "article_date_original": ("datePublished", 0.88),
    "parsely-pub-date": ("datePublished", 0.9),
    "sailthru.date": ("datePublished", 0.5),
    "dc.date.issued": ("datePublished", 0.88),
    "dcterms.issued": ("datePublished", 0.88),
    "dcterms.created": ("datePublished", 0.85),
    "dc.date.created": ("datePublished", 0.85),
    "dcterms.date": ("datePublished", 0.8),
    "dc.date": ("datePublished", 0.8),
    "citation_publication_date": ("datePublished", 0.85),
    "citation_date": ("datePublished", 0.8),
    "publish-date": ("datePublished", 0.85),
    "publish_date": ("datePublished", 0.85),
    "publishdate": ("datePublished", 0.85),
    "pubdate": ("datePublished", 0.85),
    "publication_date": ("datePublished", 0.85),
    "pub_date": ("datePublished", 0.85),
    "article.published": ("datePublished", 0.85),
    "article:published": ("datePublished", 0.85),
    "cxenseparse:recs:publishtime": ("datePublished", 0.85),
    "date": ("datePublished", 0.78),
    "datecreated": ("datePublished", 0.75),
    "article:modified_time": ("dateModified", 0.9),
    "og:updated_time": ("dateModified", 0.7),
    "datemodified": ("dateModified", 0.85),
    "last-modified": ("dateModified", 0.6),
    "dcterms.modified": ("dateModified", 0.8),
    "dc.date.modified": ("dateModified", 0.8),
    "lastmod": ("dateModified", 0.7),
    "article.updated": ("dateModified", 0.8),
    "og:site_name": ("publisher", 0.9),
    "application-name": ("publisher", 0.6),
    "apple-mobile-web-app-title": ("publisher", 0.5),
    "dc.publisher": ("publisher", 0.6),
    "article:section": ("articleSection", 0.8),
    "section": ("articleSection", 0.6),
    "parsely-section": ("articleSection", 0.8),
    "article:tag": ("keywords", 0.8),
    "news_keywords": ("keywords", 0.8),
    "keywords": ("keywords", 0.6),
    "parsely-tags": ("keywords", 0.7),
    "description": ("description", 0.8),
    "og:description": ("description", 0.85),
    "twitter:description": ("description", 0.6),
    "dc.description": ("description", 0.6),
    "og:image": ("image", 0.8),
    "og:image:url": ("image", 0.75),
    "twitter:image": ("image", 0.6),
    "og:url": ("url", 0.8),
    "content-language": ("inLanguage", 0.5),
    "og:locale": ("inLanguage", 0.5),
    "dc.language": ("inLanguage", 0.5),
}
"""Names of meta tags in lower case: the field they speak of, and how far they are trusted before anything is known."""

NODE_FIELDS: tuple[tuple[str, str, float], ...] = (
    ("headline", "headline", 0.85),
    ("name", "headline", 0.7),
    ("alternativeHeadline", "alternativeHeadline", 0.6),
    ("datePublished", "datePublished", 0.95),
    ("dateCreated", "datePublished", 0.8),
    ("uploadDate", "datePublished", 0.7),
    ("dateModified", "dateModified", 0.92),
    ("articleSection", "articleSection", 0.85),
    ("description", "description", 0.7),
    ("inLanguage", "inLanguage", 0.6),
    ("dateline", "dateline", 0.9),
    ("commentCount", "commentCount", 0.8),
)
"""Properties of the JSON-LD node about the page: property, field, trust."""

PROPERTY_FIELDS: dict[str, tuple[str, float]] = {
    "headline": ("headline", 0.8),
    "datepublished": ("datePublished", 0.9),
    "datecreated": ("datePublished", 0.75),
    "datemodified": ("dateModified", 0.85),
    "author": ("author", 0.75),
    "creator": ("author", 0.6),
    "articlesection": ("articleSection", 0.7),
    "keywords": ("keywords", 0.6),
    "inlanguage": ("inLanguage", 0.5),
}
"""Microdata and RDFa properties of an item that is no comment, product or list."""

OTHER_ITEMS = ("comment", "review", "listitem", "breadcrumb", "rating", "offer", "organization", "imageobject", "video")


def gather_claims(page: Page) -> Claims:
    """Candidates of all fields from JSON-LD, meta tags, microdata and links; never raises."""
    head = page.head
    values: dict[str, list[Candidate]] = {}
    nodes = parse_scripts(head.json_ld) if head.json_ld else []
    story = story_node(nodes, _addresses(page)) if nodes else None
    for node, trust, name in ((story, 1.0, "json-ld"), (page_node(nodes), 0.8, "json-ld page")):
        if node is not None:
            _from_node(values, node, nodes, trust, name)
    for name, content in head.metas:
        known = META_FIELDS.get(name)
        if known is None and content and ("date" in name or name.endswith(PUBLISHED_ENDS)):
            known = _dated_meta(name)
        if known is not None and content:
            _add(values, known[0], content, "meta", f"meta {name}", known[1])
    _from_properties(values, head)
    if head.title:
        _add(values, "headline", head.title, "title", "title element", 0.5)
    return Claims(values, tuple(nodes), story)


def _addresses(page: Page) -> frozenset[str]:
    """The page's own addresses, as captured and as canonical."""
    links = [link.href for link in page.head.links if link.rel == "canonical"]
    return frozenset(address for address in (page.capture.url, *links) if address)


PUBLISHED_NAMES = ("publi", "issued", "citation", "created", "ms.date", "release", "uploaded")
PUBLISHED_ENDS = (":uploaded", ":created", ":published", ":published_at", ":created_at", ":release_date")
"""Of names that a site made up after Open Graph's pattern."""
MODIFIED_NAMES = ("modif", "updat", "revis")


def _dated_meta(name: str) -> tuple[str, float] | None:
    """The field of a meta tag whose name has `date` in it, such as `bepress_citation_date`; None for other dates."""
    if any(word in name for word in MODIFIED_NAMES):
        return "dateModified", 0.5
    return ("datePublished", 0.6) if any(word in name for word in PUBLISHED_NAMES) else None


def _add(values: dict[str, list[Candidate]], field: str, value: str, source: str, where: str, score: float) -> None:
    text = " ".join(value.split())
    if "&" in text:
        text = unescape(text)  # many content systems encode twice
    if text:
        values.setdefault(field, []).append(Candidate(text, source, where, score))


def _from_node(values: dict[str, list[Candidate]], node: Node, nodes: list[Node], trust: float, where: str) -> None:
    for key, field, score in NODE_FIELDS:
        text = text_of(node.get(key))
        if text:
            _add(values, field, text, "json-ld", f"{where} {key}", score * trust)
    if trust == 1.0:
        for key in ("author", "creator"):
            for name, is_organisation in names_of(node.get(key), nodes):
                if is_organisation:
                    _add(values, "author", name, "json-ld", f"{where} {key} {ORGANISATION}", 0.5)
                else:
                    _add(values, "author", name, "json-ld", f"{where} {key}", 0.85)
    for name, _ in names_of(node.get("publisher"), nodes)[:1]:
        _add(values, "publisher", name, "json-ld", f"{where} publisher", 0.7 * trust)
    image = address_of(node.get("image")) or address_of(node.get("thumbnailUrl"))
    if image:
        _add(values, "image", image, "json-ld", f"{where} image", 0.7 * trust)
    for keyword in _keywords(node.get("keywords")):
        _add(values, "keywords", keyword, "json-ld", f"{where} keywords", 0.75 * trust)
    free = node.get("isAccessibleForFree")
    if isinstance(free, (bool, str)):
        _add(values, "isAccessibleForFree", str(free), "json-ld", f"{where} isAccessibleForFree", 0.9 * trust)


def _keywords(value: Json) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str)]


def _from_properties(values: dict[str, list[Candidate]], head: Head) -> None:
    if not head.properties:
        return
    trust_of_author = 0.8 if len(_signed_stories(head)) < 2 else 0.5
    for row in head.properties:
        name = row.name.lower()
        known = PROPERTY_FIELDS.get(name.rsplit(":", 1)[-1])
        if known is not None:
            if not _is_other(head, row.scope):
                _add(values, known[0], row.value, "microdata", f"itemprop {row.name}", known[1])
        elif name == "name" and 0 <= row.scope < len(head.scopes):
            scope = head.scopes[row.scope]
            if scope.name.lower() == "author" and not _is_other(head, scope.parent):
                _add(values, "author", row.value, "microdata", "itemprop author name", trust_of_author)


def _signed_stories(head: Head) -> set[int]:
    """The items for stories that name an author; where there are several they are teasers of others."""
    return {
        scope.parent
        for scope in head.scopes
        if scope.name.lower() == "author"
        and 0 <= scope.parent < len(head.scopes)
        and head.scopes[scope.parent].type.lower().endswith(("article", "blogposting"))
    }


def _is_other(head: Head, scope: int) -> bool:
    kind = head.scopes[scope].type.lower() if 0 <= scope < len(head.scopes) else ""
    return any(other in kind for other in OTHER_ITEMS)
