"""Whatever the answers are, a checked expression gives a value of its type, the same each time."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from app.definitions.expressions import values
from app.definitions.expressions.compiled import Expression, Facts
from app.definitions.expressions.compiler import compile_expression
from app.kernel.calendar import Period
from tests.unit.definitions.expressions.expression_samples import KINDS, NAMES, SCOPE, SHOPS

_PYTHON = {
    "text": str, "choice": str, "choices": tuple, "bool": bool, "integer": int, "money": int,
    "decimal": Decimal, "date": date, "period": Period, "rows": tuple,
}  # fmt: skip

_days = st.dates().map(date.isoformat)
_decimals = st.decimals(allow_nan=True, allow_infinity=True).map(str) | st.just("1E+99")
_integers = st.integers() | st.integers(-3, 3)
_text = st.text(max_size=8)


def _some(**parts):
    return st.fixed_dictionaries({}, optional=parts)


ROWS = st.lists(
    _some(age=_integers, fee=_integers, licence=_days, hours=_decimals,
          name=_some(family=_text)), max_size=3,
)  # fmt: skip
WELL_TYPED = _some(
    applicant=_some(kind=st.sampled_from(sorted(KINDS)), name=_some(family=_text, given=_text)),
    birth_date=_days, tested_on=_days, shop_form=st.sampled_from(sorted(SHOPS)), shop_name=_text,
    note=_text, shop_address=_some(prefecture=_text, city=_text), area=_decimals, length=_decimals,
    opens=st.sampled_from(["09:30", "24:00", "9"]),
    people=_integers, maybe=_integers, price=_integers, agreed=st.booleans(),
    perhaps=st.booleans(), water=st.lists(st.sampled_from(["well", "tank"])), 世帯人数=_integers,
    managers=ROWS, cars=st.lists(_some(weight=_integers), max_size=2),
)  # fmt: skip
ILL_TYPED = st.dictionaries(
    st.sampled_from([name.split(".")[0] for name in NAMES]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | _text | st.floats(),
        lambda inner: (
            st.lists(inner, max_size=2)
            | st.dictionaries(st.sampled_from(["kind", "name", "age", "fee"]), inner, max_size=2)
        ),
        max_leaves=5,
    ),
)


def _pairs(template, *parts):
    return st.tuples(*parts).map(lambda each: template.format(*each))


_NUMBERS = st.deferred(lambda: st.one_of(
    st.sampled_from(["people", "maybe", "area", "世帯人数", "1", "0", "2.5", "count(managers)",
                     "len(note)", "len(water)", "sum(managers, age * 2)", "max(managers, age)",
                     "(today - birth_date)", "age(tested_on)", "weekday(tested_on)",
                     "sum(managers, hours / hours)", "fiscal_year(tested_on)",
                     "year(arrived_on)", "month(today)"]),
    _pairs("({} {} {})", _NUMBERS, st.sampled_from("+-*/"), _NUMBERS),
    _pairs("({} if {} else {})", _NUMBERS, _CONDITIONS, _NUMBERS),
    _pairs("{}({}, {})", st.sampled_from(["min", "max", "default"]), _NUMBERS, _NUMBERS),
    _pairs("{}({}, 10)", st.sampled_from(["round_up", "round_down", "round_half"]), _NUMBERS),
    _pairs("-({})", _NUMBERS),
))  # fmt: skip
_DAYS = st.deferred(lambda: st.one_of(
    st.sampled_from(["birth_date", "tested_on", "today", "arrived_on", "min(managers, licence)",
                     "date(people, maybe, 31)", "fiscal_date(year(today), 2, 29)"]),
    _pairs("({} {} {}(people))", _DAYS, st.sampled_from("+-"),
           st.sampled_from(["days", "months", "years"])),
    _pairs("({} + business_days(weekday(tested_on)))", _DAYS),
    _pairs("default({}, '2026-04-01')", _DAYS),
))  # fmt: skip
_CONDITIONS = st.deferred(lambda: st.one_of(
    st.sampled_from(["agreed", "perhaps", "shop_form == 'fixed'", "'well' in water", "true",
                     "unique(managers, age)", "opens > '09:00'",
                     "any(managers, licence > today and name.family == shop_name)",
                     "all(managers, age in [1, 2])", r"matches(note, '\d+a?')", "present(water)",
                     "starts_with(shop_name, note)", "ward_of(shop_address) == '新宿区'",
                     "applicant.name.family != note", "lookup('area_fees', area) > price"]),
    _pairs("({} {} {})", _NUMBERS, st.sampled_from(["<", "==", "!=", ">="]), _NUMBERS),
    _pairs("({} < {})", _DAYS, _DAYS),
    _pairs("({} {} {})", _CONDITIONS, st.sampled_from(["and", "or"]), _CONDITIONS),
    _pairs("(not {})", _CONDITIONS),
))  # fmt: skip
SOURCES = _NUMBERS | _DAYS | _CONDITIONS


def test_a_plain_sum_of_answers_is_total():
    expression = compile_expression("people + maybe", SCOPE)
    assert expression.run(Facts({"people": 1, "maybe": 2}, date(2026, 1, 1))) == 3


@settings(max_examples=200, deadline=None)
@given(SOURCES, WELL_TYPED | ILL_TYPED, st.dates(), st.none() | st.dates())
def test_no_answers_make_an_expression_raise(source, answers, today, arrived_on):
    expression = compile_expression(source, SCOPE)
    if not isinstance(expression, Expression):
        # Grown too long, too big or too deep: rightly refused.
        assert {each.code for each in expression} <= {"E410", "E411", "E412"}
        return
    facts = Facts(answers, today, arrived_on)
    result = expression.run(facts)
    assert result == expression.run(facts)
    assert result is None or type(result) is _PYTHON[expression.type.name]
    if expression.type.name == "bool":
        assert result is not None
    assert values.answer(result) is None or isinstance(values.answer(result), (str, int, bool))
