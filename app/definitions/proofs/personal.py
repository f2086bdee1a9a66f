"""個人情報: that nothing about a person is asked without anybody having a use for it.

A use is a condition, a rule, a fee, the competent office, a paper, or who applies and how to reach
them. A rule that only asks whether an answer makes sense is none. What has no use that can be seen
here needs its `purpose` in words. Knows no answers.
"""

from collections.abc import Iterator, Mapping

from app.definitions.expressions.compiled import Expression
from app.definitions.model import Check, Fee, Field, Procedure, say
from app.definitions.proofs.subject import Subject

KINDS: Mapping[str, str] = {
    "person-name": "氏名",
    "kana": "フリガナ",
    "address": "住所",
    "phone": "電話番号",
    "email": "メールアドレス",
    "bank-account": "口座",
}
"""Kinds of field that are about a person by their nature."""

WHO_APPLIES = ("applicant.",)
"""Where the answers stand by which the office knows who applies or acts for them, and writes to."""

_BIRTH = ("birth", "born")


def prove_personal(about: Subject) -> None:
    """Prove that every question about a person has a use or a purpose."""
    used = frozenset(_used(about.procedure))
    for asked in about.procedure.fields:
        for path, each in ((asked.id, asked), *((f"{asked.id}.{r.id}", r) for r in asked.rows)):
            what = personal(each)
            if what and each.purpose is None and not _is_used(path, used):
                words = (
                    f"「{say(each.label)}」で個人情報（{what}）を尋ねていますが、"
                    "どこにも使われず、尋ねる理由もありません。"
                )
                hint = "purpose: に尋ねる理由を書くか、この項目を消してください。"
                about.complain(about.at(f"field/{path}"), "P901", words, hint)


def personal(asked: Field) -> str:
    """Say what of a person a question asks; empty for what anybody may see, or nothing."""
    if asked.personal:
        return asked.personal
    if asked.disclosed:
        return ""
    if asked.kind == "date" and any(word in asked.id for word in _BIRTH):
        return "生年月日"
    return KINDS.get(asked.kind, "")


def _is_used(path: str, used: frozenset[str]) -> bool:
    if path.startswith(WHO_APPLIES):
        return True
    return any(name == path or name.startswith(f"{path}.") for name in used)


def _used(procedure: Procedure) -> Iterator[str]:
    """Give every name that something looks at."""
    for expression in _conditions(procedure):
        yield from expression.names
    for check in procedure.checks:
        yield from _beyond(check)
    yield procedure.office.by
    columns = {each.id: [f"{each.id}.{row.id}" for row in each.rows] for each in procedure.fields}
    for paper in procedure.papers.values():
        for name in paper.show:
            yield from (name, *columns.get(name, ()))


def _conditions(procedure: Procedure) -> Iterator[Expression]:
    """Give every expression but those of rules."""
    fields = [each for asked in procedure.fields for each in (asked, *asked.rows)]
    found = [each for f in fields for each in (f.when, f.required_when, f.default, f.computed)]
    found += [each for f in fields for each in (f.earliest, f.latest)]
    found += [page.when for page in procedure.pages]
    found += [each.when for each in procedure.attachments]
    found += [each.omit.when for each in procedure.attachments if each.omit is not None]
    found += [each for fee in procedure.fees for each in _of_fee(fee)]
    found += [step.when for step in procedure.workflow.steps.values()]
    yield from (each for each in found if each is not None)


def _of_fee(fee: Fee) -> Iterator[Expression | None]:
    for row in fee.rows:
        yield from (row.when, row.amount)
    for each in fee.reductions:
        yield from (each.when, each.to, each.by)


def _beyond(check: Check) -> Iterator[str]:
    """Give the names that a rule looks at, none if it looks at one answer and the day only."""
    names = check.require.names | (frozenset() if check.when is None else check.when.names)
    answers = {each for each in check.require.names if each not in ("today", "arrived_on")}
    groups = {each.partition(".")[0] for each in answers}
    alone = answers <= {check.at} or (groups == {check.at} and len(answers) <= 2)
    if not alone:
        yield from names
