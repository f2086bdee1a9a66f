import pytest

from tests.support.altered import FILING, FOOD, line, only, proved

CORRECTION = "    remind: [days(7), days(2)]\n    answered: examine\n    expired: examine\n"
ROUND = [
    ("    ok: inspect\n    refuse: decide\n", "    ok: inspect\n"),
    ("    passed: decide\n", "    passed: improvement\n"),
    ("    answered: inspect\n    expired: inspect\n",
     "    answered: examine\n    expired: examine\n"),
]  # fmt: skip
UNINSPECTED = [("    inspection: required\n", "    inspection: none\n")]


def test_the_real_flow_comes_to_an_end():
    assert proved(FOOD) == ()


def test_a_flow_that_goes_round_once_a_step_is_left_out_is_told_with_its_way():
    [found] = only(proved(FOOD, UNINSPECTED, ROUND), "P514")
    assert "審査 → 改善 → 審査" in found.message
    assert line(found, UNINSPECTED).strip() == "use: examine-inspect-decide"


def test_the_same_flow_with_the_step_has_a_way_out():
    assert only(proved(FOOD, (), ROUND), "P514") == []


def test_a_turn_in_which_every_step_can_be_passed_by_is_found():
    spinning = [
        (CORRECTION, CORRECTION.replace("answered: examine", "answered: payment")),
        ("    done: examine\n", "    done: correction\n"),
    ]
    [found] = only(proved(FOOD, (), spinning), "P515")
    assert "手数料の納付 → 補正 → 手数料の納付" in found.message


def test_a_turn_with_an_examiner_in_it_comes_to_rest():
    returning = [(CORRECTION, CORRECTION.replace("answered: examine", "answered: payment"))]
    assert only(proved(FOOD, (), returning), "P515") == []


@pytest.mark.parametrize("target", ["correction", "payment"])
def test_a_deadline_that_only_leads_to_waiting_again_is_found(target):
    waiting = [
        (CORRECTION, CORRECTION.replace("expired: examine", f"expired: {target}")),
        ("    expired: lapsed\n", "    expired: payment\n"),
        ("  lapsed: {result: 手数料が納められなかったため終了}\n", ""),
    ]
    found = only(proved(FOOD, (), waiting), "P516")
    assert any("申請者が応じない限り" in each.message for each in found)


def test_a_deadline_after_which_the_office_goes_on_is_well():
    assert only(proved(FILING), "P516") == []
