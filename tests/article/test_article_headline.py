"""The headline among everything that a page offers as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.article.claims import gather_claims
from copydesk.article.headline import read_headline
from copydesk.article.headline_offers import squeeze
from copydesk.article.view import view_page
from copydesk.page import read_page
from copydesk.parts import label_page
from copydesk.records import Capture, Trace

URL = "https://paper.example/news/ferry-sinks-off-larkhaven"
SIGNED = "<p class=date>12 March 2025</p><p class=byline>By Ana Ruiz</p>"
STORY = "<p>The ferry sank on Monday with two hundred people on board, the harbour master said in the evening.</p>" * 6


def headline(html: str, site: str | None = "The Paper", url: str | None = URL) -> tuple[str | None, Trace | None]:
    page = read_page(Capture(html.encode(), "page", url))
    return read_headline(view_page(page, label_page(page)), gather_claims(page), site)


@pytest.mark.parametrize(
    "title",
    [
        "Ferry sinks off Larkhaven | The Paper",
        "Ferry sinks off Larkhaven - The Paper",
        "Ferry sinks off Larkhaven – News – The Paper",
        "The Paper » Ferry sinks off Larkhaven",
    ],
)
def test_a_heading_in_the_title_leaves_the_site_behind(title: str) -> None:
    """Whatever parts the headline from the site's name, readers want the headline."""
    found, _ = headline(f"<title>{title}</title><h1>Ferry sinks off Larkhaven</h1>{STORY}")
    assert found == "Ferry sinks off Larkhaven"


def test_a_logo_in_the_first_heading_is_no_headline() -> None:
    """Many sites put their name into the h1 of every page."""
    html = (
        "<title>Ferry sinks off Larkhaven | The Paper</title>"
        "<meta property=og:title content='Ferry sinks off Larkhaven'>"
        f"<header><h1><a href=/>The Paper</a></h1></header><h2>Ferry sinks off Larkhaven</h2>{STORY}"
    )
    assert headline(html)[0] == "Ferry sinks off Larkhaven"


def test_a_separator_that_readers_see_stays() -> None:
    """Of two dashes the one before the site's name parts headline and site, the one in the heading does not."""
    title = "Ferry guide - Tips - The Paper"
    html = f"<title>{title}</title><meta property=og:title content='{title}'><h1>Ferry guide - Tips</h1>{SIGNED}{STORY}"
    assert headline(html, url="https://paper.example/news/ferry-guide-tips")[0] == "Ferry guide - Tips"


def test_a_question_about_cookies_is_no_headline() -> None:
    """Dialogs open with a heading of the first level and come before the story."""
    html = (
        f"<title>Ferry guide</title><dialog><h1>Your choice regarding cookies</h1></dialog><h2>Ferry guide</h2>{STORY}"
    )
    assert headline(html)[0] == "Ferry guide"


def test_a_title_alone_is_cut_at_the_name_of_the_site() -> None:
    """Old pages have a title element and nothing else."""
    found, trace = headline(f"<title>Ferry sinks off Larkhaven | The Paper</title>{STORY}")
    assert found == "Ferry sinks off Larkhaven"
    assert trace is not None and trace.candidates[0].source == "title"


def test_every_source_stays_in_the_evidence() -> None:
    """Whoever doubts the headline sees what else was on offer, and the winner first."""
    html = (
        "<title>All about the ferry | The Paper</title><meta property=og:title content='The ferry: what we know'>"
        f"<h1>Ferry sinks off Larkhaven</h1>{STORY}"
    )
    found, trace = headline(html)
    assert trace is not None and trace.candidates[0].value == found
    assert {candidate.source for candidate in trace.candidates} == {"visible", "meta", "title"}
    assert 0 < trace.confidence < 1


def test_agreement_makes_sure() -> None:
    """A headline that all sources give is surer than one of three."""
    same = (
        "<title>Ferry sinks off Larkhaven</title><meta property=og:title content='Ferry sinks off Larkhaven'>"
        f"<h1>Ferry sinks off Larkhaven</h1>{STORY}"
    )
    apart = (
        "<title>All about the ferry</title><meta property=og:title content='What we know so far'>"
        f"<h1>Ferry sinks off Larkhaven</h1>{STORY}"
    )
    sure, doubtful = headline(same)[1], headline(apart)[1]
    assert sure is not None and doubtful is not None
    assert sure.confidence > doubtful.confidence


def test_a_page_that_offers_nothing_has_no_headline() -> None:
    """Unknown is None."""
    assert headline("<p>Text.</p>") == (None, None)


@given(st.text(max_size=400), st.text(max_size=60))
def test_any_title_gives_a_headline_or_none(title: str, site: str) -> None:
    """Titles hold anything; none may stop a batch, and the same title gives the same headline."""
    html = f"<title>{title.replace('<', '')}</title><h1>{title[:80].replace('<', '')}</h1><p>Text.</p>"
    found, trace = headline(html, site or None)
    assert headline(html, site or None) == (found, trace)
    assert found is None or squeeze(found)
