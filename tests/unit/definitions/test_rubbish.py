"""Spoilt definitions are read, linked and proved without an accident, and in no time.

Some hundreds of them here; `tests.support.rubbish` makes as many as are wanted.
"""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.support import rubbish
from tests.support.rubbish import City


@pytest.fixture(scope="module")
def cities(tmp_path_factory) -> list[City]:
    root = tmp_path_factory.mktemp("cities")
    return [rubbish.city(root / name, path) for name, path in rubbish.PLACES.items()]


def test_a_city_that_is_not_spoilt_has_no_fault(cities):
    for each in cities:
        assert each.read() == (), each.root


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    # What is spoilt by chance gets no simpler by shrinking the number that chance began with.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32))
def test_a_spoilt_file_is_told_of_quickly_and_runs_nothing(cities, seed):
    chance = rubbish.Chance(seed)
    path, _, trial = rubbish.attempt(chance.choice(cities), chance)
    assert trial.fault is None, path
    assert trial.seconds <= rubbish.TOO_LONG, path


def test_rubbish_goes_deep_and_wide(cities):
    """Much of what is spoilt can still be read, so that all that comes later is tried too."""
    told = [rubbish.attempt(cities[1], rubbish.Chance(seed))[2].codes for seed in range(24)]
    assert len({code[1] for codes in told for code in codes}) >= 3
    assert sum("P101" not in codes for codes in told) >= 8


def test_a_file_that_would_run_something_is_noticed():
    with pytest.raises(rubbish.CodeRunError), rubbish.nothing_run():
        __import__("os").system("true")
