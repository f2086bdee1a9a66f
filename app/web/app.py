"""The web application put together: the doors, what stands before all of them, and errors.

Headers that every answer carries, the refusal of forms sent from other sites, and the one place
where refusals, outages and bugs become answers. Knows no rule and no page of its own.
"""

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.kernel import ids, logs
from app.kernel.errors import Outage, Refusal
from app.services import catalogue
from app.services.context import Context
from app.web import assets, pages, problems, session
from app.web.api import routes as api
from app.web.console import routes as console
from app.web.desk_views import MessagePage
from app.web.hooks import routes as hooks
from app.web.public import routes as public
from app.web.resident import routes as resident
from app.web.studio import routes as studio
from app.web.views import Link

if TYPE_CHECKING:
    from app.services.preview import Stage

_CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_WITH_CACHE = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]
_WITHOUT_CACHE = [*_WITH_CACHE, (b"cache-control", b"no-store")]
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_NO_SESSION = ("/hooks/", "/api/", "/pay/return/", "/demo/pay/")


def create(
    ctx: Context, closing: Callable[[], None] | None = None, stage: "Stage | None" = None
) -> FastAPI:
    """Put the application together for an office; `closing` is called when the server stops.

    `stage` is what `madoguchi preview` shows; there is no preview without one.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        stop = threading.Event()
        watched = (ctx.database, ctx.catalogue, stop)
        threading.Thread(target=catalogue.keep_fresh, args=watched, daemon=True).start()
        yield
        stop.set()
        if closing is not None:
            closing()

    app = FastAPI(
        lifespan=lifespan,
        title="Madoguchi API",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.context = ctx
    app.add_middleware(Guard)
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(Outage, _outage)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _bug)
    # Taken over one by one: routers within routers are asked again at each level, every time.
    for door in (resident, console, studio, public, api, hooks):
        app.router.routes.extend(door.router.routes)
    if stage is not None:
        # Not at the top: only `madoguchi preview` has one.
        from app.web.preview import routes as preview  # noqa: PLC0415

        app.state.preview = stage
        app.include_router(preview.router)
    app.router.routes.append(assets.route)
    return app


class Guard:
    """Stands before every door: refuses forms from other sites, and puts on the headers.

    Written to the ASGI interface itself, since a wrapper that buffers would cost each request.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        if request.method not in _SAFE and not _same_site(request):
            await _answer(request, _cross_site())(scope, receive, send)
            return
        headers = _WITH_CACHE if scope["path"].startswith("/static/") else _WITHOUT_CACHE

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                more = [each for each in headers if each[0] not in present]
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        await self.app(scope, receive, sending)


def _cross_site() -> Refusal:
    return Refusal(
        "request.cross_site",
        "ほかのサイトから送られた操作は受け付けられません。",
        "このサイトのページを開き直して、もう一度操作してください。",
    )


def _same_site(request: Request) -> bool:
    """Say whether an unsafe request comes from one of our own pages (Fetch Metadata, Origin)."""
    if request.url.path.startswith(_NO_SESSION):
        return True
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin") or request.headers.get("referer")
    if origin is None:
        # No browser sends a form without either; a program without a session gets nowhere anyway.
        return session.cookie_name(session.context(request)) not in request.cookies
    return urlsplit(origin).netloc == request.headers.get("host")


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)  # noqa: S101 - registered for this class
    return _answer(request, error)


def _answer(request: Request, refusal: Refusal) -> Response:
    status = problems.status_of(refusal)
    if _wants_json(request):
        return JSONResponse(
            problems.problem(refusal), status, media_type="application/problem+json"
        )
    if refusal.code == "session.required":
        return _to_sign_in(request)
    links = (Link("/", "手続を探す"),)
    page = MessagePage(
        status=status,
        title=problems.TITLES.get(status, problems.TITLES[409]),
        what=refusal.message,
        next_steps=(refusal.hint, *(fault.message for fault in refusal.faults)),
        links=links,
    )
    return _page(request, page)


def _to_sign_in(request: Request) -> Response:
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    desk = request.url.path.startswith(("/console", "/studio"))
    door = "/console/sign-in" if desk else "/sign-in"
    if request.method not in _SAFE:
        back = "/console" if door.startswith("/console") else "/my"
    return RedirectResponse(f"{door}?back={quote(back)}", 303)


async def _outage(request: Request, error: Exception) -> Response:
    assert isinstance(error, Outage)  # noqa: S101 - registered for this class
    logs.warn("outage", code=error.code, path=request.url.path)
    body = problems.outage_problem(error)
    if _wants_json(request):
        return JSONResponse(body, 503, media_type="application/problem+json")
    page = MessagePage(503, body["title"], error.message, next_steps=(body["hint"],))
    return _page(request, page)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class
    codes = {404: "page.not_found", 405: "request.method"}
    code = codes.get(error.status_code, "request.refused")
    title = problems.TITLES.get(error.status_code, problems.TITLES[400])
    what = "お探しのページはありません。" if error.status_code == 404 else title
    refusal = Refusal(code, what, "アドレスを確かめるか、トップページから探してください。")
    if _wants_json(request):
        body = problems.problem(refusal) | {"status": error.status_code, "title": title}
        return JSONResponse(
            body, error.status_code, error.headers, media_type="application/problem+json"
        )
    page = MessagePage(
        error.status_code, title, what, next_steps=(refusal.hint,), links=(Link("/", "トップへ"),)
    )
    return _page(request, page)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class
    body = problems.problem(
        Refusal(
            "request.body_invalid",
            "送られた内容の形が正しくありません。",
            "APIの説明（/api/docs）にある形で送ってください。",
        )
    )
    body["errors"] = [
        {"field": ".".join(str(part) for part in each["loc"][1:]), "code": each["type"],
         "message": "正しい形で入力してください。"}
        for each in error.errors()
    ]  # fmt: skip
    if _wants_json(request):
        return JSONResponse(body, 400, media_type="application/problem+json")
    page = MessagePage(
        400, body["title"], body["detail"], next_steps=("前の画面に戻ってください。",)
    )
    return _page(request, page)


async def _bug(request: Request, error: Exception) -> Response:
    incident = ids.new_id()[-12:].upper()
    logs.trouble("web.bug", error, incident=incident, path=request.url.path)
    what = "こちらの不具合で、処理を終えられませんでした。"
    if _wants_json(request):
        body = {"type": "about:blank#bug", "title": problems.TITLES[500], "status": 500,
                "detail": what, "code": "bug", "hint": f"お問い合わせ番号: {incident}",
                "errors": []}  # fmt: skip
        return JSONResponse(body, 500, media_type="application/problem+json")
    page = MessagePage(
        500,
        problems.TITLES[500],
        what,
        next_steps=("しばらくしてから、もう一度お試しください。保存した内容は残っています。",),
        incident=incident,
    )
    return _page(request, page)


def _page(request: Request, page: MessagePage) -> Response:
    chrome = session.chrome(request, session.NOBODY)
    html = pages.render("public/message.html", chrome, page)
    return HTMLResponse(html, page.status, headers=dict(_HEADERS))


def _wants_json(request: Request) -> bool:
    path = request.url.path
    if path.startswith(("/api/", "/hooks/", "/healthz", "/readyz")):
        return True
    return "application/json" in request.headers.get("accept", "")
