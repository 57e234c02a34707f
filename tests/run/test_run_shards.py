"""What a shard waits with is small: articles, not the pages that they were read from."""

from __future__ import annotations

import gc

import copydesk
from copydesk.records import Page
from copydesk.run.shards import finished

PAGE = "<h1>Ferry sinks off Larkhaven</h1><p>By Ann Lee<p>" + "The ferry sank on Monday with all aboard saved. " * 30


def pages() -> int:
    gc.collect()
    return sum(isinstance(thing, Page) for thing in gc.get_objects())


def test_a_finished_article_lets_go_of_its_page() -> None:
    """Hundreds wait in memory for their row group; a page is a hundred times as large as its article."""
    before = pages()
    waiting = copydesk.read(PAGE)
    held = pages() - before
    finished(waiting)
    assert held == 1 and pages() == before
