"""Webhooks of payment providers: taken in, verified by the service, and answered at once.

Nobody signs in here; a provider proves itself by its signature over the very bytes that it sent,
so the body is read as it is. What a webhook says is never believed: it only says when to ask.
"""

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool

from app.kernel.errors import Refusal
from app.services import payments
from app.web.session import Office

router = APIRouter(prefix="/hooks")
LARGEST = 256 * 1024
"""The largest webhook that is read."""


@router.post("/payments/{provider}")
async def payment(ctx: Office, request: Request, provider: str) -> dict[str, bool]:
    """Take in a provider's webhook."""
    raw = await _body(request)
    await run_in_threadpool(payments.receive, ctx, provider, raw, dict(request.headers))
    return {"received": True}


async def _body(request: Request) -> bytes:
    """Read the body as it was sent, and no more of it than is allowed."""
    read = bytearray()
    async for piece in request.stream():
        read += piece
        if len(read) > LARGEST:
            raise Refusal("payment.webhook_refused", "この通知は受け取れません。大きすぎます。")
    return bytes(read)
