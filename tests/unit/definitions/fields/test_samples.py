from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from jsonschema import Draft202012Validator

from app.definitions.fields import KINDS, samples
from tests.support.forms import PAGES, field

FIELDS = {each.kind: each for page in PAGES for each in page.fields}


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - samples are no secrets


ASKED = sorted(kind for kind in KINDS if KINDS[kind].asked)


@pytest.mark.parametrize("kind", ASKED)
@pytest.mark.parametrize("seed", range(20))
def test_a_sample_is_read_as_itself_and_satisfies_the_schema(kind, seed):
    asked = FIELDS[kind]
    value = samples.sample(asked, seeded(seed))
    assert KINDS[kind].read(value, asked) == value
    Draft202012Validator(KINDS[kind].schema(asked)).validate(value)


@pytest.mark.parametrize("kind", ["person-name", "kana", "decimal", "choices", "fiscal-year"])
@pytest.mark.parametrize("seed", range(20))
def test_a_sample_keeps_to_what_the_field_asks(kind, seed):
    changes = {
        "person-name": {"single": True},
        "kana": {"max_length": 3},
        "decimal": {"minimum": Decimal("0.5"), "maximum": Decimal("0.5")},
        "choices": {"minimum": Decimal(2), "maximum": Decimal(2)},
        "fiscal-year": {"minimum": Decimal(2026), "maximum": Decimal(2026)},
    }[kind]
    asked = replace(FIELDS[kind], **changes)
    value = samples.sample(asked, seeded(seed))
    assert KINDS[kind].read(value, asked) == value


def test_what_is_not_asked_has_no_sample():
    assert samples.sample(field("h", "heading"), seeded(1)) is None
    assert samples.sample(FIELDS["computed"], seeded(1)) is None
    assert samples.sample(field("s", "select"), seeded(1)) is None
