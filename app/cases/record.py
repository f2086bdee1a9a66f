"""A case as JSON and back, for storage and for digests; knows no database."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from app.cases.effects import Effect
from app.cases.events import Event
from app.cases.model import Case

_CASE: TypeAdapter[Case] = TypeAdapter(Case)
_EVENT: TypeAdapter[Event] = TypeAdapter(Event)
_EFFECT: TypeAdapter[Effect] = TypeAdapter(Effect)
_WORDS = re.compile(r"(?<!^)(?=[A-Z])")


def to_json(case: Case) -> dict[str, Any]:
    """Give a case as plain JSON values; the answers are left out, since they are stored apart."""
    return _CASE.dump_python(case, mode="json", exclude={"answers"})  # type: ignore[no-any-return]


def from_json(state: Mapping[str, Any], answers: Mapping[str, Any]) -> Case:
    """Give the case that `to_json` was made from, with its current answers."""
    return _CASE.validate_python({**state, "answers": answers})


def name_of(value: Event | Effect) -> str:
    """Give the stable name of an event or an effect: `SentBack` is `sent_back`."""
    return _WORDS.sub("_", type(value).__name__).lower()


def event_json(event: Event) -> dict[str, Any]:
    """Give what an event says as plain JSON values; answers are left out, being stored apart."""
    found: dict[str, Any] = _EVENT.dump_python(event, mode="json")
    found.pop("answers", None)
    return found


def effect_json(effect: Effect) -> dict[str, Any]:
    """Give what an effect says as plain JSON values."""
    return _EFFECT.dump_python(effect, mode="json")  # type: ignore[no-any-return]
