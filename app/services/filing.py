"""申請・補正: an application is checked and arrives, once, whatever is pressed or repeated.

Arrival is the moment at which the record is durable (デジタル手続法 第6条第3項): the clock is
read last, just before the commit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.cases import answers, applicants, lifecycle, progress
from app.cases.answers import Moment
from app.cases.events import Act, Corrected, Submitted
from app.cases.model import Actor, Case
from app.definitions.model import Procedure
from app.kernel import ids
from app.kernel.canonical import digest
from app.kernel.clock import local_day
from app.kernel.errors import Fault, Refusal
from app.kernel.logs import log
from app.services import casework, numbering, uploads
from app.services.context import Context
from app.store import drafts, idempotency
from app.store.transaction import Tx, read, write


@dataclass(frozen=True, slots=True)
class Filing:
    """What somebody hands in: raw answers, uploads that are not in them yet, and a key.

    The same key from the same person is the same filing, however often it is sent. `draft` is the
    saved answers that it was made from, which are gone once it has arrived.
    """

    procedure: str
    answers: Mapping[str, Any]
    key: str
    attachments: Sequence[str] = ()
    channel: str = "online"
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of it: the case as it arrived, and whether it was filed before under the key."""

    number: str
    arrived_at: datetime
    status: str
    repeated: bool


def submit(ctx: Context, filing: Filing, by: Actor) -> Filed:
    """Check an application and let it arrive.

    Raises `Refusal`: `answers.invalid` with a fault for each, `procedure.not_found`,
    `idempotency.mismatch`, `filing.not_a_resident`.
    """
    if by.kind != "resident":
        raise Refusal(
            "filing.not_a_resident",
            "職員のアカウントでは申請できません。",
            "申請者としてサインインしてください。",
        )
    body = digest(
        {"procedure": filing.procedure, "answers": _plain(filing.answers),
         "attachments": list(filing.attachments)}
    )  # fmt: skip
    with write(ctx.database) as tx:
        # First of all: what was taken in once may be out of date when it is sent again.
        earlier = idempotency.take(tx, by.id, filing.key, body, ctx.clock())
        if earlier is not None:
            return _repeated(earlier, body)
        today = local_day(ctx.clock())
        procedure = ctx.catalogue.current(filing.procedure, today)
        raw = uploads.placed(tx, procedure, filing.answers, filing.attachments, by)
        checked = check(procedure, raw, Moment(today, filing.channel))
        case = _arrive(ctx, tx, procedure, checked.answers, by)
        status = progress.status(procedure, case).code
        filed = Filed(case.number, case.arrived_at, status, repeated=False)
        idempotency.answer(tx, by.id, filing.key, _kept(filed))
        if filing.draft:
            drafts.remove(tx, filing.draft, by.id)
    log("case.filed", case=filed.number, procedure=procedure.id)
    return filed


def filed_as(ctx: Context, key: str, by: Actor) -> str | None:
    """Give the number of the case that a person filed under a key, None if there is none."""
    with read(ctx.database) as tx:
        known = idempotency.find(tx, by.id, key)
    return str(known.response["number"]) if known and known.response else None


def correct(
    ctx: Context, number: str, raw: Mapping[str, Any], by: Actor, expected: int | None = None
) -> Case:
    """Answer a correction request with a new revision of the application.

    Raises `Refusal`: `answers.invalid`, `correction.none_asked`, `case.changed_meanwhile`.
    """
    with write(ctx.database) as tx:
        seen = casework.load(ctx, tx, number, by)
        placed = uploads.placed(tx, seen.procedure, raw, (), by)
        checked = check(seen.procedure, placed, answers.at_arrival(seen.case.arrived_at))
        uploads.bind(tx, checked.answers, number, by)
        return casework.climb(
            ctx, tx, number, Act(Corrected(checked.answers), by, ctx.clock()), expected
        )


def check(procedure: Procedure, raw: Mapping[str, Any], moment: Moment) -> answers.Checked:
    """Check answers against the procedure; what was not asked is dropped and logged by path.

    Raises `Refusal("answers.invalid")`.
    """
    checked = answers.check(procedure, raw, moment)
    if checked.ignored:
        log("answers.ignored", procedure=procedure.id, paths=list(checked.ignored[:50]))
    if checked.faults:
        raise invalid(checked.faults)
    return checked


def invalid(faults: tuple[Fault, ...]) -> Refusal:
    """Refuse answers, saying what is wrong with each."""
    return Refusal(
        "answers.invalid",
        f"入力に確かめていただきたいところが{len(faults)}か所あります。",
        "示された項目を直して、もう一度送ってください。入力した内容は残っています。",
        faults,
    )


def _arrive(
    ctx: Context, tx: Tx, procedure: Procedure, given: Mapping[str, Any], by: Actor
) -> Case:
    number = numbering.case_number(tx, procedure, ctx.clock())
    uploads.bind(tx, given, number, by)
    office = answers.office_of(procedure, given)
    event = Submitted(given, applicants.name(given) or by.name, office)
    at = ctx.clock()
    blank = lifecycle.blank(ids.new_id(), number, procedure, by.id, at)
    act = Act(event, by, at)
    outcome = lifecycle.advance(procedure, blank, act)
    casework.keep(tx, procedure, blank, outcome, act)
    return outcome.case


def _repeated(earlier: idempotency.KeptAnswer, body: str) -> Filed:
    if earlier.response is None or earlier.body_hash != body:
        raise Refusal(
            "idempotency.mismatch",
            "同じ送信番号（Idempotency-Key）で、違う内容が送られました。",
            "内容を変えて送るときは、新しい送信番号を使ってください。",
        )
    known = earlier.response
    arrived_at = datetime.fromisoformat(known["arrived_at"])
    return Filed(known["number"], arrived_at, known["status"], repeated=True)


def _kept(filed: Filed) -> dict[str, str]:
    """Give what is answered again when the same is sent again."""
    arrived_at = filed.arrived_at.isoformat()
    return {"number": filed.number, "arrived_at": arrived_at, "status": filed.status}


def _plain(value: object) -> Any:  # noqa: ANN401
    """Give raw answers as values that have a digest: numbers with a point become strings."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, float) else value
