"""効果の実行: what workers do after a commit, once for each effect.

An effect is claimed with a lease, carried out with its key, and its result is written together
with what follows from it. What fails is tried again, later and later, and then parked with the
reason, where a clerk sees it and can send it on its way again.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeAlias

from app.cases.effects import CancelPayment, IssueDocument, PublishVersion, SendNotice
from app.cases.events import Act, DocumentIssued, VersionPublished
from app.cases.model import Actor, Case
from app.cases.record import name_of
from app.definitions.model import Procedure
from app.documents import render
from app.kernel import logs
from app.kernel.errors import Outage, Refusal
from app.services import access, casework, notices, papers, payments, publishing, uploads
from app.services.context import Context
from app.store import cases, documents, outbox
from app.store.outbox import EffectRow
from app.store.transaction import Tx, read, write

LEASE = timedelta(seconds=15)
"""How long an effect stays in the hands of a worker that gives no sign of life."""
BEAT = 5.0
"""Seconds between two signs of life of an effect that is being carried out."""
_TRIES = 8
_LONGEST = timedelta(hours=1)

Perform: TypeAlias = Callable[[Context, EffectRow], None]


def handlers(ctx: Context) -> Mapping[str, Callable[[str], None]]:
    """Give what a worker does for each kind of effect, by name."""
    return {kind: partial(carry_out, ctx, perform) for kind, perform in _KINDS.items()}


def carry_out(ctx: Context, perform: Perform, key: str) -> None:
    """Carry out an effect if it is still to be done and nobody else is at it."""
    with write(ctx.database) as tx:
        effect = outbox.claim(tx, key, LEASE)
    if effect is None:
        return
    try:
        with _in_hand(ctx, effect):
            perform(ctx, effect)
    except Refusal as refusal:
        _fail(ctx, effect, refusal.code, refusal.message, retry=False)
    except Outage as outage:
        _fail(ctx, effect, outage.code, outage.message, retry=not outage.permanent)
    except Exception as bug:  # noqa: BLE001 - the worker's loop: the effect must not be lost
        logs.trouble("effect.failed", bug, key=key)
        words = "予期しないエラーが起きました。担当者が調べています。"
        _fail(ctx, effect, "effect.failed", words, retry=True)


def retry(ctx: Context, number: str, key: str, by: Actor) -> None:
    """Send a parked effect of a case on its way again, as a clerk who may see the case asks.

    Raises `Refusal("effect.not_parked")`.
    """
    with write(ctx.database) as tx:
        seen = casework.load(ctx, tx, number, by)
        effect = outbox.load(tx, key)
        mine = effect is not None and effect.case_id == seen.case.id
        if by.kind != "clerk" or not mine or not outbox.retry(tx, key):
            raise Refusal(
                "effect.not_parked",
                "この処理は、いまやり直せる状態ではありません。",
                "画面を読み直して、処理の状態を確かめてください。",
            )
    logs.log("effect.retried", key=key, by=by.id)


@contextmanager
def _in_hand(ctx: Context, effect: EffectRow) -> Iterator[None]:
    """Keep the lease of an effect from running out while it is carried out, however long."""
    done = threading.Event()
    beating = threading.Thread(target=_beat, args=(ctx, effect, done), daemon=True)
    beating.start()
    try:
        yield
    finally:
        done.set()
        beating.join()


def _beat(ctx: Context, effect: EffectRow, done: threading.Event) -> None:
    mine = True
    while mine and not done.wait(BEAT):
        try:
            with write(ctx.database) as tx:
                mine = outbox.extend(tx, effect, LEASE)
        except Outage as outage:
            logs.warn("effect.no_sign_of_life", key=effect.key, code=outage.code)


def _issue_document(ctx: Context, effect: EffectRow) -> None:
    number = str(effect.payload["case"])
    with read(ctx.database) as tx:
        seen = casework.load(ctx, tx, number, access.SYSTEM)
        document = documents.of_effect(tx, effect.key)
        if document is None:
            raise LookupError(f"no document row for effect {effect.key}")
        case = _as_it_was(tx, seen.case, document.created_at)
        charge = str(effect.payload.get("charge", ""))
        paid = payments.paid_charge(ctx, tx, seen.case, charge)
        issue = papers.Issue(
            rule=document.rule,
            number=document.number,
            at=document.created_at,
            verify_url=ctx.url(f"/verify?document={document.id}"),
            files=uploads.names(tx, case.answers, number),
            paid=paid,
        )
    made = render.render(papers.facts(seen.procedure, case, issue))
    stored = ctx.storage.put(f"documents/{document.id}-{made.sha256[:16]}.pdf", made.pdf)
    with write(ctx.database) as tx:
        at = ctx.clock()
        documents.issue(
            tx, document.id, documents.StoredFile(stored.key, stored.sha256, stored.size), at
        )
        issued = Act(DocumentIssued(effect.key, document.id), access.SYSTEM, at)
        casework.climb(ctx, tx, number, issued)
        _done(tx, effect, {"document": document.id})
    logs.log("document.issued", case=number, document=document.id, rule=document.rule)


def _as_it_was(tx: Tx, case: Case, at: datetime) -> Case:
    """Give the case with the answers on which a document was asked for, whatever came since."""
    if case.application == 1:
        return case
    known = [each for each in cases.applications(tx, case.id) if each.submitted_at <= at]
    return replace(case, answers=known[-1].answers, application=known[-1].n)


def _send_notice(ctx: Context, effect: EffectRow) -> None:
    number = str(effect.payload["case"])
    with read(ctx.database) as tx:
        seen = casework.load(ctx, tx, number, access.SYSTEM)
        message = notices.message(ctx, tx, seen.procedure, seen.case, effect)
    sent = "" if message is None else ctx.mailer.send(message)
    with write(ctx.database) as tx:
        if message is None and outbox.held(tx, effect):
            outbox.skip(tx, effect.key, "notice.not_called_for")
            return
        _done(tx, effect, {"message_id": sent})
    logs.log("notice.sent", case=number, notice=effect.payload["notice"])


def _cancel_payment(ctx: Context, effect: EffectRow) -> None:
    payments.close(ctx, str(effect.payload["charge"]))
    with write(ctx.database) as tx:
        _done(tx, effect, {})


def _publish_version(ctx: Context, effect: EffectRow) -> None:
    number, version = str(effect.payload["case"]), str(effect.payload["version"])
    with write(ctx.database) as tx:
        at = ctx.clock()
        digest = publishing.put_in_force(ctx, tx, version, number, at)
        casework.climb(ctx, tx, number, Act(VersionPublished(version), access.SYSTEM, at))
        _done(tx, effect, {"digest": digest})
    logs.log("version.published", case=number, version=version, digest=digest)


def _done(tx: Tx, effect: EffectRow, result: Mapping[str, str]) -> None:
    if not (outbox.held(tx, effect) and outbox.finish(tx, effect.key, result)):
        # The lease ran out and another worker has it: what we wrote must not stand.
        raise Outage("effect.overtaken", "この処理は、ほかのワーカーが引き継ぎました。")


def _fail(ctx: Context, effect: EffectRow, code: str, words: str, *, retry: bool) -> None:
    wait = min(timedelta(seconds=2 ** min(effect.attempts, 12)), _LONGEST)
    again = wait if retry and effect.attempts < _TRIES else None
    with write(ctx.database) as tx:
        if not outbox.held(tx, effect):
            logs.log("effect.overtaken", key=effect.key, code=code)
            return
        outbox.fail(tx, effect.key, code, words, again)
    logs.warn("effect.parked" if again is None else "effect.later", key=effect.key, code=code)


_KINDS: Mapping[str, Perform] = {
    name_of(IssueDocument("")): _issue_document,
    name_of(SendNotice("", "")): _send_notice,
    name_of(CancelPayment("")): _cancel_payment,
    name_of(PublishVersion("")): _publish_version,
}


def described(procedure: Procedure, effect: EffectRow) -> str:
    """Say in words what an effect is about, for the clerk who looks at a stuck one."""
    match effect.kind:
        case "issue_document":
            rule = procedure.papers.get(str(effect.payload.get("paper")))
            return f"帳票の発行（{rule.title['ja']}）" if rule else "帳票の発行"
        case "send_notice":
            return "申請者へのお知らせの送信"
        case "cancel_payment":
            return "納付の手続の取消し"
        case "publish_version":
            return "手続の版の公開"
        case _:
            return effect.kind
