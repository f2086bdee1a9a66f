"""添付ファイルと郵便番号: one's own files handed back, and the towns of a postal code as JSON."""

from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from starlette.responses import JSONResponse, Response

from app.services import uploads
from app.web.resident import postcodes
from app.web.session import AnyVisitor, Office, Resident

router = APIRouter(include_in_schema=False)


@router.get("/uploads/{upload}")
def upload(ctx: Office, by: Resident, upload: str) -> Response:
    """Hand one's own file back, to be saved and never run."""
    row, body = uploads.open_for(ctx, upload, by)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(row.name)}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Content-Length": str(row.size),
    }
    return StreamingResponse(body, media_type=row.media_type, headers=headers)


@router.get("/postal/{code}")
def postal(seen: AnyVisitor, code: str) -> Response:
    """Give the towns of a postal code."""
    return JSONResponse(postcodes.rows(code[:20]))
