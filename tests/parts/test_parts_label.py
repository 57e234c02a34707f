"""Every visible character stands in exactly one part, and what belongs together is grouped."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.capture import capture_bytes
from copydesk.page import read_page
from copydesk.parts import label_page
from copydesk.parts.split import split_block
from copydesk.records import KINDS, PARTS, Capture, Parts

SOUP = st.lists(
    st.sampled_from(
        (
            "<p>",
            "</p>",
            "<div class=comment>",
            "</div>",
            "<ul><li>",
            "<a href=/x>",
            "</a>",
            "<h1>",
            "</h1>",
            "<br>",
            "<table><tr><td>",
            "<pre>",
            "</pre>",
            "<time datetime=2024-05-06>",
            "</time>",
            "<span class=author>",
            "</span>",
            "By Ann Lee",
            "9 Nov 2023",
            "12 comments",
            " | ",
            "The harbour was closed on Monday.",
            "你好，世界",
            "é\u00a0",
            "\n\n",
            "<figure><figcaption>",
            "</figure>",
            "<noscript>",
            "<p hidden>",
            "&amp;",
            "&#0;",
            "\x00",
            "0",
            "3K",
        )
    ),
    max_size=60,
).map("".join)


def label(content: str, media_type: str = "text/html") -> Parts:
    return label_page(read_page(Capture(content.encode(), "test", media_type=media_type)))


def check_coverage(parts: Parts) -> None:
    """The pieces follow each other and leave out only the line breaks between blocks."""
    position = 0
    for start, end in zip(parts.starts, parts.ends, strict=True):
        assert start >= position
        assert end > start
        assert not parts.text[position:start].strip()
        position = end
    assert not parts.text[position:].strip()


@settings(max_examples=150, deadline=None)
@given(SOUP, st.sampled_from(("text/html", "text/plain")))
def test_each_visible_character_is_in_exactly_one_part(content: str, media_type: str) -> None:
    """Nothing on a page is dropped silently, and nothing is counted twice."""
    parts = label(content, media_type)
    check_coverage(parts)
    columns = (parts.codes, parts.scores, parts.starts, parts.ends, parts.blocks, parts.groups)
    assert len({len(column) for column in columns}) == 1
    assert all(code < len(PARTS) for code in parts.codes)
    assert all(0 <= score <= 1 for score in parts.scores)
    assert parts.kind in KINDS


@settings(max_examples=40, deadline=None)
@given(SOUP)
def test_the_same_page_gives_the_same_parts(content: str) -> None:
    """A rerun must not change an archive."""
    assert label(content) == label(content)


def test_a_data_line_is_cut_into_byline_date_and_counter() -> None:
    """A line that mixes parts would lose two of them."""
    page = read_page(Capture(b"<div>By Ann Lee | 9 Nov 2023 | 12 comments</div>", "test"))
    pieces = split_block(page, 0, PARTS.index("byline"))
    found = [(PARTS[code], page.text[start:end].strip(" |")) for code, start, end in pieces]
    assert found == [("byline", "By Ann Lee"), ("date", "9 Nov 2023"), ("counter", "12 comments")]


def test_a_month_glued_to_a_name_is_cut_off_it() -> None:
    """Elements side by side, drawn apart by their style only, leave no space."""
    page = read_page(Capture(b"<p><span>Harbour Press</span><span>April 28, 2023</span></p>", "page"))
    pieces = split_block(page, 0, PARTS.index("byline"))
    assert [page.text[start:end] for _, start, end in pieces] == ["Harbour Press", "April 28, 2023"]


def test_the_innermost_element_says_what_a_piece_is() -> None:
    """A signature may hold the date as well."""
    html = "<p><span class=signature>Harbour Press<span class=date>April 28, 2023 GMT</span></span></p>"
    page = read_page(Capture(html.encode(), "page"))
    pieces = split_block(page, 0, PARTS.index("byline"))
    assert [(PARTS[code], page.text[start:end]) for code, start, end in pieces] == [
        ("byline", "Harbour Press"),
        ("date", "April 28, 2023 GMT"),
    ]


def test_a_label_before_a_date_stays_with_the_date() -> None:
    """`Updated` is no author."""
    page = read_page(Capture(b"<div>Updated <time datetime=2023-11-09>9 Nov 2023</time></div>", "test"))
    pieces = split_block(page, 0, PARTS.index("date"))
    assert [PARTS[code] for code, _, _ in pieces] == ["date"]


def test_each_teaser_of_a_list_is_one_group() -> None:
    """Five related stories are five records, not one heap."""
    cards = "".join(
        f"<div class=card><span class=category>Town</span><h3><a href=/s/{n}>{title}</a></h3>"
        "<p>An excerpt that was cut…</p></div>"
        for n, title in enumerate(
            ("Bakery on the quay closes its doors", "Ferry fares rise again in June", "School wins the county prize")
        )
    )
    story = "".join(
        f"<p>The bridge over the river stayed shut for a {word} week, the council said on Monday.</p>"
        for word in ("second", "third", "fourth")
    )
    parts = label(
        f"<main><h1>Bridge stays shut</h1>{story}</main><aside class=related><h2>Related stories</h2>{cards}</aside>"
    )
    groups = {
        piece.group for piece in parts if piece.part == "teaser" and piece.text.endswith(("doors", "June", "prize"))
    }
    assert len(groups) == 3
    assert None not in groups


def test_teasers_of_a_text_capture_are_told_by_their_rhythm() -> None:
    """Where markup is gone, four lines that repeat with a dated last one are one teaser each."""
    story = "\n\n".join(
        f"The orchard lost its {word} row of trees to the storm, and the owner said that he would plant new ones."
        for word in ("first", "second", "third", "fourth", "fifth")
    )
    teasers = "\n".join(
        f"Other\n{title} Market, Size and Forecast To 203{n}\n"
        f"{title} Market Overview The market is growing fast worldwide,...\n"
        f"By writer{n} 2024-0{n + 1}-06 19:12:20 0 2K"
        for n, title in enumerate(("Ladder", "Bucket", "Trowel", "Gutter"))
    )
    parts = label(f"Storm takes the orchard's trees\n\n0\n3K\n\n{story}\n\nRead More\n{teasers}\n", "text/plain")
    dated = [piece for piece in parts if piece.text.startswith("By writer")]
    assert [piece.part for piece in dated] == ["teaser"] * 4
    assert len({piece.group for piece in dated}) == 4
    sizes = [sum(other.group == piece.group for other in parts) for piece in dated]
    assert sizes == [4, 4, 4, 4]


def test_an_empty_page_has_no_parts() -> None:
    """A page of scripts alone shows nothing, and that is no error."""
    parts = label_page(read_page(capture_bytes(b"<html><script>var a = 1</script></html>")))
    assert len(parts) == 0


STORY = "\n\n".join(
    f"The {word} lorry left the valley before noon, and nobody on the road could say when the next one would come."
    for word in ("first", "second", "third", "fourth")
)


def test_a_paragraph_that_ends_with_a_picture_credit_is_a_caption() -> None:
    """A caption among bare paragraphs would read as part of the story."""
    shown = "Drivers wait beside the closed pass near Ardmore, Tuesday, March 4, 2025. (Jo Marsh, Pool Photo via AP)"
    parts = label(f"Pass stays closed for a third week\n\n{STORY}\n\n{shown}\n\n{STORY}\n", "text/plain")
    assert [piece.part for piece in parts if piece.text == shown] == ["caption"]


def test_a_line_that_names_another_story_is_a_teaser_among_the_body() -> None:
    named = "Read also: Ten passes that close each winter"
    parts = label(f"Pass stays closed for a third week\n\n{STORY}\n\n{named}\n\n{STORY}\n", "text/plain")
    assert [piece.part for piece in parts if piece.text == named] == ["teaser"]


def test_a_line_that_introduces_other_stories_is_not_the_story() -> None:
    named = "Read also: Ten passes that close each winter"
    lead = "More of what the valley talks about:"
    parts = label(f"Pass stays closed for a third week\n\n{STORY}\n\n{lead}\n{named}\n", "text/plain")
    assert [piece.part for piece in parts if piece.text in (lead, named)] == ["teaser", "teaser"]
    parts = label(f"Pass stays closed for a third week\n\n{STORY}\n\nThe governor wrote:\n\n{STORY}\n", "text/plain")
    assert [piece.part for piece in parts if piece.text.endswith(":")] == ["body"]


def test_labels_after_the_last_sentence_are_not_the_story() -> None:
    """Menu entries that follow a story in a bare text are not its last words."""
    parts = label(f"Pass stays closed for a third week\n\n{STORY}\n\nBuscar\nCategorías\n", "text/plain")
    assert all(piece.part != "body" for piece in parts if piece.text in ("Buscar", "Categorías"))


@pytest.mark.parametrize("line", ["0", "3K", "1,204"])
def test_a_bare_number_under_the_headline_of_a_text_counts(line: str) -> None:
    """Comments and views stand there without a word."""
    parts = label(f"Pass stays closed for a third week\n{line}\n\n{STORY}\n", "text/plain")
    assert [piece.part for piece in parts][:2] == ["headline", "counter"]


@pytest.mark.parametrize("line", ["2020", "08.07.2020"])
def test_a_year_or_a_day_in_numbers_under_the_headline_counts_nothing(line: str) -> None:
    parts = label(f"Pass stays closed for a third week\n{line}\n\n{STORY}\n", "text/plain")
    assert [piece.part for piece in parts if piece.text == line] != ["counter"]
