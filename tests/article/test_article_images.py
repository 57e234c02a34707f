"""Pictures with what stands under them: caption, credit, and nothing that belongs to neither."""

from __future__ import annotations

import pytest
from labelled_pages import label

from copydesk.article import build_article
from copydesk.page import read_page
from copydesk.records import Capture

Said = list[tuple[str | None, str | None]]


def said(html: str, *captions: str | tuple[str, int], media_type: str = "text/html") -> Said:
    """(caption, credit) of each image that has one; `captions`: how their blocks begin, with their group."""
    page = read_page(Capture(html.encode(), "page", "https://paper.example/news/ferry", media_type=media_type))
    pairs = ((one, -1) if isinstance(one, str) else one for one in captions)
    labels = {start: ("caption", group) for start, group in pairs}
    article = build_article(page, label(page, labels))
    return [(image.caption, image.credit_text) for image in article.image if image.caption or image.credit_text]


def test_a_credit_on_its_own_line_joins_the_caption_above() -> None:
    """Sites put the photographer into an element of its own; it is one picture all the same."""
    html = "<p>Text.</p><img src=a.jpg><div>The ferry at noon.</div><div>Foto: Ann Lee</div><p>More.</p>"
    assert said(html, "The ferry", "Foto") == [("The ferry at noon.", "Ann Lee")]


def test_a_credit_above_joins_the_caption_below() -> None:
    """Others name the photographer first."""
    html = "<p>Text.</p><img src=a.jpg><div>Foto: Ann Lee</div><div>The ferry at noon.</div><p>More.</p>"
    assert said(html, "The ferry", "Foto") == [("The ferry at noon.", "Ann Lee")]


def test_a_caption_shown_again_with_its_credit_is_one() -> None:
    """The enlarged picture often has the same text, and the photographer."""
    shown = "<div>The ferry at noon.</div><p>The ferry at noon.</p><p>Foto: Ann Lee</p>"
    html = f"<p>Text.</p><img src=a.jpg>{shown}<p>More.</p>"
    assert said(html, "The ferry", "Foto") == [("The ferry at noon.", "Ann Lee")]


def test_two_pictures_of_one_source_keep_their_credits() -> None:
    """The second caption's credit is not a repetition of the first."""
    html = (
        "<img src=a.jpg><div>The ferry.</div><div>Pixabay</div><p>Text.</p><p>More text.</p><p>And more.</p>"
        "<img src=b.jpg><div>The port.</div><div>Pixabay</div><p>End.</p>"
    )
    assert said(html, "The ferry", "The port", "Pixabay") == [("The ferry.", "Pixabay"), ("The port.", "Pixabay")]


def test_a_credit_shown_twice_is_one() -> None:
    """Small and wide screens get copies of the same line."""
    html = "<figure><img src=a.jpg><div>Photo: Ann Lee</div><figcaption><p>Photo: Ann Lee</p></figcaption></figure>"
    assert said(f"<p>Text.</p>{html}<p>More.</p>", ("Photo", 0)) == [(None, "Ann Lee")]


@pytest.mark.parametrize(
    "credit",
    [
        "<small class=image-caption>Larkhaven Studio</small>",
        "<cite>Larkhaven Studio</cite>",
        "<div class=photo-credit>Larkhaven Studio</div>",
    ],
)
def test_markup_tells_a_credit_that_words_do_not(credit: str) -> None:
    """`Larkhaven Studio` may be what is seen or who took it; the element says which."""
    html = f"<p>Text.</p><figure><img src=a.jpg><figcaption>The ferry at noon</figcaption>{credit}</figure><p>More.</p>"
    assert said(html, ("The ferry", 0), ("Larkhaven", 0)) == [("The ferry at noon", "Larkhaven Studio")]
    alone = f"<p>Text.</p><figure><img src=a.jpg>{credit}</figure><p>More.</p>"
    assert said(alone, ("Larkhaven", 0)) == [(None, "Larkhaven Studio")]


def test_a_credit_glued_to_the_caption_comes_off() -> None:
    """Style sheets put the space that the text has not."""
    html = "<p>Text.</p><figure><img src=a.jpg><figcaption><span>The ferry (right).</span><b>Ann Lee / AFP</b>"
    assert said(html, ("The ferry", 0)) == [("The ferry (right).", "Ann Lee / AFP")]


def test_the_name_of_a_file_is_no_caption() -> None:
    """It is hidden from readers and describes nothing."""
    html = "<p>Text.</p><img src=a.jpg><h2>ferry_larkhaven-2.jpg</h2><div>The ferry. Foto: Ann Lee</div><p>More.</p>"
    assert said(html, "ferry_", "The ferry") == [("The ferry.", "Ann Lee")]


def test_two_pictures_in_one_element_have_two_captions() -> None:
    """Blogs put all pictures and their lines into one element."""
    html = "<p>Text.</p><div><img src=a.jpg><br>The ferry<br><img src=b.jpg><br>The port of Larkhaven<br></div>"
    assert said(html, ("The ferry", 0), ("The port", 0)) == [("The ferry", None), ("The port of Larkhaven", None)]


def test_a_line_without_picture_and_credit_describes_none() -> None:
    """`Article continues below` is said of no picture; in a capture without markup nobody knows."""
    story = "<p>One.</p><p>Two.</p><p>Three.</p><p>Four.</p><div>The ferry at noon</div><p>Five.</p>"
    assert said(story, "The ferry") == []
    lines = "One.\nTwo.\nThree.\nThe ferry at noon\nFour."
    assert said(lines, "The ferry", media_type="text/plain") == [("The ferry at noon", None)]
