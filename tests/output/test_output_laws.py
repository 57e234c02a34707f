"""Laws that every format keeps for any record, hostile ones too."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from copydesk.output import FORMATS, OutputOptions, explain, render, render_many
from copydesk.output.evidence import VALUES
from copydesk.records import (
    KINDS,
    PARTS,
    Article,
    Author,
    Candidate,
    Comment,
    Counter,
    Image,
    Mark,
    Moment,
    Parts,
    Passage,
    Quotation,
    Refusal,
    Teaser,
    Trace,
)

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]>",
    "-->",
    "&amp; &lt; &#x41; &nope; AT&T",
    "# not a heading",
    "- not a list",
    "1986. A year",
    "> not a quote",
    "---",
    "| a | b |",
    "``` fence",
    "*star* _under_ snake_case ~~no~~ `tick` \\back",
    "[text](http://e.example) ![x](y) [a]: b",
    "=1+2",
    'say "so", he said; she; they',
    "日本語の文章、句読点。",
    "العربية و עברית",
    "\x00\x0b\x1b[31mred\x1b[0m\x85\u2028",
    "    four spaces",
]
KINDS_OF_MARK = ["link", "strong", "em", "code", "sub", "sup", "time", "del", "ins", "mark", "q", "cite", "other"]
ADDRESSES = [
    "https://e.example/a(b)?c=d&e",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " \tjavascript:alert(1)",
    "data:text/html,<script>",
    'https://e.example/"><script>',
    "mailto:a@e.example",
    "/relative",
    None,
]

words = st.text(alphabet=st.characters(codec="utf-8"), max_size=12)
texts = st.lists(st.one_of(st.sampled_from(HOSTILE), words), min_size=1, max_size=4).map(" ".join)
lines = st.lists(texts, min_size=1, max_size=3).map("\n".join)

sources = texts.map(lambda text: f"./{text}")


@st.composite
def passages(draw, text=lines):
    kind = draw(st.sampled_from(["paragraph", "heading", "item", "quote", "code", "row"]))
    content = draw(text)
    places = st.integers(-2, len(content) + 3)
    marks = draw(
        st.lists(
            st.builds(Mark, places, places, st.sampled_from(KINDS_OF_MARK), st.sampled_from(ADDRESSES)), max_size=5
        )
    )
    return Passage(
        kind=kind,
        text=content,
        level=draw(st.integers(0, 7)),
        ordinal=draw(st.none() | st.integers(0, 12)),
        is_header=draw(st.booleans()),
        marks=tuple(marks),
    )


moments = st.sampled_from(
    [None, Moment("2023", "year"), Moment("2023-11-09", "day", "Nov. 9"), Moment("2023-11-09T16:12", "minute")]
)
counters = st.builds(Counter, st.sampled_from(["view", "like", "odd"]), st.integers(0, 10**9), st.booleans(), texts)
candidates = st.builds(Candidate, texts, st.sampled_from(["visible", "meta", "odd"]), texts, st.floats(0, 1))
traces = st.builds(
    Trace,
    st.sampled_from(["headline", "datePublished", "author"]),
    st.lists(candidates, max_size=3).map(tuple),
    st.floats(0, 1),
    st.none() | texts,
)


@st.composite
def page_parts(draw):
    pieces = draw(st.lists(words, max_size=12))
    starts, position = [], 0
    for piece in pieces:
        starts.append(position)
        position += len(piece) + 1
    ends = tuple(start + len(piece) for start, piece in zip(starts, pieces, strict=True))
    count = len(pieces)
    codes = draw(st.lists(st.integers(0, len(PARTS) - 1), min_size=count, max_size=count))
    groups = draw(st.lists(st.integers(-1, 2), min_size=count, max_size=count))
    begun = tuple(starts)
    return Parts(
        "\n".join(pieces), bytes(codes), (0.4,) * count, begun, ends, begun, ends, tuple(range(count)), tuple(groups)
    )


def articles(text=lines):
    optional = st.none() | texts
    return st.builds(
        Article,
        source=sources,
        kind=st.sampled_from(KINDS),
        url=st.sampled_from(ADDRESSES),
        headline=optional,
        alternative_headline=optional,
        author=st.lists(st.builds(Author, texts, url=st.sampled_from(ADDRESSES)), max_size=2).map(tuple),
        source_organization=optional,
        date_published=moments,
        date_modified=moments,
        dateline=optional,
        body=st.lists(passages(text), max_size=6).map(tuple),
        image=st.lists(
            st.builds(
                Image,
                st.sampled_from(ADDRESSES),
                optional,
                optional,
                optional,
                st.none() | st.integers(0, 99),
                passage=st.none() | st.integers(0, 8),
            ),
            max_size=2,
        ).map(tuple),
        interaction_statistic=st.lists(counters, max_size=2).map(tuple),
        comment=st.lists(st.builds(Comment, texts, optional, moments), max_size=2).map(tuple),
        teasers=st.lists(st.builds(Teaser, texts, author=optional, date_published=moments), max_size=2).map(tuple),
        keywords=st.lists(texts, max_size=2).map(tuple),
        in_language=st.sampled_from([None, "en", "pt-BR", "English (US)", '"><b>']),
        is_accessible_for_free=st.sampled_from([None, True, False]),
        quotations=st.lists(st.builds(Quotation, texts, optional, st.just(0), st.just(1)), max_size=1).map(tuple),
        parts=st.none() | page_parts(),
        evidence=st.lists(traces, max_size=2).map(tuple),
        confidence=st.floats(0, 1),
    )


visible_characters = st.characters(categories=["L", "N", "P", "S"])
plain_words = st.lists(
    st.one_of(st.sampled_from(HOSTILE[:18]), st.text(alphabet=visible_characters, max_size=12)), min_size=1, max_size=4
).map(" ".join)


class VisibleText(HTMLParser):
    """The text of a document that we wrote, and every element and attribute in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.extend(attrs)
        self.pieces.append("" if tag in INLINE else " ")

    def handle_endtag(self, tag):
        self.pieces.append("" if tag in INLINE else " ")

    def handle_data(self, data):
        self.pieces.append(data)


INLINE = {"a", "strong", "em", "code", "sub", "sup", "time", "del", "ins", "mark", "q", "cite", "s"}


def squeezed(text: str) -> str:
    return "".join(text.split())


def visible(html: str) -> VisibleText:
    parser = VisibleText()
    parser.feed(html)
    parser.close()
    return parser


@given(articles(), st.sampled_from(sorted(FORMATS)), st.booleans(), st.booleans())
@settings(deadline=None)
def test_any_record_is_written_in_every_format(article, name, with_metadata, with_parts):
    """No record, however odd, may fail to be written, and the text can always be stored as UTF-8."""
    options = OutputOptions(with_metadata=with_metadata, with_parts=with_parts, width=60, in_colour=with_parts)
    once = render(article, name, options)
    assert once == render(article, name, options)
    once.encode("utf-8")


@given(articles())
@settings(deadline=None)
def test_the_data_formats_hold_the_body_unchanged(article):
    """Whoever reads json, jsonl or csv gets the main text to the character."""
    body = article.article_body
    assert json.loads(render(article, "json")).get("articleBody", "") == body
    line = render(article, "jsonl")
    assert line.count("\n") == 1
    assert json.loads(line).get("articleBody", "") == body
    (row,) = csv.DictReader(io.StringIO(render(article, "csv"), newline=""))
    assert row["articleBody"] == body
    assert row["source"] == article.source
    assert render(article, "text") == (f"{body}\n" if body else "")


@given(articles())
@settings(deadline=None)
def test_html_holds_every_word_and_nothing_that_runs(article):
    """A hostile page must not reach the reader of our page: no script, no handler, no address that acts."""
    story = visible(render(Article(article.source, article.kind, body=article.body), "html"))
    assert squeezed("".join(story.pieces)).endswith(squeezed(article.article_body))
    seen = visible(render(article, "html", OutputOptions(with_metadata=True)))
    assert not seen.tags & {"script", "style", "iframe", "object", "embed", "form", "input", "base", "svg"}
    for name, value in seen.attributes:
        assert not name.startswith("on")
        if name in ("href", "src"):
            assert re.match(r"(https?://|mailto:)", value or "", re.IGNORECASE)


@given(articles())
@settings(deadline=None)
def test_tei_is_well_formed_and_holds_every_word(article):
    """An XML reader must accept the document whatever characters the page held."""
    root = ElementTree.fromstring(render(article, "xmltei").encode("utf-8"))
    namespace = {"t": "http://www.tei-c.org/ns/1.0"}
    body = root.find("t:text/t:body", namespace)
    assert body is not None
    for figure in list(body.iter("{http://www.tei-c.org/ns/1.0}figure")):
        figure.clear()
    allowed = re.sub("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", article.article_body)
    assert squeezed("".join(body.itertext())) == squeezed(allowed)


@given(articles(plain_words))
@settings(deadline=None, max_examples=200)
def test_markdown_shows_the_same_words_when_rendered(article):
    """A CommonMark reader must turn our Markdown back into the words of the story: nothing eaten, nothing added."""
    only_body = Article("s", "article", body=article.body)
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(render(only_body, "markdown"))
    shown = squeezed("".join(visible(html).pieces))
    assert shown == squeezed(only_body.article_body)


@given(articles())
@settings(deadline=None)
def test_every_field_can_be_explained(article):
    """`--why` gives sentences for every field of every page."""
    for field in VALUES:
        sentences = explain(article, field)
        assert sentences.startswith(field)
        assert sentences.endswith("\n")


@pytest.mark.parametrize("name", sorted(FORMATS))
@given(st.lists(st.one_of(articles(), st.builds(Refusal, st.just("empty-input"), texts, sources)), max_size=3))
@settings(deadline=None, max_examples=25)
def test_many_records_make_one_valid_document(name, records):
    """A batch is one document of its format, with a row for each refused input where the format has rows."""
    document = "".join(render_many(records, name))
    if name == "json":
        assert [row["source"] for row in json.loads(document)] == [record.source for record in records]
    elif name == "jsonl":
        rows = [json.loads(line) for line in document.split("\n")[:-1]]
        assert [row["source"] for row in rows] == [record.source for record in records]
    elif name == "csv":
        rows = list(csv.DictReader(io.StringIO(document, newline="")))
        assert [row["source"] for row in rows] == [record.source for record in records]
    elif name == "xmltei":
        root = ElementTree.fromstring(document.encode("utf-8"))
        count = sum(isinstance(record, Article) for record in records)
        assert len(root.findall("{http://www.tei-c.org/ns/1.0}TEI")) == count
    elif name == "html":
        assert document.count("<!DOCTYPE html>") == 1
