from datetime import date

import pytest

from app.definitions import facts
from app.definitions.facts import Fact
from tests.support.definitions import changed_food, real_library

DAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def found() -> dict[str, Fact]:
    procedure = real_library().current("food-business-permit", DAY)
    assert procedure is not None
    return {each.where: each for each in facts.listing(procedure)}


def test_each_fact_of_law_fee_and_period_is_listed_with_its_place(found):
    assert {"law/basis/0", "office", "fee/application/yen/0", "clock/period", "ground/facility",
            "records/retention", "provenance/unverified/0"} <= found.keys()  # fmt: skip
    amount = found["fee/application/yen/1"]
    assert amount.value == "18,300円"
    assert "飲食店営業" in amount.what
    assert amount.basis == "食品衛生法施行条例"


def test_what_nobody_knows_and_what_is_not_sure_awaits_confirmation(found):
    assert found["fee/application/yen/2"].value == ""
    assert found["fee/application/yen/2"].unconfirmed
    assert "確認中" in found["fee/application/yen/2"].words
    assert found["clock/period"].unconfirmed
    assert found["records/retention"].confidence == "low"
    assert not found["ground/disqualified"].unconfirmed


def test_that_there_is_no_period_can_be_sure():
    linked = changed_food("clock:\n  period: null\n",
                          "clock:\n  period: null\n  basis: {confidence: high}\n")  # fmt: skip
    listed = {each.where: each for each in facts.listing(linked.procedure)}
    assert listed["clock/period"].value == "ありません"
    assert not listed["clock/period"].unconfirmed


def test_reductions_via_and_validity_are_facts_too():
    fee = """\
    refund: {rule: none, text: 納めた手数料は、許可にならない場合も返しません。}
    yen:
      - {when: "business"""
    reduce = (
        "    reduce:\n      - {reduction: half, label: 臨時の営業, when: shop_form == 'temporary', "
        "percent: 50, round: down, basis: {act: 条例, confidence: low, source: 資料1, "
        "checked: 2026-10-01}}\n"
    )
    linked = changed_food(fee, reduce + fee)
    assert linked.procedure is not None, linked.diagnostics
    found = {each.where: each for each in facts.listing(linked.procedure)}[
        "fee/application/reduce/0"
    ]
    assert found.value == "「営業の形態」が「臨時」の場合、50％を減額"
    assert (found.source, found.checked, found.unconfirmed) == ("資料1", date(2026, 10, 1), True)


def test_every_procedure_of_the_house_can_be_listed():
    library = real_library()
    for id_ in library.ids():
        procedure = library.current(id_, DAY)
        assert procedure is not None
        listed = facts.listing(procedure)
        assert len({each.where for each in listed}) == len(listed)
        assert set(facts.unconfirmed(procedure)) <= set(listed)
