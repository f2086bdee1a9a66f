"""サインイン: residents by a one-time code sent to their address; sessions; the demo's one click.

A code is eight digits, good for ten minutes, five tries and once, for the browser that asked. The
answer is the same whether an address is known or not. Only hashes are kept.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from app.cases.model import Actor
from app.documents import notices as texts
from app.documents.notices import NoticeFacts
from app.gateways.mail.port import Message
from app.kernel import ids, logs
from app.kernel.clock import local_day
from app.kernel.errors import Fault, Refusal
from app.services import access
from app.services.context import Context
from app.store import people, sessions, sign_in_codes
from app.store.transaction import Tx, read, write

MINUTES = 10
_TRIES = 5
_CODES_PER_HOUR = 10
_HOUR = timedelta(hours=1)
_IDLE = {"resident": timedelta(hours=2), "clerk": timedelta(minutes=30)}
_LONGEST = {"resident": timedelta(hours=12), "clerk": timedelta(hours=8)}
_TOUCH = timedelta(minutes=1)
_EMAIL = re.compile(r"[^@\s<>,;:\"()\[\]\\]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}")


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that has begun: the secret for the cookie, and whose it is."""

    secret: str
    actor: Actor


def ask_code(ctx: Context, email: str, browser: str) -> str:
    """Send a code to an address, for this browser; give the address as it was understood.

    Raises `Refusal`: `sign_in.email_invalid`, `limit.reached`.
    """
    address = _folded(email)
    with write(ctx.database) as tx:
        at = ctx.clock()
        access.limit(tx, f"code:{ids.fingerprint(address)}", _CODES_PER_HOUR, _HOUR, at)
    code, now = ids.new_code(), ctx.clock()
    with write(ctx.database) as tx:
        sign_in_codes.add(
            tx,
            sign_in_codes.SignInCode(
                id=ids.new_id(),
                email=address,
                code_hash=ids.fingerprint(code),
                browser_hash=ids.fingerprint(browser),
                created_at=now,
                expires_at=now + timedelta(minutes=MINUTES),
            ),
        )
    mail = texts.notice("sign_in_code", NoticeFacts(code=code, minutes=MINUTES))
    ctx.mailer.send(Message(f"code:{ids.new_id()}", address, mail.subject, mail.text))
    return address


def redeem(ctx: Context, code: str, browser: str) -> Opened:
    """Sign in with a code, on the browser that asked for it; a new address becomes a new person.

    Raises `Refusal("sign_in.code_wrong")`, whatever the reason.
    """
    digits = code.translate(_WIDE).replace(" ", "").replace("-", "")
    with write(ctx.database) as tx:
        found = sign_in_codes.attempt(tx, ids.fingerprint(browser), ctx.clock(), _TRIES)
    if found is None or found.code_hash != ids.fingerprint(digits):
        raise _wrong_code()
    with write(ctx.database) as tx:
        if not sign_in_codes.use(tx, found.id, ctx.clock()):
            raise _wrong_code()
        person = people.by_email(tx, found.email)
        if person is None:
            person = people.Person(ids.new_id(), "resident", "", ctx.clock(), found.email)
            people.add(tx, person)
        if person.kind != "resident":
            raise _wrong_code()
        return _open(ctx, tx, person.id)


def open_for(ctx: Context, person_id: str) -> Opened:
    """Begin a session for a person whom another part of ours has made sure of."""
    with write(ctx.database) as tx:
        return _open(ctx, tx, person_id)


def who(ctx: Context, secret: str) -> Actor | None:
    """Give whose session this is, with the posts held today; None if it has run out."""
    now, hashed = ctx.clock(), ids.fingerprint(secret)
    with read(ctx.database) as tx:
        found = people.of_session(tx, hashed, now, local_day(now))
    if found is None or found[0].disabled_at is not None:
        return None
    person, posts, seen_at = found
    if now - seen_at > _IDLE[person.kind]:
        return None
    if now - seen_at > _TOUCH:
        with write(ctx.database) as tx:
            sessions.touch(tx, hashed, now)
    return access.acting(person, posts)


def email(ctx: Context, by: Actor) -> str:
    """Give the address that somebody signs in with, to which notices go."""
    with read(ctx.database) as tx:
        person = people.load(tx, by.id)
    return person.email or "" if person else ""


def sign_out(ctx: Context, secret: str) -> None:
    """End a session."""
    with write(ctx.database) as tx:
        sessions.end(tx, ids.fingerprint(secret))


def _open(ctx: Context, tx: Tx, person_id: str) -> Opened:
    actor = access.actor(ctx, tx, person_id)
    secret, now = ids.new_secret(), ctx.clock()
    sessions.add(
        tx,
        sessions.Session(
            hash=ids.fingerprint(secret),
            created_at=now,
            last_seen_at=now,
            expires_at=now + _LONGEST[actor.kind],
            person_id=person_id,
        ),
    )
    logs.log("session.opened", person=person_id)
    return Opened(secret, actor)


def _folded(email: str) -> str:
    address = email.translate(_WIDE).strip()
    if not _EMAIL.fullmatch(address) or len(address) > 254:
        message = "メールアドレスの形を確かめてください。例：hanako@example.jp"
        raise Refusal(
            "sign_in.email_invalid",
            "メールアドレスが正しくありません。",
            message,
            (Fault("email", "invalid", message),),
        )
    return address.lower()


def _wrong_code() -> Refusal:
    message = "番号が違うか、期限が切れています。届いたメールの8桁の番号を確かめてください。"
    return Refusal(
        "sign_in.code_wrong",
        "番号を確かめられませんでした。",
        "番号を入れ直すか、新しい番号を送ってもらってください。",
        (Fault("code", "wrong", message),),
    )


_WIDE = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20}
