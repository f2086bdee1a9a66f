from datetime import date

from app.definitions import scenarios
from app.kernel.calendar import Period
from tests.support.definitions import real_library

DAY = date(2026, 6, 1)
FILE = """
base: {shop: {name: 店, area: "12.5"}, opens: "= today + days(20)",
       rows: [{day: "= today"}, {day: 一}]}
scenarios:
  - scenario: 初めの例
    expect: {end: granted}
  - scenario: 変えて除く
    on: 2026-06-01
    with: {shop.name: 別の店, rows.1.day: "= today + months(1)"}
    without: [plan, shop.area]
    acts:
      - {pay: application}
      - {correct: [shop.name], on: +business_days(2)}
      - {draft: refused, ground: facility}
      - {extend: days(30)}
    expect: {fees: {application: null}, papers: [acknowledgement], clock: {used: 3}}
"""


def read(text: str = FILE) -> scenarios.Read:
    return scenarios.read(text.encode(), "s.yaml", "food")


def test_answers_are_worked_out_for_a_day():
    first = read().scenarios[0]
    assert first.procedure == "food"
    assert first.expect.end == "granted"
    assert scenarios.answers_on(first, DAY) == {
        "shop": {"name": "店", "area": "12.5"},
        "opens": "2026-06-21",
        "rows": [{"day": "2026-06-01"}, {"day": "一"}],
    }


def test_a_scenario_changes_the_base_and_leaves_things_out():
    first, second = read().scenarios
    assert second.answers["shop"] == {"name": "別の店"}
    assert second.without == ("plan",)
    assert scenarios.answers_on(second, DAY)["rows"][1] == {"day": "2026-07-01"}
    assert first.answers["shop"]["name"] == "店"


def test_acts_say_what_is_done_and_after_which_time():
    pay, correct, draft, extend = read().scenarios[1].acts
    assert (pay.kind, pay.value, pay.after) == ("pay", "application", None)
    assert (correct.value, correct.after) == (("shop.name",), Period(business_days=2))
    assert draft.details == {"ground": "facility"}
    assert extend.value == Period(days=30)
    assert pay.line == 12


def test_what_is_expected_is_read():
    expect = read().scenarios[1].expect
    assert expect.fees == {"application": None}
    assert (expect.used, expect.papers, expect.errors) == (3, ("acknowledgement",), None)


def test_an_expression_that_cannot_be_read_is_a_fault_at_its_place():
    text = FILE.replace("= today + days(20)", "= todai + days(20)")
    (fault,) = read(text).diagnostics
    assert (fault.code, fault.line) == ("P401", 2)
    assert text.splitlines()[1][fault.column - 1 :].startswith("todai")


def test_a_time_that_cannot_be_read_is_a_fault():
    (fault,) = read(FILE.replace("+business_days(2)", "2日後")).diagnostics
    assert (fault.code, fault.line) == ("P205", 13)


def test_a_file_that_is_no_yaml_has_no_scenarios():
    assert read("scenarios: [").scenarios == ()


def test_the_model_procedure_has_an_example_that_holds_on_any_day():
    first = real_library().scenarios("food-business-permit")[0]
    early, late = date(2026, 6, 1), date(2030, 2, 28)
    assert scenarios.answers_on(first, early)["opens_on"] == "2026-07-01"
    assert scenarios.answers_on(first, late)["opens_on"] == "2030-03-30"


def test_a_workflow_s_scenarios_borrow_the_answers_of_a_procedure():
    found = real_library().workflow_scenarios()
    borrowed = next(each for each in found if each.procedure == "food-business-permit")
    assert borrowed.answers["shop_name"] == "花子の台所"


def test_an_act_that_says_nothing_is_a_fault():
    text = "scenarios:\n  - {scenario: 黙る, acts: [{pay: null}], expect: {step: examine}}\n"
    found = read(text)
    assert found.scenarios == ()
    assert [each.code for each in found.diagnostics] == ["P205"]


def test_a_path_into_a_row_that_is_none_leads_nowhere():
    text = (
        "base: {rows: [7]}\nscenarios:\n"
        "  - {scenario: 行, with: {rows.0.name: 甲, rows.x1.name: 乙}, expect: {step: examine}}\n"
    )
    (scenario,) = read(text).scenarios
    assert scenario.answers["rows"] in ([7], {"x1": {"name": "乙"}})
