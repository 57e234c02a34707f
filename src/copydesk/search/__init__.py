"""Finding articles: an index of all their words, a language to ask it in, hits that show why they were found."""

from copydesk.errors import IndexDamaged, QueryError
from copydesk.search.days import read_period
from copydesk.search.document import Document, prepare
from copydesk.search.index import Index
from copydesk.search.parse import FIELDS
from copydesk.search.question import FACETS, NO_FILTERS, SORTS, Facet, Filters, Hit, Question, Results, Snippet

__all__ = [
    "FACETS",
    "FIELDS",
    "NO_FILTERS",
    "SORTS",
    "Document",
    "Facet",
    "Filters",
    "Hit",
    "Index",
    "IndexDamaged",
    "QueryError",
    "Question",
    "Results",
    "Snippet",
    "prepare",
    "read_period",
]
