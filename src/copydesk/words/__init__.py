"""Words of many languages: months, time zones, news agencies, bylines, credits, counters, verbs of saying."""

from copydesk.words.months import month_of
from copydesk.words.table import read_table, seal_table
from copydesk.words.zones import offset_of

__all__ = ["month_of", "offset_of", "read_table", "seal_table"]
