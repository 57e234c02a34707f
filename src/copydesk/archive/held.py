"""Which addresses the archive has pages of.

In: a manifest and addresses. Out: those of which a page was read, wherever it came from. Fragments do not count.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote, urldefrag, urlsplit, urlunsplit

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from copydesk.archive.manifest import Manifest

RESERVED = "/?:@!$&'()*+,;=~%[]"
"""Signs that stand for themselves in a path or query; a percent sign is one that was made before."""


def held_addresses(folder: Path, manifest: Manifest, addresses: Iterable[str]) -> frozenset[str]:
    """Those that need not be fetched again; a torn shard holds none."""
    wanted: dict[str, list[str]] = {}
    for address in addresses:
        for name in _names(address):
            wanted.setdefault(name, []).append(address)
    found: set[str] = set()
    for shard in manifest.shards.values():
        try:
            table = pq.read_table(folder / shard.files["captures"].path, columns=["url", "id"])
        except (OSError, pa.ArrowException):
            continue
        # Only a page that was read has an identity.
        urls = table.filter(pc.is_valid(table.column("id"))).column("url").to_pylist()
        found.update(wanted.keys() & set(urls))
    return frozenset(address for name in found for address in wanted[name])


def _names(address: str) -> set[str]:
    """How captures may name it: with a slash for an empty path or without, with percent signs, in small letters."""
    try:
        parts = urlsplit(urldefrag(address)[0])
        paths = {"", "/"} if parts.path in ("", "/") else {parts.path, quote(parts.path, RESERVED)}
        queries = {parts.query, quote(parts.query, RESERVED)}
    except ValueError:  # brackets in the host, or bytes of a list that are no text
        return {address}
    hosts = {parts.netloc, parts.netloc.lower()}
    return {urlunsplit((parts.scheme, host, path, query, "")) for host in hosts for path in paths for query in queries}
