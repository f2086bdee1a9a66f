"""Sheets: what definitions say of the shared templates of papers is what the templates print."""

import re
from collections.abc import Mapping

from app.definitions.proofs.sheets import SHEETS, WHOLE
from app.documents import templates
from tests.house.source import in_order

PARTS = {
    "answers": re.compile(r"parts\.answers\("),
    "reasons": re.compile(r"parts\.grounds\("),
    "appeal": re.compile(r"parts\.how_to_contest\("),
    "conditions": re.compile(r"parts\.row\([^)]*conditions"),
    "validity": re.compile(r"parts\.validity\("),
}


def printed(text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in PARTS.items() if pattern.search(text))


def differing(said: Mapping[str, frozenset[str]], found: Mapping[str, str]) -> list[str]:
    return [
        f"{name}: prints {sorted(printed(found.get(name, '')))}, sheets.py says"
        f" {sorted(said.get(name, ()))}"
        for name in sorted({*said, *found})
        if name not in said or name not in found or said[name] != printed(found[name])
    ]


def real() -> dict[str, str]:
    room = templates.ROOM / "papers"
    return {name: (room / f"{name}.html").read_text("utf-8") for name in templates.paper_names()}


def test_the_sheets_are_those_of_the_templates():
    in_order(differing(SHEETS, real()))
    assert SHEETS.keys() >= WHOLE


def test_a_template_that_is_forgotten_or_changed_is_found():
    assert len(differing(SHEETS, {**real(), "badge": "{{ parts.answers() }}"})) == 1
    assert len(differing(SHEETS, {**real(), "permit": "{{ parts.answers() }}"})) == 1
