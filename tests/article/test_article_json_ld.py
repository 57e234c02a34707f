"""JSON-LD is read as pages have it: wrapped, broken, nested; and the node about the page is found among others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.article.json_ld import names_of, parse_scripts, story_node, text_of

BROKEN = {
    "comment around": '<!-- {"@type": "Article", "headline": "Ferry"} -->',
    "cdata": '//<![CDATA[\n{"@type": "Article", "headline": "Ferry"}\n//]]>',
    "cdata in comment": '/*<![CDATA[*/ {"@type": "Article", "headline": "Ferry"} /*]]>*/',
    "trailing commas": '[{"@type": "Article", "headline": "Ferry",},]',
    "entities for quotes": "{&quot;@type&quot;: &quot;Article&quot;, &quot;headline&quot;: &quot;Ferry&quot;}",
    "semicolon after": '{"@type": "Article", "headline": "Ferry"};',
    "two objects": '{"@type": "Article", "headline": "Ferry"} {"@type": "WebSite"}',
    "lone backslash": '{"@type": "Article", "headline": "Ferry", "x": "O\\\'Neil"}',
    "line break in a string": '{"@type": "Article", "headline": "Ferry", "x": "one\ntwo"}',
}


@pytest.mark.parametrize("script", BROKEN.values(), ids=BROKEN.keys())
def test_broken_scripts_still_give_the_headline(script: str) -> None:
    """Much of the web's JSON-LD is not JSON; its authors and dates are worth having all the same."""
    nodes = parse_scripts([script])
    assert next(node.get("headline") for node in nodes) == "Ferry"


@given(st.text(max_size=200))
def test_any_script_gives_nodes_or_nothing(script: str) -> None:
    """A hostile script must not take the page down with it."""
    assert isinstance(parse_scripts([script, "[" * 3000, '{"@graph": [{"@type": ["Article", 7, null]}]}']), list)


def test_the_story_is_found_in_a_graph() -> None:
    """Content systems put site, page, author and story side by side."""
    script = """{"@graph": [{"@type": "WebSite", "name": "Daily"}, {"@type": "WebPage", "name": "Page"},
        {"@type": ["NewsArticle"], "headline": "Story", "author": {"@id": "#jane"}},
        {"@type": "Person", "@id": "#jane", "name": "Jane Roe"}]}"""
    nodes = parse_scripts([script])
    story = story_node(nodes)
    assert story is not None and story["headline"] == "Story"
    assert names_of(story["author"], nodes) == [("Jane Roe", False)]


def test_of_several_stories_the_one_with_the_pages_address_counts() -> None:
    """Pages describe their related stories in the same words."""
    script = """[{"@type": "NewsArticle", "headline": "Other", "url": "https://paper.example/other"},
        {"@type": "NewsArticle", "headline": "Own", "mainEntityOfPage": {"@id": "https://paper.example/own"}}]"""
    story = story_node(parse_scripts([script]), frozenset({"https://paper.example/own"}))
    assert story is not None and story["headline"] == "Own"


def test_stories_in_lists_are_others() -> None:
    """An item of a list is a teaser, not the page."""
    script = '{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Other"}]}'
    assert story_node(parse_scripts([script])) is None


def test_names_come_from_objects_lists_and_strings() -> None:
    """All forms are in use for one and the same thing."""
    assert names_of(["Jane Roe", {"name": "Ali Bey"}, {"@type": "Organization", "name": "Daily"}, None], []) == [
        ("Jane Roe", False),
        ("Ali Bey", False),
        ("Daily", True),
    ]
    assert text_of([{"name": ["World"]}]) == "World"
