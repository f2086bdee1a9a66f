import pytest

from tests.support.altered import CERTIFICATE, FILING, FOOD, RECORDS, line, only, proved

CORRECTION = "    remind: [days(7), days(2)]\n    answered: examine\n    expired: examine\n"
NOTICE = "    title: 営業不許可通知書\n    template: refusal\n"
GROUND = """    basis: {act: 食品衛生法, article: 第55条第2項, confidence: high}

records"""


def late(target: str) -> list[tuple[str, str]]:
    return [(CORRECTION, CORRECTION.replace("expired: examine", f"expired: {target}"))]


def notice(template: str) -> list[tuple[str, str]]:
    return [(NOTICE, NOTICE.replace("refusal", template))]


def test_the_real_dispositions_are_decided_reasoned_and_told():
    assert proved(FOOD) == ()
    assert proved(RECORDS) == ()


def test_a_refusal_by_a_deadline_alone_is_found_with_the_way():
    [found] = only(proved(FOOD, (), late("refused")), "P611")
    assert "手数料の納付 → 審査 → 補正 → 不許可" in found.message
    assert "理由を示す決定をしないまま" in found.message


def test_a_dismissal_by_the_examiner_alone_is_found():
    flow = [("    refuse: decide\n", "    refuse: lapsed\n")]
    [found] = only(proved(FOOD, (), flow), "P611")
    assert "申請を退けます" in found.message


def test_a_failed_visit_that_ends_the_case_is_found():
    flow = [("    failed: decide\n", "    failed: refused\n")]
    assert len(only(proved(FOOD, (), flow), "P611")) == 1


def test_what_is_no_disposition_may_be_turned_down_by_one_person():
    assert only(proved("definition-publication"), "P611") == []


def test_a_refusal_that_nobody_is_told_of_is_found():
    flow = [("    refused: notify\n", "    refused: refused\n"),
            ("    sent_back: examine\n", "    sent_back: notify\n")]  # fmt: skip
    [found] = only(proved(FOOD, (), flow), "P612")
    assert "決定 → 不許可" in found.message


def test_a_partial_grant_that_nobody_is_told_of_is_found():
    flow = [("    partial: partial_notice\n", "    partial: partial_payment\n"),
            ("    sent_back: examine\n", "    sent_back: partial_notice\n"),
            ("    expired: partial\n", "    expired: partial\n")]  # fmt: skip
    assert any("一部開示" in each.message for each in only(proved(RECORDS, (), flow), "P612"))


@pytest.mark.parametrize(
    ("template", "lacking"),
    [("certificate", "理由と教示"), ("permit", "理由"), ("filing-copy", "理由と教示")],
)
def test_a_notice_without_room_for_reasons_or_appeal_is_found(template, lacking):
    changes = notice(template)
    [found] = only(proved(FOOD, changes), "P613")
    assert f"に{lacking}が載りません" in found.message
    assert line(found, changes).strip() == f"template: {template}"


def test_a_refusal_on_the_paper_of_a_grant_is_found():
    flow = [("    paper: refused\n", "    paper: granted\n")]
    assert "理由と教示" in only(proved(FOOD, (), flow), "P613")[0].message


def test_a_refusal_may_be_told_on_a_notice_of_decision():
    assert proved(FOOD, notice("decision")) == ()


@pytest.mark.parametrize("target", ["lapsed"])
def test_an_application_that_lapses_without_a_decision_is_found(target):
    [found] = only(proved(FOOD, (), late(target)), "P614")
    assert "審査 → 補正 → 手数料が納められなかったため終了" in found.message


def test_an_application_whose_fee_was_not_paid_may_lapse():
    assert only(proved(FOOD), "P614") == []


def test_a_word_on_appeal_where_there_is_no_disposition_is_found():
    changes = [("  disposition: false\n", "  disposition: false\n  appeal: review-and-suit\n")]
    [found] = only(proved(FILING, changes), "P615")
    assert line(found, changes).strip() == "appeal: review-and-suit"


def test_a_filing_without_a_word_on_appeal_is_well():
    assert only(proved(FILING), "P615") == []


def test_a_paper_issued_without_a_decision_is_found():
    flow = [("    refuse: decide\n", "    refuse: issue\n")]
    [found] = only(proved(FOOD, (), flow), "P616")
    assert "手数料の納付 → 審査 → 交付" in found.message


def test_a_decision_that_can_be_passed_by_is_none():
    flow = [("    kind: decide\n", "    kind: decide\n    when: applicant.by_agent\n")]
    assert len(only(proved(CERTIFICATE, (), flow), "P616")) == 1


def test_the_copy_of_a_filing_needs_no_decision_but_a_disposition_does():
    changes = [("  disposition: false\n", "  disposition: true\n")]
    found = {each.code for each in proved(FILING, changes)}
    assert "P614" in found
    assert "P616" not in found


def test_an_end_of_another_kind_than_the_decision_is_found():
    flow = [("refused: {result: $refused_result, disposition: refused}",
             "refused: {result: $refused_result}")]  # fmt: skip
    [found] = only(proved(FOOD, (), flow), "P617")
    assert "決定 → 結果の通知 → 不許可" in found.message


def test_what_was_granted_may_lapse_when_its_fee_is_not_paid():
    assert only(proved(CERTIFICATE), "P617") == []


@pytest.mark.parametrize("written", ["", "  disclosure: ひみつ\n"])
def test_a_record_without_a_class_of_disclosure_is_found(written):
    changes = [("  disclosure: 一部開示\n", written)]
    assert len(only(proved(FOOD, changes), "P618")) == 1


@pytest.mark.parametrize("written", ["開示", "非開示"])
def test_every_class_of_disclosure_is_known(written):
    assert proved(FOOD, [("  disclosure: 一部開示\n", f"  disclosure: {written}\n")]) == ()


def test_a_criterion_without_a_provision_is_warned_of():
    [found] = only(proved(FOOD, [(GROUND, "records")]), "P619")
    assert found.severity == "warning"
    assert "disqualified" in found.message


def test_a_criterion_whose_provision_is_asked_for_is_well():
    asked = GROUND.replace(
        "act: 食品衛生法, article: 第55条第2項, confidence: high", "note: 確認中"
    )
    assert proved(FOOD, [(GROUND, asked)]) == ()
