"""Tables: reading, finding, and the proof that rows neither overlap nor leave gaps."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.definitions.expressions.complaints import CODES
from app.definitions.expressions.table_reading import read_table
from app.definitions.expressions.tables import Table, covers
from app.definitions.expressions.types import Type
from tests.unit.definitions.expressions.expression_samples import table

ON = date(2026, 6, 1)
LADDER = {
    "table": "fees", "keys": ["area"], "value": "money", "source": {"act": "条例"},
    "rows": [{"area": {"to": 500}, "is": 8100}, {"area": {"to": 1000}, "is": 9000},
             {"area": {"over": 1000}, "is": None}],
}  # fmt: skip


def rows(*cells, **more):
    return {"keys": ["k"], "value": "integer", "rows": [*cells], **more}


def test_a_ladder_of_amounts_is_found_by_area():
    fees = table("fees", LADDER)
    assert fees.find((0,), ON) == 8100
    assert fees.find((500,), ON) == 8100
    assert fees.find((Decimal("500.01"),), ON) == 9000
    assert fees.find((1001,), ON) is None
    assert fees.source == {"act": "条例"}


def test_exact_keys_and_lists_of_them():
    fees = table("t", rows({"k": ["a", "b"], "is": 1}, {"k": "c", "is": 2}))
    assert [fees.find((each,), ON) for each in "abcd"] == [1, 1, 2, None]


def test_three_keys_and_dates():
    data = {
        "keys": ["kind", {"key": "area", "type": "decimal", "unit": "㎡"}, "since"],
        "value": {"type": "decimal", "unit": "円"},
        "rows": [
            {"kind": k, "area": a, "since": s, "is": n + 0.5}
            for n, (k, a, s) in enumerate(
                (k, a, s)
                for k in ("a", "b")
                for a in ({"to": 10}, {"over": 10})
                for s in ({"below": "2026-04-01"}, {"from": "2026-04-01"})
            )
        ],
    }
    fees = table("t", data)
    assert fees.keys[1].type == Type("decimal", unit="㎡")
    assert fees.keys[2].type == Type("date")
    assert fees.find(("b", 11, date(2026, 4, 1)), ON) == Decimal("7.5")
    assert fees.find(("a", 10, date(2026, 3, 31)), ON) == Decimal("0.5")


def test_rows_hold_for_their_time():
    fees = table("t", rows({"k": "a", "is": 1, "effective": {"to": "2026-03-31"}},
                           {"k": "a", "is": 2, "effective": "2026-04-01"}))  # fmt: skip
    assert fees.find(("a",), date(2026, 3, 31)) == 1
    assert fees.find(("a",), date(2026, 4, 1)) == 2


def test_whole_numbers_leave_no_gap_between_neighbours():
    ranged = [{"k": {"to": 5}, "is": 1}, {"k": {"from": 6}, "is": 2}]
    assert isinstance(read_table("t", {**rows(*ranged), "keys": [{"key": "k", "type": "integer"}]}),
                      Table)  # fmt: skip
    assert [each.code for each in read_table("t", rows(*ranged))] == ["E432"]


@pytest.mark.parametrize(
    ("data", "code", "where"),
    [
        ("x", "E430", ""),
        ({}, "E430", "rows"),
        (rows(), "E430", "rows"),
        (rows({"k": 1}), "E430", "rows.0"),
        (rows("x"), "E430", "rows.0"),
        (rows({"k": 1, "is": 1, "j": 2}), "E430", "rows.0.j"),
        (rows({"k": 1, "is": 1}, colour=1), "E430", "colour"),
        (rows({"k": 1, "is": 1}, value="yen"), "E430", "value"),
        (rows({"k": 1, "is": 1}, keys=[]), "E430", "keys"),
        (rows({"k": 1, "is": 1}, keys=[3]), "E430", "keys.0"),
        (rows({"k": 1, "is": 1}, keys=[{"key": "k", "type": "x"}]), "E430", "keys.0"),
        (rows({"k": 1, "is": 1}, {"k": 1, "is": 2}), "E431", "rows"),
        (rows({"k": {"to": 5}, "is": 1}, {"k": {"from": 5}, "is": 2}), "E431", "rows"),
        (rows({"k": {"to": 5}, "is": 1}, {"is": 2}), "E431", "rows"),
        (rows({"k": "a", "is": 1, "effective": {"to": "2026-04-01"}},
              {"k": "a", "is": 2, "effective": "2026-04-01"}), "E431", "rows"),
        (rows({"k": {"to": 5}, "is": 1}, {"k": {"over": 6}, "is": 2}), "E432", "rows"),
        (rows({"k": "a", "j": "x", "is": 1}, {"k": "b", "j": "y", "is": 1}, keys=["k", "j"]),
         "E432", "rows"),
        (rows({"k": 1, "is": "x"}), "E433", "rows.0.is"),
        (rows({"is": 1}), "E433", "rows.0.k"),
        (rows({"k": {"to": "a"}, "is": 1}), "E433", "keys.0"),
        (rows({"k": {"upto": 3}, "is": 1}), "E433", "rows.0.k"),
        (rows({"k": {"from": 1, "over": 3}, "is": 1}), "E433", "rows.0.k"),
        (rows({"k": {"from": 1, "to": True}, "is": 1}, keys=[{"key": "k", "type": "integer"}]),
         "E433", "rows.0.k.to"),
        (rows({"k": 1, "is": 1, "effective": "soon"}), "E433", "rows.0.effective.from"),
        (rows({"k": {"from": 5, "to": 4}, "is": 1}), "E434", "rows.0.k"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table_is_said(data, code, where):
    found = read_table("t", data)
    assert (code, where) in [(each.code, each.where) for each in found]


def test_every_code_of_a_table_is_tried():
    assert {code for code in CODES if code >= "E430"} == {f"E43{n}" for n in range(5)}


def test_holes_that_are_meant_are_allowed():
    data = rows({"k": {"to": 5}, "is": 1}, {"k": {"over": 6}, "is": 2}, sparse=True)
    assert table("t", data).find((Decimal("5.5"),), ON) is None


def test_a_gap_is_shown_by_its_place():
    (found,) = read_table("t", rows({"k": {"to": 5}, "is": 1}, {"k": {"over": 6}, "is": 2}))
    assert "5 超" in found.message_ja
    assert "6 以下" in found.message_ja


def test_a_table_knows_whether_it_always_answers():
    both = Type("choice", options=frozenset({"a", "b"}))
    full = table("t", rows({"k": "a", "is": 1}, {"k": "b", "is": 2}))
    assert covers(full, (both,))
    assert not covers(full, (Type("choice", options=frozenset({"a", "c"})),))
    assert not covers(full, (Type("text"),))
    assert not covers(table("t", LADDER), (Type("decimal"),))
    half = table("t", rows({"k": {"from": 0, "to": 5}, "is": 1}, {"k": {"over": 5}, "is": 2}))
    assert not covers(half, (Type("decimal"),))


def test_a_short_row_that_stands_for_millions_is_refused():
    many = [*range(400)]
    data = {"keys": ["a", "b", "c"], "value": "integer",
            "rows": [{"a": many, "b": many, "c": many, "is": 1}]}  # fmt: skip
    found = read_table("t", data)
    assert not isinstance(found, Table)
    assert [each.code for each in found] == ["E430"]


def test_a_table_that_is_too_big_to_prove_is_refused():
    data = rows(*({"k": {"from": n, "below": n + 1}, "is": n} for n in range(3000)))
    assert [each.code for each in read_table("t", data)] == ["E430"]


_JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text("ab0-", max_size=4) | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["k", "is", "from", "to", "over", "effective"]), inner)
    ),
    max_leaves=12,
)


@given(_JUNK, _JUNK, st.lists(_JUNK, max_size=4))
def test_no_data_makes_reading_raise(keys, value, data):
    for each in (keys, ["k"]):
        found = read_table("t", {"keys": each, "value": value or "integer", "rows": data})
        assert isinstance(found, Table) or (found and all(one.code in CODES for one in found))
