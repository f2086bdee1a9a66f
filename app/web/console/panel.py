"""いまできること: one small form for each act that is offered, filled in with what is known.

Offers come from the case itself, so nothing stands here that would be refused. What somebody typed
in vain stands in the form again, with what is wrong beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.cases.acts import Offer
from app.cases.model import Draft
from app.definitions.model import Procedure, say
from app.kernel import eras
from app.kernel.errors import Fault
from app.services import notices
from app.services.reading import Sight
from app.web.console import acting
from app.web.console.acting import Input, Texts
from app.web.desk_views import ActView
from app.web.views import FieldView, OptionView

_MOVING = frozenset(
    {"examine", "inspect", "draft", "approve", "concur", "decide", "answer_outside", "assess"}
)
_BUTTONS: Mapping[str, str] = {
    "examine": "審査の結果を記録する",
    "inspect": "検査の結果を記録する",
    "draft": "起案して回付する",
    "approve": "承認して次へ回す",
    "concur": "協議に答える",
    "decide": "決定する",
    "assess": "額を決める",
    "answer_outside": "回答を記録する",
    "request_correction": "補正を依頼する",
    "schedule_inspection": "検査日を決めて知らせる",
    "ask_outside": "照会する",
    "extend": "延長して知らせる",
    "send_back": "差し戻す",
    "claim": "担当になる",
    "assign": "担当を替える",
    "note": "メモを残す",
}
_HELP: Mapping[str, str] = {
    "request_correction": "印をつけた項目と言葉を申請者に送ります。待つあいだ、期間は数えません。",
    "schedule_inspection": "申請者にメールで知らせます。",
    "extend": "延長できるのは一度だけです。申請者に理由とともに知らせます。",
    "send_back": "理由は職員だけが見ます。これまでの承認は取り消されます。",
    "decide": "起案のとおりに決定し、文書を発行して申請者に知らせます。取り消せません。",
}
_WORDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "examine": {
        "ok": ("次へ進める", "申請の内容に問題がない"),
        "refuse": ("拒否の起案へ進める", "基準に合わない。理由を示して起案する"),
    },
    "inspect": {"passed": ("適合", ""), "failed": ("不適合", "拒否の起案へ進む")},
    "concur": {"agree": ("賛成", ""), "oppose": ("反対", "起案者に戻る")},
    "send_back": {
        "drafter": ("起案者", "起案し直す"),
        "examiner": ("審査担当", "審査からやり直す"),
    },
}
_MOVE_OF: Mapping[str, str] = {"examiner": "sent_back"}
_FREE = frozenset({"passed", "ok", "agree", "oppose", "drafter"})


@dataclass(frozen=True, slots=True)
class Tried:
    """What somebody sent, and what is wrong with it; `act` is "" where nothing was sent."""

    act: str = ""
    texts: Texts = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


NOTHING = Tried()


def acts(sight: Sight, by: str, tried: Tried = NOTHING) -> tuple[ActView, ...]:
    """Give the forms of what this clerk may do now, except for asking for a correction."""
    return tuple(
        _form(sight, each, tried)
        for each in sight.offers
        if each.act in acting.INPUTS
        and each.act != "request_correction"
        and not (each.act == "claim" and sight.case.assignee == by)
    )


def correction(sight: Sight, tried: Tried = NOTHING) -> ActView | None:
    """Give the form by which the applicant is asked to put things right, where that may be."""
    offer = next((each for each in sight.offers if each.act == "request_correction"), None)
    return _form(sight, offer, tried) if offer else None


def repeated(sight: Sight, tried: Tried) -> ActView | None:
    """Give the same act once more, as it was filled in; None where it is not offered any more.

    The ticks of a correction stand in the form itself, since no answers are shown beside it.
    """
    offer = next((each for each in sight.offers if each.act == tried.act), None)
    if offer is None:
        return None
    form = _form(sight, offer, tried)
    if tried.act != "request_correction":
        return form
    return _with_fields(form, (*_ticked(sight.procedure, tried), *form.fields))


def label(act: str) -> str:
    """Give the words for an act; what is no act has none."""
    return _BUTTONS.get(act, "操作")


def disposition(procedure: Procedure, code: str) -> str:
    """Give a disposition in the procedure's own words: 許可, 一部開示."""
    for end in procedure.workflow.ends.values():
        if end.disposition == code:
            return say(end.result)
    return {"granted": "認める", "partial": "一部を認める", "refused": "認めない"}.get(code, code)


def _form(sight: Sight, offer: Offer, tried: Tried) -> ActView:
    act = offer.act
    mine = tried if tried.act == act else NOTHING
    refusing = act == "decide" and acting.is_refusal(sight.case)
    given = mine.texts if mine.act else _given(sight, offer)
    fields = [
        _field(each, given, mine.faults, _options(sight, act, each, given))
        for each in acting.INPUTS[act]
        if each.kind != "items" and _is_asked(sight.procedure, act, each)
    ]
    if refusing:
        fields.append(_sure(sight, given, mine.faults))
    return ActView(
        act=act,
        label=offer.label,
        button=_BUTTONS[act],
        help=_HELP.get(act, ""),
        fields=tuple(fields),
        primary=act in _MOVING,
        danger=act == "decide" or (act == "draft" and _text(given, "disposition") == "refused"),
        open=bool(mine.act),
    )


def _with_fields(form: ActView, fields: tuple[FieldView, ...]) -> ActView:
    return ActView(
        form.act, form.label, form.button, form.help, fields, form.primary, form.danger, form.open
    )


def _is_asked(procedure: Procedure, act: str, given: Input) -> bool:
    if act == "draft" and given.kind == "reasons":
        return bool(procedure.grounds)
    if act == "draft" and given.path == "conditions":
        return any(paper.conditions for paper in procedure.papers.values())
    return True


def _field(
    given: Input, texts: Texts, faults: tuple[Fault, ...], options: tuple[OptionView, ...]
) -> FieldView:
    if given.kind == "reasons":
        return _reasons(given, texts, faults, options)
    return FieldView(
        path=given.path,
        kind=given.kind,
        label=given.label,
        required=given.required,
        help=given.help,
        values=_values(given, texts),
        errors=_errors(given.path, faults),
        options=options,
        unit="円" if given.kind == "money" else "",
        echo=_echo(given, texts),
    )


def _values(given: Input, texts: Texts) -> dict[str, str]:
    if given.kind != "date":
        return {"": _text(texts, given.path)}
    parts = ("era", "year", "month", "day")
    found = {part: _text(texts, f"{given.path}.{part}") for part in parts}
    return {part: value for part, value in found.items() if value}


def _echo(given: Input, texts: Texts) -> str:
    if given.kind != "date":
        return ""
    found = _values(given, texts)
    try:
        day = eras.read(*(found.get(part, "") for part in ("era", "year", "month", "day")))
    except eras.NoSuchDay:
        return ""
    return f"{eras.to_era(day)}（{'月火水木金土日'[day.weekday()]}）"


def _errors(path: str, faults: tuple[Fault, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for fault in faults:
        if fault.field == path or fault.field.startswith(f"{path}."):
            found.setdefault(fault.field[len(path) + 1 :], fault.message)
    return found


def _reasons(
    given: Input, texts: Texts, faults: tuple[Fault, ...], grounds: tuple[OptionView, ...]
) -> FieldView:
    typed = acting.reasons(texts)
    room = acting.reason_rows(texts)
    rows = []
    for n in range(room):
        row = typed[n] if n < len(typed) else {}
        chosen = tuple(
            OptionView(each.code, each.label, each.code == row.get("ground")) for each in grounds
        )
        rows.append(
            tuple(
                FieldView(
                    path=f"reasons.{n}.{name}",
                    kind=kind,
                    label=label,
                    required=False,
                    help=words,
                    values={"": row.get(name, "")},
                    errors=_errors(f"reasons.{n}.{name}", faults),
                    options=chosen if name == "ground" else (),
                )
                for name, kind, label, words in (
                    ("ground", "select", "審査基準", ""),
                    ("facts", "long-text", "認定した事実", ""),
                    ("application", "long-text", "基準への当てはめ", "事実がなぜ基準に当たるか。"),
                )
            )
        )
    own = {"": message} if (message := _errors("reasons", faults).get("")) else {}
    return FieldView(
        path="reasons",
        kind="group",
        label=given.label,
        required=False,
        help=given.help,
        errors=own,
        rows=tuple(rows),
        can_add=room < acting.REASONS,
        can_remove=False,
    )


def _options(sight: Sight, act: str, given: Input, texts: Texts) -> tuple[OptionView, ...]:
    chosen = _text(texts, given.path)
    procedure, case = sight.procedure, sight.case
    found: list[tuple[str, str, str]] = []
    match act, given.path:
        case "draft", "disposition":
            step = procedure.workflow.steps[case.step]
            found = [
                (code, disposition(procedure, code), _effect(code))
                for code in step.dispositions
                if code in step.moves
            ]
        case "draft", "reasons":
            found = [(each.id, say(each.text), "") for each in procedure.grounds]
        case "assign", _:
            found = [(id_, name, "") for id_, name in sight.colleagues]
            found += [(acting.NOBODY, "担当を外す", "")] if case.assignee else []
        case "assess", "fee":
            found = [(c.fee, c.label, "") for c in case.charges if c.state == "unknown"]
        case _ if act in _WORDS and given.kind == "choice":
            moves = procedure.workflow.steps[case.step].moves
            found = [
                (code, label, words)
                for code, (label, words) in _WORDS[act].items()
                if code in _FREE or _MOVE_OF.get(code, code) in moves
            ]
    return tuple(OptionView(code, label, code == chosen, words) for code, label, words in found)


def _effect(code: str) -> str:
    return "" if code == "granted" else "申請者に理由と教示を示します。下の理由を必ず書きます。"


def _sure(sight: Sight, texts: Texts, faults: tuple[Fault, ...]) -> FieldView:
    draft = sight.case.round.draft if sight.case.round else None
    words = disposition(sight.procedure, draft.disposition if draft else "refused")
    appeal = "不服申立ての教示を記した" if sight.procedure.law.disposition else ""
    return FieldView(
        path=acting.SURE,
        kind="declaration",
        label=f"「{words}」の決定であることと、その効果を確かめました。",
        help=f"申請の全部又は一部を認めない決定です。理由と{appeal}通知書を発行し、申請者に"
        "知らせます。知らせたときから効力が生じ、審査請求や取消訴訟の期間が進みます。",
        values={"": _text(texts, acting.SURE)},
        errors=_errors(acting.SURE, faults),
    )


def _ticked(procedure: Procedure, tried: Tried) -> tuple[FieldView, ...]:
    chosen = acting.items(tried.texts)
    if not chosen:
        return ()
    ticks = FieldView(
        path="items",
        kind="choices",
        label="直してほしい項目",
        required=False,
        options=tuple(OptionView(path, notices.label(procedure, path), True) for path, _ in chosen),
    )
    words = tuple(
        FieldView(
            path=f"message.{path}",
            kind="text",
            label=f"直してほしいこと：{notices.label(procedure, path)}",
            required=False,
            values={"": said},
        )
        for path, said in chosen
    )
    return (ticks, *words)


def _given(sight: Sight, offer: Offer) -> Texts:
    """Give what to write into a form that nobody has filled in yet."""
    if offer.act == "draft":
        return _draft_again(sight) or _flat(
            {k: v for k, v in offer.example.items() if k != "reasons"}
        )
    if offer.act == "extend":
        return _flat_date("until", date.fromisoformat(offer.example["until"]))
    if offer.act == "assign":
        return _flat({"person": sight.case.assignee})
    if offer.act == "assess":
        return _flat({"fee": offer.example["fee"]})
    return {}


def _draft_again(sight: Sight) -> Texts | None:
    """Give the draft that was sent back, to be written anew."""
    last: Draft | None = sight.case.round.previous if sight.case.round else None
    if last is None:
        return None
    flat: dict[str, Any] = {
        "disposition": last.disposition,
        "subject": last.subject,
        "proposal": last.proposal,
        "conditions": last.conditions,
        "remarks": last.remarks,
    }
    for n, reason in enumerate(last.reasons):
        flat[f"reasons.{n}.ground"] = reason.ground
        flat[f"reasons.{n}.facts"] = reason.facts
        flat[f"reasons.{n}.application"] = reason.application
    return _flat(flat)


def _flat(values: Mapping[str, Any]) -> Texts:
    return {name: (str(value),) for name, value in values.items()}


def _flat_date(path: str, day: date) -> Texts:
    era, year = eras.split(day)
    parts = {"era": era, "year": year, "month": day.month, "day": day.day}
    return _flat({f"{path}.{part}": value for part, value in parts.items()})


def _text(texts: Texts, name: str) -> str:
    return acting.text(texts, name)
