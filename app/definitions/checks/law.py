"""What the law asks of every procedure: grounds, 教示, periods, retention, privacy, its papers."""

import re
from collections.abc import Iterable

from app.definitions.desk import Desk, Place
from app.definitions.model import PaperRule, Workflow
from app.definitions.shape.procedure import ProcedureShape

HERE = Place("procedure")

NUMBER_PARTS = frozenset({"year", "office", "serial", "code"})
"""What a paper's number can be made of."""

_BRACES = re.compile(r"\{([^{}]*)\}")


def check_law(desk: Desk, shape: ProcedureShape, workflow: Workflow) -> None:
    """Check what a disposition needs, and what every procedure needs."""
    refusing = [end for end in workflow.ends.values() if end.disposition in ("refused", "partial")]
    if shape.law.disposition and refusing and not shape.refuse_because:
        words = "認めないことのある処分なのに、審査基準（refuse_because）がありません。"
        hint = "拒む理由となる基準を refuse_because: に書いてください（行政手続法第5条・第8条）。"
        desk.complain(HERE.down("law"), "P601", words, hint)
    if shape.law.disposition and refusing and shape.law.appeal is None:
        words = "認めないことのある処分なのに、教示の型（appeal）がありません。"
        hint = "law: に appeal: review-and-suit などを書いてください（行政不服審査法第82条）。"
        desk.complain(HERE.down("law"), "P602", words, hint)
    if shape.privacy is None:
        hint = "privacy: に、個人情報を何のために使うかを書いてください。"
        desk.complain(HERE, "P605", "個人情報の利用目的（privacy）がありません。", hint)
    _check_clock(desk, shape)
    _check_records(desk, shape, workflow)
    _check_fees(desk, shape, workflow)


def check_papers(
    desk: Desk, papers: dict[str, PaperRule], declared: Iterable[str], workflow: Workflow
) -> None:
    """Check that the papers that the workflow issues are declared, and their numbers readable."""
    issued = {step.paper for step in workflow.steps.values() if step.kind == "issue"}
    for name in sorted(issued - papers.keys()):
        words = f"業務フローが出す帳票「{name}」がありません。"
        hint = f"papers: に {name}: {{title: …}} を書いてください。"
        desk.complain(HERE.down("papers"), "P607", words, hint)
    standing = {"acknowledgement", "payment", "extension"}
    for name in sorted(set(declared) - issued - standing):
        words = f"帳票「{name}」を出す工程がありません。"
        desk.complain(
            HERE.down("papers", name), "P608", words, "要らなければ消してください。", "warning"
        )
    for name, paper in papers.items():
        for part in _BRACES.findall(paper.number):
            if part not in NUMBER_PARTS:
                hint = desk.suggest(part, NUMBER_PARTS)
                words = f"番号の形に「{{{part}}}」は使えません。"
                desk.complain(HERE.down("papers", name, "number"), "P701", words, hint)


def _check_clock(desk: Desk, shape: ProcedureShape) -> None:
    if shape.clock is None:
        words = "標準処理期間か法令の期限（clock）がありません。"
        hint = "clock: {period: days(14)} のように書いてください（分からなければ null と note）。"
        desk.complain(HERE, "P604", words, hint)
    elif shape.clock.period is None and not shape.clock.note:
        words = "期間が null なのに、その理由（note）がありません。"
        hint = "note: …は所管課に確認中です、のように書いてください。"
        desk.complain(HERE.down("clock"), "P606", words, hint)
    via = None if shape.clock is None else shape.clock.via
    if via is not None and via.period is None and not via.note:
        words = "経由の日数が null なのに、その理由（note）がありません。"
        hint = "note: …は所管課に確認中です、のように書いてください。"
        desk.complain(HERE.down("clock", "via"), "P606", words, hint)


def _check_records(desk: Desk, shape: ProcedureShape, workflow: Workflow) -> None:
    if shape.records is None:
        words = "文書の保存年数（records）がありません。"
        hint = "records: {retention: 5, assumed: true} のように書いてください。"
        desk.complain(HERE, "P603", words, hint)
        return
    retention, place = shape.records.retention, HERE.down("records", "retention")
    for name in retention.keys() - workflow.ends.keys() - {"otherwise"}:
        hint = desk.suggest(name, workflow.ends)
        desk.complain(place.down(name), "P603", f"終わり「{name}」はありません。", hint)
    missing = [end for end in workflow.ends if end not in retention]
    if missing and "otherwise" not in retention:
        words = f"保存年数のない終わりがあります（{'、'.join(missing)}）。"
        desk.complain(place, "P603", words, "otherwise: に残りの年数を書いてください。")


def _check_fees(desk: Desk, shape: ProcedureShape, workflow: Workflow) -> None:
    asked = {step.due for step in workflow.steps.values() if step.kind == "await-payment"}
    for n, fee in enumerate(shape.fees):
        if fee.due not in asked:
            words = f"この業務フローには、手数料「{fee.fee}」を納める時（{fee.due}）がありません。"
            hint = (
                f"使えるもの: {'、'.join(sorted(asked))}"
                if asked
                else "手数料のない業務フローです。"
            )
            desk.complain(HERE.down("fees", n, "due"), "P513", words, hint)
