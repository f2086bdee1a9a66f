"""What scenarios would cost under another version."""

from datetime import date

from app.cases import examples
from tests.support.definitions import changed_food, real_library

DAY = date(2026, 6, 1)
ID = "food-business-permit"


def test_a_raised_fee_is_shown_by_the_first_scenario_that_pays_it():
    old = real_library().current(ID, DAY)
    new = changed_food("is: 18300}", "is: 19000}").procedure
    assert old is not None
    assert new is not None
    [found] = examples.of_fees(old, new, real_library().scenarios(ID), DAY)
    assert found.words == (
        "例えば「検査に通れば許可書が出る」では、"
        "食品営業許可申請手数料が 18,300円 → 19,000円 になります。"
    )


def test_versions_that_cost_the_same_give_no_example():
    old = real_library().current(ID, DAY)
    assert old is not None
    assert examples.of_fees(old, old, real_library().scenarios(ID), DAY) == ()
