"""Worlds in which one answer is exchanged: a world again, or none is given."""

from datetime import date
from functools import cache
from typing import Any

import pytest

from app.definitions.expressions.compiled import Facts
from app.definitions.proofs.worlds import atlas as maps
from app.definitions.proofs.worlds.swaps import swapped
from tests.support.proving import small

FORM = """
pages:
  - page: one
    title: 一
    fields:
      - {field: kind, type: choice, label: 種類, options: {x: えっくす, y: わい, z: ぜっと}}
      - {field: sure, type: yes-no, label: 確か, when: "kind in ['x', 'y']"}
      - {field: n, type: integer, label: 数, required: kind == 'y', min: 0, max: 5}
      - {field: double, type: computed, label: 倍, computed: "n * 2"}
      - {field: tags, type: choices, label: 札, min: 2, options: {p: ぴい, q: きゅう, r: ある}}
  - page: many
    title: 多
    repeat: {group: rows, min: 0, max: 2, each: 行}
    fields:
      - {field: k, type: choice, label: 区分, options: {u: ゆう, v: ぶい}}
      - {field: a, type: integer, label: 量, min: 0, max: 2, when: n > 3}
"""
ANSWERS = {"kind": "x", "sure": False, "n": 1, "double": 2, "tags": ["p", "q"]}


@cache
def mapped() -> maps.Atlas:
    return maps.atlas(small(FORM), date(2026, 4, 20))


def swap(name: str, value: object, **answers: object) -> dict[str, Any] | None:
    """Give the answers after an exchange; those that are None here are not there before it."""
    kept = {key: each for key, each in (ANSWERS | answers).items() if each is not None}
    fields = mapped().fields
    found = swapped(mapped(), frozenset(fields), Facts(kept, mapped().base), (fields[name], value))
    return None if found is None else dict(found.answers)


def test_one_answer_is_exchanged_and_the_others_stay():
    assert swap("kind", "y") == {**ANSWERS, "kind": "y"}
    assert ANSWERS["kind"] == "x"


def test_what_is_worked_out_is_worked_out_again():
    assert swap("n", 3) == {**ANSWERS, "n": 3, "double": 6}


@pytest.mark.parametrize(
    ("name", "value", "answers"),
    [
        pytest.param("kind", "z", {}, id="an answer to what is no longer asked"),
        pytest.param("kind", "x", {"kind": "z", "sure": None}, id="a question newly asked"),
        pytest.param("kind", "y", {"n": None, "double": None}, id="an answer newly required"),
        pytest.param("tags", ["p"], {}, id="a value that the field does not take"),
        pytest.param("sure", True, {"kind": "z", "sure": None}, id="a question that is not asked"),
        pytest.param("n", 4, {"rows": [{"k": "u"}]}, id="a column that looks at the answer"),
    ],
)
def test_no_world_is_given_where_other_answers_would_have_to_change(name, value, answers):
    assert swap(name, value, **answers) is None


def test_rows_that_do_not_look_at_the_answer_stay():
    rows = [{"k": "u"}]
    assert swap("sure", True, rows=rows) == {**ANSWERS, "sure": True, "rows": rows}
