from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cases import acts, events, lifecycle, progress, record
from app.cases.effects import CancelPayment, IssueDocument, SendNotice
from app.cases.events import Act
from app.cases.model import CorrectionItem, Reason
from app.definitions.model import FeeRow, Procedure, Reduction, Withdrawal
from app.kernel.clock import local_day
from app.kernel.errors import Refusal
from tests.support import small_procedure as small
from tests.support.small_procedure import (
    AT,
    CHIEF,
    EVERYONE,
    EXAMINER,
    HEAD,
    LAWYER,
    MANAGER,
    RESIDENT,
    SYSTEM,
)

REASON = Reason("facility", "手洗い設備がない", "基準が求める手洗い設備がない")


class Desk:
    """Drives one case by acts, keeping the effects."""

    def __init__(self, procedure=None):
        self.procedure = procedure or small.procedure()
        self.case = lifecycle.blank("c1", "R8-SMALL-00001", self.procedure, "r1", AT)
        self.at = AT
        self.effects = []

    def __call__(self, event, by, **after):
        self.at += timedelta(**after)
        outcome = lifecycle.advance(self.procedure, self.case, Act(event, by, self.at))
        self.case = outcome.case
        self.effects += outcome.effects
        return self

    def issued(self):
        for paper in self.case.papers:
            if not paper.document:
                self(events.DocumentIssued(paper.effect, f"doc-{paper.rule}"), SYSTEM)
        return self


def filed(procedure=None) -> Desk:
    desk = Desk(procedure)
    return desk(events.Submitted({"name": "山田"}, "山田 花子", small.OFFICE), RESIDENT)


def drafted(disposition="granted", reasons=()) -> Desk:
    desk = filed()(events.Examined("ok"), EXAMINER)(events.Inspected("passed"), EXAMINER)
    return desk(events.Drafted(disposition, "件名", "伺い", reasons), EXAMINER)


def agreed(**kwargs) -> Desk:
    desk = drafted(**kwargs)(events.Approved(), CHIEF)
    return desk(events.Concurred("agree"), LAWYER)(events.Approved(), MANAGER)


def refuses(desk, event, by) -> str:
    before = desk.case
    with pytest.raises(Refusal) as refusal:
        desk(event, by)
    assert desk.case is before
    assert refusal.value.hint
    return refusal.value.code


def test_a_case_goes_all_the_way_to_the_document():
    desk = agreed()(events.Decided(), HEAD)
    assert desk.case.step == "issue"
    desk.issued()
    assert (desk.case.end, desk.case.disposition) == ("granted", "granted")
    assert progress.status(desk.procedure, desk.case).label == "許可"
    assert [e for e in desk.effects if isinstance(e, IssueDocument)] == [
        IssueDocument("acknowledgement"),
        IssueDocument("granted"),
    ]
    assert desk.effects[-1] == SendNotice("decided_granted", "r1")


def test_the_drafter_does_not_decide():
    desk = drafted()
    both = small.clerk("examiner", "担当", "係長")
    assert refuses(desk, events.Approved(), both) == "decide.drafter"


def test_one_person_does_not_speak_twice_on_one_draft():
    desk = drafted()(events.Approved(), small.clerk("two", "係長", "課長"))
    desk(events.Concurred("agree"), LAWYER)
    code = refuses(desk, events.Approved(), small.clerk("two", "係長", "課長"))
    assert code == "decide.spoke_already"


def test_the_applicant_does_not_handle_their_own_matter():
    assert refuses(filed(), events.Examined("ok"), small.clerk("r1", "担当")) == "act.own_matter"


def test_nobody_acts_out_of_turn():
    assert refuses(drafted(), events.Decided(), HEAD) == "act.not_permitted"


def test_a_post_of_another_office_counts_for_nothing():
    stranger = small.clerk("stranger", "担当", unit="bureau/elsewhere")
    assert refuses(filed(), events.Examined("ok"), stranger) == "act.not_permitted"


def test_content_that_changed_after_an_approval_cannot_be_decided():
    desk = agreed()
    desk.case = replace(desk.case, answers={"name": "別人"})
    assert refuses(desk, events.Decided(), HEAD) == "decide.stale"


@pytest.mark.parametrize(
    "reasons",
    [(), (Reason("facility", "", "当てはめ"),), (Reason("facility", "事実", " "),),
     (Reason("nonsense", "事実", "当てはめ"),)],
)  # fmt: skip
def test_a_refusal_needs_its_reasons(reasons):
    desk = filed()(events.Examined("refuse"), EXAMINER)
    draft = events.Drafted("refused", "件名", "伺い", reasons)
    assert refuses(desk, draft, EXAMINER) == "draft.reasons_required"


def test_a_refusal_with_reasons_ends_in_a_notice():
    desk = agreed(disposition="refused", reasons=(REASON,))(events.Decided(), HEAD).issued()
    assert desk.case.end == "refused"
    assert desk.case.decision is not None
    assert desk.case.decision.reasons == (REASON,)


def test_opposition_in_concurrence_takes_the_draft_back():
    desk = drafted()(events.Approved(), CHIEF)(events.Concurred("oppose", "基準の解釈"), LAWYER)
    assert desk.case.round is not None
    assert (desk.case.round.draft, desk.case.round.returned) == (None, "基準の解釈")


def test_sent_back_drafts_lose_their_approvals():
    desk = drafted()(events.Approved(), CHIEF)(events.SentBack("drafter", "誤記"), LAWYER)
    desk(events.Drafted("granted", "件名", "直した伺い"), EXAMINER)
    assert desk.case.round is not None
    assert desk.case.round.station == 0
    assert all(voice.at is None for station in desk.case.round.stations for voice in station)


def test_a_correction_stops_the_clock_and_comes_back_as_a_new_application():
    desk = filed()
    item = CorrectionItem("name", "正式な名称で")
    desk(events.CorrectionRequested((item,)), EXAMINER, days=2)
    assert desk.case.step == "correction"
    assert desk.case.clock.stops[-1].until is None
    assert [d.name for d in desk.case.deadlines] == ["correction", "remind:correction:0"]
    desk(events.Corrected({"name": "山田 花子"}), RESIDENT, days=3)
    assert (desk.case.step, desk.case.application, desk.case.deadlines) == ("examine", 2, ())
    stop = desk.case.clock.stops[-1]
    assert stop.until is not None
    assert (stop.until - stop.since).days == 3


def test_a_correction_that_does_not_come_goes_on_without_it():
    desk = filed()(events.CorrectionRequested((), "図面を"), EXAMINER)
    desk(events.DeadlinePassed("correction"), SYSTEM, days=16)
    assert (desk.case.step, desk.case.correction) == ("examine", None)


def test_a_deadline_does_not_pass_early():
    desk = filed()(events.CorrectionRequested((), "図面を"), EXAMINER)
    assert refuses(desk, events.DeadlinePassed("correction"), SYSTEM) == "deadline.not_due"


def test_a_fee_is_charged_once_and_paying_it_moves_the_case():
    desk = filed(small.procedure((small.fee(18300),)))
    assert (desk.case.step, desk.case.charges[0].amount) == ("payment", 18300)
    desk(events.PaymentSettled(desk.case.charges[0].id, 18300, desk.at), SYSTEM)
    assert (desk.case.step, desk.case.charges[0].state) == ("examine", "paid")
    again = events.PaymentSettled(desk.case.charges[0].id, 18300, desk.at)
    assert refuses(desk, again, SYSTEM) == "payment.does_not_fit"


def test_an_unpaid_fee_lapses_and_late_money_is_still_kept():
    desk = filed(small.procedure((small.fee(18300),)))
    desk(events.DeadlinePassed("payment"), SYSTEM, days=20)
    charge = desk.case.charges[0]
    assert (desk.case.end, charge.state) == ("lapsed", "cancelled")
    assert CancelPayment(charge.id) in desk.effects
    desk(events.PaymentSettled(charge.id, 18300, desk.at), SYSTEM)
    assert desk.case.charges[0].state == "paid"
    assert desk.case.flags["late_payment"] == charge.id


def test_a_fee_that_the_rules_leave_open_waits_for_a_clerk():
    desk = filed(small.procedure((small.fee(None),)))
    assert progress.status(desk.procedure, desk.case).code == "assessing"
    assert progress.waiting_for(desk.procedure, desk.case)[0].role == "担当"
    desk(events.Assessed("application", 1200), EXAMINER)
    assert (desk.case.step, desk.case.charges[0].state) == ("payment", "open")
    assert desk.case.charges[0].due is not None


def test_an_open_fee_assessed_at_nothing_lets_the_case_go_on():
    desk = filed(small.procedure((small.fee(None),)))(events.Assessed("application", 0), EXAMINER)
    assert desk.case.step == "examine"


def test_the_applicant_withdraws_before_the_decision_and_not_after():
    desk = filed(small.procedure((small.fee(100),)))(events.Withdrawn(), RESIDENT)
    assert (desk.case.end, desk.case.charges[0].state) == ("withdrawn", "cancelled")
    late = agreed()(events.Decided(), HEAD)
    assert refuses(late, events.Withdrawn(), RESIDENT) == "withdraw.too_late"


def test_nothing_happens_to_a_closed_case():
    desk = filed()(events.Withdrawn(), RESIDENT)
    assert refuses(desk, events.Examined("ok"), EXAMINER) == "case.closed"


def test_the_period_is_extended_once_and_within_the_law():
    desk = filed()
    until = local_day(desk.at) + timedelta(days=60)
    assert refuses(desk, events.Extended(until + timedelta(days=1), "多量"), EXAMINER) == (
        "extension.too_long"
    )
    desk(events.Extended(until, "文書が多量のため"), EXAMINER)
    assert desk.case.clock.extension is not None
    assert refuses(desk, events.Extended(until, "再度"), EXAMINER) == "extension.not_allowed"


def test_arrival_never_moves():
    desk = agreed()(events.Decided(), HEAD).issued()
    assert desk.case.arrived_at == AT


def test_a_case_survives_the_drawer():
    desk = agreed()
    assert record.from_json(record.to_json(desk.case), desk.case.answers) == desk.case


def test_what_is_offered_is_accepted():
    desk = drafted()
    offered = {who.id: acts.offers(desk.procedure, desk.case, who, desk.at) for who in EVERYONE}
    assert [o.act for o in offered["chief"]] == ["approve", "send_back", "claim", "assign", "note"]
    assert [o.act for o in offered["r1"]] == ["withdraw"]
    assert offered["worker"] == ()


@pytest.mark.parametrize("state", [filed, drafted, agreed])
@pytest.mark.parametrize("who", [*EVERYONE, SYSTEM], ids=lambda who: who.id)
def test_whatever_would_be_accepted_is_offered(state, who):
    desk, accepted = state(), set()
    turn = acts.Turn(desk.procedure, desk.case, who, local_day(desk.at))
    for name, kind in acts.KINDS.items():
        event = acts.read(name, kind.example(turn), who)
        assert isinstance(event, kind.happens)
        with suppress(Refusal):
            lifecycle.advance(desk.procedure, desk.case, Act(event, who, desk.at))
            accepted.add(name)
    offered = {each.act for each in acts.offers(desk.procedure, desk.case, who, desk.at)}
    assert offered == accepted


def test_a_body_that_does_not_fit_says_where():
    with pytest.raises(Refusal) as refusal:
        acts.read("concur", {"opinion": "perhaps", "mood": "good"}, LAWYER)
    assert {f.field for f in refusal.value.faults} == {"opinion", "mood"}


WALK = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 30)), max_size=60)
FEES = st.sampled_from(
    [(), (small.fee(500),), (small.fee(None),), (small.fee(9, "after_decision"),)]
)


@settings(max_examples=120, deadline=None)
@given(WALK, FEES, st.booleans())
def test_any_walk_keeps_the_books_straight_and_replays_the_same(walk, fees, refuse):
    desk, log = filed(small.procedure(fees)), []
    for who, which in walk:
        offered = acts.offers(desk.procedure, desk.case, EVERYONE[who], desk.at)
        if not offered or desk.case.closed:
            continue
        offer = offered[which % len(offered)]
        if offer.act == "correct":
            event = events.Corrected({"name": "直した"})
        else:
            event = acts.read(offer.act, offer.example, EVERYONE[who])
        before = desk.case.revision
        log.append((event, EVERYONE[who]))
        desk(event, EVERYONE[who])
        assert desk.case.revision == before + 1
    again = filed(small.procedure(fees))
    for event, who in log:
        again(event, who)
    assert again.case == desk.case
    assert again.effects == desk.effects
    assert desk.case.arrived_at == AT


@settings(max_examples=60, deadline=None)
@given(st.lists(st.booleans(), max_size=4), FEES)
def test_every_path_ends_when_everyone_does_their_next_act(detours, fees):
    desk = filed(small.procedure(fees))
    for _ in range(60):
        if desk.case.closed:
            break
        desk.issued()
        step = desk.procedure.workflow.steps.get(desk.case.step)
        unpaid = [c for c in desk.case.charges if c.state == "open"]
        if step and step.kind == "await-payment" and unpaid:
            desk(events.PaymentSettled(unpaid[0].id, unpaid[0].amount, desk.at), SYSTEM)
            continue
        if detours and step and step.kind == "examine" and detours.pop():
            desk(events.CorrectionRequested((), "もう一度"), EXAMINER)
            continue
        for who in EVERYONE:
            offered = [o for o in acts.offers(desk.procedure, desk.case, who, desk.at)
                       if o.act not in ("withdraw", "note", "claim", "assign", "send_back",
                                        "request_correction", "ask_outside", "extend",
                                        "schedule_inspection")]  # fmt: skip
            if offered:
                name, example = offered[0].act, offered[0].example
                event = (
                    events.Corrected({"name": "x"})
                    if name == "correct"
                    else acts.read(name, example, who)
                )
                desk(event, who)
                break
    assert desk.case.closed
    owed = sum(c.amount for c in desk.case.charges if c.state == "open")
    assert owed == 0


def test_the_day_of_an_inspection_is_told_and_never_in_the_past():
    desk = filed()(events.Examined("ok"), EXAMINER)
    assert refuses(desk, events.InspectionScheduled(date(2026, 5, 1)), EXAMINER) == (
        "inspection.in_the_past"
    )
    desk(events.InspectionScheduled(date(2026, 6, 10)), EXAMINER)
    assert desk.effects[-1] == SendNotice("inspection_scheduled", "r1")


def test_the_workflow_says_until_which_step_the_applicant_may_withdraw():
    early = small.procedure(withdrawal=Withdrawal("withdrawn", "examine"))
    asked = filed(early)(
        events.CorrectionRequested((CorrectionItem("name", "直してください"),)), EXAMINER
    )
    assert asked.case.step == "correction"
    assert asked(events.Withdrawn(), RESIDENT).case.end == "withdrawn"
    examined = filed(early)(events.Examined("ok"), EXAMINER)
    assert refuses(examined, events.Withdrawn(), RESIDENT) == "withdraw.too_late"
    offered = acts.offers(early, examined.case, RESIDENT, examined.at)
    assert "withdraw" not in [each.act for each in offered]


def test_a_fee_of_which_the_applicant_is_freed_stands_on_the_case_and_holds_nothing_up():
    freed = Reduction("r", {"ja": "災害"}, small.expression(lambda _: True), percent=100)
    one = replace(small.fee(400), reductions=(freed,))
    desk = filed(small.procedure((one,)))
    assert desk.case.step == "examine"
    [charge] = desk.case.charges
    assert (charge.state, charge.amount, charge.label) == ("waived", 0, "申請手数料（災害）")
    back = desk(events.CorrectionRequested((CorrectionItem("name", "直してください"),)), EXAMINER)
    assert len(back(events.Corrected({"name": "山田"}), RESIDENT).case.charges) == 1


def by_amount(*, reassess: bool) -> Procedure:
    """A procedure whose fee is a hundred for each, paid again on the way after a correction."""
    worth = small.expression(lambda facts: facts.answers["amount"] * 100, "money")
    fee = replace(small.fee(0), rows=(FeeRow(None, worth),), reassess=reassess)
    steps = dict(small.STEPS)
    steps["correction"] = replace(
        steps["correction"], moves={"answered": "payment", "expired": "examine"}
    )
    return small.procedure((fee,), steps=steps)


def corrected(procedure: Procedure, amount: int) -> Desk:
    """A case filed for three, paid, and then corrected to another amount."""
    desk = Desk(procedure)(events.Submitted({"amount": 3}, "山田", small.OFFICE), RESIDENT)
    desk(events.PaymentSettled("R8-SMALL-00001-1", 300, desk.at), SYSTEM)
    desk(events.CorrectionRequested((CorrectionItem("amount", "数"),)), EXAMINER)
    return desk(events.Corrected({"amount": amount}), RESIDENT)


def test_a_correction_that_makes_it_dearer_is_charged_the_difference():
    desk = corrected(by_amount(reassess=True), 5)
    assert desk.case.step == "payment"
    assert [(each.amount, each.state) for each in desk.case.charges] == [
        (300, "paid"),
        (200, "open"),
    ]
    assert desk.case.charges[1].label == "申請手数料（追加）"
    desk(events.PaymentSettled(desk.case.charges[1].id, 200, desk.at), SYSTEM)
    assert desk.case.step == "examine"


@pytest.mark.parametrize(("reassess", "amount"), [(True, 3), (True, 2), (False, 5)])
def test_nothing_more_is_asked_of_what_is_not_dearer_or_not_reassessed(reassess, amount):
    desk = corrected(by_amount(reassess=reassess), amount)
    assert (desk.case.step, len(desk.case.charges)) == ("examine", 1)
