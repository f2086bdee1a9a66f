from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cases import answers
from app.definitions import fields
from app.definitions.model import Check, Field, OfficeRule, Omission, Page
from app.kernel import paths
from app.kernel.errors import Refusal
from tests.support import forms
from tests.support.forms import MOMENT, equals, expression, field

FORM = forms.procedure()


def check(raw: object, **changes) -> answers.Checked:
    return answers.check(forms.procedure(**changes), raw, MOMENT)


def filled(**changes) -> dict:
    """Complete answers, with what stands at each path (`a__b` for `a.b`) changed or taken out."""
    made = forms.answers()
    for name, value in changes.items():
        path = name.replace("__", ".")
        if value is None:
            paths.drop(made, path)
        else:
            paths.put(made, path, value)
    return made


def codes(checked: answers.Checked) -> dict[str, str]:
    return {fault.field: fault.code for fault in checked.faults}


def test_complete_answers_are_accepted_as_they_are():
    checked = check(forms.answers())
    assert checked.faults == ()
    assert checked.ignored == ()
    assert checked.answers == forms.answers()


def test_every_gap_is_told_at_the_first_input_concerned():
    assert codes(check({})) == {
        "applicant.kind": "required",
        "applicant.phone": "required",
        "shop_name": "required",
        "shop_address.prefecture": "required",
        "area": "required",
        "water": "required",
        "smoking": "required",
        "managers": "required",
        "attachments.plan": "required",
    }


def test_faults_point_at_the_part_of_a_name_or_a_day():
    checked = check(filled(
        applicant__name={"given": "花子", "given_kana": "ハナコ"},
        applicant__born={"era": "昭和", "year": "64", "month": "1", "day": "10"},
    ))  # fmt: skip
    assert codes(checked) == {
        "applicant.name.family": "required", "applicant.born.year": "wrong_era",
    }  # fmt: skip
    assert "name" not in checked.answers["applicant"]


class TestWhatIsHidden:
    def test_a_hidden_field_is_ignored(self):
        checked = check(filled(water="tap", attachments__water_report=None))
        assert checked.faults == ()
        assert "tested_on" not in checked.answers
        assert checked.ignored == ("tested_on",)

    def test_a_hidden_page_is_ignored(self):
        assert check(filled(declared=True)).ignored == ("declared",)

    def test_a_hidden_answer_hides_what_hangs_on_it(self):
        hanging = field("method", "text", when=equals("tested_on", "2026-05-01"))
        pages = (*forms.PAGES, Page("more", {"ja": "続き"}, (hanging,)))
        assert codes(check(filled(), pages=pages)) == {"method": "required"}
        assert check(
            filled(water="tap", attachments__water_report=None, method="x"), pages=pages
        ).ignored == ("tested_on", "method")

    def test_a_wrong_answer_counts_as_none_for_conditions(self):
        checked = check(filled(water="sea", attachments__water_report=None))
        assert codes(checked) == {"water": "unknown_option"}

    def test_what_nobody_asked_is_listed_and_dropped(self):
        raw = filled(applicant__about="x", applicant__age=3, extra={"a": 1}, capital_band="大")
        raw["shop_address"]["country"] = "日本"
        raw["managers"][0]["salary"] = 1
        checked = check(raw)
        assert set(checked.ignored) == {
            "applicant.about", "applicant.age", "extra", "capital_band", "shop_address.country",
            "managers.0.salary",
        }  # fmt: skip
        assert checked.answers == forms.answers()


class TestWorkedOut:
    def test_a_worked_out_value_is_never_taken_from_outside(self):
        raw = filled()
        raw["managers"][0]["initial"] = "鈴"
        checked = check(raw)
        assert checked.answers["managers"][0]["initial"] == "佐"
        assert checked.ignored == ("managers.0.initial",)

    def test_a_worked_out_value_is_kept_as_json(self):
        def computed(run, kind):
            return field("made", "computed", computed=expression(run, kind))

        for value, kind, kept in (
            (date(2026, 4, 1), "date", "2026-04-01"),
            (Decimal("12.50"), "decimal", "12.5"),
            (Decimal("12.0"), "money", 12),
            (None, "text", None),
        ):
            page = Page("made", {"ja": "計算"}, (computed(lambda _, value=value: value, kind),))
            assert check({}, pages=(page,)).answers.get("made") == kept


class TestRequired:
    def test_a_condition_decides_whether_an_answer_is_required(self):
        page = Page("p", {"ja": "頁"}, (
            field("a", "text", required=False),
            field("b", "text", required=False, required_when=equals("a", "x")),
        ))  # fmt: skip
        one = {"pages": (page,), "attachments": (), "checks": (), "office": OfficeRule(unit="u")}
        assert codes(check({"a": "x"}, **one)) == {"b": "required"}
        assert check({"a": "y"}, **one).faults == ()

    def test_a_corporation_must_declare(self):
        raw = filled(
            applicant__kind="corporation", applicant__name=None, applicant__born=None,
            applicant__corporate_name="山田商店", capital="1,000,000円",
            attachments={"plan": ["u"], "water_report": ["v"]},
        )  # fmt: skip
        checked = check(raw)
        assert codes(checked) == {
            "applicant.corporate_number": "required", "declared": "required",
        }  # fmt: skip
        assert checked.answers["capital_band"] == "大"


class TestRows:
    def test_a_fault_in_a_row_has_its_number_and_its_words(self):
        raw = filled(managers=[
            {"name": {"family": "佐藤"}, "licence": "cook"},
            {"name": {"given": "次郎"}, "licence": "other"},
        ])  # fmt: skip
        checked = check(raw)
        assert codes(checked) == {
            "managers.1.name.family": "required", "managers.1.other": "required",
        }  # fmt: skip
        assert checked.faults[0].message == "責任者 2：氏名の姓を入力してください"

    def test_a_blank_row_that_need_not_be_there_is_passed_over(self):
        row = {"name": {"family": "佐藤", "given": ""}, "licence": "cook"}
        checked = check(filled(managers=[row, {"name": {"family": ""}, "licence": ""}, row]))
        assert checked.faults == ()
        assert len(checked.answers["managers"]) == 2

    def test_the_first_row_is_asked_for_though_blank(self):
        assert codes(check(filled(managers=[{}]))) == {
            "managers.0.name.family": "required", "managers.0.licence": "required",
        }  # fmt: skip

    def test_there_may_be_too_many_rows_or_too_few(self):
        row = {"name": {"family": "佐藤"}, "licence": "cook"}
        assert codes(check(filled(managers=[row] * 4))) == {"managers": "too_many"}
        group = replace(forms.MANAGERS.fields[0], minimum=Decimal(2))
        pages = (forms.APPLICANT, forms.SHOP, replace(forms.MANAGERS, fields=(group,)))
        assert codes(check(filled(managers=[row]), pages=pages)) == {"managers": "too_few"}

    def test_a_group_that_may_be_empty_is_not_asked_for(self):
        group = replace(forms.MANAGERS.fields[0], minimum=Decimal(0))
        pages = (forms.APPLICANT, forms.SHOP, replace(forms.MANAGERS, fields=(group,)))
        assert check(filled(managers=None), pages=pages).faults == ()

    def test_a_hidden_field_of_a_row_is_ignored(self):
        raw = filled()
        raw["managers"][0]["other"] = "x"
        assert check(raw).ignored == ("managers.0.other",)


class TestAttachments:
    def test_one_of_several_alternatives_is_enough(self):
        checked = check(filled(attachments__card_copy=None))
        assert codes(checked) == {"attachments.licence_copy": "required"}
        assert "いずれか1つ" in checked.faults[0].message

    def test_what_the_office_can_get_is_never_required(self):
        raw = filled(applicant={
            "kind": "corporation", "corporate_name": "山田商店",
            "corporate_number": "4011001098993", "phone": "0353211111",
        }, capital=1, declared="yes",
            attachments={"plan": ["u"], "water_report": ["v"]})  # fmt: skip
        assert check(raw).faults == ()

    def test_unknown_and_uncalled_for_attachments_are_ignored(self):
        raw = filled(water="tap", tested_on=None, attachments__x=["u"], attachments__plan=["u", 3])
        checked = check(raw)
        assert set(checked.ignored) == {
            "attachments.water_report", "attachments.x", "attachments.plan",
        }  # fmt: skip
        assert checked.answers["attachments"] == {"plan": ["u"], "card_copy": ["u3"]}

    def test_there_may_be_too_many_files(self):
        assert codes(check(filled(attachments__plan=["a", "b", "c"]))) == {
            "attachments.plan": "too_many"
        }

    def test_a_form_is_told_what_to_attach(self):
        listed = answers.attachments_for(FORM, filled(attachments={}), MOMENT)
        assert {each.id: needed for each, needed in listed} == {
            "plan": True, "water_report": True, "licence_copy": True, "card_copy": True,
            "photo": False,
        }  # fmt: skip
        listed = answers.attachments_for(FORM, filled(), MOMENT)
        assert {each.id: needed for each, needed in listed}["licence_copy"] is False


class TestRulesBetweenAnswers:
    def test_a_rule_that_does_not_hold_is_told_in_its_words(self):
        checked = check(filled(tested_on="2025-01-01"))
        (fault,) = checked.faults
        assert (fault.field, fault.code) == ("tested_on.year", "check.water_test_recent")
        assert fault.message == "1年以内の検査が必要です"

    def test_a_rule_is_silent_where_its_field_is_wrong_or_hidden(self):
        assert codes(check(filled(tested_on="x"))) == {"tested_on.year": "invalid"}
        hidden = filled(water="tap", attachments__water_report=None, tested_on="2020-01-01")
        assert check(hidden).faults == ()

    def test_a_rule_is_silent_where_another_answer_that_it_needs_is_wrong(self):
        assert codes(check(filled(seats=999))) == {"seats": "check.seats_fit"}
        assert codes(check(filled(seats=999, area="wide"))) == {"area": "invalid"}

    def test_a_rule_has_a_condition_of_its_own(self):
        assert check(filled(seats=None)).faults == ()

    def test_only_the_first_rule_of_a_field_is_told(self):
        never = Check("never", expression(lambda _: False), "seats", {"ja": "だめです"})
        rules = (*forms.CHECKS, never)
        assert codes(check(filled(seats=999), checks=rules)) == {"seats": "check.seats_fit"}
        assert codes(check(filled(), checks=rules)) == {"seats": "check.never"}


class TestCompetence:
    @pytest.mark.parametrize(("prefecture", "city", "unit"), [
        ("東京都", "新宿区", "centre/west"),
        ("東京都", "新宿区西新宿", "centre/west"),
        ("東京都", "西多摩郡瑞穂町", "centre/tama"),
        ("東京都", "瑞穂町", "centre/tama"),
        ("東京都", "府中市", "centre/tama"),
    ])  # fmt: skip
    def test_an_address_belongs_to_an_office(self, prefecture, city, unit):
        address = {"prefecture": prefecture, "city": city, "town": "1"}
        assert answers.office_of(FORM, filled(shop_address=address)) == unit

    @pytest.mark.parametrize(("prefecture", "city"), [
        ("広島県", "府中市"), ("東京都", "渋谷区"), ("奈良県", "大和郡山市"),
    ])  # fmt: skip
    def test_an_address_elsewhere_is_refused_with_what_to_do(self, prefecture, city):
        raw = filled(shop_address={"prefecture": prefecture, "city": city, "town": "1"})
        checked = check(raw)
        assert codes(checked) == {"shop_address.city": "office.elsewhere"}
        assert checked.faults[0].message == "区の保健所が窓口です"
        with pytest.raises(Refusal, match=r"office\.elsewhere"):
            answers.office_of(FORM, checked.answers)

    def test_a_whole_prefecture_may_have_one_office_beside_the_others(self):
        rule = OfficeRule(by="shop_address", table=dict(forms.OFFICE.table) | {"東京都": "rest"})
        form = forms.procedure(office=rule)
        for prefecture, city, unit in (
            ("東京都", "新宿区", "centre/west"), ("東京都", "三宅島三宅村", "rest"),
        ):  # fmt: skip
            address = {"prefecture": prefecture, "city": city, "town": "1"}
            assert answers.office_of(form, filled(shop_address=address)) == unit
        with pytest.raises(Refusal, match="担当区域の外"):
            answers.office_of(form, filled(shop_address={"prefecture": "千葉県", "city": "市川市"}))

    def test_one_office_may_have_every_case(self):
        alone = forms.procedure(office=OfficeRule(unit="bureau/office"))
        assert answers.office_of(alone, {}) == "bureau/office"

    def test_where_no_address_was_asked_the_department_has_it(self):
        assert answers.office_of(FORM, {}) == FORM.department.id


class TestPages:
    def test_a_page_changes_the_draft_and_nothing_else(self):
        draft = filled(managers=None)
        raw = {"managers": [{"name": {"family": "鈴木"}, "licence": "cook"}], "shop_name": "別"}
        checked = answers.check_page(FORM, "managers", raw, draft, MOMENT)
        assert checked.faults == ()
        assert checked.ignored == ("shop_name",)
        assert checked.answers["managers"][0]["name"]["family"] == "鈴木"
        assert checked.answers["shop_name"] == "カフェ山田"
        assert "managers" not in draft

    def test_only_that_page_is_told(self):
        checked = answers.check_page(FORM, "applicant", {}, {}, MOMENT)
        assert codes(checked) == {"applicant.kind": "required", "applicant.phone": "required"}
        assert checked.answers == {}

    def test_wrong_values_are_shown_back_and_right_ones_in_order(self):
        raw = {
            "shop_name": "カフェ", "shop_kana": "かふぇ", "area": "広い", "water": "well",
            "tested_on": {"era": "昭和", "year": "64", "month": "1", "day": "10"},
        }  # fmt: skip
        checked = answers.check_page(FORM, "shop", raw, filled(), MOMENT)
        assert checked.raw["area"] == "広い"
        assert checked.raw["tested_on"] == raw["tested_on"]
        assert checked.raw["shop_kana"] == "カフェ"
        assert "area" not in checked.answers
        assert "seats" not in checked.answers
        assert {"area", "tested_on.year"} <= set(codes(checked))

    def test_an_added_row_is_shown_back_though_blank(self):
        raw = {"managers": [{"name": {"family": "鈴木"}, "licence": "cook"}, {}]}
        checked = answers.check_page(FORM, "managers", raw, filled(), MOMENT)
        assert checked.faults == ()
        assert checked.raw["managers"] == raw["managers"]
        assert len(checked.answers["managers"]) == 1

    def test_what_a_change_hides_stays_in_the_draft_but_is_not_filed(self):
        raw = {"kind": "corporation", "corporate_name": "山田商店", "phone": "03-5321-1111",
               "corporate_number": "4011001098993"}  # fmt: skip
        checked = answers.check_page(FORM, "applicant", {"applicant": raw}, filled(), MOMENT)
        assert checked.faults == ()
        assert checked.answers["applicant"]["name"]["family"] == "山田"
        whole = answers.check(FORM, checked.answers, MOMENT)
        assert "name" not in whole.answers["applicant"]

    def test_rules_and_the_office_are_told_on_their_page(self):
        raw = fields.refill(forms.SHOP.fields, filled(tested_on="2025-01-01"))
        raw["shop_address"]["city"] = "渋谷区"
        checked = answers.check_page(FORM, "shop", raw, filled(), MOMENT)
        assert codes(checked) == {
            "tested_on.year": "check.water_test_recent", "shop_address.city": "office.elsewhere",
        }  # fmt: skip
        assert answers.check_page(
            FORM, "managers", {"managers": filled()["managers"]}, checked.answers, MOMENT
        ).faults == ()  # fmt: skip

    def test_a_rule_that_looks_at_a_later_page_waits_for_it(self):
        rule = Check("later", expression(lambda _: False, names=("managers",)), "seats", {"ja": ""})
        form = forms.procedure(checks=(rule,))
        raw = fields.refill(forms.SHOP.fields, filled())
        assert answers.check_page(form, "shop", raw, filled(), MOMENT).faults == ()
        assert codes(answers.check(form, filled(), MOMENT)) == {"seats": "check.later"}

    def test_an_unknown_page_is_refused(self):
        with pytest.raises(Refusal, match=r"form\.page_unknown"):
            answers.check_page(FORM, "nowhere", {}, {}, MOMENT)

    def test_pages_and_fields_come_and_go_with_the_answers(self):
        assert [page.id for page in answers.visible_pages(FORM, {}, MOMENT)] == [
            "applicant", "shop", "managers",
        ]  # fmt: skip
        company = {"applicant": {"kind": "corporation"}}
        assert answers.visible_pages(FORM, company, MOMENT)[-1].id == "declared"
        shown = answers.visible_fields(forms.APPLICANT, company, MOMENT)
        assert [each.id for each in shown][2:4] == [
            "applicant.corporate_name", "applicant.corporate_number",
        ]  # fmt: skip

    def test_fields_of_a_row_come_and_go_with_the_row(self):
        group = forms.MANAGERS.fields[0]

        def asked(row) -> list[str]:
            return [each.id for each in answers.visible_fields(group, {}, MOMENT, row)]

        assert "other" not in asked({"licence": "cook"})
        assert "other" in asked({"licence": "other"})

    def test_inputs_begin_with_their_defaults(self):
        assert answers.defaults(forms.SHOP, {}, MOMENT) == {
            "opened": {"era": "令和", "year": "8", "month": "6"}
        }
        assert answers.defaults(forms.SHOP, {"opened": "2025-01"}, MOMENT) == {}

    def test_the_field_of_a_fault_is_found(self):
        for path, id_ in (
            ("applicant.name.family", "applicant.name"), ("managers.0.name.family", "managers"),
        ):  # fmt: skip
            assert answers.field_of(FORM, path).id == id_
        assert answers.field_of(FORM, "attachments.plan") is None


def test_answers_are_told_in_words_page_by_page():
    sections = answers.summary(FORM, filled(foods=None), MOMENT)
    assert [(each.page, each.title) for each in sections] == [
        ("applicant", "申請者"), ("shop", "営業所"), ("managers", "食品衛生責任者"),
    ]  # fmt: skip
    rows = {row.path: (row.label, row.text) for each in sections for row in each.rows}
    assert rows["applicant.name"] == ("氏名", "山田 花子（ヤマダ ハナコ）")
    assert rows["applicant.born"] == ("生年月日", "昭和39年10月10日（1964年）")
    assert rows["foods"] == ("扱う食品", "記入なし")
    assert rows["managers.0.name"] == ("責任者 1 氏名", "佐藤 次郎")
    assert rows["managers.0.initial"] == ("責任者 1 頭文字", "佐")
    assert "applicant.about" not in rows
    assert "capital_band" not in rows
    assert "managers.0.other" not in rows


def test_a_summary_leaves_out_what_is_hidden_and_reads_nothing_anew():
    rows = {
        row.path: row.text
        for each in answers.summary(
            FORM, filled(water="tap", applicant__phone="03-0000-0000"), MOMENT
        )
        for row in each.rows
    }
    assert "tested_on" not in rows
    assert rows["applicant.phone"] == "03-0000-0000"


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


def anything(each: Field) -> st.SearchStrategy:
    """Give answers to a field: right ones, near ones, and anything at all."""
    refilled = fields.refill((each,), filled())
    near = [paths.get(forms.answers(), each.id), paths.get(refilled, each.id)]
    if each.rows:
        rows = st.lists(st.fixed_dictionaries({}, optional={
            row.id: anything(row) for row in each.rows
        }) | json, max_size=4)  # fmt: skip
        return rows | st.sampled_from([near[0]]) | json
    listed = [option.code for option in each.options]
    numbers = ["1", "３０", "4011001098993", "品川300あ1234", "令和8年4月1日", "yes", True]
    return st.sampled_from([*near, *listed, *numbers]) | json


@st.composite
def raws(draw) -> dict:
    raw = dict(draw(st.dictionaries(st.text(max_size=4), json, max_size=2)))
    for each in FORM.fields:
        if draw(st.booleans()):
            paths.put(raw, each.id, draw(anything(each)))
    if draw(st.booleans()):
        raw["attachments"] = draw(json | st.dictionaries(
            st.sampled_from(["plan", "water_report", "card_copy", "x"]),
            st.lists(st.sampled_from(["u1", "u2", ""]) | json, max_size=3) | json,
        ))  # fmt: skip
    return raw


# A busy machine is no reason to fail.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@patient
@given(raws() | json)
def test_whatever_is_sent_is_checked_and_what_was_kept_is_kept_again(raw):
    once = answers.check(FORM, raw, MOMENT)
    twice = answers.check(FORM, once.answers, MOMENT)
    assert twice.answers == once.answers
    assert twice.ignored == ()


@patient
@given(raws(), st.sampled_from([page.id for page in forms.PAGES]))
def test_a_page_keeps_the_other_pages_of_the_draft(raw, page_id):
    draft = answers.check(FORM, filled(), MOMENT).answers
    checked = answers.check_page(FORM, page_id, raw, draft, MOMENT)
    others = [each for page in FORM.pages if page.id != page_id for each in page.fields]
    for each in others:
        assert paths.get(checked.answers, each.id) == paths.get(draft, each.id)


class TestSparedAttachments:
    SPARED = Omission(equals("water", "tap"), {"ja": "水道水なので要りません"})

    def test_what_the_answers_spare_is_not_asked_for_and_says_why(self):
        attachments = tuple(
            replace(each, when=None, omit=self.SPARED) if each.id == "water_report" else each
            for each in forms.ATTACHMENTS
        )
        form = forms.procedure(attachments=attachments, checks=())
        given = {"plan": ["u1"], "card_copy": ["u3"]}
        raw = filled(water="tap", attachments=given)
        raw.pop("tested_on", None)
        assert answers.check(form, raw, MOMENT).faults == ()
        assert answers.omitted(form, raw, MOMENT) == {"water_report": "水道水なので要りません"}
        well = answers.check(form, raw | {"water": "well", "tested_on": "2026-05-01"}, MOMENT)
        assert [fault.field for fault in well.faults] == ["attachments.water_report"]
        assert answers.omitted(form, raw | {"water": "well"}, MOMENT) == {}


def test_a_choice_can_decide_the_office():
    office = OfficeRule(by="water", table={"tap": "centre/west", "well": "centre/tama"})
    form = forms.procedure(office=office)
    assert answers.office_of(form, {"water": "well"}) == "centre/tama"
    assert answers.office_of(form, {}) == form.department.id
