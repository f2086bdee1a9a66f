"""所管: the units of the organisation, and which of them is competent for an application."""

from collections.abc import Mapping
from typing import Any

from app.definitions.desk import Desk, Place
from app.definitions.expressions.types import Type
from app.definitions.linker.nouns import HERE, source
from app.definitions.model import OfficeRule, Unit
from app.definitions.shape.procedure import OfficeShape, ProcedureShape
from app.definitions.shape.shared import CompetenceShape

_ALL = "東京都"


def link_department(desk: Desk, shape: ProcedureShape) -> Unit:
    """Give the department, or a nameless unit if there is none of that name."""
    return _unit(desk, shape.department, HERE.down("department")) or Unit(shape.department, "")


def link_office(desk: Desk, shape: ProcedureShape, fields: Mapping[str, Type]) -> OfficeRule:
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
    else:
        _check_decides(desk, office, fields[by])
    if office.units is not None:
        return _by_choice(desk, office, by)
    return _by_address(desk, office, by)


def _by_choice(desk: Desk, office: OfficeShape, by: str) -> OfficeRule:
    units = dict(office.units or {})
    for code, path in units.items():
        _unit(desk, path, HERE.down("office", "units", code))
    return OfficeRule("", by, units, office.elsewhere)


def _by_address(desk: Desk, office: OfficeShape, by: str) -> OfficeRule:
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
    return OfficeRule("", by, areas, office.elsewhere, source(table.basis))


def _check_decides(desk: Desk, office: OfficeShape, found: Type) -> None:
    """Check that the answer is of a kind that can decide, and decides whatever it is."""
    wanted, words = ("address", "住所") if office.units is None else ("choice", "一つを選ぶ項目")
    place = HERE.down("office", "by")
    if found.name != wanted:
        message = f"所管を決める項目「{office.by}」は、{words}ではありません。"
        hint = "住所なら table: を、一つを選ぶ項目なら units: を書きます。"
        desk.complain(place, "P312", message, hint)
        return
    units = office.units or {}
    for code in units.keys() - found.options if wanted == "choice" else ():
        message = f"所管を決める項目「{office.by}」に、選択肢「{code}」はありません。"
        hint = desk.suggest(code, found.options)
        desk.complain(HERE.down("office", "units", code), "P312", message, hint)
    missing = sorted(found.options - units.keys()) if wanted == "choice" else []
    if missing:
        message = f"事務所の決まらない選択肢があります（{'、'.join(missing[:8])}）。"
        desk.complain(place, "P312", message, "units: に、その符号と事務所を書いてください。")


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
    if name not in desk.bundle["competence"]:
        hint = desk.suggest(name, desk.known("competence"))
        place = HERE.down("office", "table")
        desk.complain(place, "P309", f"所管区域の表「{name}」はありません。", hint)
        return None
    place = Place(f"competence/{name}")
    table: CompetenceShape | None = desk.shapes[f"competence/{name}"]
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
