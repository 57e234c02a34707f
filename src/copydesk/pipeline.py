"""The order of reading: capture, page, parts, article. The only file that knows every stage.

In: a Capture. Out: an Article; a page without main text has its `refusal` set and everything else filled.
"""

from __future__ import annotations

from copydesk.article import build_article
from copydesk.page import read_page
from copydesk.parts import label_page
from copydesk.records import FAVOURS, Article, Capture, Favour


def read_capture(capture: Capture, favour: Favour = "balance") -> Article:
    """Read one capture from bytes to record.

    favour: `precision` for a purer text, `recall` for a fuller one.

    Raises: ModelError when the shipped weights are damaged; nothing else, whatever the bytes are.
    """
    page = read_page(capture)
    return build_article(page, label_page(page, FAVOURS[favour]))
