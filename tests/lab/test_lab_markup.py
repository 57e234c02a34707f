"""Text captures learn from what the markup of the same page tells."""

from __future__ import annotations

import gzip
import json
from importlib.resources import files

import pytest

pytest.importorskip("numpy")

from copydesk.lab.__main__ import main
from copydesk.lab.examples import crop_example, make_example
from copydesk.lab.markup import listen
from copydesk.lab.sets import TRAINING_SETS, LabelledPage
from copydesk.lab.train import Plan, train_model

SENTENCE = "The river {n} rose again on Monday and two villages below the dam spent the night on higher ground."


def page(number: int) -> LabelledPage:
    """A page of its own site: a menu, a headline, three paragraphs, two links to other stories."""
    sentences = [SENTENCE.format(n=f"{number}{i}") for i in range(3)]
    teasers = [f"Other story {number} on roads", f"Other story {number} on schools"]
    html = (
        "<nav><ul><li><a href=/>Home</a><li><a href=/world>World</a></ul></nav>"
        f"<h1>Flood {number} in the valley</h1>" + "".join(f"<p>{sentence}</p>" for sentence in sentences)
        + "<aside class=related>" + "".join(f"<a href=/{i}><h3>{text}</h3></a>" for i, text in enumerate(teasers))
        + "</aside>"
    )  # fmt: skip
    lines = [("Home", "navigation"), ("World", "navigation"), (f"Flood {number} in the valley", "headline")]
    lines += [(sentence, "body") for sentence in sentences] + [(text, "teaser") for text in teasers]
    return LabelledPage(
        "parts-dev" if number % 2 else "wcxb-dev", str(number), f"https://site{number}.example/{number}", "article",
        html.encode(), text=None if number % 2 else "\n".join(sentences),
        lines=tuple((text, part, False) for text, part in lines) if number % 2 else (),
    )  # fmt: skip


def shipped() -> bytes:
    return files("copydesk").joinpath("weights/html.cdkm").read_bytes()


def test_a_copy_that_begins_at_the_headline_hears_of_its_own_lines() -> None:
    """What markup tells of a menu must not be taken for what it tells of a paragraph."""
    whole, copy = make_example(page(1), as_text=True), crop_example(page(1))
    assert whole is not None and copy is not None and 0 < len(copy.labels) < len(whole.labels)
    of_whole, of_copy = listen([whole, copy], shipped())
    assert len(of_whole.codes) == len(whole.texts) and len(of_copy.codes) == len(copy.texts)
    assert of_copy.codes.tolist() == of_whole.codes[-len(copy.texts) :].tolist()


def test_the_same_seed_gives_the_same_weights() -> None:
    """Whoever trains again from the same pages gets the file that ships, with another model's word or without."""
    found = [make_example(page(number), as_text=True) for number in range(8)]
    examples = [example for example in found if example is not None]
    plan = Plan(teacher_trees=2, first_trees=2, second_trees=2, kind_trees=2, threads=1)
    said = listen(examples, shipped())
    alone, heard = train_model(examples, plan), train_model(examples, plan, said)
    assert train_model(examples, plan, said) == heard
    assert train_model(examples, plan) == alone
    assert alone != heard


def test_only_text_captures_can_learn_from_markup(tmp_path, capsys) -> None:
    """A wrong combination of options is told before minutes of training."""
    for name in TRAINING_SETS:
        (tmp_path / name / "pages").mkdir(parents=True)
        (tmp_path / name / "truth.jsonl").write_text(json.dumps({"id": "1", "url": "https://a.example/"}) + "\n")
        (tmp_path / name / "pages" / "1.html.gz").write_bytes(gzip.compress(b"<p>One"))
    with pytest.raises(SystemExit) as stopped:
        main(["score", str(tmp_path), "--reader", "html", "--markup", str(tmp_path)])
    assert stopped.value.code == 2 and "--reader text" in capsys.readouterr().err
