"""The public door: policies, checking a document, the API's page, and health for machines."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse
from starlette.responses import JSONResponse, Response

from app.kernel.clock import local
from app.services import figures, health, verification
from app.web import shown
from app.web.desk_views import StaticPage
from app.web.public import demo, paper_forms
from app.web.public_views import ApiPage, CallView, VerifyPage
from app.web.session import AnyVisitor, Office

router = APIRouter(include_in_schema=False)
router.routes.extend(demo.router.routes)
router.routes.extend(paper_forms.router.routes)


@router.get("/help")
def help_page(request: Request, seen: AnyVisitor) -> Response:
    """Show what helps."""
    return shown.page(request, seen.actor, "public/help.html", StaticPage())


@router.get("/privacy")
def privacy(request: Request, seen: AnyVisitor) -> Response:
    """Show what happens with personal data."""
    return shown.page(request, seen.actor, "public/privacy.html", StaticPage())


@router.get("/accessibility")
def accessibility(request: Request, seen: AnyVisitor) -> Response:
    """Show how far everybody can use this."""
    return shown.page(request, seen.actor, "public/accessibility.html", StaticPage())


@router.get("/verify")
def verify(request: Request, ctx: Office, seen: AnyVisitor, document: str = "") -> Response:
    """Say what we issued under the id that stands on a document."""
    asked = document.strip()[:100]
    found = verification.of_document(ctx, asked) if asked else None
    view = VerifyPage(asked, None if not asked else found is not None)
    if found is not None:
        view = VerifyPage(
            asked,
            found=True,
            title=found.title,
            number=found.number,
            issued_at=local(found.issued_at),
            sha256=found.sha256,
            valid=found.valid,
        )
    return shown.page(request, seen.actor, "public/verify.html", view)


@router.get("/api/docs")
def api_page(request: Request, ctx: Office, seen: AnyVisitor) -> Response:
    """List the calls of the API from its own description."""
    described: dict[str, Any] = request.app.openapi()
    calls = [
        CallView(method.upper(), path, _first_line(call))
        for path, methods in sorted(described["paths"].items())
        for method, call in methods.items()
        if path.startswith("/api/")
    ]
    view = ApiPage(ctx.base_url, str(request.app.openapi_url), tuple(calls))
    return shown.page(request, seen.actor, "public/api.html", view)


@router.get("/healthz")
def alive(seen: AnyVisitor) -> Response:
    """Say that this process answers."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz")
def ready(ctx: Office, seen: AnyVisitor) -> Response:
    """Say whether requests can be served."""
    if health.ready(ctx):
        return JSONResponse({"status": "ready"})
    return JSONResponse({"status": "not ready"}, 503)


@router.get("/metrics")
def metrics(ctx: Office, seen: AnyVisitor) -> Response:
    """Give the counts for Prometheus."""
    found = figures.counts(ctx)
    lines = [
        "# HELP madoguchi_procedures Procedures in force today.",
        "# TYPE madoguchi_procedures gauge",
        f"madoguchi_procedures {found.procedures}",
        "# HELP madoguchi_cases Cases by where they stand.",
        "# TYPE madoguchi_cases gauge",
        *(f'madoguchi_cases{{status="{name}"}} {n}' for name, n in sorted(found.cases.items())),
        "# HELP madoguchi_effects Effects by what became of them.",
        "# TYPE madoguchi_effects gauge",
        *(f'madoguchi_effects{{state="{name}"}} {n}' for name, n in sorted(found.effects.items())),
    ]
    media = "text/plain; version=0.0.4; charset=utf-8"
    return PlainTextResponse("\n".join(lines) + "\n", media_type=media)


def _first_line(call: dict[str, Any]) -> str:
    words = str(call.get("description") or call.get("summary") or "")
    return words.splitlines()[0] if words else ""
