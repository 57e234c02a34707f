"""Web archives for tests: records, packed and joined as archives do it."""

import gzip
import random
from io import BytesIO

import lz4.frame
import zstandard

PACK = {
    "": bytes,
    ".gz": gzip.compress,
    ".zst": zstandard.ZstdCompressor(write_checksum=True).compress,
    ".lz4": lambda content: lz4.frame.compress(content, content_checksum=True),
}
"""How each record is packed, by the ending of the file; with checksums, which gzip always has."""


def page(number, size=400):
    """A page of its own whose bytes do not compress away."""
    words = " ".join(f"{random.Random(number * 7919 + at).getrandbits(40):x}" for at in range(size // 11))
    return f"<!doctype html><html><body><h1>Story {number}</h1><p>{words}</p></body></html>".encode()


def http(body, content_type="text/html; charset=utf-8", status="200 OK", **headers):
    """An HTTP answer as it was sent."""
    given = {"Content-Type": content_type, **{name.replace("_", "-"): value for name, value in headers.items()}}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in given.items() if value is not None)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def record(block, url="https://a.example/", kind="response", number=0, **headers):
    """One WARC record."""
    types = {"response": "application/http; msgtype=response", "request": "application/http; msgtype=request"}
    given = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": "2024-03-01T10:20:30Z",
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-0000-0000-{number:012}>",
        "Content-Type": types.get(kind, "text/plain"),
        "Content-Length": str(len(block)),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "\r\n".join(f"{name}: {value}" for name, value in given.items() if value is not None)
    return f"WARC/1.1\r\n{head}\r\n\r\n".encode() + block + b"\r\n\r\n"


def story(number, size=400):
    """A record with a page of its own."""
    return record(http(page(number, size)), f"https://a.example/{number}", number=number)


def packed(records, ending=".gz"):
    """The records of a file with this ending, each in a member of its own."""
    target = BytesIO()
    for one in records:
        target.write(PACK[ending](one))
    return target.getvalue()
