"""From the form of an act to the act itself: which inputs each act has, and how they are read.

Pure. What is typed is read as leniently as residents' forms are; what cannot be read is a fault at
its input. Whether an act is possible is never asked here: the case decides.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from app.cases.model import Case
from app.kernel import digits, eras
from app.kernel.errors import Fault, Refusal
from app.services.casework import Asked

Texts: TypeAlias = Mapping[str, tuple[str, ...]]

REASONS = 3
"""How many reasons a draft's form has room for."""

NOBODY = "nobody"
"""What is chosen to put a case back into the box; a list's empty choice stands for no choice."""

SURE = "sure"
"""The box by which a clerk says that a refusal is meant; it is asked at this door only."""


@dataclass(frozen=True, slots=True)
class Input:
    """One question of an act's form. `kind` is that of a field, or `reasons`, or `items`."""

    path: str
    kind: str
    label: str
    required: bool = False
    help: str = ""


_NOTE = Input("note", "long-text", "意見・メモ")
INPUTS: Mapping[str, tuple[Input, ...]] = {
    "examine": (Input("result", "choice", "審査の結果", True), _NOTE),
    "inspect": (Input("result", "choice", "検査の結果", True), _NOTE),
    "draft": (
        Input("disposition", "choice", "決定の案", True),
        Input("subject", "text", "件名", True),
        Input("proposal", "long-text", "伺い文", True),
        Input(
            "reasons", "reasons", "理由", False, "認めない案や一部を認める案では、必ず書きます。"
        ),
        Input("conditions", "long-text", "条件", False, "文書に載ります。"),
        Input("remarks", "long-text", "参考", False, "決裁に回る人だけが読みます。"),
    ),
    "approve": (_NOTE,),
    "concur": (
        Input("opinion", "choice", "意見", True),
        Input("note", "long-text", "意見の内容", False, "反対のときは、必ず書きます。"),
    ),
    "decide": (_NOTE,),
    "assess": (
        Input("fee", "select", "手数料", True),
        Input("amount", "money", "額", True),
        Input("note", "long-text", "額の根拠"),
    ),
    "answer_outside": (Input("summary", "long-text", "回答の内容"),),
    "request_correction": (
        Input("items", "items", "直してほしい項目"),
        Input("note", "long-text", "全体への言葉", False, "申請者に送るメールと画面に載ります。"),
        Input("due", "date", "期限", False, "書かなければ、手続の定めによります。"),
    ),
    "schedule_inspection": (
        Input("on", "date", "検査日", True),
        Input("note", "long-text", "申請者への言葉"),
    ),
    "ask_outside": (
        Input("whom", "text", "照会する相手", True),
        Input("note", "long-text", "照会の内容"),
    ),
    "extend": (
        Input("until", "date", "いつまで", True),
        Input("reason", "long-text", "延ばす理由", True, "申請者に知らせます。"),
    ),
    "send_back": (
        Input("to", "choice", "戻す先", True),
        Input("reason", "long-text", "理由", True, "申請者には見えません。"),
    ),
    "assign": (Input("person", "select", "担当", True),),
    "claim": (),
    "note": (Input("text", "long-text", "メモ", True, "申請者には見えません。"),),
}


def read(texts: Texts) -> Asked:
    """Give the act that a form asks for, with its body and the revision that was looked at.

    Raises `Refusal`: `act.body_invalid` with a fault for each input, `request.body_invalid`.
    """
    name, seen = text(texts, "act"), revision(texts)
    if name == "assign" and text(texts, "person") == "self":
        return Asked("claim", {}, seen)
    body: dict[str, Any] = {}
    faults: list[Fault] = []
    for each in INPUTS.get(name, ()):
        value, wrong = _READERS[each.kind](each, texts)
        faults += wrong
        if value is not None:
            body[each.path] = value
        elif each.required and not wrong:
            faults.append(Fault(each.path, "required", f"{each.label}を入力してください。"))
    if faults:
        raise Refusal(
            "act.body_invalid",
            "操作の内容に、足りないところか正しくないところがあります。",
            "示された項目を直して、もう一度送ってください。",
            tuple(faults),
        )
    if body.get("person") == NOBODY:
        body["person"] = ""
    return Asked(name, body, seen)


def revision(texts: Texts) -> int:
    """Give the revision that was looked at. Raises `Refusal("request.body_invalid")`."""
    given = text(texts, "revision")
    if not given.isascii() or not given.isdecimal() or len(given) > 9:
        raise Refusal(
            "request.body_invalid",
            "どの状態の案件に対する操作なのかを読み取れません。",
            "案件のページを開き直して、もう一度操作してください。",
        )
    return int(given)


def unsure(name: str, case: Case, texts: Texts) -> Fault | None:
    """Give what is missing where a refusal is about to be decided without saying so twice."""
    if name != "decide" or not is_refusal(case) or text(texts, SURE) == "yes":
        return None
    return Fault(SURE, "required", "決定の効果を確かめて、印をつけてください。")


def is_refusal(case: Case) -> bool:
    """Say whether what waits to be decided takes something from the applicant."""
    draft = case.round.draft if case.round else None
    return draft is not None and draft.disposition != "granted"


def text(texts: Texts, name: str) -> str:
    """Give the last text of a name, without the space around it; "" where there is none."""
    return texts.get(name, ("",))[-1].replace("\r\n", "\n").strip()


def reasons(texts: Texts) -> tuple[dict[str, str], ...]:
    """Give the reasons in which anything was written, in order."""
    names = ("ground", "facts", "application")
    rows = [{name: text(texts, f"reasons.{n}.{name}") for name in names} for n in range(REASONS)]
    return tuple(row for row in rows if any(row.values()))


def more_reasons(texts: Texts) -> bool:
    """Say whether the button was pressed that makes room for one more reason."""
    return text(texts, "_action") == "add:reasons"


def reason_rows(texts: Texts) -> int:
    """Give for how many reasons there is room: those written, and one more where it is asked."""
    written = len(reasons(texts))
    return min(REASONS, max(1, written + more_reasons(texts)))


def items(texts: Texts) -> tuple[tuple[str, str], ...]:
    """Give what was ticked to be put right, with the words to it."""
    ticked = dict.fromkeys(texts.get("items", ()))
    return tuple((path, text(texts, f"message.{path}")) for path in ticked)


_Read: TypeAlias = tuple[Any, Sequence[Fault]]


def _text(given: Input, texts: Texts) -> _Read:
    return text(texts, given.path) or None, ()


def _date(given: Input, texts: Texts) -> _Read:
    era, year, month, day = (
        text(texts, f"{given.path}.{part}") for part in ("era", "year", "month", "day")
    )
    if not (year or month or day):
        return None, ()
    try:
        return eras.read(era, year, month, day).isoformat(), ()
    except eras.NoSuchDay as wrong:
        part = "year" if wrong.part == "era" else wrong.part
        return None, (Fault(f"{given.path}.{part}", wrong.code, f"{wrong.message}。"),)


def _money(given: Input, texts: Texts) -> _Read:
    typed = digits.only(text(texts, given.path)).replace(",", "").removesuffix("円")
    if not typed:
        return None, ()
    if not typed.isdecimal() or len(typed) > 9:
        return None, (Fault(given.path, "invalid", "額は、円の単位の数字で入力してください。"),)
    return int(typed), ()


def _reasons(given: Input, texts: Texts) -> _Read:
    return list(reasons(texts)) or None, ()


def _items(given: Input, texts: Texts) -> _Read:
    return [{"field": path, "message": words} for path, words in items(texts)] or None, ()


_READERS: Mapping[str, Callable[[Input, Texts], _Read]] = {
    "text": _text,
    "long-text": _text,
    "choice": _text,
    "select": _text,
    "date": _date,
    "money": _money,
    "reasons": _reasons,
    "items": _items,
}
