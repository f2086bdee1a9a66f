"""The demo's bank: a small payment company kept in files, for the provider named `demo`.

It behaves like a real one: sessions with a hosted page, refused cards, convenience-store numbers
with a deadline, refunds, and signed webhooks that may come twice, late, never or in the wrong
order. It works from several processes at once. Money never moves, and `livemode` is always false.
Must not know: charges, cases, or anything of ours but the attempt id that it was given.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, TypeAlias

from app.gateways import disk, signing
from app.gateways.payments import demo_sessions
from app.gateways.payments.demo_sessions import BankEvent, BankRefund, Session
from app.gateways.payments.port import Attempt, Refund
from app.kernel import ids
from app.kernel.clock import Clock, end_of_day, local_day
from app.kernel.errors import Refusal
from app.ledger.revenue import Status

Outcome: TypeAlias = Literal["paid", "declined", "number", "code", "cancelled"]

SESSION_MINUTES = 60
NUMBER_DAYS = 3
STORE = "コンビニエンスストア(デモ)"
_MONEY: dict[Outcome, str] = {"paid": "card", "code": "paypay"}


@dataclass(frozen=True, slots=True)
class Bank:
    """Where the bank keeps its files, what it calls itself in addresses, and its clock."""

    directory: Path
    base_url: str
    clock: Clock


def secrets(bank: Bank) -> tuple[str, ...]:
    """Give the secrets that webhooks are signed with, the newest first; made on first use."""
    path = bank.directory / "secrets" / "webhooks.json"
    if not path.exists():
        disk.create(path, json.dumps([signing.new_secret()]).encode())
    return tuple(str(each) for each in json.loads(path.read_bytes()))


def rotate_secret(bank: Bank) -> None:
    """Put a new webhook secret before the present one, which goes on being used for a while."""
    kept = secrets(bank)[:1]
    path = bank.directory / "secrets" / "webhooks.json"
    disk.write(path, json.dumps([signing.new_secret(), *kept]).encode(), mode=0o600)


def open_session(bank: Bank, attempt: Attempt) -> Session:
    """Open a session for an attempt; the same attempt gives the same session."""
    if attempt.amount <= 0 or attempt.currency != "JPY":
        raise Refusal("demo_bank.amount", "金額は1円以上の整数で指定してください。")
    name = session_id(bank, attempt.id)
    with disk.locked(bank.directory):
        known = demo_sessions.load(bank.directory, name)
        if known:
            if known.amount != attempt.amount:
                raise Refusal("demo_bank.key_reused", "同じ番号で金額の違う納付が作られています。")
            return known
        now = bank.clock()
        session = Session(
            id=name,
            attempt=attempt.id,
            amount=attempt.amount,
            description=attempt.description,
            return_url=attempt.return_url,
            created_at=now,
            deadline=now + timedelta(minutes=SESSION_MINUTES),
        )
        demo_sessions.save(bank.directory, session)
        return session


def session_id(bank: Bank, attempt_id: str) -> str:
    """Give the name of an attempt's session: always the same, and not to be guessed."""
    path = bank.directory / "secrets" / "sessions.key"
    if not path.exists():
        disk.create(path, ids.new_secret().encode())
    return "ds_" + hmac.digest(path.read_bytes(), attempt_id.encode(), hashlib.sha256).hex()[:40]


def page_url(bank: Bank, session: Session) -> str:
    """Give the address of a session's hosted page."""
    return f"{bank.base_url.rstrip('/')}/demo/pay/{session.id}"


def session(bank: Bank, name: str) -> Session:
    """Give a session as it is now."""
    with _changing(bank, name) as found:
        return found.session


def sessions(bank: Bank) -> tuple[Session, ...]:
    """Give all sessions, the newest first, for the clerk's tool of the demo."""
    names = demo_sessions.names(bank.directory)
    found = (session(bank, name) for name in names)
    return tuple(sorted(found, key=lambda each: each.created_at, reverse=True))


def choose(bank: Bank, name: str, outcome: Outcome) -> Session:
    """Do what the payer chose on the hosted page.

    Choosing again after money came changes nothing: a double click pays once.
    """
    with _changing(bank, name) as found:
        at = found.session
        if at.status == "paid" and outcome in _MONEY:
            return at
        if at.status not in {"open", "failed"}:
            raise _closed(at.status)
        match outcome:
            case "paid" | "code":
                found.session = _paid(at, _MONEY[outcome], bank.clock())
            case "declined":
                found.session = _moved(at, "failed", "payment.declined", bank.clock())
            case "cancelled":
                found.session = _moved(at, "cancelled", "session.cancelled", bank.clock())
            case "number":
                found.session = _numbered(at, bank.clock())
        return found.session


def pay_number(bank: Bank, name: str, *, late: bool = False) -> Session:
    """Pay a convenience-store number at the till.

    With `late` the shop's report comes although the bank had closed the session meanwhile; the
    money is there all the same.
    """
    with _changing(bank, name) as found:
        at = found.session
        if at.status == "paid":
            return at
        if not at.number or not (at.status == "awaiting" or late):
            raise _closed(at.status)
        found.session = _paid(at, "konbini", bank.clock())
        return found.session


def cancel(bank: Bank, name: str) -> Session:
    """Close a session for the merchant; refused when the money has come."""
    with _changing(bank, name) as found:
        at = found.session
        if at.status == "paid":
            raise Refusal(
                "payment.already_paid",
                "すでに納付されているため、取り消せません。",
                "還付の手続を行ってください。",
            )
        if at.status not in {"expired", "cancelled"}:
            found.session = _moved(at, "cancelled", "session.cancelled", bank.clock())
        return found.session


def refund(bank: Bank, asked: Refund) -> BankRefund:
    """Give money back, once for each refund id and never more than came."""
    with _changing(bank, asked.ref) as found:
        at = found.session
        known = next((each for each in at.refunds if each.key == asked.id), None)
        if known:
            if known.amount != asked.amount:
                raise Refusal("demo_bank.key_reused", "同じ番号で金額の違う還付が行われています。")
            return known
        if not 0 < asked.amount <= at.captured - at.refunded:
            raise Refusal("payment.refund_too_large", "納付された額を超えて還付できません。")
        done = BankRefund(asked.id, f"dr_{ids.new_id()}", asked.amount)
        moved = _moved(at, at.status, "payment.refunded", bank.clock())
        found.session = replace(moved, refunds=(*at.refunds, done))
        return done


@dataclass(slots=True)
class _Found:
    session: Session


@contextmanager
def _changing(bank: Bank, name: str) -> Iterator[_Found]:
    """Hold a session alone, first letting it expire if its time is up; keep what changed."""
    with disk.locked(bank.directory):
        kept = demo_sessions.load(bank.directory, name)
        if kept is None:
            raise Refusal("demo_bank.unknown_session", "この支払いの画面は見つかりません。")
        found = _Found(_aged(kept, bank.clock()))
        try:
            yield found
        finally:
            if found.session != kept:
                demo_sessions.save(bank.directory, found.session)


def _aged(at: Session, now: datetime) -> Session:
    if at.status in {"open", "failed", "awaiting"} and now >= at.deadline:
        return _moved(at, "expired", "session.expired", now)
    return at


def _numbered(at: Session, now: datetime) -> Session:
    deadline = end_of_day(local_day(now) + timedelta(days=NUMBER_DAYS))
    digits = ids.new_code() + ids.new_code()[:4]
    number = "-".join((digits[:4], digits[4:8], digits[8:]))
    moved = _moved(at, "awaiting", "payment.number_issued", now)
    return replace(moved, method="konbini", number=number, deadline=deadline)


def _paid(at: Session, method: str, now: datetime) -> Session:
    moved = _moved(at, "paid", "payment.paid", now)
    return replace(moved, method=method, captured=at.amount, paid_at=now)


def _moved(at: Session, status: Status, event: str, now: datetime) -> Session:
    revision = at.revision + 1
    happened = BankEvent(f"de_{at.id[3:19]}_{revision}", event, now)
    return replace(at, status=status, revision=revision, events=(*at.events, happened))


def _closed(status: str) -> Refusal:
    return Refusal(
        "demo_bank.closed",
        "この支払いはすでに終わっているか、期限が過ぎています。",
        f"もとの画面に戻って状況を確かめてください。(状態: {status})",
    )
