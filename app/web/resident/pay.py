"""納付する: choosing how to pay, going to the provider, coming back, and how the payment stands.

Coming back is a hint and nothing more: what became of the money is asked of the provider.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Literal, TypeAlias

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.cases.model import Charge
from app.definitions.model import Procedure, say
from app.kernel.clock import local_day
from app.kernel.errors import Outage
from app.services import payments, reading
from app.services.context import Context
from app.services.payments import Standing
from app.services.reading import Sight
from app.web import shown
from app.web.posted import Form
from app.web.resident_views import PaymentStatusPage, PayPage
from app.web.session import AnyVisitor, Office, Resident
from app.web.views import Link, OptionView

router = APIRouter(include_in_schema=False)
_State: TypeAlias = Literal["checking", "waiting", "paid", "failed", "cancelled"]
_STATES: dict[str, _State] = {
    "created": "checking",
    "pending": "checking",
    "review": "checking",
    "awaiting": "waiting",
    "paid": "paid",
    "failed": "failed",
    "expired": "failed",
    "cancelled": "cancelled",
}
_REFRESH = {"pending": 5, "created": 5, "awaiting": 15}
_SAID = {
    "review": "入金の内容を職員が確かめています。もう一度支払わずに、お待ちください。",
    "expired": "支払いの期限が過ぎました。お金は引き落とされていません。もう一度お試しください。",
}


@router.get("/my/cases/{number}/pay/{charge}")
def choose(request: Request, ctx: Office, by: Resident, number: str, charge: str) -> Response:
    """Ask how somebody wants to pay a charge."""
    sight = reading.brief(ctx, number, by)
    found = _open_charge(sight, charge)
    if found is None:
        return shown.go(f"/my/cases/{number}")
    return shown.page(request, by, "resident/pay.html", _page(ctx, sight, found))


@router.post("/my/cases/{number}/pay/{charge}")
def start(request: Request, ctx: Office, by: Resident, number: str, posted: Form) -> Response:
    """Begin to pay, and go to the provider."""
    charge = request.path_params["charge"]
    sight = reading.brief(ctx, number, by)
    found = _open_charge(sight, charge)
    if found is None:
        return shown.go(f"/my/cases/{number}/payment/{charge}")
    method = posted.text("method")
    if method not in payments.methods(ctx):
        errors = (Link("#method", "支払い方法を選んでください。"),)
        view = _page(ctx, sight, found, errors)
        return shown.page(request, by, "resident/pay.html", view, 422)
    started = payments.start(ctx, number, charge, method, by)
    # Our own demo's page is reached by the name that the browser already uses for us.
    return shown.go(started.redirect_url.removeprefix(ctx.base_url.rstrip("/")))


@router.api_route("/pay/return/{attempt}", methods=["GET", "POST"])
def come_back(ctx: Office, seen: AnyVisitor, attempt: str) -> Response:
    """Take in somebody who comes from the provider, with or without a cookie of ours."""
    number, charge = payments.case_of_attempt(ctx, attempt)
    with suppress(Outage):
        # The page after this one asks again, and so does the worker.
        payments.settle(ctx, attempt)
    return shown.go(f"/my/cases/{number}/payment/{charge}")


@router.get("/my/cases/{number}/payment/{charge}")
def status(request: Request, ctx: Office, by: Resident, number: str, charge: str) -> Response:
    """Show how a payment stands, asking the provider where it is not settled yet."""
    standing = payments.standing(ctx, number, charge, by)
    if standing.state in ("pending", "created", "awaiting") and standing.attempt:
        with suppress(Outage):
            payments.settle(ctx, standing.attempt)
            standing = payments.standing(ctx, number, charge, by)
    if standing.state == "none":
        return shown.go(f"/my/cases/{number}/pay/{charge}")
    watching = request.query_params.get("watch") != "off"
    view = _status(number, standing, _REFRESH.get(standing.state, 0) if watching else 0)
    return shown.page(request, by, "resident/payment_status.html", view)


def _open_charge(sight: Sight, charge: str) -> Charge | None:
    if sight.case.closed:
        return None
    return next(
        (each for each in sight.case.charges if each.id == charge and each.state == "open"), None
    )


def _page(ctx: Context, sight: Sight, charge: Charge, errors: tuple[Link, ...] = ()) -> PayPage:
    return PayPage(
        number=sight.case.number,
        label=charge.label,
        amount=charge.amount,
        methods=tuple(OptionView(code, each) for code, each in payments.methods(ctx).items()),
        case_url=f"/my/cases/{sight.case.number}",
        due=charge.due,
        refund=_refund(sight.procedure, charge),
        errors=errors,
    )


def _refund(procedure: Procedure, charge: Charge) -> str:
    found = next((fee.refund for fee in procedure.fees if fee.id == charge.fee), None)
    return say(found) if found else ""


def _status(number: str, standing: Standing, refresh: int) -> PaymentStatusPage:
    state = _STATES[standing.state]
    told = standing.instructions if state == "waiting" else None
    deadline = told.deadline if told else None
    retry = f"/my/cases/{number}/pay/{standing.charge.id}"
    again = state in ("failed", "cancelled") and standing.charge.state == "open"
    return PaymentStatusPage(
        number=number,
        label=standing.charge.label,
        amount=standing.charge.amount,
        state=state,
        case_url=f"/my/cases/{number}",
        message=_SAID.get(standing.state, ""),
        instructions=(("支払うところ", told.store), ("番号", told.number)) if told else (),
        # A deadline is the first instant that is too late.
        until=local_day(deadline - timedelta(seconds=1)) if deadline else None,
        retry_url=retry if again else "",
        refresh=refresh,
    )
