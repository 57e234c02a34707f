"""Labelling by hand: what the annotator meant is what training sees."""

from __future__ import annotations

import pytest

from copydesk.errors import CopydeskError

pytest.importorskip("numpy")

from copydesk.lab.sets import LabelledPage
from copydesk.lab.sheets import read_labels, read_sheet, sheet, with_lines, write_labels
from copydesk.records import PARTS

PAGE = LabelledPage("own", "1", "https://news.example/1", None, b"")
TEXTS = ("Home", "Rain in Astana", "It rained.", "Read more", "Snow in Almaty")
GUESSES = [PARTS.index(name) for name in ("navigation", "headline", "body", "body", "body")]


def test_orders_correct_what_the_weights_guessed():
    """An annotator writes only what is wrong."""
    corrected = sheet(PAGE, TEXTS, GUESSES) + "= 4-5 teaser\n= 4 control\n"
    assert read_sheet(corrected).parts == ("navigation", "headline", "body", "control", "teaser")


def test_a_labels_file_gives_back_what_was_put_in(tmp_path):
    """Runs are a way of writing, not of losing."""
    labelling = read_sheet(sheet(PAGE, TEXTS, GUESSES))
    write_labels(tmp_path / "labels.tsv", [labelling])
    assert read_labels(tmp_path / "labels.tsv") == {("own", "1"): labelling}


def test_labels_of_another_text_are_refused():
    """A page that reads differently now must not be learned from with shifted labels."""
    labelling = read_sheet(sheet(PAGE, TEXTS, GUESSES))
    assert [line[1] for line in with_lines(PAGE, TEXTS, labelling).lines][:2] == ["navigation", "headline"]
    with pytest.raises(CopydeskError, match="label it again"):
        with_lines(PAGE, (*TEXTS[:-1], "Snow"), labelling)


@pytest.mark.parametrize("order", ["= 9 teaser", "= 2 heading", "= two teaser"])
def test_an_order_that_cannot_be_meant_is_named(order):
    """A slip of the pen is told with its line."""
    with pytest.raises(CopydeskError, match="line 8"):
        read_sheet(sheet(PAGE, TEXTS, GUESSES) + order + "\n", "page.txt")
