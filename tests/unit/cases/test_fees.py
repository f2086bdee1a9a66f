from dataclasses import replace
from datetime import date

import pytest

from app.cases import fees, rehearsal
from app.definitions import scenarios
from app.definitions.expressions.compiled import Facts
from app.definitions.model import Fee, FeeRow, Reduction
from tests.support import small_procedure
from tests.support.forms import equals, expression

FACTS = Facts({"who": "poor", "count": 3}, date(2026, 6, 1))


def yen(value):
    return expression(lambda facts: value, "money")


def fee(full, *reductions):
    rows = (FeeRow(None, None if full is None else yen(full), "確認中"),)
    return Fee("a", {"ja": "手数料"}, rows, "on_application", reductions=reductions)


def reduction(**how):
    return Reduction("r", {"ja": "減額"}, how.pop("when", equals("who", "poor")), **how)


def assessed(one):
    procedure = replace(small_procedure.procedure(), fees=(one,))
    (line,) = fees.assess(procedure, FACTS)
    return line


def test_a_fee_without_a_reduction_is_what_its_table_says():
    line = assessed(fee(1000, reduction(when=equals("who", "rich"), to=yen(0))))
    assert (line.amount, line.full, line.reduction, line.waived) == (1000, 1000, None, False)
    assert fees.label(line) == "手数料"


@pytest.mark.parametrize(("how", "left"), [
    ({"to": yen(300)}, 300), ({"by": yen(300)}, 700), ({"by": yen(3000)}, 0),
    ({"to": yen(3000)}, 1000), ({"percent": 33}, 670), ({"percent": 33, "rounding": "up",
     "unit": 100}, 700), ({"percent": 33, "unit": 100}, 600),
    ({"percent": 35, "rounding": "half", "unit": 100}, 700), ({"percent": 100}, 0),
])  # fmt: skip
def test_a_reduction_leaves_less_and_never_less_than_nothing(how, left):
    line = assessed(fee(1000, reduction(**how)))
    assert (line.amount, line.full) == (left, 1000)
    assert line.waived == (left == 0)
    assert fees.label(line) == "手数料（減額）"


def test_the_first_reduction_that_holds_is_applied_alone():
    never = reduction(when=equals("who", "rich"), to=yen(1))
    line = assessed(fee(1000, never, reduction(to=yen(500)), reduction(percent=50)))
    assert line.amount == 500


def test_what_is_not_known_stays_so_unless_the_reduction_says_the_amount():
    assert assessed(fee(None, reduction(percent=50))).amount is None
    assert assessed(fee(None, reduction(by=yen(5)))).amount is None
    assert assessed(fee(None, reduction(to=yen(0)))).waived
    assert assessed(fee(1000, reduction(to=expression(lambda f: None, "money")))).amount is None


REDUCED = """
base: {name: 東京花子}
scenarios:
  - scenario: 減額した額を納める
    on: 2026-06-01
    expect: {fees: {a: 500}, reduced: {a: r}}
  - scenario: 減額を忘れている
    on: 2026-06-01
    expect: {reduced: {}}
"""


def test_a_scenario_says_what_is_asked_and_by_which_reduction():
    always = expression(lambda facts: True)
    procedure = replace(
        small_procedure.procedure(), fees=(fee(1000, reduction(when=always, percent=50)),)
    )
    right, wrong = scenarios.read(REDUCED.encode(), "s.yaml", procedure.id).scenarios
    assert rehearsal.play(procedure, right).faults == ()
    (fault,) = rehearsal.play(procedure, wrong).faults
    assert fault == "減免: {} のはずが {'a': 'r'}"
