"""Who is on the other end of a request, and what a route may ask of them.

Every route names its permission through one of `visitor`, `resident`, `clerk` or, for programs,
`app.web.api.bearer`. The cookie holds an opaque secret; posts and rights are read at each request.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import Response

from app.cases.model import Actor
from app.kernel.clock import local
from app.kernel.errors import Refusal
from app.services import publishing, sign_in
from app.services.context import Context
from app.web.views import Chrome

_PLAIN, _HOST = "mg-session", "__Host-mg-session"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at the door: the session's secret ("" none yet), and who it is, if known."""

    secret: str
    actor: Actor | None


NOBODY = Visitor("", None)
"""Somebody of whom nothing is known, for pages that must not depend on anything."""


def context(request: Request) -> Context:
    """Give the office of this process."""
    found: Context = request.app.state.context
    return found


# What follows is asynchronous where it waits for nothing: FastAPI calls a plain function in a
# thread, which costs more than the function does.


async def _office(request: Request) -> Context:
    return context(request)


Office = Annotated[Context, Depends(_office)]


def visitor(request: Request) -> Visitor:
    """Let anybody in, and know who it is where they are signed in."""
    ctx = context(request)
    secret = request.cookies.get(cookie_name(ctx), "")
    return Visitor(secret, sign_in.who(ctx, secret) if secret else None)


async def resident(seen: Annotated[Visitor, Depends(visitor)]) -> Actor:
    """Let residents in; others are asked to sign in."""
    if seen.actor is None or seen.actor.kind != "resident":
        raise _sign_in_first()
    return seen.actor


async def clerk(seen: Annotated[Visitor, Depends(visitor)]) -> Actor:
    """Let clerks in; others are asked to sign in."""
    if seen.actor is None or seen.actor.kind != "clerk":
        raise _sign_in_first()
    return seen.actor


async def author(by: Annotated[Actor, Depends(clerk)]) -> Actor:
    """Let into the studio who writes, or agrees to, the procedures of a department."""
    if not publishing.may_enter(by):
        raise Refusal(
            "studio.not_author",
            "スタジオに入れるのは、手続担当と手続公開責任者です。",
            "所管課の手続公開責任者に相談してください。",
        )
    return by


async def demo_only(ctx: Office) -> None:
    """Let a route exist in the demo environment only."""
    if not ctx.demo:
        raise Refusal(
            "demo.only",
            "このページは、デモ環境にだけあります。",
            "トップページからご利用ください。",
        )


AnyVisitor = Annotated[Visitor, Depends(visitor)]
Resident = Annotated[Actor, Depends(resident)]
Clerk = Annotated[Actor, Depends(clerk)]
Author = Annotated[Actor, Depends(author)]


def cookie_name(ctx: Context) -> str:
    """Give the cookie's name: bound to the host and to HTTPS wherever the service has it."""
    return _HOST if ctx.base_url.startswith("https:") else _PLAIN


def remember(ctx: Context, response: Response, secret: str) -> None:
    """Hand the browser its session."""
    secure = ctx.base_url.startswith("https:")
    response.set_cookie(
        cookie_name(ctx), secret, httponly=True, samesite="lax", secure=secure, path="/"
    )


def forget(ctx: Context, response: Response) -> None:
    """Take the session from the browser."""
    secure = ctx.base_url.startswith("https:")
    response.delete_cookie(cookie_name(ctx), httponly=True, samesite="lax", secure=secure, path="/")


def own_path(back: str, otherwise: str) -> str:
    """Give a path of our own to go to; one that leads elsewhere is replaced by `otherwise`."""
    if not back.startswith("/") or back.startswith("//") or "\\" in back or not back.isprintable():
        return otherwise
    return back


def chrome(request: Request, seen: Visitor, flash: str = "") -> Chrome:
    """Give what surrounds a page for this visitor."""
    ctx = context(request)
    actor = seen.actor
    return Chrome(
        area="console" if request.url.path.startswith(("/console", "/studio")) else "resident",
        author=actor is not None and publishing.may_enter(actor),
        person=actor.name or "利用者" if actor else "",
        post="、".join(sorted({post.name for post in actor.posts})) if actor else "",
        path=request.url.path,
        flash=flash,
        demo_now=local(ctx.clock()) if ctx.demo else None,
        preview=getattr(getattr(request.app.state, "preview", None), "number", 0),
    )


def _sign_in_first() -> Refusal:
    return Refusal(
        "session.required",
        "この先に進むには、サインインが必要です。",
        "サインインすると、このページに戻ります。",
    )
