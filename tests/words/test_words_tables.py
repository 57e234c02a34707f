"""Word tables are whole, and a damaged one is refused."""

from __future__ import annotations

from importlib.resources import files

import pytest

from copydesk.errors import ModelError
from copydesk.words import read_table, seal_table
from copydesk.words.table import head_line

TABLES = ["agencies", "bylines", "counters", "credits", "months", "places", "pointers", "speech", "weekdays"]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_whole_and_has_its_card(name: str) -> None:
    """A row lost in an edit would change results without a word."""
    rows = read_table(name)
    assert len(rows) > 100
    assert len(set(rows)) == len(rows)
    assert len({len(row) for row in rows}) == 1
    card = files("copydesk.words").joinpath(f"{name}.md").read_text(encoding="utf-8")
    assert card.startswith(f"# {name}.tsv")
    assert "icen" in card


def test_every_table_file_is_checked_here() -> None:
    """A table that nobody tests may rot."""
    names = sorted(
        path.name.removesuffix(".tsv") for path in files("copydesk.words").iterdir() if path.name.endswith(".tsv")
    )
    assert names == TABLES


def test_a_missing_table_is_a_typed_error() -> None:
    """A broken installation says what is wrong."""
    with pytest.raises(ModelError, match=r"nowhere\.tsv"):
        read_table("nowhere")


def test_the_first_line_fits_its_rows_only() -> None:
    """One changed letter changes the checksum."""
    sealed = seal_table("example", [("a", "b"), ("c", "d")])
    first, _, body = sealed.partition("\n")
    assert first == head_line("example", body, 2)
    assert first != head_line("example", body.replace("c", "x"), 2)
    assert first != head_line("example", body, 3)
