"""A scope and answers that most tests of the expression language share."""

from datetime import date

from app.definitions.expressions.compiled import Expression, Facts
from app.definitions.expressions.compiler import compile_expression
from app.definitions.expressions.scope import Scope
from app.definitions.expressions.table_reading import read_table
from app.definitions.expressions.tables import Table
from app.definitions.expressions.types import Type

TODAY = date(2026, 6, 1)
KINDS = frozenset({"individual", "corporation"})
SHOPS = frozenset({"fixed", "vehicle", "temporary"})


def table(id_, data):
    read = read_table(id_, data)
    assert isinstance(read, Table), read
    return read


AREA = table("area_fees", {
    "keys": ["area"], "value": "money",
    "rows": [{"area": {"to": 500}, "is": 8100}, {"area": {"to": 1000}, "is": 12000},
             {"area": {"over": 1000}, "is": 20000}],
})  # fmt: skip
BY_KIND = table("kind_fees", {
    "keys": ["kind"], "value": "money",
    "rows": [{"kind": "individual", "is": 100}, {"kind": "corporation", "is": 200}],
})  # fmt: skip

NAMES = {
    "applicant.kind": Type("choice", options=KINDS),
    "applicant.name": Type(
        "record", members={"family": Type("text"), "given": Type("text")}, optional=True
    ),
    "birth_date": Type("date"),
    "tested_on": Type("date", optional=True),
    "shop_form": Type("choice", options=SHOPS, optional=True),
    "shop_name": Type("text"),
    "note": Type("text", optional=True),
    "shop_address": Type(
        "address", members={"prefecture": Type("text"), "city": Type("text")}, optional=True
    ),
    "area": Type("decimal", unit="㎡"),
    "length": Type("decimal", unit="m"),
    "people": Type("integer"),
    "maybe": Type("integer", optional=True),
    "price": Type("money"),
    "agreed": Type("bool"),
    "perhaps": Type("bool", optional=True),
    "water": Type("choices", options=frozenset({"well", "tank"}), optional=True),
    "世帯人数": Type("integer"),
    "申請者.種別": Type("choice", options=frozenset({"個人", "法人"})),
    "span": Type("period"),
    "opens": Type("time"),
    "stay": Type(
        "record", members={"start": Type("date"), "end": Type("date")}, optional=True
    ),
    "managers": Type("rows", members={
        "age": Type("integer"), "fee": Type("money"), "licence": Type("date", optional=True),
        "name.family": Type("text"), "hours": Type("decimal", unit="h"),
    }),
    "cars": Type("rows", members={"weight": Type("integer")}),
}  # fmt: skip
SCOPE = Scope(NAMES, {"area_fees": AREA, "kind_fees": BY_KIND}, fixed={"span": None})

ANSWERS = {
    "applicant": {"kind": "corporation", "name": {"family": "山田", "given": "花子"}},
    "birth_date": "2000-06-02",
    "tested_on": "2026-03-01",
    "shop_form": "fixed",
    "shop_name": "喫茶 窓",
    "shop_address": {"prefecture": "東京都", "city": "新宿区"},
    "area": "500.5",
    "length": "3",
    "people": 7,
    "price": 1000,
    "agreed": True,
    "opens": "09:30",
    "stay": {"start": "2026-06-10", "end": "2026-06-12"},
    "water": ["well"],
    "世帯人数": 4,
    "申請者": {"種別": "個人"},
    "managers": [
        {
            "age": 30,
            "fee": 500,
            "licence": "2020-01-01",
            "name": {"family": "佐藤"},
            "hours": "1.5",
        },
        {"age": 19, "fee": 700, "licence": "2024-01-01", "name": {"family": "鈴木"}, "hours": "2"},
    ],
}


def compiled(source, expect=None, scope=SCOPE):
    result = compile_expression(source, scope, expect)
    assert isinstance(result, Expression), result
    return result


def value(source, answers=None, expect=None, **facts):
    chosen = ANSWERS if answers is None else answers
    return compiled(source, expect).run(Facts(chosen, facts.pop("today", TODAY), **facts))


def complaints(source, expect=None, scope=SCOPE):
    result = compile_expression(source, scope, expect)
    assert isinstance(result, tuple), f"{source} was accepted as {result}"
    assert result
    return result


def codes(source, expect=None):
    return [each.code for each in complaints(source, expect)]
