"""What a number on a page counts: told by its words, its link, its icon, or its class, in this order."""

from __future__ import annotations

import pytest
from labelled_pages import Label, label

from copydesk.article import build_article
from copydesk.page import read_page
from copydesk.records import Capture


def counters(html: str, labels: dict[str, Label], kind: str = "article") -> list[tuple[str, int]]:
    page = read_page(Capture(html.encode(), "page", "https://paper.example/news/ferry"))
    article = build_article(page, label(page, labels, kind))
    return [(counter.action, counter.value) for counter in article.interaction_statistic]


@pytest.mark.parametrize(
    "number",
    [
        "<div class=share-bar><a href='/ferry#respond'>7</a></div>",
        "<div class=share-bar><i class='fa fa-comments'></i> <b>7</b></div>",
        "<button><svg viewBox='0 0 9 9'><use href='/s.svg#new-comment'/></svg></button><div>7</div>",
        "<button aria-label=Comment><svg viewBox='0 0 9 9'></svg></button><div>7</div>",
        "<div class=commentCounter>7</div>",
    ],
)
def test_what_stands_closest_to_a_bare_number_says_what_it_counts(number: str) -> None:
    """A number of comments in a bar of share buttons counts no shares."""
    assert counters(f"<h1>Ferry</h1><p>Text.</p>{number}", {"7": "counter"}) == [("comment", 7)]


def test_the_class_of_a_number_in_its_line_says_what_it_counts() -> None:
    """Inline elements have no block of their own."""
    html = "<p>Text.</p><p>• <span class=view> 3375</span></p>"
    assert counters(html, {"• 3375": "counter"}) == [("view", 3375)]


def test_a_linked_number_beside_a_named_one_is_not_lost() -> None:
    """`0 61 views`: the bubble leads to the comments."""
    html = "<p>Text.</p><div><a href='#respond'>0</a> <span>61 views</span></div>"
    assert counters(html, {"0 61": "counter"}) == [("comment", 0), ("view", 61)]


def test_a_number_among_other_words_is_no_counter() -> None:
    """A line that was taken for a counter and holds a time counts nothing."""
    assert counters("<p>Text.</p><p>At 11 AM</p>", {"At": "counter"}) == []


def test_a_number_with_its_scale_is_a_bare_number() -> None:
    """Two of them under a headline are comments and views, rounded or not."""
    assert counters("<h1>Ferry</h1><p>0</p><p>3K</p><p>Text.</p>", {"0": "counter", "3K": "counter"}) == [
        ("comment", 0),
        ("view", 3000),
    ]


def test_a_long_heading_over_comments_counts_with_its_first_number() -> None:
    """Blogs repeat the headline there, and headlines hold numbers."""
    heading = "12 responses to “Larkhaven counts 300 views of the lost ferry and 45 comments on its captain”"
    assert counters(f"<p>Text.</p><h3>{heading}</h3>", {"12 resp": ("comment", 0)}) == [("comment", 12)]


def test_the_page_is_counted_before_its_posts() -> None:
    """In a thread every post has votes; the first ones are the thread's."""
    html = "<p>Text.</p><div class=votes>49</div><p>Answer.</p><div class=votes>3</div>"
    assert counters(html, {"49": "counter", "3": "counter"}, "forum") == [("vote", 49)]
