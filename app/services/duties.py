"""What a worker does: effects after commits, deadlines, payments to ask about, entries to seal."""

import threading
from datetime import timedelta
from functools import partial

from app.cases.events import DeadlinePassed
from app.kernel import logs
from app.kernel.errors import Outage, Refusal
from app.services import access, casework, catalogue, effects, payments, sealing
from app.services.context import Context
from app.store import deadlines, idempotency, limits, outbox, sessions, sign_in_codes
from app.store.jobs import Duties, run_worker
from app.store.transaction import write

_SOON, _OFTEN, _SELDOM = 1.0, 5.0, 600.0
_COUNTED, _REPEATED = timedelta(days=1), timedelta(days=30)


def of_worker(ctx: Context) -> Duties:
    """Give everything that a worker of this office looks after."""
    duties = Duties()
    for kind, handler in effects.handlers(ctx).items():
        duties.register(kind, handler)
    duties.register(payments.SETTLE, partial(payments.settle_job, ctx))
    duties.every(_SOON, "deadlines", lambda: _done(pass_deadlines(ctx)))
    duties.every(_SOON, "payments", lambda: _done(payments.poll(ctx)))
    duties.every(_SOON, "log", lambda: _done(sealing.seal(ctx)))
    duties.every(_OFTEN, "catalogue", lambda: _done(catalogue.refresh(ctx.database, ctx.catalogue)))
    duties.every(_OFTEN, "effects", lambda: _done(revive_effects(ctx)))
    duties.every(_SELDOM, "leftovers", lambda: _done(forget_leftovers(ctx)))
    return duties


def work(ctx: Context, concurrency: int, stop: threading.Event) -> None:
    """Work until told to stop; what is in hand is finished or handed back."""
    run_worker(ctx.database, of_worker(ctx), concurrency=concurrency, stop=stop)


def pass_deadlines(ctx: Context) -> int:
    """Let every deadline pass whose moment has come, each for itself, and count them."""
    passed = 0
    with write(ctx.database) as tx:
        due = deadlines.due(tx, ctx.clock())
    for each in due:
        try:
            if each.name == "payment":
                payments.ask_before_expiry(ctx, each.case_number)
            casework.handle(ctx, each.case_number, DeadlinePassed(each.name), access.SYSTEM)
        except Refusal as refusal:
            # Somebody acted meanwhile, and the deadline is no longer one.
            logs.log("deadline.overtaken", case=each.case_number, code=refusal.code)
        except Outage as outage:
            logs.warn("deadline.later", case=each.case_number, code=outage.code)
        except Exception as bug:  # noqa: BLE001 - the deadlines of other cases pass all the same
            logs.trouble("deadline.failed", bug, case=each.case_number, name=each.name)
        else:
            passed += 1
            logs.log("deadline.passed", case=each.case_number, name=each.name)
    return passed


def forget_leftovers(ctx: Context) -> int:
    """Forget sessions and codes that ran out, and counts and answers that nobody asks for again."""
    now = ctx.clock()
    with write(ctx.database) as tx:
        return (
            sessions.prune(tx, now)
            + sign_in_codes.prune(tx, now)
            + limits.prune(tx, now - _COUNTED)
            + idempotency.prune(tx, now - _REPEATED)
        )


def revive_effects(ctx: Context) -> int:
    """Give a new job to each effect that has lost its own."""
    with write(ctx.database) as tx:
        return outbox.revive(tx)


def _done(count: int) -> None:
    if count:
        logs.log("sweep.done", count=count)
