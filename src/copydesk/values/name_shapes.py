"""What a piece of a byline is: a person, a newsroom, or neither.

In: a piece of a byline without commas, its lead word gone. Out: an Author or None. Left to others: cutting bylines.
"""

from __future__ import annotations

import re

from copydesk.records import Author
from copydesk.values.agencies import locate_agency
from copydesk.words import byline_words

LONGEST_PERSON_WORDS = 6
LONGEST_BODY_WORDS = 9
"""Words of a newsroom's or institute's name."""
PARTICLES = frozenset(
    "van von de der den della del da di do dos das du la le les el al bin ibn bint ben abu ter ten zu zur zum "
    "af av y i e"
    " und of st. 't mac mc dit san vande vander ul ur abd 'n ka".split()
)
"""Words in lower case that belong to names."""
CREDENTIALS = frozenset(
    "md phd ph.d. ph.d m.d. m.d rd rdn ms msc m.sc. ma m.a. mba ba b.a. jd j.d. rn np dvm vmd cfp cpa dds lcsw "
    "mph ldn pa-c esq"
    " esq. facp cpp psp smt dipl.-ing. mag. bsc cfa fand faclm ed.d. edd dpt do dacvb".split()
)
"""Degrees and licences after a name; no part of it."""
SUFFIXES = frozenset("jr jr. sr sr. ii iii iv".split())
NOT_NAMES = frozenset(
    "share shares comments comment facebook twitter whatsapp instagram linkedin advertisement menu home "
    "unknown anonymous none null"
    " undefined updated published print email follow subscribe search photo video topics tags news n/a hinweis "
    "hauptinhalt"
    " nachrichten haber haberler anzeige werbung teilen merken drucken kommentare abonnieren suche startseite "
    "partager imprimer"
    " publicité commentaires accueil compartir imprimir publicidad comentarios inicio condividi stampa "
    "pubblicità commenti"
    " compartilhar publicidade comentários delen dela skriv tulosta udostępnij reklama sdílet paylaş yorumlar "
    "поделиться"
    " подписаться комментарии реклама главная новости 分享 评论 広告 シェア 공유 댓글".split()
) | {
    "read more",
    "abone ol",
    "weitere informationen",
    "leave a comment",
    "sign up",
    "log in",
    "share this",
    "follow us",
    "reading time",
    "read time",
    "mins read",
    "min read",
    "son güncelleme",
    "ultima modifica",
    "última modificación",
    "última atualização",
    "dernière mise à jour",
    "laatste update",
    "letzte aktualisierung",
    "table of contents",
    "no categories",
    "from wikipedia",
    "register today!",
}
"""Labels of buttons and places that stand where a byline might."""
EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Takes one character of Chinese, Japanese or Korean."""
EAST_ASIAN_ROLE = re.compile(
    r"\s*(?:[가-힣]*(?:기자|특파원|논설위원|칼럼니스트|앵커|교수|작가|위원|대표)|[本報报特約约實实習习见]*(?:記者|记者)|特派員|特派员|通讯员|編集委員"
    r"|編輯|编辑|論説委員|研究員|教授|さん)\s*"
)
"""Takes `기자` after a name and `记者` before or after one."""
DOMAIN = re.compile(
    r"(?:\w[\w\-]*\.)+(?:com|org|net|de|at|ch|fr|es|it|pl|ru|ua|tr|uk|co|md|lt|lv|ee|is|no|se|dk|fi|pt|br|in"
    r"|info|tv|eu)",
    re.IGNORECASE,
)
"""Takes `paper.example.com`, refuses `J.R.`."""
CUT_WORDS = frozenset(
    "with for in at from on mit für aus bei pour à para en desde per voor dla для из в w frá reports reporting "
    "writes schreibt"
    " berichtet skrifar as is".split()
)
"""Words after which a name is over."""


def author_of(piece: str, *, is_alone: bool, is_led: bool = False) -> Author | None:
    """The author that a piece names. `is_alone`: it is all there is; `is_led`: "By" or the like stood before it."""
    piece = _stripped(piece)
    if not piece or piece.lower() in NOT_NAMES or ": " in piece or not any(map(str.isalpha, piece)):
        return None
    agency = locate_agency(piece)
    if agency is not None and len(agency.shown) >= len(piece) // 2:
        return Author(piece, "Organization")
    if not piece.isascii() and EAST_ASIAN.search(piece):
        return _east_asian(piece)
    words = piece.split()
    if words[0] in CUT_WORDS:
        return None
    words = _before_affiliation(words)
    if _is_body(words):
        return _body(words, is_alone)
    person = _without_role(_cut(words))
    if len(words) > LONGEST_BODY_WORDS and not is_led:
        return None
    if not person:
        is_name = is_alone and len(words) <= LONGEST_PERSON_WORDS and (is_led or len(words) > 1)
        return Author(piece, "Organization") if is_name else None
    if len(person) == 1:
        is_initials = len(person[0]) < SHORTEST_LONE_NAME and not (len(person[0]) == 3 and person[0].istitle())
        is_name = is_alone and (is_led or not is_initials)
        return Author(person[0]) if is_name else None
    if len(person) > LONGEST_PERSON_WORDS or not (is_full_name(person) or (is_alone and _is_lower_name(words))):
        is_title = is_led and is_alone and len(words) <= LONGEST_TEAM and words[-1][0].isupper()
        return Author(piece, "Organization") if is_title and words == person else None
    return Author(" ".join(person))


def _before_affiliation(words: list[str]) -> list[str]:
    """A full name without ` on behalf of the Example Group` after it; else all words."""
    cut = next((index for index, word in enumerate(words) if word in CUT_WORDS), len(words))
    is_person = cut < len(words) and is_full_name(words[:cut]) and not _is_body(words[:cut])
    return words[:cut] if is_person and words[0].lower() != "the" else words


SHORTEST_LONE_NAME = 4
"""Letters; two or three alone are an avatar's or an editor's initials, except a name such as `Sam`."""


def _body(words: list[str], is_alone: bool) -> Author | None:
    cut = next((index for index, word in enumerate(words) if index and word in ("with", "mit", "avec")), len(words))
    words = words[:cut]
    is_name = len(words) <= LONGEST_BODY_WORDS and (is_alone or len(words) > 1)
    return Author(" ".join(words), "Organization") if is_name else None


def _is_lower_name(words: list[str]) -> bool:
    """`annette thurmon`: two words, letters only, as some sites write names."""
    return len(words) == 2 and all(word.isalpha() and 2 < len(word) <= LONGEST_LOWER_WORD for word in words)


LONGEST_LOWER_WORD = 12


def squeeze(name: str) -> str:
    """Letters and digits of a name in lower case: what two spellings of one name have in common."""
    return "".join(filter(str.isalnum, name.casefold()))


def is_full_name(words: list[str]) -> bool:
    """Whether the words look like given name and surname: capitals, initials, particles, or a script without case."""
    if len(words) < 2:
        return False
    words = [word for word in words if word != "/"]
    return (
        all(_is_name_word(word) for word in words)
        and _is_name_word(words[-1])
        and words[-1].lower() not in CUT_WORDS
        and not words[-1].endswith("-based")
    )


def is_role(words: list[str]) -> bool:
    """Whether the piece holds a role: `Political editor`, `CEO of Example`, `Head of Example`."""
    if len(words) > 1 and (words[0].lower(), words[1].lower()) == ("head", "of"):
        return True
    roles = byline_words("role")
    return any(word.lower().strip(".,:") in roles for word in words)


def is_team(name: str) -> bool:
    """Whether a newsroom's name says so itself: `The Example Team`, `Example-Redaktion`; not `Meet the Team`."""
    if len(name) > LONGEST_TEAM_NAME:
        return False
    words = name.lower().replace("-", " ").split()
    is_named = words[-1:] != ["team"] or words[0] not in TEAM_LABELS
    return 1 < len(words) <= LONGEST_TEAM and (words[-1] in TEAMS or words[0] in TEAMS) and is_named


TEAMS = frozenset(
    "team redaktion redaktionen redazione redacción redacao redação rédaction redactie redakcja redakce toimitus "
    "редакция редакція zespół newsroom".split()
)
TEAM_LABELS = frozenset("meet our contact join leadership executive management about view more your sales".split())
"""Words before `team` in the label of a page about the people of a company."""
LONGEST_TEAM = 4
"""Words."""
LONGEST_TEAM_NAME = 48
"""Characters."""


def _is_name_word(word: str) -> bool:
    letter = next((letter for letter in word if letter.isalpha()), "")
    if not letter:
        return False
    return not letter.islower() or word.lower() in PARTICLES or word[:2] in ("d'", "d’", "l'", "l’") or "-" in word


def _stripped(piece: str) -> str:
    piece = " ".join(piece.split()).strip(' ,;:|/\\–—-•·"“”»«*_()[]（）')
    return piece[:-1] if piece.endswith(".") and len(piece.rpartition(" ")[2]) > 3 else piece


def _is_body(words: list[str]) -> bool:
    """Whether the words name a newsroom, an institute or a site."""
    bodies = byline_words("organization")
    if words[0].lower() == "the" and len(words) > 1:
        return True
    if any(["." in word and DOMAIN.fullmatch(word) for word in (words[-1], words[0])]):
        return True
    parts = [part for word in words for part in word.lower().strip(".,:").split("-") if len(part) > 1]
    return not bodies.isdisjoint(parts)


def _cut(words: list[str]) -> list[str]:
    """The words before ` for the Example` or before the first word in lower case that is no particle."""
    for index, word in enumerate(words):
        is_article_next = index + 1 < len(words) and words[index + 1].lower() == "the"
        if index and word.lower() in CUT_WORDS and (word[0].islower() or is_article_next):
            return words[:index]
        if index >= 2 and not _is_name_word(word) and word.lower() not in byline_words("role"):
            return words[:index]
    return words


def _without_role(words: list[str]) -> list[str]:
    """A name without the role after it (`Jane Roe Lifestyle Writer`) or before it (`Reporter Jane Roe`)."""
    roles, modifiers = byline_words("role"), byline_words("modifier")
    last = len(words)
    while last > 2 and ((word := words[last - 1].lower().strip(".,:")) in roles or word in CREDENTIALS):
        last -= 1
    if last < len(words):
        while last > 2 and words[last - 1].lower() in modifiers:
            last -= 1
    first = 0
    while last - first > 2 and words[first].lower() in roles:
        first += 1
    rest = words[first:last]
    plain = (word.lower().strip(".,:") for word in rest)
    return [] if rest and all(word in roles or word in modifiers for word in plain) else rest


def _east_asian(piece: str) -> Author | None:
    name = EAST_ASIAN_ROLE.sub(" ", piece).strip()
    if not name:
        return Author(piece, "Organization")
    if any(
        form in name
        for form in (
            "編集部",
            "编辑部",
            "編輯部",
            "取材班",
            "新聞",
            "新闻",
            "日报",
            "日報",
            "通信",
            "뉴스",
            "신문",
            "网",
            "網",
            "センター",
        )
    ):
        return Author(name, "Organization")
    return Author(name) if len(name) <= LONGEST_EAST_ASIAN else None


LONGEST_EAST_ASIAN = 20
"""Characters; transcribed foreign names are the longest."""
