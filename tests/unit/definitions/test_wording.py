"""Conditions in words."""

import pytest

from app.definitions import wording
from app.definitions.expressions.compiled import Expression
from app.definitions.expressions.types import Type
from tests.support.forms import field, options

FIELDS = (
    field("water", "select", "使用水", options=options(tap="水道水", well="井戸水", tank="貯水槽")),
    field("area", "decimal", "面積", unit="㎡"),
    field("applicant.kind", "choice", "区分", options=options(person="個人", company="法人")),
    field("by_agent", "yes-no", "代理人が手続をしますか"),
    field("others", "choices", "ほかの業種", options=options(a="甲")),
)


def said(source: str, *names: str) -> str:
    expression = Expression(source, Type("bool"), frozenset(names), lambda facts: True)
    return wording.condition(expression, FIELDS)


def test_an_answer_is_said_by_its_label():
    assert said("water == 'well'") == "「使用水」が「井戸水」の場合"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("water in ['well', 'tank']", "「使用水」が「井戸水」か「貯水槽」の場合"),
        ("water != 'tap'", "「使用水」が「水道水」でない場合"),
        ("water not in ['tap', 'tank']", "「使用水」が「水道水」や「貯水槽」でない場合"),
        ("area >= 1000", "「面積」が1,000㎡以上の場合"),
        ("area > 10", "「面積」が10㎡より大きい場合"),
        ("by_agent", "「代理人が手続をしますか」が「はい」の場合"),
        ("not by_agent", "「代理人が手続をしますか」が「いいえ」の場合"),
        ("present(others)", "「ほかの業種」に記入がある場合"),
        ("not present(others)", "「ほかの業種」に記入がない場合"),
        (
            "water == 'well' and area < 10",
            "「使用水」が「井戸水」で、「面積」が10㎡より小さい場合",
        ),
        (
            "water != 'tap' and present(others)",
            "「使用水」が「水道水」でなく、「ほかの業種」に記入がある場合",
        ),
        (
            "by_agent or area >= 10",
            "「代理人が手続をしますか」が「はい」の場合か、「面積」が10㎡以上の場合",
        ),
    ],
)
def test_the_plain_shapes_are_said(source: str, words: str):
    assert said(source) == words


def test_in_a_shared_block_the_lead_of_a_name_is_left_out():
    assert said("kind == 'company'", "applicant.kind") == "「区分」が「法人」の場合"


@pytest.mark.parametrize(
    "source", ["len(others) > 2", "water == area", "unknown == 'x'", "area * 2 > 10", "area"]
)
def test_what_cannot_be_said_comes_out_empty(source: str):
    assert said(source) == ""


def test_no_condition_has_no_words():
    assert wording.condition(None, FIELDS) == ""
