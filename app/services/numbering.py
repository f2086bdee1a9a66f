"""文書番号: numbers of cases and documents, gapless because they are allotted with what they name.

A document is numbered in the transaction of the act that asks for it, and made afterwards: no
number waits on a renderer, and none is ever lost or given twice.
"""

from datetime import datetime

from app.cases.effects import IssueDocument
from app.cases.model import Case
from app.cases.outcome import Outcome, effect_key
from app.definitions.model import PaperRule, Procedure, say
from app.kernel import ids
from app.kernel.clock import fiscal_year, local_day
from app.store import cases, documents
from app.store.transaction import Tx

_REIWA = 2018
_PLAIN = "{year}{office}{code}{kind}第{serial}号"
_KINDS = {"payment": "納", "extension": "延", "granted": "", "refused": "否", "partial": "部"}


def case_number(tx: Tx, procedure: Procedure, at: datetime) -> str:
    """Give the next case number (受付番号) of a procedure in the fiscal year of `at`."""
    year = fiscal_year(local_day(at)) - _REIWA
    serial = cases.next_number(tx, f"case:{procedure.code}:{year}")
    return f"R{year}-{procedure.code}-{serial:05d}"


def allot(tx: Tx, procedure: Procedure, outcome: Outcome, at: datetime) -> None:
    """Number every document that an act asks for."""
    for n, effect in enumerate(outcome.effects):
        if not isinstance(effect, IssueDocument):
            continue
        rule = procedure.papers[effect.paper]
        documents.register(
            tx,
            documents.DocumentRow(
                id=ids.new_id(),
                case_id=outcome.case.id,
                case_number=outcome.case.number,
                rule=rule.id,
                title=say(rule.title),
                number=_number(tx, procedure, rule, outcome.case, at),
                effect_key=effect_key(outcome.case, n),
                holder=outcome.case.applicant,
                created_at=at,
            ),
        )


def _number(tx: Tx, procedure: Procedure, rule: PaperRule, case: Case, at: datetime) -> str:
    if rule.id == "acknowledgement":
        return case.number
    year = fiscal_year(local_day(at)) - _REIWA
    unit = procedure.offices.get(case.office, procedure.department)
    pattern = rule.number or _PLAIN
    names = {
        "year": str(year),
        "office": unit.letter,
        "code": procedure.code,
        "kind": _KINDS.get(rule.id, rule.id),
    }
    scope = pattern.format(**names, serial="{serial}")
    serial = cases.next_number(tx, f"document:{scope}")
    return pattern.format(**names, serial=f"{serial:04d}")
