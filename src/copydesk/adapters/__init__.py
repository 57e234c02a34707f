"""For those who come from elsewhere: `extract` as in trafilatura; `readability.parse`; `newspaper.article`."""

from copydesk.adapters import newspaper, readability
from copydesk.adapters.trafilatura import extract

__all__ = ["extract", "newspaper", "readability"]
