"""Who calls the API: a bearer token stands for a person, and cookies count for nothing."""

from typing import Annotated

from fastapi import Depends, Request

from app.cases.model import Actor
from app.kernel.errors import Refusal
from app.services import tokens
from app.web.session import Office


def caller(request: Request, ctx: Office) -> Actor:
    """Let in whom the bearer token stands for. Raises `Refusal("token.invalid")`."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Refusal(
            "token.invalid",
            "認証の情報（Authorization: Bearer …）がありません。",
            "POST /api/v1/token で取得した access_token を付けてください。",
        )
    return tokens.holder(ctx, token.strip())


Caller = Annotated[Actor, Depends(caller)]
