"""Bylines give names: nothing around them, nothing of them lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.values.names import parse_byline

BYLINES = [
    ("By Jane Roe", ["Jane Roe"]),
    ("by Jane Roe", ["Jane Roe"]),
    ("BY JANE ROE", ["JANE ROE"]),
    ("By Jane Roe and Ali Bey, Political editor, in Ankara", ["Jane Roe", "Ali Bey"]),
    ("By Jane Roe, Ali Bey and Mia Ott", ["Jane Roe", "Ali Bey", "Mia Ott"]),
    ("By Jane Roe, Ali Bey, and Mia Ott", ["Jane Roe", "Ali Bey", "Mia Ott"]),
    ("BY JANE ROE AND ALI BEY", ["JANE ROE", "ALI BEY"]),
    ("By Jane Roe And Ali Bey For The Sunday Paper", ["Jane Roe", "Ali Bey"]),
    ("Jane Roe & Ali Bey", ["Jane Roe", "Ali Bey"]),
    ("Jane Roe | 5 min read", ["Jane Roe"]),
    ("By Jane Roe Nov 9, 2023 4:12 pm", ["Jane Roe"]),
    ("By Jane Roe @janeroe Reporter", ["Jane Roe"]),
    ("By Jane Roe jane.roe@paper.example", ["Jane Roe"]),
    ("By Jane Roe for the Daily Paper", ["Jane Roe"]),
    ("Jane Roe, BBC News", ["Jane Roe"]),
    ("Jane Roe, MD, PhD", ["Jane Roe"]),
    ("Jane Roe Lifestyle Writer", ["Jane Roe"]),
    ("Jane Roe, Chief Political Correspondent", ["Jane Roe"]),
    ("Reporting by Jane Roe in London; editing by Ali Bey", ["Jane Roe"]),
    ("Kaufman, Jeff T.", ["Kaufman, Jeff T."]),
    ("By Martin L. King, Jr.", ["Martin L. King, Jr."]),
    ("By Ludwig van der Rohe", ["Ludwig van der Rohe"]),
    ("By Khalid bin Walid", ["Khalid bin Walid"]),
    ("J.R. Roe", ["J.R. Roe"]),
    ("By Associated Press", ["Associated Press"]),
    ("By JANE ROE, Associated Press", ["JANE ROE", "Associated Press"]),
    ("MND Staff", ["MND Staff"]),
    ("Posted by: jane77", ["jane77"]),
    ("Von Anna Müller und Jörg Schmidt", ["Anna Müller", "Jörg Schmidt"]),
    ("Von Anna Müller, Berlin", ["Anna Müller"]),
    ("Text: Anna Müller, Fotos: Max Muster", ["Anna Müller"]),
    ("Das Interview führte Anna Müller.", ["Anna Müller"]),
    ("Redaktion", ["Redaktion"]),
    ("Par Jean Dupont et Marie Curie", ["Jean Dupont", "Marie Curie"]),
    ("Propos recueillis par Marie Curie", ["Marie Curie"]),
    ("Por Ana Pérez y Luis Gómez", ["Ana Pérez", "Luis Gómez"]),
    ("Por Ana de la Cruz", ["Ana de la Cruz"]),
    ("Por João da Silva e Ana Reis", ["João da Silva", "Ana Reis"]),
    ("di Mario Rossi", ["Mario Rossi"]),
    ("Di Maio", ["Di Maio"]),
    ("Door Jan de Vries en Piet Bakker", ["Jan de Vries", "Piet Bakker"]),
    ("Av Kari Nordmann og Ola Hansen", ["Kari Nordmann", "Ola Hansen"]),
    ("Autor: Jan Kowalski i Anna Nowak", ["Jan Kowalski", "Anna Nowak"]),
    ("Автор: Иван Иванов", ["Иван Иванов"]),
    ("Текст: Мария Петрова, фото: Олег Сидоров", ["Мария Петрова"]),
    ("Ольга Коваленко та Ірина Бойко", ["Ольга Коваленко", "Ірина Бойко"]),
    ("Yazan: Ayşe Yılmaz", ["Ayşe Yılmaz"]),
    ("بقلم أحمد علي", ["أحمد علي"]),
    ("लेखक: राम कुमार", ["राम कुमार"]),
    ("作者：王小明", ["王小明"]),
    ("记者 张三 李四", ["张三", "李四"]),
    ("文/张三", ["张三"]),
    ("取材・文：田中太郎", ["田中太郎"]),
    ("홍길동 기자", ["홍길동"]),
    ("홍길동 기자 외 1명", ["홍길동"]),
    ("Penulis: Budi Santoso", ["Budi Santoso"]),
    ("Jane Roe on behalf of the Harbour Group", ["Jane Roe"]),
    ("Jane (Ann) Roe", ["Jane (Ann) Roe"]),
    ("Jane Roe and Ali Bey, The Harbour Paper", ["Jane Roe", "Ali Bey"]),
    ("harbour.de, Kiel, Germany", ["harbour.de"]),
    ("The Harbour Team", ["The Harbour Team"]),
    ("By Ask the Doctors", ["Ask the Doctors"]),
    ("Jane Roe, Head of Marketing and Sales", ["Jane Roe"]),
]


@pytest.mark.parametrize(("byline", "names"), BYLINES)
def test_a_byline_gives_its_names(byline: str, names: list[str]) -> None:
    """The list of authors is what archives are searched by."""
    assert [author.name for author in parse_byline(byline)] == names


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Updated 3 hours ago",
        "5 min read",
        "Reading time: 2 minutes",
        "Son Güncelleme : 30.04.2024 - 16:49",
        "Ultima modifica 19 Febbraio 2020 12:02",
        "9 November 2023",
        "jane@paper.example",
        "Share",
        "Editing by Ali Bey",
        "Fotos: Max Muster",
        "The president said on Tuesday that he would go home as soon as the talks were over.",
    ],
)
def test_what_names_no_author_gives_none(text: str) -> None:
    """A button or a sentence is nobody."""
    assert parse_byline(text) == ()


@pytest.mark.parametrize(
    ("text", "kind"), [("By Reuters", "Organization"), ("Editorial Team", "Organization"), ("Jane Roe", "Person")]
)
def test_newsrooms_and_agencies_are_organizations(text: str, kind: str) -> None:
    """schema.org parts people from organizations, and so do readers."""
    assert [author.type for author in parse_byline(text)] == [kind]


def test_a_name_said_twice_is_one_author() -> None:
    """Sites print the byline above and below the story."""
    assert [author.name for author in parse_byline("Jane Roe | Jane Roe")] == ["Jane Roe"]


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Bylines hold anything, and a name is never empty."""
    assert all(author.name.strip() for author in parse_byline(text))
