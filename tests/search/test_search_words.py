"""Words of all scripts: what readers take for the same word is found."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.search.aligned import align
from copydesk.search.fold import fold
from copydesk.search.words import splitter

SCRIPTS = (
    "abcXYZéüñßæøłđçőİı09 '-_.",
    "абвЁёйҚқҒғұөіїґ «»",
    "東京都知事選挙のニュースｶﾞｲガが発売日。、",
    "서울에서한국뉴스가나다",
    "กรุงเทพมหานครน้ำท่วมข่าว",
    "كتابمُحَمَّدأإآىیکـ١٢",
    "हिन्दीक़लमसमाचार",
    "שָׁלוֹםעולם",
    "ΑθήναςΕλλάδα",
    "\u0301\u0308\u00ad\u200c\u200b\u3099",
)
TEXTS = st.text(alphabet=st.one_of([st.sampled_from(script) for script in SCRIPTS] + [st.characters()]), max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "cafe"),
        ("São Paulo", "sao paulo"),
        ("Łódź", "lodz"),
        ("straße", "STRASSE"),
        ("ёлка", "ЕЛКА"),
        ("Қазақстан", "казакстан"),
        ("İstanbul", "istanbul"),
        ("Αθήνα", "αθηνα"),
        ("مُحَمَّد", "محمد"),
        ("إيران", "ایران"),
        ("١٢٣", "123"),
        ("क़लम", "कलम"),
        ("שָׁלוֹם", "שלום"),
        ("ｶﾞｽ", "ガス"),
        ("Đà Nẵng", "da nang"),
        ("น้ำ", "น้ํา"),
    ],
)
def test_spellings_of_one_word_are_one(one: str, other: str) -> None:
    """Nobody should have to type an accent, a diacritic or a width to find a word."""
    assert splitter().index_text(one) == splitter().index_text(other)


@pytest.mark.parametrize(("one", "other"), [("мой", "мои"), ("год", "гот"), ("ガス", "カス"), ("कि", "का")])
def test_different_words_stay_apart(one: str, other: str) -> None:
    """Folding that goes too far fills the page with other words."""
    assert splitter().index_text(one) != splitter().index_text(other)


@given(TEXTS)
def test_folding_twice_is_folding_once(word: str) -> None:
    """Index and query may meet at any stage: a folded word is its own folded form."""
    assert fold(fold(word)) == fold(word)


@given(TEXTS)
def test_composed_and_decomposed_text_are_one(text: str) -> None:
    """Some systems write é as two characters; a reader sees no difference, and no search may."""
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert splitter().index_text(composed) == splitter().index_text(decomposed)


@given(TEXTS)
def test_a_token_holds_no_space(text: str) -> None:
    """The index parts tokens at spaces: one inside would shift every phrase after it."""
    tokens = splitter().index_text(text).split(" ")
    assert all(token.split() == [token] for token in tokens if token)


@given(TEXTS)
def test_the_words_of_a_text_do_not_depend_on_what_else_stands_in_it(text: str) -> None:
    """Texts of few scripts are split in a shorter way; they must give the same words as beside a Chinese one."""
    assert [*splitter().index_text(text).split(), "東"] == splitter().index_text(f"{text} 東").split()


@given(TEXTS)
def test_a_query_of_the_text_itself_asks_for_tokens_that_are_there(text: str) -> None:
    """A headline pasted as a phrase must find its article."""
    terms = splitter().terms(text)
    tokens = splitter().index_text(text).split()
    if terms is None:
        assert tokens == []
    else:
        wanted = list(terms.tokens)
        if terms.is_prefix:
            assert tokens[: len(wanted) - 1] == wanted[:-1]
            assert tokens[len(wanted) - 1].startswith(wanted[-1])
        else:
            assert tokens[: len(wanted)] == wanted


@given(TEXTS)
def test_places_of_an_aligned_text_lie_in_the_original(text: str) -> None:
    """A highlight outside the text, or the wrong way round, breaks whoever draws it."""
    aligned = align(text)
    for at, character in enumerate(aligned.text):
        if character != " ":
            start, end = aligned.original(at, at + 1)
            assert 0 <= start < end <= len(text)
