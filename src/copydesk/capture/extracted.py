"""Articles that other tools extracted to Article records.

In: one JSON object, or a range of a file of them. Out: Articles with the evidence of each field: which key of which
line gave it; a Refusal with its line number for what is no article.
Known are the keys of trafilatura, news-please, newspaper, schema.org and plain tables. Nothing is checked against the
page, which is not there.
Left to others: where the lines are (`article_lines`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from copydesk.capture.article_lines import JsonObject, JsonValue, Line, lines_in
from copydesk.capture.limits import Limits
from copydesk.capture.window import Window
from copydesk.records import Article, Author, Candidate, Image, Moment, Passage, Refusal, Trace
from copydesk.values import detect_language, parse_byline, parse_iso

KEYS: dict[str, tuple[str, ...]] = {
    "articleBody": ("text", "maintext", "articleBody", "article_body", "raw_text", "content", "body"),
    "headline": ("title", "headline", "title_page", "name"),
    "url": ("url", "canonical_link", "source", "link", "@id"),
    "datePublished": ("date_publish", "publish_date", "datePublished", "date_published", "published", "date"),
    "dateModified": ("date_modify", "dateModified", "date_modified", "modified"),
    "author": ("authors", "author", "byline"),
    "publisher": ("sitename", "publisher", "source-hostname", "hostname", "source_domain", "domain", "site"),
    "inLanguage": ("language", "inLanguage", "lang", "meta_lang"),
    "description": ("description", "excerpt", "abstract", "meta_description"),
    "image": ("image", "image_url", "top_image"),
    "keywords": ("keywords", "tags"),
    "articleSection": ("articleSection", "categories", "section"),
    "captured": ("date_download", "captured_at"),
}
"""Where each field may stand, the surest key first."""
NOTE = "as another tool extracted it; not compared with the page"
CONFIDENCE = 0.5
"""Not known: the tool does not say."""
LONGEST_NAME = 200


def articles_in(window: Window, source: str, limits: Limits) -> Iterator[Article | Refusal]:
    """The articles of the lines that begin in a window, or of the one JSON document that it holds."""
    for line in lines_in(window, source, limits):
        yield line if isinstance(line, Refusal) else article_of(line, source)


def article_of(line: Line, source: str) -> Article | Refusal:
    """One object as an Article; a Refusal where it has neither a text nor a headline."""
    fields = _Fields(line.content, f"line {line.number} of {source}")
    text, headline = fields.text("articleBody"), fields.text("headline")
    if text is None:
        what = "a headline without a text" if headline else "no article: there is no text in it"
        detail = f"{source}, line {line.number}: {what} (looked for {', '.join(KEYS['articleBody'])})"
        return Refusal("bad-line", detail, source=source, url=fields.address("url"))
    picture = fields.address("image")
    return Article(
        source=source,
        kind="article",
        url=fields.address("url"),
        headline=headline,
        author=fields.authors(),
        date_published=fields.moment("datePublished"),
        date_modified=fields.moment("dateModified"),
        body=_passages(text),
        image=(Image(picture),) if picture else (),
        keywords=fields.words("keywords"),
        article_section=next(iter(fields.words("articleSection")), None),
        publisher=fields.text("publisher"),
        in_language=fields.language(text),
        description=fields.text("description"),
        captured_at=_instant(fields.moment("captured")),
        digests=(f"sha256:{sha256(line.raw).hexdigest()}",),
        confidence=CONFIDENCE,
        evidence=tuple(fields.traces),
    )


@dataclass(slots=True)
class _Fields:
    """Reads the fields of one object and keeps the evidence of each."""

    content: JsonObject
    where: str
    traces: list[Trace] = field(default_factory=list)

    def text(self, name: str) -> str | None:
        """The first key with a text in it."""
        for key in KEYS[name]:
            value = _text(self.content.get(key))
            if value:
                if name != "articleBody":  # it would be kept twice
                    self._note(name, key, value)
                return value
        return None

    def language(self, body: str) -> str | None:
        """As given; else by the text, so that it can be searched by its language like any other."""
        given = self.text("inLanguage")
        if given is not None:
            return given
        detected, certainty = detect_language(body)
        if detected is not None:
            candidate = Candidate(detected, "library", "CLD2 on the story's text", certainty)
            self.traces.append(Trace("inLanguage", (candidate,), certainty))
        return detected

    def address(self, name: str) -> str | None:
        """The first key with an address in it: some tools write a name where others write an address."""
        for key in KEYS[name]:
            value = _address(self.content.get(key))
            if value is not None:
                self._note(name, key, value)
                return value
        return None

    def moment(self, name: str) -> Moment | None:
        for key in KEYS[name]:
            value = self.content.get(key)
            written = str(value) if isinstance(value, int) and not isinstance(value, bool) else _text(value)
            found = parse_iso(written) if written else None
            if found is not None and written is not None:
                if name != "captured":  # no field of an article
                    self._note(name, key, written)
                return found
        return None

    def words(self, name: str) -> tuple[str, ...]:
        """A list, or a text with commas or semicolons, as a tuple, each once."""
        for key in KEYS[name]:
            value = self.content.get(key)
            if isinstance(value, str):
                value = list(value.split(";" if ";" in value else ","))
            found = [text for one in value if (text := _text(one))] if isinstance(value, list) else []
            if found:
                self._note(name, key, ", ".join(found))
                return tuple(dict.fromkeys(found))
        return ()

    def authors(self) -> tuple[Author, ...]:
        for key in KEYS["author"]:
            value = self.content.get(key)
            several = value if isinstance(value, list) else _parted(value)
            found = [author for one in several for author in _authors(one)]
            if found:
                self._note("author", key, "; ".join(author.name for author in found))
                return tuple(dict.fromkeys(found))
        return ()

    def _note(self, name: str, key: str, value: str) -> None:
        where = f"key {key!r} in {self.where}"
        self.traces.append(Trace(name, (Candidate(value, "given", where, CONFIDENCE),), CONFIDENCE, NOTE))


def _text(value: JsonValue) -> str | None:
    """A text, the name of a schema.org object, or the first of a list; stripped."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or value.get("url") or value.get("@value")
    return value.strip() or None if isinstance(value, str) else None


def _address(value: JsonValue) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("contentUrl") or value.get("url") or value.get("@id")
    found = value.strip() if isinstance(value, str) else ""
    return found if found.lower().startswith(("http://", "https://", "file://")) else None


def _parted(value: JsonValue) -> list[JsonValue]:
    """trafilatura writes several authors as one text with semicolons."""
    if isinstance(value, str):
        return [*value.split(";")]
    return [] if value is None else [value]


def _authors(value: JsonValue) -> tuple[Author, ...]:
    if isinstance(value, dict):
        name, kind = _text(value), value.get("@type")
        given = kind if kind in ("Person", "Organization") and isinstance(kind, str) else "Person"
        return (Author(name, given, _address(value.get("url"))),) if name else ()
    name = _text(value)
    if name is None or len(name) > LONGEST_NAME:
        return ()
    return parse_byline(name) or (Author(name),)


def _passages(text: str) -> tuple[Passage, ...]:
    """Paragraphs: parted by blank lines where there are any, otherwise each line is one."""
    pieces = text.replace("\r\n", "\n").split("\n\n" if "\n\n" in text else "\n")
    return tuple(Passage("paragraph", piece.strip()) for piece in pieces if piece.strip())


def _instant(moment: Moment | None) -> datetime | None:
    """A moment with a time as an aware datetime; one without a zone is taken as UTC, as news-please writes it."""
    if moment is None or "T" not in moment.iso:
        return None
    try:
        found = datetime.fromisoformat(moment.iso)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
