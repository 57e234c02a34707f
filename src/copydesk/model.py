"""The shipped weights: loaded once, checked before use.

In: a name (`html`, `text`). Out: the kernel's model. Each file in `weights/` has a card beside it that says where it
comes from and bears its checksum.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files

from copydesk import _kernel
from copydesk.errors import ModelError


@cache
def load_model(name: str) -> _kernel.Model:
    """The model for pages with markup (`html`) or for text captures (`text`).

    Raises: ModelError where the file is missing, damaged, or does not fit this program.
    """
    folder = files("copydesk") / "weights"
    try:
        weights = (folder / f"{name}.cdkm").read_bytes()
        card = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"the weights {name!r} are missing or their card cannot be read: {error}") from error
    digest = hashlib.sha256(weights).hexdigest()
    if card.get("sha256") != digest:
        raise ModelError(f"the weights {name!r} are not those their card describes: install copydesk again")
    try:
        return _kernel.Model(weights)
    except ValueError as error:
        raise ModelError(f"the weights {name!r} do not fit this kernel: {error}") from error


Curve = tuple[tuple[float, ...], tuple[float, ...]]
"""Rising scores, and for each the share of values that were right."""


@cache
def load_calibration() -> dict[str, Curve]:
    """What a score is worth, by field: `weights/confidence.json`.

    Raises: ModelError where the file is missing or damaged.
    """
    path = files("copydesk") / "weights" / "confidence.json"
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))["fields"]
        curves = {name: (tuple(curve["score"]), tuple(curve["right"])) for name, curve in fields.items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"the table of confidence is missing or damaged: {error}; install copydesk again") from error
    if any(len(scores) != len(shares) or list(scores) != sorted(scores) for scores, shares in curves.values()):
        raise ModelError("the table of confidence is damaged: install copydesk again")
    return curves
