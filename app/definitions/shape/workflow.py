"""業務フローの形: parameters, steps, ends and the clock of a shape that procedures call."""

from typing import Any, Literal, TypeAlias

from app.definitions.shape.values import Formula, Id, KebabId, Shape, Texts, key

MOVES = (
    "ok", "refuse", "correct", "ask", "passed", "failed", "granted", "partial", "refused",
    "sent_back", "answered", "done", "expired",
)  # fmt: skip
"""Every outcome that some kind of step has, in no order that matters."""

StepKind: TypeAlias = Literal[
    "examine",
    "inspect",
    "decide",
    "await-applicant",
    "await-payment",
    "await-outside",
    "issue",
    "publish",
]


class ParameterShape(Shape):
    """業務フローの変数"""

    type: Literal["post", "posts", "choice", "period", "condition", "text", "paper", "bool"] = key(
        "種類"
    )
    label: Texts | None = key("説明", None)
    of: list[str] = key("choice の選択肢", list)
    default: Any = key("書かないときの値", None)
    null: bool = key("値がなくてもよいか", False)


class WorkflowClockShape(Shape):
    """期間の数え方"""

    kind: Literal["standard", "statutory"] = key("標準処理期間か法定の期限か", "standard")
    stops_in: list[str] = key("日数を数えない工程の種類", list)
    ends_at: list[Id] = key("期間が終わる工程", min_length=1)


class StepShape(Shape):
    """工程"""

    kind: StepKind = key("工程の種類")
    label: Texts = key("工程の名")
    when: Formula | None = key("この工程を通る条件", None)
    by: str | list[str] | None = key("担う職", None)
    route: Any = key("決定までに回す職", None)
    decider: str | None = key("決定する職", None)
    within: str | None = key("待つ期間", None)
    remind: list[str] = key("期限の前に知らせる時", list)
    paper: str | None = key("出す帳票", None)
    due: Literal["on_application", "after_decision", "at_issue"] | None = key("納める時", None)
    who: Texts | None = key("待つ相手", None)
    ok: Id | None = key("よいとき", None)
    refuse: Id | None = key("認められないとき", None)
    correct: Id | None = key("補正を求めるとき", None)
    ask: Id | None = key("照会するとき", None)
    passed: Id | None = key("適合", None)
    failed: Id | None = key("不適", None)
    granted: Id | None = key("認める", None)
    partial: Id | None = key("一部を認める", None)
    refused: Id | None = key("認めない", None)
    sent_back: Id | None = key("差戻し", None)
    answered: Id | None = key("答えがあったとき", None)
    done: Id | None = key("済んだとき", None)
    expired: Id | None = key("期限を過ぎたとき", None)

    @property
    def moves(self) -> dict[str, str]:
        """Give the outcomes that are written, each with its target."""
        return {name: target for name in MOVES if (target := getattr(self, name)) is not None}


class EndShape(Shape):
    """終わり"""

    result: Texts = key("結果の言葉")
    disposition: Literal["granted", "partial", "refused", "none"] = key("処分の別", "none")


class WithdrawShape(Shape):
    """取下げ"""

    to: Id = key("取り下げたときの終わり")
    until: Id = key("この工程を出るまで取り下げられる")


class WorkflowShape(Shape):
    """業務フロー"""

    workflow: KebabId = key("業務フローの名（ファイルの名と同じ）")
    title: Texts = key("題")
    parameters: dict[Id, ParameterShape] = key("手続が渡す値", dict, max_length=50)
    clock: WorkflowClockShape = key("期間の数え方")
    start: Id | None = key("初めの工程（書かなければ一番上）", None)
    steps: dict[Id, StepShape] = key("工程", min_length=1, max_length=60)
    ends: dict[Id, EndShape] = key("終わり", min_length=1, max_length=30)
    withdraw: WithdrawShape | None = key("取下げ", None)
