"""`json` and `jsonl`: the whole record in schema.org's words.

In: an Article or a Refusal. Out: one JSON-LD object, indented or in one line.
What schema.org has no word for stands in an object `copydesk`: one for the page, one inside a counter or quotation that
needs it. `source` is the input's path or address. What is unknown or empty is left out.
Left to others: judging the words; each was checked against schema.org's definitions (see `TYPES`, `ACTIONS`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from copydesk.output.address import cited_links
from copydesk.output.head import moment_text
from copydesk.output.options import OutputOptions
from copydesk.records import (
    Article,
    Author,
    Comment,
    Counter,
    Image,
    Parts,
    Quotation,
    Refusal,
    Teaser,
    Trace,
)
from copydesk.version import VERSION

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
JsonObject = dict[str, Json]

CONTEXT = "https://schema.org"
SCORE_DIGITS = 4
"""More digits say nothing: no score is calibrated to a hundredth of a percent."""

TYPES: dict[str, str] = {
    "article": "Article",
    "service": "WebPage",
    "product": "ItemPage",
    "collection": "CollectionPage",
    "forum": "DiscussionForumPosting",
    "listing": "CollectionPage",
    "documentation": "TechArticle",
}
"""The schema.org type of each kind of page. `ItemPage` is the page about a product; `Product` is the thing itself and,
being no creative work, has neither headline nor author."""
NEWS_TYPE = "NewsArticle"
"""For an article that shows what only news has: a dateline (schema.org gives that word to news alone) or an agency."""

ACTIONS: dict[str, str] = {
    "view": "ViewAction",
    "comment": "CommentAction",
    "like": "LikeAction",
    "dislike": "DislikeAction",
    "share": "ShareAction",
    "bookmark": "BookmarkAction",
    "download": "DownloadAction",
    "vote": "VoteAction",
    "follow": "FollowAction",
    "unknown": "InteractAction",
}
"""The schema.org action of each sort of counter; `InteractAction` is the most general interaction."""
PIXELS = "E37"
"""UN/CEFACT's code for the pixel, which schema.org asks for in `unitCode`."""


def json_ld(record: Article | Refusal, options: OutputOptions) -> str:
    """The record as one indented object and a line feed."""
    return json.dumps(as_object(record, options), ensure_ascii=False, indent=2) + "\n"


def json_item(record: Article | Refusal, options: OutputOptions) -> str:
    """The same as one of many in an array: no line feed after it."""
    return json.dumps(as_object(record, options), ensure_ascii=False, indent=2)


def json_line(record: Article | Refusal, options: OutputOptions) -> str:
    """The record as one object in one line."""
    return json.dumps(as_object(record, options), ensure_ascii=False, separators=(",", ":")) + "\n"


def as_object(record: Article | Refusal, options: OutputOptions) -> JsonObject:
    """The record as a JSON-LD object; keys stand in a fixed order."""
    if isinstance(record, Refusal):
        extra: JsonObject = {"refusal": _refusal(record), "version": VERSION}
        return _filled({"source": record.source, "url": record.url, "copydesk": extra})
    return _filled(
        {**_identity(record), **_story(record), **_surroundings(record), "copydesk": _copydesk(record, options)}
    )


def type_of(article: Article) -> str:
    """The schema.org type of the page."""
    if article.kind == "article" and (article.dateline or article.source_organization):
        return NEWS_TYPE
    return TYPES.get(article.kind, "WebPage")


def _identity(article: Article) -> JsonObject:
    return {
        "@context": CONTEXT,
        "@type": type_of(article),
        "source": article.source,
        "url": article.url,
        "headline": article.headline,
        "alternativeHeadline": article.alternative_headline,
        "author": [_author(author) for author in article.author],
        "datePublished": moment_text(article.date_published),
        "dateModified": moment_text(article.date_modified),
        "dateline": article.dateline,
    }


def _story(article: Article) -> JsonObject:
    return {
        "description": article.description,
        "articleBody": article.article_body,
        "articleSection": article.article_section,
        "keywords": list(article.keywords),
        "inLanguage": article.in_language,
        "image": [_image(image) for image in article.image],
        "hasPart": [_quotation(quotation) for quotation in article.quotations],
        "citation": [
            _filled({"@type": "CreativeWork", "url": address, "name": name}) for address, name in cited_links(article)
        ],
    }


def _surroundings(article: Article) -> JsonObject:
    return {
        "interactionStatistic": _counters(article.interaction_statistic),
        "commentCount": article.comment_count,
        "comment": [_comment(comment) for comment in article.comment],
        "sourceOrganization": _organization(article.source_organization),
        "publisher": _organization(article.publisher),
        "isAccessibleForFree": article.is_accessible_for_free,
    }


def _copydesk(article: Article, options: OutputOptions) -> JsonObject:
    return _filled(
        {
            "kind": article.kind,
            "confidence": round(article.confidence, SCORE_DIGITS),
            "refusal": _refusal(article.refusal),
            "teasers": [_teaser(teaser) for teaser in article.teasers],
            "reservations": [{"name": name, "value": value} for name, value in article.reservations],
            "evidence": _evidence(article.evidence),
            "parts": _parts(article.parts) if options.with_parts and article.parts is not None else None,
            "encoding": _encoding(article),
            "capturedAt": article.captured_at.isoformat() if article.captured_at is not None else None,
            "digest": article.digest,
            "version": VERSION,
        }
    )


def _filled(fields: JsonObject) -> JsonObject:
    """The fields that say something; 0 and false do."""
    return {name: value for name, value in fields.items() if value is not None and value not in ("", [], {})}


def _refusal(refusal: Refusal | None) -> Json:
    return {"reason": refusal.reason, "detail": refusal.detail} if refusal is not None else None


def _author(author: Author) -> Json:
    return _filled({"@type": author.type, "name": author.name, "url": author.url})


def _person(name: str | None) -> Json:
    return {"@type": "Person", "name": name} if name else None


def _organization(name: str | None) -> Json:
    return {"@type": "Organization", "name": name} if name else None


def _image(image: Image) -> Json:
    return _filled(
        {
            "@type": "ImageObject",
            "contentUrl": image.content_url,
            "caption": image.caption,
            "creditText": image.credit_text,
            "description": image.alternate_text,
            "width": _pixels(image.width),
            "height": _pixels(image.height),
        }
    )


def _pixels(length: int | None) -> Json:
    return {"@type": "QuantitativeValue", "value": length, "unitCode": PIXELS} if length else None


def _counters(counters: Iterable[Counter]) -> Json:
    return [
        _filled(
            {
                "@type": "InteractionCounter",
                "interactionType": f"{CONTEXT}/{ACTIONS.get(counter.action, ACTIONS['unknown'])}",
                "userInteractionCount": counter.value,
                "copydesk": _filled({"isRounded": True, "text": counter.text}) if counter.is_rounded else None,
            }
        )
        for counter in counters
    ]


def _comment(comment: Comment) -> Json:
    return _filled(
        {
            "@type": "Comment",
            "author": _person(comment.author),
            "dateCreated": moment_text(comment.date_created),
            "text": comment.text,
            "interactionStatistic": _counters(comment.interaction_statistic),
        }
    )


def _quotation(quotation: Quotation) -> Json:
    return _filled(
        {
            "@type": "Quotation",
            "text": quotation.text,
            "author": _person(quotation.speaker),
            "copydesk": {"start": quotation.start, "end": quotation.end},
        }
    )


def _teaser(teaser: Teaser) -> Json:
    return _filled(
        {
            "headline": teaser.headline,
            "url": teaser.url,
            "articleSection": teaser.article_section,
            "abstract": teaser.abstract,
            "isCut": True if teaser.is_cut else None,
            "author": [_person(teaser.author)] if teaser.author else None,
            "datePublished": moment_text(teaser.date_published),
            "interactionStatistic": _counters(teaser.interaction_statistic),
        }
    )


def _evidence(traces: Iterable[Trace]) -> Json:
    """Each field's candidates, the winner first, under the field's name."""
    found: JsonObject = {}
    for trace in traces:
        candidates: list[Json] = [
            {
                "value": candidate.value,
                "source": candidate.source,
                "where": candidate.where,
                "score": round(candidate.score, SCORE_DIGITS),
            }
            for candidate in trace.candidates
        ]
        entry = _filled(
            {"confidence": round(trace.confidence, SCORE_DIGITS), "note": trace.note, "candidates": candidates}
        )
        found.setdefault(trace.field, entry)
    return found


def _parts(parts: Parts) -> Json:
    """Offsets: characters of the page's visible text; `sourceStart` and `sourceEnd`: bytes of the page as UTF-8."""
    return [
        _filled(
            {
                "part": part.part,
                "text": part.text,
                "score": round(part.score, SCORE_DIGITS),
                "start": part.start,
                "end": part.end,
                "sourceStart": part.source_start_bytes,
                "sourceEnd": part.source_end_bytes,
                "group": part.group,
            }
        )
        for part in parts
    ]


def _encoding(article: Article) -> Json:
    if article.encoding is None:
        return None
    encoding = article.encoding
    return _filled(
        {
            "name": encoding.name,
            "source": encoding.source,
            "declared": encoding.declared,
            "replaced": encoding.replaced or None,
        }
    )
