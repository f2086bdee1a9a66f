"""What a proof is about: one linked procedure, and where each part of it stands in its files.

Knows no proof. Parts are named by kind and id: `page/shop`, `field/shop_name`,
`field/managers.name` (a column of a group), `check/opens_after_completion`, `attachment/plan`,
`fee/application`, `ground/facility`, `paper/granted`, `step/decide`, `end/granted`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.definitions.desk import Desk, Place, Sources
from app.definitions.diagnostics import Severity
from app.definitions.model import Procedure

_WHOLE = Place("procedure")


@dataclass(frozen=True, slots=True)
class Subject:
    """A procedure on the desk of whoever proves something about it."""

    procedure: Procedure
    places: Mapping[str, Place]
    desk: Desk

    def at(self, part: str, *within: str | int) -> Place:
        """Give the place of a part, or of something within it; the whole file where unknown."""
        if within and (moved := self.places.get(f"{part}/{within[0]}")) is not None:
            return moved.down(*within[1:])
        return self.places.get(part, _WHOLE).down(*within)

    def complain(
        self, place: Place, code: str, message: str, hint: str = "", severity: Severity = "error"
    ) -> None:
        """Note that something is wrong at a place."""
        self.desk.complain(place, code, message, hint, severity)


def subject(procedure: Procedure, places: Mapping[str, Place], sources: Sources) -> Subject:
    """Lay a linked procedure on an empty desk."""
    return Subject(procedure, places, Desk({}, sources))
