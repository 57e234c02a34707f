"""What the fields of an Article are called, by us and by others.

In: a name. Out: the field's schema.org name. Raises OptionError for a name that means none.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from copydesk.errors import OptionError

CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Takes "datePublished" (between e and P); refuses "headline". Where camelCase becomes snake_case."""

FIELDS: tuple[str, ...] = (
    "kind",
    "url",
    "headline",
    "alternativeHeadline",
    "author",
    "sourceOrganization",
    "datePublished",
    "dateModified",
    "dateline",
    "articleBody",
    "articleSection",
    "keywords",
    "inLanguage",
    "description",
    "image",
    "interactionStatistic",
    "comment",
    "commentCount",
    "publisher",
    "isAccessibleForFree",
    "hasPart",
    "teasers",
    "reservations",
    "encoding",
)
"""Every field that can be asked for."""
ALIASES: dict[str, str] = {
    "title": "headline",
    "deck": "alternativeHeadline",
    "subtitle": "alternativeHeadline",
    "standfirst": "alternativeHeadline",
    "authors": "author",
    "byline": "author",
    "agency": "sourceOrganization",
    "date": "datePublished",
    "published": "datePublished",
    "publish_date": "datePublished",
    "updated": "dateModified",
    "modified": "dateModified",
    "place": "dateline",
    "body": "articleBody",
    "text": "articleBody",
    "section": "articleSection",
    "category": "articleSection",
    "categories": "articleSection",
    "tags": "keywords",
    "topics": "keywords",
    "language": "inLanguage",
    "lang": "inLanguage",
    "summary": "description",
    "images": "image",
    "captions": "image",
    "counters": "interactionStatistic",
    "comments": "comment",
    "sitename": "publisher",
    "site_name": "publisher",
    "hostname": "url",
    "canonical": "url",
    "paywall": "isAccessibleForFree",
    "quotations": "hasPart",
    "quotes": "hasPart",
    "teaser": "teasers",
    "@type": "kind",
    "pagetype": "kind",
}
"""What others call our fields: the words of trafilatura, newspaper and newsrooms."""


def field_named(name: str) -> str:
    """The schema.org name of a field given in camelCase, snake_case or another's word. Raises OptionError."""
    wanted = _snake(name.strip())
    names = {_snake(field): field for field in FIELDS} | ALIASES
    if wanted in names:
        return names[wanted]
    near = get_close_matches(wanted, names, 1)
    hint = f"; did you mean {names[near[0]]!r}?" if near else ""
    raise OptionError(f"there is no field {name!r}{hint} (fields: {', '.join(FIELDS)})")


def _snake(name: str) -> str:
    return CAPITAL.sub("_", name).replace("-", "_").lower()
