"""The call of a workflow: the values that a procedure gives, checked against the parameters.

`$name` in a workflow stands for a parameter's value, and only where a whole value stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.definitions import periods
from app.definitions.desk import Desk, Place
from app.definitions.expressions.types import Type
from app.definitions.linker.nouns import HERE
from app.definitions.linker.offices import posts_of
from app.definitions.model import Texts
from app.definitions.shape.procedure import ProcedureShape
from app.definitions.shape.workflow import ParameterShape, WorkflowShape
from app.kernel.calendar import Period

_THERE = Place("workflow", ("parameters",))
_KINDS: Mapping[str, str] = {
    "post": "職（文字）",
    "posts": "職の一覧",
    "choice": "選択肢の一つ",
    "period": f"期間（{periods.EXAMPLES}）",
    "condition": "条件の式",
    "text": "文字",
    "paper": "帳票の名",
    "bool": "true か false",
}


@dataclass(slots=True)
class Call:
    """A workflow's parameters with the values that hold in one procedure."""

    desk: Desk
    units: tuple[str, ...]
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    types: dict[str, Type] = field(default_factory=dict)
    constants: dict[str, Any] = field(default_factory=dict)

    def value(self, raw: Any, place: Place) -> tuple[Any, Place]:  # noqa: ANN401 - as in the file
        """Give what stands for a value of the workflow, and where it was written."""
        if not isinstance(raw, str) or not raw.startswith("$"):
            return raw, place
        name = raw[1:]
        if name not in self.values:
            hint = self.desk.suggest(name, self.values)
            self.desk.complain(place, "P508", f"変数「{name}」はありません。", hint)
            return None, place
        return self.values[name], self.places[name]

    def text(self, raw: str | None, place: Place) -> str:
        """Give a text, empty where there is none."""
        value, _ = self.value(raw, place)
        return value if isinstance(value, str) else ""

    def texts(self, raw: Texts | None, place: Place) -> Texts | None:
        """Give a text per language; a parameter stands for all of them."""
        if raw is None or not raw["ja"].startswith("$"):
            return raw
        value, _ = self.value(raw["ja"], place)
        if isinstance(value, str):
            return {"ja": value}
        return value if isinstance(value, dict) else None

    def formula(self, raw: str | None, place: Place) -> tuple[str | None, Place]:
        """Give a condition, and where it was written."""
        value, where = self.value(raw, place)
        return (value, where) if isinstance(value, str) else (None, where)

    def span(self, raw: str | None, place: Place) -> Period | None:
        """Give a span of time."""
        value, where = self.value(raw, place)
        if value is None:
            return None
        found = periods.parse(value) if isinstance(value, str) else None
        if found is None:
            hint = f"例: {periods.EXAMPLES}"
            self.desk.complain(where, "P510", "期間として読めません。", hint)
        return found

    def post(self, raw: str | list[str] | None, place: Place) -> str:
        """Give a post: the first that has a value, where several are written."""
        for each in raw if isinstance(raw, list) else [raw]:
            value, where = self.value(each, place)
            if isinstance(value, str):
                return self.checked_post(value, where)
        return ""

    def checked_post(self, post: str, place: Place) -> str:
        """Give a post that exists in the offices that can have a case, or in the unit it names."""
        unit, separator, name = post.rpartition(":")
        if separator and unit not in self.desk.bundle["units"]:
            hint = self.desk.suggest(unit, self.desk.known("units"))
            self.desk.complain(place, "P306", f"組織「{unit}」はありません。", hint)
            return post
        for each in (unit,) if separator else self.units:
            posts = posts_of(self.desk, each)
            if each in self.desk.bundle["units"] and name not in posts:
                hint = self.desk.suggest(name, posts)
                self.desk.complain(
                    place, "P307", f"組織「{each}」に職「{name}」はありません。", hint
                )
                break
        return post


def bind(
    desk: Desk, workflow: WorkflowShape, procedure: ProcedureShape, units: tuple[str, ...]
) -> Call:
    """Check the values that a procedure gives to a workflow, and fill in what it leaves out."""
    call = Call(desk, units)
    given = procedure.workflow.values
    place = HERE.down("workflow", "with")
    for name in given.keys() - workflow.parameters.keys():
        words = f"業務フロー「{workflow.workflow}」に変数「{name}」はありません。"
        desk.complain(place.down(name), "P508", words, desk.suggest(name, workflow.parameters))
    for name, parameter in workflow.parameters.items():
        value = given.get(name, parameter.default)
        where = place.down(name) if name in given else _THERE.down(name, "default")
        if value is None and not parameter.null:
            words = f"業務フロー「{workflow.workflow}」の変数「{name}」に値がありません。"
            desk.complain(place, "P509", words, f"{_kind(parameter)}を with: に書いてください。")
        elif value is not None and not _fits(parameter, value):
            words = f"変数「{name}」の値が合いません。"
            desk.complain(where, "P510", words, f"{_kind(parameter)}を書いてください。")
            value = None
        call.values[name], call.places[name] = value, where
        _declare(call, name, parameter, value)
    return call


def _declare(call: Call, name: str, parameter: ParameterShape, value: Any) -> None:  # noqa: ANN401
    """Let conditions see those parameters that they can compare."""
    match parameter.type:
        case "choice":
            call.types[name] = Type("choice", options=frozenset(parameter.of))
        case "bool":
            call.types[name] = Type("bool")
        case "text":
            call.types[name], value = Type("text"), value if isinstance(value, str) else ""
        case "period":
            call.types[name] = Type("period", optional=parameter.null)
            value = periods.parse(value) if isinstance(value, str) else None
        case _:
            return
    call.constants[name] = value


def _fits(parameter: ParameterShape, value: Any) -> bool:  # noqa: ANN401 - as in the file
    match parameter.type:
        case "choice":
            return value in parameter.of
        case "bool":
            return isinstance(value, bool)
        case "period":
            return isinstance(value, str) and periods.parse(value) is not None
        case "posts":
            return isinstance(value, list)
        case "text":
            return isinstance(value, str) or (isinstance(value, dict) and "ja" in value)
        case _:
            return isinstance(value, str)


def _kind(parameter: ParameterShape) -> str:
    words = _KINDS[parameter.type]
    return f"{words}（{'、'.join(parameter.of)}）" if parameter.of else words
