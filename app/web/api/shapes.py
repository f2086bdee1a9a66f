"""From values of ours to the JSON of the API. Times are ISO 8601 with an offset, money is yen."""

from typing import Any

from app.cases import answers as filled_in
from app.cases.model import Actor, Charge
from app.definitions import prices
from app.definitions.model import Fee, Procedure, Source, say
from app.kernel.clock import local
from app.services.reading import CaseSummary, DocumentRow, Happening, Sight
from app.services.worklist import WorklistRow

_PREFIX = "/api/v1"


def procedure_row(procedure: Procedure) -> dict[str, Any]:
    """Give a procedure as it stands in the catalogue."""
    return {
        "id": procedure.id,
        "title": say(procedure.title),
        "titles": dict(procedure.title),
        "summary": say(procedure.summary),
        "department": {"id": procedure.department.id, "name": procedure.department.name},
        "category": procedure.find.category,
        "life_events": list(procedure.find.life_events),
        "effective": procedure.effective.isoformat(),
        "workflow": procedure.workflow.id,
        "url": f"{_PREFIX}/procedures/{procedure.id}",
    }


def procedure_whole(procedure: Procedure) -> dict[str, Any]:
    """Give everything public about a procedure."""
    clock = procedure.workflow.clock
    return procedure_row(procedure) | {
        "digest": procedure.digest,
        "law": {
            "under": procedure.law.under,
            "basis": [source(each) for each in procedure.law.basis],
            "disposition": procedure.law.disposition,
        },
        "applicant": list(procedure.applicant),
        "agent": procedure.agent,
        "identity": procedure.identity,
        "national_system": procedure.national_system or None,
        "before": [say(each) for each in procedure.before],
        "deadline": say(procedure.deadline) if procedure.deadline else None,
        "processing": {
            "period": str(clock.period) if clock.period else None,
            "kind": clock.kind,
            "note": clock.note,
            "source": source(clock.source),
        },
        "pages": [
            {
                "id": page.id,
                "title": say(page.title),
                "fields": [
                    {"id": each.id, "kind": each.kind, "label": say(each.label),
                     "required": each.required, "conditional": each.when is not None}
                    for each in page.fields
                ],
            }
            for page in procedure.pages
        ],
        "attachments": [
            {"id": each.id, "label": say(each.label), "required": each.required,
             "conditional": each.when is not None, "obtainable": each.obtainable or None}
            for each in procedure.attachments
        ],
        "fees": [fee(each) for each in procedure.fees],
        "papers": [
            {"id": each.id, "title": say(each.title)} for each in procedure.papers.values()
        ],
        "retention": {"years": dict(procedure.retention.years),
                      "assumed": procedure.retention.assumed},
        "faq": [{"question": each.question, "answer": each.answer} for each in procedure.faq],
        "notes": list(procedure.notes),
        "schema": f"{_PREFIX}/procedures/{procedure.id}/schema",
        "example": f"{_PREFIX}/procedures/{procedure.id}/example",
    }  # fmt: skip


def source(given: Source) -> dict[str, Any]:
    """Give where a fact comes from, and how sure it is."""
    return {
        "act": given.act,
        "article": given.article,
        "confidence": given.confidence,
        "note": given.note,
        "source": given.seen_at or None,
        "checked": given.checked.isoformat() if given.checked else None,
    }


def fee(given: Fee) -> dict[str, Any]:
    """Give a fee with its table; an amount of null is not known yet."""
    return {
        "id": given.id,
        "label": say(given.label),
        "due": given.due,
        "tax": given.tax,
        "refund": say(given.refund) if given.refund else None,
        "refund_rule": given.refund_rule or None,
        "reassess": given.reassess,
        "reductions": [
            {
                "id": each.id,
                "label": say(each.label),
                "when": each.when.source,
                "less": prices.less(each),
                "source": source(each.source),
            }
            for each in given.reductions
        ],
        "source": source(given.source),
        "yen": [
            {
                "when": row.when.source if row.when else None,
                "is": row.amount.source if row.amount else None,
                "note": row.note,
            }
            for row in given.rows
        ],
    }


def case(sight: Sight, by: Actor) -> dict[str, Any]:
    """Give a case as its caller may see it, with what they may do now."""
    found, procedure = sight.case, sight.procedure
    staff = by.kind == "clerk"
    moment = filled_in.at_arrival(found.arrived_at)
    return {
        "number": found.number,
        "procedure": {"id": procedure.id, "title": say(procedure.title)},
        "revision": found.revision,
        "application": found.application,
        "arrived_at": local(found.arrived_at).isoformat(),
        "status": sight.status.code,
        "status_label": sight.status.label,
        "step": found.step or None,
        "final": found.closed,
        "end": found.end or None,
        "disposition": found.disposition,
        "decided_at": local(found.decided_at).isoformat() if found.decided_at else None,
        "applicant": {"name": found.applicant_name},
        "office": found.office,
        "assignee": (found.assignee or None) if staff else None,
        "clock": _clock(sight),
        "correction": _correction(sight),
        "inspection": found.inspection.isoformat() if found.inspection else None,
        "payment": [_charge(each) for each in found.charges],
        "waiting_for": [
            {"role": each.role, "people": [{"id": i, "name": n} for i, n in each.people]}
            if staff
            else {"role": each.role}
            for each in sight.waiting
        ],
        "acts": [
            {"act": each.act, "label": each.label, "schema": each.schema, "example": each.example}
            for each in sight.offers
        ],
        "answers": dict(found.answers),
        "summary": [
            {"title": section.title,
             "rows": [{"label": row.label, "text": row.text} for row in section.rows]}
            for section in filled_in.summary(procedure, found.answers, moment)
        ],
        "links": {
            "self": f"{_PREFIX}/cases/{found.number}",
            "events": f"{_PREFIX}/cases/{found.number}/events",
            "documents": f"{_PREFIX}/cases/{found.number}/documents",
        },
    }  # fmt: skip


def event(given: Happening) -> dict[str, Any]:
    """Give one entry of a timeline."""
    return {
        "at": local(given.at).isoformat(),
        "event": given.event,
        "title": given.title,
        "who": given.who or None,
        "text": given.text,
        "revision": given.revision,
        "digest": given.digest,
        "proof": f"{_PREFIX}/audit/proof/{given.entry}",
    }


def document(given: DocumentRow) -> dict[str, Any]:
    """Give what is known of a document."""
    return {
        "id": given.id,
        "paper": given.rule,
        "title": given.title,
        "number": given.number,
        "state": given.state,
        "issued_at": local(given.issued_at).isoformat() if given.issued_at else None,
        "sha256": given.sha256 or None,
        "size": given.size,
        "url": f"{_PREFIX}/cases/{given.case_number}/documents/{given.id}",
    }


def work(row: WorklistRow) -> dict[str, Any]:
    """Give a case in a worklist."""
    return {
        "number": row.number,
        "procedure": row.procedure,
        "step": row.step or None,
        "status": row.status,
        "applicant": row.applicant_name,
        "assignee": row.assignee or None,
        "office": row.office,
        "arrived_at": local(row.arrived_at).isoformat(),
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "final": bool(row.end),
        "revision": row.revision,
        "url": f"{_PREFIX}/cases/{row.number}",
    }


def own(row: CaseSummary) -> dict[str, Any]:
    """Give one of the caller's own cases in a list."""
    return {
        "number": row.number,
        "procedure": row.procedure,
        "status": row.status,
        "final": bool(row.end),
        "arrived_at": local(row.arrived_at).isoformat(),
        "url": f"{_PREFIX}/cases/{row.number}",
    }


def _charge(each: Charge) -> dict[str, Any]:
    return {
        "charge": each.id,
        "fee": each.fee,
        "label": each.label,
        "amount": each.amount,
        "state": each.state,
        "due": each.due.isoformat() if each.due else None,
        "paid_at": local(each.paid_at).isoformat() if each.paid_at else None,
    }


def _clock(sight: Sight) -> dict[str, Any]:
    reading = sight.clock
    return {
        "kind": reading.kind,
        "unit": reading.unit,
        "used": reading.used,
        "stopped": reading.stopped,
        "allowed": reading.allowed,
        "left": reading.left,
        "due": reading.due.isoformat() if reading.due else None,
        "running": reading.running,
        "extended": reading.extended,
    }


def _correction(sight: Sight) -> dict[str, Any] | None:
    asked = sight.case.correction
    if asked is None:
        return None
    return {
        "due": asked.due.isoformat(),
        "note": asked.note,
        "items": [{"field": each.field, "message": each.message} for each in asked.items],
    }
