"""Expressions run: values, missing values, and what is expected at a place."""

import decimal
from datetime import date
from decimal import Decimal

import pytest

from app.definitions.expressions.compiled import Facts
from app.definitions.expressions.scope import Scope
from app.definitions.expressions.types import Type
from app.kernel.calendar import Period
from tests.unit.definitions.expressions.expression_samples import (
    ANSWERS,
    NAMES,
    SCOPE,
    TODAY,
    codes,
    compiled,
    value,
)


def test_a_condition_of_a_procedure_holds():
    expression = compiled("applicant.kind == 'corporation' and age(birth_date, today) >= 20")
    assert expression.holds(Facts(ANSWERS, TODAY))
    assert expression.type == Type("bool")
    assert expression.names == {"applicant.kind", "birth_date", "today"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1", 1),
        ("-1", -1),
        ("1_000", 1000),
        ("0.1 + 0.2", Decimal("0.3")),
        ("'it\"s'", 'it"s'),
        (r"'a\n'", r"a\n"),
        ("true", True),
        ("False", False),
        ("1 + 2 * 3", 7),
        ("7 / 2", Decimal("3.5")),
        ("-people", -7),
        ("-(area)", Decimal("-500.5")),
        ("area * 2", Decimal("1001.0")),
        ("area > 500 and area < 501", True),
        ("0 < people <= 7", True),
        ("0 < people < 7", False),
        ("not agreed", False),
        ("agreed or people == 0", True),
        ("people == 0 or people == 1 or people == 7", True),
        ("people == 7 and agreed and area > 0", True),
        ("people == 7 and agreed and area < 0", False),
        ("shop_form in ['fixed', 'vehicle']", True),
        ("shop_form not in ['fixed', 'vehicle']", False),
        ("people in [1, -7, 7]", True),
        ("birth_date in ['2000-06-02']", True),
        ("'well' in water", True),
        ("'tank' not in water", True),
        ("shop_name if agreed else 'なし'", "喫茶 窓"),
        ("1 if not agreed else 2.5", Decimal("2.5")),
        ("birth_date < '2001-01-01'", True),
        ("'2001-01-01' > birth_date", True),
        ("today - birth_date", 9495),
        ("today + months(1)", date(2026, 7, 1)),
        ("today - years(1)", date(2025, 6, 1)),
        ("'2026-04-01' + days(3) == '2026-04-04'", True),
        ("today == (birth_date if agreed else '2020-01-01')", False),
        ("applicant.name.family", "山田"),
        ("shop_address.city == '新宿区'", True),
        ("channel == 'online'", True),
        ("price + 300", 1300),
        ("price * 2", 2000),
        ("price / price", Decimal(1)),
        ("  people  ", 7),
        ("people\n  == 7", True),
    ],
)
def test_an_expression_has_its_value(source, expected):
    result = value(source)
    assert result == expected
    assert type(result) is type(expected)


def test_japanese_names_are_names():
    assert value("世帯人数 >= 4 and 申請者.種別 == '個人'") is True


@pytest.mark.parametrize(
    "source",
    [
        "maybe == 1", "maybe != 1", "maybe < 1", "maybe >= 1", "1 == maybe", "1 != maybe",
        "maybe in [1]", "maybe not in [1]", "'well' in water", "'well' not in water",
        "matches(note, 'a')", "starts_with(note, 'a')", "perhaps", "perhaps and agreed",
        "maybe + 1 > 0", "len(note) == 0", "arrived_on <= today",
    ],
)  # fmt: skip
def test_a_condition_on_a_missing_value_is_false(source):
    assert value(source, {"agreed": True}) is False


def test_not_of_a_comparison_with_a_missing_value_is_true():
    assert value("not maybe == 1", {}) is True
    assert value("not perhaps", {}) is True


@pytest.mark.parametrize(
    "source",
    [
        "maybe + 1", "1 - maybe", "-maybe", "maybe / 2", "maybe * 2.5", "people / 0",
        "tested_on + days(1)", "today + months(maybe)", "today - tested_on", "age(tested_on)",
        "round_down(maybe / 3)", "min(maybe, 1)", "lookup('area_fees', maybe)", "len(note)",
        "fiscal_year(tested_on)", "ward_of(shop_address)", "max(managers, age)", "yen(maybe)",
    ],
)  # fmt: skip
def test_a_calculation_with_a_missing_value_is_missing_and_says_so(source):
    assert value(source, {"people": 1, "managers": []}) is None
    assert compiled(source).type.optional


@pytest.mark.parametrize(
    "source",
    ["today + years(9000)", "today - years(9000)", "today + days(999999999999)",
     "today + business_days(100000)", "birth_date - months(99999)"],
)  # fmt: skip
def test_a_day_beyond_the_calendar_does_not_exist(source):
    assert value(source) is None


def test_a_division_by_zero_has_no_value():
    assert value("people / (people - 7)") is None


def test_an_answer_that_is_not_of_its_type_is_missing():
    wrong = {"people": "7", "agreed": 1, "birth_date": "2026-02-30", "area": "NaN", "managers": 3}
    for name in ("people", "agreed", "birth_date", "area"):
        assert value(f"present({name})", wrong) is False
    assert value("count(managers)", wrong) == 0
    assert value("applicant.kind == 'corporation'", {"applicant": ["x"]}) is False


def test_a_week_date_is_no_day():
    assert value("present(birth_date)", {"birth_date": "2026-W01-1"}) is False


def test_a_month_is_read_as_its_first_day():
    assert value("birth_date", {"birth_date": "2026-04"}) == date(2026, 4, 1)


def test_a_fee_may_be_written_with_numbers_and_counts():
    assert value("8100 + 2300 * people", expect=Type("money")) == 8100 + 2300 * 7
    assert value("price + 120 * people", expect=Type("money")) == 1840
    assert value("round_down(area * 120, 100)", expect=Type("money")) == 60000
    assert value("5600", expect=Type("money")) == 5600
    assert compiled("5600", Type("money")).type == Type("money")


def test_a_number_that_is_no_money_does_not_become_money():
    assert codes("people", Type("money")) == ["E415"]
    assert codes("8100 + people", Type("money")) == ["E415"]
    assert value("8100 + yen(people)", expect=Type("money")) == 8107


def test_an_amount_with_a_fraction_must_be_rounded():
    assert codes("price * 0.5", Type("money")) == ["E417"]
    assert value("round_down(price * 0.5)", expect=Type("money")) == 500
    assert compiled("round_down(price * 0.5)").type == Type("money")


def test_an_amount_that_may_be_missing_must_say_what_then():
    assert codes("price + maybe * 100", Type("money")) == ["E416"]
    assert value("price + default(maybe, 0) * 100", expect=Type("money")) == 1000
    assert value("price + maybe * 100", expect=Type("money", optional=True)) is None


def test_a_condition_may_be_a_missing_answer():
    assert value("perhaps", {}, Type("bool")) is False


def test_an_expected_choice_is_checked_against_its_options():
    wanted = Type("choice", options=frozenset({"a", "b"}))
    assert value("'a' if agreed else 'b'", expect=wanted) == "a"
    assert codes("'a' if agreed else 'c'", wanted) == ["E407"]
    assert codes("shop_form", Type("choice", options=frozenset({"fixed"}))) == ["E407"]


def test_an_expected_day_may_be_written_out():
    assert value("'2026-04-01'", expect=Type("date")) == date(2026, 4, 1)
    assert codes("'2026-13-01'", Type("date")) == ["E409"]


def test_a_period_is_a_value():
    assert value("years(5)", expect=Type("period")) == Period(months=60)
    assert value("business_days(3)") == Period(business_days=3)


def test_a_decimal_expression_always_gives_a_decimal():
    assert type(value("people", expect=Type("decimal"))) is Decimal
    assert type(value("5 if agreed else 2.5")) is Decimal


def test_columns_are_plain_names_inside_a_row():
    scope = SCOPE.within("managers")
    expression = compiled("age >= 20 and people == 7", scope=scope)
    assert expression.names == {"managers.age", "people"}
    facts = Facts(ANSWERS, TODAY, row={"age": 20})
    assert expression.holds(facts)
    assert not expression.holds(Facts(ANSWERS, TODAY))
    share = compiled("count(managers, age > 20) == 1 and sum(cars, weight) < age", scope=scope)
    assert share.holds(facts)


def test_a_scope_inside_something_that_is_no_group_is_a_mistake():
    with pytest.raises(ValueError, match="people"):
        SCOPE.within("people")


def test_a_name_that_is_known_beforehand_has_its_value():
    scope = Scope(
        {"inspection": Type("choice", options=frozenset({"none", "required"})),
         "limit": Type("period"), "who": Type("record", members={"name": Type("text")})},
        fixed={"inspection": "required", "limit": Period(days=14), "who": {"name": "課長"}},
    )  # fmt: skip
    facts = Facts({"inspection": "none"}, TODAY)
    assert compiled("inspection != 'none'", scope=scope).holds(facts)
    assert compiled("today + limit", scope=scope).run(facts) == date(2026, 6, 15)
    assert compiled("who.name", scope=scope).run(facts) == "課長"


def test_deeper_answers_are_found():
    scope = Scope({"a.b.c": Type("integer")})
    assert compiled("a.b.c", scope=scope).run(Facts({"a": {"b": {"c": 3}}}, TODAY)) == 3


def test_the_decimal_context_of_the_thread_changes_nothing():
    with decimal.localcontext() as context:
        context.prec = 2
        context.rounding = decimal.ROUND_UP
        context.traps[decimal.Inexact] = True
        assert value("area * 1.111") == Decimal("556.0555")
        assert value("-area") == Decimal("-500.5")
        assert value("round_half(area / 3)") == 167


def test_a_source_that_is_no_text_is_a_complaint():
    assert codes(18300) == ["E400"]


def test_every_sample_name_compiles():
    assert {name for name in NAMES if compiled(f"present({name})").names == {name}} == set(NAMES)
