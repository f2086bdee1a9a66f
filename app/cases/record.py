"""A case as JSON and back, for storage and for digests; knows no database."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from app.cases.model import Case

_CASE: TypeAdapter[Case] = TypeAdapter(Case)


def to_json(case: Case) -> dict[str, Any]:
    """Give a case as plain JSON values; the answers are left out, since they are stored apart."""
    return _CASE.dump_python(case, mode="json", exclude={"answers"})  # type: ignore[no-any-return]


def from_json(state: Mapping[str, Any], answers: Mapping[str, Any]) -> Case:
    """Give the case that `to_json` was made from, with its current answers."""
    return _CASE.validate_python({**state, "answers": answers})
