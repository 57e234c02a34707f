"""Who wrote a page: bylines wherever they stand, threads, and what only looks like an author."""

from __future__ import annotations

from dataclasses import replace

import pytest
from labelled_pages import label

from copydesk.article.authors import read_authors
from copydesk.article.claims import gather_claims
from copydesk.article.view import view_page
from copydesk.page import read_page
from copydesk.records import Capture

STORY = "<p>The ferry sank on Monday with two hundred people on board.</p>"


def authors(html: str, labels: dict[str, str], kind: str = "article", site: str | None = None) -> list[str]:
    """Names that are read from a page on which a block whose text begins so bears that part; others are body."""
    page = read_page(Capture(html.encode(), "page", "https://paper.example/news/ferry"))
    parts = label(page, labels, kind)
    return [author.name for author in read_authors(view_page(page, parts), gather_claims(page), site, None)[0]]


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("<p>By Jane Roe</p>", "navigation"),
        ("<p>Von: Jane Roe</p>", "teaser"),
        ("<p>ByJane Roe</p>", "date"),
        ("<p>Do 25.04.24 | 14:07 Uhr | Von Jane Roe</p>", "date"),
        ("<p>Jane Roe | 05.04.2025</p>", "date"),
        ("<p><a href=/author/jane-roe>Jane Roe</a></p>", "topic"),
        ("<p><a href='/blog?author=51a2'>Jane Roe</a></p>", "deck"),
        ("<p>By Jane Roe Updated May 3, 2025</p>", "byline"),
        ("<p>By <a href=/contributors/jane>Jane Roe</a>Published: Dec 20, 2023</p>", "body"),
        ("<p>Jane Roe | 29.07.2006 um 14:26</p>", "notice"),
        ("<p>Written byJane Roe</p>", "control"),
        ("<p class=author>Jane Roe No Comments</p>", "byline"),
        ("<p>Jane RoeKeine Kommentare</p>", "byline"),
        ("<p>Recueilli par Jane Roe</p>", "byline"),
    ],
)
def test_a_byline_is_read_whatever_its_label(line: str, label: str) -> None:
    """The model takes some bylines for dates, topics or navigation; words, dates and links tell better."""
    text = read_page(Capture(line.encode(), "line")).text
    html = f"<h1>Ferry sinks off Larkhaven</h1>{line}{STORY * 3}"
    assert authors(html, {"Ferry": "headline", text: label}) == ["Jane Roe"]


@pytest.mark.parametrize(
    "line",
    ["<p>Senior Staff Writer</p>", "<p>Last Updated May 3, 2025</p>", "<p>More posts</p>", "<p>Verified expert</p>"],
)
def test_roles_and_labels_beside_a_byline_are_no_authors(line: str) -> None:
    """What stands in lines of its own around the name is often labelled byline, too."""
    text = read_page(Capture(line.encode(), "line")).text
    html = f"<h1>Ferry sinks off Larkhaven</h1><p>By Jane Roe</p>{line}{STORY * 3}"
    assert authors(html, {"Ferry": "headline", "By": "byline", text: "byline"}) == ["Jane Roe"]


def test_who_reviewed_a_page_did_not_write_it() -> None:
    """A link to a reviewer's page looks like one to an author's."""
    html = f"<h1>Ferry</h1><p>Medically reviewed by <a href=/author/ali-bey>Ali Bey</a></p>{STORY * 3}"
    assert authors(html, {"Ferry": "headline", "Medically": "date"}) == []


@pytest.mark.parametrize(
    "line",
    [
        "<p>Thread starter ferry_fan</p>",
        "<p>Post by ferry_fan » Sat Feb 24, 2024</p>",
        "<p>Discussion started by <a href=/members/ferry-fan.7/>ferry_fan</a>, May 11, 2024.</p>",
        "<p><a href='memberlist.php?mode=viewprofile&u=7'>ferry_fan</a></p>",
        "<p class=username>ferry_fan</p>",
        "<p>23 replies, last post by other_one</p><p class=username>ferry_fan</p>",
        "<p class=username>Register now!</p><p class=username>ferry_fan</p>",
    ],
)
def test_who_began_a_thread_is_its_author(line: str) -> None:
    """A forum's page names a writer with every post; the first one began the thread."""
    html = f"<h1>Ferry gone?</h1>{line}{STORY}<p class=username>other_one</p>{STORY}"
    assert authors(html, {"Ferry": "headline"}, "forum") == ["ferry_fan"]


def test_the_head_knows_where_a_name_ends() -> None:
    """A role that is glued to the name in the byline is no part of it."""
    html = f"<meta name=author content='Jane Roe'><h1>Ferry</h1><p>By Jane RoeCorrespondent</p>{STORY * 3}"
    assert authors(html, {"Ferry": "headline", "By": "byline"}) == ["Jane Roe"]


def test_a_library_entry_is_turned_round() -> None:
    """Journals give surnames first; readers of a record expect one order."""
    html = (
        f"<meta name=citation_author content='Roe, Jane A.'><meta name=citation_author content='Bey, Ali'>{STORY * 3}"
    )
    assert authors(html, {}) == ["Jane A. Roe", "Ali Bey"]


def test_a_placeholder_is_no_author() -> None:
    """Templates that were never filled in leave the names of their variables."""
    assert authors(f"<meta name=author content='page.head.extra.author'>{STORY * 3}", {}) == []


def test_the_page_signs_for_whoever_pressed_publish() -> None:
    """Content systems name the account that published, the byline names the writer."""
    head = "<meta name=author content=harbour_admin><meta name=twitter:data1 content=harbour_admin>"
    html = f"{head}<h1>Ferry</h1><p>By Jane Roe</p>{STORY * 3}"
    assert authors(html, {"Ferry": "headline", "By": "byline"}) == ["Jane Roe"]


def test_an_editorial_office_signs_with_all_of_its_name() -> None:
    """A site's name may hold words that are roles or joins elsewhere; what is left of it then is nobody."""
    html = f"<meta name=author content='Harbour and Travel Expert'><h1>Ferry</h1>{STORY * 3}"
    assert authors(html, {"Ferry": "headline"}, site="Harbour and Travel Expert") == ["Harbour and Travel Expert"]


def test_an_organisation_in_structured_data_is_one_name() -> None:
    """`and` inside the name of an institute parts no names."""
    body = '{"@type":"NewsArticle","author":{"@type":"Organization","name":"Contributors to Harbour and Sea projects"}}'
    html = f"<script type=application/ld+json>{body}</script><h1>Ferry</h1>{STORY * 3}"
    assert authors(html, {"Ferry": "headline"}) == ["Contributors to Harbour and Sea projects"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("<p>Written by Jane Roe</p>", "Jane Roe"),
        ("<p>Posted by Jane Roe</p>", "Jane Roe"),
        ("<p><a href=/author/team>Harbour Sea Team</a></p>", "Harbour Sea Team"),
    ],
)
def test_a_box_after_the_story_names_the_author(line: str, name: str) -> None:
    """Many blogs sign at the end, and the box looks like a teaser."""
    label_of = "teaser" if "by" in line else "navigation"
    text = read_page(Capture(line.encode(), "line")).text
    html = f"<h1>Ferry</h1>{STORY * 3}{line}"
    assert authors(html, {"Ferry": "headline", text: label_of}) == [name]


@pytest.mark.parametrize("part", ["comment", "teaser"])
def test_who_wrote_something_else_below_the_story_is_no_author(part: str) -> None:
    """Comments and teasers further down say `Posted by`, too."""
    more = "".join(f"<p>Note {number}</p>" for number in range(6))
    html = f"<h1>Ferry</h1>{STORY * 3}{more}<p>Posted by Ali Bey</p>"
    assert authors(html, {"Ferry": "headline", "Note": "promotion", "Posted": part}) == []
    assert authors(html, {"Ferry": "headline", "Note": "promotion", "Posted": "control"}) == ["Ali Bey"]


def test_a_teaser_after_the_story_names_no_author() -> None:
    """A line `By` in the list of further stories is about another story."""
    html = f"<h1>Ferry</h1>{STORY * 3}<p>By Ali Bey</p>"
    assert authors(html, {"Ferry": "headline", "By": "teaser"}) == []


def test_a_first_name_is_a_name_where_its_page_says_so() -> None:
    """Blogs sign with first names; the address of the author's page tells them from words such as `More`."""
    html = f"<h1>Ferry</h1><p><a href=/author/jane/>Jane</a></p><p><a href=/author/jane/>More</a></p>{STORY * 3}"
    assert authors(html, {"Ferry": "headline", "Jane": "control", "More": "control"}) == ["Jane"]


@pytest.mark.parametrize("words", ["Meet the Team", "Our Team", "Code editors", "Chief of Staff"])
def test_a_link_to_the_people_of_a_company_signs_nothing(words: str) -> None:
    """Pages about teams stand in the same folders as those of writers."""
    html = f"<h1>Ferry</h1>{STORY * 3}<p><a href=/staff/{words.lower().replace(' ', '-')}>{words}</a></p>"
    assert authors(html, {"Ferry": "headline", words: "navigation"}) == []


def test_the_paper_after_a_name_is_no_part_of_it() -> None:
    """Some templates put the paper into the byline without a break."""
    html = f"<h1>Ferry</h1><p class=byline>Jane Roe HARBOUR TODAY</p>{STORY * 3}"
    assert authors(html, {"Ferry": "headline", "Jane": "byline"}, site="HARBOUR TODAY") == ["Jane Roe"]


def test_a_link_to_the_author_right_below_the_story_signs_it() -> None:
    """The box with the author's name is often taken for the first teaser; further down it is a teaser's."""
    link = "<p><a href=/author/roe>Jane Roe</a></p>"
    assert authors(f"<h1>Ferry</h1>{STORY * 3}{link}", {"Ferry": "headline", "Jane": "teaser"}) == ["Jane Roe"]
    more = "".join(f"<p>Teaser {number}</p>" for number in range(3))
    far = f"<h1>Ferry</h1>{STORY * 3}{more}{link}"
    assert authors(far, {"Ferry": "headline", "Teaser": "teaser", "Jane": "teaser"}) == []


def test_a_title_tells_a_name_in_east_asian_scripts() -> None:
    """A reporter's line may bear the label of its date."""
    html = f"<h1>Ferry</h1><p>홍길동 기자 | 2020-03-04 16:52:59</p>{STORY * 3}"
    assert authors(html, {"Ferry": "headline", "홍길동": "date"}) == ["홍길동"]


def test_a_signature_below_the_story_goes_before_the_site() -> None:
    """Papers that name themselves in the head sign the story with the writer's name at its end."""
    html = f"<meta name=author content=Harbour><h1>Ferry</h1>{STORY * 3}<p>Jane Roe</p>"
    page = read_page(Capture(html.encode(), "page", "https://paper.example/news/ferry"))
    parts = label(page, {"Ferry": "headline", "Jane": "byline"})
    unsure = replace(parts, scores=(0.2,) * len(parts.codes))
    found = read_authors(view_page(page, unsure), gather_claims(page), "Harbour", None)[0]
    assert [author.name for author in found] == ["Jane Roe"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<p><strong>Lê Phương</strong></p>", ["Lê Phương"]),
        ("<p><em>Jane Roe</em></p>", ["Jane Roe"]),
        ("<p>Jane Roe</p>", []),
        ("<p><strong>Strengthen your harbour</strong></p>", []),
    ],
)
def test_a_name_that_stands_out_at_the_end_of_the_story_signs_it(line: str, names: list[str]) -> None:
    """Many papers print the writer's name alone, in bold, under the last paragraph."""
    assert authors(f"<h1>Ferry</h1>{STORY * 3}{line}", {"Ferry": "headline"}) == names


def test_the_name_in_the_address_is_no_person() -> None:
    """Content systems fill the author's tag with the site's own short name."""
    html = f"<meta name=author content=paper><h1>Ferry</h1><p>Jane Roe</p>{STORY * 3}"
    assert authors(html, {"Ferry": "headline", "Jane": "byline"}) == ["Jane Roe"]


def test_the_writers_of_other_stories_are_not_asked() -> None:
    """Teasers are marked up as stories with authors of their own."""
    author = "<p itemprop=author itemscope><b itemprop=name>{}</b></p>"
    item = f"<div itemscope itemtype=https://schema.org/NewsArticle>{author}</div>"
    others = "".join(item.format(name) for name in ("Ali Bey", "Max Muster"))
    html = f"<h1>Ferry</h1><p>By Jane Roe</p>{STORY * 3}{others}"
    assert authors(html, {"Ferry": "headline", "By": "navigation", "Ali": "teaser", "Max": "teaser"}) == ["Jane Roe"]
