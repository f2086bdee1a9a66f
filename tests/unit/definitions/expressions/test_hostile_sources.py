"""Sources that mean harm, or nothing: refused as complaints, quickly, and never by raising."""

import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.definitions.expressions.compiled import Expression, Facts
from app.definitions.expressions.compiler import compile_expression
from app.definitions.expressions.complaints import CODES
from app.definitions.expressions.scope import Scope
from app.definitions.expressions.syntax import names_in
from app.definitions.expressions.types import Type
from tests.unit.definitions.expressions.expression_samples import ANSWERS, NAMES, SCOPE, TODAY


def test_a_harmless_source_is_accepted():
    assert isinstance(compile_expression("people == 7", SCOPE), Expression)


HOSTILE = [
    "(" * 5000 + ")" * 5000,
    "(" * 900 + "1" + ")" * 900,
    "[" * 1000,
    "1" + "+1" * 20_000,
    "-" * 2000 + "1",
    "not " * 500 + "agreed",
    "len(a=" + "-" * 1900 + "1)",
    "().__class__.__bases__[0].__subclasses__()",
    "__class__",
    "people.__class__.__mro__",
    "''.__class__",
    "__import__('os').system('id')",
    "open('/etc/passwd')",
    "eval('1')",
    "9" * 2000,
    "9**9**9",
    "9" * 15 + "*" + "x" * 30,
    "'a'*10**9",
    "'a' * 1000000000",
    "[0] * 9",
    "'%s' % people",
    "f'{people!r}'",
    "f\"{people:{people}}\"",
    "b'a'",
    "people\0",
    "\0",
    "'\0'",
    "people == 7\\\n",
    "'a\nb'",
    "lambda x: x",
    "people if",
    "x" * 3000,
    "あ" * 700,
    "\ud800",
    "\ud800 == 1",
    "people;people",
    "await people",
    "yield",
    "{}",
    "{**people}",
    "`people`",
    "people, agreed",
    "a) or (b",
    "*people",
    "print(people)",
    "\u202epeople",
    "people\u200b == 7",
    "реорlе == 7",
    "𝓅eople == 7",
    "ａｇｒｅｅｄ",
    "Ｔｒｕｅ",
    "ｎｏｔ agreed",
    "１ == 1",
    "people == １",
    "x１ == 1",
    "1__0",
    "0777",
    "1if agreed else 2or 3",
    "matches(note, '" + "a?" * 500 + "')",
    "matches(note, '" + "a{999}" * 50 + "')",
    "any(managers, any(managers, any(managers, age > 1)))",
    "\n\n\n",
    "\t",
    "#",
    "'",
    '"' * 3,
    '"' * 7,
    "'" * 2001,
    ".",
    "a.",
    "a..b",
    "1.a",
    "people.1",
    "= people",
    "= today + days(20)",
]  # fmt: skip


@pytest.mark.parametrize("source", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_source_gives_complaints(source):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = compile_expression(source, SCOPE)
    assert isinstance(found, tuple)
    assert found
    for each in found:
        assert each.code in CODES
        assert 0 <= each.column <= len(source)
        assert each.column + each.width <= max(len(source), 1)


def test_one_character_in_two_spellings_is_not_one_name():
    half = compile_expression("ｶﾌｪ == 1", Scope({"カフェ": Type("integer")}))
    assert [each.code for each in half] == ["E422"]
    assert "カフェ" in half[0].hint_ja


def test_text_between_quotes_is_kept_code_point_for_code_point():
    for text in ("ｶﾌｪ", "葛\U000e0100", "か\u3099", "\\x41", "㈱"):
        run = compile_expression(f"'{text}'", SCOPE).run
        assert run(Facts({}, TODAY)) == text


def test_the_names_of_a_source_are_given_as_written():
    assert names_in("applicant.kind == 'x' and any(managers, age > 世帯人数) or true") == {
        "applicant.kind", "managers", "age", "世帯人数",
    }  # fmt: skip
    assert names_in("((") == frozenset()


_WORDS = st.sampled_from([
    *NAMES, "(", ")", "[", "]", ",", "+", "-", "*", "/", "==", "<", "in", "not", "and", "or", "if",
    "else", "1", "2.5", "'a'", "'fixed'", "'2026-04-01'", "count(", "sum(", "min(", "default(",
    "round_down(", "lookup('area_fees',", "present(", "matches(", "today", "days(", "age(", "true",
    "is", "lambda", ":", "**", "f'", "\\", "：", "len(", "yen(", "any(", "weekday(",
])  # fmt: skip


@settings(max_examples=400)
@given(st.text(max_size=60) | st.lists(_WORDS, max_size=14).map(" ".join))
def test_random_sources_never_raise(source):
    found = compile_expression(source, SCOPE)
    if isinstance(found, Expression):
        found.run(Facts(ANSWERS, TODAY))
        found.run(Facts({}, TODAY))
    else:
        assert found
        assert all(each.code in CODES and each.message_ja for each in found)
