"""`ninjs`: what newsrooms' systems may rely on."""

from __future__ import annotations

import json

from copydesk.output import render
from copydesk.records import Article, Author, Image, Moment, Passage, Refusal

PROPERTIES = {
    "uri", "standard", "type", "representationType", "contentCreated", "versionCreated", "language", "headlines", "by",
    "located", "descriptions", "bodies", "subjects", "genres", "infoSources", "altIds", "associations",
}  # fmt: skip
"""Those of ninjs 3.0 that we write; its schema allows no others than its own."""


def article(date: str) -> Article:
    return Article(
        source="a.html",
        kind="article",
        url="https://example.org/a",
        headline="Bridge opens",
        author=(Author("Ana Rossi"),),
        source_organization="dpa",
        date_published=Moment(date, "minute"),
        dateline="Port Ellery",
        body=(Passage("paragraph", "It opened <today>."),),
        image=(Image("https://example.org/a.jpg", caption="The bridge", credit_text="Kim Novak", width=800),),
        keywords=("bridges",),
        in_language="en",
    )


def test_fields_stand_under_their_ninjs_names() -> None:
    """One line, names as in IPTC's schema, nothing besides."""
    line = render(article("2023-11-09T16:12+01:00"), "ninjs")
    item = json.loads(line)
    assert line.count("\n") == 1
    assert set(item) <= PROPERTIES
    assert item["uri"] == "https://example.org/a"
    assert item["standard"]["version"] == "3.0"
    assert item["contentCreated"] == "2023-11-09T16:12:00+01:00"
    assert item["headlines"] == [{"role": "main", "value": "Bridge opens"}]
    assert item["by"] == "Ana Rossi"
    assert item["located"] == "Port Ellery"
    assert item["bodies"][0]["value"] == "It opened <today>."
    assert "&lt;today&gt;" in item["bodies"][1]["value"]
    assert item["associations"][0]["renditions"] == [
        {"name": "main", "href": "https://example.org/a.jpg", "width": 800}
    ]


def test_a_date_without_a_time_is_not_made_exact() -> None:
    """ninjs wants a time with its zone; midnight would be an invention."""
    item = json.loads(render(article("2023-11-09"), "ninjs"))
    assert "contentCreated" not in item
    assert {"role": "datePublished", "value": "2023-11-09"} in item["altIds"]


def test_what_is_no_story_is_left_out() -> None:
    """A refusal is no news item."""
    assert render(Refusal("no-content", "nothing there"), "ninjs") == ""
