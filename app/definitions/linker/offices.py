"""所管: the units of the organisation, and which of them is competent for an application."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.definitions.desk import Desk, Place
from app.definitions.linker.nouns import HERE
from app.definitions.model import OfficeRule, Unit
from app.definitions.shape import faults
from app.definitions.shape.procedure import OfficeShape, ProcedureShape
from app.definitions.shape.shared import CompetenceShape

_ALL = "東京都"


def link_department(desk: Desk, shape: ProcedureShape) -> Unit:
    """Give the department, or a nameless unit if there is none of that name."""
    return _unit(desk, shape.department, HERE.down("department")) or Unit(shape.department, "")


def link_office(desk: Desk, shape: ProcedureShape, fields: Sequence[str]) -> OfficeRule:
    """Make the rule by which the competent office is found."""
    office = shape.office
    if office is None:
        return OfficeRule(unit=shape.department)
    if office.unit is not None:
        _unit(desk, office.unit, HERE.down("office", "unit"))
        return OfficeRule(unit=office.unit, elsewhere=office.elsewhere)
    by = office.by or ""
    if by not in fields:
        words = f"所管を決める項目「{by}」はありません。"
        desk.complain(HERE.down("office", "by"), "P304", words, desk.suggest(by, fields))
    table = _competence(desk, office)
    if table is None:
        return OfficeRule(by=by, elsewhere=office.elsewhere)
    areas = {area: unit for unit, areas in table.offices.items() for area in areas}
    if office.elsewhere is None:
        words = "所管の外の申請者に言うこと（elsewhere）がありません。"
        hint = "どこが窓口かを elsewhere: に書いてください。"
        desk.complain(HERE.down("office"), "P610", words, hint)
    if table.default is not None:
        areas[_ALL] = table.default
    return OfficeRule("", by, areas, office.elsewhere)


def link_offices(desk: Desk, department: Unit, rule: OfficeRule) -> Mapping[str, Unit]:
    """Give the units that can have a case or a say in one."""
    competent = {unit for unit in (department.id, rule.unit, *rule.table.values()) if unit}
    inner = {path.rpartition("/")[0] for path in desk.bundle["units"]}
    named = {path for path in desk.bundle["units"] if path not in inner}
    made = {path: _made(desk, path) for path in sorted(competent | named)}
    return {path: unit for path, unit in made.items() if unit is not None}


def competent_units(department: Unit, rule: OfficeRule) -> tuple[str, ...]:
    """Give the units that can have a case."""
    units = {unit for unit in (rule.unit, *rule.table.values()) if unit}
    return tuple(sorted(units)) or (department.id,)


def posts_of(desk: Desk, unit: str) -> tuple[str, ...]:
    """Give the posts of a unit."""
    data = desk.bundle["units"].get(unit)
    return tuple(data.get("posts") or ()) if isinstance(data, Mapping) else ()


def _competence(desk: Desk, office: OfficeShape) -> CompetenceShape | None:
    name = office.table or ""
    data = desk.bundle["competence"].get(name)
    if data is None:
        hint = desk.suggest(name, desk.known("competence"))
        place = HERE.down("office", "table")
        desk.complain(place, "P309", f"所管区域の表「{name}」はありません。", hint)
        return None
    table, _ = faults.shaped(CompetenceShape, data, f"competence/{name}")
    place = Place(f"competence/{name}")
    for path in () if table is None else table.offices:
        _unit(desk, path, place.down("offices", path))
    if table is not None and table.default is not None:
        _unit(desk, table.default, place.down("default"))
    return table


def _unit(desk: Desk, path: str, place: Place) -> Unit | None:
    made = _made(desk, path)
    if made is None:
        hint = desk.suggest(path, desk.known("units"))
        desk.complain(place, "P306", f"組織「{path}」はありません。", hint)
    return made


def _made(desk: Desk, path: str) -> Unit | None:
    data = desk.bundle["units"].get(path)
    return None if data is None else unit(path, data)


def unit(path: str, data: Mapping[str, Any]) -> Unit:
    """Give a unit from its plain data."""
    return Unit(
        id=path,
        name=str(data.get("name", "")),
        parent=str(data.get("parent", "")),
        phone=str(data.get("phone", "")),
        address=str(data.get("address", "")),
        letter=str(data.get("letter", "")),
        head=str(data.get("head", "")),
    )
