"""What the page tells of itself in its head and JSON-LD, and where its links lead, is seen in each block."""

import numpy as np
import pytest

from copydesk import _kernel

BODY = "The harbour board voted on Tuesday to close the old pier for two years."
JSON = '{"@type":"NewsArticle","articleBody":"%s","author":[{"@type":"Person","name":"Maud Ekström"}]}'


def feature(source: str, name: str, *, is_text: bool = False) -> list[int]:
    """The values of one feature, a block each."""
    read = _kernel.read_text if is_text else _kernel.read_html
    columns, *_ = read(source.encode()).features()
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
        BODY.replace("T", "&#84;", 1).replace("d", "&#x64;"),
    ],
    ids=["plain", "with tags", "escaped", "with spaces as references", "with letters as references"],
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


def test_what_readers_wrote_is_told_apart_from_the_story() -> None:
    comment = "I have fished there for forty years and nobody asked me."
    told = (
        '{"articleBody":"%s","author":{"name":"Maud Ekström"},"comment":[{"text":"%s","author":{"name":"Old Salt"}}]}'
    )
    source = page(json_ld(told % (BODY, comment)), BODY, comment, "Maud Ekström", "Old Salt")
    assert [value > 250 for value in feature(source, "told_body")] == [True, False, False, False]
    assert [value > 250 for value in feature(source, "told_reply")] == [False, True, False, False]
    assert [value > 250 for value in feature(source, "told_author")] == [False, False, True, False]


def test_other_things_in_json_ld_tell_nothing_of_the_page() -> None:
    item = '{"@type":"NewsArticle","headline":"Storm over the bay","description":"Trees fell in three streets"}'
    told = '{"headline":"Old pier closes","itemListElement":[%s],"publisher":{"description":"The paper of the coast"}}'
    source = page(json_ld(told % item), "Trees fell in three streets", "The paper of the coast")
    assert feature(source, "told_summary") == [0, 0]
    titles = feature(page(json_ld(told % item), "Old pier closes", "Storm over the bay"), "title_cover")
    assert titles[0] == 255 and titles[1] == 0


def test_the_text_for_a_missing_picture_is_told_apart_from_a_caption() -> None:
    source = page(json_ld('{"caption":"The pier at low tide"}'), '<img src="p.jpg" alt="Boats tied up for winter">',
                  "The pier at low tide", "Boats tied up for winter")  # fmt: skip
    assert feature(source, "told_caption") == [255, 0]
    assert feature(source, "told_alternate") == [0, 255]


def test_a_long_number_that_the_page_tells_is_surer_than_a_short_one() -> None:
    told = '{"commentCount":"4","interactionStatistic":{"userInteractionCount":12873}}'
    none, short, long = feature(page(json_ld(told), "17", "4", "12873 views"), "told_count")
    assert none == 0 < short < long


def test_a_published_day_is_found_however_it_is_written() -> None:
    head = '<meta property="article:published_time" content="2024-05-03T08:00:00Z">'
    written = ["3 May 2024", "May 3rd, 2024", "2024年5月3日", "03.05.2024"]
    other = ["Monday 6 May 2024", "3 May 2019", "Volume 2024"]
    values = feature(page(head, *written, *other), "told_date")
    assert all(values[: len(written)]) and not any(values[len(written) :])


def test_places_of_links_are_told_apart() -> None:
    head = '<link rel="canonical" href="https://news.example/town/show?story=12">'
    links = [
        "#comments",
        "mailto:desk@news.example",
        "/town/show?utm_source=mail&amp;story=12",
        "/town/show?story=13",
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


def test_two_stories_under_one_path_are_two_places() -> None:
    links = [
        f'<a href="/show.php?{query}">Storm closes the pier</a>' for query in ("id=1", "id=2", "id=1&amp;utm_medium=x")
    ]
    assert feature(page("", links[0], links[1]), "link_back") == [0, 0]
    assert feature(page("", links[0], links[2]), "link_back") == [0, 255]


STORY = """The harbour board voted on Tuesday to close the old pier for two years, and ferries will land on the quay.
Nobody was hurt when the pier sank last spring, but the board said that every pile would have to be set again."""


def test_the_running_text_of_a_bare_page_says_the_words_of_its_headline() -> None:
    """No head tells the title there; other stories' headlines have other words."""
    lines = f"Gardens win a prize\nBoard closes old pier for two years\n{STORY}\nSchool choir sings in June"
    after, before = (feature(lines, name, is_text=True) for name in ("told_summary", "told_caption"))
    assert after[1] > 200 > 40 > after[0]
    assert before[0] == before[1] == 0
    assert before[-1] < 40 < before[3]


def test_a_line_of_very_many_words_without_a_space_is_read() -> None:
    line = "-".join(str(number) for number in range(20000))
    assert len(feature(f"{line}\n{line} " + "word " * 40, "told_summary", is_text=True)) == 2


def lines_of_votes(text: str, voter: int) -> list[set[int]]:
    """The hashes that vote for each line."""
    _, *hashes = _kernel.read_text(text.encode()).features()
    rows = np.frombuffer(hashes[voter], np.uint16).reshape(-1, _kernel.HASHES)
    return [{int(one) for one in row} - {0xFFFF} for row in rows]


def test_lines_of_a_bare_page_that_are_written_alike_vote_alike() -> None:
    """A date is a date whatever its digits, and a label before a colon says what follows."""
    one, other, sentence, label, labelled = lines_of_votes(
        "12 May 2024, 10:30\n30 Jun 1999, 07:05\nThe pier is closed.\nTags: pier, ferry\nTags: snow", 2
    )
    assert len(one & other) > len(one & sentence)
    assert len(label & labelled) > len(label & sentence)
