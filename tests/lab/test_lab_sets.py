"""Pages of one site stand in one fold, however a set names them."""

from copydesk.lab.sets import FOLDS, LabelledPage

CANONICAL = b'<link rel="canonical" href="https://www.harbour-%d.example/ferry">'
SHARED = b"<meta content=https://harbour-%d.example/ferry property=og:url >"


def test_a_page_without_its_address_stands_with_its_site() -> None:
    """A model must not have seen a copy of a page that it is measured on."""
    for number in range(2 * FOLDS):
        named = LabelledPage("a", "1", f"https://harbour-{number}.example/pier", None, b"")
        for head in (CANONICAL, SHARED):
            assert LabelledPage("b", "2", "", None, head % number).fold == named.fold


def test_pages_that_tell_no_address_are_sites_of_their_own() -> None:
    pages = [LabelledPage("a", str(number), "", None, b"<p>Ferry</p>") for number in range(9)]
    assert len({page.site for page in pages}) == len(pages)
