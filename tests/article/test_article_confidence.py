"""Confidence is a share of right answers, not a score."""

from __future__ import annotations

import pytest

import copydesk
from copydesk.article.confidence import calibrated, uncalibrated
from copydesk.model import load_calibration


@pytest.mark.parametrize("field", ["articleBody", "headline", "author", "datePublished"])
def test_a_higher_score_is_never_worth_less(field):
    """Whoever sorts by confidence gets the surer answers first."""
    shares = [calibrated(field, score / 50) for score in range(51)]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
    assert field in load_calibration()


def test_a_field_that_was_not_measured_keeps_its_score():
    """No confidence is made up."""
    assert calibrated("keywords", 0.42) == uncalibrated("headline", 0.42) == 0.42


STORY = "".join(
    f"<p>Sentence {n} of the story tells what the council decided on {n} May, and why.</p>" for n in range(9)
)
PAGE = f"""<html><body><nav><a href=/>Home</a></nav>
<article><h1>Council decides</h1>{STORY}</article><aside><p>Perhaps</p></aside>"""


def test_recall_keeps_all_that_precision_keeps():
    """`--recall` is for those who would rather cut themselves."""
    pure, full = (copydesk.read(PAGE, favour=leaning).article_body for leaning in ("precision", "recall"))
    assert set(pure.split()) <= set(full.split())
    assert "Sentence 5" in pure
