"""When a page was published: what counts where the page's own labels are thin, and what never counts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from labelled_pages import label

from copydesk.article import build_article
from copydesk.page import read_page
from copydesk.records import PARTS, Article, Capture, Parts

STORY = "<p>The ferry to the islands will sail again from Monday, the harbour office said in a long statement.</p>" * 3


def build(html: str, labels: dict[str, str], kind: str = "article") -> Article:
    """Blocks that begin with a key bear its part; all others are body."""
    page = read_page(Capture(html.encode(), "page", "https://paper.example/ferry"))
    return build_article(page, label(page, labels, kind))


def split_piece(parts: Parts, piece: int, place: int) -> Parts:
    """The parts with one piece cut in two at a place of the text, the second a date."""

    def twice(column: tuple[int, ...]) -> tuple[int, ...]:
        return (*column[: piece + 1], *column[piece:])

    return replace(
        parts,
        codes=parts.codes[: piece + 1] + bytes([PARTS.index("date")]) + parts.codes[piece + 1 :],
        scores=(*parts.scores, 0.9),
        starts=(*parts.starts[: piece + 1], place, *parts.starts[piece + 1 :]),
        ends=(*parts.ends[:piece], place, *parts.ends[piece:]),
        source_starts_bytes=twice(parts.source_starts_bytes),
        source_ends_bytes=twice(parts.source_ends_bytes),
        blocks=twice(parts.blocks),
        groups=twice(parts.groups),
    )


def day(article: Article) -> str | None:
    return article.date_published.iso[:10] if article.date_published else None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Posted on 9 November 2023 by the desk", "2023-11-09"),
        ("Veröffentlicht am 9. November 2023", "2023-11-09"),
        ("Publié le 9 novembre 2023", "2023-11-09"),
        ("Опубликовано 9 ноября 2023", "2023-11-09"),
        ("Δημοσιεύτηκε 9 Νοεμβρίου 2023", "2023-11-09"),
        ("Yayınlanma: 9 Kasım 2023", "2023-11-09"),
    ],
)
def test_a_line_that_says_published_gives_the_day_whatever_its_label(line: str, expected: str) -> None:
    """Small print below a story is often the only place that names its day."""
    html = f"<h1>Ferry sails again</h1>{STORY}<p>{line}</p>"
    assert day(build(html, {"Ferry sails": "headline", line[:8]: "notice"})) == expected


def test_a_day_far_from_the_headline_in_a_related_story_is_no_date_of_the_page() -> None:
    """The date of another story is worse than none."""
    html = f"<h1>Ferry sails again</h1>{STORY}" + "<p>More news</p>" * 20 + "<p>9 November 2023</p>"
    assert day(build(html, {"Ferry sails": "headline", "More": "teaser", "9 Nov": "teaser"})) is None


def test_the_language_region_tells_day_from_month() -> None:
    """British pages put the day first."""
    html = "<html lang='{}'><h1>Ferry sails again</h1><p>02/10/2020</p>" + STORY
    labels = {"Ferry sails": "headline", "02/10": "date"}
    assert day(build(html.format("en-GB"), labels)) == "2020-10-02"
    assert day(build(html.format("en-US"), labels)) == "2020-02-10"


def test_the_pages_other_dates_turn_an_ambiguous_one_round() -> None:
    """`03-09-2026` beside "March 9, 2026" is a day in March."""
    html = (
        "<html lang='en'><head><meta property='article:published_time' content='03-09-2026'></head>"
        f"<h1>Ferry sails again</h1><p>March 9, 2026</p>{STORY}"
    )
    assert day(build(html, {"Ferry sails": "headline", "March": "date"})) == "2026-03-09"


def test_a_thread_is_as_old_as_its_first_post() -> None:
    """Replies outnumber the post they answer."""
    html = "<h1>Best rope for a ferry?</h1><p>5 March 2024</p>" + "<p>Nylon.</p><p>10 March 2024</p>" * 3
    assert day(build(html, {"Best": "headline", "5 Mar": "date", "10 Mar": "date"}, kind="forum")) == "2024-03-05"


def test_a_month_glued_to_a_name_is_read() -> None:
    """Markup that stood between a name and a date is gone without leaving a space."""
    html = f"<h1>Ferry sails again</h1><p>ByJane DoeNov 9, 2023 | 6 comments</p>{STORY}"
    assert day(build(html, {"Ferry sails": "headline", "ByJane": "date"})) == "2023-11-09"


HEAD_OF_LATER_DAY = "<head><meta property='article:published_time' content='2025-06-12T09:00:00Z'></head>"


def test_a_head_stamped_anew_yields_to_the_earlier_day_that_readers_see() -> None:
    """Content systems write the day of the last release into the head; the byline keeps the first."""
    html = f"{HEAD_OF_LATER_DAY}<h1>Ferry sails again</h1><p>November 2, 2022</p>{STORY}"
    article = build(html, {"Ferry sails": "headline", "November": "date"})
    assert day(article) == "2022-11-02"
    trace = article.trace("datePublished")
    assert trace is not None
    assert "later one" in (trace.note or "")


def test_a_head_stamped_anew_yields_to_the_folders_of_the_address() -> None:
    """Folders of an address are made once; a day in its words may be what the story is about."""
    html = f"{HEAD_OF_LATER_DAY}<h1>Ferry sails again</h1>{STORY}".encode()
    for path, expected in (("2022/11/2/ferry", "2022-11-02"), ("ferry-2022-11-02", "2025-06-12")):
        page = read_page(Capture(html, "page", f"https://paper.example/{path}"))
        assert day(build_article(page, label(page, {"Ferry sails": "headline"}))) == expected


def test_two_days_on_the_page_do_not_unseat_the_head() -> None:
    """Where a line agrees with the head, another line's earlier day is something else, such as a broadcast."""
    lines = "<p>12 June 2025, 11:00</p><p>As heard on the radio on 10 June 2025</p>"
    html = f"{HEAD_OF_LATER_DAY}<h1>Ferry sails again</h1>{lines}{STORY}"
    labels = {"Ferry sails": "headline", "12 June": "date", "As heard": "date"}
    assert day(build(html, labels)) == "2025-06-12"


def test_the_word_before_a_date_counts_in_another_part_of_its_line() -> None:
    """`Updated` may be labelled with the name before it and the date alone as a date."""
    html = f"<h1>Ferry sails again</h1><p>By Jana Doe Updated <b>Sep 5, 2024</b></p>{STORY}"
    page = read_page(Capture(html.encode(), "page", "https://paper.example/ferry"))
    parts = label(page, {"Ferry sails": "headline", "By Jana": "byline"})
    article = build_article(page, split_piece(parts, 1, parts.text.index("Sep 5")))
    assert article.date_modified is not None
    assert article.date_modified.iso == "2024-09-05"


def test_a_board_dates_its_thread_by_the_first_post_whatever_its_kind() -> None:
    """The address of forum software tells a thread; the day on which a member joined is none of its posts'."""
    posts = "".join(
        f"<p>#{number} 2024-08-0{number} 10:59:47</p><p>Registered: 2011-11-29</p><p>My ferry was late again.</p>"
        for number in (3, 4)
    )
    page = read_page(Capture(f"<h1>Ferry late</h1>{posts}".encode(), "page", "https://b.example/viewtopic.php?id=3"))
    labels = {"Ferry late": "headline", "#3": "navigation", "#4": "date"}
    assert day(build_article(page, label(page, labels, "listing"))) == "2024-08-03"


def test_a_date_of_another_story_is_no_first_post() -> None:
    """Cards below a text taken for a thread have dates of their own."""
    html = f"<h1>Ferry sails again</h1>{STORY * 4}<p>Pallet racking market</p><p>2024-08-19 10:02:51</p>"
    labels = {"Ferry sails": "headline", "Pallet": "teaser", "2024": "teaser"}
    assert build(html, labels, "forum").date_published is None


def test_an_article_taken_for_a_thread_keeps_the_date_above_its_text() -> None:
    """Comments may look like posts; the line between headline and text is the article's own."""
    html = f"<h1>Ferry sails again</h1><p>1 November 2020</p>{STORY}<p>» 14 February 2020</p>"
    labels = {"Ferry sails": "headline", "1 Nov": "date", "»": "teaser"}
    assert day(build(html, labels, "forum")) == "2020-11-01"


def test_a_long_line_below_a_story_tells_its_day() -> None:
    """Such lines name the hour, the author and the topics as well; a day deep inside a long sentence is prose."""
    topics = ", ".join(f"Thema {number}" for number in range(15))
    line = f"Dieser Artikel wurde am 14. Dezember 2015 um 14:48 von Jana geschrieben und unter {topics} abgelegt."
    html = f"<html lang='de'><h1>Fähre fährt</h1>{STORY}<p>{line}</p>"
    assert day(build(html, {"Fähre": "headline", "Dieser": "topic"})) == "2015-12-14"


def test_a_story_is_as_old_as_it_says_it_first_was() -> None:
    """The line above the story shows the day of its last change, a line below it the first."""
    note = "<p>This article was originally published on 26 Sep 2019 at 4:12pm but has been updated since.</p>"
    html = f"<h1>Ferry sails again</h1><p>30 Sep 2022, 11:07am</p>{STORY}{note}"
    labels = {"Ferry sails": "headline", "30 Sep": "date", "This article": "notice"}
    assert day(build(html, labels)) == "2019-09-26"


def test_a_vague_date_of_the_head_yields_to_a_line_that_says_published() -> None:
    """`date` is the day of the last change on many sites."""
    html = (
        "<html lang='de'><head><meta name='date' content='2021-10-15'></head>"
        f"<h1>Fähre fährt</h1>{STORY}<p>Erschienen am:</p><p>13.10.2021</p>"
    )
    assert day(build(html, {"Fähre": "headline"})) == "2021-10-13"


def test_a_year_mistyped_by_hand_does_not_unseat_the_head() -> None:
    """The same day a year before is a slip of January, not the first release."""
    node = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-06-12"}</script>'
    html = f"{HEAD_OF_LATER_DAY}{node}<h1>Ferry sails again</h1><p>12/06/2024</p>{STORY}"
    assert day(build(f"<html lang='en-GB'>{html}", {"Ferry sails": "headline", "12/06": "date"})) == "2025-06-12"


@pytest.mark.parametrize(("part", "expected"), [("byline", "2012-05-08"), ("body", None)])
def test_a_day_in_four_figures_counts_on_a_byline_alone(part: str, expected: str | None) -> None:
    """`8.5.12` may be a version anywhere else."""
    html = f"<html lang='de'><h1>Fähre fährt</h1><p>von Jana Muster, 8.5.12</p>{STORY}"
    assert day(build(html, {"Fähre": "headline", "von Jana": part})) == expected


def test_a_thread_takes_the_day_hidden_behind_years_ago() -> None:
    """Boards write `1 year ago` and keep the day in the element."""
    html = (
        "<h1>Ferry late</h1><p>jana <time datetime='2024-08-12 10:00:23'>1 year ago</time></p>"
        "<p>My ferry was late again.</p><p>ole <time datetime='2024-08-13 10:00:23'>1 year ago</time></p>"
    )
    assert day(build(html, {"Ferry late": "headline"}, "forum")) == "2024-08-12"


def test_a_day_hidden_behind_updated_years_ago_is_that_of_the_change() -> None:
    """Handbooks show how old a page is and keep the day in the element."""
    html = f"<h1>Ferry rules</h1>{STORY}<p>Last updated <time datetime='2024-09-17T06:16:41Z'>1 year ago</time></p>"
    article = build(html, {"Ferry rules": "headline", "Last": "control"})
    assert article.date_modified is not None
    assert article.date_modified.iso[:10] == "2024-09-17"


def test_a_sentence_about_a_coming_day_is_no_date_of_the_page() -> None:
    """What is announced happens later."""
    html = (
        "<html lang='de'><h1>Stammtisch</h1>"
        f"<p>Das nächste Treffen findet am Mi. 5. Februar 2020 ab 19 Uhr im Hafenamt statt.</p>{STORY}"
        "<p>Diese Seite wurde zuletzt am 29. Januar 2020 um 13:22 Uhr geändert.</p>"
    )
    assert day(build(html, {"Stamm": "headline", "Das": "deck", "Diese": "notice"})) == "2020-01-29"


def test_a_line_inside_the_text_may_begin_with_the_only_day() -> None:
    """Where boxes above a story were taken for text its first line comes late; the lines of a diary are no dates."""
    html = f"<html lang='de'><h1>Fähre fährt</h1>{STORY}<p>Do 25.04.24 | 14:07 Uhr | Von Jana Doe</p>{{}}{STORY}"
    assert day(build(html.format(""), {"Fähre": "headline"})) == "2024-04-25"
    assert day(build(html.format("<p>Fr 26.04.24 | 14:07 Uhr</p>"), {"Fähre": "headline"})) is None
