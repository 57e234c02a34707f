"""A Page to its parts: every block labelled, mixed blocks split, pieces that belong together grouped."""

from copydesk.parts.label import label_page

__all__ = ["label_page"]
