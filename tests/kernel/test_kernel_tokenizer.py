"""The kernel reads tokens as the HTML Standard says, measured on tokenizer cases in the html5lib-tests format.

Own cases stand below; the public ones are read from `$COPYDESK_DATA/html5lib-tokenizer` where that is set. Only what
shows is compared: characters outside of tags, and references in an attribute that the kernel points at (`href`).
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from copydesk import _kernel
from copydesk.records import Page

DATA = os.environ.get("COPYDESK_DATA")
PUBLIC = Path(DATA or "/nonexistent") / "html5lib-tokenizer"

OPENERS = {"Data state": "", "RCDATA state": "<textarea>", "RAWTEXT state": "<xmp>", "PLAINTEXT state": "<plaintext>"}
"""What brings a reader into a tokenizer state; script data and CDATA sections never show."""
OWN_STATE = frozenset(
    [
        "script",
        "style",
        "title",
        "textarea",
        "xmp",
        "plaintext",
        "iframe",
        "noembed",
        "noframes",
        "noscript",
        "svg",
        "math",
    ]
)
"""Elements that change the state or hide their text: the cases hold bare tokens and do not follow them."""
ATTRIBUTE_CASE = re.compile(r"<h a=(.*)>$", re.DOTALL)
"""Takes `<h a="&lang=">`, refuses `<h>`."""

OWN_CASES: list[dict[str, Any]] = [
    {"input": "a&amp;b", "output": [["Character", "a&b"]]},
    {"input": "a&ampb", "output": [["Character", "a&b"]]},
    {"input": "&notin;&noti;&notin", "output": [["Character", "∉¬i;¬in"]]},
    {"input": "&#x80;&#150;&#0;&#x110000;", "output": [["Character", "€–\ufffd\ufffd"]]},
    {"input": "&CounterClockwiseContourIntegral;", "output": [["Character", "∳"]]},
    {"input": "&;&#;&#x;& &", "output": [["Character", "&;&#;&#x;& &"]]},
    {"input": "a<!-->b<!--->c<!-- -- -->d<!----!>e", "output": [["Character", "abcde"]]},
    {"input": "a<!doctype html>b<!x>c<?y>d</ z>e", "output": [["Character", "abcde"]]},
    {"input": "a<1>b< c>d<>e</>f", "output": [["Character", "a<1>b< c>d<>ef"]]},
    {"input": "<i a='>' b=\">\" c=> d>x</i e='>'>y", "output": [["Character", "d>xy"]]},
    {"input": "a</", "output": [["Character", "a</"]]},
    {"input": "a<i b='", "output": [["Character", "a"]]},
    {"input": "a<", "output": [["Character", "a<"]]},
    {
        "initialStates": ["RCDATA state"],
        "input": "a<b>&lt;</textare></textarea >c",
        "output": [["Character", "a<b><</textare>c"]],
    },
    {
        "initialStates": ["RAWTEXT state"],
        "lastStartTag": "xmp",
        "input": "a<b>&lt;<!-- </xmp> c",
        "output": [["Character", "a<b>&lt;<!--c"]],
    },
    {"initialStates": ["PLAINTEXT state"], "input": "</plaintext>&lt;", "output": [["Character", "</plaintext>&lt;"]]},
]


@dataclass(frozen=True)
class Case:
    """One case as the kernel can be asked it."""

    name: str
    source: str
    shown: str
    """Expected visible text without white space."""


def _squeeze(text: str) -> str:
    """Without white space and control characters: where blocks end is not the tokenizer's matter."""
    return "".join(char for char in text if char > " " and char != "\xa0")


def _unescape(value: Any) -> Any:
    return json.loads(re.sub(r"\\\\u([0-9A-Fa-f]{4})", r"\\u\1", json.dumps(value)))


def _cases(raw: dict[str, Any], name: str) -> list[Case]:
    if raw.get("doubleEscaped"):
        raw = _unescape(raw)
    if any(token[0] == "StartTag" and token[1] in OWN_STATE for token in raw["output"]):
        return []
    shown = _squeeze("".join(token[1] for token in raw["output"] if token[0] == "Character"))
    cases = []
    for state in raw.get("initialStates", ["Data state"]):
        if state not in OPENERS:
            continue
        text, expected = raw["input"], shown
        if state == "RCDATA state" and raw.get("lastStartTag") == "xmp":
            text, expected = (re.sub("xmp", "textarea", value, flags=re.IGNORECASE) for value in (text, shown))
        cases.append(Case(f"{name}: {state}: {text[:40]!r}", OPENERS[state] + text, expected))
    return cases


def _public_rows() -> list[tuple[str, dict[str, Any]]]:
    rows = []
    for path in sorted(PUBLIC.glob("*.test")):
        tests = json.loads(path.read_text(encoding="utf-8")).get("tests", [])
        rows += [(f"{path.stem} {test['description']}", test) for test in tests]
    return rows


def _is_text(case: Case) -> bool:
    """Lone surrogates cannot stand in UTF-8, U+FEFF at the head marks it, and what NUL becomes depends on the tree."""
    return not case.source.startswith("\ufeff") and not any(
        "\ud800" <= char <= "\udfff" or char == "\0" for char in case.source + case.shown
    )


@pytest.mark.parametrize("raw", OWN_CASES, ids=lambda raw: str(raw["input"]))
def test_own_case_shows_the_standards_text(raw: dict[str, Any]) -> None:
    """References, comments and broken tags decide what a reader sees."""
    for case in _cases(raw, "own"):
        assert _squeeze(_kernel.read_html(case.source.encode()).text) == case.shown


@pytest.mark.skipif(not PUBLIC.is_dir(), reason="COPYDESK_DATA holds no html5lib-tokenizer")
def test_public_cases_show_the_standards_text() -> None:
    """The public suite knows every corner of the tokenizer; each case that shows text must agree."""
    cases = [case for name, raw in _public_rows() for case in _cases(raw, name) if _is_text(case)]
    wrong = [case.name for case in cases if _squeeze(_kernel.read_html(case.source.encode()).text) != case.shown]
    assert len(cases) > 4000
    assert wrong == []


def _link_target(source: str) -> str | None:
    """The decoded `href` of the first link."""
    content = source.encode()
    table = _kernel.read_html(content)
    starts, ends = (table.column("marks", name).tolist() for name in ("value_start", "value_end"))
    if not starts:
        return None
    return _page_text(content, starts[0], ends[0])


def _page_text(content: bytes, start: int, end: int) -> str:
    page = object.__new__(Page)
    object.__setattr__(page, "source", content)
    return page.source_text(start, end)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("?a=1&amp;b=2", "?a=1&b=2"),
        ("?a=1&copy=2&section=3&region;", "?a=1&copy=2&section=3&region;"),
        ("?q=&lt;x&gt;&#38;&#x26;", "?q=<x>&&"),
        ("&copy", "©"),
        ("&copy;=1&amp", "©=1&"),
        ("&notin;&noti;", "∉&noti;"),
        ("plain", "plain"),
    ],
)
def test_reference_in_an_address_follows_the_attribute_rule(value: str, expected: str) -> None:
    """`&copy=2` in an address is a parameter, not a sign: a decoded one would lead nowhere."""
    assert _link_target(f'<a href="{value}">x</a>') == expected


@pytest.mark.skipif(not PUBLIC.is_dir(), reason="COPYDESK_DATA holds no html5lib-tokenizer")
def test_public_attribute_cases_follow_the_attribute_rule() -> None:
    """The public suite's attribute cases, asked as the address of a link."""
    asked, wrong = 0, []
    for name, raw in _public_rows():
        match = ATTRIBUTE_CASE.match(raw["input"])
        if not match or raw["output"][0][:2] != ["StartTag", "h"] or "a" not in raw["output"][0][2]:
            continue
        asked += 1
        if _link_target(f"<a href={match[1]}>x</a>") != raw["output"][0][2]["a"]:
            wrong.append(name)
    assert asked > 20
    assert wrong == []
