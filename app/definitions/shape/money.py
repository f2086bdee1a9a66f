"""手数料の形: fees with their tables, reductions and what is paid back."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, model_validator
from pydantic_core import PydanticCustomError

from app.definitions.shape.values import Basis, Formula, Id, Shape, Texts, key, mapping

_REFUNDS = {
    "none": "納めた手数料は、取り下げた場合や認められない場合も、お返ししません。",
    "before_examination": "審査を始める前に取り下げた場合は、納めた手数料をお返しします。",
    "on_refusal": "認められない場合は、納めた手数料をお返しします。",
    "always": "取り下げた場合や認められない場合は、納めた手数料をお返しします。",
}


class FeeRowShape(Shape):
    """手数料の表の一行"""

    when: Formula | None = key("この行に当たる条件", None)
    amount: int | Formula | None = key("額（円）または式、分からなければ null", None, alias="is")
    otherwise: int | Formula | None = key("どの行にも当たらないときの額", None)
    note: str = key("注記", "")

    @model_validator(mode="before")
    @classmethod
    def _one_way(cls, data: Any) -> Any:  # noqa: ANN401 - data before it has a shape
        row = mapping(data)
        if row is None:
            return data
        if ("when" in row) == ("otherwise" in row) or ("when" in row) != ("is" in row):
            raise PydanticCustomError(
                "fee_row", "表の行は「when と is」か「otherwise」のどちらかです。"
            )
        return data


class ReductionShape(Shape):
    """減免"""

    reduction: Id = key("減免の名")
    label: Texts = key("減免の呼び名")
    when: Formula = key("減免する条件")
    to: int | Formula | None = key("減免した後の額（円）または式。免除は 0", None)
    by: int | Formula | None = key("差し引く額（円）または式", None)
    percent: int | None = key("差し引く割合（百分率）", None, ge=1, le=100)
    round: Literal["down", "up", "half"] | None = key(
        "端数: down 切捨て, up 切上げ, half 四捨五入（percent のとき）", None
    )
    unit: int = key("端数を処理する単位（円）", 1, ge=1, le=10000)
    basis: Basis | None = key("根拠となる条例など", None)

    @model_validator(mode="before")
    @classmethod
    def _one_way(cls, data: Any) -> Any:  # noqa: ANN401 - data before it has a shape
        row = mapping(data)
        if row is None:
            return data
        if sum(name in row for name in ("to", "by", "percent")) != 1:
            raise PydanticCustomError(
                "reduction", "減免は to（減免後の額）、by（差し引く額）、percent のどれか一つです。"
            )
        if ("percent" in row) != ("round" in row):
            raise PydanticCustomError(
                "reduction", "端数の処理（round: down など）は、percent と一緒に書きます。"
            )
        return data


def _refund(value: object) -> object:
    if isinstance(value, str) and value in _REFUNDS:
        return {"rule": value, "text": _REFUNDS[value]}
    if isinstance(value, str) or "ja" in (mapping(value) or {}):
        return {"text": value}
    given = mapping(value)
    if given is not None and "text" not in given and given.get("rule") in _REFUNDS:
        return {**given, "text": _REFUNDS[str(given["rule"])]}
    return value


class RefundShape(Shape):
    """返還の定め"""

    rule: Literal["none", "before_examination", "always", "on_refusal"] | None = key(
        "none 返さない, before_examination 審査の前の取下げなら返す, "
        "on_refusal 認めないときは返す, always どちらのときも返す",
        None,
    )
    text: Texts = key("申請者に示す文（書かなければ決まった文）")


Refund: TypeAlias = Annotated[
    RefundShape, BeforeValidator(_refund, json_schema_input_type=str | RefundShape | Texts)
]


def _rows(value: object) -> object:
    return value if isinstance(value, list) else [{"otherwise": value}]


class FeeShape(Shape):
    """手数料"""

    fee: Id = key("手数料の名")
    label: Texts = key("手数料の呼び名")
    basis: Basis | None = key("根拠となる条例など", None)
    tax: Literal["exempt", "taxable"] = key("消費税: exempt 非課税, taxable 課税", "exempt")
    due: Literal["on_application", "after_decision", "at_issue"] = key("納める時")
    refund: Refund | None = key("返すか返さないか: 決まりの名、文、またはその両方", None)
    yen: Annotated[
        list[FeeRowShape],
        BeforeValidator(_rows, json_schema_input_type=int | str | list[FeeRowShape] | None),
    ] = key("額、式、または表")
    reduce: list[ReductionShape] = key("減免（上から順に見て、初めに当たったもの）", list)
    reassess: bool = key("補正で答えが変わったら、額を定め直すか", False)
