"""The adapters have the shapes that their users know."""

from datetime import datetime

import pytest

from copydesk.adapters import newspaper, readability, trafilatura
from copydesk.errors import OptionError

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Bridge opens in Port Ellery</title>
<meta charset="windows-1251">
<meta property="og:site_name" content="The Ellery Example">
<meta name="author" content="Ada Quill">
<meta name="description" content="A bridge opens after nine years.">
<meta property="article:published_time" content="2024-05-06T07:08:09+00:00">
<link rel="canonical" href="https://ellery.example/bridge"></head><body>
<nav><a href="/">Home</a></nav><article><h1>Bridge opens in Port Ellery</h1><p class="byline">By Ada Quill</p>
<p>The town council of Port Ellery opened the new river bridge on Monday after nine years — of building and delay.</p>
<p>Engineers said that the <a href="https://other.example/">bridge</a> would carry about twelve thousand cars a day.</p>
<table><tr><td>Monday</td><td>eleven thousand cars crossed</td></tr><tr><td>Tuesday</td><td>twelve</td></tr></table>
<p>Shop owners on the northern bank told reporters that they expect more visitors before the end of the summer.</p>
<p>The old bridge will stay open for walkers and cyclists, the council said, at least until the next election.</p>
</article><footer>© 2024 The Ellery Example. All rights reserved.</footer></body></html>"""
FIRST = (
    "The town council of Port Ellery opened the new river bridge on Monday after nine years — of building and delay."
)


@pytest.mark.parametrize("name", ["txt", "markdown", "json", "csv", "html", "xmltei"])
def test_extract_knows_the_formats_of_trafilatura(name):
    """A call of trafilatura.extract keeps working."""
    text = trafilatura.extract(PAGE, url="https://ellery.example/bridge", output_format=name)
    assert text is not None
    assert FIRST in text


def test_extract_with_metadata_adds_a_head():
    """`with_metadata` changes the head and leaves the text."""
    text = trafilatura.extract(PAGE)
    with_head = trafilatura.extract(PAGE, with_metadata=True)
    assert text is not None and with_head is not None
    assert with_head.endswith(text)
    assert "headline: Bridge opens in Port Ellery" in with_head


def test_extract_gives_none_for_a_page_without_story():
    """`None` means what it means in trafilatura."""
    assert trafilatura.extract("") is None
    assert trafilatura.extract(b"\x00\x01\x02\x03" * 100) is None


def test_extract_refuses_what_it_does_not_know():
    """An option that is ignored in silence is a wrong result that nobody sees."""
    with pytest.raises(OptionError, match="target_language"):
        trafilatura.extract(PAGE, target_language=True)
    with pytest.raises(OptionError, match="xml"):
        trafilatura.extract(PAGE, output_format="xml")


def test_extract_leaves_out_what_its_options_name():
    """Links and tables go when they are not wanted; all else stays."""
    markdown = trafilatura.extract(PAGE, output_format="markdown")
    assert markdown is not None and "[bridge](https://other.example/)" in markdown
    without = trafilatura.extract(PAGE, output_format="markdown", include_links=False)
    assert without == markdown.replace("[bridge](https://other.example/)", "bridge")
    text = trafilatura.extract(PAGE, include_tables=False)
    assert text is not None and FIRST in text and "eleven thousand" not in text


def test_readability_has_its_ten_keys():
    """Code written for @mozilla/readability finds every key."""
    result = readability.parse(PAGE, "https://ellery.example/bridge")
    assert result is not None
    assert list(result) == [
        "title", "byline", "dir", "lang", "content", "textContent", "length", "excerpt", "siteName", "publishedTime",
    ]  # fmt: skip
    assert result["title"] == "Bridge opens in Port Ellery"
    assert result["length"] == len(result["textContent"])
    assert FIRST in result["content"]
    assert result["siteName"] == "The Ellery Example"
    assert result["publishedTime"] is not None and result["publishedTime"].startswith("2024-05-06")
    assert readability.parse("") is None


def test_newspaper_fills_an_article():
    """Code written for newspaper4k finds its fields, with its types."""
    result = newspaper.article(PAGE, "https://ellery.example/bridge")
    assert result.title == "Bridge opens in Port Ellery"
    assert FIRST in result.text
    assert isinstance(result.publish_date, datetime)
    assert result.publish_date.date().isoformat() == "2024-05-06"
    assert result.meta_lang == "en"
    assert result.source_url == "https://ellery.example"
    assert result.canonical_link == "https://ellery.example/bridge"
    assert result.authors == ["Ada Quill"]
    assert newspaper.article("", "https://ellery.example/x").text == ""


def test_decoded_text_is_not_decoded_again():
    """A str has no encoding any more: the page's own claim must not garble it."""
    text = trafilatura.extract(PAGE)
    assert text is not None and "—" in text
