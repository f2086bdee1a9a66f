import pytest

from tests.support.altered import FILING, FOOD, RECORDS, line, only, proved

CONCUR = '{concur: ["soumu/disclosure:情報公開課長"]}'
SECOND = """  again:
    kind: decide
    label: 再決定
    by: $examiner
    decider: $decider
    granted: issue_payment
    refused: notify
    sent_back: examine
  issue_payment:
"""


def route(written: str) -> list[tuple[str, str]]:
    return [("    route: [係長, 課長]\n", f"    route: {written}\n")]


def test_the_real_posts_are_in_order():
    assert proved(RECORDS) == ()


def test_a_step_without_a_post_is_found():
    flow = [("{type: post, label: 確認する職}", "{type: post, null: true, label: 確認する職}")]
    procedure = [("with: {examiner: 防火管理係}", "with: {}")]
    [found] = only(proved(FILING, procedure, flow), "P517")
    assert "内容の確認" in found.message


def test_a_post_that_the_workflow_gives_itself_is_enough():
    flow = [("{type: post, label: 確認する職}", "{type: post, default: 防火管理係}")]
    assert only(proved(FILING, [("with: {examiner: 防火管理係}", "with: {}")], flow), "P517") == []


def test_nobody_to_record_an_answer_from_outside_is_found():
    flow = [
        ("{type: post, label: 確認する職}", "{type: post, null: true}"),
        ("    correct: correction\n", "    correct: correction\n    ask: asking\n"),
        ("  issue:\n", "  asking:\n    kind: await-outside\n    label: 照会\n    who: 区役所\n"
         "    answered: examine\n  issue:\n"),
    ]  # fmt: skip
    found = only(proved(FILING, [("with: {examiner: 防火管理係}", "with: {}")], flow), "P517")
    assert any("「照会」で、回答の記録" in each.message for each in found)


def test_a_decision_without_a_decider_is_found():
    flow = [("decider: {type: post, label", "decider: {type: post, null: true, label")]
    procedure = [("    decider: 保健所長\n", "")]
    [found] = only(proved(FOOD, procedure, flow), "P518")
    assert "決定する職がありません" in found.message


def test_two_decisions_on_one_way_are_found_with_the_way():
    flow = [
        ("    granted: issue_payment\n", "    granted: again\n"),
        ("  issue_payment:\n", SECOND),
    ]
    [found] = only(proved(FOOD, (), flow), "P518")
    assert "手数料の納付 → 審査 → 決定 → 再決定" in found.message


def test_deciding_again_after_a_draft_was_sent_back_is_well():
    flow = [("    sent_back: examine\n", "    sent_back: again\n"), ("  issue_payment:\n", SECOND)]
    assert only(proved(FOOD, (), flow), "P518") == []


def test_a_post_twice_on_a_route_is_found_where_the_procedure_wrote_it():
    changes = route("[係長, 課長, 係長]")
    [found] = only(proved(FOOD, changes), "P519")
    assert line(found, changes).strip() == "route: [係長, 課長, 係長]"
    assert found.column == 21


def test_a_post_twice_by_its_two_names_is_found():
    changes = [(f"[係長, {CONCUR}, 課長]", '[係長, "soumu/general-affairs:係長"]')]
    assert len(only(proved(RECORDS, changes), "P519")) == 1


def test_posts_of_one_name_in_two_units_are_two():
    changes = [(CONCUR, '{concur: ["soumu/disclosure:係長"]}')]
    assert proved(RECORDS, changes) == ()


def test_a_decider_on_the_route_is_found():
    assert len(only(proved(FOOD, route("[係長, 保健所長]")), "P520")) == 1


def test_the_decider_of_another_unit_may_be_on_the_route():
    assert proved(RECORDS, [(CONCUR, '{concur: ["soumu/disclosure:部長"]}')]) == ()


def test_a_decider_who_drafts_is_found():
    changes = [("    examiner: 食品衛生監視員\n", "    examiner: 保健所長\n")]
    [found] = only(proved(FOOD, changes), "P521")
    assert line(found, changes).strip() == "decider: 保健所長"
    assert "工程「審査」「検査」「決定」を担い" in found.message


def test_a_decider_whose_post_is_another_units_too_does_not_draft():
    changes = [("    examiner: 担当\n", '    examiner: "soumu/disclosure:部長"\n')]
    assert only(proved(RECORDS, changes), "P521") == []


@pytest.mark.parametrize("own", ["課長", "soumu/general-affairs:課長"])
def test_concurrence_within_the_unit_is_found(own):
    changes = [(f"[係長, {CONCUR}, 課長]", f'[係長, {{concur: ["{own}"]}}]')]
    assert len(only(proved(RECORDS, changes), "P522")) == 1


def test_concurrence_outside_the_unit_is_well():
    assert only(proved(RECORDS), "P522") == []
