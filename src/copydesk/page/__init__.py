"""Bytes to a Page: decoded text, a table of blocks, and what the head says. Judges nothing."""

from copydesk.page.decode import decode
from copydesk.page.read import read_page

__all__ = ["decode", "read_page"]
