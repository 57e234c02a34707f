"""What a score is worth is told by sites that the curve has not seen."""

from __future__ import annotations

import pytest

pytest.importorskip("numpy")

from copydesk.lab.calibrate import Outcome, fit, reliability, trade_off

FOUND = [
    Outcome("headline", score=at / 100, right=float(at % 10 < at // 10), fold=at % 5, is_given=at >= 5)
    for at in range(100)
]


def test_a_curve_rises_even_where_the_sample_does_not() -> None:
    """A surer value must not be given a smaller confidence by chance."""
    scores, shares = fit(FOUND)
    assert scores == sorted(scores)
    assert shares == sorted(shares)
    assert fit([Outcome("x", 0.2, 1.0, 0), Outcome("x", 0.8, 0.0, 0)]) == ([0.5], [0.5])


def test_confidence_is_compared_with_what_was_right() -> None:
    """The table is about given values only; its bins hold all of them."""
    rows = reliability(FOUND)
    assert sum(count for _, _, count in rows) == 95
    assert all(abs(sure - right) < 0.25 for sure, right, _ in rows)


def test_saying_less_costs_recall_and_buys_precision() -> None:
    """What was never said counts against recall at every threshold."""
    rows = trade_off(FOUND)
    assert rows[0][2] == pytest.approx(sum(one.right for one in FOUND) / 100)
    assert [recall for _, _, recall in rows] == sorted((recall for _, _, recall in rows), reverse=True)
    assert rows[-1][1] >= rows[0][1]
