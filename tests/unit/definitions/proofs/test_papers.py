import pytest

from tests.support.altered import CERTIFICATE, FILING, FOOD, LICENCE, RECORDS, line, only, proved

NUMBER = '    number: "{year}{office}食第{serial}号"\n'
PERMIT = "    title: 営業許可書\n    template: permit\n"
BODY = "    body: 申請のあった下記の営業については、次の理由により許可しません。\n"
COPY = "  copy:\n    title: 防火・防災管理者選任（解任）届出書（副本）\n"
SHOWN = "    show: [trade_name, main_office.name, main_office.address]\n"


def show(names: str) -> list[tuple[str, str]]:
    return [(SHOWN, f"    show: [{names}]\n")]


def test_the_real_papers_can_be_printed():
    assert proved(FOOD) == ()
    assert proved(CERTIFICATE) == ()


def test_a_paper_that_may_show_nothing_is_warned_of_with_the_condition():
    changes = show("trade_name")
    [found] = only(proved(LICENCE, changes), "P702")
    assert "「商号又は名称」（「申請者の区分」が「個人」の場合だけ）" in found.message
    assert found.severity == "warning"
    assert line(found, changes).strip() == "show: [trade_name]"


def test_what_is_worked_out_may_come_to_nothing():
    changes = [("show: [doc_name, doc_detail]", "show: [copy_format]")]
    assert len(only(proved(RECORDS, changes), "P702")) == 1


def test_answers_of_which_one_is_always_asked_are_enough():
    assert proved(LICENCE, show("trade_name, applicant.corporate_name")) == ()


def test_an_answer_that_is_always_asked_is_enough():
    assert proved(LICENCE, show("trade_name, main_office.name")) == ()


@pytest.mark.parametrize(
    ("id_", "changes", "why"),
    [
        (FOOD, [("papers:\n", "papers:\n  payment: {title: 納付確認書, show: [shop_name]}\n")],
         "答えが載らない"),
        (FILING, [(COPY, f"{COPY}    show: [building_name]\n")], "すべての答えが載る"),
    ],
)  # fmt: skip
def test_naming_answers_for_a_template_that_asks_for_none_is_warned_of(id_, changes, why):
    [found] = only(proved(id_, changes), "P703")
    assert why in found.message


def test_naming_answers_for_a_certificate_is_well():
    assert only(proved(CERTIFICATE), "P703") == []


@pytest.mark.parametrize("written", ["{applicant.name}様", "{{ number }}", "{% if x %}", "${name}"])
def test_a_placeholder_in_a_body_is_found(written):
    changes = [(BODY, f'    body: "{written}の営業を許可しません。"\n')]
    assert len(only(proved(FOOD, changes), "P704")) == 1


def test_brackets_of_full_width_are_words():
    changes = [(BODY, "    body: 申請のあった営業｛下記｝を許可しません。100% 確かめました。\n")]
    assert proved(FOOD, changes) == ()


@pytest.mark.parametrize("number", ["{year}{office}食号", "{year}食第{serial号", "食第{serial}}号"])
def test_a_number_that_repeats_or_cannot_be_made_is_found(number):
    changes = [(NUMBER, f'    number: "{number}"\n')]
    assert len(only(proved(FOOD, changes), "P705")) == 2


def test_a_number_of_a_serial_alone_is_well():
    assert proved(FOOD, [(NUMBER, '    number: "{serial}"\n')]) == ()


def test_a_template_that_is_not_there_is_found_with_the_one_meant():
    changes = [(PERMIT, PERMIT.replace("permit", "permitt"))]
    [found] = only(proved(FOOD, changes), "P706")
    assert "permit" in found.hint
    assert line(found, changes).strip() == "template: permitt"


def test_a_template_left_out_is_chosen_by_the_name_of_the_paper():
    assert proved(FOOD, [(PERMIT, "    title: 営業許可書\n")]) == ()


def test_a_validity_that_is_printed_nowhere_is_warned_of():
    changes = [
        ("    title: 営業不許可通知書\n", "    title: 営業不許可通知書\n    validity: years(1)\n")
    ]
    assert len(only(proved(FOOD, changes), "P707")) == 1


def test_a_validity_on_a_licence_is_well():
    assert only(proved(LICENCE), "P707") == []


def test_conditions_that_are_printed_nowhere_are_warned_of():
    changes = [
        ("    title: 営業不許可通知書\n", "    title: 営業不許可通知書\n    conditions: true\n")
    ]
    assert len(only(proved(FOOD, changes), "P708")) == 1


def test_conditions_on_a_certificate_are_well():
    assert only(proved(CERTIFICATE), "P708") == []


def test_a_notice_of_the_form_on_a_paper_is_warned_of():
    changes = [("show: [doc_name, doc_detail]", "show: [doc_name, assembly_notice]")]
    [found] = only(proved(RECORDS, changes), "P709")
    assert "assembly_notice" in found.message


def test_an_answer_on_a_paper_is_well():
    assert only(proved(RECORDS), "P709") == []


def test_a_paper_that_runs_out_without_a_renewal_is_warned_of():
    changes = [("    renewal: {procedure: null, remind: [months(3)]}\n", "")]
    [found] = only(proved(LICENCE, changes), "P710")
    assert line(found, changes).strip() == "validity: years(5)"


def test_a_renewal_of_which_nobody_is_told_in_time_is_warned_of():
    changes = [("remind: [months(3)]", "remind: [years(5), months(3)]")]
    [found] = only(proved(LICENCE, changes), "P711")
    assert "5年前の知らせ" in found.message


def test_a_renewal_whose_procedure_is_not_here_yet_is_well():
    assert proved(LICENCE) == ()
