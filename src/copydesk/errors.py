"""What can go wrong.

    CopydeskError
    ├── InputError              the input cannot be read at all; has a reason code
    │   ├── MissingInput        no such file, folder or record
    │   ├── EmptyInput          nothing in it
    │   ├── BinaryInput         not a page and not text
    │   ├── DamagedInput        a cut or garbled gzip, zstd or archive
    │   ├── OversizedInput      larger than the limit, also after decompression
    │   └── FetchError          an address that did not answer, or answered with no page
    ├── OptionError             the caller asked for something that is not there
    │   └── QueryError          a query that cannot be understood; has a column
    ├── IndexDamaged            a search index that is missing, torn, or of another version
    ├── ArchiveError            an archive that is locked, torn, read-only, full or of a newer format
    └── ModelError              a weights file that is missing, damaged or of another version

In: nothing. Out: the exceptions and the reason codes that a `Refusal` bears.
"""

from __future__ import annotations

REASONS: dict[str, str] = {
    "missing-input": "there is no such file, folder or record",
    "unreadable-input": "it exists but could not be opened or read",
    "empty-input": "there is nothing in it",
    "binary-input": "it is neither a page nor text",
    "damaged-input": "it is cut off or garbled",
    "oversized-input": "it is larger than the limit",
    "no-pages": "it holds no page, and names none",
    "fetch-failed": "the address did not answer with a page",
    "robots-denied": "the site's robots.txt asks not to fetch it",
    "not-a-page": "it is of a type that holds no page: an image, a script, a document of another kind",
    "http-status": "the server answered with an error",
    "redirect": "the server sent the reader elsewhere",
    "revisit": "the archive notes that the page was the same as before",
    "duplicate": "the same bytes were captured before under the same address",
    "damaged-record": "this record of an archive is cut off or garbled; the others were read",
    "bad-line": "this line of a list holds no article",
    "no-content": "the page shows no main text",
    "timed-out": "reading it took longer than the limit",
    "internal-error": "copydesk itself failed on it",
}
"""Every reason a Refusal may bear, and what it means."""


class CopydeskError(Exception):
    """Anything that copydesk raises on purpose."""


class InputError(CopydeskError):
    """The input cannot be read. `reason` is one of `REASONS`; `source` names the input."""

    reason = "unreadable-input"

    def __init__(self, detail: str, *, source: str = "<bytes>", reason: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.source = source
        if reason is not None:
            self.reason = reason

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild_input_error, (type(self), self.detail, self.source, self.reason)


def _rebuild_input_error(kind: type[InputError], detail: str, source: str, reason: str) -> InputError:
    return kind(detail, source=source, reason=reason)


class MissingInput(InputError):
    reason = "missing-input"


class EmptyInput(InputError):
    reason = "empty-input"


class BinaryInput(InputError):
    reason = "binary-input"


class DamagedInput(InputError):
    reason = "damaged-input"


class OversizedInput(InputError):
    reason = "oversized-input"


class FetchError(InputError):
    reason = "fetch-failed"


class OptionError(CopydeskError):
    """The caller asked for a format, field or setting that does not exist."""


class QueryError(OptionError):
    """A query that cannot be understood. `column` says where, counted from 1."""

    def __init__(self, detail: str, *, column: int) -> None:
        super().__init__(f"column {column}: {detail}")
        self.detail = detail
        self.column = column

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild_query_error, (self.detail, self.column)


def _rebuild_query_error(detail: str, column: int) -> QueryError:
    return QueryError(detail, column=column)


class IndexDamaged(CopydeskError):
    """The search index is missing, torn, or was made by another version: build it anew from the archive."""


class ModelError(CopydeskError):
    """A weights file or word table is missing, damaged, or of a version this program does not know."""


class ArchiveError(CopydeskError):
    """An archive that cannot be opened or written: in use, torn, on a full disk, of a newer format, or none at all."""
