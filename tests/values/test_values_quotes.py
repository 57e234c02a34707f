"""Direct quotations are found where somebody speaks, with the speaker the sentence names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.records import Passage, join_passages
from copydesk.values.quote_spans import find_spans
from copydesk.values.quotes import find_quotations


def quotes(text: str, language: str | None = "en") -> list[tuple[str, str | None]]:
    """(text, speaker) of the quotations in paragraphs parted by blank lines."""
    passages = [Passage("paragraph", piece) for piece in text.split("\n\n")]
    return [(quotation.text, quotation.speaker) for quotation in find_quotations(passages, language)]


SPOKEN = [
    (
        "en",
        "Jane Roe said: “We have waited long.\n\n“Nobody will have to pay,” she added.",
        [("We have waited long.", "Jane Roe"), ("Nobody will have to pay,", "Jane Roe")],
    ),
    (
        "en",
        "“It is cheap,” said lead author Jane A. Roe, a doctor.",
        [("It is cheap,", "lead author Jane A. Roe")],
    ),
    (
        "en",
        "Jane Roe, Chair of the Town Union said: “We have seen enough of it.”",
        [("We have seen enough of it.", "Jane Roe")],
    ),
    (
        "en",
        "“It’s over,” Jane Roe said. “Nobody’s coming back.\n\n“And nobody’s to blame.”",
        [("It’s over,", "Jane Roe"), ("Nobody’s coming back.", "Jane Roe"), ("And nobody’s to blame.", "Jane Roe")],
    ),
    ("en", "“We have large plans for trade,” he said.", [("We have large plans for trade,", "he")]),
    ("en", "“We have large plans,” said Jane Roe on Monday.", [("We have large plans,", "Jane Roe")]),
    ("en", "“No comment,” said Mr. Roe, who runs the company.", [("No comment,", "Mr. Roe")]),
    ("en", '"We have plans," Jane Roe, a spokeswoman for the firm, told reporters.', [("We have plans,", "Jane Roe")]),
    ("en", '"It works," foreign minister Ali Bey said.', [("It works,", "foreign minister Ali Bey")]),
    ("en", "The minister said: “We will go on.”", [("We will go on.", "The minister")]),
    (
        "en",
        "According to Jane Roe, “the plan will never work at all.”",
        [("the plan will never work at all.", "Jane Roe")],
    ),
    (
        "en",
        "Roe said they had set “really ambitious tasks for the whole region.”",
        [("really ambitious tasks for the whole region.", "Roe")],
    ),
    (
        "en",
        "David Roe, an officer who responded said: “She told a bizarre tale.”",
        [("She told a bizarre tale.", "David Roe")],
    ),
    (
        "en",
        "“A plan is good,” she said, “but a budget is better.”",
        [("A plan is good,", "she"), ("but a budget is better.", "she")],
    ),
    (
        "en",
        "“It is over,” Roe said. “Nobody will come back here.”",
        [("It is over,", "Roe"), ("Nobody will come back here.", "Roe")],
    ),
    (
        "en",
        "On Monday, Jane Roe praised the plan, saying “it is the best that we ever had.”",
        [("it is the best that we ever had.", "Jane Roe")],
    ),
    ("en", "“We were asked,” Roe began, before she was told if they would say more.", [("We were asked,", "Roe")]),
    (
        "en",
        "“We plan to stay here,” said Events Owner and Planner Jane Roe.",
        [("We plan to stay here,", "Events Owner and Planner Jane Roe")],
    ),
    (
        "en",
        "The Ministry of Trade on Sunday confirmed the use of “many weapons of another type and make.”",
        [("many weapons of another type and make.", "The Ministry of Trade")],
    ),
    (
        "en",
        "Jane Roe, the chief of the union, said envoys from member states will meet to “talk over what can be done.”",
        [("talk over what can be done.", "Jane Roe")],
    ),
    ("en", "As Roe puts it: “Nobody wanted to stay.”", [("Nobody wanted to stay.", "Roe")]),
    (
        "en",
        "“There is no other way than this one,” as Jane Roe explains in a film.",
        [("There is no other way than this one,", "Jane Roe")],
    ),
    (
        "en",
        '"It was all over, and then he came back to me.”',
        [("It was all over, and then he came back to me.", None)],
    ),
    (
        "en",
        "The Town Post reported:\n\n“The mayor has left the town for good.”",
        [("The mayor has left the town for good.", "The Town Post")],
    ),
    (
        "en",
        "Roe notes that the new rules can help with “bringing down what it costs us all.”",
        [("bringing down what it costs us all.", "Roe")],
    ),
    ("es", "“Es un buen plan“, apunta el juez.", [("Es un buen plan", "el juez")]),
    (
        "it",
        'Roma infatti ha sottolineato di volere "rispetto e cooperazione per tutti i paesi".',
        [("rispetto e cooperazione per tutti i paesi", "Roma")],
    ),
    ("de", "«Das ist ein guter Plan», sagte der Sprecher kämpferisch.", [("Das ist ein guter Plan", "der Sprecher")]),
    ("de", "«Das ist ein guter Plan», sagt Karl ad-Din.", [("Das ist ein guter Plan", "Karl ad-Din")]),
    ("de", "„Ein wenig, ja“, sagt General C.Q. Braun.", [("Ein wenig, ja", "General C.Q. Braun")]),
    (
        "de",
        "„Wir wollen mehr“, sagte der Gesundheits-, Sozial- und Finanzdirektor Karl Meier.",
        [("Wir wollen mehr", "der Gesundheits-, Sozial- und Finanzdirektor Karl Meier")],
    ),
    (
        "de",
        "Angesichts der Angst im Land erklärte er, dass „alle gemeinsam nach einer Lösung suchen müssen.“",
        [("alle gemeinsam nach einer Lösung suchen müssen.", "er")],
    ),
    ("de", "„Das ist ein guter Plan“, sagte Anna Müller am Montag.", [("Das ist ein guter Plan", "Anna Müller")]),
    ("de", "Müller sagte: „Wir werden das nicht hinnehmen.“", [("Wir werden das nicht hinnehmen.", "Müller")]),
    (
        "de",
        "Am Montag sagte der Sprecher: „Wir werden das nicht hinnehmen.“",
        [("Wir werden das nicht hinnehmen.", "der Sprecher")],
    ),
    (
        "en",
        "The country wanted its “place in the sun,” declared a later chancellor, Karl von Roe, in 1897.",
        [("place in the sun,", "a later chancellor")],
    ),
    (
        "en",
        '"Trains would do much for it," said Jane Roe and asked: "Why should we wait for another year?"',
        [("Trains would do much for it,", "Jane Roe"), ("Why should we wait for another year?", "Jane Roe")],
    ),
    (
        "en",
        "Mr Roe told her: “These were many pages of laws, with many duties.\n\n“That is why we ask.”",
        [("These were many pages of laws, with many duties.", "Mr Roe"), ("That is why we ask.", "Mr Roe")],
    ),
    (
        "de",
        '"Bahnen würden viel dazu tun", sagt auch Roth und fragt: "Warum sollte das jetzt anders werden?"',
        [("Bahnen würden viel dazu tun", "Roth"), ("Warum sollte das jetzt anders werden?", "Roth")],
    ),
    ("de", "„Ich danke ihm für ein großes Werk“, sagte er.", [("Ich danke ihm für ein großes Werk", "er")]),
    ("de", "«Das ist so», so Meier.", [("Das ist so", "Meier")]),
    ("fr", "« C'est un bon plan », a déclaré Jean Dupont lundi.", [("C'est un bon plan", "Jean Dupont")]),
    ("fr", "« C'est un bon plan », explique-t-elle.", [("C'est un bon plan", "elle")]),
    ("es", "«Es un buen plan», dijo Juan Pérez en Madrid.", [("Es un buen plan", "Juan Pérez")]),
    ("it", '"È un buon piano", ha detto il sindaco Mario Rossi.', [("È un buon piano", "il sindaco Mario Rossi")]),
    ("pt", '"É um bom plano", disse a estudante.', [("É um bom plano", "a estudante")]),
    ("ru", "«Это хороший план», — сказал Иванов журналистам.", [("Это хороший план", "Иванов")]),
]


@pytest.mark.parametrize(("language", "text", "found"), SPOKEN)
def test_words_somebody_says_are_quoted_with_the_speaker(
    language: str, text: str, found: list[tuple[str, str | None]]
) -> None:
    """Who said what is the fact that readers look for."""
    assert quotes(text, language) == found


@pytest.mark.parametrize(
    "text",
    [
        "They hailed “multi-faceted” ties.",
        "The paper of record reviewed “The Long Road Home” in May.",
        "He is known as “the Fox” in his town.",
        'The so-called "reform" was dropped.',
        "It's the users' choice, isn't it?",
        "A 6'2\" man and a 5'11\" woman.",
        "",
    ],
)
def test_marks_around_terms_and_titles_are_no_quotation(text: str) -> None:
    """A scare quote put in somebody's mouth would be a false report."""
    assert quotes(text) == []


def test_a_quotation_over_paragraphs_keeps_its_speaker() -> None:
    """An unclosed mark goes on in the next paragraph; the name may come with the last one."""
    text = "“This is the first part of what I want to say.\n\n“And this is the second part of it,” Jane Roe said."
    assert quotes(text) == [
        ("This is the first part of what I want to say.", "Jane Roe"),
        ("And this is the second part of it,", "Jane Roe"),
    ]


def test_a_sentence_before_the_quotation_does_not_name_its_speaker() -> None:
    """`Roe said no. “…”` may be anybody's words."""
    assert quotes("Jane Roe said that it was late. “Nobody wanted to stay in the room any longer.”") == []


def test_a_paragraph_that_is_a_quotation_needs_no_name() -> None:
    """Long statements run over paragraphs that name nobody."""
    assert quotes("“Nobody wanted to stay in the room any longer.”") == [
        ("Nobody wanted to stay in the room any longer.", None)
    ]


def test_an_example_in_marks_is_nobodys_speech() -> None:
    """Guides are full of sentences to say, and nobody has said them."""
    assert quotes("Use phrases like, “Could I book a car with a large trunk?” at the desk.") == []
    assert quotes("You could say, “I have been feeling tired lately. Can we talk?”") == []
    assert quotes("A tutor asks a question, for example “What is the largest number of them?”") == []
    assert quotes("We wrote an answer to the following essay prompt: “Describe a topic that you like.”") == []
    assert quotes("They may say something like:\n\n“I am not sure whether this will work for us.”") == []
    assert quotes("Then paste this prompt:\n\n“Find all that you can find about the man.”") == []


def test_a_clause_is_no_speaker() -> None:
    """Questions, orders and passives stand before a verb of saying too, and name nobody who spoke."""
    assert quotes("Has your company ever asked you, “Why do your customers buy from you?”") == []
    assert quotes("Don’t be discouraged by those who say “such a business never finds any money at all.”") == []
    assert quotes("Doctors and their teams have been urged to “remain watchful on the way to their work.”") == []
    assert quotes("If another reviewer comments “this function is doing something that is wrong” I ask again.") == []
    assert quotes("Whenever a programmer thinks, “What a fine and new idea,” the lights go out.") == []
    assert quotes("When running our “long way down the hill test,” I loved that it stopped.") == []


def test_a_term_that_somebody_explains_is_no_quotation() -> None:
    """`“Long Run,” as Roe explains` tells what a word means."""
    assert quotes("In her book “A House Built by the Sea,” Jane Roe wrote of the meaning of work.") == []
    assert quotes("That is the key to “Slow Growth,” as Coach Jim explains.") == []


def test_marks_of_markup_left_in_the_text_are_no_quotation() -> None:
    """Badly escaped pages show their attributes."""
    assert (
        quotes('The town urged all to help. <a href="https://example.org/a/b-c_d/e.html">Many</a> came, it said.') == []
    )


def test_a_list_of_sentences_in_marks_is_nobodys_speech() -> None:
    """Lists hold sample questions and links; what is said there has a name to it."""
    passages = [Passage("item", "“What is the budget of this post based on?”")]
    assert find_quotations(passages, "en") == ()


def test_headings_rows_and_code_are_not_searched() -> None:
    """A headline's quotation marks and a program's strings are no speech."""
    passages = [Passage(kind, "“We have large plans for trade,” he said.") for kind in ("heading", "row", "code")]
    assert find_quotations(passages, "en") == ()


KINDS = st.sampled_from(["paragraph", "item", "quote", "heading", "row"])
LETTERS = st.text(alphabet='“”„«»"‘’「」 ab.,said Roe\n', max_size=120) | st.text(max_size=60)


@given(st.lists(st.builds(Passage, KINDS, LETTERS), max_size=8), st.sampled_from([None, "en", "de", "ja"]))
def test_offsets_point_at_the_words_in_the_body(passages: list[Passage], language: str | None) -> None:
    """Whoever shows a quotation in its story must find it there."""
    body = join_passages(passages)
    last = 0
    for quotation in find_quotations(passages, language):
        assert last <= quotation.start < quotation.end <= len(body)
        assert body[quotation.start : quotation.end] == quotation.text
        last = quotation.end


@pytest.mark.parametrize("piece", ['"', "“", "„“", "«", "” said ", "“a,” he said. ", "‘"])
def test_a_wall_of_marks_is_read_in_linear_time(piece: str) -> None:
    """Broken pages repeat a mark a hundred thousand times."""
    looked = sum(len(find_spans(piece * count)) for count in (100, 1000, 10_000))
    assert looked <= 11_100
    assert len(find_quotations([Passage("paragraph", piece * 50_000)], "en")) <= 50_000
