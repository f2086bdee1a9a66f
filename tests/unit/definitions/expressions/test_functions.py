"""Every function of the closed list, run."""

from datetime import date
from decimal import Decimal

import pytest

from app.definitions.expressions.compiled import Facts
from app.definitions.expressions.functions import FUNCTIONS
from app.definitions.expressions.scope import Scope
from app.definitions.expressions.types import Type
from app.kernel.calendar import Period
from tests.unit.definitions.expressions.expression_samples import SCOPE, compiled, table, value

EXAMPLES = [
    ("years(2)", Period(months=24)),
    ("months(3)", Period(months=3)),
    ("days(people)", Period(days=7)),
    ("business_days(10)", Period(business_days=10)),
    ("'2026-05-01' + business_days(1)", date(2026, 5, 7)),
    ("'2026-01-31' + months(1)", date(2026, 2, 28)),
    ("age(birth_date)", 25),
    ("age(birth_date, '2026-06-02')", 26),
    ("fiscal_year('2026-03-31')", 2025),
    ("fiscal_year('2026-04-01')", 2026),
    ("year(today)", 2026),
    ("month('2026-05-31')", 5),
    ("date(2026, 5, 31)", date(2026, 5, 31)),
    ("date(year(birth_date) + 70, month(birth_date), 2)", date(2070, 6, 2)),
    ("date(year(today), 2, 29)", None),
    ("fiscal_date(fiscal_year(today), 5, 31)", date(2026, 5, 31)),
    ("fiscal_date(fiscal_year(today), 3, 31)", date(2027, 3, 31)),
    ("weekday('2026-06-01')", 0),
    ("weekday('2026-06-07')", 6),
    ("ward_of(shop_address)", "新宿区"),
    ("prefecture_of(shop_address)", "東京都"),
    ("len(shop_name)", 4),
    ("len(managers)", 2),
    ("len(water)", 1),
    ("starts_with(shop_name, '喫茶')", True),
    ("starts_with(shop_name, '窓')", False),
    ("yen(people)", 7),
    (r"matches('163-8001', '\d{3}-\d{4}')", True),
    (r"matches('163-80012', '\d{3}-\d{4}')", False),
    ("count(managers)", 2),
    ("count(managers, age >= 20)", 1),
    ("count(managers, age >= people and fee > price)", 0),
    ("count(cars)", 0),
    ("sum(managers, fee)", 1200),
    ("sum(managers, fee * 2 + 1)", 2402),
    ("sum(managers, hours)", Decimal("3.5")),
    ("sum(cars, weight)", 0),
    ("min(managers, age)", 19),
    ("max(managers, licence)", date(2024, 1, 1)),
    ("max(cars, weight)", None),
    ("min(people, 3)", 3),
    ("max(price, 3, 5000)", 5000),
    ("max(birth_date, '2026-01-01')", date(2026, 1, 1)),
    ("any(managers, age < 20)", True),
    ("any(managers, name.family == '佐藤')", True),
    ("any(cars, weight > 0)", False),
    ("all(managers, age < 20)", False),
    ("all(cars, weight > 0)", True),
    ("unique(managers, age)", True),
    ("unique(managers, 'x')", False),
    ("unique(managers, licence)", True),
    ("unique(cars, weight)", True),
    ("present(shop_name)", True),
    ("present(note)", False),
    ("present(cars)", False),
    ("present(shop_address)", True),
    ("default(maybe, 5)", 5),
    ("default(people, 5)", 7),
    ("default(note, 'なし')", "なし"),
    ("default(tested_on, '2020-01-01')", date(2026, 3, 1)),
    ("round_down(2.5)", 2),
    ("round_up(2.1)", 3),
    ("round_half(2.5)", 3),
    ("round_half(2.4)", 2),
    ("round_down(1999, 100)", 1900),
    ("round_up(1901, 100)", 2000),
    ("round_half(1950, 100)", 2000),
    ("round_down(-2.5)", -2),
    ("round_up(price / 3, 10)", 340),
    ("lookup('area_fees', area)", 12000),
    ("lookup('area_fees', 500)", 8100),
    ("lookup('area_fees', 1000.1)", 20000),
    ("lookup('kind_fees', applicant.kind)", 200),
]


@pytest.mark.parametrize(("source", "expected"), EXAMPLES)
def test_a_function_gives_its_value(source, expected):
    result = value(source)
    assert result == expected
    assert type(result) is type(expected)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_has_an_example(name):
    assert any(f"{name}(" in source for source, _ in EXAMPLES)


def test_an_empty_text_is_not_present_and_takes_the_default():
    assert value("present(note)", {"note": ""}) is False
    assert value("default(note, 'x')", {"note": ""}) == "x"


def test_a_row_without_the_value_makes_the_sum_missing():
    rows = {"managers": [{"fee": 1}, {}]}
    assert value("sum(managers, fee)", rows) is None
    assert value("sum(managers, default(fee, 0))", rows) == 1


def test_a_lookup_uses_the_day_of_arrival_before_today():
    fees = table("t", {"keys": ["k"], "value": "money", "rows": [
        {"k": "a", "is": 1, "effective": {"below": "2026-04-01"}},
        {"k": "a", "is": 2, "effective": "2026-04-01"},
    ]})  # fmt: skip
    scope = Scope({"k": Type("text")}, {"t": fees})
    expression = compiled("lookup('t', k)", scope=scope)
    assert expression.run(Facts({"k": "a"}, date(2026, 4, 2))) == 2
    assert expression.run(Facts({"k": "a"}, date(2026, 4, 2), date(2026, 3, 31))) == 1


def test_a_table_that_covers_every_option_always_has_a_value():

    assert not compiled("lookup('kind_fees', applicant.kind)").type.optional
    assert not compiled("lookup('area_fees', area)").type.optional
    assert compiled("lookup('kind_fees', shop_name)").type.optional
    assert "kind_fees" in SCOPE.tables


def test_rows_without_the_value_do_not_count_as_the_same():
    rows = {"managers": [{"age": 1}, {}, {}, {"age": 2}]}
    assert value("unique(managers, age)", rows)
    assert not value("unique(managers, age)", {"managers": [{"age": 1}, {"age": 1}]})


def test_times_are_compared_in_their_order_and_a_period_by_its_days():
    assert value("opens >= '09:00' and opens < '24:00'")
    assert not value("opens == '10:00'")
    assert value("stay.end - stay.start") == 2
    assert not value("stay.start > today", {})


def test_a_day_of_a_year_that_no_calendar_has_is_missing():
    assert value("date(people, 5, 31)", {"people": 10000}) is None
    assert value("date(2026, people, 1)", {"people": 13}) is None
