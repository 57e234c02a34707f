"""`copydesk.read`: one page from wherever it is.

In: bytes, text, a path or an address. Out: an Article.
"""

from __future__ import annotations

from dataclasses import replace
from os import PathLike, fspath

from copydesk.errors import OptionError
from copydesk.records import FAVOURS, Article, Capture, Favour


def read(source: bytes | str | PathLike[str], *, url: str | None = None, favour: Favour = "balance") -> Article:
    """Read one captured page.

    source: the page's bytes; its text (any text with a line break or a `<`); or a path; or an http(s) address, which
        is fetched politely. Compressed (gzip, zstd) and MHTML content is unpacked.
    url: the page's own address, where it is known and not the source.
    favour: `precision` leaves out what may not belong to the text, `recall` keeps what may.
    Returns: an Article. A page without main text gives one with `refusal` set; its parts account for what is there.
    Raises: InputError (missing, empty, binary, damaged or oversized input, an address that does not answer);
        OptionError for a `favour` or an address that is none.
    """
    from copydesk.pipeline import read_capture

    if favour not in FAVOURS:
        raise OptionError(f"favour={favour!r}: it may be {', '.join(FAVOURS)}")

    return read_capture(_capture(source, url), favour)


def _capture(source: bytes | str | PathLike[str], url: str | None) -> Capture:
    from copydesk.capture import capture_address, capture_bytes, capture_file, is_address

    if url is not None and not is_address(url):
        raise OptionError(f"{url!r} is not an address: it must begin with http:// or https://")
    if isinstance(source, (bytes, bytearray, memoryview)):
        return capture_bytes(bytes(source), url=url)
    if isinstance(source, str):
        if "\n" in source or "<" in source:
            # text is decoded already, whatever the page inside declares
            return replace(capture_bytes(source.encode("utf-8", "replace"), url=url), charset="utf-8")
        if is_address(source):
            capture = capture_address(source)
            return capture if url is None else replace(capture, url=url)
    capture = capture_file(fspath(source))
    return capture if url is None else replace(capture, url=url)
