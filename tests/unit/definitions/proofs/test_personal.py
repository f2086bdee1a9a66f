import pytest

from app.definitions.fields import KINDS
from app.definitions.proofs import personal
from tests.support.altered import CAR_TAX, FOOD, LICENCE, SUBSIDY, line, only, proved

MANAGER = (
    "      - {field: name, type: person-name, label: 氏名, personal: 氏名, "
    "purpose: 資格を証明するものと照らし合わせるために使います。}\n"
)
BORN = """checks:
  - {{check: born, require: {}, at: helper_birth, message: 日を確かめてください。}}
"""
FUGU = "      - {field: fugu, type: yes-no, label: ふぐの処理を行いますか}\n"


def asked(field: str) -> list[tuple[str, str]]:
    return [(FUGU, f"{FUGU}      - {field}\n")]


def test_the_real_questions_about_people_have_a_use():
    assert proved(FOOD) == ()
    assert proved(SUBSIDY) == ()


def test_a_name_that_nobody_uses_is_found_at_its_column():
    changes = [(MANAGER, "      - {field: name, type: person-name, label: 氏名}\n")]
    [found] = only(proved(FOOD, changes), "P901")
    assert "氏名" in found.message
    assert line(found, changes).strip() == "- {field: name, type: person-name, label: 氏名}"


@pytest.mark.parametrize(
    ("field", "what"),
    [
        ("{field: helper, type: person-name, label: 手伝う方}", "氏名"),
        ("{field: helper, type: kana, label: 手伝う方}", "フリガナ"),
        ("{field: helper, type: address, label: 手伝う方の住所}", "住所"),
        ("{field: helper, type: phone, label: 手伝う方}", "電話番号"),
        ("{field: helper, type: email, label: 手伝う方}", "メールアドレス"),
        ("{field: helper_birth_date, type: date, label: 手伝う方}", "生年月日"),
        ("{field: helper, type: text, label: 手伝う方の病名, personal: 病名}", "病名"),
    ],
)
def test_every_kind_of_personal_data_is_known(field, what):
    [found] = only(proved(FOOD, asked(field)), "P901")
    assert f"個人情報（{what}）" in found.message


def test_every_kind_named_is_a_kind_of_field():
    assert personal.KINDS.keys() <= KINDS.keys()


def test_a_purpose_in_words_is_enough():
    field = (
        "{field: helper, type: phone, label: 手伝う方の電話番号, purpose: 検査の日を知らせます。}"
    )
    assert proved(FOOD, asked(field)) == ()


def test_what_anybody_may_see_is_not_personal():
    field = "{field: helper, type: phone, label: 店の電話番号, disclosed: true}"
    assert proved(FOOD, asked(field)) == ()


def test_a_day_that_is_no_birthday_is_not_personal():
    assert proved(FOOD, asked("{field: helped_on, type: date, label: 手伝った日}")) == ()


def test_standing_on_a_paper_is_a_use():
    shown = ("show: [business_type,", "show: [helper, business_type,")
    field = "{field: helper, type: phone, label: 手伝う方の電話番号}"
    assert proved(FOOD, [*asked(field), shown]) == ()


def test_a_condition_is_a_use():
    field = "{field: helper, type: address, label: 手伝う方の住所}"
    other = "{field: ward, type: text, label: 区の名, when: \"prefecture_of(helper) == '東京都'\"}"
    assert only(proved(FOOD, asked(f"{field}\n      - {other}")), "P901") == []


def test_a_rule_that_only_asks_whether_an_answer_makes_sense_is_no_use():
    rule = BORN.format("helper_birth <= today")
    field = "{field: helper_birth, type: date, label: 手伝う方の生年月日}"
    assert len(only(proved(FOOD, [*asked(field), ("checks:\n", rule)]), "P901")) == 1


def test_a_rule_between_two_answers_is_a_use():
    rule = BORN.format("helper_birth <= opens_on")
    field = "{field: helper_birth, type: date, label: 手伝う方の生年月日}"
    assert only(proved(FOOD, [*asked(field), ("checks:\n", rule)]), "P901") == []


def test_who_applies_needs_no_other_use():
    assert only(proved(LICENCE), "P901") == []
    assert only(proved(CAR_TAX), "P901") == []


def test_what_a_fee_is_reduced_for_is_used():
    field = "{field: helper_birth, type: date, label: 手伝う方の生年月日}"
    row = "{reduction: young, label: 減免, when: age(helper_birth) < 20, to: 0, basis: {act: 条例}}"
    fee = (
        '    yen:\n      - {when: "business_type',
        f'    reduce:\n      - {row}\n    yen:\n      - {{when: "business_type',
    )
    assert only(proved(FOOD, [*asked(field), fee]), "P901") == []
