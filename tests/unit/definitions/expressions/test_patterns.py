"""Patterns: what they fit, what they refuse, and that they take no more than linear time."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.definitions.expressions.patterns import BadPattern, compile_pattern, example


def test_a_postal_code_fits_its_pattern():
    matches = compile_pattern(r"\d{3}-?\d{4}")
    assert matches("163-8001")
    assert matches("1638001")
    assert not matches("163-80011")
    assert not matches("x163-8001")


@pytest.mark.parametrize(
    ("pattern", "fits", "fails"),
    [
        ("", [""], ["a"]),
        ("abc", ["abc"], ["ab", "abcd", "ABC"]),
        ("a?b", ["b", "ab"], ["aab", ""]),
        ("a*", ["", "aaa"], ["b", "aab"]),
        ("a+b", ["ab", "aaab"], ["b"]),
        ("a{2,}", ["aa", "aaaa"], ["a"]),
        ("a{0}b", ["b"], ["ab"]),
        ("[ァ-ヴー]+", ["カフェー"], ["かふぇ", ""]),
        ("[^0-9]*", ["あ"], ["1"]),
        ("[a-]", ["a", "-"], ["b"]),
        (r"[\]\\\d]+", ["]\\7"], ["a"]),
        (r"\.\+", [".+"], ["aa"]),
        (".", ["あ", "\n", "𠮷"], ["", "ab"]),
        (r"\d", ["7"], ["７"]),
        ("第[0-9]{1,3}号", ["第12号"], ["第1234号", "第号"]),
        ("a?a?a?b?c*d", ["d", "aaad", "abcd", "bd"], ["aaaad", "ba d"]),
    ],
)
def test_a_pattern_fits_the_whole_text(pattern, fits, fails):
    matches = compile_pattern(pattern)
    assert [text for text in fits if not matches(text)] == []
    assert [text for text in fails if matches(text)] == []


@pytest.mark.parametrize(
    "pattern",
    ["(a)", "a|b", "^a", "a$", "*a", "a**", "a{", "a{x}", "a{3,2}", "[a", "[]", "[z-a]", "[[a]",
     r"\w", r"\1", "\\", "a{999}", "a}", "]", r"[\d-z]", "[^]", r"[a-\d]", r"[\w]"],
)  # fmt: skip
def test_what_is_no_pattern_is_refused(pattern):
    assert isinstance(compile_pattern(pattern), BadPattern)


_PIECES = st.tuples(
    st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\d", "[a-c]"]),
    st.sampled_from(["", "", "?", "*", "+", "{2}", "{0,2}", "{1,}"]),
).map("".join)


@given(st.lists(_PIECES, max_size=8).map("".join), st.text("abc1", max_size=10))
def test_it_agrees_with_regular_expressions(pattern, text):
    wanted = re.fullmatch(pattern, text, re.ASCII | re.DOTALL) is not None
    assert compile_pattern(pattern)(text) is wanted


def test_a_pattern_that_makes_others_backtrack_is_answered_at_once():
    matches = compile_pattern("a?" * 150 + "a" * 150 + "b")
    assert not matches("a" * 20_000)
    assert compile_pattern("a*" * 100 + "b")("a" * 20_000 + "b")


@given(st.text(max_size=40))
def test_no_text_makes_it_raise(pattern):
    compiled = compile_pattern(pattern)
    assert isinstance(compiled, BadPattern) or compiled("a") in (True, False)


@pytest.mark.parametrize(
    "pattern", ["[0-9]{12}", "都第\\d{2,4}号", "[^0-9]+x?", ".+区", "a*", "[ぁ-ん]{3}", "\\(.\\)"]
)
def test_an_example_fits_its_pattern(pattern: str) -> None:
    matcher = compile_pattern(pattern)
    assert callable(matcher)
    assert matcher(example(pattern))


def test_what_is_no_pattern_has_no_example() -> None:
    assert example("[0-9") == ""
