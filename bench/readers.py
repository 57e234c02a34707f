"""Those who read: copydesk's rooms one by one, copydesk as a whole, and others.

In: nothing. Out: readers that are installed, and a line for each that is not. A reader is made ready outside of the
clock (`prepare` turns a sample into what the reader takes) and timed on `run` alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from bench.pages import Sample

BASELINE = "lexbor parse"
"""The unit of the table: a bare HTML5 parse, nothing read."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Someone who reads a page."""

    name: str
    group: str
    """`unit`, `copydesk`, `room` (a share of copydesk) or `other`."""
    run: Callable[[Any], object]
    prepare: Callable[[Sample], Any]


def take_source(sample: Sample) -> bytes:
    return sample.source


def take_text(sample: Sample) -> str:
    return sample.text


def take_content(sample: Sample) -> bytes:
    return sample.content


# ------------------------------------------------------------------ others


def lexbor() -> list[Reader]:
    from selectolax.lexbor import LexborHTMLParser

    return [Reader(BASELINE, "unit", LexborHTMLParser, take_source)]


def trafilatura() -> list[Reader]:
    from trafilatura import bare_extraction, extract

    return [
        Reader("trafilatura text", "other", extract, take_text),
        Reader("trafilatura record", "other", lambda text: bare_extraction(text, with_metadata=True), take_text),
    ]


def resiliparse() -> list[Reader]:
    from resiliparse.extract.html2text import extract_plain_text

    return [Reader("resiliparse text", "other", lambda text: extract_plain_text(text, main_content=True), take_text)]


def turbohtml() -> list[Reader]:
    from turbohtml import parse

    return [
        Reader("turbohtml parse", "other", parse, take_text),
        Reader("turbohtml article", "other", lambda text: parse(text).article(), take_text),
    ]


def newspaper() -> list[Reader]:
    from newspaper import Article

    def read(text: str) -> object:
        article = Article(url="https://news.example/story", fetch_images=False)
        article.download(input_html=text)
        article.parse()
        return article

    return [Reader("newspaper4k article", "other", read, take_text)]


def readability() -> list[Reader]:
    from readability import Document

    def read(text: str) -> object:
        document = Document(text)
        return document.title(), document.summary()

    return [Reader("readability-lxml summary", "other", read, take_text)]


def htmldate() -> list[Reader]:
    from htmldate import find_date

    return [Reader("htmldate date", "other", find_date, take_text)]


# ------------------------------------------------------------------ copydesk


def kernel() -> list[Reader]:
    from copydesk import _kernel

    return [Reader("kernel table", "copydesk", _kernel.read_html, take_source)]


def labels() -> list[Reader]:
    """Table, features and labels: the parts are known, as columns."""
    from copydesk import _kernel
    from copydesk.model import load_model

    label = load_model("html").label

    def read(source: bytes) -> object:
        return label(_kernel.read_html(source))

    return [Reader("table, features, labels", "copydesk", read, take_source)]


def whole() -> list[Reader]:
    from copydesk import read

    return [Reader("finished Article", "copydesk", read, take_content)]


def rooms() -> list[Reader]:
    """The shares of a finished Article, each alone on what the room before it gives."""
    from copydesk import _kernel
    from copydesk.article import build_article
    from copydesk.capture import capture_bytes
    from copydesk.model import load_model
    from copydesk.page import read_page
    from copydesk.page.decode import decode
    from copydesk.parts import label_page

    def take_capture(sample: Sample) -> object:
        return capture_bytes(sample.content)

    def take_page(sample: Sample) -> Any:
        return read_page(capture_bytes(sample.content))

    def take_table(sample: Sample) -> object:
        return _kernel.read_html(sample.source)

    def take_labelled(sample: Sample) -> Any:
        page = take_page(sample)
        return page, label_page(page)

    return [
        Reader("  capture", "room", capture_bytes, take_content),
        Reader("  digest", "room", lambda content: sha256(content).hexdigest(), take_content),
        Reader("  decode", "room", decode, take_content),
        Reader("  page (decode, table, head)", "room", read_page, take_capture),
        Reader("  labels by the kernel", "room", load_model("html").label, take_table),
        Reader("  parts (labels, groups)", "room", label_page, take_page),
        Reader("  article", "room", lambda given: build_article(*given), take_labelled),
    ]


SOURCES: tuple[Callable[[], list[Reader]], ...] = (
    lexbor,
    kernel,
    labels,
    whole,
    rooms,
    turbohtml,
    resiliparse,
    readability,
    htmldate,
    trafilatura,
    newspaper,
)


def find_readers(sources: tuple[Callable[[], list[Reader]], ...] = SOURCES) -> tuple[list[Reader], list[str]]:
    """The readers that are here, and one line for each that is not."""
    readers, missing = [], []
    for source in sources:
        try:
            readers += source()
        except ImportError as error:
            missing.append(f"{source.__name__} is left out: {error}")
    return readers, missing
