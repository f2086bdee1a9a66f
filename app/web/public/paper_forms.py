"""紙の様式: the paper form for those who apply at a counter, and forms to fill in and attach."""

from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import FileResponse, Response

from app.services import counter_forms
from app.web.session import AnyVisitor, Office

router = APIRouter(include_in_schema=False)


@router.get("/procedures/{procedure}/form.pdf")
def paper_form(ctx: Office, seen: AnyVisitor, procedure: str) -> Response:
    """Hand out the paper form of a procedure."""
    pdf = counter_forms.of_procedure(ctx, procedure)
    headers = {
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(procedure)}.pdf",
        "Cache-Control": "public, max-age=3600",
    }
    return Response(pdf, media_type="application/pdf", headers=headers)


@router.get("/procedures/{procedure}/forms/{attachment}")
def form_to_fill_in(ctx: Office, seen: AnyVisitor, procedure: str, attachment: str) -> Response:
    """Hand out the form that the department wants filled in and attached."""
    file = counter_forms.to_fill_in(ctx, procedure, attachment)
    return FileResponse(file, filename=file.name, headers={"Cache-Control": "public, max-age=3600"})
