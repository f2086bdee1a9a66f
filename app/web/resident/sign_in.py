"""ログイン: with a code sent by mail, good for the browser that asked; and signing out.

The address is kept in a cookie of that browser alone, since nothing personal stands in addresses
of pages. Where somebody goes afterwards is one of our own pages, whatever the address says.
"""

import base64
import binascii
from dataclasses import replace
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.kernel import ids
from app.kernel.errors import Refusal
from app.services import sign_in
from app.services.context import Context
from app.web import forms, session, shown
from app.web.posted import Form
from app.web.resident_views import SignInCodePage, SignInPage
from app.web.session import AnyVisitor, Office

router = APIRouter(include_in_schema=False)
_HOME = "/my"
_PURPOSES = {"/apply/": "申請をはじめるため", "/my": "マイページを見るため"}


@router.get("/sign-in")
def ask(request: Request, seen: AnyVisitor, back: str = "") -> Response:
    """Ask for the address to which a code is sent."""
    if seen.actor is not None and seen.actor.kind == "resident":
        return shown.go(session.own_path(back, _HOME))
    return shown.page(request, None, "resident/sign_in.html", _page(back))


@router.post("/sign-in")
def send_code(
    request: Request, ctx: Office, seen: AnyVisitor, posted: Form, back: str = ""
) -> Response:
    """Send a code; the answer does not say whether the address is known."""
    browser = ids.new_secret()
    try:
        address = sign_in.ask_code(ctx, posted.text("email"), browser)
    except Refusal as refusal:
        if not refusal.faults:
            raise
        view = replace(_page(back), email=posted.text("email"), errors=forms.links(refusal.faults))
        return shown.page(request, None, "resident/sign_in.html", view, 422)
    answer = shown.go(f"/sign-in/code?back={quote(session.own_path(back, _HOME))}")
    answer.set_cookie(
        _cookie(ctx),
        f"{browser}.{base64.urlsafe_b64encode(address.encode()).decode()}",
        max_age=60 * sign_in.MINUTES,
        httponly=True,
        samesite="lax",
        secure=ctx.base_url.startswith("https:"),
        path="/",
    )
    return answer


@router.get("/sign-in/code")
def ask_code(request: Request, ctx: Office, seen: AnyVisitor, back: str = "") -> Response:
    """Ask for the code that was sent."""
    browser, address = _asked(request, ctx)
    if not browser:
        return shown.go(_again(back))
    view = SignInCodePage(address, sign_in.MINUTES, _again(back))
    return shown.page(request, None, "resident/sign_in_code.html", view)


@router.post("/sign-in/code")
def redeem(
    request: Request, ctx: Office, seen: AnyVisitor, posted: Form, back: str = ""
) -> Response:
    """Sign in with the code, and go where one wanted to go."""
    browser, address = _asked(request, ctx)
    if not browser:
        return shown.go(_again(back))
    try:
        opened = sign_in.redeem(ctx, posted.text("code"), browser)
    except Refusal as refusal:
        if not refusal.faults:
            raise
        view = SignInCodePage(address, sign_in.MINUTES, _again(back), forms.links(refusal.faults))
        return shown.page(request, None, "resident/sign_in_code.html", view, 422)
    if seen.secret:
        sign_in.sign_out(ctx, seen.secret)
    answer = shown.go(session.own_path(back, _HOME))
    session.remember(ctx, answer, opened.secret)
    answer.delete_cookie(_cookie(ctx), path="/")
    return answer


@router.post("/sign-out")
def leave(ctx: Office, seen: AnyVisitor) -> Response:
    """Sign out."""
    if seen.secret:
        sign_in.sign_out(ctx, seen.secret)
    answer = shown.go("/")
    session.forget(ctx, answer)
    return answer


def _page(back: str) -> SignInPage:
    return SignInPage("", _purpose(back), session.own_path(back, "") if back else "")


def _asked(request: Request, ctx: Context) -> tuple[str, str]:
    """Give the browser's secret and the address that it asked a code for; "" for none."""
    browser, _, kept = request.cookies.get(_cookie(ctx), "").partition(".")
    try:
        address = base64.urlsafe_b64decode(kept.encode()).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return "", ""
    return (browser, address) if browser and address else ("", "")


def _cookie(ctx: Context) -> str:
    return "__Host-mg-code" if ctx.base_url.startswith("https:") else "mg-code"


def _again(back: str) -> str:
    return f"/sign-in?back={quote(session.own_path(back, _HOME))}"


def _purpose(back: str) -> str:
    return next((words for lead, words in _PURPOSES.items() if back.startswith(lead)), "")
