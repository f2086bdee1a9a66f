"""Refusals and outages as answers: the one table from codes to HTTP statuses, and both forms.

People get a page that says what happened, why, and what to do next; programs get
`application/problem+json` (RFC 9457). No other module names a status for a refusal.
"""

from collections.abc import Mapping
from typing import Any

from app.kernel.errors import Outage, Refusal

STATUSES: Mapping[str, int] = {
    "act.body_invalid": 422,
    "act.not_now": 409,
    "act.not_permitted": 403,
    "act.own_matter": 403,
    "act.reason_required": 422,
    "act.unknown": 422,
    "answers.invalid": 422,
    "assign.not_a_colleague": 422,
    "audit.entry_not_found": 404,
    "audit.nothing_sealed": 404,
    "case.changed_meanwhile": 412,
    "case.not_found": 404,
    "clock.invalid": 422,
    "correction.due_too_soon": 422,
    "correction.nothing_named": 422,
    "decide.drafter": 403,
    "decide.spoke_already": 403,
    "demo.only": 404,
    "demo.outcome_unknown": 422,
    "demo_bank.unknown_session": 404,
    "document.not_found": 404,
    "draft.disposition": 422,
    "draft.not_found": 404,
    "draft.reasons_required": 422,
    "extension.too_long": 422,
    "extension.too_short": 422,
    "fee.negative": 422,
    "filing.not_a_resident": 403,
    "form.not_found": 404,
    "form.page_unknown": 404,
    "idempotency.key_missing": 400,
    "idempotency.mismatch": 422,
    "inspection.in_the_past": 422,
    "limit.reached": 429,
    "manuscript.changed_meanwhile": 412,
    "manuscript.file_unknown": 422,
    "manuscript.not_begun": 422,
    "manuscript.too_long": 422,
    "move.no_reason": 422,
    "move.other_procedure": 422,
    "note.empty": 422,
    "office.elsewhere": 422,
    "page.not_found": 404,
    "payment.method_unknown": 422,
    "payment.not_found": 404,
    "payment.webhook_refused": 400,
    "person.unknown": 401,
    "procedure.no_example": 404,
    "procedure.not_found": 404,
    "publish.day_past": 422,
    "publish.not_author": 403,
    "publish.not_proposed": 404,
    "publish.unsound": 422,
    "request.body_invalid": 400,
    "request.cross_site": 403,
    "request.if_match_missing": 428,
    "session.required": 401,
    "sign_in.code_wrong": 422,
    "sign_in.email_invalid": 422,
    "storage.key_invalid": 404,
    "studio.not_author": 403,
    "text.unwritable": 422,
    "token.client_invalid": 401,
    "token.expired": 401,
    "token.grant_unsupported": 400,
    "token.invalid": 401,
    "upload.bomb": 422,
    "upload.broken": 422,
    "upload.empty": 422,
    "upload.encrypted": 422,
    "upload.infected": 422,
    "upload.kind_refused": 422,
    "upload.not_found": 404,
    "upload.too_large": 413,
    "upload.too_many_pixels": 422,
}
"""What each refusal is answered with; one that is not here is a conflict (409)."""

TITLES: Mapping[int, str] = {
    400: "送られた内容を読めません",
    401: "サインインが必要です",
    403: "この操作はできません",
    404: "見つかりません",
    405: "この送り方はできません",
    409: "いまは、この操作ができません",
    412: "ほかの人が先に進めました",
    413: "ファイルが大きすぎます",
    422: "内容を確かめてください",
    428: "版の指定が必要です",
    429: "回数が多すぎます",
    500: "こちらの不具合です",
    503: "いま混み合っているか、一部が止まっています",
}


def status_of(refusal: Refusal) -> int:
    """Give the HTTP status of a refusal."""
    return STATUSES.get(refusal.code, 409)


def problem(refusal: Refusal) -> dict[str, Any]:
    """Give a refusal as the members of problem+json, with a fault for each wrong field."""
    status = status_of(refusal)
    return {
        "type": f"about:blank#{refusal.code}",
        "title": TITLES.get(status, TITLES[409]),
        "status": status,
        "detail": refusal.message,
        "code": refusal.code,
        "hint": refusal.hint,
        "errors": [
            {"field": fault.field, "code": fault.code, "message": fault.message}
            for fault in refusal.faults
        ],
    }


def outage_problem(outage: Outage) -> dict[str, Any]:
    """Give an outage as the members of problem+json."""
    return {
        "type": f"about:blank#{outage.code}",
        "title": TITLES[503],
        "status": 503,
        "detail": outage.message,
        "code": outage.code,
        "hint": "しばらくしてから、もう一度お試しください。入力した内容は残っています。",
        "errors": [],
    }
