"""Every complaint about an expression, with the place it points at."""

import pytest

from app.definitions.expressions.complaints import CODES, Complaint
from app.definitions.expressions.types import Type
from tests.unit.definitions.expressions.expression_samples import (
    NAMES,
    SCOPE,
    codes,
    compiled,
    complaints,
)

WRONG = [
    # source, code, the characters that it points at
    ("", "E400", ""),
    ("people ==", "E400", None),
    ("people = 7", "E400", None),
    ("people == 'a", "E400", "'a"),
    ("people ＝ 7", "E400", "＝"),
    ("people　== 7", "E400", "　"),
    ("peeple == 7", "E401", "peeple"),
    ("agreed and applicant.kin == 'individual'", "E401", "applicant.kin"),
    ("shop_address.street == 'x'", "E401", "shop_address.street"),
    ("people.__class__ == 1", "E401", "people.__class__"),
    ("kind_fees == 1", "E401", "kind_fees"),
    ("weight > 1", "E401", "weight"),
    ("cout(managers) > 1", "E402", "cout(managers)"),
    ("today() > birth_date", "E402", "today()"),
    ("age() > 1", "E403", "age()"),
    ("months(1, 2)", "E403", "months(1, 2)"),
    ("lookup('area_fees', 1, 2)", "E403", "lookup('area_fees', 1, 2)"),
    ("age(people) > 1", "E404", "people"),
    ("months(2.5)", "E404", "2.5"),
    ("months(price)", "E404", "price"),
    ("count(managers, age)", "E404", "age"),
    ("sum(managers, name.family)", "E404", "name.family"),
    ("max(managers, name.family)", "E404", "name.family"),
    ("min(people, shop_name)", "E404", "shop_name"),
    ("min(people, price)", "E404", "price"),
    ("round_down(shop_name)", "E404", "shop_name"),
    ("round_down(people, 0)", "E404", "0"),
    ("round_down(people, people)", "E404", "people"),
    ("round_down(people, true)", "E404", "true"),
    ("matches(people, 'a')", "E404", "people"),
    ("ward_of(shop_name)", "E404", "shop_name"),
    ("lookup('area_fees', shop_name)", "E404", "shop_name"),
    ("lookup('kind_fees', people)", "E404", "people"),
    ("people and agreed", "E405", "people"),
    ("not shop_name", "E405", "shop_name"),
    ("1 if people else 2", "E405", "people"),
    ("shop_name + 'a'", "E405", "shop_name + 'a'"),
    ("'a' * 1000000000", "E405", "'a' * 1000000000"),
    ("price * price", "E405", "price * price"),
    ("people / price", "E405", "people / price"),
    ("today + 3", "E405", "today + 3"),
    ("days(3) + days(4)", "E405", "days(3) + days(4)"),
    ("today + today", "E405", "today + today"),
    ("-shop_name", "E405", "-shop_name"),
    ("-agreed", "E405", "-agreed"),
    ("-true", "E405", "-true"),
    ("agreed + 1", "E405", "agreed + 1"),
    ("people == 'a'", "E406", "'a'"),
    ("shop_form == shop_name", "E406", "shop_name"),
    ("shop_form == applicant.kind", "E406", "applicant.kind"),
    ("shop_name < 'a'", "E406", "'a'"),
    ("shop_form < 'fixed'", "E406", "'fixed'"),
    ("months(3) > months(2)", "E406", "months(2)"),
    ("water == 'well'", "E406", "'well'"),
    ("managers == managers", "E406", "managers"),
    ("shop_address == shop_address", "E406", "shop_address"),
    ("people in water", "E406", "people"),
    ("'a' in shop_name", "E406", "shop_name"),
    ("agreed == 1", "E406", "1"),
    ("applicant.kind == 'corporatoin'", "E407", "'corporatoin'"),
    ("applicant.kind != 'x'", "E407", "'x'"),
    ("shop_form in ['fixed', 'cart']", "E407", "'cart'"),
    ("'river' in water", "E407", "'river'"),
    ("'phone' == channel", "E407", "'phone'"),
    ("area > length", "E408", "length"),
    ("area + length > 1", "E408", "area + length"),
    ("price > people", "E408", "people"),
    ("price + people", "E408", "price + people"),
    ("birth_date > '2026-02-30'", "E409", "'2026-02-30'"),
    ("birth_date > '2026-02'", "E409", "'2026-02'"),
    ("birth_date > date(2026, 2, 30)", "E409", "date(2026, 2, 30)"),
    ("opens > '9:30'", "E409", "'9:30'"),
    ("opens > birth_date", "E406", "birth_date"),
    ("birth_date > date(2026, 2.5, 1)", "E404", "2.5"),
    ("unique(managers, name)", "E401", "name"),
    ("unique(managers, age > 1)", "E404", "age > 1"),
    ("age('20000101') > 1", "E409", "'20000101'"),
    ("people == 1 or " * 200 + "agreed", "E410", ...),
    ("people == 1 or " * 120 + "agreed", "E411", ...),
    ("1" + " + 1" * 40, "E412", ...),
    ("(" * 31 + "1" + ")" * 31, "E412", "("),
    ("people % 2", "E413", "%"),
    ("people ** 2", "E413", "people ** 2"),
    ("people // 2", "E413", "people // 2"),
    ("people is 1", "E413", "people is 1"),
    ("managers[0]", "E413", "managers[0]"),
    ("lambda: 1", "E413", ":"),
    ("(people := 1)", "E413", ":"),
    ("[x for x in managers]", "E413", "[x for x in managers]"),
    ("any(x for x in managers)", "E413", "(x for x in managers)"),
    ("shop_name.upper()", "E413", "shop_name.upper()"),
    ("max(*people, 1)", "E413", "*people"),
    ("round_down(people, unit=10)", "E413", "unit=10"),
    ("f'{people}'", "E413", "'"),
    ("'a' 'b'", "E413", "'a' 'b'"),
    ("'''a'''", "E413", "'''a'''"),
    ("8,100", "E413", "8,100"),
    ("note == None", "E413", "None"),
    ("note == null", "E413", "null"),
    ("people in []", "E413", "[]"),
    ("people in [people]", "E413", "people"),
    ("['a'] == note", "E413", "['a']"),
    ("1 in water in water", "E413", "1 in water in water"),
    ("+people", "E413", "+people"),
    ("...", "E413", "..."),
    ("'a'.b", "E413", "'a'.b"),
    ("people # comment", "E413", "#"),
    ("1.5e3", "E414", "1.5e3"),
    (".5", "E414", ".5"),
    ("0x10", "E414", "0x10"),
    ("1if agreed else 2", "E414", "1if"),
    ("1j", "E414", "1j"),
    ("9999999999999999", "E414", "9999999999999999"),
    ("lookup('areas', 1)", "E418", "'areas'"),
    ("lookup(shop_name, 1)", "E418", "shop_name"),
    ("matches(note, '(a|b)')", "E419", "'(a|b)'"),
    ("matches(note, shop_name)", "E419", "shop_name"),
    ("count(people)", "E420", "people"),
    ("any(manager, age > 1)", "E420", "manager"),
    ("sum(1 + 1, 2)", "E420", "1 + 1"),
    ("any(managers, count(cars) > 1)", "E421", "count(cars)"),
    ("ｐｅｏｐｌｅ == 7", "E422", "ｐｅｏｐｌｅ"),
    ("ｌｅｎ(note) == 7", "E422", "ｌｅｎ"),
    ("1 if agreed else 'a'", "E423", "'a'"),
    ("default(people, 'a')", "E423", "'a'"),
    ("price if agreed else people", "E423", "people"),
]
EXPECTED_WRONG = [
    ("shop_name", Type("bool"), "E415", "shop_name"),
    ("price", Type("integer"), "E415", "price"),
    ("area", Type("money"), "E415", "area"),
    ("area", Type("decimal", unit="m"), "E415", "area"),
    ("maybe + 1", Type("integer"), "E416", "maybe + 1"),
    ("people / 2", Type("integer"), "E417", "people / 2"),
]


def pointed_at(source, complaint):
    return source[complaint.column : complaint.column + complaint.width]


@pytest.mark.parametrize(("source", "code", "at"), WRONG)
def test_what_is_wrong_is_said_and_pointed_at(source, code, at):
    found = [each for each in complaints(source) if each.code == code]
    assert found, complaints(source)
    if at is ...:
        assert found[0].width > 0
    elif at is not None:
        assert pointed_at(source, found[0]) == at
    assert found[0].message_ja


@pytest.mark.parametrize(("source", "expect", "code", "at"), EXPECTED_WRONG)
def test_what_does_not_suit_the_place_is_said(source, expect, code, at):
    (found,) = complaints(source, expect)
    assert (found.code, pointed_at(source, found)) == (code, at)


def test_every_code_of_an_expression_has_a_bad_example():
    shown = {code for _, code, _ in WRONG} | {code for _, _, code, _ in EXPECTED_WRONG}
    assert shown == {code for code in CODES if code < "E430"}


def test_a_right_expression_has_no_complaint():
    with pytest.raises(AssertionError):
        complaints("people == 7")


def test_all_complaints_come_at_once_in_order():
    source = "peeple > 1 and shop_form == 'cart' and coutn(managers) > 1 and agreed"
    assert codes(source) == ["E401", "E407", "E402"]


def test_one_slip_is_told_once():
    assert codes("round_down((peeple + 1) * 2 / 3, 10) > price") == ["E401"]


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("applicant.knid == 'individual'", "applicant.kind"),
        ("coutn(managers) > 1", "count"),
        ("applicant.kind == 'corporatoin'", "corporation"),
        ("世帯人员 > 1", "世帯人数"),
        ("shop_address.citty == 'x'", "shop_address.city"),
        ("count(manager)", "managers"),
        ("lookup('aera_fees', 1)", "area_fees"),
        ("any(managers, agge > 1)", "age"),
    ],
)
def test_what_was_probably_meant_is_suggested(source, word):
    assert word in complaints(source)[0].hint_ja


def test_columns_count_characters_and_not_bytes():
    source = "  世帯人数 > 1 and 世帯員数 > 1"
    (found,) = complaints(source)
    assert (found.column, found.width) == (source.index("世帯員数"), 4)


def test_written_text_is_compared_with_a_choice_of_unknown_options():
    assert NAMES["applicant.kind"].options
    open_choice = Type("choice")
    scope = type(SCOPE)({"c": open_choice})

    assert compiled("c == 'anything'", scope=scope)


def test_a_complaint_is_data():
    assert complaints("x1")[0] == Complaint(
        "E401", "「x1」は定義されていません", "項目の名前を確かめてください", 0, 2
    )
