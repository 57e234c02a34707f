"""Blocks of one teaser are one group, and of two teasers two."""

from __future__ import annotations

import pytest

from copydesk.page import read_page
from copydesk.parts.group import group_blocks
from copydesk.records import PARTS, Capture

TEASER = PARTS.index("teaser")


def groups(html: str) -> dict[str, int]:
    """The group of each block, by its text; all blocks are labelled as teasers."""
    page = read_page(Capture(html.encode(), "page"))
    found = group_blocks(page, bytes([TEASER]) * len(page.blocks))
    return {page.block_text(block): group for block, group in enumerate(found)}


def card(kicker: str, title: str, number: int) -> str:
    return f"<li><div>{kicker}</div><h3><a href=/s/{number}>{title}</a></h3><p>Jane Roe {number}</p></li>"


@pytest.mark.parametrize(
    "kicker",
    [
        "<a class=category href=/culture>Culture and the arts</a>",
        "<a href=/culture>Culture and the arts</a>",
        "<a href=/s/{}>Culture and the arts</a>",
    ],
)
def test_a_long_category_is_no_teaser_of_its_own(kicker: str) -> None:
    """A category of four words, linked, looks like a short headline."""
    first = card(kicker.format(1), "Bakery on the quay closes its doors", 1)
    second = card(kicker.format(2).replace("arts", "stage"), "Ferry fares rise again in June", 2)
    found = groups(f"<ul>{first}{second}</ul>")
    assert found["Culture and the arts"] == found["Bakery on the quay closes its doors"] == found["Jane Roe 1"]
    assert found["Culture and the stage"] == found["Ferry fares rise again in June"] == found["Jane Roe 2"]
    assert found["Jane Roe 1"] != found["Jane Roe 2"]


def test_a_headline_of_two_words_is_one() -> None:
    """In a heading, `Strong net` is the headline of a story."""
    html = "<ul><li><h3><a href=/1>Strong net</a></h3></li><li><h3><a href=/2>Milk first</a></h3></li></ul>"
    found = groups(html)
    assert found["Strong net"] >= 0 and found["Milk first"] >= 0 and found["Strong net"] != found["Milk first"]


def test_an_anchor_without_a_target_is_no_teaser() -> None:
    """Old pages name the places of a page with it."""
    assert groups("<h2><a name=more>More from this newspaper</a></h2>")["More from this newspaper"] == -1
