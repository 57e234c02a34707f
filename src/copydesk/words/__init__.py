"""Words of many languages: months, time zones, news agencies, bylines, credits, counters, verbs of saying."""

from copydesk.words.bylines import byline_words, first_lead_words, join_pattern, lead_of, stop_of
from copydesk.words.months import is_weekday, month_of
from copydesk.words.places import known_places
from copydesk.words.table import read_table, seal_table
from copydesk.words.zones import offset_of

__all__ = [
    "byline_words",
    "first_lead_words",
    "is_weekday",
    "join_pattern",
    "known_places",
    "lead_of",
    "month_of",
    "offset_of",
    "read_table",
    "seal_table",
    "stop_of",
]
