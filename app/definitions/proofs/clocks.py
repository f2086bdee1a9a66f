"""時計: that a period starts, stops for others only, and ends; and that waiting fits into it.

Knows no case, and no day on which one stands.
"""

from collections.abc import Sequence

from app.definitions.desk import Place
from app.definitions.model import ClockRule, Step, Workflow, say
from app.definitions.proofs import spans, ways
from app.definitions.proofs.flow import CALL
from app.definitions.proofs.subject import Subject

_OFFICE = frozenset({"examine", "inspect", "decide", "issue", "publish"})
"""Kinds of step in which it is for the office to act."""
_BACKWARD = ("sent_back", "correct", "ask")
_HERE = Place("procedure", ("clock",))
_THERE = Place("workflow", ("clock",))


def prove_clocks(about: Subject) -> None:
    """Prove what has to be so of the period and of the deadlines within it."""
    rule = about.procedure.workflow.clock
    _prove_stops(about)
    if rule.period is not None:
        _prove_ends(about)
    if rule.kind == "statutory" and not rule.source.act:
        words = "法定の期限なのに、根拠となる法令がありません。"
        hint = "clock: に basis: {act: 法令の名, article: 条} を書いてください。"
        about.complain(_HERE, "P533", words, hint)
    _prove_extension(about, rule)
    for step in about.procedure.workflow.steps.values():
        _prove_window(about, step)
        _prove_reminders(about, step)


def _prove_ends(about: Subject) -> None:
    """Prove that the period is over when what was asked for is handed over."""
    flow = about.procedure.workflow
    rule = flow.clock
    if not rule.ends_at:
        words = "期間の終わる工程（ends_at）が、この手続の流れにありません。"
        hint = "業務フローの ends_at: に、この手続も通る工程の名を書いてください。"
        about.complain(CALL, "P530", words, hint)
        return
    issuing = {step.id for step in flow.steps.values() if step.kind == "issue"}
    way = ways.way(flow, [flow.start], issuing.__contains__, _ending(rule))
    if way is not None:
        words = f"「{ways.told(flow, way)}」と進むと、文書を出しても期間が終わりません。"
        hint = "この道の工程も ends_at: に書いてください。"
        about.complain(_THERE.down("ends_at"), "P530", words, hint)


def _ending(rule: ClockRule) -> ways.Barred:
    def barred(step: Step, move: str) -> bool:
        ends = step.id in rule.ends_at or step.kind == "decide"
        return ends and move not in _BACKWARD

    return barred


def _running(flow: Workflow) -> frozenset[str]:
    """Give the steps in which a case can be before its period is over."""
    return ways.reached(flow, [flow.start], _ending(flow.clock)) & flow.steps.keys()


def _prove_stops(about: Subject) -> None:
    flow = about.procedure.workflow
    written = _written(about)
    for n, kind in enumerate(flow.clock.stops_in):
        place = _THERE.down("stops_in", n)
        if kind in _OFFICE:
            words = f"役所が仕事をする工程（{kind}）の間、期間を止めることはできません。"
            hint = "止められるのは、申請者や外部を待つ間だけです。stops_in: から消してください。"
            about.complain(place, "P531", words, hint)
        elif written and kind not in written:
            words = f"期間を止める工程の種類「{kind}」が、この業務フローにありません。"
            about.complain(place, "P532", words, "stops_in: から消してください。", "warning")
    kinds = {flow.steps[each].kind for each in _running(flow)}
    if flow.clock.period is not None and kinds <= set(flow.clock.stops_in):
        words = "期間の終わる工程まで、日数を数える工程が一つもありません。"
        hint = "stops_in: と ends_at: を見直してください。"
        about.complain(_THERE.down("stops_in"), "P531", words, hint)


def _written(about: Subject) -> frozenset[str]:
    """Give the kinds of step of the workflow as it is written, those left out here too."""
    document = about.desk.sources.documents.get("workflow")
    steps = {} if document is None else document.data["steps"]
    return frozenset(str(each["kind"]) for each in steps.values())


def _prove_extension(about: Subject, rule: ClockRule) -> None:
    if rule.extension is None:
        return
    place = _HERE.down("extension")
    if rule.period is None:
        words = "期間が定まっていないのに、延長（extension）があります。"
        about.complain(place, "P534", words, "期間を書くか、延長を消してください。")
    elif not spans.longer(rule.extension, rule.period):
        words = (
            f"延長した後の期間（{rule.extension}）が、"
            f"もとの期間（{rule.period}）より長くありません。"
        )
        hint = "extension: には、到達の日から数えた、延長した後の全体の期間を書いてください。"
        about.complain(place, "P534", words, hint)


def _prove_window(about: Subject, step: Step) -> None:
    """Prove that waiting for an answer is not longer than the whole of the period."""
    flow = about.procedure.workflow
    whole = flow.clock.period
    if whole is None or step.within is None or step.id not in _running(flow):
        return
    if spans.always_longer(step.within, whole):
        words = (
            f"工程「{say(step.label)}」で待つ期間（{step.within}）が、"
            f"処理の期間の全体（{whole}）より長くなっています。"
        )
        hint = "待つ期間を短くするか、処理の期間を確かめてください。"
        written = about.at(f"step/{step.id}", "within")
        place = written if written.piece == _HERE.piece else _HERE.down("period")
        about.complain(place, "P535", words, hint, "warning")


def _prove_reminders(about: Subject, step: Step) -> None:
    """Prove that reminders fall into the time of waiting.

    Where the procedure chooses how long is waited, one reminder that fits is enough.
    """
    if step.within is None:
        return
    outside = [n for n, each in enumerate(step.remind) if not spans.longer(step.within, each)]
    chosen = f"step/{step.id}/within" in about.places
    if chosen and len(outside) < len(step.remind):
        return
    for n in outside:
        words = (
            f"工程「{say(step.label)}」で待つ期間（{step.within}）の中に、"
            f"期限の{step.remind[n]}前の知らせが入りません。"
        )
        hint = "待つ期間より短い日数にしてください。"
        place = about.at(f"step/{step.id}", "within" if chosen else "remind", *_nth(n, chosen))
        about.complain(place, "P536", words, hint, "warning")


def _nth(n: int, chosen: bool) -> Sequence[int]:
    return () if chosen else (n,)
