"""`ninjs`: one IPTC ninjs 3.0 object a line, for newsrooms' own systems.

In: an Article. Out: one JSON object in one line; a Refusal has none.
Source: IPTC, "ninjs - News in JSON", version 3.0, https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json; property names
and types as there, no others. A `date-time` there needs a time with its zone: a date that the page gave less exactly
stands in `altIds`, under its schema.org name. What ninjs has no word for (teasers, comments, counters) is left
out.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64encode
from urllib.parse import quote

from copydesk.output.html_page import html_body
from copydesk.output.json_ld import Json, JsonObject
from copydesk.output.options import OutputOptions
from copydesk.records import Article, Image, Moment, Refusal

SCHEMA = "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json"
EXACT = re.compile(r"([0-9-]{10}T[0-9]{2}:[0-9]{2})(:[0-9]{2}(?:\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})")
"""Takes `2023-11-09T16:12+01:00`; refuses `2023-11-09` and a time without zone."""


def ninjs(record: Article | Refusal, options: OutputOptions) -> str:
    """The story as one line; empty for a Refusal and for a page without main text."""
    if isinstance(record, Refusal) or record.refusal is not None:
        return ""
    return json.dumps(as_ninjs(record), ensure_ascii=False, separators=(",", ":")) + "\n"


def as_ninjs(article: Article) -> JsonObject:
    """The object; what is unknown is left out."""
    text = article.article_body
    item: JsonObject = {
        "uri": _identity(article),
        "standard": {"name": "ninjs", "version": "3.0", "schema": SCHEMA},
        "type": "text",
        "representationType": "full",
        "contentCreated": _exact(article.date_published),
        "versionCreated": _exact(article.date_modified) or _exact(article.date_published),
        "language": article.in_language,
        "headlines": _texts(("main", article.headline), ("deck", article.alternative_headline)),
        "by": ", ".join(author.name for author in article.author),
        "located": article.dateline,
        "descriptions": _texts(("summary", article.description)),
        "bodies": _bodies(article, text),
        "subjects": [{"name": keyword} for keyword in article.keywords],
        "genres": [{"name": article.article_section}] if article.article_section else [],
        "infoSources": _sources(article),
        "altIds": _alternatives(article),
        "associations": [_picture(image, number) for number, image in enumerate(article.image, 1) if image.content_url],
    }
    return {name: value for name, value in item.items() if value not in (None, "", [], {})}


def _identity(article: Article) -> str:
    """The address; else the name of the bytes (RFC 6920); else the source as a relative file address."""
    if article.url:
        return article.url
    algorithm, _, digits = (article.digest or "").partition(":")
    if algorithm == "sha256" and digits:
        name = urlsafe_b64encode(bytes.fromhex(digits)).decode("ascii").rstrip("=")
        return f"ni:///sha-256;{name}"
    return f"file:{quote(article.source.encode('utf-8', 'surrogateescape'))}"


def _exact(moment: Moment | None) -> str | None:
    """The moment as RFC 3339 has it; None where the page did not say enough."""
    found = EXACT.fullmatch(moment.iso) if moment is not None else None
    return f"{found[1]}{found[2] or ':00'}{found[3]}" if found else None


def _texts(*entries: tuple[str, str | None]) -> Json:
    return [{"role": role, "value": value} for role, value in entries if value]


def _bodies(article: Article, text: str) -> Json:
    if not text:
        return []
    return [
        {
            "role": "main",
            "contentType": "text/plain",
            "charCount": len(text),
            "wordCount": len(text.split()),
            "value": text,
        },
        {"role": "main", "contentType": "text/html", "value": html_body(article)},
    ]


def _sources(article: Article) -> Json:
    """The agency and the site, with the roles that ninjs leaves to whoever writes it."""
    entries = (("agency", article.source_organization), ("publisher", article.publisher))
    return [{"name": name, "role": role} for role, name in entries if name]


def _alternatives(article: Article) -> Json:
    entries = (
        ("datePublished", None if _exact(article.date_published) else article.date_published),
        ("dateModified", None if _exact(article.date_modified) else article.date_modified),
    )
    found: list[Json] = [{"role": role, "value": moment.iso} for role, moment in entries if moment is not None]
    return [*found, {"role": "digest", "value": article.digest}] if article.digest else found


def _picture(image: Image, number: int) -> Json:
    item: JsonObject = {
        "name": f"picture-{number}",
        "uri": image.content_url,
        "type": "picture",
        "by": image.credit_text,
        "descriptions": _texts(("caption", image.caption), ("alternative", image.alternate_text)),
        "renditions": [
            {
                name: value
                for name, value in (
                    ("name", "main"),
                    ("href", image.content_url),
                    ("width", image.width),
                    ("height", image.height),
                )
                if value
            }
        ],
    }
    return {name: value for name, value in item.items() if value not in (None, "", [])}
