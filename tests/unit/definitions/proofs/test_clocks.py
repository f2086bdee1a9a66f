import pytest

from tests.support.altered import FILING, FOOD, RECORDS, line, only, proved

FOOD_CLOCK = (
    "  period: null\n  note: 標準処理期間は所管課に確認中です。実地検査の後、数日で交付されます。\n"
)
FILING_CLOCK = "  period: null\n"
BASIS = "  basis: {act: 東京都情報公開条例, article: 第12条, confidence: high}\n  note: 請求"
DAYS = "with: {examiner: 防火管理係}"


def days(count: int) -> list[tuple[str, str]]:
    return [(FOOD_CLOCK, f"  period: days({count})\n")]


def test_the_real_periods_are_in_order():
    assert proved(RECORDS) == ()


def test_a_period_that_ends_in_a_step_left_out_is_found():
    flow = [("ends_at: [decide]", "ends_at: [inspect]")]
    changes = [*days(30), ("    inspection: required\n", "    inspection: none\n")]
    [found] = only(proved(FOOD, changes, flow), "P530")
    assert "この手続の流れにありません" in found.message
    assert line(found, changes).strip() == "use: examine-inspect-decide"


def test_a_way_on_which_a_period_never_ends_is_found():
    flow = [("ends_at: [examine]", "ends_at: [correction]")]
    [found] = only(proved(FILING, [(FILING_CLOCK, "  period: days(30)\n")], flow), "P530")
    assert "内容の確認 → 副本の交付" in found.message


def test_a_period_that_ends_with_the_examination_is_well():
    assert proved(FILING, [(FILING_CLOCK, "  period: days(30)\n")]) == ()


def test_a_clock_that_stands_still_while_the_office_works_is_found():
    flow = [("stops_in: [await-applicant]", "stops_in: [examine, await-applicant]")]
    found = only(proved(FILING, [(FILING_CLOCK, "  period: days(30)\n")], flow), "P531")
    assert any("役所が仕事をする工程" in each.message for each in found)
    assert any("日数を数える工程が一つも" in each.message for each in found)


def test_a_clock_may_stand_still_while_others_are_waited_for():
    flow = [("stops_in: [await-applicant]", "stops_in: [await-applicant, await-outside]")]
    assert proved(RECORDS, (), flow) == ()


def test_a_kind_that_stops_the_clock_and_never_comes_is_warned_of():
    flow = [("stops_in: [await-applicant]", "stops_in: [await-applicant, await-payment]")]
    [found] = only(proved(FILING, (), flow), "P532")
    assert found.severity == "warning"


def test_a_kind_that_only_this_procedure_leaves_out_is_well():
    assert only(proved("car-tax-disability-reduction"), "P532") == []
    assert only(proved("tax-payment-certificate"), "P532") == []


def test_a_period_of_law_without_a_law_is_found():
    assert len(only(proved(RECORDS, [(BASIS, "  note: 請求")]), "P533")) == 1


def test_a_standard_period_needs_no_law():
    assert proved(FOOD, days(30)) == ()


@pytest.mark.parametrize("span", ["days(10)", "days(14)", "business_days(5)"])
def test_an_extension_to_no_later_day_is_found(span):
    changes = [("extension: days(60)", f"extension: {span}")]
    assert len(only(proved(RECORDS, changes), "P534")) == 1


def test_an_extension_of_no_period_is_found():
    changes = [("  period: days(14)\n", "  period: null\n")]
    assert len(only(proved(RECORDS, changes), "P534")) == 1


@pytest.mark.parametrize("span", ["days(15)", "months(1)"])
def test_an_extension_to_a_later_day_is_well(span):
    assert proved(RECORDS, [("extension: days(60)", f"extension: {span}")]) == ()


def test_a_wait_longer_than_the_whole_period_is_warned_of():
    found = only(proved(FOOD, days(10)), "P535")
    assert {each.severity for each in found} == {"warning"}
    assert {line(each, days(10)).strip() for each in found} == {"period: days(10)"}
    assert any("「補正」で待つ期間（14日）" in each.message for each in found)


def test_a_wait_that_the_procedure_chose_is_shown_there():
    changes = [
        *days(10),
        ("    decider: 保健所長\n", "    decider: 保健所長\n    correction_days: days(12)\n"),
    ]
    places = {line(each, changes).strip() for each in only(proved(FOOD, changes), "P535")}
    assert "correction_days: days(12)" in places


def test_a_wait_as_long_as_the_period_is_well():
    assert proved(FOOD, days(14)) == ()


def test_a_wait_after_the_period_is_over_may_be_long():
    assert only(proved(RECORDS), "P535") == []


def test_reminders_that_never_come_are_warned_of_where_the_wait_was_chosen():
    changes = [(DAYS, "with: {examiner: 防火管理係, correction_days: days(2)}")]
    found = only(proved(FILING, changes), "P536")
    assert len(found) == 2
    assert {line(each, changes).strip() for each in found} == {changes[0][1]}


def test_one_reminder_that_fits_into_a_chosen_wait_is_enough():
    changes = [(DAYS, "with: {examiner: 防火管理係, correction_days: days(5)}")]
    assert proved(FILING, changes) == ()


def test_each_reminder_fits_into_a_wait_that_is_written_beside_it():
    flow = [("    within: $correction_days\n", "    within: days(5)\n")]
    [found] = only(proved(FILING, (), flow), "P536")
    assert "7日前" in found.message
    assert line(found, flow).strip().startswith("remind: ")
