"""The index: everything put in is found, once, and what was committed stays."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copydesk.errors import IndexDamaged, OptionError, QueryError
from copydesk.search import FACETS, Document, Filters, Index, Question, prepare

BODIES = {
    "en": "The mayor opened the café on Monday. Rain fell on the old bridge, and nobody came to see it.",
    "de": "Die Straße am Fluss bleibt gesperrt. Der Bürgermeister sprach von höchster Gefahr für Köln.",
    "ru": "Ёлку на площади установили в декабре. Всё прошло спокойно, сообщили жители.",
    "kk": "Қазақстан астанасында жаңа көпір ашылды, деп хабарлады қала әкімдігі.",
    "ja": "東京都知事選挙で、現職の候補が当選した。投票率は六割を超えた。",
    "zh": "北京市今天发布暴雨预警，学校停课一天，地铁照常运行。",
    "th": "กรุงเทพมหานครเตือนน้ำท่วมหลังฝนตกหนักตลอดคืน",
    "ko": "서울에서 열린 회의에서 새로운 다리 건설 계획이 발표되었다.",
    "ar": "أعلنت المدينةُ عن افتتاح جسر جديد فوق النهر يوم الإثنين.",
    "hi": "शहर में नया पुल खुल गया, मेयर ने सोमवार को कहा।",
}
HEADLINES = {
    "en": "Café reopens after flood: what's next for O'Neill Bridge?",
    "de": "Köln sperrt Straße – höchste Gefahr",
    "ru": "Ёлка вернулась на площадь",
    "kk": "Қазақстанда көпір ашылды",
    "ja": "都知事選、現職が再選 iPhone発売日と重なる",
    "zh": "北京暴雨：学校停课",
    "th": "กรุงเทพฯ เตือนน้ำท่วม",
    "ko": "서울 새 다리 건설 발표",
    "ar": "افتتاح جسرٍ جديد في المدينة",
    "hi": "शहर में नया पुल",
}


def article(language: str, number: int = 0) -> Document:
    return Document(
        id=f"{language}-{number}",
        headline=HEADLINES[language],
        body=BODIES[language],
        url=f"https://www.{language}.example.org/news/{number}",
        publisher=f"The {language.upper()} Post",
        authors=("Ana Rossi",) if number % 2 == 0 else ("Ana Rossi", "Bo Lee"),
        agency="Reuters" if language == "en" else None,
        language=language,
        captions=("A bridge at dawn. Photo: Kim Novak",) if language == "en" else (),
        keywords=("weather",),
        section="World",
        date_published=f"202{number % 4}-0{number % 9 + 1}-15",
    )


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    found = Index.open(tmp_path_factory.mktemp("search") / "index", create=True)
    found.add(1, [article(language) for language in BODIES])
    found.add(2, [prepare(article("en", number)) for number in range(1, 8)])
    found.commit()
    return found


def ids(index: Index, text: str, **options: object) -> list[str]:
    return [hit.id for hit in index.search(Question(text, limit=50, **options)).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize("language", HEADLINES)
def test_every_word_of_a_headline_finds_its_article(index: Index, language: str) -> None:
    """In any script, a word that a reader copies from a headline leads to the article."""
    for word in HEADLINES[language].replace("–", " ").split():
        assert f"{language}-0" in ids(index, f'"{word}"'), word


@pytest.mark.parametrize("language", HEADLINES)
def test_a_headline_finds_its_article_as_a_phrase_and_as_a_query(index: Index, language: str) -> None:
    """Pasting a whole headline is how people look for an article they know."""
    assert f"{language}-0" in ids(index, f'"{HEADLINES[language]}"')
    assert f"{language}-0" in ids(index, HEADLINES[language])


@pytest.mark.parametrize(
    ("query", "language"),
    [("都知事", "ja"), ("選", "ja"), ("暴雨预警", "zh"), ("น้ำท่วม", "th"), ("ฝน", "th"), ("서울", "ko"), ("ekim*", None),
     ("елку", "ru"), ("казакстан", "kk"), ("bürger*", "de"), ("strasse", "de"), ("المدينة", "ar"), ("पुल", "hi")],
)  # fmt: skip
def test_words_inside_unspaced_text_and_in_plain_spelling_are_found(
    index: Index, query: str, language: str | None
) -> None:
    """Chinese, Japanese and Thai have no spaces, Korean hangs particles on, and few keyboards have every letter."""
    assert ids(index, query) == ([f"{language}-0"] if language else [])


def test_a_phrase_wants_its_words_in_order_and_in_one_field(index: Index) -> None:
    """Else quotation marks would do nothing; and a headline's end and a body's start are no phrase."""
    assert "en-0" in ids(index, '"old bridge"')
    assert ids(index, '"bridge old"') == []
    assert ids(index, '"事知"') == []
    assert ids(index, '"Novak weather"') == []
    assert "en-0" in ids(index, '"mayor café"~2')
    assert ids(index, '"mayor monday"~2') == []


def test_operators_fields_and_dates_choose(index: Index) -> None:
    """Each sign and field does what the manual says of it."""
    assert set(ids(index, "弾 OR 都知事 OR Ёлка")) == {"ja-0", "ru-0"}
    assert "en-0" not in ids(index, "* -café")
    assert len(ids(index, "NOT lang:en")) == len(BODIES) - 1
    assert ids(index, "headline:mayor") == []
    assert set(ids(index, "author:lee")) == {"en-1", "en-3", "en-5", "en-7"}
    assert ids(index, "site:ja.example.org") == ["ja-0"]
    assert ids(index, 'site:"the ja post"') == ["ja-0"]
    assert len(ids(index, "caption:novak")) == 8
    assert len(ids(index, "agency:reuters topic:weather section:world kind:article")) == 8
    assert set(ids(index, "lang:en date:2021")) == {"en-1", "en-5"}
    assert set(ids(index, "lang:en date:2021-02..2022-03")) == {"en-1", "en-5", "en-2"}
    assert ids(index, "url:news/7") == ["en-7"]
    assert ids(index, "https://www.en.example.org/news/7") == ["en-7"]


def test_filters_narrow_any_query(index: Index) -> None:
    """`--lang` and the like mean the same as the fields, and several values mean any of them."""
    assert set(ids(index, "", filters=Filters(languages=("ja", "TH")))) == {"ja-0", "th-0"}
    assert ids(index, "café", filters=Filters(sites=("en.example.org",), date_from="2023")) == ["en-7", "en-3"]
    assert ids(index, "café", filters=Filters(authors=("bo lee",), date_to="2021-02-15")) == ["en-1"]
    with pytest.raises(OptionError, match="no kind"):
        ids(index, "", filters=Filters(kinds=("novel",)))
    with pytest.raises(OptionError, match="swap"):
        ids(index, "", filters=Filters(date_from="2024", date_to="2023"))


def test_pages_of_hits_are_one_list_cut_in_pieces(index: Index) -> None:
    """Who turns the page must neither miss a hit nor see one twice, in every order."""
    for sort in ("relevance", "date", "oldest"):
        whole = [hit.id for hit in index.search(Question("café", sort=sort, limit=50)).hits]
        pages = [index.search(Question("café", sort=sort, offset=offset, limit=3)) for offset in range(0, 9, 3)]
        assert [hit.id for page in pages for hit in page.hits] == whole
        assert {page.total for page in pages} == {8}


def test_sorting_by_date_puts_the_newest_first_and_the_undated_last(tmp_path: Path) -> None:
    """A list by date that begins with what has no date is useless."""
    dates = (None, "2023", "2023-05", "2023-05-02T01:00:00+09:00", "2023-05-01T23:00:00Z", "1875-01-01")
    with Index.open(tmp_path / "index", create=True) as index:
        index.add(1, [Document(id=str(number), date_published=date) for number, date in enumerate(dates)])
        index.commit()
        assert ids(index, "", sort="date") == ["4", "3", "2", "1", "5", "0"]
        assert ids(index, "", sort="oldest") == ["5", "1", "2", "3", "4", "0"]


def test_facets_count_what_was_found(index: Index) -> None:
    """The numbers beside the hits must add up to them."""
    facets = {facet.name: facet for facet in index.search(Question("lang:en", facets=FACETS)).facets}
    assert facets["language"].counts == (("en", 8),)
    assert facets["author"].counts == (("Ana Rossi", 8), ("Bo Lee", 4))
    assert facets["year"].counts == (("2020", 2), ("2021", 2), ("2022", 2), ("2023", 2))
    assert facets["agency"].counts == (("Reuters", 8),)
    assert facets["site"].counts == (("en.example.org", 8),)
    assert facets["kind"].counts == (("article", 8),)
    few = index.search(Question(facets=("language",), facet_size=1)).facets[0]
    assert few.counts == (("en", 8),)
    assert few.others == len(BODIES) - 1


def test_highlights_are_ranges_of_the_original(index: Index) -> None:
    """What is highlighted is the word as the page wrote it, in every script."""
    shown = {}
    for query in ("cafe", "елку", "都知事", "น้ำท่วม", "서울", "höchst*", "gefahr"):
        hit = index.search(Question(query)).hits[0]
        assert hit.snippet is not None
        body = BODIES[hit.language or ""]
        assert body[hit.snippet.start :].startswith(hit.snippet.text)
        shown[query] = {hit.snippet.text[start:end] for start, end in hit.snippet.highlights}
    assert shown == {
        "cafe": {"café"},
        "елку": {"Ёлку"},
        "都知事": {"都知事"},
        "น้ำท่วม": {"น้ำท่วม"},
        "서울": {"서울"},
        "höchst*": {"höchster"},
        "gefahr": {"Gefahr"},
    }


def test_a_hit_in_a_caption_shows_the_caption(index: Index) -> None:
    """A snippet without the word that was asked for explains nothing."""
    snippet = index.search(Question("novak")).hits[0].snippet
    assert snippet is not None
    assert (snippet.source, [snippet.text[start:end] for start, end in snippet.highlights]) == ("caption", ["Novak"])


TEXT_PARTS = st.sampled_from(
    ["cafe ", "Café, ", "東京", "都知事選", "น้ำท่วม", "straße ", "été ", "x", " ", "한국", "ё", "\n\n"]
)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXT_PARTS, min_size=1, max_size=400).map("".join))
def test_a_snippet_is_a_piece_of_the_body_with_sound_ranges(text: str) -> None:
    """Whatever the text, the snippet stands in it and its ranges lie in order inside it."""
    from copydesk.search.nodes import positive_words
    from copydesk.search.parse import parse
    from copydesk.search.snippet import cut_snippet

    asked = positive_words(parse("cafe OR 都知事 OR ete OR น้ำท่วม OR strasse"))
    snippet = cut_snippet(text, asked, width=80, source="body")
    assert snippet is not None
    assert text[snippet.start : snippet.start + len(snippet.text)] == snippet.text
    edge = 0
    for start, end in snippet.highlights:
        assert edge <= start < end <= len(snippet.text)
        edge = end
    if "都知事" in text or re.search(r"\bCafé, ", text):  # `xCafé` is another word
        assert snippet.highlights


def test_adding_a_shard_twice_is_adding_it_once(tmp_path: Path) -> None:
    """After a kill the same shard is added again; nothing may stand there twice."""
    with Index.open(tmp_path / "index", create=True) as index:
        for _ in range(3):
            assert index.add(7, [article("en"), article("de")]) == 2
            index.commit()
        index.add(8, [])
        index.add(8, [])
        index.commit()
        assert index.shards() == {7: 2, 8: 0}
        assert sorted(ids(index, "")) == ["de-0", "en-0"]
        assert list(index.matches()) == [(7, 0), (7, 1)]
        index.remove(7)
        index.commit()
        assert index.shards() == {8: 0}
        assert ids(index, "") == []


def test_what_was_not_committed_is_not_there(tmp_path: Path) -> None:
    """A half-added shard must not be found, nor counted as held."""
    index = Index.open(tmp_path / "index", create=True)
    index.add(1, [article("en")])
    index.commit()
    index.add(2, [article("de")])
    index.close()
    assert Index.open(tmp_path / "index").shards() == {1: 1}


KILLED = """
import os, signal, sys
from copydesk.search import Document, Index
index = Index.open(sys.argv[1], create=True)
for shard in range(1, 100):
    index.add(shard, [Document(id=f"{shard}-{row}", headline="flood", body="word " * 300) for row in range(20)])
    index.commit()
    print(shard, flush=True)
    if shard == int(sys.argv[2]):
        index.add(shard + 1, [Document(id="lost", headline="flood")])
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_killed_writer_loses_nothing_that_was_committed(tmp_path: Path) -> None:
    """Machines go away; the index must open again with all commits, and take more."""
    folder = tmp_path / "index"
    for last in (3, 1):
        command = [sys.executable, "-c", KILLED, str(folder), str(last)]
        run = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ), check=False)
        assert run.returncode == -signal.SIGKILL, run.stderr
    with Index.open(folder) as index:
        assert index.shards() == {1: 20, 2: 20, 3: 20}
        assert index.search(Question("flood")).total == 60
        index.add(4, [article("en")])
        index.commit()
        assert index.shards()[4] == 1


def test_a_second_writer_is_told(tmp_path: Path) -> None:
    """Two writers would tear the index; the second must hear why it cannot."""
    with Index.open(tmp_path / "index", create=True) as first, Index.open(tmp_path / "index") as second:
        first.add(1, [article("en")])
        with pytest.raises(IndexDamaged, match="another process writes"):
            second.add(2, [article("de")])


def test_a_missing_torn_or_foreign_index_says_so(tmp_path: Path) -> None:
    """`check` builds it anew; whoever searches must be told, not shown an empty page."""
    folder = tmp_path / "index"
    with pytest.raises(IndexDamaged, match="no search index"):
        Index.open(folder)
    with Index.open(folder, create=True) as index:
        index.add(1, [article("en")])
        index.commit()
    (folder / "copydesk-index.json").write_text(json.dumps({"version": 999}))
    with pytest.raises(IndexDamaged, match="version 999"):
        Index.open(folder)
    Index.rebuild(folder, [(1, [article("en")]), (2, [article("de")])]).close()
    assert Index.open(folder).shards() == {1: 1, 2: 1}
    (folder / "meta.json").write_text("{")
    with pytest.raises(IndexDamaged):
        Index.open(folder)


def test_matches_come_in_the_archives_order_whatever_the_query(index: Index) -> None:
    """Export reads shards from start to end; a match out of order would make it read them twice."""
    places = list(index.matches("café OR 都知事"))
    assert places == sorted(places)
    assert len(places) == 9


def test_a_shared_answer_does_not_depend_on_how_shards_were_committed(tmp_path: Path) -> None:
    """The same archive must give the same answer, however it was put together."""
    shards = {number: [article("en", number * 10 + row) for row in range(5)] for number in range(1, 6)}
    orders = []
    for name, commits in (("one", (5,)), ("many", (1, 2, 3, 4, 5))):
        with Index.open(tmp_path / name, create=True) as index:
            for number, documents in shards.items():
                index.add(number, documents)
                if number in commits:
                    index.commit()
            orders.append([hit.id for hit in index.search(Question("café bridge", limit=7)).hits])
    assert orders[0] == orders[1]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_any_query_is_answered_or_refused(index: Index, text: str) -> None:
    """Whatever is typed reaches the index as a sound question, or comes back with a column."""
    try:
        index.search(Question(text, facets=("site",)))
    except QueryError as error:
        assert error.column >= 1


def test_nobody_writes_after_close(tmp_path: Path) -> None:
    """The next process may write at once, and whoever may read the folder may search."""
    body = " ".join(f"word{number} other{number % 97}" for number in range(1000))
    with Index.open(tmp_path / "index", create=True) as index:
        for shard in range(1, 9):  # eight segments are merged
            index.add(shard, [Document(id=f"{shard}-{n}", kind="article", body=body) for n in range(40)])
            index.commit()
        index.add(9, [Document(id="9", kind="article", body="unsaid")])
    names = {path.name: path.stat().st_mode for path in (tmp_path / "index").iterdir()}
    time.sleep(0.3)
    after = {path.name: path.stat().st_mode for path in (tmp_path / "index").iterdir()}
    assert after == names and names["meta.json"] == names[".managed.json"] == names["copydesk-index.json"]
    with Index.open(tmp_path / "index") as index:
        assert sorted(index.shards()) == list(range(1, 9)) and index.search(Question("unsaid")).total == 0
