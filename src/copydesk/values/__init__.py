"""Short texts to values: dates, names, agencies, places, counts, credits, quotations, repeats; knows no pages."""

from copydesk.values.agencies import find_agency, locate_agency
from copydesk.values.ago import moment_ago
from copydesk.values.counting import find_counters, hinted_action, parse_count, target_action
from copydesk.values.credits import bare_credit, split_credit, strip_lead
from copydesk.values.datalines import DataLine, is_time, split_dataline, split_when
from copydesk.values.dateline import Dateline, split_dateline
from copydesk.values.language import detect_language
from copydesk.values.moments import find_moments, moment_from_url, parse_iso, parse_moment
from copydesk.values.names import parse_byline
from copydesk.values.pointers import is_pointer, is_section, pointer_end
from copydesk.values.quotes import find_quotations
from copydesk.values.repeats import repeated

__all__ = [
    "DataLine",
    "Dateline",
    "bare_credit",
    "detect_language",
    "find_agency",
    "find_counters",
    "find_moments",
    "find_quotations",
    "hinted_action",
    "is_pointer",
    "is_section",
    "is_time",
    "locate_agency",
    "moment_ago",
    "moment_from_url",
    "parse_byline",
    "parse_count",
    "parse_iso",
    "parse_moment",
    "pointer_end",
    "repeated",
    "split_credit",
    "split_dataline",
    "split_dateline",
    "split_when",
    "strip_lead",
    "target_action",
]
