"""The nouns of copydesk: every record that travels from one room to the next.

In: nothing. Out: frozen, slotted dataclasses with tuples inside; unknown is `None`, never an empty string.
Left to others: how a record is made (the rooms), how it is written down (`output`).
Field names are schema.org's words in snake_case wherever schema.org has a word.
Offsets count characters unless a name ends in `_bytes`; scores lie between 0 and 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from html.entities import html5
from typing import TYPE_CHECKING, ClassVar, Literal

from copydesk.fields import field_named

if TYPE_CHECKING:
    from copydesk._kernel import Table

PARTS: tuple[str, ...] = (
    "headline",
    "deck",
    "byline",
    "date",
    "body",
    "caption",
    "counter",
    "comment",
    "teaser",
    "topic",
    "bio",
    "navigation",
    "control",
    "promotion",
    "notice",
)
"""The 15 parts, in the order of their codes (a part's code is its index here)."""

KINDS: tuple[str, ...] = (
    "article",
    "service",
    "product",
    "collection",
    "forum",
    "listing",
    "documentation",
)
"""The kinds of page, in the order of their codes."""


Favour = Literal["precision", "balance", "recall"]
"""What the choice of the main text leans to."""
FAVOURS: dict[Favour, float] = {"precision": 0.5, "balance": 1.0, "recall": 2.0}
"""How much more recall counts than precision: the beta of an F measure."""


# --------------------------------------------------------------------------- capture


@dataclass(frozen=True, slots=True)
class Portion:
    """The piece of an input that is read from start to end by one worker, and from whose end reading can go on."""

    source: str
    """The path of the archive or list, or the folder or list that the files were planned from."""
    form: str
    """`warc`, `wacz`, `articles` or `files`."""
    start_bytes: int
    """Records that begin in `start_bytes` to `end_bytes` of the file as it lies on disk belong to it; 0, 0: `files`."""
    end_bytes: int
    names: tuple[str, ...] = ()
    """`files`: their paths, in order; `wacz`: the one web archive inside that is meant."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a capture can be read again."""

    source: str
    """The path of the file or web archive that holds it."""
    offset_bytes: int | None = None
    """Where its record begins in that file; None where it cannot be said, as inside a second layer of compression."""
    length_bytes: int | None = None
    """From there to the end of its record; None where that is not known."""
    record_id: str | None = None
    """`WARC-Record-ID`, without the angle brackets."""
    digest: str | None = None
    """`ALGORITHM:VALUE` of the payload as the archive declares it."""
    stamp: str | None = None
    """What a file of its own was known by to the archive that kept it."""


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes that were once a page, and where they came from."""

    content: bytes
    source: str
    """The path or address the bytes were read from; `-` for standard input, `<bytes>` for a value in memory."""
    url: str | None = None
    """The page's own address, when known."""
    media_type: str = "text/html"
    """`text/html` for pages with markup, `text/plain` for captures whose markup is gone."""
    charset: str | None = None
    """The charset that the HTTP header named, if any."""
    captured_at: datetime | None = None
    headers: tuple[tuple[str, str], ...] = ()
    """HTTP response headers as (lower-case name, value)."""
    place: Place | None = None
    """Set for what was read from an archive."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an input gave no article. A value: it is counted, kept and shown like an article."""

    reason: str
    """One of the codes in `copydesk.errors.REASONS`, e.g. `empty-input`, `binary-input`, `no-content`."""
    detail: str
    """One sentence: what was wrong, where, what to do."""
    source: str = "<bytes>"
    url: str | None = None
    place: Place | None = None
    """Set for what was left out of an archive."""


# --------------------------------------------------------------------------- page


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes became text."""

    name: str
    """The WHATWG name of the encoding that was used, e.g. `utf-8`, `windows-1252`."""
    source: str
    """What decided: `bom`, `http`, `meta`, `utf-8 validity`, `detected`, `default`."""
    declared: str | None = None
    """What the page or the header claimed, when it was not what was used."""
    replaced: int = 0
    """How many malformed sequences became U+FFFD."""


@dataclass(frozen=True, slots=True)
class Property:
    """One microdata or RDFa property, as found."""

    name: str
    value: str
    scope: int
    """Which item it belongs to (index into `Head.scopes`), -1 outside any item."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One microdata item (`itemscope`) or RDFa `typeof` element."""

    type: str
    parent: int
    name: str
    """The property that this item is the value of, empty when it is none."""


@dataclass(frozen=True, slots=True)
class HeadLink:
    rel: str
    href: str
    type: str
    hreflang: str


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself outside its visible text, entities decoded, nothing judged."""

    title: str | None = None
    lang: str | None = None
    base: str | None = None
    metas: tuple[tuple[str, str], ...] = ()
    """(name, property, itemprop or http-equiv in lower case; content), in source order."""
    links: tuple[HeadLink, ...] = ()
    json_ld: tuple[str, ...] = ()
    """The raw texts of `application/ld+json` scripts, possibly broken JSON."""
    properties: tuple[Property, ...] = ()
    scopes: tuple[Scope, ...] = ()


class Columns:
    """Columns of one of the kernel's arrays, viewed when they are first asked for: most readers want a few of them."""

    ARRAY: ClassVar[str]
    NAMES: ClassVar[dict[str, str]]
    """Attribute to the kernel's name of the column."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def __getattr__(self, name: str) -> memoryview:
        """View a column and keep the view. Raises AttributeError for a column that is not there."""
        known = type(self).NAMES.get(name)
        if known is None:
            raise AttributeError(f"{type(self).__name__} has no column {name!r}")
        view = self.__dict__[name] = self._table.column(self.ARRAY, known)
        return view


class Blocks(Columns):
    """Columns over the visible runs of text of a page, in page order; all have the same length.

    A block is the text between two block-level boundaries or line breaks. Each column is a read-only view on the
    kernel's table: indexing gives an `int`, `.tolist()` a list.
    """

    ARRAY = "blocks"
    NAMES: ClassVar[dict[str, str]] = {
        "starts": "start",
        "ends": "end",
        "source_starts_bytes": "source_start",
        "source_ends_bytes": "source_end",
        "containers": "container",
        "tags": "tag",
        "flags": "flags",
        "heading_levels": "heading_level",
        "list_depths": "list_depth",
        "list_ordinals": "ordinal",
        "tables": "table",
        "rows": "row",
        "columns": "column",
        "breaks": "breaks",
        "mark_starts": "mark_start",
        "mark_ends": "mark_end",
        "signs": "signs",
        "words": "words",
        "link_chars": "link_chars",
        "class_words": "class_words",
    }

    starts: memoryview
    """First character of the block in `Page.text`."""
    ends: memoryview
    """One past its last character; `Page.text` holds one `\\n` between two blocks."""
    source_starts_bytes: memoryview
    source_ends_bytes: memoryview
    containers: memoryview
    """Index of the block-level element that holds it, into `Containers`."""
    tags: memoryview
    """Tag code of that element: `copydesk._kernel.TAGS[code]` is its name."""
    flags: memoryview
    """Bits of `copydesk._kernel.FLAGS`: hidden, noscript, quote, code, pre, cell, list, figure, nav, …"""
    heading_levels: memoryview
    """1-6 inside a heading, else 0."""
    list_depths: memoryview
    """How many lists it stands in."""
    list_ordinals: memoryview
    """Number of its item in an ordered list, counted from 1; 0 elsewhere."""
    tables: memoryview
    """Number of the innermost table, counted from 1; 0 outside."""
    rows: memoryview
    """Row in that table, counted from 1; 0 outside."""
    columns: memoryview
    """Cell in that row, counted from 1; 0 outside."""
    breaks: memoryview
    """How many `<br>` stand between it and the block before, inside one element; 0: another element begins."""
    mark_starts: memoryview
    """First row of its inline marks in `Marks`; 0 to 0 where it has none."""
    mark_ends: memoryview
    signs: memoryview
    """1: a colon, `：` or `»` follows its first 2 to 32 characters, which are a label then; 2: it ends with `)`."""
    words: memoryview
    link_chars: memoryview
    class_words: memoryview
    """Bits of `copydesk._kernel.CLASS_WORDS` found in class and id of the inline elements inside it."""

    def marks_of(self, block: int) -> range:
        """Rows of the inline marks of one block, in the order in which they open."""
        return range(self.mark_starts[block], self.mark_ends[block])

    def __len__(self) -> int:
        return len(self.starts)


class Containers(Columns):
    """Columns over the block-level elements of a page, in source order; parents come before children."""

    ARRAY = "containers"
    NAMES: ClassVar[dict[str, str]] = {
        "parents": "parent",
        "tags": "tag",
        "flags": "flags",
        "class_words": "class_words",
        "first_blocks": "first_block",
        "last_blocks": "last_block",
        "words": "words",
        "class_starts_bytes": "class_start",
        "class_ends_bytes": "class_end",
    }

    parents: memoryview
    """Index of the element around it, -1 for the root."""
    tags: memoryview
    flags: memoryview
    class_words: memoryview
    first_blocks: memoryview
    last_blocks: memoryview
    """One past its last block, descendants included; equal to the first where it holds none."""
    words: memoryview
    class_starts_bytes: memoryview
    """Where in `Page.source` its class attribute's value stands (0, 0: none)."""
    class_ends_bytes: memoryview

    def __len__(self) -> int:
        return len(self.parents)


class Marks(Columns):
    """Columns over the inline elements that say something: links, emphasis, code, time, classed spans; by start."""

    ARRAY = "marks"
    NAMES: ClassVar[dict[str, str]] = {
        "tags": "tag",
        "blocks": "block",
        "starts": "start",
        "ends": "end",
        "class_words": "class_words",
        "value_starts_bytes": "value_start",
        "value_ends_bytes": "value_end",
    }

    tags: memoryview
    blocks: memoryview
    """The block that it starts in, ascending; a mark that spans several blocks is given once per block."""
    starts: memoryview
    """Characters in `Page.text`; an empty mark has start == end."""
    ends: memoryview
    class_words: memoryview
    value_starts_bytes: memoryview
    """Where in `Page.source` its `href` or `datetime` value stands (0, 0: none)."""
    value_ends_bytes: memoryview

    def __len__(self) -> int:
        return len(self.tags)


class Media(Columns):
    """Columns over images, videos, audios and iframes, in page order; ranges are bytes of `Page.source`."""

    ARRAY = "media"
    NAMES: ClassVar[dict[str, str]] = {
        "tags": "tag",
        "blocks": "block",
        "containers": "container",
        "source_starts_bytes": "source_start",
        "source_ends_bytes": "source_end",
        "set_starts_bytes": "set_start",
        "set_ends_bytes": "set_end",
        "alternate_starts_bytes": "alternate_start",
        "alternate_ends_bytes": "alternate_end",
        "widths": "width",
        "heights": "height",
        "link_starts_bytes": "link_start",
        "link_ends_bytes": "link_end",
    }

    tags: memoryview
    blocks: memoryview
    """The block before which it stands (the number of blocks begun by then)."""
    containers: memoryview
    source_starts_bytes: memoryview
    """`src`, or the lazy-loading attribute where `src` is missing or a `data:` placeholder."""
    source_ends_bytes: memoryview
    set_starts_bytes: memoryview
    """`srcset` or `data-srcset`."""
    set_ends_bytes: memoryview
    alternate_starts_bytes: memoryview
    """`alt`."""
    alternate_ends_bytes: memoryview
    widths: memoryview
    """Pixels as its attribute says, 0 when not given."""
    heights: memoryview
    link_starts_bytes: memoryview
    """`href` of the link around it."""
    link_ends_bytes: memoryview

    def __len__(self) -> int:
        return len(self.tags)


@dataclass(frozen=True, slots=True)
class Page:
    """A capture, read: decoded source, visible text, the table of blocks, and what the head says."""

    capture: Capture
    source: bytes
    """The captured bytes as UTF-8; all byte offsets point here."""
    text: str
    """All visible text: blocks parted by one `\\n`."""
    blocks: Blocks
    containers: Containers
    marks: Marks
    media: Media
    head: Head
    encoding: Encoding
    table: Table
    """The kernel's own table, for labelling in place."""

    def block_text(self, block: int) -> str:
        return self.text[self.blocks.starts[block] : self.blocks.ends[block]]

    def source_text(self, start_bytes: int, end_bytes: int) -> str:
        """An attribute's value from the source, entities decoded."""
        return attribute_text(self.source, start_bytes, end_bytes)


ATTRIBUTE_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]*(?:;|(?![A-Za-z0-9=])))")
"""A character reference inside an attribute: takes `&amp;`, `&#39;`; refuses the `&copy` of `?a=1&copy=2`."""


def attribute_text(source: bytes, start_bytes: int, end_bytes: int) -> str:
    """An attribute's value: references decoded as inside attributes, outer white space off."""
    return decode_attribute(source[start_bytes:end_bytes].decode("utf-8", "replace").strip())


def decode_attribute(raw: str) -> str:
    """A value with its references decoded as inside attributes."""
    if "&" not in raw:
        return raw
    raw = raw.replace("&quot;", '"')  # whole JSON texts stand in attributes; a quotation mark begins no reference
    return ATTRIBUTE_REFERENCE.sub(_decode_reference, raw)


def _decode_reference(found: re.Match[str]) -> str:
    """Inside an attribute a name counts only as a whole."""
    reference = found.group()
    return unescape(reference) if reference[1] == "#" else html5.get(reference[1:], reference)


# --------------------------------------------------------------------------- parts


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of visible text and what it is for."""

    part: str
    text: str
    score: float
    start: int
    """First character in the page's text."""
    end: int
    """One past the last character in the page's text."""
    source_start_bytes: int
    source_end_bytes: int
    block: int
    """The block (visible run of text) that it is, or is cut from."""
    group: int | None
    """Pieces with the same number belong together: one teaser, one comment, one figure."""


@dataclass(frozen=True, slots=True)
class Parts(Sequence[Part]):
    """All visible text of a page in order, each character in exactly one part; a sequence of `Part`.

    Kept as columns of equal length (one entry a part); `Part` objects are made when asked for.
    """

    text: str
    codes: bytes
    """Part codes, indexes into `PARTS`."""
    scores: tuple[float, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    source_starts_bytes: Sequence[int]
    source_ends_bytes: Sequence[int]
    """Where the piece's block stands in the page's source."""
    blocks: tuple[int, ...]
    groups: Sequence[int]
    """Group number of each part, -1 for none; numbers rise in page order and are never reused."""
    kind: str = "article"
    """What kind of page it is, one of `KINDS`."""
    kind_score: float = 0.0
    body_score: float = 0.0
    """The word F1 that the body is expected to have, before calibration."""

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, index):  # type: ignore[no-untyped-def]
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self.codes))))
        group = self.groups[index]
        return Part(
            part=PARTS[self.codes[index]],
            text=self.text[self.starts[index] : self.ends[index]],
            score=self.scores[index],
            start=self.starts[index],
            end=self.ends[index],
            source_start_bytes=self.source_starts_bytes[index],
            source_end_bytes=self.source_ends_bytes[index],
            block=self.blocks[index],
            group=None if group < 0 else group,
        )

    def __iter__(self) -> Iterator[Part]:
        for index in range(len(self.codes)):
            yield self[index]


# --------------------------------------------------------------------------- article


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value that a source offered for a field."""

    value: str
    source: str
    """`visible`, `json-ld`, `meta`, `microdata`, `url`, `title`, `text`, `caption`, `link`, `lang`, `library`,
    `given` (by another tool)."""
    where: str
    """Where exactly, in words a person can follow: `meta property=article:published_time`, `line 12`, …"""
    score: float


@dataclass(frozen=True, slots=True)
class Trace:
    """The evidence behind one field: the winner first, then the candidates that lost."""

    field: str
    """The field's schema.org name, e.g. `datePublished`."""
    candidates: tuple[Candidate, ...]
    confidence: float
    note: str | None = None
    """A sentence where the choice needs one, e.g. `taken from the caption: the page shows no date of its own`."""


@dataclass(frozen=True, slots=True)
class Author:
    name: str
    type: str = "Person"
    """`Person` or `Organization`."""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, as precise as the page was; what is not known is not there."""

    iso: str
    """ISO 8601 cut to what is known: `2023`, `2023-11`, `2023-11-09`, `2023-11-09T16:12:00+01:00`; empty in a teaser
    that only tells `19:01` or, where nobody knows when the page was captured, `3 hours ago`."""
    precision: str
    """`year`, `month`, `day`, `minute` or `second`; `unknown` where `iso` is empty."""
    text: str | None = None
    """As the page wrote it."""

    @property
    def day(self) -> str | None:
        """`YYYY-MM-DD`, or None when the day is not known."""
        return self.iso[:10] if len(self.iso) >= 10 else None


@dataclass(frozen=True, slots=True)
class Mark:
    """An inline mark over characters `start` to `end` of its passage's text."""

    start: int
    end: int
    kind: str
    """`link`, `strong`, `em`, `code`, `sub`, `sup`, `time`, `del`, `ins`, `mark`, `q`, `cite`."""
    target: str | None = None
    """A link's absolute address; a time's `datetime`."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The deck, one paragraph, heading, list item, quotation, table row or piece of code of the body."""

    kind: str
    """`deck` (also the article's `alternative_headline`), `paragraph`, `heading`, `item`, `quote`, `code`, `row`."""
    text: str
    """A row's cells are joined by a tab; line breaks inside are `\\n`."""
    level: int = 0
    """Heading level 1-6; nesting depth from 1 for an item; 0 otherwise."""
    ordinal: int | None = None
    """An ordered list item's number; None in an unordered list. A row: its table's number, counted from 1."""
    is_header: bool = False
    """A row of header cells."""
    marks: Sequence[Mark] = ()


@dataclass(frozen=True, slots=True)
class Image:
    content_url: str | None
    caption: str | None = None
    credit_text: str | None = None
    alternate_text: str | None = None
    width: int | None = None
    height: int | None = None
    passage: int | None = None
    """It stands before this passage of the body."""


@dataclass(frozen=True, slots=True)
class Counter:
    """How often something was done to the page or a post."""

    action: str
    """`view`, `comment`, `like`, `dislike`, `share`, `bookmark`, `vote`, `download`, `follow`, `unknown`."""
    value: int
    is_rounded: bool = False
    """True for `3K`: the page rounded the number."""
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    text: str
    author: str | None = None
    date_created: Moment | None = None
    interaction_statistic: tuple[Counter, ...] = ()


@dataclass(frozen=True, slots=True)
class Teaser:
    """Another story, product or page that this page presents."""

    headline: str
    url: str | None = None
    article_section: str | None = None
    """Its category as shown."""
    abstract: str | None = None
    """Its excerpt as shown."""
    is_cut: bool = False
    """True where the excerpt ends in an ellipsis."""
    author: str | None = None
    date_published: Moment | None = None
    interaction_statistic: tuple[Counter, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """A direct quotation of the story."""

    text: str
    speaker: str | None
    """As the sentence names them; None where it does not."""
    start: int
    """First character inside `Article.article_body`."""
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One captured page, read: the story and everything around it."""

    source: str
    kind: str
    """One of `KINDS`."""
    url: str | None = None
    """The canonical address, absolute."""
    headline: str | None = None
    alternative_headline: str | None = None
    """The deck."""
    author: tuple[Author, ...] = ()
    source_organization: str | None = None
    """The news agency."""
    date_published: Moment | None = None
    date_modified: Moment | None = None
    dateline: str | None = None
    """The place the story is filed from."""
    body: Sequence[Passage] = ()
    image: Sequence[Image] = ()
    """Pictures, the body, comments, teasers and quotations may be made when first asked for; they compare as tuples."""
    interaction_statistic: tuple[Counter, ...] = ()
    comment: Sequence[Comment] = ()
    comment_count: int | None = None
    teasers: Sequence[Teaser] = ()
    keywords: tuple[str, ...] = ()
    article_section: str | None = None
    publisher: str | None = None
    """The site's name."""
    in_language: str | None = None
    is_accessible_for_free: bool | None = None
    reservations: tuple[tuple[str, str], ...] = ()
    """Robots and text-and-data-mining reservations as found: (name, value)."""
    quotations: Sequence[Quotation] = ()
    parts: Parts | None = None
    evidence: tuple[Trace, ...] = ()
    confidence: float = 0.0
    """How sure the main text is."""
    refusal: Refusal | None = None
    """Set where the page holds no main text; the parts still account for everything on it."""
    encoding: Encoding | None = None
    digests: Sequence[str] = ()
    """Digests of the captured bytes, each as `ALGORITHM:HEX`; `sha256` first."""
    captured_at: datetime | None = None
    description: str | None = field(default=None)
    """The page's own summary from its head."""

    @property
    def article_body(self) -> str:
        """The main text: passages parted by a blank line; rows of a table and items of a list by a line break."""
        return join_passages(self.body)

    @property
    def digest(self) -> str | None:
        """`sha256:` and the hex digest of the captured bytes; None where they are not known."""
        return self.digests[0] if self.digests else None

    def trace(self, name: str) -> Trace | None:
        """The evidence of a field, or None where there is none.

        name: schema.org's (`datePublished`), ours or another's word (`date_published`, `date`).
        Raises: OptionError for a field that does not exist.
        """
        wanted = field_named(name)
        for trace in self.evidence:
            if trace.field == wanted:
                return trace
        return None


def join_passages(passages: Sequence[Passage]) -> str:
    """The text of a body: a blank line between passages, one line break inside a list or a table."""
    pieces: list[str] = []
    previous: Passage | None = None
    for passage in passages:
        if previous is not None:
            pieces.append(passage_break(previous, passage))
        pieces.append(passage.text)
        previous = passage
    return "".join(pieces)


def passage_break(previous: Passage, passage: Passage) -> str:
    """What stands between two passages that follow each other."""
    tight = passage.kind == previous.kind and passage.kind in ("item", "row")
    if tight and passage.kind == "row":
        tight = passage.ordinal == previous.ordinal
    return "\n" if tight else "\n\n"
