"""APIの鍵: bearer tokens for programs, and whom they stand for.

A token says who, and nothing of what they may do: posts are read at each request.
"""

from dataclasses import dataclass
from datetime import timedelta

from app.cases.model import Actor
from app.gateways.identity import tokens
from app.kernel import ids
from app.kernel.errors import Refusal
from app.services import access
from app.services.context import Context
from app.store import api_clients
from app.store.transaction import read, write

TTL = timedelta(minutes=15)
_PER_MINUTE = 60
_AUDIENCE = "/api/v1"


@dataclass(frozen=True, slots=True)
class Client:
    """A program's own id and secret, as it was told them; the secret is not kept."""

    id: str
    secret: str


def for_person(ctx: Context, person_id: str) -> str:
    """Give a token that stands for a person.

    Raises `Refusal("person.unknown")`.
    """
    with read(ctx.database) as tx:
        actor = access.actor(ctx, tx, person_id)
    claims = {"iss": ctx.base_url, "aud": ctx.base_url + _AUDIENCE, "sub": actor.id}
    return tokens.issue(claims, ctx.keys.signing, TTL, ctx.clock())


def for_client(ctx: Context, client_id: str, secret: str) -> str:
    """Give a token to a program that proves itself (RFC 6749 section 4.4).

    Raises `Refusal`: `token.client_invalid`, `limit.reached`.
    """
    with write(ctx.database) as tx:
        bucket = f"token:{ids.fingerprint(client_id)}"
        access.limit(tx, bucket, _PER_MINUTE, timedelta(minutes=1), ctx.clock())
    with read(ctx.database) as tx:
        client = api_clients.load(tx, client_id)
    if client is None or client.secret_hash != ids.fingerprint(secret):
        raise Refusal(
            "token.client_invalid",
            "client_id か client_secret が正しくありません。",
            "発行されたものを確かめてください。",
        )
    return for_person(ctx, client.person_id)


def register(ctx: Context, name: str, person_id: str) -> Client:
    """Register a program that acts for a person, and give its id and secret, once."""
    client = Client(f"client-{ids.new_id()[-12:]}", ids.new_secret())
    with write(ctx.database) as tx:
        api_clients.add(
            tx,
            api_clients.ApiClient(
                client.id, name, person_id, ids.fingerprint(client.secret), "cases", ctx.clock()
            ),
        )
    return client


def holder(ctx: Context, token: str) -> Actor:
    """Give whom a token stands for, with the posts held today.

    Raises `Refusal`: `token.invalid`, `token.expired`, `person.unknown`.
    """
    expected = tokens.Expected(ctx.base_url, ctx.base_url + _AUDIENCE, ctx.clock())
    claims = tokens.read(token, ctx.keys.public, expected)
    with read(ctx.database, once=True) as tx:
        return access.actor(ctx, tx, str(claims["sub"]))
