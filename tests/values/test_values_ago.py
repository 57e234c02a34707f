"""Times told by how long ago they were, in the languages of news pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from copydesk.values import moment_ago

CAPTURED = datetime(2023, 11, 9, 16, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2 hours ago", "2023-11-09T14:12+00:00"),
        ("Updated 3h ago", "2023-11-09T13:12+00:00"),
        ("vor 3 Tagen", "2023-11-06"),
        ("il y a 5 minutes", "2023-11-09T16:07+00:00"),
        ("hace 2 horas", "2023-11-09T14:12+00:00"),
        ("há 3 dias", "2023-11-06"),
        ("2 ore fa", "2023-11-09T14:12+00:00"),
        ("3 uur geleden", "2023-11-09T13:12+00:00"),
        ("2 dager siden", "2023-11-07"),
        ("5 godzin temu", "2023-11-09T11:12+00:00"),
        ("před 2 hodinami", "2023-11-09T14:12+00:00"),
        ("5 часов назад", "2023-11-09T11:12+00:00"),
        ("2 saat önce", "2023-11-09T14:12+00:00"),
        ("πριν 2 ώρες", "2023-11-09T14:12+00:00"),
        ("منذ 3 ساعات", "2023-11-09T13:12+00:00"),
        ("۳ ساعت پیش", "2023-11-09T13:12+00:00"),
        ("4 दिन पहले", "2023-11-05"),
        ("2小时前", "2023-11-09T14:12+00:00"),
        ("2時間前", "2023-11-09T14:12+00:00"),
        ("3시간 전", "2023-11-09T13:12+00:00"),
        ("acum 2 zile", "2023-11-07"),
        ("1 week ago", "2023-11-02"),
        ("вчера в 16:19", "2023-11-08"),
        ("gestern", "2023-11-08"),
        ("aujourd'hui", "2023-11-09"),
    ],
)
def test_a_distance_from_the_capture_is_a_moment(line: str, expected: str) -> None:
    """Fresh stories often show nothing else."""
    moment = moment_ago(line, CAPTURED)
    assert moment is not None and moment.iso == expected


@pytest.mark.parametrize("line", ["3 min read", "2 hours of talks", "for 3 days", "2 orders ago", "9 November 2023"])
def test_an_amount_of_time_is_no_moment(line: str) -> None:
    """Reading times stand where dates stand."""
    assert moment_ago(line, CAPTURED) is None


def test_without_a_time_of_capture_nothing_is_known() -> None:
    """The hour of reading a file is not the hour of the page."""
    assert moment_ago("2 hours ago", None) is None
