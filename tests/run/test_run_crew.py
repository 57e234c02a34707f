"""Portions in processes: one bad page costs itself, an accident costs nothing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "archive"))
import archive_pages

from copydesk.archive import Draft
from copydesk.capture import Limits, portions
from copydesk.run import RunSettings
from copydesk.run.crew import Crew
from copydesk.run.shards import ShardWork
from copydesk.run.task import PortionTask


@pytest.fixture(autouse=True)
def _importable(monkeypatch):
    """Worker processes must find the reading function of these tests."""
    here = str(Path(__file__).parents[1] / "archive")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([here, os.environ.get("PYTHONPATH", "")]))


def drafts(folder: Path, pages: dict[int, str], **settings: float) -> list[Draft]:
    """Three web archives whose pages misbehave as their extra words say, read by two processes."""
    work = folder / "work"
    work.mkdir()
    inputs = [
        archive_pages.write_warc(
            folder / f"{start}.warc.gz",
            {n: archive_pages.page(n, pages.get(n, "")) for n in range(start, start + 10)},
        )
        for start in (0, 10, 20)
    ]
    tasks = [PortionTask(number + 1, portion) for number, portion in enumerate(portions(inputs))]
    crew = Crew(RunSettings(jobs=2, **settings))
    return list(crew.drafts(ShardWork(str(work), Limits(), read=archive_pages.misread), tasks))


def outcomes(found: list[Draft]) -> list[list[str]]:
    return [pq.read_table(draft.files["captures"].path).column("outcome").to_pylist() for draft in found]


def test_a_page_that_kills_its_process_is_put_aside_by_name(tmp_path):
    """One page in a million that crashes the reader must not cost the crawl, and must be named."""
    found = drafts(tmp_path, {3: "CRASH", 4: "RAISE", 25: "CRASH"})
    expected = [["article"] * 10 for _ in range(3)]
    expected[0][3] = expected[0][4] = expected[2][5] = "internal-error"
    assert outcomes(found) == expected
    row = pq.read_table(found[0].files["captures"].path).to_pylist()[3]
    assert "example.org/3" in row["detail"] and "ended the process that read it 2 times" in row["detail"]


def test_a_page_that_stalls_is_ended_and_the_rest_is_read(tmp_path):
    """A reader that hangs must not hold up the crawl."""
    found = drafts(tmp_path, {12: "STALL"}, page_seconds=3)
    assert outcomes(found)[1] == ["article"] * 2 + ["timed-out"] + ["article"] * 7
    assert outcomes(found)[0] == outcomes(found)[2] == ["article"] * 10


def test_a_process_that_dies_by_accident_costs_nothing(tmp_path, monkeypatch):
    """Somebody else's kill, or a lack of memory for a moment, is no fault of the page."""
    once = tmp_path / "once"
    once.touch()
    monkeypatch.setenv("COPYDESK_TEST_ONCE", str(once))
    found = drafts(tmp_path, {7: "ACCIDENT"})
    assert not once.exists()
    assert outcomes(found) == [["article"] * 10] * 3
