"""The fields of a teaser, whatever stands in one line or in several."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from labelled_pages import label

from copydesk.article import build_article
from copydesk.page import read_page
from copydesk.records import PARTS, Capture, Teaser

HEADLINE = "Ten ferries you should take this summer"
TITLE = f"<h3><a href=/t>{HEADLINE}</a></h3>"


def teasers(card: str, captured_at: datetime | None = None) -> tuple[Teaser, ...]:
    """The teasers of a page whose only card is this: all of its blocks are one group."""
    html = f"<p>Text.</p><div class=card>{card}</div>"
    capture = Capture(html.encode(), "page", "https://paper.example/news/ferry", captured_at=captured_at)
    page = read_page(capture)
    starts = [page.block_text(block) for block in range(1, len(page.blocks))]
    parts = label(page, dict.fromkeys(starts, ("teaser", 0)))
    assert set(parts.codes[1:]) == {PARTS.index("teaser")}
    return tuple(build_article(page, parts).teasers)


def fields(card: str) -> tuple[str, str | None, str | None, str | None]:
    """(headline, category, author, date as written)."""
    (one,) = teasers(card)
    return one.headline, one.article_section, one.author, one.date_published.text if one.date_published else None


@pytest.mark.parametrize(
    "line",
    [
        f"<p>READ MORE: <a href=/t>{HEADLINE}</a></p>",
        f"<p><b>Les også: <a href=/t>{HEADLINE}</a></b></p>",
        f"<p><a href=/t><strong>Nächster Beitrag</strong> {HEADLINE}</a></p>",
        f"<p><a href=/t>Previous article: {HEADLINE}</a></p>",
        f"<p>3.</p>{TITLE}<p>Leer más</p>",
        f"<p>Video</p>{TITLE}",
        f"<h4>Ähnliche Artikel</h4><p><a href=/t>{HEADLINE}</a></p>",
        f"<p>Hinweis auf einen verwandten Artikel:</p>{TITLE}",
        f"<p>上一則：<a href=/t>{HEADLINE}</a></p>",
    ],
)
def test_words_that_point_to_a_story_are_no_part_of_it(line: str) -> None:
    """A headline is looked up in an archive by its own words."""
    assert fields(line) == (HEADLINE, None, None, None)


@pytest.mark.parametrize(
    "card",
    [
        f"<p>Travel</p>{TITLE}",
        f"<h3><a href=/t><span class=kicker>Travel</span>: <span>{HEADLINE}</span></a></h3>",
        f"<h4><span>Travel:</span> <a href=/t>{HEADLINE}</a></h4>",
        f"{TITLE}<p><a href=/category/travel/>Travel</a></p>",
        f"{TITLE}<p class=category>Travel</p>",
        f"{TITLE}<p>Boats.</p><p class=category>Travel</p>",
    ],
)
def test_a_category_stands_before_after_or_inside(card: str) -> None:
    """Where it stands is a matter of design."""
    assert fields(card) == (HEADLINE, "Travel", None, None)


@pytest.mark.parametrize(
    "card",
    [
        f"{TITLE}<p class=author>Jane Roe</p>",
        f"{TITLE}<p>Jane Roe</p>",
        f"{TITLE}<p><span>by</span><a href=/author/jane>Jane Roe</a></p>",
        f"{TITLE}<p><a href=/author/jane>Jane Roe</a></p>",
        f"{TITLE}<p><a href=/author/jane>Jane Roe</a></p><p class=sponsor>Presented By Boats Limited</p>",
    ],
)
def test_an_author_is_told_from_a_category(card: str) -> None:
    """`Jane Roe` under a headline wrote it."""
    assert fields(card) == (HEADLINE, None, "Jane Roe", None)


def test_a_linked_name_under_a_headline_may_be_its_topic() -> None:
    """Who leads to a page of stories about her did not write this one."""
    assert fields(f"{TITLE}<p><a href=/all-about/jane-roe>Jane Roe</a></p>") == (HEADLINE, "Jane Roe", None, None)


def test_a_topic_in_one_line_with_the_headline_is_no_author() -> None:
    """Two links side by side: the story, and the person whom it is filed under."""
    card = f"<p><a href=/t>{HEADLINE}</a><a href=/all-about/jane-roe>Jane Roe</a></p>"
    assert fields(card) == (HEADLINE, "Jane Roe", None, None)


@pytest.mark.parametrize(("under", "category", "author"), [("Travel", "Travel", None), ("Jane Roe", None, "Jane Roe")])
def test_a_card_that_is_one_link_keeps_its_fields(under: str, category: str | None, author: str | None) -> None:
    """Each block of such a card stands in the same link."""
    card = f"<a href=/t><h3>{HEADLINE}</h3><p>{under}</p></a>"
    assert fields(card) == (HEADLINE, category, author, None)


def test_a_second_link_to_the_story_is_no_category() -> None:
    """Whatever language it says `read on` in."""
    assert fields(f"{TITLE}<p>Boats.</p><p><a href=/t>Funda olunye udaba lapha</a></p>") == (HEADLINE, None, None, None)


@pytest.mark.parametrize(
    ("line", "category", "author", "date"),
    [
        ("<p>19:01</p>", None, None, "19:01"),
        ("<p>1 HR ago 2 mins read</p>", None, None, "1 HR ago"),
        ("<p><a href=/w>World</a> <span>Prieš 8 min.</span></p>", "World", None, "Prieš 8 min."),
        ("<p>Há 2 horas Mundo</p>", "Mundo", None, "Há 2 horas"),
        ("<p>Jane Roe, 8 января, 17:46</p>", None, "Jane Roe", "8 января, 17:46"),
        ("<p><span class=author>Desk Nine</span> - <time>April 15, 2025</time> <b>1</b></p>", None, "Desk Nine",
         "April 15, 2025"),
        ("<p>Mittwoch, 2. Dezember 2020</p>", None, None, "Mittwoch, 2. Dezember 2020"),
        ("<p>Среда, 2 декабря 2020, 16:34 • Ольга Коваленко</p>", None, "Ольга Коваленко",
         "Среда, 2 декабря 2020, 16:34"),
        ("<p>Actualizado 19 de abril de 2022</p>", None, None, "Actualizado 19 de abril de 2022"),
        ("<p><span>21 Nov 2017</span>, <span class=date>6:17pm</span></p>", None, None, "21 Nov 2017, 6:17pm"),
        ("<p><span class=date>27.04.2023</span> | <span class=date>15:17 Uhr</span></p>", None, None,
         "27.04.2023 | 15:17 Uhr"),
        ("<p><time>dnes 08:23</time><span>Aktualizováno</span></p>", None, None, "dnes 08:23Aktualizováno"),
        ("<p><span class=author>Jane Roe</span> vor <time>18 Tagen</time></p>", None, "Jane Roe", "vor 18 Tagen"),
        ("<p>28.04.2023 01:48 min</p>", None, None, "28.04.2023"),
        ("<p>Today at 1:02 AM</p>", None, None, "Today at 1:02 AM"),
        ("<p><time>26.04.24</time> | <span>Wirtschaft</span> | <a href=/author/a>Anna Müller</a></p>", "Wirtschaft",
         "Anna Müller", "26.04.24"),
        ("<p>CLOUD - BY <a href=/author/a>JANE ROE</a> . <span class=date>5 HOURS AGO</span></p>", "CLOUD", "JANE ROE",
         "5 HOURS AGO"),
        ("<p>São Paulo | 2 horas atrás</p>", "São Paulo", None, "2 horas atrás"),
    ],
)  # fmt: skip
def test_a_time_is_kept_as_the_page_tells_it(line: str, category: str | None, author: str | None, date: str) -> None:
    """Most pages tell of the last stories by the clock; the words are evidence even where the day is not known."""
    assert fields(f"{TITLE}{line}") == (HEADLINE, category, author, date)


def test_a_clock_before_the_headline_in_its_link_is_its_time() -> None:
    """Tickers have one line a story, a heading or not."""
    assert fields(f"<p><a href=/t>17h05 {HEADLINE}</a></p>") == (HEADLINE, None, None, "17h05")
    assert fields(f"<h3><a href=/t><span>17H05</span> {HEADLINE}</a></h3>") == (HEADLINE, None, None, "17H05")


def test_a_time_ago_becomes_a_time_where_the_capture_tells_when() -> None:
    """With the time of the capture the words are a date."""
    at = datetime(2024, 5, 6, 12, 0, tzinfo=UTC)
    (known,), (unknown,) = teasers(f"{TITLE}<p>3 hours ago</p>", at), teasers(f"{TITLE}<p>3 hours ago</p>")
    assert known.date_published is not None and known.date_published.iso == "2024-05-06T09:00+00:00"
    assert unknown.date_published is not None and unknown.date_published.iso == ""


def test_a_remark_on_a_story_is_no_teaser_of_it() -> None:
    """Lists of the latest comments name stories that their readers wrote about."""
    assert teasers(f"<p><span>Jane Roe</span> on <a href=/t>{HEADLINE}</a></p>") == ()
    assert teasers(f"<h3><a href=/t#comment-7>{HEADLINE}</a></h3><p>So true.</p>") == ()
    assert teasers(f"<p><a href=/blog>The blog of the islands</a> bei <a href=/t#comment-7>{HEADLINE}</a></p>") == ()


def test_a_kicker_glued_to_the_headline_comes_off() -> None:
    """Where one element ends at the letter with which the next begins, they are two lines."""
    card = f"<p><a href=/t><span class=kicker>Summer on the islands</span>{HEADLINE}</a></p>"
    assert fields(card) == (HEADLINE, "Summer on the islands", None, None)
    assert fields("<p><a href=/t><b>T</b>HE ferries sail now as before</a></p>")[0] == "THE ferries sail now as before"


def test_a_link_to_a_file_is_no_teaser() -> None:
    """Songs and pictures are played and enlarged on the page."""
    assert teasers("<p><a href=/song.mp3>The ferry song of summer</a> <span>05:49</span></p>") == ()
    assert teasers("<p><a href=/ferry.jpg>The ferry in the evening sun</a></p>") == ()


@pytest.mark.parametrize(
    "link",
    ["<a href=/>Top stories today</a>", "<a href=/world/latest-news/>Latest world news</a>",
     "<a href=#>Leggi anche:</a>", "<a href=/stories>View all</a>", "<a href=https://paper.example>News at paper</a>"],
)  # fmt: skip
def test_what_leads_to_a_place_is_no_teaser(link: str) -> None:
    """The heading over a group of teasers often leads to the section that they are from."""
    assert teasers(f"<h2>{link}</h2>") == ()


@pytest.mark.parametrize("target", ["/ten-ferries-to-take", "/news/4711", "/t?id=3", "ferries.html"])
def test_what_leads_to_content_is_a_teaser_however_short(target: str) -> None:
    assert [one.headline for one in teasers(f"<h3><a href={target}>Ferries again</a></h3>")] == ["Ferries again"]


@pytest.mark.parametrize(
    "label",
    ["zeitung.example", "Fréttir af blad.is", "29 fotografií", "6 min lues", "Original price was: $94.95.",
     f"Link to {HEADLINE}", "Bildrechte: Anna Müller"],
)  # fmt: skip
def test_sources_amounts_and_the_headline_again_are_no_category(label: str) -> None:
    """A category is the same for many stories, and none of these is filed under anything."""
    assert fields(f"<p>{label}</p>{TITLE}") == (HEADLINE, None, None, None)
    assert fields(f"<a href=/t>{TITLE}<p class=category>{label}</p></a>") == (HEADLINE, None, None, None)


def test_the_first_word_of_an_excerpt_stays_with_it() -> None:
    """Where it was set apart, it is the place of what happened, or its subject."""
    words = "The island asked for a ban, and two of the three ports on its coast agreed to it."
    (one,) = teasers(f"{TITLE}<p><a href=/t><span class=tag>Larkhaven</span> {words}</a></p>")
    assert (one.article_section, one.abstract) == (None, f"Larkhaven {words}")


@pytest.mark.parametrize("join", ["and", "und", "y", "&amp;"])
def test_two_authors_stand_as_the_page_joins_them(join: str) -> None:
    """The second one wrote it as well."""
    line = f"<p class=author>By <a class=byline href=/author/a>Jane Roe</a> {join} <a href=/author/b>John Doe</a></p>"
    assert fields(f"{TITLE}{line}")[2] == f"Jane Roe {join.replace('amp;', '')} John Doe".replace("&", "&")


def test_a_length_is_no_time() -> None:
    """A film of 46 seconds was not published at 0:46."""
    assert fields(f"{TITLE}<p>0:46</p>") == (HEADLINE, None, None, None)


def test_a_second_link_to_the_story_is_no_author() -> None:
    assert fields(f"{TITLE}<p><a href=/t>Download Now</a></p>") == (HEADLINE, None, None, None)


def test_the_address_comes_from_read_more_where_nothing_else_leads_there() -> None:
    """The words are left out, not their link."""
    (one,) = teasers(f"<h3>{HEADLINE}</h3><p><a href=/t>Read more</a></p>")
    assert (one.headline, one.url) == (HEADLINE, "https://paper.example/t")


@pytest.mark.parametrize("label", ["READ MORE: \ufeff", "Lesen Sie mehr", "© Ann Lee / stock.example"])
def test_what_only_points_or_credits_is_no_category(label: str) -> None:
    assert fields(f"<p>{label}</p>{TITLE}")[1] is None


def test_an_author_glued_to_the_word_before_is_a_name() -> None:
    assert fields(f"{TITLE}<p class=byline>ByJane Roe</p>")[2] == "Jane Roe"
