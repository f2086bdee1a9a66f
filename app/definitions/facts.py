"""事実の一覧: what a version says of law, fees and periods, and how sure anybody is of each.

One line for each fact, with where it stands, where it was read, when somebody checked it and how
confident they were. For whoever reviews a procedure before it is published. Changes nothing and
judges nothing: that a fact awaits confirmation is said, not held against it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.definitions import prices, wording
from app.definitions.expressions.tables import Table
from app.definitions.model import (
    Confidence,
    Fee,
    PaperRule,
    Procedure,
    Source,
    say,
)

UNSURE: frozenset[Confidence] = frozenset({"low", "unconfirmed"})
"""Confidence with which a fact still has to be confirmed."""

_SURE: Mapping[str, Confidence] = {
    "high": "high", "medium": "medium", "low": "low", "unconfirmed": "unconfirmed",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: what it is about, the part that states it, and its value in words.

    `where` names the part as `app.definitions.proofs.subject` does (`fee/application`), with what
    within it (`fee/application/yen/0`). `value` is empty where nobody knows it yet. `basis` is the
    law that it rests on, `source` the page or paper on which it was read.
    """

    what: str
    where: str
    value: str
    basis: str = ""
    source: str = ""
    checked: date | None = None
    confidence: Confidence = "unconfirmed"
    note: str = ""

    @property
    def unconfirmed(self) -> bool:
        """Say whether the department still has to confirm it."""
        return not self.value or self.confidence in UNSURE

    @property
    def words(self) -> str:
        """Say the fact in one line."""
        line = f"{self.what}：{self.value or '分かっていません'}"
        return f"{line}（{self.note}）" if self.note else line


def listing(procedure: Procedure) -> tuple[Fact, ...]:
    """Give every fact of law, fee and period of a version, in the order in which it is written."""
    return (
        *_of_law(procedure),
        *_of_offices(procedure),
        *_of_checks(procedure),
        *(fact for each in procedure.fees for fact in _of_fee(each, procedure)),
        *_of_clock(procedure),
        *(fact for each in procedure.papers.values() for fact in _of_paper(each)),
        *(
            _fact("審査基準", f"ground/{each.id}", say(each.text), each.source)
            for each in procedure.grounds
        ),
        *_of_records(procedure),
        *_of_tables(procedure),
        *_of_provenance(procedure),
    )


def unconfirmed(procedure: Procedure) -> tuple[Fact, ...]:
    """Give the facts that still have to be confirmed."""
    return tuple(each for each in listing(procedure) if each.unconfirmed)


def _fact(what: str, where: str, value: str, source: Source, note: str = "") -> Fact:
    return Fact(
        what=what,
        where=where,
        value=value,
        basis=_basis(source),
        source=source.seen_at,
        checked=source.checked,
        confidence=source.confidence,
        note=note or source.note,
    )


def _basis(source: Source) -> str:
    return f"{source.act} {source.article}".strip()


def _of_law(procedure: Procedure) -> Iterator[Fact]:
    for n, each in enumerate(procedure.law.basis):
        yield _fact("根拠法令", f"law/basis/{n}", _basis(each), each)


def _of_offices(procedure: Procedure) -> Iterator[Fact]:
    rule = procedure.office
    if rule.table and _is_stated(rule.source):
        units = len(set(rule.table.values()))
        words = f"{len(rule.table)}の区域を、{units}の事務所が担当"
        yield _fact("所管", "office", words, rule.source)


def _of_checks(procedure: Procedure) -> Iterator[Fact]:
    """Give the rules that say on what they rest; the others only keep answers in order."""
    for each in procedure.checks:
        if _is_stated(each.source):
            words = say(each.message)
            yield _fact("申請の要件", f"check/{each.id}", words, each.source)


def _of_fee(fee: Fee, procedure: Procedure) -> Iterator[Fact]:
    label = f"手数料「{say(fee.label)}」"
    for n, (row, (when, _)) in enumerate(zip(fee.rows, prices.lines(fee, procedure), strict=True)):
        what = f"{label}の額（{when}）" if when else f"{label}の額"
        value = "" if row.amount is None else prices.in_words(row)
        yield _fact(what, f"fee/{fee.id}/yen/{n}", value, fee.source, row.note)
    for n, reduction in enumerate(fee.reductions):
        what = f"{label}の減免（{say(reduction.label)}）"
        when = wording.condition(reduction.when, procedure.fields)
        words = f"{when}、{prices.less(reduction)}" if when else prices.less(reduction)
        yield _fact(what, f"fee/{fee.id}/reduce/{n}", words, reduction.source)
    if fee.refund is not None:
        yield _fact(f"{label}の返還", f"fee/{fee.id}/refund", say(fee.refund), fee.source)


def _of_clock(procedure: Procedure) -> Iterator[Fact]:
    clock = procedure.workflow.clock
    what = "法令の期限" if clock.kind == "statutory" else "標準処理期間"
    none = "" if clock.source.confidence in UNSURE else "ありません"
    value = none if clock.period is None else str(clock.period)
    if clock.period is not None or clock.note or _is_stated(clock.source):
        yield _fact(what, "clock/period", value, clock.source, clock.note)
    if clock.extension is not None:
        words = f"{clock.extension}まで"
        yield _fact("期間の延長", "clock/extension", words, clock.source)
    if clock.via is not None:
        days = "" if clock.via.period is None else str(clock.via.period)
        what = f"経由の日数（{say(clock.via.name)}）"
        yield _fact(what, "clock/via", days, clock.source, clock.via.note)


def _of_paper(paper: PaperRule) -> Iterator[Fact]:
    if paper.validity is not None or _is_stated(paper.source):
        value = "" if paper.validity is None else str(paper.validity)
        what = f"「{say(paper.title)}」の有効期間"
        yield _fact(what, f"paper/{paper.id}/validity", value, paper.source)


def _of_records(procedure: Procedure) -> Iterator[Fact]:
    retention = procedure.retention
    ends = procedure.workflow.ends
    years = [f"{say(ends[end].result)}は{count}年" for end, count in retention.years.items()]
    words = "、".join(dict.fromkeys(years))
    sure: Confidence = "low" if retention.assumed else "medium"
    note = "仮の年数" if retention.assumed else ""
    if words:
        yield Fact("保存年数", "records/retention", words, confidence=sure, note=note)


def _of_tables(procedure: Procedure) -> Iterator[Fact]:
    for name, table in procedure.tables.items():
        if isinstance(table, Table):
            source = _table_source(table)
            unknown = sum(row.value is None for row in table.rows)
            words = f"{len(table.rows)}行"
            yield _fact(f"表「{name}」", f"table/{name}", words, source)
            if unknown:
                note = f"{len(table.rows)}行のうち{unknown}行"
                yield _fact(f"表「{name}」の値", f"table/{name}/rows", "", source, note)


def _table_source(table: Table) -> Source:
    said = {key: str(value) for key, value in table.source.items()}
    return Source(
        said.get("act", ""),
        said.get("article", ""),
        _SURE.get(said.get("confidence", ""), "unconfirmed"),
        said.get("note", ""),
        said.get("source", ""),
        _day(said.get("checked", "")),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _of_provenance(procedure: Procedure) -> Iterator[Fact]:
    """Give the items that the author lists as not verified; the source of them all beside."""
    given = procedure.provenance
    for n, each in enumerate(given.note.split("、") if given.note else ()):
        yield Fact(
            "確かめていないこと", f"provenance/unverified/{n}", each, "", given.act,
            given.checked, "unconfirmed",
        )  # fmt: skip


def _is_stated(source: Source) -> bool:
    return bool(source.act or source.note or source.seen_at)
