"""デモのページ: who to be, the mailbox, the clock, and the hosted page of the demo's bank.

Every route here exists in the demo environment only. The bank's page needs no cookie, like that of
a real provider, and does with it only what its session allows.
"""

import re
from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby
from typing import Literal, TypeAlias

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.kernel.clock import local, local_day
from app.kernel.errors import Refusal
from app.services import demo
from app.services.context import Context
from app.web import session, shown
from app.web.desk_views import ClockPage, DemoPayPage, DemoPerson, Mail, MailboxPage, PeoplePage
from app.web.posted import Form
from app.web.session import AnyVisitor, Office, demo_only
from app.web.views import Link

router = APIRouter(include_in_schema=False, dependencies=[Depends(demo_only)])
_Mode: TypeAlias = Literal["normal", "duplicate", "late", "lost", "out-of-order"]
_DELIVERIES: dict[str, _Mode] = {
    "now": "normal",
    "late": "late",
    "duplicate": "duplicate",
    "disordered": "out-of-order",
    "lost": "lost",
}
_PERIODS = {"PT1H": "1時間", "P1D": "1日", "P3D": "3日", "P7D": "1週間", "P14D": "2週間",
            "P1M": "1か月"}  # fmt: skip
_LINK = re.compile(r"https?://\S+")
_CODE = re.compile(r"(?<![0-9])[0-9]{8}(?![0-9])")
_MAILS = 50


@router.get("/demo")
@router.get("/demo/people")
def people(request: Request, ctx: Office, seen: AnyVisitor, back: str = "") -> Response:
    """Show who one can be."""
    clerks = [each for each in ctx.demo_people if each.kind == "clerk"]
    offices = groupby(clerks, key=lambda each: _office(ctx, each.posts[0].unit))
    by_office = tuple(
        (
            office,
            tuple(
                DemoPerson(each.id, each.name, _posts(post.post for post in each.posts), each.about)
                for each in found
            ),
        )
        for office, found in offices
    )
    residents = tuple(
        DemoPerson(each.id, each.name, "申請する人", each.about)
        for each in ctx.demo_people
        if each.kind == "resident"
    )
    view = PeoplePage(residents, by_office, back)
    return shown.page(request, seen.actor, "demo/people.html", view)


@router.post("/demo")
@router.post("/demo/people")
@router.post("/demo/sign-in")
def become(ctx: Office, seen: AnyVisitor, posted: Form) -> Response:
    """Sign in as somebody of the demo."""
    opened = demo.sign_in_as(ctx, posted.text("person"))
    back = posted.text("back")
    clerk = opened.actor.kind == "clerk"
    answer = shown.go(session.own_path(back, "/console" if clerk else "/my"))
    session.remember(ctx, answer, opened.secret)
    return answer


@router.get("/demo/mailbox")
def mailbox(request: Request, ctx: Office, seen: AnyVisitor, to: str = "") -> Response:
    """Show the mail that would have been sent."""
    found = demo.letters(ctx, to.strip())[:_MAILS]
    mails = tuple(
        Mail(local(each.sent_at), each.to, each.subject, each.body, _links(ctx, each.body),
             _code(each.body))
        for each in found
    )  # fmt: skip
    return shown.page(request, seen.actor, "demo/mailbox.html", MailboxPage(mails, to))


@router.get("/demo/clock")
def clock(request: Request, ctx: Office, seen: AnyVisitor) -> Response:
    """Show the demo's time; the address tells by how much it was just moved."""
    period = _PERIODS.get(request.query_params.get("moved", ""), "")
    passed = request.query_params.get("passed", "")
    fired = (f"{passed}件の期限が来ました。",) if passed.isdecimal() and passed != "0" else ()
    view = ClockPage(local(ctx.clock()), f"{period}進めました。" if period else "", (), fired)
    return shown.page(request, seen.actor, "demo/clock.html", view)


@router.post("/demo/clock")
def move_clock(ctx: Office, seen: AnyVisitor, posted: Form) -> Response:
    """Move the demo's time forward."""
    period = posted.text("advance")
    _, passed = demo.move_clock(ctx, period)
    return shown.go(f"/demo/clock?moved={period}&passed={passed}")


@router.get("/demo/pay/{name}")
def pay_page(request: Request, ctx: Office, seen: AnyVisitor, name: str) -> Response:
    """Show the bank's page for a payment."""
    found = demo.bank_session(ctx, name)
    view = DemoPayPage(
        order=found.attempt,
        label=found.description,
        amount=found.amount,
        payee="東京都",
        number=found.number,
        until=local_day(found.deadline - timedelta(seconds=1)) if found.number else None,
        state=found.status,
        back_url=_own(ctx, found.return_url),
    )
    return shown.page(request, None, "demo/pay.html", view)


@router.post("/demo/pay/{name}")
def pay(ctx: Office, seen: AnyVisitor, name: str, posted: Form) -> Response:
    """Do what the payer chose, and send them back to where they came from."""
    outcome = posted.text("outcome")
    delivery = _DELIVERIES.get(posted.text("delivery") or "now", "normal")
    match outcome:
        case "till":
            found = demo.pay_number(ctx, name)
        case "paid" | "declined" | "number" | "cancelled" | "code":
            found = demo.pay(ctx, name, outcome, delivery)
        case _:
            raise Refusal(
                "demo.outcome_unknown",
                "outcome は paid、declined、number、cancelled のどれかです。",
                "支払いのページのボタンを使ってください。",
            )
    if outcome == "number" and posted.text("stay"):
        return shown.go(f"/demo/pay/{name}")
    return shown.go(_own(ctx, found.return_url))


def _own(ctx: Context, url: str) -> str:
    """Give an address of our own by the name that the browser already uses for us."""
    return url.removeprefix(ctx.base_url.rstrip("/"))


def _office(ctx: Context, unit: str) -> str:
    known = ctx.catalogue.library.organisation.units
    return known[unit].name if unit in known else unit


def _posts(names: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(names))


def _links(ctx: Context, body: str) -> tuple[Link, ...]:
    found = [each.rstrip("。、）)") for each in _LINK.findall(body)]
    return tuple(Link(_own(ctx, each), each) for each in dict.fromkeys(found))


def _code(body: str) -> str:
    found = _CODE.search(body)
    return found[0] if found else ""
