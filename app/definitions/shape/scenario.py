"""試験シナリオの形: answers, what people then do, and what must come of it."""

from typing import Any, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from app.definitions.shape.values import Day, Shape, key, mapping

ACTS = (
    "pay", "examine", "correct", "answer", "schedule", "inspect", "ask_outside", "outside",
    "draft", "approve", "concur", "decide", "send_back", "extend", "assess", "withdraw", "pass",
)  # fmt: skip
"""Every act that a scenario may name; exactly one of them in each line."""


class ActShape(Shape):
    """行為"""

    on: str | None = key("行為の前に進める日数（+days(3) など）", None)
    pay: str | None = key("納める手数料", None)
    examine: Literal["ok", "refuse"] | None = key("審査の結果", None)
    correct: list[str] | None = key("補正を求める項目", None)
    answer: dict[str, Any] | None = key("申請者の補正", None)
    schedule: str | None = key("検査の日", None)
    inspect: Literal["passed", "failed"] | None = key("検査の結果", None)
    ask_outside: str | None = key("照会する相手", None)
    outside: Literal["answered"] | None = key("照会への回答", None)
    draft: Literal["granted", "partial", "refused"] | None = key("起案", None)
    ground: str | None = key("起案が拠る審査基準", None)
    approve: str | None = key("承認する職", None)
    concur: str | None = key("協議を受ける職", None)
    opinion: Literal["agree", "oppose"] | None = key("協議の意見", None)
    decide: str | None = key("決定する職", None)
    send_back: Literal["drafter", "examiner"] | None = key("差し戻す先", None)
    extend: str | None = key("延ばす期間", None)
    assess: dict[str, int] | None = key("決めた手数料の額", None)
    withdraw: bool | None = key("取下げ", None)
    pass_: str | None = key("過ぎる期限", None, alias="pass")

    @model_validator(mode="before")
    @classmethod
    def _one_act(cls, data: Any) -> Any:  # noqa: ANN401 - data before it has a shape
        line = mapping(data)
        if line is not None and [line[each] is None for each in ACTS if each in line] != [False]:
            raise PydanticCustomError("act", "一行には行為を一つだけ、何をするかとともに書きます。")
        return data


class ExpectShape(Shape):
    """期待"""

    errors: dict[str, str] | None = key("申請が通らない項目と符号", None)
    fees: dict[str, int | None] | None = key("手数料の額（減免した後）", None)
    reduced: dict[str, str] | None = key("減免のある手数料と、その減免の名", None)
    step: str | None = key("着いた工程", None)
    end: str | None = key("着いた終わり", None)
    papers: list[str] | None = key("出た帳票", None)
    clock: dict[Literal["used"], int] | None = key("使った日数", None)
    refused: str | None = key("最後の行為が断られる符号", None)


class ScenarioShape(Shape):
    """試験シナリオ"""

    scenario: str = key("一文で言う")
    on: Day | None = key("申請の日", None)
    values: dict[str, Any] = key("土台の答えと違うところ", dict, alias="with")
    without: list[str] = key("除く添付書類や答え", list)
    acts: list[ActShape] = key("行為", list)
    expect: ExpectShape = key("期待")


class ScenariosShape(Shape):
    """試験シナリオのファイル"""

    procedure: str = key("使う手続（業務フローの試験のとき）", "")
    base: dict[str, Any] = key("土台の答え", dict)
    scenarios: list[ScenarioShape] = key("試験シナリオ", min_length=1)
