"""The record of a page: each field from the best of its sources, with evidence, and nothing invented."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from labelled_pages import label

from copydesk.article import build_article
from copydesk.page import read_page
from copydesk.records import Article, Capture


def build(
    html: str,
    labels: dict[str, str | tuple[str, int]] | None = None,
    *,
    kind: str = "article",
    media_type: str = "text/html",
    captured_at: datetime | None = None,
) -> Article:
    capture = Capture(
        html.encode(), "page", "https://paper.example/news/ferry", media_type=media_type, captured_at=captured_at
    )
    page = read_page(capture)
    return build_article(page, label(page, labels or {}, kind))


def texts(article: Article) -> Sequence[tuple[str, str]]:
    return [(passage.kind, passage.text) for passage in article.body]


# ------------------------------------------------------------------------------------------ headline


def test_the_name_of_the_site_is_no_part_of_the_headline() -> None:
    """Titles end in the site's name; readers do not take it for the headline."""
    article = build(
        "<title>Ferry sinks off Larkhaven | Paper</title><meta property=og:site_name content=Paper><p>Text.</p>"
    )
    assert article.headline == "Ferry sinks off Larkhaven"


def test_the_headline_shown_wins_and_the_losers_are_kept() -> None:
    """Search engines are told another headline than readers; both are evidence."""
    article = build(
        "<title>Ferry: all you need to know</title><h1>Ferry sinks off Larkhaven</h1><p>Text.</p>",
        {"Ferry sinks": "headline"},
    )
    trace = article.trace("headline")
    assert article.headline == "Ferry sinks off Larkhaven"
    assert trace is not None and trace.candidates[0].value == article.headline
    assert any(candidate.source == "title" for candidate in trace.candidates)


# ------------------------------------------------------------------------------------------ authors


def test_authors_are_names_without_the_words_around_them() -> None:
    """`By`, roles and times are not people."""
    article = build("<h1>Ferry</h1><p>By Jane Roe and Ali Bey, chief reporter</p><p>Text.</p>", {"By": "byline"})
    assert [author.name for author in article.author] == ["Jane Roe", "Ali Bey"]


def test_a_person_shown_goes_before_the_site_in_the_head() -> None:
    """Content systems name themselves as author of everything."""
    article = build(
        '<meta property=og:site_name content="Daily Paper"><meta name=author content="Daily Paper">'
        "<p>By Jane Roe</p><p>Text.</p>",
        {"By": "byline"},
    )
    assert [(author.name, author.type) for author in article.author] == [("Jane Roe", "Person")]


def test_an_address_is_no_author() -> None:
    """`article:author` often holds a link to a profile."""
    article = build('<meta property="article:author" content="https://social.example/paper"><p>Text.</p>')
    assert article.author == ()


# ------------------------------------------------------------------------------------------ dates


def test_published_and_modified_stand_apart() -> None:
    """Who wants to know what came first must not be given the date of the last edit."""
    article = build(
        "<p>Published 9 November 2023 16:12</p><p>Updated 11 November 2023</p><p>Text of the story.</p>",
        {"Published": "date", "Updated": "date"},
    )
    assert article.date_published is not None and article.date_published.iso == "2023-11-09T16:12"
    assert article.date_modified is not None and article.date_modified.iso == "2023-11-11"


def test_no_date_is_later_than_the_capture() -> None:
    """A page cannot have been published after it was read; such a date is an event or a fault."""
    article = build(
        '<meta property="article:published_time" content="2031-01-01"><p>Text.</p>',
        captured_at=datetime(2024, 5, 1, tzinfo=UTC),
    )
    assert article.date_published is None


def test_a_year_in_the_footer_is_no_date() -> None:
    """Copyright lines are the commonest wrong date."""
    article = build("<p>Text of the story.</p><footer>© 2021 Paper, 1 May 2021</footer>", {"©": "navigation"})
    assert article.date_published is None and article.trace("datePublished") is None


def test_a_date_from_a_caption_says_so() -> None:
    """Better a marked guess than none, and better none than an unmarked guess."""
    article = build(
        "Ministers meet\n\nThe ministers met on Thursday to talk about fish.\n\n"
        "Minister Roe, left, arrives at the harbour outside Larkhaven, Norland, Thursday, Nov. 9, 2023. "
        "(Ann Lee, Pool Photo via AP)\n",
        {"Ministers meet": "headline", "Minister Roe": "caption"},
        media_type="text/plain",
    )
    dated, agency, place = (article.trace(name) for name in ("datePublished", "sourceOrganization", "dateline"))
    assert article.date_published is not None and article.date_published.iso == "2023-11-09"
    assert dated is not None and dated.note is not None and "caption" in dated.note
    assert article.source_organization == "Associated Press" and agency is not None and agency.note is not None
    assert article.dateline == "Larkhaven, Norland" and place is not None and place.note is not None
    assert article.image[0].credit_text == "Ann Lee, Pool Photo via AP" and article.image[0].content_url is None


def test_a_day_of_membership_is_no_date_of_publication() -> None:
    """Forums show since when each writer has been there."""
    article = build("<p>Joined: 24 July 2017</p><p>How do I fix my ferry?</p>", kind="forum")
    assert article.date_published is None


# ------------------------------------------------------------------------------------------ body


def test_lines_of_a_paragraph_stay_together_and_blank_lines_part() -> None:
    """One line break is a verse or an address, two are a new paragraph."""
    article = build("<p>one<br>two<br><br>three</p>")
    assert texts(article) == [("paragraph", "one\ntwo"), ("paragraph", "three")]


def test_what_a_post_quotes_from_an_earlier_one_is_given_once_and_keeps_its_part() -> None:
    """Whoever reads a thread has read it; the page's lines stay complete."""
    said = "Replace the battery before you do anything else."
    article = build(f"<p>{said}<p>Ann wrote:<blockquote>{said}</blockquote><p>I did.", kind="forum")
    assert texts(article) == [("paragraph", said), ("paragraph", "Ann wrote:"), ("paragraph", "I did.")]
    assert [part.part for part in article.parts].count("body") == 4


def test_posts_in_a_table_are_posts() -> None:
    said = "Replace the battery before you do anything else."
    rows = "".join(f"<tr><td>{name}</td><td><p>{said}</td></tr>" for name in ("Ann", "Bob"))
    article = build(f"<table>{rows}</table>", kind="forum")
    assert [text for _, text in texts(article)] == [f"Ann\t{said}", "Bob"]


def test_the_deck_opens_the_body() -> None:
    """Markdown and plain text have no other place for it, and readers read it first."""
    article = build(
        "<h1>Ferry sinks</h1><p>All aboard were saved</p><p>By Ann Lee</p><p>The ferry sank on Monday.</p>",
        {"Ferry sinks": "headline", "All aboard": "deck", "By Ann": "byline"},
    )
    assert texts(article) == [("deck", "All aboard were saved"), ("paragraph", "The ferry sank on Monday.")]
    assert article.alternative_headline == "All aboard were saved"


def test_a_deck_without_a_story_is_no_body() -> None:
    article = build("<h1>Ferry sinks</h1><p>All aboard were saved</p>", {"Ferry": "headline", "All": "deck"})
    assert not article.body and article.refusal is not None


def test_cells_of_a_table_may_repeat() -> None:
    row = "<tr><td>{}</td><td>sold by the pier</td></tr>"
    article = build("<table>" + "".join(map(row.format, ("Cod", "Plaice", "Eel"))) + "</table>", kind="product")
    assert [text for _, text in texts(article)] == [f"{fish}\tsold by the pier" for fish in ("Cod", "Plaice", "Eel")]


def test_a_list_item_of_several_paragraphs_is_one_item() -> None:
    """A list of two steps has two items, whatever stands in them."""
    article = build("<ol><li><p>Open it.</p><p>Look inside.</p></li><li>Close it.</li></ol>")
    assert [(passage.kind, passage.text, passage.ordinal) for passage in article.body] == [
        ("item", "Open it.\nLook inside.", 1),
        ("item", "Close it.", 2),
    ]


def test_a_table_of_data_keeps_its_cells_and_its_gaps() -> None:
    """A number in the wrong column is a wrong number."""
    article = build("<table><tr><th>Port<th>1990<th>2020<tr><td>Larkhaven<td><td>12</table>")
    assert texts(article) == [("row", "Port\t1990\t2020"), ("row", "Larkhaven\t\t12")]
    assert [passage.is_header for passage in article.body] == [True, False]


def test_a_table_that_lays_out_the_page_gives_paragraphs() -> None:
    """Old sites put the whole story into one cell."""
    story = "The ferry sank at noon. " * 30
    article = build(f"<table><tr><td>{story}<td>{story}<tr><td>{story}<td>{story}</table>")
    assert {passage.kind for passage in article.body} == {"paragraph"}


def test_code_keeps_its_white_space() -> None:
    """Indented code that loses its indent is other code."""
    assert texts(build("<pre>if a:\n    b()</pre>")) == [("code", "if a:\n    b()")]


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("/a?x=1&amp;y=2", "https://paper.example/a?x=1&y=2"),
        ("../b", "https://paper.example/b"),
        ("//cdn.example/c", "https://cdn.example/c"),
        ("#note", "https://paper.example/news/ferry#note"),
        ("https://other.example/d", "https://other.example/d"),
    ],
)
def test_links_are_absolute(href: str, target: str) -> None:
    """A stored story outlives its place on the site."""
    mark = build(f'<p>See <a href="{href}">there</a>.</p>').body[0].marks[0]
    assert (mark.start, mark.end, mark.kind, mark.target) == (4, 9, "link", target)


def test_a_script_is_no_link() -> None:
    """`javascript:` leads nowhere and runs something."""
    assert tuple(build('<p><a href="JavaScript:alert(1)">there</a></p>').body[0].marks) == ()


# ------------------------------------------------------------------------------------------ around the story


def test_a_teaser_has_its_fields() -> None:
    """The stories that a page promotes are data, too."""
    html = (
        "<p>Text.</p><div><p>Travel</p><h3><a href='/t'>Ten ferries you should take this summer</a></h3>"
        "<p>The sea is wide and the boats are many, and here we list the ten that are worth...</p>"
        "<p>By Jane Roe 2024-05-06 19:12:20 0 2K</p></div>"
    )
    group = ("teaser", 0)
    article = build(html, {"Travel": group, "Ten ferries": group, "The sea": group, "By Jane": group})
    (teaser,) = article.teasers
    assert teaser.headline == "Ten ferries you should take this summer"
    assert (teaser.article_section, teaser.author, teaser.is_cut) == ("Travel", "Jane Roe", True)
    assert teaser.url == "https://paper.example/t"
    assert teaser.date_published is not None and teaser.date_published.iso == "2024-05-06T19:12:20"
    assert [(c.action, c.value, c.is_rounded) for c in teaser.interaction_statistic] == [
        ("comment", 0, False),
        ("view", 2000, True),
    ]


def test_the_number_of_comments_comes_from_their_heading() -> None:
    """Many pages count comments there and nowhere else."""
    article = build("<p>Text.</p><h2>12 comments</h2>", {"12 comments": "comment"})
    assert article.comment_count == 12


def test_one_picture_has_one_caption_and_the_widest_source() -> None:
    """Archives want the picture itself, not its thumbnail."""
    article = build(
        "<p>First paragraph.</p><figure><img src=s.jpg srcset='a.jpg 320w, b.jpg 1200w' alt=boat>"
        "<figcaption>The ferry. Photo: Ann Lee</figcaption></figure><p>Second paragraph.</p>",
        {"The ferry": ("caption", 0)},
    )
    (image,) = article.image
    assert image.content_url == "https://paper.example/news/b.jpg"
    assert (image.caption, image.credit_text, image.alternate_text) == ("The ferry.", "Ann Lee", "boat")


def test_a_page_without_text_is_refused_and_accounted_for() -> None:
    """Empty pages are counted with a reason, not dropped."""
    article = build("<title>Login</title><nav>Home</nav>", {"Home": "navigation"})
    assert article.refusal is not None and article.refusal.reason == "no-content"
    assert article.headline == "Login" and article.body == ()


def test_records_made_on_first_use_are_as_good_as_made() -> None:
    """A batch sends articles between processes and compares them."""
    html = "<p>Text. “We sail at noon tomorrow,” said Jane Roe.</p><img src=a.jpg><p>More.</p>"
    untouched, used = build(html), build(html)
    assert len(used.image) + len(used.quotations) >= 1
    assert pickle.loads(pickle.dumps(untouched.image)) == used.image
    assert untouched.quotations == used.quotations and untouched.teasers == ()


def test_reservations_are_kept_as_found() -> None:
    """Whoever trains on a page must be able to see that its owner said no."""
    article = build("<meta name=robots content='noindex, noai'><meta name=tdm-reservation content=1><p>Text.</p>")
    assert article.reservations == (("robots", "noindex, noai"), ("tdm-reservation", "1"))


def test_each_linked_topic_is_a_keyword_and_their_label_is_none() -> None:
    """Tags often stand in one line without anything but links between them."""
    article = build(
        "<h1>Ferry</h1><p>Text.</p><p>Filed under</p><p><a href=/a>Drought</a> <a href=/b>Water supply</a></p>",
        {"Ferry": "headline", "Filed": "topic", "Drought": "topic"},
    )
    assert article.keywords == ("Drought", "Water supply")


def test_a_readers_name_stands_without_the_verb_after_it() -> None:
    article = build(
        "<p>Text.</p><div><p>Old Salt sagt:</p><p>I have fished there for forty years.</p></div>",
        {"Old Salt": ("comment", 0), "I have": ("comment", 0)},
    )
    assert [comment.author for comment in article.comment] == ["Old Salt"]
