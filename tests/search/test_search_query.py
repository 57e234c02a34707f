"""The query language: any string is a query or a typed error that says where."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.errors import QueryError
from copydesk.search.nodes import And, Days, Everything, Not, Or, Value, Words
from copydesk.search.parse import FIELDS, parse

SIGNS = st.sampled_from(
    [*'()"+-*|:~“”« ', "AND", "OR", "NOT", " ", "..", "date:", "2023-11", "headline:", "lang:", "kind:", "foo:", "地震"]
)


@given(st.one_of(st.text(max_size=80), st.lists(st.one_of(SIGNS, st.text(max_size=5)), max_size=30).map("".join)))
def test_any_string_is_a_query_or_an_error_with_a_column(text: str) -> None:
    """Whatever is typed, the answer is hits or a place to look at: never a crash."""
    try:
        parse(text)
    except QueryError as error:
        assert 1 <= error.column <= len(text) + 1
        assert str(error).startswith(f"column {error.column}: ")


@pytest.mark.parametrize(
    ("query", "column", "words"),
    [
        ('flood "heat wave', 7, "close the phrase"),
        ("(flood", 1, "never closed"),
        ("flood)", 6, "closes nothing"),
        ("flood headlin:fire", 7, "did you mean headline:?"),
        ("flood OR", 7, "needs a word after"),
        ("OR flood", 1, "needs a word before"),
        ("flood AND OR fire", 7, "needs a word after"),
        ("NOT", 1, "needs a word after"),
        ("date:2023-13", 6, "no month 13"),
        ("date:2023-02-30", 6, "28 days"),
        ("date:yesterday", 6, "not a date"),
        ("date:2024..2023", 6, "ends before it begins"),
        ("x date:..", 8, "one side"),
        ("cl*mate", 3, "end of a word only"),
        ("c*", 2, "at least 2 letters"),
        ("kind:novel", 6, "no kind"),
        ("— …", 1, "no word"),
        ('"a b"~', 6, "how many other words"),
        ("(" * 99 + "a" + ")" * 99, 32, "inside each other"),
        ("a " * 300, 401, "more than 200 words"),
        ("headline:", 1, "right after it"),
    ],
)
def test_an_error_names_the_column_and_what_to_do(query: str, column: int, words: str) -> None:
    """Whoever mistyped looks at the column first and wants to know what to type instead."""
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert caught.value.column == column
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("query", "column"),
    [
        ("author: mills", 1),
        ("flood date: 2024", 7),
        ("author:", 1),
        ("(flood Title:)", 8),
        ("author：　mills", 1),
        ('"Wall Jour*"', 11),
        ('author:"ana ros*"~2', 16),
    ],
)
def test_what_is_half_meant_is_not_guessed_at(query: str, column: int) -> None:
    """A space after the colon, or a star in a phrase, would silently look for something else."""
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert caught.value.column == column


@pytest.mark.parametrize(
    "query", ["16:30", "https://example.org/a:b", "Breaking: news", '"author: mills"', '"M*A*S*H"']
)
def test_a_colon_or_a_star_in_a_text_is_searched(query: str) -> None:
    """Times, addresses, headlines and names are pasted as they are."""
    parse(query)


def test_an_error_survives_the_way_between_processes() -> None:
    """A web server's worker sends it to whoever asked."""
    with pytest.raises(QueryError) as caught:
        parse("(a")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.column, str(again)) == (caught.value.column, str(caught.value))


def test_words_are_joined_by_and_and_or_binds_less() -> None:
    """`a b OR c` means both of the first or the last, as in every search box that has OR."""
    tree = parse("a1 b1 OR c1")
    assert isinstance(tree, Or)
    assert isinstance(tree.children[0], And)
    assert isinstance(tree.children[1], Words)


def test_signs_mean_what_they_mean_elsewhere() -> None:
    """Minus and NOT leave out, plus asks for, parentheses group, wide signs are signs."""
    assert parse("flood -fire") == And((parse("flood"), Not(parse("       fire"))))
    assert parse("+flood") == Words("text", parse("flood").terms, 2)  # type: ignore[union-attr]
    assert isinstance(parse("（flood OR fire）"), Or)
    assert isinstance(parse("“heat wave”"), Words)
    assert parse("*") == Everything() == parse("  ")


def test_a_hyphen_inside_a_word_is_no_sign() -> None:
    """COVID-19 is a name, not COVID without 19."""
    tree = parse("COVID-19")
    assert isinstance(tree, Words)
    assert tree.terms.tokens == ("covid", "19")


def test_fields_take_words_phrases_and_groups() -> None:
    """A field holds for what stands right after it, and for a whole group."""
    group = parse("headline:(flood OR fire)")
    assert isinstance(group, Or)
    assert {child.field for child in group.children if isinstance(child, Words)} == {"headline"}
    assert parse("lang:PT-br") == Value("lang", "pt-br")
    assert parse("date:2023-11..2024-02") == Days(20231101, 20240229)
    assert parse("date:>=2023-11-09") == Days(20231109, None)
    assert parse("year:2020") == Days(20200101, 20201231)
    for name in FIELDS:
        value = {"date": "2023", "kind": "article"}.get(name, "word")
        parse(f"{name}:{value}")


def test_a_pasted_headline_is_a_query() -> None:
    """Colons before a space, dashes, times and addresses occur in headlines and are no fields."""
    for headline in ("Breaking: storm – live", "At 10:30, the end", "https://example.org/a?b=c", "Q&A / What's next?"):
        parse(headline)
