"""Agencies, datelines, counters, joined lines and credits are read out of short lines, and only there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.values.agencies import find_agency, locate_agency
from copydesk.values.counting import find_counters, parse_count, target_action
from copydesk.values.credits import split_credit, strip_lead
from copydesk.values.datalines import split_dataline, split_when
from copydesk.values.dateline import split_dateline
from copydesk.values.pointers import is_pointer, pointer_end

AGENCIES = [
    ("By Associated Press", "Associated Press"),
    ("(AP)", "Associated Press"),
    ("© Reuters", "Reuters"),
    ("© dpa-infocom, dpa:230428-99-000000/5", "dpa"),
    ("Quelle: dpa", "dpa"),
    ("afp/dpa/jw", "AFP"),
    ("Jane Roe, Sputnik, Pool Photo via AP", "Associated Press"),
    ("Jane Roe/AFP via Getty Images", "AFP"),
    ("aja/PAP", "PAP"),
    ("Источник: УНН", "УНН"),
    ("新华社北京11月9日电", "Xinhua"),
    ("Agencia EFE", "EFE"),
    ("Anadolu Ajansı", "Anadolu Ajansı"),
    (
        "Ein langer letzter Absatz eines Berichts über eine Sitzung des Rates, der am Ende die Agentur nennt. (dpa)",
        "dpa",
    ),
    (
        "Un lungo ultimo paragrafo di una notizia che alla fine nomina l'agenzia che l'ha scritta per tutti. (ANSA).",
        "ANSA",
    ),
    ("The Associated Press contributed to this report.", "Associated Press"),
]


@pytest.mark.parametrize(("text", "name"), AGENCIES)
def test_an_agency_is_known_by_all_its_names(text: str, name: str) -> None:
    """One agency signs in many ways; copies of a story are found by its name."""
    assert find_agency(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "TAPAS bar",
        "AP courses",
        "John Smith, PA",
        "MAP of the world",
        "dapper",
        "Efendi",
        "visit reuters.example.com",
        "jane@afp.example",
        "The minister told Reuters on Tuesday that the talks in the capital would go on for at least one more week.",
        "",
    ],
)
def test_initials_inside_words_and_sentences_are_no_agency(text: str) -> None:
    """Two letters stand everywhere; a wrong source is worse than none."""
    assert find_agency(text) is None


def test_the_mention_is_where_it_says() -> None:
    """The evidence shows the words on the page."""
    text = "By Jane Roe, Deutsche Presse-Agentur"
    mention = locate_agency(text)
    assert mention is not None
    assert text[mention.start : mention.end] == mention.shown == "Deutsche Presse-Agentur"


DATELINES = [
    ("ASTANA, Kazakhstan (AP) — Officials met.", ("ASTANA, Kazakhstan", "Associated Press", None)),
    ("AUBURN, Wash. — After a year", ("AUBURN, Wash.", None, None)),
    ("WASHINGTON, Nov 9 (Reuters) - The bank", ("WASHINGTON", "Reuters", "Nov 9")),
    ("TOKYO, Nov. 9 (Kyodo) -- Japan said", ("TOKYO", "共同通信", "Nov. 9")),
    ("Berlin (dpa) - Die Regierung", ("Berlin", "dpa", None)),
    ("Frankfurt/Main (dpa/lhe) - Die Polizei", ("Frankfurt/Main", "dpa", None)),
    ("КИЕВ. 3 декабря. УНН. Парламент", ("КИЕВ", "УНН", "3 декабря")),
    ("МОСКВА, 29 июня. /ТАСС/. Движение", ("МОСКВА", "ТАСС", "29 июня")),
    ("(Roma, 3 maggio) – Il governo", ("Roma", None, "3 maggio")),
    ("MADRID, 3 May. (EUROPA PRESS) - El juez", ("MADRID", "Europa Press", "3 May")),
    ("Buenos Aires, 9 nov (EFE).- El presidente", ("Buenos Aires", "EFE", "9 nov")),
    ("PARIS, 9 nov 2023 (AFP) - Le ministre", ("PARIS", "AFP", "9 nov 2023")),
    ("NEW DELHI: The government", ("NEW DELHI", None, None)),
    ("新华社北京11月9日电（记者张三）会议", ("北京", "Xinhua", "11月9日")),
    ("〔記者王小明／台北報導〕財政部", ("台北", None, None)),
    ("(서울=연합뉴스) 홍길동 기자 = 정부는", ("서울", "연합뉴스", None)),
]


@pytest.mark.parametrize(("paragraph", "fields"), DATELINES)
def test_a_dateline_gives_place_agency_and_day(
    paragraph: str, fields: tuple[str | None, str | None, str | None]
) -> None:
    """Where and by whom a story was filed stands at its head."""
    found = split_dateline(paragraph)
    assert found is not None
    assert (found.place, found.agency, found.moment) == fields
    assert not paragraph[found.length :].startswith((" ", "-", "–", "—"))


@pytest.mark.parametrize(
    "paragraph",
    [
        "",
        "Trump – the man who would be king – spoke.",
        "By Jane Roe in Paris — the talks",
        "BREAKING NEWS — The bridge fell.",
        "WATCH: The bridge falls",
        "PAPER.EXAMPLE - Berikut ini",
        "He said - well, nothing",
        "Am Montag (9. Mai) - dem Tag der Feier",
        "Jane Roe: The plan works.",
        "KEY POINTS: rates rise",
        "— and then he left",
    ],
)
def test_a_dash_alone_makes_no_dateline(paragraph: str) -> None:
    """Cutting a sentence in two would lose the story's first words."""
    assert split_dateline(paragraph) is None


COUNTS = [
    ("3K", (3000, True)),
    ("1,204", (1204, False)),
    ("1.204", (1204, False)),
    ("1.2k", (1200, True)),
    ("1 204", (1204, False)),
    ("12'345", (12345, False)),
    ("1.234.567", (1234567, False)),
    ("2,3 тыс.", (2300, True)),
    ("1.2万", (12000, True)),
    ("12 mila", (12000, True)),
    ("5 lakh", (500000, True)),
    ("1.5M", (1500000, True)),
    ("١٢٣", (123, False)),
    ("2K+", (2000, True)),
    ("0", (0, False)),
    ("12%", None),
    ("3,5", None),
    ("v2", None),
    ("many", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "count"), COUNTS)
def test_a_count_is_a_number_and_says_if_it_was_rounded(text: str, count: tuple[int, bool] | None) -> None:
    """`3K` is 3000, and whoever sorts by it may know that it is not exact."""
    assert parse_count(text) == count


COUNTERS = [
    ("12 comments", [("comment", 12)]),
    ("Comments (32)", [("comment", 32)]),
    ("Kommentare : 0", [("comment", 0)]),
    ("No comments yet", [("comment", 0)]),
    ("One comment so far", [("comment", 1)]),
    ("Просмотров: 3375", [("view", 3375)]),
    ("1,204 views", [("view", 1204)]),
    ("3 views 4 comments", [("view", 3), ("comment", 4)]),
    ("Views: 3 Comments: 4", [("view", 3), ("comment", 4)]),
    ("7 posts 15.8k views", [("comment", 7), ("view", 15800)]),
    ("9shares", [("share", 9)]),
    ("4 thoughts on “The ferry”", [("comment", 4)]),
    ("Ein Gedanke zu „Die Fähre“", [("comment", 1)]),
    ("Downloads: 22.273", [("download", 22273)]),
    ("👍 12", [("like", 12)]),
    ("评论 12 阅读 3.4万", [("comment", 12), ("view", 34000)]),
    ("12件のコメント", [("comment", 12)]),
    ("댓글 3", [("comment", 3)]),
    ("12 bình luận", [("comment", 12)]),
    ("25 yorum", [("comment", 25)]),
    ("3 komentarze", [("comment", 3)]),
    ("12 تعليق", [("comment", 12)]),
    ("0", [("unknown", 0)]),
    ("5 min read", []),
    ("Share", []),
]


@pytest.mark.parametrize(("text", "counters"), COUNTERS)
def test_a_counter_says_what_it_counts(text: str, counters: list[tuple[str, int]]) -> None:
    """A bare number is no news; twelve comments are."""
    assert [(counter.action, counter.value) for counter in find_counters(text)] == counters


def test_an_icon_says_what_a_bare_number_counts() -> None:
    """Many sites show an eye or a bubble and no word."""
    assert [counter.action for counter in find_counters("3K", "icon fa-eye")] == ["view"]
    assert [counter.action for counter in find_counters("0", "fa fa-comments-o")] == ["comment"]
    assert [counter.action for counter in find_counters("7", "<svg viewBox='0 0 24 24'>")] == ["unknown"]


def test_a_word_beside_a_number_is_asked_before_its_icon() -> None:
    """In `5 from 7 votes` the stars are five and the votes seven."""
    counters = find_counters("5 from 7 votes", "recipe-rating")
    assert [(counter.action, counter.value) for counter in counters] == [("vote", 7)]


@pytest.mark.parametrize(
    ("address", "action"),
    [
        ("https://paper.example/ferry#respond", "comment"),
        ("#comments", "comment"),
        ("/post/3?scrollToComments=true", "comment"),
        ("/comments-on-the-budget", None),
        ("/login", None),
    ],
)
def test_the_target_of_a_link_says_what_its_number_counts(address: str, action: str | None) -> None:
    """A zero that leads to the form for comments counts comments."""
    assert target_action(address) == action


def test_a_joined_line_comes_apart() -> None:
    """The line under a teaser holds four fields without a mark between them."""
    line = split_dataline("By davidblogs30 2024-05-06 19:12:20 0 2K")
    assert line.author == "davidblogs30"
    assert line.moment is not None and line.moment.iso == "2024-05-06T19:12:20"
    assert [(counter.action, counter.value, counter.is_rounded) for counter in line.counters] == [
        ("comment", 0, False),
        ("view", 2000, True),
    ]


DATALINES = [
    ("Среда, 2 декабря 2020, 16:34 • Ольга Коваленко", ("Ольга Коваленко", "2020-12-02T16:34", [], None)),
    ("June 7, 2019 | 3 comments", (None, "2019-06-07", [("comment", 3)], None)),
    ("Jane Roe | 3 hours ago | 12 comments", ("Jane Roe", None, [("comment", 12)], None)),
    ("Politics · Nov 9, 2023", (None, "2023-11-09", [], "Politics")),
    ("by Sam on January 3, 2022 in Travel", ("Sam", "2022-01-03", [], "Travel")),
    ("26.04.24| Wirtschaft | Von Anna Müller |", ("Anna Müller", "2024-04-26", [], "Wirtschaft")),
    ("Jane Roe - November 9, 2023 0", ("Jane Roe", "2023-11-09", [("comment", 0)], None)),
    ("3 hours ago", (None, None, [], None)),
    ("", (None, None, [], None)),
]


@pytest.mark.parametrize(("text", "fields"), DATALINES)
def test_a_data_line_gives_its_fields(
    text: str, fields: tuple[str | None, str | None, list[tuple[str, int]], str | None]
) -> None:
    """Author, day, counters and category, each in its place."""
    line = split_dataline(text)
    counters = [(counter.action, counter.value) for counter in line.counters]
    assert (line.author, line.moment.iso if line.moment else None, counters, line.category) == fields


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("19:01", ("19:01", "")),
        ("3 hours ago | World", ("3 hours ago", "World")),
        ("Oct 6", ("Oct 6", "")),
        ("dnes 08:53", ("dnes 08:53", "")),
        ("Heute, 12:30 Uhr", ("Heute, 12:30 Uhr", "")),
        ("Aktualizováno před 21 minutami", ("Aktualizováno před 21 minutami", "")),
        ("0:46", None),
        ("01:43 min", None),
        ("5 min read", None),
        ("Today in history", None),
        ("24 Tage nach dem Unfall", None),
        ("The ferry sails again for 10 days", None),
    ],
)
def test_a_time_without_its_day_comes_off_a_line(text: str, parts: tuple[str, str] | None) -> None:
    """A line with a number in it is not a time for that."""
    assert split_when(text) == parts


@pytest.mark.parametrize(
    ("headline", "kept"),
    [
        ("Read also: Ten ferries", "Ten ferries"),
        ("Artículo anterior Diez barcos", "Diez barcos"),
        ("Next week the ferry sails", "Next week the ferry sails"),
        ("Related ferries collide", "Related ferries collide"),
    ],
)
def test_a_headline_begins_after_the_words_that_point_to_it(headline: str, kept: str) -> None:
    """The same words may begin a headline."""
    assert headline[pointer_end(headline) :] == kept


def test_lines_that_only_point_are_known() -> None:
    """They stand where a category or a headline might."""
    assert all(is_pointer(text) for text in ("Read more »", "3.", "Weiterlesen", "/images/boat_2.png", "더보기"))
    assert not any(is_pointer(text) for text in ("Travel", "32098", "Read more about ferries"))


CREDITS = [
    ("Talks in town. (Jane Roe, Pool Photo via AP)", ("Talks in town.", "Jane Roe, Pool Photo via AP")),
    ("Talks (Jane Roe/Example Times)", ("Talks", "Jane Roe/Example Times")),
    ("Talks. Photo: Jane Roe", ("Talks.", "Jane Roe")),
    ("Photo: Jane Roe", (None, "Jane Roe")),
    ("Gespräche. Foto: Anna Müller/dpa", ("Gespräche.", "Anna Müller/dpa")),
    ("Gespräche © Anna Müller", ("Gespräche", "Anna Müller")),
    ("Talks Credit: PA", ("Talks", "PA")),
    ("Image source, Getty Images", (None, "Getty Images")),
    ("Reunión. Crédito: Juan Pérez", ("Reunión.", "Juan Pérez")),
    ("Möte. Bild: Kari Nordmann / AP Photo", ("Möte.", "Kari Nordmann / AP Photo")),
    ("Встреча. Фото: Иван Иванов", ("Встреча.", "Иван Иванов")),
    ("Jane Roe / AFP via Getty Images", (None, "Jane Roe / AFP via Getty Images")),
    ("Talks in Beijing. [Photo/Xinhua]", ("Talks in Beijing.", "Xinhua")),
    ("The bridge. | Niall Roe/PA Images via Getty Images", ("The bridge.", "Niall Roe/PA Images via Getty Images")),
    ("FILE - The bridge. (AP Photo/Jane Roe, File)", ("FILE - The bridge.", "AP Photo/Jane Roe, File")),
    ("Golf course after the works. Supplied", ("Golf course after the works.", "Supplied")),
    ("Nicola Roe (Photo by Jane Roe/Getty Images)", ("Nicola Roe", "Jane Roe/Getty Images")),
    ("A man looks at a photo of his wife.", ("A man looks at a photo of his wife.", None)),
    ("Jane Roe (left) and Ali Bey (right)", ("Jane Roe (left) and Ali Bey (right)", None)),
    (
        "Video: the moment the old bridge fell into the river",
        ("Video: the moment the old bridge fell into the river", None),
    ),
    ("A post shared by Jane Roe (@janeroe)", (None, "Jane Roe (@janeroe)")),
    ("", (None, None)),
]


@pytest.mark.parametrize(
    ("caption", "kept"),
    [
        ("Legende: Roe vor dem Rathaus", "Roe vor dem Rathaus"),
        ("Image caption, The ferry at noon", "The ferry at noon"),
        ("Larkhaven: the ferry at noon", "Larkhaven: the ferry at noon"),
    ],
)
def test_a_word_that_only_says_caption_is_left_out(caption: str, kept: str) -> None:
    """Screen readers are told that a caption follows; it is none of its words."""
    assert strip_lead(caption) == kept


@pytest.mark.parametrize(("caption", "parts"), CREDITS)
def test_a_caption_is_parted_from_its_credit(caption: str, parts: tuple[str | None, str | None]) -> None:
    """Whose picture it is must be shown, and is no part of what it shows."""
    assert split_credit(caption) == parts


@given(st.text(max_size=400))
def test_no_line_breaks_the_readers(text: str) -> None:
    """Any line of a page may reach these readers."""
    find_agency(text)
    split_dataline(text)
    split_when(text)
    is_pointer(text)
    assert 0 <= pointer_end(text) <= len(text)
    parse_count(text)
    assert all(counter.value >= 0 for counter in find_counters(text, text))
    found = split_dateline(text)
    assert found is None or 0 < found.length <= len(text)
    caption, credit = split_credit(text)
    assert caption != "" and credit != ""


@pytest.mark.parametrize(
    "piece", ["9", "9.", "1,", "(AP) ", "/", "© ", "Photo: ", "A — ", "2020 ", "Nov 9 2023 ", "a b ", "By ", "(", '"']
)
def test_hostile_lines_cost_no_more_than_their_length(piece: str) -> None:
    """A page of 100,000 commas must not stop the desk: doubling a line may at most triple the work."""
    from time import process_time

    def cost(text: str) -> float:
        start = process_time()
        find_agency(text)
        split_dataline(text)
        split_when(text)
        pointer_end(text)
        find_counters(text)
        split_dateline(text)
        split_credit(text)
        return process_time() - start

    short, long = piece * 20_000, piece * 80_000
    cost(short)
    assert cost(long) < 0.5 + 12 * cost(short)


@pytest.mark.parametrize("text", ["1 / 3", "2:38 min", "20:00", "25.05.15 20:00", "3.5", "12 %"])
def test_places_lengths_and_times_are_no_counters(text: str) -> None:
    assert find_counters(text) == ()


@pytest.mark.parametrize(("text", "value"), [("-3", -3), ("− 12", -12), ("+5", 5), ("7", 7)])
def test_votes_against_count_below_nothing(text: str, value: int) -> None:
    assert [counter.value for counter in find_counters(text, "vote-count")] == [value]


def test_a_length_is_no_time_of_day() -> None:
    moment = split_dataline("Politik 28.04.2023 01:48 min", "de").moment
    assert moment is not None and moment.iso == "2023-04-28"
