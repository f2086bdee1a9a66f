"""影響: what becomes of a case if another version of its procedure takes the place of its own.

`of_open` asks it of a running case, which has its answers and stands in a step; `replayed` asks it
of a past application as if it were filed again. Both look with the eyes of both versions on the
same day, so that what differs is the version's doing. Nothing is changed here, and no storage is
known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from app.cases import answers, competence, fees
from app.cases.answers import Moment
from app.cases.model import Case
from app.definitions.expressions.compiled import Facts
from app.definitions.model import Procedure, Step, say
from app.kernel.errors import Refusal

Verdict: TypeAlias = Literal["unaffected", "same_with_changes", "needs_answers", "stuck"]

WORDS: Mapping[Verdict, str] = {
    "unaffected": "影響なし",
    "same_with_changes": "そのまま移せる（扱いが変わるところがある）",
    "needs_answers": "補正を求めれば移せる",
    "stuck": "移せない",
}
"""Each verdict in the words of the office, from the best to the worst."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a version makes of one application: faults by path and code, yen by fee, and so on."""

    faults: Mapping[str, str]
    fees: Mapping[str, int | None]
    route: tuple[str, ...]
    office: str
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """What would become of a case: the verdict, and each thing that differs in a sentence."""

    verdict: Verdict
    asked: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    plan: str = ""


def seen_by(procedure: Procedure, given: Mapping[str, Any], moment: Moment) -> Seen:
    """Look at an application with the eyes of one version."""
    checked = answers.check(procedure, given, moment)
    facts = Facts(checked.answers, moment.today, moment.today, moment.channel)
    try:
        office = competence.office_of(procedure, checked.answers)
    except Refusal:
        office = ""
    return Seen(
        faults={fault.field: fault.message for fault in checked.faults},
        fees={line.fee.id: line.amount for line in fees.assess(procedure, facts)},
        route=_route(procedure),
        office=office,
        lost=checked.ignored,
    )


def of_open(old: Procedure, new: Procedure, case: Case) -> Impact:
    """Say what would become of a running case under another version of its procedure."""
    moment = answers.at_arrival(case.arrived_at)
    before, after = (seen_by(each, case.answers, moment) for each in (old, new))
    asked = tuple(_named(new, path, words) for path, words in _more(before.faults, after.faults))
    lost = tuple(_label(old, path) for path in after.lost if path not in before.lost)
    differences = _differences(new, before, after)
    why = _stuck(new, case)
    if why:
        return Impact("stuck", asked, lost, differences, why)
    if asked:
        words = "移した後で、示した項目の補正を申請者に求めてください。"
        return Impact("needs_answers", asked, lost, differences, words)
    if lost or differences:
        words = "そのまま移せます。変わるところを申請者に知らせてください。"
        return Impact("same_with_changes", asked, lost, differences, words)
    return Impact("unaffected", plan="移す必要はありません。移しても変わりません。")


def replayed(old: Procedure, new: Procedure, case: Case) -> tuple[str, ...]:
    """Say what would have been different if a past application had been filed under `new`.

    Empty where nothing would.
    """
    moment = answers.at_arrival(case.arrived_at)
    before, after = (seen_by(each, case.answers, moment) for each in (old, new))
    found = [
        f"受け付けられなくなる: {_named(new, path, words)}"
        for path, words in _more(before.faults, after.faults)
    ]
    found += [
        f"受け付けられるようになる: {_named(old, path, words)}"
        for path, words in _more(after.faults, before.faults)
    ]
    found += [
        f"聞かなくなる: {_label(old, each)}" for each in after.lost if each not in before.lost
    ]
    return (*found, *_differences(new, before, after))


def _more(one: Mapping[str, str], other: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(path, words) for path, words in other.items() if path not in one]


def _differences(new: Procedure, before: Seen, after: Seen) -> tuple[str, ...]:
    found = []
    for fee in sorted(before.fees.keys() | after.fees.keys()):
        was, will = before.fees.get(fee, 0), after.fees.get(fee, 0)
        if was != will:
            found.append(f"手数料「{_fee(new, fee)}」: {_yen(was)} → {_yen(will)}")
    if before.route != after.route:
        found.append(f"決定までの経路: {_arrows(before.route)} → {_arrows(after.route)}")
    if before.office != after.office:
        found.append(f"窓口: {before.office or 'なし'} → {after.office or 'なし'}")
    return tuple(found)


def _stuck(new: Procedure, case: Case) -> str:
    """Say why a case in its present step cannot go on under a version; empty where it can."""
    step: Step | None = new.workflow.steps.get(case.step)
    if step is None:
        return f"いまの工程「{case.step}」が新しい版にありません。今の版のまま終えてください。"
    if case.round is not None and case.round.draft is not None:
        return "決定に回っています。差し戻すか、今の版のまま終えてください。"
    if case.charges and any(each.state == "open" for each in case.charges):
        known = {fee.id for fee in new.fees}
        gone = [each.label for each in case.charges if each.fee not in known]
        if gone:
            return f"未納の手数料「{'、'.join(gone)}」が新しい版にありません。"
    return ""


def _route(procedure: Procedure) -> tuple[str, ...]:
    found: list[str] = []
    for step in procedure.workflow.steps.values():
        if step.kind == "decide":
            found += ["・".join(station.posts) for station in step.route]
            found.append(step.decider)
        elif step.by:
            found.append(step.by)
    return tuple(found)


def _arrows(route: tuple[str, ...]) -> str:
    return "→".join(route) if route else "なし"


def _named(procedure: Procedure, path: str, words: str) -> str:
    return f"{_label(procedure, path)}（{words}）"


def _label(procedure: Procedure, path: str) -> str:
    field = answers.field_of(procedure, path)
    if field is not None:
        return say(field.label)
    key = path.removeprefix("attachments.").split(".")[0]
    attached = next((each for each in procedure.attachments if each.id == key), None)
    return say(attached.label) if attached else path


def _fee(procedure: Procedure, fee_id: str) -> str:
    return next((say(each.label) for each in procedure.fees if each.id == fee_id), fee_id)


def _yen(amount: int | None) -> str:
    return "職員が決める" if amount is None else f"{amount:,}円"
