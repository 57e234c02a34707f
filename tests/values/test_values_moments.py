"""Dates and times as pages write them become moments, and nothing is invented."""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.values.moments import find_moments, moment_from_url, parse_iso, parse_moment

METADATA = [
    ("2023-11-09", "2023-11-09"),
    ("2023-11-09T16:12:00+0100", "2023-11-09T16:12:00+01:00"),
    ("2023-11-09T16:12:00.123456Z", "2023-11-09T16:12:00+00:00"),
    ("2023-11-09T16:12:00:684Z", "2023-11-09T16:12:00+00:00"),
    ("2023-11-09T16:12-05", "2023-11-09T16:12-05:00"),
    ("2023-11-09 16:12:00", "2023-11-09T16:12:00"),
    ("2024-05-06 19:12:20 UTC", "2024-05-06T19:12:20+00:00"),
    ("2023-11-09T16:12:00CET", "2023-11-09T16:12:00+01:00"),
    ("2023-11-09T16:12:00+05:30[Asia/Kolkata]", "2023-11-09T16:12:00+05:30"),
    ("2023-11-09 04:12 PM", "2023-11-09T16:12"),
    ("20231109", "2023-11-09"),
    ("20231109T161200Z", "2023-11-09T16:12:00+00:00"),
    ("20231109T16:12:00Z", "2023-11-09T16:12:00+00:00"),
    ("2023-11-09T1612", "2023-11-09T16:12"),
    ("2023-11-09T16:12:0Z", "2023-11-09T16:12:00+00:00"),
    ("on Thursday November 9, 2023 @08:00PM", "2023-11-09T20:00"),
    ("1699546320", "2023-11-09T16:12:00+00:00"),
    ("1699546320000", "2023-11-09T16:12:00+00:00"),
    ("Thu, 09 Nov 2023 16:12:00 GMT", "2023-11-09T16:12:00+00:00"),
    ("Thursday, 09-Nov-23 16:12:00 GMT", "2023-11-09T16:12:00+00:00"),
    ("Thu Nov  9 16:12:00 EST 2023", "2023-11-09T16:12:00-05:00"),
    ("Thu Nov 09 2023 16:12:00 GMT+0100 (CET)", "2023-11-09T16:12:00+01:00"),
    ("November 9, 2023 4:12 pm", "2023-11-09T16:12"),
    ("2023/11/09", "2023-11-09"),
    ("13/11/2023", "2023-11-13"),
    ("11/13/2023", "2023-11-13"),
    ("2023-11", "2023-11"),
    ("2023", "2023"),
    ("2024-02-29", "2024-02-29"),
]


@pytest.mark.parametrize(("written", "iso"), METADATA)
def test_a_metadata_value_is_read_as_far_as_it_is_known(written: str, iso: str) -> None:
    """Publishers write the same instant in two dozen forms."""
    moment = parse_iso(written)
    assert moment is not None
    assert moment.iso == iso


@pytest.mark.parametrize(
    "written",
    [
        "",
        "2023-02-29",
        "2023-13-01",
        "0001-01-01T00:00:00Z",
        "0",
        "12",
        "yesterday",
        "2 days ago",
        "x" * 5000,
        "31/04/2023",
    ],
)
def test_an_impossible_or_relative_value_gives_nothing(written: str) -> None:
    """A wrong day in an archive is worse than an unknown one."""
    assert parse_iso(written) is None


def test_precision_says_what_the_page_said() -> None:
    """Sorting and display depend on knowing whether the time was there."""
    precisions = [
        parse_iso(text) for text in ("2023", "2023-11", "2023-11-09", "2023-11-09T16:12", "2023-11-09T16:12:05")
    ]
    assert [moment.precision for moment in precisions if moment] == ["year", "month", "day", "minute", "second"]


VISIBLE = [
    ("en", "Thursday, November 9, 2023", "2023-11-09"),
    ("en", "Nov. 9, 2023, 4:12 p.m. ET", "2023-11-09T16:12-05:00"),
    ("en", "July 9, 2023 at 11:01 AM ET", "2023-07-09T11:01-04:00"),
    ("en", "16:47 EST / NOVEMBER 9 2023", "2023-11-09T16:47-05:00"),
    ("en", "Published Thu, Nov 9 20232:23 PM EST", "2023-11-09T14:23-05:00"),
    ("en", "3rd November 2023", "2023-11-03"),
    ("en", "9-Nov-2023", "2023-11-09"),
    ("en", "11/9/2023", "2023-11-09"),
    ("en-GB", "9/11/2023", "2023-11-09"),
    ("en", "9/11/2023 - 16:38", "2023-11-09T16:38"),
    ("en", "11/9/2023 4:38 PM", "2023-11-09T16:38"),
    (None, "9/11/2023", "2023-11-09"),
    ("en", "12:20am Nov 9, 2023", "2023-11-09T00:20"),
    ("de", "Donnerstag, 9. November 2023, 20:22 Uhr", "2023-11-09T20:22"),
    ("de", "09.11.23 um 07:39 Uhr", "2023-11-09T07:39"),
    ("de", "9. März 2023, 16:12 Uhr MEZ", "2023-03-09T16:12+01:00"),
    ("fr", "Publié le 9 février 2023 à 19h30", "2023-02-09T19:30"),
    ("fr", "le 1er décembre 2023", "2023-12-01"),
    ("es", "9 de noviembre de 2023, 14:32", "2023-11-09T14:32"),
    ("es", "09/11/2023 10:22", "2023-11-09T10:22"),
    ("pt", "09/11/2023 15h30", "2023-11-09T15:30"),
    ("pt", "9 de março de 2023", "2023-03-09"),
    ("it", "9 Novembre 2023 - 14:41", "2023-11-09T14:41"),
    ("nl", "9 maart 2023 11:12", "2023-03-09T11:12"),
    ("sv", "den 9 maj 2023 kl 14.00", "2023-05-09T14:00"),
    ("da", "9. oktober 2023 kl. 14.05", "2023-10-09T14:05"),
    ("no", "9. desember 2023", "2023-12-09"),
    ("fi", "9. marraskuuta 2023 klo 14.00", "2023-11-09T14:00"),
    ("fi", "9.11.2023 klo 14.00", "2023-11-09T14:00"),
    ("is", "9. nóvember 2023", "2023-11-09"),
    ("pl", "9 listopada 2023, 11:49", "2023-11-09T11:49"),
    ("cs", "9. listopadu 2023", "2023-11-09"),
    ("sk", "9. novembra 2023", "2023-11-09"),
    ("hr", "9. listopada 2023", "2023-10-09"),
    ("sr", "9. новембра 2023", "2023-11-09"),
    ("sl", "9. november 2023", "2023-11-09"),
    ("hu", "2023. november 9., csütörtök 16:12", "2023-11-09T16:12"),
    ("ro", "9 noiembrie 2023 16:20", "2023-11-09T16:20"),
    ("bg", "9 ноември 2023", "2023-11-09"),
    ("ru", "9 ноября 2023 г., 18:47", "2023-11-09T18:47"),
    ("uk", "9 листопада 2023, 18:47", "2023-11-09T18:47"),
    ("lt", "2023 m. lapkričio 9 d. 16:12", "2023-11-09T16:12"),
    ("lv", "2023. gada 9. novembrī", "2023-11-09"),
    ("et", "9. november 2023", "2023-11-09"),
    ("el", "ΠΕΜΠΤΗ 9 ΝΟΕΜΒΡΙΟΥ 2023", "2023-11-09"),
    ("tr", "9 Kasım 2023 Perşembe, 16:12", "2023-11-09T16:12"),
    ("ca", "9 d’octubre de 2023", "2023-10-09"),
    ("eu", "2023(e)ko azaroaren 9a", "2023-11-09"),
    ("id", "Kamis, 9 November 2023 04:25 WIB", "2023-11-09T04:25+07:00"),
    ("vi", "Thứ năm, 9/11/2023, 19:20 (GMT+7)", "2023-11-09T19:20+07:00"),
    ("vi", "ngày 9 tháng 11 năm 2023", "2023-11-09"),
    ("ar", "الخميس، 09 نوفمبر 2023 - 12:09 م", "2023-11-09T12:09"),
    ("ar", "٩ تشرين الثاني ٢٠٢٣", "2023-11-09"),
    ("fa", "۱۸ آبان ۱۴۰۲ - ۱۶:۱۲", "2023-11-09T16:12"),
    ("fa", "1402/08/18", "2023-11-09"),
    ("he", "9 בנובמבר 2023", "2023-11-09"),
    ("hi", "९ नवंबर २०२३", "2023-11-09"),
    ("bn", "বৃহস্পতিবার, নভেম্বর ৯, ২০২৩ | ১০:৪৬ অপরাহ্ণ", "2023-11-09T22:46"),
    ("th", "9 พฤศจิกายน 2566 16:12 น.", "2023-11-09T16:12"),
    ("th", "9 พ.ย. 2566", "2023-11-09"),
    ("zh", "2023年11月9日 下午3:45", "2023-11-09T15:45"),
    ("zh", "民國112年11月9日", "2023-11-09"),
    ("ja", "2023/11/09(木) 16:12", "2023-11-09T16:12"),
    ("ja", "令和5年11月9日", "2023-11-09"),
    ("ko", "2023년 11월 9일 오후 4:12", "2023-11-09T16:12"),
    ("hy", "9 նոյեմբերի 2023", "2023-11-09"),
    ("ka", "9 ნოემბერი, 2023", "2023-11-09"),
    ("kk", "9 қараша 2023", "2023-11-09"),
    ("sw", "9 Novemba 2023", "2023-11-09"),
]


@pytest.mark.parametrize(("language", "written", "iso"), VISIBLE)
def test_a_visible_date_is_read_in_its_language(language: str | None, written: str, iso: str) -> None:
    """Readers see the date in their own language, calendar and digits."""
    assert [moment.iso for _, _, moment in find_moments(written, language)] == [iso]


def test_the_languages_are_many() -> None:
    """The promise is at least 25 languages."""
    assert len({(language or "").partition("-")[0] for language, _, _ in VISIBLE}) >= 40


def test_the_language_is_not_needed_where_the_words_are_plain() -> None:
    """Many pages declare a wrong language or none."""
    for language, written, iso in VISIBLE:
        if language not in ("en", "hr", "fa", "en-GB"):
            assert iso in [moment.iso for _, _, moment in find_moments(written, None)], written


@pytest.mark.parametrize(
    "written",
    [
        "3 hours ago",
        "vor 2 Stunden",
        "yesterday at 16:19",
        "9 November",
        "11/02 19:16",
        "© 2019-2023",
        "since 2020",
        "call 555-12-2023",
        "version 1.2.24",
        "192.168.10.12",
        "$2023",
        "12,023 views",
        "31 February 2023",
        "9 Sun 2020",
        "5 may 12345",
        "",
    ],
)
def test_what_is_no_full_date_gives_none(written: str) -> None:
    """Numbers and relative times must not turn into days."""
    assert find_moments(written) == ()


def test_two_dates_in_a_line_keep_their_own_times() -> None:
    """Published and updated stand side by side on most news pages."""
    line = "11.2.2025 | 23:55 | Uppfært 12.2.2025 7:25"
    assert [moment.iso for _, _, moment in find_moments(line, "is")] == ["2025-02-11T23:55", "2025-02-12T07:25"]


def test_two_digits_of_a_year_come_first_where_the_language_puts_them() -> None:
    """Korean, Japanese and Chinese papers write the year first, however short."""
    for language, expected in (("ko", "2025-05-15"), ("ja", "2025-05-15"), ("de", "2015-05-25")):
        assert find_moments("25.05.15 20:00", language)[0][2].iso == f"{expected}T20:00"


def test_bars_may_stand_between_the_numbers_of_a_day() -> None:
    """Magazines set their dates so."""
    assert find_moments("26 | 01 | 2022", "de")[0][2].iso == "2022-01-26"


def test_a_name_with_a_number_is_no_month_with_its_day() -> None:
    """`MAR2` is a rule, a rover or a gene."""
    assert find_moments("In 2024 MAR2 will become law.", "en") == ()
    assert find_moments("2024 March 2", "en")[0][2].iso == "2024-03-02"


def test_a_month_with_its_year_is_a_month() -> None:
    """A magazine's issue has no day, and none is made up."""
    moment = parse_moment("November 2023", "en")
    assert moment is not None
    assert (moment.iso, moment.precision) == ("2023-11", "month")


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://paper.example/2023/11/09/story", "2023-11-09"),
        ("https://paper.example/story-20231109.html", "2023-11-09"),
        ("https://paper.example/2023-11-09-story", "2023-11-09"),
        ("https://paper.example/world/2023/nov/09/story", "2023-11-09"),
        ("https://paper.example/news/09-11-2023", "2023-11-09"),
        ("https://paper.example/results-11-23-2023.html", "2023-11-23"),
        ("https://paper.example/4-9-11-2023", None),
        ("https://paper.example/9/11/2023", None),
        ("https://paper.example/20231309", None),
        ("https://paper.example/1234567890123", None),
        ("https://paper2023-11-09.example/", None),
        ("https://paper.example/2023/11/", None),
    ],
)
def test_an_address_states_a_day_or_nothing(url: str, day: str | None) -> None:
    """Story numbers in addresses look like dates; only whole, possible days count."""
    moment = moment_from_url(url)
    assert (moment.iso if moment else None) == day


@given(st.text(max_size=200), st.sampled_from([None, "en", "de", "th", "fa", "zh"]))
def test_no_text_breaks_the_readers(text: str, language: str | None) -> None:
    """Pages hold any characters; spans stay inside the text and in order."""
    parse_iso(text)
    parse_moment(text, language)
    moment_from_url(text)
    last = 0
    for start, end, moment in find_moments(text, language):
        assert last <= start < end <= len(text)
        assert moment.text == text[start:end]
        last = end


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 1, 1)))
def test_every_day_survives_every_common_form(day: date) -> None:
    """What a page prints is what is read back."""
    for written in (
        day.strftime("%d.%m.%Y"),
        day.strftime("%Y-%m-%d"),
        day.strftime("%B %d, %Y"),
        day.strftime("%d %b %Y"),
    ):
        assert [moment.iso for _, _, moment in find_moments(written, "en")] == [day.isoformat()]


@pytest.mark.parametrize("piece", ["9", "9.", "2020 ", "9 May 2020 ", "May ", "1/2/", "12:", "年", "٣/", "tháng 9 "])
def test_a_hostile_line_costs_no_more_than_its_length(piece: str) -> None:
    """A page of 100,000 digits must not stop the desk: four times the line, at most a dozen times the work."""

    def cost(text: str) -> float:
        start = process_time()
        find_moments(text, "en")
        return process_time() - start

    short, long = piece * 5_000, piece * 20_000
    cost(short)
    assert cost(long) < 0.5 + 12 * cost(short)
