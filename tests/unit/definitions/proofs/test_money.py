from tests.support.altered import CERTIFICATE, FILING, FOOD, RECORDS, line, only, proved

PREPAYMENT = "    label: 申請時の手数料の納付\n    due: on_application\n"
PAYMENT = """    due: after_decision
    within: $payment_days
    remind: [days(2)]
    done: issue
    expired: lapsed
"""
REFUND = "    refund: {rule: none, text: 納めた手数料は、許可にならない場合も返しません。}\n"
TAX_BASIS = (
    "    basis: {confidence: unconfirmed, note: 証明手数料を定める条例の名と条は所管課に確認中}\n"
)


def test_the_real_fees_are_in_order():
    assert proved(CERTIFICATE) == ()
    assert proved(FOOD) == ()


def test_a_fee_asked_twice_is_found_with_the_way():
    flow = [(PREPAYMENT, PREPAYMENT.replace("on_application", "after_decision"))]
    [found] = only(proved(CERTIFICATE, (), flow), "P523")
    assert "申請時の手数料の納付 → 審査 → 決定 → 手数料の納付" in found.message


def test_a_fee_whose_amount_is_settled_anew_may_be_asked_for_again():
    flow = [(PREPAYMENT, PREPAYMENT.replace("on_application", "after_decision"))]
    changes = [("    yen: 400 *", "    reassess: true\n    yen: 400 *")]
    assert only(proved(CERTIFICATE, changes, flow), "P523") == []


def test_one_fee_on_each_of_two_ways_is_asked_once():
    assert only(proved(RECORDS), "P523") == []


def test_a_way_to_the_grant_without_paying_is_found():
    flow = [
        ("    refused: notify\n", "    refused: notify\n    partial: payment\n"),
        ("    granted: payment\n", "    granted: issue\n"),
    ]
    changes = [("    yen: 400 *", "    yen: 500 *")]
    [found] = only(proved(CERTIFICATE, changes, flow), "P524")
    assert "審査 → 決定 → 交付 → 交付" in found.message
    assert line(found, changes).strip() == "due: after_decision"


def test_a_filing_without_fees_needs_no_payment():
    assert only(proved(FILING), "P524") == []


def test_money_asked_after_a_refusal_is_found():
    flow = [("    refused: notify\n", "    refused: partial_payment\n"),
            ("    sent_back: examine\n", "    sent_back: notify\n")]  # fmt: skip
    found = only(proved(RECORDS, (), flow), "P525")
    assert any("認めない決定の後に" in each.message for each in found)


def test_money_for_the_application_asked_after_the_decision_is_found():
    flow = [(PREPAYMENT, PREPAYMENT.replace("on_application", "at_issue")),
            ("    due: after_decision\n", "    due: on_application\n")]  # fmt: skip
    changes = [("    due: after_decision\n", "    due: on_application\n")]
    [found] = only(proved(CERTIFICATE, changes, flow), "P525")
    assert "決定の後になってから" in found.message


def test_money_asked_before_it_is_due_is_found():
    flow = [(PREPAYMENT, PREPAYMENT.replace("on_application", "after_decision"))]
    assert any("決定の前に" in each.message for each in only(proved(CERTIFICATE, (), flow), "P525"))


def test_money_for_handing_over_asked_when_all_is_handed_over_is_found():
    flow = [
        ("    granted: issue_payment\n", "    granted: issue\n"),
        ("    due: at_issue\n    done: issue\n", "    due: at_issue\n    done: granted\n"),
        (
            "    paper: granted\n    done: granted\n",
            "    paper: granted\n    done: issue_payment\n",
        ),
    ]
    changes = [("    due: on_application\n", "    due: at_issue\n")]
    [found] = only(proved(FOOD, changes, flow), "P525")
    assert "文書を渡し終えた後に" in found.message


def test_money_asked_between_decision_and_handing_over_is_in_order():
    changes = [("    due: on_application\n", "    due: at_issue\n")]
    assert only(proved(FOOD, changes), "P525") == []


def test_a_fee_without_a_word_on_its_return_is_found_with_the_way_on_which_it_is_lost():
    found = only(proved(FOOD, [(REFUND, "")]), "P526")
    assert len(found) == 2
    assert "手数料の納付 → 審査 → 決定 → 結果の通知 → 不許可" in found[0].message


def test_a_fee_whose_return_is_not_known_yet_is_said_to_be():
    assert only(proved(CERTIFICATE), "P526") == []


def test_a_payment_without_a_deadline_is_warned_of():
    flow = [(PAYMENT, "    due: after_decision\n    done: issue\n")]
    [found] = only(proved(CERTIFICATE, (), flow), "P527")
    assert found.severity == "warning"


def test_a_payment_with_a_deadline_does_not_wait_for_ever():
    assert only(proved(CERTIFICATE), "P527") == []


def test_a_fee_waived_without_a_basis_is_found_at_its_row():
    changes = [("is: 5600}", "is: 0}")]
    [found] = only(proved(FOOD, changes), "P528")
    assert "is: 0}" in line(found, changes)


def test_a_fee_waived_on_a_basis_is_well():
    assert proved(FOOD, [("is: 5600}", "is: 0, note: 手数料条例第5条による免除}")]) == ()


def test_a_reduction_is_known_by_its_note():
    assert len(only(proved(FOOD, [("is: 5600}", "is: 5600, note: 減額した額}")]), "P528")) == 1


def reduced(basis: str) -> list[tuple[str, str]]:
    row = f"{{reduction: poor, label: 減免, when: copies > 9, to: 0{basis}}}"
    return [("    yen: 400 *", f"    reduce:\n      - {row}\n    yen: 400 *")]


def test_a_reduction_without_a_basis_is_found_at_its_line():
    [found] = only(proved(CERTIFICATE, reduced("")), "P528")
    assert "reduction: poor" in line(found, reduced(""))


def test_a_reduction_on_a_basis_is_well():
    changes = reduced(", basis: {act: 手数料条例, article: 第5条}")
    assert only(proved(CERTIFICATE, changes), "P528") == []


def test_a_fee_without_a_basis_is_found():
    assert len(only(proved(CERTIFICATE, [(TAX_BASIS, "")]), "P529")) == 1


def test_a_basis_that_is_still_asked_for_is_said_to_be():
    assert only(proved(CERTIFICATE), "P529") == []
