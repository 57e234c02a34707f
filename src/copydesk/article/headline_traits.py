"""What an offered headline looks like beside the other offers, the site's name, the address and the kind of page.

In: Offers. Out: the traits of each, complete, ready to be weighed. Left to others: the weights (`headline_weights`).
"""

from __future__ import annotations

import re
from math import log
from urllib.parse import unquote, urlsplit

from copydesk.article.headline_offers import Offers, names_site
from copydesk.article.view import View

WORD = re.compile(r"[^\W_]+")
"""Takes one word or number of a headline or address."""

WHOLE_SORTS = frozenset(("og", "twitter", "title", "json-ld", "json-ld name", "part", "later part", "h1",
                         "meta title", "meta", "microdata", "json-ld page"))  # fmt: skip
"""Sources that give a text as a whole; the more of them agree, the better."""
CROSSED_SORTS = ("og", "title", "h1", "part")
"""Sources whose worth depends on the kind of page."""
COMPARED_SORTS = ("og", "title", "h1", "part", "json-ld", "twitter")
"""Sources with whose words an offer's words are compared."""
LIKE = {sort: f"like {sort}" for sort in COMPARED_SORTS}
KIND_GROUPS = {"collection": "listing"}
"""Kinds that are too rare to be told apart."""


def describe_offers(offers: Offers, view: View) -> None:
    """Complete the traits of all offers in place."""
    found = offers.found
    words = {key: frozenset(_words(offer.text)) for key, offer in found.items()}
    counts = {key: len(WHOLE_SORTS & offer.traits.keys()) for key, offer in found.items()}
    wholes = [key for key, count in counts.items() if count]
    compared = [(sort, [key for key in wholes if sort in found[key].traits]) for sort in COMPARED_SORTS]
    compared = [(sort, keys) for sort, keys in compared if keys]
    sorts = {sort for sort, _ in compared}
    url = view.page.capture.url
    path = _path(url)
    is_home = bool(url) and not path.strip("/")
    slug = _slug(path.rstrip("/").rsplit("/", 1)[-1])
    path_words = _slug(path) if slug else slug
    kind = KIND_GROUPS.get(view.parts.kind, view.parts.kind)
    has_og = "og" in sorts
    crossed = _crossed(kind, has_story="json-ld" in sorts, is_home=is_home)
    for key, offer in found.items():
        traits = offer.traits
        _look(traits, offer.text, len(words[key]))
        _hold(traits, offer.text)
        _stand_among(traits, key, wholes)
        _name_site(traits, key, offers.names, is_home=is_home)
        _agree(traits, counts[key], has_og=has_og)
        for sort, names in crossed:
            if sort in traits:
                for name in names:
                    traits[name] = 1.0
        own = words[key]
        like = {whole: _likeness(own, words[whole]) for whole in wholes}
        for sort, keys in compared:
            traits[LIKE[sort]] = like[keys[0]] if len(keys) == 1 else max([like[whole] for whole in keys])
        _match_address(traits, words[key], slug, path_words)
        if is_home:
            traits.update({AT_HOME[name]: traits[name] for name in AT_HOME if name in traits})


HOME_TRAITS = ("title head", "title tail", "og head", "og tail", "piece", "names the site", "holds dash", "holds bar",
               "words", "json-ld name")  # fmt: skip
"""Traits that are worth something else on a site's first page, whose headline is often the site's name."""
AT_HOME = {name: f"{name} at home" for name in HOME_TRAITS}


def _path(url: str | None) -> str:
    if not url:
        return ""
    plain = PLAIN_ADDRESS.match(url) if url.isascii() and url.isprintable() else None
    if plain is not None:
        return unquote(plain["path"])
    try:
        return unquote(urlsplit(url).path)
    except ValueError:
        return ""


PLAIN_ADDRESS = re.compile(r"https?://[^/?#\[\]]*(?P<path>/[^?#]*|(?=[?#]|$))")
"""Takes the path of `https://news.example/a?b`, at a fifth of the library's price; refuses `//[::1]/a`."""


def _slug(text: str) -> frozenset[str]:
    """Words of a piece of an address, without its numbers."""
    return frozenset([word for word in _words(text) if not word.isdigit()])


def _words(text: str) -> list[str]:
    """Words and numbers in lower case."""
    lower = text.lower()
    return lower.translate(ASCII_SPACES).split() if lower.isascii() else WORD.findall(lower)


ASCII_SPACES = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))
"""Puts a space for every mark of a text in ASCII: to split it then takes half the time of the pattern."""


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    if one is other:
        return 1.0 if one else 0.0
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def _look(traits: dict[str, float], text: str, count: int) -> None:
    traits["length"] = min(MOST_CHARACTERS, len(text)) / 100
    traits["words"] = log(1 + count)
    if count == 2:
        traits["2 words"] = 1.0
    if text.endswith(("...", "…")):
        traits["cut short"] = 1.0
    if text.isupper():
        traits["capitals"] = 1.0


MOST_CHARACTERS = 200
"""From here on a headline grows no worse by its length."""


HELD = ((" | ", "bar"), (" ｜ ", "bar"), (" » ", "bar"), (" - ", "dash"), (" – ", "dash"), (" — ", "dash"),
        (": ", "colon"), ("： ", "colon"))  # fmt: skip
"""Separators that may be left inside an offer."""
HOLDERS = ("part", "og", "title", "h1", "json-ld")
"""Sources in which a separator says something of its own: a bar in a shown heading was put there for readers."""
HOLDING = {(holder, mark): f"{holder} holds {mark}" for holder in HOLDERS for _, mark in HELD}


def _hold(traits: dict[str, float], text: str) -> None:
    """Which separators the text still holds, and which source left them in it."""
    for mark in [mark for sign, mark in HELD if sign in text]:
        for holder in HOLDERS:
            if holder in traits:
                traits[HOLDING[holder, mark]] = 1.0
        traits[f"holds {mark}"] = 1.0


def _stand_among(traits: dict[str, float], key: str, wholes: list[str]) -> None:
    """Whether other whole texts hold this one, or the other way round."""
    is_piece, is_inside, is_end, is_around = True, False, False, False
    for other in wholes:
        if key == other:
            is_piece = False
        elif key in other:
            is_inside = True
            is_end = is_end or other.endswith(key)
        elif other in key:
            is_around = True
    is_shown = "part" in traits
    if is_inside:
        traits["inside another"] = 1.0
        if is_shown:
            traits["part inside another"] = 1.0
        if is_end:
            traits["end of another"] = 1.0
    if is_around:
        traits["around another"] = 1.0
        if is_shown:
            traits["part around another"] = 1.0
    if is_piece:
        traits["piece"] = 1.0


def _name_site(traits: dict[str, float], key: str, names: frozenset[str], *, is_home: bool) -> None:
    if key in names:
        traits["is the site"] = 1.0
        if is_home:
            traits["is the site at home"] = 1.0
    elif names_site(key, names):
        traits["names the site"] = 1.0
        if "piece" not in traits:
            traits["names the site whole"] = 1.0


def _agree(traits: dict[str, float], count: int, *, has_og: bool) -> None:
    traits["sources"] = count
    if count > 1:
        traits["two sources"] = 1.0
    if "og" in traits:
        traits.pop("twitter", None)
    elif has_og and ("title head" in traits or "title tail" in traits):
        traits["title cut beside og"] = 1.0


def _crossed(kind: str, *, has_story: bool, is_home: bool) -> list[tuple[str, list[str]]]:
    """Each source whose worth depends on the page with the traits that say of what sort the page is."""
    endings = [f"of {kind}"] + ["of story"] * has_story + ["at home"] * is_home
    return [(sort, [f"{sort} {ending}" for ending in endings]) for sort in CROSSED_SORTS]


def _match_address(traits: dict[str, float], words: frozenset[str], slug: frozenset[str], path: frozenset[str]) -> None:
    if slug:
        shared = len(words & slug)
        traits["of address"] = shared / len(slug)
        traits["in address"] = shared / max(1, len(words))
        traits["in path"] = len(words & path) / max(1, len(words))
