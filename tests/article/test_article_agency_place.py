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


@pytest.mark.parametrize(
    ("line", "part", "expected"),
    [
        ("Por Jana Doe, City Radio — Porto Velho", "body", "City Radio"),
        ("By Jana Doe, Ole Roe", "byline", None),
        ("Harbour.news, 9 November 2023", "date", "Harbour.news"),
        ("Jana Doe, 9 November 2023", "date", None),
        ("cityherald.example, 9 November 2023", "date", None),
        ("城市广播网 10月14日报道，渡轮下周一起恢复开往各岛。", "body", "城市广播网"),
        ("北京10月14日电 渡轮下周一起恢复开往各岛。", "body", None),
        ("本报10月14日讯 渡轮下周一起恢复开往各岛。", "body", None),
    ],
)
def test_the_lines_above_a_story_may_name_its_source(line: str, part: str, expected: str | None) -> None:
    """Desks, other sites and Chinese wires are named in fixed forms; people, places and the paper itself are none."""
    article = build(f"<h1>Ferry sails again</h1><p>{line}</p>{STORY}", {"Ferry": "headline", line[:6]: part})
    assert article.source_organization == expected


def test_a_last_line_may_name_the_paper_and_its_source() -> None:
    """Small papers sign with their own name and that of the paper they retell."""
    html = f"<h1>Ferry sails again</h1>{STORY}<p>City Herald / Última Onda</p>"
    assert build(html, {"Ferry": "headline"}).source_organization == "Última Onda"
    html = f"<h1>Ferry sails again</h1>{STORY}<p>Islands / Ferries</p>"
    assert build(html, {"Ferry": "headline"}).source_organization is None


@pytest.mark.parametrize(("line", "expected"), [("AUBURN, Wash. —", "AUBURN, Wash."), ("The end of a ferry —", None)])
def test_a_dateline_may_have_a_line_of_its_own(line: str, expected: str | None) -> None:
    """Some systems set it above the story, where it is taken for a caption."""
    html = f"<h1>Ferry sails again</h1><p>{line}</p>{STORY}"
    assert build(html, {"Ferry": "headline", line[:6]: "caption"}).dateline == expected
