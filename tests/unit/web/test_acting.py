from dataclasses import replace

import pytest

from app.cases import lifecycle
from app.cases.model import Draft, Round
from app.kernel.errors import Refusal
from app.services.casework import Asked
from app.web.console import acting
from tests.support import small_procedure as small


def form(**texts: str | list[str]) -> dict[str, tuple[str, ...]]:
    sent = {"revision": "3"} | {name.replace("__", "."): text for name, text in texts.items()}
    return {name: (text,) if isinstance(text, str) else tuple(text) for name, text in sent.items()}


def faults(**texts: str | list[str]) -> dict[str, str]:
    with pytest.raises(Refusal) as refused:
        acting.read(form(**texts))
    return {each.field: each.code for each in refused.value.faults}


def test_an_act_is_read_with_its_body_and_the_revision_that_was_seen():
    assert acting.read(form(act="examine", result="ok", note=" よい。\r\n以上 ")) == Asked(
        "examine", {"result": "ok", "note": "よい。\n以上"}, 3
    )


def test_what_was_left_empty_is_left_out():
    assert acting.read(form(act="approve", note="  ")).body == {}


def test_a_day_is_read_in_any_era():
    sent = form(
        act="extend",
        until__era="令和",
        until__year="９",
        until__month="1",
        until__day="4",
        reason="x",
    )
    assert acting.read(sent).body == {"until": "2027-01-04", "reason": "x"}


def test_a_day_that_does_not_exist_is_a_fault_at_its_box():
    sent = {"until__era": "令和", "until__year": "8", "until__month": "2", "until__day": "30"}
    assert faults(act="extend", reason="x", **sent) == {"until.day": "no_such_day"}


def test_every_required_input_that_is_empty_is_named_at_once():
    assert faults(act="extend") == {"until": "required", "reason": "required"}


def test_an_amount_is_read_as_people_write_it():
    assert acting.read(form(act="assess", fee="f", amount="１，２００円")).body["amount"] == 1200
    assert faults(act="assess", fee="f", amount="千円") == {"amount": "invalid"}


def test_the_ticked_answers_of_a_correction_are_read_with_the_words_to_each():
    sent = form(
        act="request_correction",
        items=["shop_name", "managers.0.name"],
        **{"message__shop_name": "正式な名", "message__other": "印がない"},
    )
    assert acting.read(sent).body == {
        "items": [
            {"field": "shop_name", "message": "正式な名"},
            {"field": "managers.0.name", "message": ""},
        ]
    }


def test_reasons_left_empty_are_passed_over():
    sent = form(
        act="draft",
        disposition="refused",
        subject="s",
        proposal="p",
        reasons__0__ground="",
        reasons__1__ground="facility",
        reasons__1__facts="f",
    )
    [reason] = acting.read(sent).body["reasons"]
    assert reason == {"ground": "facility", "facts": "f", "application": ""}
    assert acting.reason_rows(sent) == 1
    assert acting.reason_rows(sent | {"_action": ("add:reasons",)}) == 2


def test_claiming_from_a_list_is_a_claim():
    assert acting.read(form(act="assign", person="self")) == Asked("claim", {}, 3)
    assert acting.read(form(act="assign", person="fuchu-suzuki")).body == {"person": "fuchu-suzuki"}
    assert acting.read(form(act="assign", person="nobody")).body == {"person": ""}
    assert faults(act="assign", person="") == {"person": "required"}


@pytest.mark.parametrize("revision", ["", "x", "-1", "１", "9" * 20])
def test_a_form_without_a_revision_is_refused(revision: str):
    with pytest.raises(Refusal) as refused:
        acting.read(form(act="approve") | {"revision": (revision,)})
    assert refused.value.code == "request.body_invalid"


def test_an_unknown_act_is_left_to_the_case_to_refuse():
    assert acting.read(form(act="conjure", spell="x")) == Asked("conjure", {}, 3)


@pytest.mark.parametrize(
    ("disposition", "asked"), [("granted", False), ("partial", True), ("refused", True)]
)
def test_deciding_against_the_applicant_asks_whether_it_is_meant(disposition, asked):
    draft = Draft("e1", small.AT, "件名", "伺い", disposition)
    blank = lifecycle.blank("c1", "R8-SMALL-00001", small.procedure(), "r1", small.AT)
    case = replace(blank, round=Round(draft, ()))
    assert bool(acting.unsure("decide", case, form(act="decide"))) is asked
    assert acting.unsure("decide", case, form(act="decide", sure="yes")) is None
    assert acting.unsure("approve", case, form(act="approve")) is None
