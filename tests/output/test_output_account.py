"""The page's account for a terminal, and the evidence in sentences."""

from dataclasses import replace

import pytest

from copydesk.errors import OptionError
from copydesk.fields import FIELDS
from copydesk.output import OutputOptions, explain, field_named, render
from copydesk.output.evidence import VALUES
from copydesk.records import PARTS, Article, Author, Candidate, Counter, Moment, Parts, Refusal, Trace


def page(*pieces: tuple[str, str, int], score: float = 0.9) -> Article:
    """An Article whose parts are (part, text, group)."""
    starts, position = [], 0
    for _, text, _ in pieces:
        starts.append(position)
        position += len(text) + 1
    ends = tuple(start + len(text) for start, (_, text, _) in zip(starts, pieces, strict=True))
    begun = tuple(starts)
    parts = Parts(
        "\n".join(text for _, text, _ in pieces),
        bytes(PARTS.index(part) for part, _, _ in pieces),
        (score,) * len(pieces),
        begun,
        ends,
        begun,
        ends,
        tuple(range(len(pieces))),
        tuple(group for _, _, group in pieces),
    )
    return Article("story.html", "article", parts=parts)


MENU = [("navigation", f"Menu {number}", -1) for number in range(5)]


def account(article: Article, **options: object) -> list[str]:
    return render(article, "text", OutputOptions(with_parts=True, **options)).split("\n")


def test_every_line_stands_with_its_part():
    """The account shows where each visible line went."""
    lines = account(page(("headline", "A bridge opens", -1), ("body", "It is open.", -1)))
    assert lines[1].split(maxsplit=1) == ["headline", "A bridge opens"]
    assert lines[2].split(maxsplit=1) == ["body", "It is open."]
    assert "2 lines: 1 headline · 1 body" in lines[3]
    assert "1 line: 1 body" in account(page(("body", "It is open.", -1)))[-2]


def test_long_runs_of_navigation_are_folded_with_a_count():
    """Fifty lines of menu must not hide the story."""
    lines = account(page(*MENU, ("body", "It is open.", -1)))
    assert len([line for line in lines if "Menu" in line]) == 1
    assert "5 lines: Menu 0 · Menu 1" in lines[1]


def test_fold_none_shows_everything():
    """Whoever wants to see every line can."""
    lines = account(page(*MENU), fold=())
    assert len([line for line in lines if "Menu" in line]) == 5


def test_only_the_named_parts_are_folded():
    """`--fold notice` leaves the menu alone."""
    lines = account(page(*MENU, *[("notice", f"Small print {n}", -1) for n in range(4)]), fold=("notice",))
    assert len([line for line in lines if "Menu" in line]) == 5
    assert len([line for line in lines if "Small print" in line]) == 1


def test_groups_are_bracketed():
    """One teaser of several lines is seen as one."""
    lines = account(page(("teaser", "Local", 7), ("teaser", "A fair", 7), ("teaser", "By Bob", 7)), fold=())
    assert [line[12] for line in lines[1:4]] == ["╭", "│", "╰"]


def test_unsure_lines_are_marked():
    """A reader sees where the program was in doubt."""
    assert account(page(("body", "Maybe", -1), score=0.3))[1].startswith("body ?")


def test_a_page_cannot_steer_the_terminal():
    """Escape sequences of a hostile page are not passed on."""
    text = render(page(("body", "\x1b]0;owned\x07\x1b[2J", -1)), "text", OutputOptions(with_parts=True))
    assert "\x1b" not in text
    coloured = render(
        page(("body", "\x1b]0;owned\x07[bold]so[/bold]", -1)),
        "text",
        OutputOptions(with_parts=True, width=60, in_colour=True),
    )
    assert "\x1b]" not in coloured
    assert "[bold]so[/bold]" in coloured


def test_wrapped_lines_fit_the_terminal_and_hang():
    """Long paragraphs stay readable beside their labels, in wide scripts too."""
    text = render(page(("body", "日本語の文章" * 30, -1)), "text", OutputOptions(with_parts=True, width=60))
    lines = text.rstrip("\n").split("\n")[1:-1]
    assert len(lines) > 4
    assert all(len(line) - 14 <= 23 for line in lines)
    assert all(line.startswith(" " * 14) for line in lines[1:])


EXPLAINED = Article(
    "story.html",
    "article",
    date_published=Moment("2023-11-09", "day", "Nov. 9, 2023"),
    evidence=(
        Trace(
            "datePublished",
            (
                Candidate("2023-11-09", "visible", "caption, line 7", 0.6),
                Candidate("2023-11-09T10:00:00Z", "meta", "meta property=article:published_time", 0.5),
                Candidate("2021-01-01", "url", "/2021/01/01/", 0.2),
            ),
            0.62,
            "taken from the caption: the page shows no date of its own",
        ),
        Trace("dateline", (Candidate("ROME", "text", "first paragraph", 0.2),), 0.0),
    ),
)


def test_why_says_who_said_so_who_agreed_who_lost_and_how_sure():
    """A person can follow the decision without knowing the program."""
    text = explain(EXPLAINED, "date")
    assert text.startswith("datePublished is 2023-11-09 (the day is known, the time is not, written “Nov. 9, 2023”).\n")
    assert "Source: what the page shows (caption, line 7)" in text
    assert "Taken from the caption: the page shows no date of its own." in text
    assert "Agrees: a meta tag (meta property=article:published_time)" in text
    assert "Lost: “2021-01-01” from the page's address" in text
    assert "62%, likely" in text


def test_several_authors_do_not_lose_to_each_other():
    """Each of two authors is a winner, and the byline that names both agrees with both."""
    names = ("Ada Quill", "Ben Ross", "By Ada Quill and Ben Ross", "Carl Other")
    trace = Trace("author", tuple(Candidate(name, "visible", "line 2", 0.8) for name in names), 0.9)
    article = Article("a", "article", author=(Author("Ada Quill"), Author("Ben Ross")), evidence=(trace,))
    text = explain(article, "author")
    assert text.count("Lost") == 1
    assert "Lost: “Carl Other”" in text


def test_why_of_an_unknown_field_names_what_was_not_trusted():
    """Unknown is an answer with reasons too."""
    text = explain(EXPLAINED, "dateline")
    assert text.startswith("dateline is unknown.")
    assert "Lost: “ROME” from the text of the story (first paragraph); was not trusted enough" in text
    assert explain(EXPLAINED, "agency") == "sourceOrganization is unknown.\nNothing on the page gives it.\n"


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("title", "headline"),
        ("date", "datePublished"),
        ("date_published", "datePublished"),
        ("datePublished", "datePublished"),
        ("authors", "author"),
        ("isAccessibleForFree", "isAccessibleForFree"),
        ("source-organization", "sourceOrganization"),
    ],
)
def test_fields_answer_to_every_usual_name(asked, meant):
    """schema.org's names, Python's and those of other tools are all understood."""
    assert field_named(asked) == meant


def test_evidence_is_found_under_every_usual_name():
    """What `--why date` explains, `trace("date")` gives; a slip is told from a field without evidence."""
    assert EXPLAINED.trace("date") == EXPLAINED.trace("datePublished") is not None
    assert EXPLAINED.trace("images") is None
    with pytest.raises(OptionError, match="no field 'nope'"):
        EXPLAINED.trace("nope")


def test_a_field_that_is_not_chosen_says_so():
    """Counters, comments and images are read off the page: nobody must look for lost evidence."""
    counted = replace(EXPLAINED, interaction_statistic=(Counter("view", 3000, False, "3,000 views"),))
    assert "not chosen among candidates" in explain(counted, "interactionStatistic")


def test_fields_and_their_values_are_the_same():
    """A field that has a name and no value in words, or the other way round, could not be asked for."""
    assert tuple(VALUES) == FIELDS


def test_a_field_that_does_not_exist_is_answered_with_the_nearest():
    """A typing error is answered with what was meant."""
    with pytest.raises(OptionError, match="did you mean 'headline'"):
        explain(EXPLAINED, "headlin")


def test_the_account_says_why_there_is_no_story():
    """A page without main text is accounted for, with the reason on top."""
    article = Article("a.html", "service", refusal=Refusal("no-content", "the page shows no main text"))
    assert "the page shows no main text" in render(article, "text", OutputOptions(with_parts=True))
