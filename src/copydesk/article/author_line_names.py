"""The names in one line of a page that names authors.

In: the text of a line or of a link, the language. Out: the authors it names, without what is glued to them: `By`, marks
of footnotes, days of publication, labels of buttons. Left to others: which lines name authors (`authors`,
`author_nearby`), what is a name (`values`).
"""

from __future__ import annotations

import re

from copydesk.records import Author
from copydesk.values import parse_byline
from copydesk.values.name_shapes import is_team
from copydesk.words import is_weekday, lead_of

NO_NAMES = (
    "updat", "uppdater", "aktualis", "publish", "publicado", "publié", "veröffentlicht", "posted", "more ", "mehr",
    "fact check", "fact-check", "view all", "read ", "see ", "full bio", "learn more", "about ", "all posts", "page.",
    "table of", "last", "verified", "reviewed",
    "heard on", "back to", "show ", "follow ", "share", "photo ", "primary image", "send an",
)  # fmt: skip
"""Beginnings of words that stand beside dates and names and are neither."""


GLUED_LEAD = re.compile(
    r"\s*(?:Post author\s*)?(?:(?:(?:Written|Posted|Published|written|posted|published)\s)?(?:By|BY|by)"
    r"|Author|Autor|Von|Par|Por)(?=[A-ZÀ-Þ])"
)
"""Takes the `By` of `ByJane Roe`, the `Written by` of `Written byJane Roe`; refuses that of `Byron`."""
FOOTNOTE = re.compile(r"\d(?<=[a-zà-ÿ]\d)\d?(?=\s*(?:[;,*]|$))")
"""Takes the `1` of `Jane Roe1; Ali Bey2`; refuses `2025`."""
TAIL_WORDS = (
    "Updated", "Published", "Posted", "Reviewed", "Erstellt", "Aktualisiert", "Actualizado", "Publicado", "Publié",
    "Mis à jour", "Aggiornato", "Pubblicato", "Schreibe einen",
    "No Comments", "Comments Off", "Leave a", "Keine Kommentare", "Sin comentarios", "Aucun commentaire",
    "Nessun commento", "Geen reacties", "Brak komentarzy", "Nenhum comentário",
)  # fmt: skip
"""What content systems put behind a name: the label of the date, the number of comments where there are none."""
TAIL = re.compile(rf"(?:(?<=[a-zà-ÿ])|\s)(?:Last\s)?(?:{'|'.join(TAIL_WORDS)})\b.*", re.DOTALL)
"""Takes ` Updated May 3`, ` No Comments`, the `Published:` of `RoePublished: May`; refuses `Posted by` first."""


def names_in(text: str, language: str | None) -> tuple[Author, ...]:
    glued = GLUED_LEAD.match(text)
    if glued is not None:
        text = text[glued.end() :]
    if any([word in text for word in TAIL_WORDS]):
        text = TAIL.sub("", text)
    text = FOOTNOTE.sub("", text)
    names = parse_byline(text, language)
    return tuple(name for name in names if not is_weekday(name.name) and not name.name.lower().startswith(NO_NAMES))


def is_sure(author: Author, text: str) -> bool:
    """A link's text is a name when it is a full one, a team's, or when it is led by `By`."""
    if author.type != "Person":
        return is_team(author.name)
    return len(author.name.split()) > 1 or lead_of(text) is not None
