"""From a record to text: `render` for one, `render_many` for many, `explain` for the evidence behind a field."""

from copydesk.fields import field_named
from copydesk.output.evidence import explain
from copydesk.output.html_page import html_body
from copydesk.output.options import DEFAULT_FOLD, OutputOptions
from copydesk.output.render import FORMATS, Format, format_named, frame, render, render_many

__all__ = [
    "DEFAULT_FOLD",
    "FORMATS",
    "Format",
    "OutputOptions",
    "explain",
    "field_named",
    "format_named",
    "frame",
    "html_body",
    "render",
    "render_many",
]
