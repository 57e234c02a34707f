"""Weights files with their cards: where from, licence, how made, checksum, scores."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from copydesk.lab.train import Plan

SOURCES = (
    {"set": "parts-dev", "what": "211 pages, every visible line labelled", "from": "labelled for this project"},
    {
        "set": "labels/parts.tsv",
        "what": "1,122 more pages, every visible block labelled",
        "from": "labelled for this project",
    },
    {
        "set": "wcxb-dev",
        "what": "main text of 1,358 pages",
        "from": "WCXB v1.0, Murrough Foley",
        "licence": "CC BY 4.0",
    },
    {"set": "fundus-dev", "what": "bodies of 128 news pages", "from": "flairNLP/fundus test data", "licence": "MIT"},
    {
        "set": "trafilatura-dev",
        "what": "snippets of 468 pages",
        "from": "adbar/trafilatura evaluation data",
        "licence": "Apache 2.0",
    },
    {
        "set": "readability-dev",
        "what": "bodies of 64 pages",
        "from": "mozilla/readability test pages",
        "licence": "Apache 2.0",
    },
)
"""What the weights were learned from. The weights hold no text of these pages, only hashed words' votes."""


def write_weights(folder: Path, reader: str, weights: bytes, made: tuple[Plan, dict[str, float] | None]) -> None:
    """Write `READER.cdkm` and `READER.json` into a folder that exists.

    made: the plan, and the scores of a cross-validation with the same plan where there was one.
    """
    plan, scores = made
    others = " --markup src/copydesk/weights/html.cdkm" if reader == "text" else ""
    options = f"--labels labels/parts.tsv --reader {reader}{others} --seed {plan.seed}"
    card = {
        "name": f"copydesk block model for {'pages with markup' if reader == 'html' else 'text captures'}",
        "sha256": hashlib.sha256(weights).hexdigest(),
        "licence": "Apache-2.0",
        "made": f"python -m copydesk.lab train DATA {options}",
        "plan": asdict(plan),
        "sources": SOURCES,
        "scores, cross-validated by site": scores,
    }
    (folder / f"{reader}.cdkm").write_bytes(weights)
    (folder / f"{reader}.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
