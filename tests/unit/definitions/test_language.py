"""What an author can say in a definition beyond the plain field: each as it is linked."""

from datetime import date

import pytest

from app.definitions import linker
from app.definitions.expressions.compiled import Facts
from app.definitions.fields import KINDS
from app.definitions.fields.blocks import stored
from app.definitions.model import Procedure
from app.kernel.calendar import Period
from tests.support.definitions import changed_food, codes, food_bundle

OPENS = "      - {field: opens_on, type: date, label: 営業開始予定日}\n"
FEE = """\
    refund: {rule: none, text: 納めた手数料は、許可にならない場合も返しません。}
    yen:
      - {when: "business_type"""
OFFICE = "  by: shop_address\n  table: health-centres\n"
PLAN = "{file: plan, label: 施設の構造及び設備を示す図面,"
PERMIT = "    validity: null\n    renewal: {procedure: null, remind: [months(3), months(1)]}\n"
CLOCK = "clock:\n  period: null\n"


def linked(old: str, new: str) -> Procedure:
    found = changed_food(old, new)
    assert found.procedure is not None, [each.human() for each in found.diagnostics]
    return found.procedure


def field(procedure: Procedure, id_: str):
    return next(each for each in procedure.fields if each.id == id_)


def test_every_attribute_of_a_field_reaches_the_model():
    found = linked(OPENS, """\
      - {field: opens_on, type: date, label: 営業開始, min: today, max: completes_on + months(6)}
      - {field: closed, type: period, label: 休業, min: 2026-04-01, required: false}
      - {field: opens_at, type: time, label: 開店, max: 24:00}
      - {field: height, type: decimal, label: 高さ, unit: m, places: 1, max: 30}
      - {field: keeper, type: person-name, label: 管理人, single: true, once: case, personal: 氏名}
      - {field: gate, type: map-point, label: 入口, required: false}
      - {field: pay_to, type: bank-account, label: 還付先, personal: 口座,}
""")  # fmt: skip
    opens = field(found, "opens_on")
    facts = Facts({"completes_on": "2026-06-20"}, date(2026, 6, 1))
    assert (opens.earliest.run(facts), opens.latest.run(facts)) == (
        date(2026, 6, 1), date(2026, 12, 20),
    )  # fmt: skip
    assert field(found, "closed").earliest.run(facts) == date(2026, 4, 1)
    assert field(found, "opens_at").latest.run(facts) == "24:00"
    height = field(found, "height")
    assert (height.places, height.maximum) == (1, 30)
    keeper = field(found, "keeper")
    assert (keeper.single, keeper.once) == (True, "case")


def test_conditions_see_the_members_of_the_new_kinds():
    linked(OPENS, OPENS + """\
      - {field: closed, type: period, label: 休業}
      - {field: pay_to, type: bank-account, label: 還付先}
      - field: why
        type: text
        label: 理由
        when: closed.end - closed.start > 30 and pay_to.kind == 'yucho'
""")  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        "{field: x, type: date, label: 日, min: shop_name}",
        "{field: x, type: time, label: 時, max: today}",
        "{field: x, type: date, label: 日, min: 2026-02-30}",
    ],
)
def test_a_limit_of_another_type_is_complained_of(wrong):
    assert codes(changed_food(OPENS, f"{OPENS}      - {wrong}\n")) & {"P404", "P409", "P415"}


def test_a_limit_looks_only_at_what_was_asked_before():
    later = "{field: x, type: date, label: 日, max: opens_on}\n"
    assert codes(changed_food(OPENS, f"      - {later}{OPENS}")) == {"P310"}


def test_an_address_can_have_another_one_for_its_default():
    found = linked("type: address, label: 営業所の所在地,",
                   "type: address, default: applicant.address, label: 営業所の所在地,")  # fmt: skip
    asked = field(found, "shop_address")
    address = {"postal_code": "", "prefecture": "東京都", "city": "府中市", "town": "1-1"}
    value = asked.default.run(Facts({"applicant": {"address": address}}, date(2026, 6, 1)))
    kept = stored(value, asked.default.type)
    assert KINDS["address"].raw_of(kept, asked)["city"] == "府中市"


def test_attachments_say_what_is_taken_and_when_they_are_spared():
    spared = "omit: {when: shop_form == 'vehicle', because: 車検証で確かめます}"
    found = linked(PLAN, f"{PLAN} kinds: [pdf, jpeg], max_size: 5MB, {spared},")
    plan = found.attachments[0]
    assert (plan.kinds, plan.max_bytes) == (("pdf", "jpeg"), 5 * 1024 * 1024)
    assert plan.omit.because["ja"] == "車検証で確かめます"
    assert codes(changed_food(PLAN, PLAN + " max_size: 5,")) == {"P205"}
    assert codes(changed_food(PLAN, PLAN + " template: ../x.pdf,")) == {"P204"}


def test_a_fee_says_when_less_is_asked_and_what_comes_back():
    short = FEE.replace(
        "{rule: none, text: 納めた手数料は、許可にならない場合も返しません。}", "none"
    )
    found = linked(FEE, short.replace("    yen:", """\
    reassess: true
    reduce:
      - {reduction: temporary, label: 臨時の営業, when: shop_form == 'temporary', to: 0}
      - reduction: vehicle
        label: 自動車
        when: shop_form == 'vehicle'
        percent: 30
        round: up
        unit: 100
        basis: {act: 条例, article: 第3条, confidence: high}
    yen:"""))  # fmt: skip
    fee = found.fees[0]
    assert (fee.refund_rule, fee.reassess) == ("none", True)
    assert "お返ししません" in fee.refund["ja"]
    free, less = fee.reductions
    assert (free.id, free.to.source) == ("temporary", "0")
    assert (less.percent, less.rounding, less.unit, less.source.article) == (30, "up", 100, "第3条")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("{reduction: a, label: 減, when: fugu, percent: 30}", "P205"),
        ("{reduction: a, label: 減, when: fugu, to: 0, by: 100}", "P205"),
        ("{reduction: a, label: 減, when: fugu, by: -100}", "P208"),
        ("{reduction: a, label: 減, when: shop_nam == 'a', to: 0}", "P401"),
    ],
)
def test_a_reduction_that_cannot_be_worked_out_is_complained_of(wrong, code):
    reduced = FEE.replace("    yen:", f"    reduce:\n      - {wrong}\n    yen:")
    assert codes(changed_food(FEE, reduced)) == {code}


def test_refunds_are_said_by_rule_by_words_or_by_both():
    old = "refund: {rule: none, text: 納めた手数料は、許可にならない場合も返しません。}"
    both = linked(old, "refund: {rule: on_refusal, text: 許可にならないときは返します。}")
    assert both.fees[0].refund_rule == "on_refusal"
    assert both.fees[0].refund["ja"] == "許可にならないときは返します。"
    words = linked(old, "refund: 別に定めます。")
    assert (words.fees[0].refund_rule, words.fees[0].refund["ja"]) == ("", "別に定めます。")


def test_the_office_can_be_chosen_by_an_answer():
    chosen = """\
  by: shop_form
  units:
    fixed: hokeniryo/health-centre
    vehicle: hokeniryo/health-centre
    temporary: hokeniryo/health-centre
    vending: hokeniryo/health-centre
"""
    found = changed_food(OFFICE, chosen)
    assert not codes(found) & {"P304", "P312", "P205"}
    assert codes(
        changed_food(OFFICE, chosen.replace("    fixed: hokeniryo/health-centre\n", ""))
    ) & {"P312"}


def test_a_clock_says_who_comes_before_and_a_paper_how_it_is_renewed():
    found = linked(CLOCK, f"{CLOCK}  via: {{name: 区市の保健所, period: days(5)}}\n")
    via = found.workflow.clock.via
    assert (via.name["ja"], via.period) == ("区市の保健所", Period(days=5))
    renewal = (
        "    validity: years(5)\n    renewal: {procedure: null, remind: [months(2), days(14)]}\n"
    )
    paper = linked(PERMIT, renewal).papers["granted"]
    assert paper.renewal.remind == (Period(months=2), Period(days=14))
    assert codes(changed_food(CLOCK, f"{CLOCK}  via: {{name: 区, period: null}}\n")) == {"P606"}


def test_a_fact_says_where_it_was_read_and_when_it_was_checked():
    old = "{act: 食品衛生法, article: 第55条第1項, confidence: high}"
    new = old[:-1] + ", source: https://example.jp/law, checked: 2026-10-01}"
    found = linked(old, new).law.basis[0]
    assert (found.seen_at, found.checked) == ("https://example.jp/law", date(2026, 10, 1))


def test_a_check_of_a_block_goes_with_the_field_that_it_is_about():
    whole = food_bundle()
    born = {"check": "born", "require": "birth_date <= today", "at": "birth_date", "message": "日"}
    whole["blocks"]["applicant"]["checks"] = [born]
    assert "born" in {each.id for each in linker.link(whole).checks}
    whole["procedure"]["pages"][0]["without"] = ["birth_date"]
    assert "born" not in {each.id for each in linker.link(whole).checks}
