"""Records on disk: the same records later, whatever happens in between."""

from copydesk.archive.check import Finding, find_faults, shard_faults
from copydesk.archive.columns import cut_lists
from copydesk.archive.held import held_addresses
from copydesk.archive.joining import FEWEST, join_drafts, small_groups
from copydesk.archive.journal import Journal, last_step, mark_overdue
from copydesk.archive.kept import KeptWriter
from copydesk.archive.manifest import NAME as MANIFEST
from copydesk.archive.manifest import Manifest, Origin, Shard, load_manifest
from copydesk.archive.selection import Conditions, get, refusals, rows_of, select, tables_of
from copydesk.archive.shard import Draft, DraftFile, ShardWriter, disk_faults, row_groups
from copydesk.archive.store import INDEX, WARC, Store, file_stamp, portion_key, stamp_of
from copydesk.archive.tables import CaptureRow, article_table, schema
from copydesk.archive.upgrade import upgrade

__all__ = [
    "FEWEST",
    "INDEX",
    "MANIFEST",
    "WARC",
    "CaptureRow",
    "Conditions",
    "Draft",
    "DraftFile",
    "Finding",
    "Journal",
    "KeptWriter",
    "Manifest",
    "Origin",
    "Shard",
    "ShardWriter",
    "Store",
    "article_table",
    "cut_lists",
    "disk_faults",
    "file_stamp",
    "find_faults",
    "get",
    "held_addresses",
    "join_drafts",
    "last_step",
    "load_manifest",
    "mark_overdue",
    "portion_key",
    "refusals",
    "row_groups",
    "rows_of",
    "schema",
    "select",
    "shard_faults",
    "small_groups",
    "stamp_of",
    "tables_of",
    "upgrade",
]
