"""The page the project started from, where the public sets are at hand."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from copydesk import read

DATA = os.environ.get("COPYDESK_DATA")


@pytest.mark.skipif(DATA is None, reason="COPYDESK_DATA names no folder with the labelled sets")
def test_the_specimen_is_accounted_for_without_a_fault() -> None:
    """Headline, counters, fourteen paragraphs, one caption, two menu labels, five teasers: every line in its part."""
    folder = Path(str(DATA)) / "specimen"
    wanted = json.loads((folder / "parts.json").read_text(encoding="utf-8"))
    article = read(folder / "page.txt")
    assert article.parts is not None
    assert [piece.part for piece in article.parts] == [line["part"] for line in wanted]
    assert len(article.body) == 14
    assert [(counter.action, counter.value) for counter in article.interaction_statistic] == [
        ("comment", 0),
        ("view", 3000),
    ]
    assert article.date_published is not None
    assert article.date_published.iso == "2023-11-09"
    assert article.source_organization == "Associated Press"
    assert (article.dateline or "").startswith("Astana")
    assert [len(teaser.interaction_statistic) for teaser in article.teasers] == [2] * 5
    assert all(teaser.is_cut and teaser.article_section and teaser.author for teaser in article.teasers)
