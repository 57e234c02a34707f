"""The formats for readers: text, markdown, html, xmltei, csv as they look."""

import csv
import io
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from copydesk.errors import OptionError
from copydesk.output import FORMATS, OutputOptions, render, render_many
from copydesk.output.csv_rows import COLUMNS
from copydesk.records import Article, Author, Image, Mark, Moment, Passage, Refusal

STORY = Article(
    source="story.html",
    kind="article",
    headline='The "new" bridge: open',
    author=(Author("Ada Quill"), Author("Ben Ross")),
    date_published=Moment("2024-05-06", "day"),
    publisher="The Example",
    body=(
        Passage(
            "paragraph", "It is open now.", marks=(Mark(6, 10, "strong"), Mark(0, 5, "link", "https://e.example/x"))
        ),
        Passage("heading", "What changes", 2),
        Passage("item", "Cars", 1, 1),
        Passage("item", "small ones", 2),
        Passage("item", "Trams", 1, 2),
        Passage("quote", "At last"),
        Passage("code", "if a < b:\n    go()"),
        Passage("row", "Day\tCars", 0, 1, True),
        Passage("row", "Mon|Tue\t12", 0, 1),
    ),
    image=(Image("https://e.example/i.jpg", "The bridge", "B. Lens", "bridge", passage=1),),
)

MARKDOWN = """\
[It is](https://e.example/x) **open** now.

![bridge](https://e.example/i.jpg)  
*The bridge B. Lens*

## What changes

1. Cars
   - small ones
2. Trams

> At last

```
if a < b:
    go()
```

| Day | Cars |
| --- | --- |
| Mon\\|Tue | 12 |
"""


def test_markdown_is_what_a_person_would_write():
    """Markdown is read by people too: lists, tables, code and quotes look as they do by hand."""
    assert render(STORY, "markdown") == MARKDOWN


def test_markdown_head_is_yaml_before_the_same_text():
    """The head is added; the text under it stays to the character."""
    head, text = render(STORY, "markdown", OutputOptions(with_metadata=True)).split("---\n\n", 1)
    assert text == MARKDOWN
    assert head.startswith('---\nheadline: "The \\"new\\" bridge: open"\nauthor:\n  - "Ada Quill"\n  - "Ben Ross"\n')
    assert "datePublished: 2024-05-06\n" in head


def test_text_head_comes_before_the_same_text():
    """`--with-metadata` adds a head and changes nothing below it."""
    plain = render(STORY, "text")
    head, text = render(STORY, "text", OutputOptions(with_metadata=True)).split("\n\n", 1)
    assert text == plain == f"{STORY.article_body}\n"
    assert "author: Ada Quill; Ben Ross" in head.split("\n")


@pytest.mark.parametrize(
    "text",
    [
        "2 * 3 * 4",
        "snake_case_name",
        "AT&T and R&D",
        "a < b",
        "Footnote [1] here",
        "#tag and -5",
        "3.5 percent",
        "~5 km",
    ],
)
def test_markdown_leaves_harmless_characters_alone(text):
    """Escapes that nobody needs make a text hard to read."""
    assert render(Article("-", "article", body=(Passage("paragraph", text),)), "markdown") == f"{text}\n"


def test_html_nests_what_the_page_nested():
    """A list inside a list, a header row, a link with emphasis beside it."""
    html = render(STORY, "html")
    assert '<p><a href="https://e.example/x">It is</a> <strong>open</strong> now.</p>' in html
    assert "<ol>\n<li>Cars\n<ul>\n<li>small ones</li>\n</ul>\n</li>\n<li>Trams</li>\n</ol>" in html
    assert "<tr><th>Day</th><th>Cars</th></tr>" in html
    assert "<code>if a &lt; b:\n    go()</code>" in html


def test_crossing_marks_are_closed_like_brackets():
    """Pages overlap their marks; our HTML must not."""
    marks = (Mark(0, 6, "strong"), Mark(3, 9, "em"))
    html = render(Article("-", "article", body=(Passage("paragraph", "abcdefghi", marks=marks),)), "html")
    assert "<p><strong>abc<em>def</em></strong><em>ghi</em></p>" in html


def test_tei_has_header_and_structure():
    """Archives and corpora read the header for who wrote what when, and the body for its structure."""
    root = ElementTree.fromstring(render(STORY, "xmltei"))
    space = {"t": "http://www.tei-c.org/ns/1.0"}
    header = root.find("t:teiHeader", space)
    assert header is not None
    assert [author.text for author in header.findall("t:fileDesc/t:titleStmt/t:author", space)] == [
        "Ada Quill",
        "Ben Ross",
    ]
    assert header.find("t:fileDesc/t:publicationStmt/t:date[@when='2024-05-06']", space) is not None
    assert header.findtext("t:fileDesc/t:sourceDesc/t:bibl/t:idno", None, space) == "story.html"
    body = root.find("t:text/t:body", space)
    assert body is not None
    for path in (
        "t:p",
        "t:figure/t:graphic",
        "t:div/t:head",
        "t:div/t:list/t:item/t:list",
        "t:div/t:quote",
        "t:div/t:table/t:row/t:cell",
    ):
        assert body.find(path, space) is not None, path
    assert body.find("t:div/t:p/t:code", space) is not None


def test_tei_divisions_never_have_text_after_them():
    """TEI allows no paragraph after a division inside the same parent: each heading holds what follows."""
    headings = [Passage("heading", f"H{level}", level) for level in (2, 4, 3, 1, 6, 2)]
    body = tuple(passage for heading in headings for passage in (heading, Passage("paragraph", "text")))
    root = ElementTree.fromstring(render(Article("-", "article", body=body), "xmltei"))
    for parent in root.iter():
        tags = [child.tag.rpartition("}")[2] for child in parent]
        if "div" in tags:
            assert set(tags[tags.index("div") :]) == {"div"}


def test_csv_has_the_documented_columns_and_one_header():
    """A table of many captures opens in any spreadsheet, refused inputs included."""
    records = [STORY, Refusal("empty-input", "nothing in it", source="b.html"), STORY]
    rows = list(csv.reader(io.StringIO("".join(render_many(records, "csv")), newline="")))
    assert rows[0] == list(COLUMNS)
    assert [row[0] for row in rows[1:]] == ["story.html", "b.html", "story.html"]
    assert rows[2][COLUMNS.index("refusal")] == "empty-input"
    assert rows[1][COLUMNS.index("author")] == "Ada Quill; Ben Ross"


def test_many_texts_name_their_inputs():
    """Two stories in one stream must not run into each other."""
    text = "".join(render_many([STORY, Refusal("empty-input", "x", source="b"), STORY], "text"))
    assert text == f"==> story.html <==\n{STORY.article_body}\n\n==> story.html <==\n{STORY.article_body}\n"


def test_an_unknown_format_names_the_nearest_one():
    """A typing error is answered with what was meant."""
    with pytest.raises(OptionError, match="'markdown'"):
        render(STORY, "markdwon")


def test_a_passage_with_very_many_marks_is_written_in_linear_time():
    """A hostile page may mark every character of one paragraph; it must not stop a batch."""
    count = 10_000
    marks = tuple(
        Mark(place, place + 3, ("strong", "em", "code", "link", "del")[place % 5], f"https://e.example/{place}")
        for place in range(count)
    )
    body = (
        Passage("paragraph", "ab c" * (count // 4), marks=marks),
        Passage("paragraph", "a\nb " * (count // 4), marks=marks),
        Passage("row", "a\tb " * (count // 4), marks=marks),
    )
    article = Article("-", "article", body=body)
    for name in FORMATS:
        assert len(render(article, name)) < 600 * count


def test_the_manual_lists_the_columns_and_formats():
    """What the manual promises is what is written."""
    manual = (Path(__file__).parents[2] / "docs" / "output.md").read_text(encoding="utf-8")
    assert ", ".join(COLUMNS) in " ".join(manual.split())
    assert all(f"| `{name}`" in manual for name in FORMATS)


@pytest.mark.parametrize("heading", ["#", "C #", "C#", "##"])
def test_a_heading_that_ends_in_a_number_sign_keeps_it(heading):
    """Markdown takes trailing `#` for decoration: `C #` would lose its sharp."""
    markdown = render(
        Article("s", "article", body=(Passage("heading", heading, level=2), Passage("paragraph", "x"))), "markdown"
    )
    assert f"<h2>{heading}</h2>" in MarkdownIt("commonmark").render(markdown)
