"""The fields of the index, and the version of their meaning.

In: nothing. Out: tantivy's schema.
Left to others: what goes into the fields (`document`), how they are asked (`ask`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tantivy import Schema

VERSION = 2
"""Raised with every change in folding, splitting or fields: an index of another version is built anew."""

WORD_FIELDS: tuple[str, ...] = ("text", "headline", "author", "site", "caption", "agency", "topic", "section", "url")
"""Texts, split and folded by `words`; tantivy parts them at spaces. `text` holds all that can be read."""
EXACT_FIELDS: tuple[str, ...] = ("lang", "kind")
FACET_FIELDS: dict[str, str] = {
    "site": "site_facet",
    "language": "language_facet",
    "author": "author_facet",
    "agency": "agency_facet",
    "year": "year",
    "kind": "kind",
}


def build_schema() -> Schema:
    """The schema of this version."""
    from tantivy import SchemaBuilder

    builder = SchemaBuilder()
    for name in WORD_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in EXACT_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=name in FACET_FIELDS.values())
    for name in ("site_facet", "language_facet", "author_facet", "agency_facet"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field("shard", indexed=True, fast=True)
    builder.add_unsigned_field("place", fast=True)
    builder.add_unsigned_field("rows", indexed=True, fast=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_integer_field("year", fast=True)
    builder.add_integer_field("moment", fast=True)
    builder.add_float_field("recency", fast=True)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()
