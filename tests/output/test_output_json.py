"""json and jsonl speak schema.org's words, and only those."""

import json
from dataclasses import replace

import pytest

from copydesk.output import OutputOptions, render
from copydesk.records import (
    KINDS,
    Article,
    Author,
    Candidate,
    Comment,
    Counter,
    Encoding,
    Image,
    Mark,
    Moment,
    Parts,
    Passage,
    Quotation,
    Refusal,
    Teaser,
    Trace,
)

FULL = Article(
    source="pages/story.html",
    kind="article",
    url="https://news.example/story",
    headline="A bridge opens",
    alternative_headline="After nine years",
    author=(Author("Ada Quill", url="https://news.example/ada"), Author("Wire", "Organization")),
    source_organization="Wire",
    date_published=Moment("2024-05-06T07:08", "minute", "May 6, 7:08"),
    date_modified=Moment("2024-05-07", "day"),
    dateline="Port Ellery",
    body=(
        Passage("paragraph", "The bridge is open.", marks=(Mark(4, 10, "link", "https://other.example/bridge"),)),
        Passage(
            "paragraph", "“At last,” said the mayor.", marks=(Mark(1, 3, "link", "https://news.example/story#top"),)
        ),
    ),
    image=(Image("https://news.example/i.jpg", "The bridge", "B. Lens/Wire", "A bridge", 640, 480, 1),),
    interaction_statistic=(Counter("view", 3000, True, "3K"), Counter("comment", 0, False, "0")),
    comment=(Comment("Finally!", "Reader", Moment("2024-05-06", "day"), (Counter("like", 2),)),),
    comment_count=0,
    teasers=(
        Teaser("Another story", "https://news.example/2", "Local", "It began…", True, "Bob", Moment("2024", "year")),
    ),
    keywords=("bridges", "Port Ellery"),
    article_section="Local",
    publisher="The Example",
    in_language="en",
    is_accessible_for_free=False,
    reservations=(("tdm-reservation", "1"),),
    quotations=(Quotation("At last,", "the mayor", 22, 30),),
    parts=Parts("A\nB", bytes([0, 4]), (0.9, 0.8), (0, 2), (1, 3), (10, 20), (11, 21), (0, 1), (-1, 3)),
    evidence=(Trace("headline", (Candidate("A bridge opens", "visible", "h1", 0.98765432),), 0.9, "a note"),),
    confidence=0.912345678,
    encoding=Encoding("windows-1252", "meta", "iso-8859-1", 2),
    digests=("sha256:00",),
    description="A bridge.",
)

TOP = {
    "@context", "@type", "source", "url", "headline", "alternativeHeadline", "author", "datePublished", "dateModified",
    "dateline", "description", "articleBody", "articleSection", "keywords", "inLanguage", "image", "hasPart",
    "citation", "interactionStatistic", "commentCount", "comment", "sourceOrganization", "publisher",
    "isAccessibleForFree", "copydesk",
}  # fmt: skip
OWN = {"kind", "confidence", "teasers", "reservations", "evidence", "encoding", "digest", "version"}


def row(record, **options):
    return json.loads(render(record, "jsonl", OutputOptions(**options)))


def test_a_full_record_has_exactly_the_documented_keys():
    """Readers of the data rely on the names; a new or lost one must be a decision."""
    found = row(FULL)
    assert set(found) == TOP
    assert set(found["copydesk"]) == OWN
    assert list(found)[:4] == ["@context", "@type", "source", "url"]
    assert found == json.loads(render(FULL, "json"))


def test_objects_have_the_shapes_that_schema_org_gives_them():
    """Whoever knows schema.org can read a row without a manual."""
    found = row(FULL)
    assert found["author"][0] == {"@type": "Person", "name": "Ada Quill", "url": "https://news.example/ada"}
    assert found["author"][1] == {"@type": "Organization", "name": "Wire"}
    assert found["sourceOrganization"] == {"@type": "Organization", "name": "Wire"}
    assert found["image"][0]["contentUrl"] == "https://news.example/i.jpg"
    assert found["image"][0]["creditText"] == "B. Lens/Wire"
    assert found["interactionStatistic"][0] == {
        "@type": "InteractionCounter",
        "interactionType": "https://schema.org/ViewAction",
        "userInteractionCount": 3000,
        "copydesk": {"isRounded": True, "text": "3K"},
    }
    assert found["comment"][0]["author"] == {"@type": "Person", "name": "Reader"}
    assert found["hasPart"][0]["author"]["name"] == "the mayor"


def test_zero_and_false_are_values():
    """No comments and no free access are things a page says; only what is unknown is left out."""
    found = row(FULL)
    assert found["commentCount"] == 0
    assert found["isAccessibleForFree"] is False
    assert found["interactionStatistic"][1]["userInteractionCount"] == 0


def test_citations_are_the_links_out_of_the_body():
    """A link to the page itself is no citation."""
    assert row(FULL)["citation"] == [{"@type": "CreativeWork", "url": "https://other.example/bridge", "name": "bridge"}]


def test_unknown_values_are_left_out():
    """An empty string or list would claim that the page says nothing where we only do not know."""
    found = row(Article("-", "article"))
    assert set(found) == {"@context", "@type", "source", "copydesk"}


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("article", "Article"),
        ("service", "WebPage"),
        ("product", "ItemPage"),
        ("collection", "CollectionPage"),
        ("listing", "CollectionPage"),
        ("forum", "DiscussionForumPosting"),
        ("documentation", "TechArticle"),
    ],
)
def test_each_kind_has_its_schema_org_type(kind, type_):
    """Search tools pick pages by `@type`."""
    assert kind in KINDS
    assert row(Article("-", kind))["@type"] == type_


def test_an_article_with_a_dateline_or_an_agency_is_news():
    """`dateline` is a word for news articles alone, so a row that bears it must be one."""
    assert row(Article("-", "article", dateline="ASTANA"))["@type"] == "NewsArticle"
    assert row(Article("-", "article", source_organization="AP"))["@type"] == "NewsArticle"


def test_parts_come_only_when_asked_for():
    """The parts are larger than all else together; asking for them changes nothing else."""
    without, with_parts = row(FULL), row(FULL, with_parts=True)
    assert with_parts["copydesk"].pop("parts") == [
        {"part": "headline", "text": "A", "score": 0.9, "start": 0, "end": 1, "sourceStart": 10, "sourceEnd": 11},
        {
            "part": "body",
            "text": "B",
            "score": 0.8,
            "start": 2,
            "end": 3,
            "sourceStart": 20,
            "sourceEnd": 21,
            "group": 3,
        },
    ]
    assert with_parts == without


def test_metadata_is_there_without_asking():
    """`with_metadata` names the head of a text; the data formats bear the fields always."""
    assert render(FULL, "jsonl") == render(FULL, "jsonl", OutputOptions(with_metadata=True))
    assert render(FULL, "csv") == render(FULL, "csv", OutputOptions(with_metadata=True, with_parts=True))


def test_a_refused_input_has_a_row_with_its_reason():
    """A batch must account for every input, also the ones that gave nothing."""
    found = row(Refusal("empty-input", "a.html: nothing in it", source="a.html", url="https://e.example/a"))
    version = found["copydesk"].pop("version")
    assert version
    assert found == {
        "source": "a.html",
        "url": "https://e.example/a",
        "copydesk": {"refusal": {"reason": "empty-input", "detail": "a.html: nothing in it"}},
    }


def test_a_page_without_story_keeps_its_reason_and_its_account():
    """A page that is no article is still accounted for."""
    page = replace(FULL, body=(), quotations=(), refusal=Refusal("no-content", "the page shows no main text"))
    found = row(page, with_parts=True)
    assert "articleBody" not in found
    assert found["copydesk"]["refusal"]["reason"] == "no-content"
    assert found["copydesk"]["parts"]
    assert render(page, "text") == ""


def test_line_separators_stay_inside_their_line():
    """One line is one capture for every tool that splits at line feeds."""
    assert render(replace(FULL, headline="a\nb\r\nc"), "jsonl").count("\n") == 1
