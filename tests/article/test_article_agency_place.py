"""Which agency supplied a story and where it was filed: said by the page in many ways, never guessed."""

from __future__ import annotations

import pytest
from labelled_pages import label

from copydesk.article import build_article
from copydesk.page import read_page
from copydesk.records import Article, Capture

STORY = "<p>The ferry to the islands will sail again from Monday, the harbour office said in a long statement.</p>" * 3


def build(html: str, labels: dict[str, str]) -> Article:
    """Blocks that begin with a key bear its part; all others are body."""
    page = read_page(Capture(html.encode(), "page", "https://www.cityherald.example/ferry"))
    return build_article(page, label(page, labels))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("jdo/PAP", "PAP"),
        ("Source: Harbour Radio", "Harbour Radio"),
        ("Fonte: Rádio do Porto", "Rádio do Porto"),
        ("Источник: УНН", "УНН"),
        ("Source: cityherald.example", None),
        ("Copyright Jane Doe/AP", None),
        ("Mail / Post", None),
    ],
)
def test_a_line_below_the_story_may_name_its_agency(line: str, expected: str | None) -> None:
    """Credits stand below the text, where their label is often wrong; the site itself is no agency."""
    article = build(f"<h1>Ferry sails again</h1>{STORY}<p>{line}</p>", {"Ferry": "headline", line[:6]: "teaser"})
    assert article.source_organization == expected


def test_initials_at_the_end_of_an_earlier_paragraph_count() -> None:
    """A related line after the credit is often taken for the story's last one."""
    html = f"<h1>Ferry sails again</h1>{STORY}<p>The harbour is open. (ANSA)</p><p>Read how it began</p>"
    assert build(html, {"Ferry": "headline"}).source_organization == "ANSA"


@pytest.mark.parametrize(
    ("line", "part", "expected"),
    [
        ("Madrid-29/05/2025 20:00", "date", "Madrid"),
        ("Frankfurt, October 23, 2024", "date", "Frankfurt"),
        ("By Jane Doe, Harbour Radio — Porto Velho", "byline", "Porto Velho"),
        ("By Jane Doe — Updated", "byline", None),
        ("Ankara", "deck", "Ankara"),
        ("Harbours", "deck", None),
    ],
)
def test_the_lines_above_a_story_may_name_its_place(line: str, part: str, expected: str | None) -> None:
    """Many papers put the dateline beside the day or the author."""
    article = build(f"<h1>Ferry sails again</h1><p>{line}</p>{STORY}", {"Ferry": "headline", line: part})
    assert article.dateline == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [("КИЕВ. 3 декабря. УНН. Паром снова ходит.", "КИЕВ"), ("वाराणसी। नौका सेवा फिर से शुरू हुई।", "वाराणसी")],
)
def test_a_dateline_needs_no_dash(head: str, expected: str) -> None:
    """Full stops and their Indian sign end datelines, too."""
    assert build(f"<h1>Ferry</h1><p>{head}</p>{STORY}", {"Ferry": "headline"}).dateline == expected


def test_a_day_in_the_dateline_of_json_ld_is_no_place() -> None:
    """Some content systems write the day of publication there."""
    data = '{"@type": "NewsArticle", "headline": "Ferry", "dateline": "Published on May 3, 2024."}'
    html = f'<script type="application/ld+json">{data}</script><h1>Ferry</h1>{STORY}'
    assert build(html, {"Ferry": "headline"}).dateline is None
