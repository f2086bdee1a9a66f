from app.definitions.proofs import ways
from tests.support.small_procedure import procedure

FLOW = procedure().workflow


def to(*places: str):
    return lambda place: place in places


def by_decision(step, move):
    return step.kind == "decide" and move != "sent_back"


def test_the_shortest_way_is_given_with_both_of_its_ends():
    assert ways.way(FLOW, ["payment"], to("refused")) == (
        "payment", "examine", "decide", "notify", "refused",
    )  # fmt: skip


def test_a_way_of_no_length_is_the_place_itself():
    assert ways.way(FLOW, ["decide"], to("decide")) == ("decide",)


def test_a_way_goes_round_what_is_barred():
    assert ways.way(FLOW, ["payment"], to("granted", "refused"), by_decision) is None
    assert ways.way(FLOW, ["payment"], to("lapsed"), by_decision) == ("payment", "lapsed")


def test_every_place_behind_a_place_is_reached():
    assert ways.reached(FLOW, ["notify"]) == {"notify", "refused"}
    assert "notify" not in ways.reached(FLOW, ["payment"], by_decision)


def test_a_way_is_continued_from_where_a_case_begins():
    assert ways.joined(FLOW, "examine", ("inspect", "decide")) == (
        "payment", "examine", "inspect", "decide",
    )  # fmt: skip


def test_a_way_is_told_by_the_names_of_its_places():
    assert ways.told(FLOW, ("decide", "notify", "refused")) == "decide → notify → 不許可"
