"""Files, folders, addresses and bytes to Captures. Does not ask what the bytes mean."""

from copydesk.capture.content import capture_bytes
from copydesk.capture.discover import Kind, listed_addresses
from copydesk.capture.fetch import Fetcher, is_address
from copydesk.capture.files import capture_file, capture_or_refusal, refuse
from copydesk.capture.gather import gather
from copydesk.capture.inputs import (
    capture_address,
    capture_standard_input,
    captures,
    is_collection,
    is_read_from,
    located,
    page_count,
)
from copydesk.capture.kept import kept_record
from copydesk.capture.limits import Limits
from copydesk.capture.portions import capture_at, portion_captures, portions

__all__ = [
    "Fetcher",
    "Kind",
    "Limits",
    "capture_address",
    "capture_at",
    "capture_bytes",
    "capture_file",
    "capture_or_refusal",
    "capture_standard_input",
    "captures",
    "gather",
    "is_address",
    "is_collection",
    "is_read_from",
    "kept_record",
    "listed_addresses",
    "located",
    "page_count",
    "portion_captures",
    "portions",
    "refuse",
]
