"""進み具合: the steps of a workflow as a resident sees them, from arrival to the result.

Follows the way on which everything goes well; what leaves it (a correction, a refusal) is shown at
the stage from which it left.
"""

from app.cases import steps as kinds
from app.cases.model import Case
from app.definitions.expressions.compiled import Facts
from app.definitions.model import Procedure, Step, say
from app.kernel.clock import local_day
from app.web.views import Progress, ProgressStep

_ARRIVED, _OVER = "受付", "完了"
_SAID = {
    "examine": "担当の職員が内容を確かめます。直すところがあれば、メールでお知らせします。",
    "inspect": "日を決めて、検査に伺います。",
    "decide": "担当の部署で決定します。",
    "await-payment": "手数料を納めていただきます。",
    "await-outside": "関係するところに照会します。",
    "issue": "結果をメールでお知らせし、文書をこのサイトでお渡しします。",
}
_AWAY = {
    "await-applicant": "補正をお待ちしています",
    "await-outside": "照会の回答を待っています",
    "await-payment": "納付をお待ちしています",
}
_MOST = 50


def of_case(procedure: Procedure, case: Case) -> tuple[ProgressStep, ...]:
    """Give the stages of a case and where it stands among them."""
    facts = Facts(case.answers, local_day(case.entered_at), local_day(case.arrived_at))
    way = _way(procedure, facts)
    end = say(procedure.workflow.ends[case.end].result) if case.closed else _OVER
    if case.closed:
        middle = way if _went_through(procedure, case) else ()
        done = [ProgressStep(say(each.label), "done") for each in middle]
        return (ProgressStep(_ARRIVED, "done"), *done, ProgressStep(end, "done"))
    now = _place(procedure, case, way)
    step = procedure.workflow.steps[case.step]
    found = [ProgressStep(_ARRIVED, "done")]
    for n, each in enumerate(way):
        state: Progress = "done" if n < now else "now" if n == now else "todo"
        note = _AWAY.get(step.kind, "") if n == now else ""
        found.append(ProgressStep(say(each.label), state, note))
    return (*found, ProgressStep(end, "todo"))


def in_words(procedure: Procedure) -> tuple[str, ...]:
    """Say what happens after applying, stage by stage."""
    way = [each for each in _way(procedure, None) if each.kind in _SAID]
    return tuple(f"{say(each.label)}：{_SAID[each.kind]}" for each in way)


def _way(procedure: Procedure, facts: Facts | None) -> tuple[Step, ...]:
    """Give the steps on the way where everything goes well, as far as their conditions hold."""
    flow = procedure.workflow
    found: list[Step] = []
    at = flow.start
    while at in flow.steps and len(found) < _MOST:
        step = flow.steps[at]
        if step in found:
            break
        skipped = facts is not None and step.when is not None and not step.when.holds(facts)
        if not skipped:
            found.append(step)
        at = next((step.moves[m] for m in kinds.KINDS[step.kind].moves if m in step.moves), "")
    return tuple(found)


def _place(procedure: Procedure, case: Case, way: tuple[Step, ...]) -> int:
    """Give where on the way a case stands, or where it left it."""
    ids = [each.id for each in way]
    if case.step in ids:
        return ids.index(case.step)
    leads = [n for n, each in enumerate(way) if case.step in each.moves.values()]
    if not leads:
        return 0
    issuing = procedure.workflow.steps[case.step].kind == "issue"
    return min(leads[-1] + 1, len(way) - 1) if issuing else leads[0]


def _went_through(procedure: Procedure, case: Case) -> bool:
    """Say whether a closed case came to its result, and was not broken off."""
    end = procedure.workflow.ends[case.end]
    return end.disposition != "none" or any(
        case.end in each.moves.values() and each.kind == "issue"
        for each in procedure.workflow.steps.values()
    )
