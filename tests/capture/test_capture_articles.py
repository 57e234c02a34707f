"""Articles that other tools extracted: every field where it belongs, and a line number for every bad line."""

import gzip
import json

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from copydesk.capture import Limits, captures, portion_captures, portions
from copydesk.errors import REASONS
from copydesk.records import Article, Author, Refusal

TRAFILATURA = {
    "title": "A bridge opens",
    "author": "Ann Lee; Bo Chen",
    "hostname": "a.example",
    "date": "2024-02-03",
    "categories": "Local;Roads",
    "tags": "bridge;river",
    "text": "First paragraph.\nSecond paragraph.",
    "source": "https://a.example/bridge",
    "source-hostname": "The Example",
    "excerpt": "It took ten years.",
    "language": "en",
    "image": "https://a.example/bridge.jpg",
}
NEWS_PLEASE = {
    "authors": ["Ann Lee", "Bo Chen"],
    "date_download": "2024-02-04 10:00:00",
    "date_modify": "2024-02-03 12:00:00",
    "date_publish": "2024-02-03 09:00:00",
    "description": "It took ten years.",
    "image_url": "https://a.example/bridge.jpg",
    "language": "en",
    "maintext": "First paragraph.\nSecond paragraph.",
    "source_domain": "a.example",
    "title": "A bridge opens",
    "url": "https://a.example/bridge",
}
NEWSPAPER = {
    "url": "https://a.example/bridge",
    "source_url": "https://a.example",
    "title": "A bridge opens",
    "text": "First paragraph.\n\nSecond paragraph.",
    "authors": ["Ann Lee", "Bo Chen"],
    "publish_date": "2024-02-03 09:00:00+01:00",
    "top_image": "https://a.example/bridge.jpg",
    "meta_lang": "en",
    "meta_description": "It took ten years.",
}
SCHEMA = {
    "@type": "NewsArticle",
    "@id": "https://a.example/bridge",
    "headline": "A bridge opens",
    "articleBody": "First paragraph.\n\nSecond paragraph.",
    "author": [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "Bo Chen"}],
    "datePublished": "2024-02-03T09:00:00+01:00",
    "publisher": {"@type": "Organization", "name": "The Example"},
    "image": [{"@type": "ImageObject", "contentUrl": "https://a.example/bridge.jpg"}],
    "inLanguage": "en",
    "description": "It took ten years.",
}


def read(path, limits=None):
    return [item for one in portions([path], limits or Limits()) for item in portion_captures(one, limits or Limits())]


@pytest.mark.parametrize("given", [TRAFILATURA, NEWS_PLEASE, NEWSPAPER, SCHEMA])
def test_the_words_of_each_tool_are_understood(tmp_path, given):
    """Who moves from another tool brings years of articles; a field in the wrong place is lost."""
    path = tmp_path / "old.jsonl"
    path.write_text(json.dumps(given) + "\n")
    (article,) = read(path)
    assert article.headline == "A bridge opens" and article.url == "https://a.example/bridge"
    assert article.author == (Author("Ann Lee"), Author("Bo Chen"))
    assert article.date_published.day == "2024-02-03" and article.in_language == "en"
    assert [passage.text for passage in article.body] == ["First paragraph.", "Second paragraph."]
    assert article.description == "It took ten years."
    assert article.image[0].content_url == "https://a.example/bridge.jpg"


def test_the_evidence_names_the_key_and_the_line(tmp_path):
    """A wrong date must be traceable to the line of the file that said so."""
    path = tmp_path / "old.jsonl"
    path.write_text("\n" + json.dumps(NEWS_PLEASE))
    (article,) = read(path)
    where = article.trace("datePublished").candidates[0].where
    assert "'date_publish'" in where and "line 2" in where and "old.jsonl" in where


def test_a_plain_table_is_enough(tmp_path):
    """Four columns are what most home-made crawlers have."""
    path = tmp_path / "plain.jsonl"
    path.write_text('{"url": "https://a.example/1", "date": "2023", "title": "T", "text": "x"}\n')
    (article,) = read(path)
    assert (article.headline, article.date_published.iso, article.article_body) == ("T", "2023", "x")


def test_bad_lines_are_refused_with_their_numbers(tmp_path):
    """One broken line in a million must be found, and cost only itself, in whichever portion it lies."""
    good = json.dumps({"title": "T", "text": "x" * 40})
    lines = [good, "{broken", good, "[1]", json.dumps({"title": "no text"}), good, "\xff", good] * 5
    path = tmp_path / "many.jsonl"
    path.write_bytes("\n".join(lines).encode("latin-1"))
    for size in (10, 300, 10**6):
        items = read(path, Limits(portion_bytes=size))
        assert sum(isinstance(item, Article) for item in items) == 20
        refused = [item for item in items if isinstance(item, Refusal)]
        wanted = [8 * block + at for block in range(5) for at in (2, 4, 5, 7)]
        assert [int(item.detail.split("line ")[1].split(":")[0]) for item in refused] == wanted
        assert {item.reason for item in refused} == {"bad-line"}


def test_a_line_beyond_the_limit_costs_itself(tmp_path):
    """A line of a gigabyte is no article and must not fill the memory."""
    path = tmp_path / "long.jsonl"
    path.write_text("\n".join([json.dumps({"text": word * 5}) for word in ("a", "b" * 1000, "c")]))
    first, refusal, last = read(path, Limits(max_bytes=500))
    assert (first.article_body, last.article_body) == ("aaaaa", "ccccc")
    assert refusal.reason == "oversized-input" and "line 2" in refusal.detail


@pytest.mark.parametrize(
    ("name", "pack"),
    [("a.jsonl.gz", gzip.compress), ("a.jsonl.zst", zstandard.compress), ("a.jsonl", lambda content: content)],
)
def test_lists_may_be_compressed(tmp_path, name, pack):
    """Large lists are."""
    path = tmp_path / name
    path.write_bytes(pack(b"".join(json.dumps({"text": f"{number}"}).encode() + b"\n" for number in range(50))))
    assert [article.article_body for article in read(path)] == [str(number) for number in range(50)]


def test_a_cut_list_gives_what_is_whole_and_says_so(tmp_path):
    """A download that broke off."""
    path = tmp_path / "a.jsonl.gz"
    content = b"".join(json.dumps({"text": f"{number * 7919}"}).encode() + b"\n" for number in range(500))
    path.write_bytes(gzip.compress(content)[:-300])
    items = read(path)
    assert isinstance(items[0], Article) and items[-1].reason == "damaged-record"


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("given", [TRAFILATURA, [TRAFILATURA, NEWSPAPER]])
def test_a_json_file_may_hold_one_article_or_a_list(tmp_path, indent, given):
    """trafilatura writes one file for each page."""
    path = tmp_path / "page.json"
    path.write_text(json.dumps(given, indent=indent))
    items = read(path)
    assert len(items) == (len(given) if isinstance(given, list) else 1)
    assert all(item.headline == "A bridge opens" for item in items)


def test_reading_pages_refuses_a_list_of_articles(tmp_path):
    """There is no page to read; the answer must say what to do instead."""
    path = tmp_path / "old.jsonl"
    path.write_text(json.dumps(TRAFILATURA))
    (refusal,) = captures([path])
    assert refusal.reason == "not-a-page" and "archive" in refusal.detail


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from([*TRAFILATURA, *NEWS_PLEASE, *NEWSPAPER, *SCHEMA])


@given(st.dictionaries(KEYS, JSON, max_size=8))
def test_any_object_gives_an_article_or_a_reason(tmp_path_factory, given):
    """Tools write nulls, numbers and lists where a text should be."""
    path = tmp_path_factory.mktemp("any") / "any.jsonl"
    path.write_text('{"text": "first"}\n' + json.dumps(given))
    first, second = read(path)
    assert first.article_body == "first"
    assert isinstance(second, Article) or second.reason in REASONS


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Die neue Brücke über den Fluss ist nach zehn Jahren endlich fertig geworden.", "de"),
        ("Новый мост через реку открылся после десяти лет строительства и споров.", "ru"),
        ("Ten.", None),
    ],
)
def test_a_language_that_is_not_given_is_told_by_the_text(tmp_path, text, language):
    """Most tables of articles have no such column, and a search for one language must find them, too."""
    path = tmp_path / "old.jsonl"
    path.write_text(json.dumps({"url": "https://a.example/1", "title": "1", "text": text}))
    (article,) = read(path)
    assert article.in_language == language
    assert (article.trace("inLanguage") is not None) == (language is not None)
