"""The log of everything: its signed head, and proofs that an entry is in it. Open to everybody.

What is given here tells of no case and no person: a leaf is a digest over a salted commitment.
"""

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import PlainTextResponse

from app.ledger import notes
from app.services import sealing
from app.web.session import AnyVisitor, Office

router = APIRouter(prefix="/api/v1/audit")
_MOST = 2**63 - 1


@router.get("/checkpoint", response_class=PlainTextResponse)
def checkpoint(ctx: Office, seen: AnyVisitor) -> PlainTextResponse:
    """Give the newest head of the log, signed (C2SP `tlog-checkpoint`)."""
    return PlainTextResponse(sealing.checkpoint(ctx), headers={"Cache-Control": "no-cache"})


@router.get("/key", response_class=PlainTextResponse)
def key(ctx: Office, seen: AnyVisitor) -> PlainTextResponse:
    """Give the public key by which the heads of the log are checked, in one line."""
    return PlainTextResponse(notes.key_text(sealing.public_key(ctx)) + "\n")


@router.get("/proof/{entry}", response_class=PlainTextResponse)
def proof(
    ctx: Office, seen: AnyVisitor, entry: Annotated[int, Path(ge=1, le=_MOST)]
) -> PlainTextResponse:
    """Prove that an entry is in the log (C2SP `tlog-proof`); events of a case name theirs."""
    return PlainTextResponse(sealing.proof(ctx, entry))
