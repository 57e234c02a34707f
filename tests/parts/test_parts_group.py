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


def test_a_small_heading_over_a_headline_is_its_category() -> None:
    """Set as a heading and linked, `World and trade` is no story of its own."""
    html = (
        "<article><h6><a href=/world>World and trade</a></h6><h3><a href=/s/1>Ferry fares rise again in June</a></h3>"
    )
    found = groups(
        f"<div>{html}<p>9 May 2024</p></article><p>Text.</p><article>{html.replace('June', 'May')}</article></div>"
    )
    assert found["World and trade"] == found["Ferry fares rise again in May"]
    assert found["9 May 2024"] == found["Ferry fares rise again in June"] >= 0


def test_an_empty_link_over_a_card_makes_its_heading_a_headline() -> None:
    """Designers lay one link over the picture and all of the text."""
    card = "<li><article><div><h3>{}</h3><p>Opinion</p></div><a href=/s/{}></a></article></li>"
    found = groups(f"<ul>{card.format('Bakery on the quay closes', 1)}{card.format('Ferry fares rise again', 2)}</ul>")
    assert -1 < found["Bakery on the quay closes"] != found["Ferry fares rise again"] > -1


def test_a_heading_that_leads_nowhere_is_no_headline() -> None:
    assert (
        groups("<ul><li><div><h3>Works on three lines</h3></div><p>Until May.</p></li></ul>")["Works on three lines"]
        == -1
    )


TITLE = "<h3><a href=/s/{0}>Story number {0} of the day</a></h3>"
FLAT = TITLE + "<p class=text>It begins so {0}.</p><time>{0} May 2024</time>"


def test_lines_after_a_headline_in_a_list_without_cards_are_its_own() -> None:
    """Old templates put headlines, excerpts and times of all stories into one element."""
    found = groups(f"<div>{FLAT.format(1)}{FLAT.format(2)}</div>")
    for number in (1, 2):
        headline = found[f"Story number {number} of the day"]
        assert headline == found[f"It begins so {number}."] == found[f"{number} May 2024"] >= 0
    assert found["Story number 1 of the day"] != found["Story number 2 of the day"]


def test_lines_before_each_headline_of_such_a_list_begin_a_teaser() -> None:
    """Where the first line stands before the first headline, the same line stands before the next one."""
    found = groups("".join(f"<p class=kicker>Kicker {number}</p>{FLAT.format(number)}" for number in (1, 2, 3)))
    for number in (1, 2, 3):
        assert found[f"Kicker {number}"] == found[f"Story number {number} of the day"] == found[f"{number} May 2024"]


def test_the_heading_of_such_a_list_is_of_no_headline() -> None:
    """It stands there once, or is a heading."""
    found = groups(
        f"<div><b class=head>News</b>{FLAT.format(1)}{FLAT.format(2)}<h2>Sports</h2><p class=text>Now.</p></div>"
    )
    assert found["News"] == found["Sports"] == found["Now."] == -1


def test_a_link_like_its_neighbours_is_a_headline_however_short() -> None:
    """`Paneer` among recipes is one, too; a button that every item repeats is none."""
    item = "<li><a href=/r/{0}>{0}</a></li>"
    names = ("Lemon balls with coconut", "Paneer", "Cookies made of peanut butter", "Buy", "Buy")
    found = groups(f"<ul>{''.join(map(item.format, names))}</ul>")
    assert len({found[name] for name in names[:3]}) == 3 and min(found[name] for name in names[:3]) >= 0
    assert found["Buy"] == -1
