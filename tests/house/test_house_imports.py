"""The house stands as ARCHITECTURE.md draws it: the data runs one way."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import copydesk

SOURCE = Path(copydesk.__file__).parent
GROUND = {"records", "fields", "deferred", "errors", "words", "values", "model", "version", "_kernel"}
STAGES = ("capture", "page", "parts", "article", "archive", "search")
"""Rooms of the order of reading; none of them may know another."""
MAY_IMPORT = {
    "values": set(),
    "output": set(),
    "adapters": {"capture", "pipeline", "output", "reading"},
    "run": {"capture", "pipeline", "archive", "search"},
    "keeping": {"archive", "run", "search"},
    "pipeline": set(STAGES),
    "reading": {"capture", "pipeline"},
    "cli": {"archive", "capture", "pipeline", "run", "output", "keeping", "search"},
    "lab": {"page", "capture", "parts", "article", "pipeline"},
}


def imported_rooms(path: Path) -> set[str]:
    """Rooms of copydesk that a file imports."""
    rooms: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] if node.module != "copydesk" else [f"copydesk.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        rooms |= {name.split(".")[1] for name in names if name.startswith("copydesk.")}
    return rooms


@pytest.mark.parametrize("room", STAGES)
def test_a_stage_knows_no_other_stage(room: str) -> None:
    """Whoever changes one stage need not read the others."""
    for path in sorted((SOURCE / room).rglob("*.py")):
        assert imported_rooms(path) - {room} <= GROUND, path


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_an_outer_room_imports_only_what_the_plan_gives_it(room: str) -> None:
    """The outer ring may look inward, along the arrows of the drawing only."""
    folder = SOURCE / room
    paths = sorted(folder.rglob("*.py")) if folder.is_dir() else [SOURCE / f"{room}.py"]
    for path in paths:
        assert imported_rooms(path) - {room} <= GROUND | MAY_IMPORT[room], path


def test_the_public_list_is_what_is_there() -> None:
    """A name in the list that cannot be imported, or the other way round, breaks somebody's program."""
    for name in copydesk.__all__:
        assert getattr(copydesk, name) is not None
    public = {name for name in vars(copydesk) if not name.startswith("_")}
    rooms = {path.stem for path in SOURCE.iterdir()} | {"annotations"}
    assert public - rooms <= set(copydesk.__all__)
