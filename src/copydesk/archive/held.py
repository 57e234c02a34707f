"""Which addresses the archive has pages of.

In: a manifest and addresses. Out: those of which a page was read, wherever it came from, and those that led to such a
page when they were fetched. Fragments do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from copydesk.archive.columns import leaf_array
from copydesk.archive.manifest import Manifest

RESERVED = "/?:@!$&'()*+,;=~%[]"
"""Signs that stand for themselves in a path or query; a percent sign is one that was made before."""


REDIRECT = "redirect"
LEADS_TO = re.compile(r": answered 3[0-9]{2}, to (\S+) \(in ")
"""In the detail of a redirect, where it leads: takes `…: answered 301, to /new (in …`; refuses `answered 404`."""
MOST_REDIRECTS = 5
"""One after another; fetching follows no more."""


def held_addresses(folder: Path, manifest: Manifest, addresses: Iterable[str]) -> frozenset[str]:
    """Those that need not be fetched again; a torn shard holds none."""
    wanted: dict[str, set[str]] = {}
    for address in addresses:
        _want(wanted, address, {address})
    held: set[str] = set()
    for _ in range(MOST_REDIRECTS + 1):
        following: dict[str, set[str]] = {}
        for name, target in _captured(folder, manifest, wanted):
            if target is None:
                held |= wanted[name]
            else:
                _want(following, target, wanted[name])
        wanted = {name: given for name, asked in following.items() if (given := asked - held)}
        if not wanted:
            break
    return frozenset(held)


def _want(wanted: dict[str, set[str]], address: str, given: set[str]) -> None:
    """Look for an address under all of its names, on behalf of those that were given."""
    for name in _names(address):
        wanted.setdefault(name, set()).update(given)


def _captured(folder: Path, manifest: Manifest, wanted: dict[str, set[str]]) -> Iterator[tuple[str, str | None]]:
    """Which names were captured: as a page (None), or as a redirect and where to."""
    if not wanted:
        return
    names = leaf_array(list(wanted), pa.string())
    for shard in manifest.shards.values():
        try:
            path = folder / shard.files["captures"].path
            table = pq.read_table(path, columns=["url", "id", "outcome", "detail"])
        except (OSError, pa.ArrowException):
            continue
        # Only a page that was read has an identity.
        tells = pc.or_(pc.is_valid(table.column("id")), pc.equal(table.column("outcome"), REDIRECT))
        table = table.filter(pc.and_(tells, pc.is_in(table.column("url"), names)))
        for row in table.to_pylist():
            if row["id"] is not None:
                yield row["url"], None
            elif (target := LEADS_TO.search(row["detail"] or "")) is not None:
                with suppress(ValueError):  # brackets in the host
                    yield row["url"], urljoin(row["url"], target[1])


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
