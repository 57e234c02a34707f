"""When a page was published: what counts where the page's own labels are thin, and what never counts."""

from __future__ import annotations

import pytest
from labelled_pages import label

from copydesk.article import build_article
from copydesk.page import read_page
from copydesk.records import Article, Capture

STORY = "<p>The ferry to the islands will sail again from Monday, the harbour office said in a long statement.</p>" * 3


def build(html: str, labels: dict[str, str], kind: str = "article") -> Article:
    """Blocks that begin with a key bear its part; all others are body."""
    page = read_page(Capture(html.encode(), "page", "https://paper.example/ferry"))
    return build_article(page, label(page, labels, kind))


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
