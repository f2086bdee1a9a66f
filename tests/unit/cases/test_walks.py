"""Two hundred walks of answers and acts through every procedure, none of them to a dead end."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from app.definitions.proofs import worlds
from tests.support import walking
from tests.support.definitions import real_library

DAY = date(2026, 6, 1)
WALKS = 200


@pytest.mark.parametrize("id_", real_library().ids())
def test_no_walk_comes_to_a_dead_end(id_: str) -> None:
    procedure = real_library().current(id_, DAY)
    assert procedure is not None
    ends: Counter[str] = Counter()
    likely: dict[str, set[tuple[str, str]]] = {}
    for seed, given in enumerate(worlds.samples(procedure, DAY, range(WALKS))):
        ends[walking.wander(walking.file(procedure, given, DAY, seed, likely))] += 1
    assert ends.total() == WALKS
    assert ends.keys() - {""} == procedure.workflow.ends.keys()


def test_a_step_that_nobody_can_leave_is_a_dead_end() -> None:
    procedure = real_library().current("fire-manager-appointment", DAY)
    assert procedure is not None
    steps = dict(procedure.workflow.steps)
    steps["examine"] = replace(steps["examine"], by="だれもいない職")
    flow = replace(procedure.workflow, steps=steps, withdrawal=None)
    given = worlds.sample(procedure, DAY)
    assert given is not None
    walk = walking.file(replace(procedure, workflow=flow), given, DAY, 1)
    walk.people = walk.people[:1]
    with pytest.raises(walking.DeadEnd, match="examine"):
        walking.wander(walk)


def test_a_sample_can_be_asked_to_meet_a_condition() -> None:
    procedure = real_library().current("food-business-permit", DAY)
    assert procedure is not None
    found = worlds.sample(procedure, DAY, wanted="shop_form == 'vehicle' and count(managers) == 2")
    assert found is not None
    assert (found["shop_form"], len(found["managers"])) == ("vehicle", 2)
    assert "vehicle_no" in found


def test_a_condition_that_never_holds_has_no_sample() -> None:
    procedure = real_library().current("food-business-permit", DAY)
    assert procedure is not None
    assert worlds.sample(procedure, DAY, wanted="opens_on < completes_on") is None
    with pytest.raises(ValueError, match="nonsense"):
        worlds.sample(procedure, DAY, wanted="nonsense > 1")
