"""What the page tells of itself in its head and JSON-LD, and where its links lead, is seen in each block."""

import numpy as np
import pytest

from copydesk import _kernel

BODY = "The harbour board voted on Tuesday to close the old pier for two years."
JSON = '{"@type":"NewsArticle","articleBody":"%s","author":[{"@type":"Person","name":"Maud Ekström"}]}'


def feature(source: str, name: str) -> list[int]:
    """The values of one feature, a block each."""
    columns, *_ = _kernel.read_html(source.encode()).features()
    table = np.frombuffer(columns, np.uint8).reshape(len(_kernel.FEATURES), -1)
    return [int(value) for value in table[_kernel.FEATURES.index(name)]]


def page(head: str, *blocks: str) -> str:
    return f"<html><head>{head}</head><body>{''.join(f'<p>{block}</p>' for block in blocks)}</body></html>"


def json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    "told",
    [
        BODY,
        "<p>" + BODY + "<\\/p>",
        BODY.replace(" ", "\\n", 1).replace("Tuesday", "\\u0054uesday"),
        BODY.replace(" ", "&nbsp;", 1),
    ],
    ids=["plain", "with tags", "escaped", "with references"],
)
def test_text_that_json_ld_repeats_is_told(told: str) -> None:
    text, menu = feature(page(json_ld(JSON % told), BODY, "Subscribe to our letter"), "told_body")
    assert text > 250 and menu == 0


@pytest.mark.parametrize("cut", range(0, 140, 7))
def test_broken_json_ld_tells_what_it_can(cut: int) -> None:
    whole = JSON % BODY
    values = feature(page(json_ld(whole[: len(whole) - cut]), BODY), "told_body")
    assert values[0] > 100 if cut < 60 else values[0] >= 0


def test_an_author_of_the_head_is_found_in_the_byline_only() -> None:
    for head in (json_ld(JSON % BODY), '<meta name="author" content="Maud Ekström">'):
        byline, text = feature(page(head, "By Maud Ekström", BODY), "told_author")
        assert byline > 150 and text == 0


def test_the_name_of_a_publisher_is_no_author() -> None:
    told = '{"author":{"name":"Maud Ekström"},"publisher":{"name":"Harbour Post"}}'
    assert feature(page(json_ld(told), "Harbour Post"), "told_author") == [0]


def test_a_published_day_is_found_however_it_is_written() -> None:
    head = '<meta property="article:published_time" content="2024-05-03T08:00:00Z">'
    written = ["3 May 2024", "May 3rd, 2024", "2024年5月3日", "03.05.2024"]
    other = ["Monday 6 May 2024", "3 May 2019", "Volume 2024"]
    values = feature(page(head, *written, *other), "told_date")
    assert all(values[: len(written)]) and not any(values[len(written) :])


def test_places_of_links_are_told_apart() -> None:
    head = '<link rel="canonical" href="https://news.example/town/pier-closes">'
    links = [
        "#comments",
        "mailto:desk@news.example",
        "/town/pier-closes",
        "https://www.news.example/tag/harbour",
        "//shop.example/boats",
    ]
    values = feature(page(head, *(f'<a href="{link}">Harbour news</a>' for link in links), "no link"), "link_place")
    assert values == [*sorted(values[:-1]), 0] and len(set(values)) == len(links) + 1


def test_a_picture_and_a_title_that_lead_to_one_place_are_one_thing() -> None:
    card = '<a href="/a/storm"><img src="x.jpg"></a><h3><a href="/a/storm">Storm closes the pier</a></h3>'
    source = page("", card, '<a href="/b">Another page of ours</a>')
    assert feature(source, "link_media") == [255, 0]
    assert feature(source, "link_copies")[0] > feature(source, "link_copies")[1] > 0
