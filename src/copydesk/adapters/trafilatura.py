"""For those who come from trafilatura: `extract`.

In: HTML and the options of `trafilatura.extract` that mean something here. Out: text, or None for a page without story.
What is different: `json` is copydesk's JSON-LD, `csv` is RFC 4180 with a header, comments are left out unless asked
for, links and images are kept unless asked not to. An option that is not here is an error, never ignored.
"""

from __future__ import annotations

from dataclasses import replace

from copydesk.adapters.reading import read_story
from copydesk.errors import OptionError
from copydesk.output import OutputOptions, format_named, render
from copydesk.records import Article, Favour, Image, Mark, Passage

FORMATS: dict[str, str] = {"txt": "text"}
"""trafilatura's names where they are not ours."""
SUPPORTED = (
    "include_comments", "include_tables", "include_links", "include_images", "only_with_metadata",
    "favor_precision", "favor_recall",
)  # fmt: skip
REPLACED: dict[str, str] = {
    "fast": "there is one way of reading, the fast one",
    "no_fallback": "there is one way of reading, without a fallback",
    "include_formatting": "use output_format='markdown'",
    "target_language": "compare Article.in_language",
    "date_extraction_params": "see Article.trace('datePublished')",
}
"""What to do instead of some options of trafilatura."""


def extract(
    html: str | bytes,
    url: str | None = None,
    *,
    output_format: str = "txt",
    with_metadata: bool = False,
    **options: bool,
) -> str | None:
    """The main text in the format, or None where the page has none.

    html: the page; url: its address. output_format: txt, markdown, json, jsonl, csv, html or xmltei. options: those of
    `SUPPORTED`; by default tables, links and images are kept, comments are not.
    Raises OptionError for a format or option that does not exist.
    """
    name = FORMATS.get(output_format, output_format)
    format_named(name)
    _check(options)
    article = read_story(html, url, _favour(options))
    if article is None or (options.get("only_with_metadata", False) and not _has_metadata(article)):
        return None
    text = render(_chosen(article, options), name, OutputOptions(with_metadata=with_metadata))
    return text.rstrip("\n") or None


def _favour(options: dict[str, bool]) -> Favour:
    """Precision where both are asked for, as trafilatura has it."""
    if options.get("favor_precision", False):
        return "precision"
    return "recall" if options.get("favor_recall", False) else "balance"


def _check(options: dict[str, bool]) -> None:
    for name, value in options.items():
        if name not in SUPPORTED:
            hint = REPLACED.get(name, f"supported are {', '.join(SUPPORTED)}")
            raise OptionError(f"extract has no option {name!r}: {hint}")
        if not isinstance(value, bool):
            raise OptionError(f"{name} is True or False, not {value!r}")


def _has_metadata(article: Article) -> bool:
    """As trafilatura counts it: a title, a date and an address."""
    return bool(article.headline and article.date_published and article.url)


def _chosen(article: Article, options: dict[str, bool]) -> Article:
    """The article with what was asked for; only what an option names is changed."""
    if not options.get("include_tables", True):
        article = _without_tables(article)
    if not options.get("include_links", True):
        article = replace(article, body=tuple(_without_links(passage) for passage in article.body))
    if not options.get("include_images", True):
        article = replace(article, image=())
    if options.get("include_comments", False):
        comments = tuple(Passage("paragraph", comment.text) for comment in article.comment)
        article = replace(article, body=(*article.body, *comments))
    return article


def _without_tables(article: Article) -> Article:
    """Rows are taken out; images keep their places, quotations of places that moved are dropped."""
    kept = [index for index, passage in enumerate(article.body) if passage.kind != "row"]
    if len(kept) == len(article.body):
        return article
    body = tuple(article.body[index] for index in kept)
    image = tuple(_moved(image, kept) for image in article.image)
    return replace(article, body=body, image=image, quotations=())


def _moved(image: Image, kept: list[int]) -> Image:
    if image.passage is None:
        return image
    place = image.passage
    return replace(image, passage=sum(index < place for index in kept))


def _without_links(passage: Passage) -> Passage:
    marks: tuple[Mark, ...] = tuple(mark for mark in passage.marks if mark.kind != "link")
    return passage if len(marks) == len(passage.marks) else replace(passage, marks=marks)
