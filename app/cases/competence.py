"""管轄: which office a case belongs to.

Either always the same one, or by the municipality of an address in the answers, or by a choice.
"""

import re
from collections.abc import Mapping
from typing import Any

from app.definitions.fields.places import PREFECTURES
from app.definitions.model import OfficeRule, Procedure, say
from app.kernel import kana, paths
from app.kernel.errors import Refusal

# 府中市 is in 広島県 too: a bare municipality in a table is one of Tokyo.
_HOME = "東京都"
_COUNTY = re.compile("(?<=[都道府県])[^都道府県]{1,4}郡(?=.*[町村])")
_ELSEWHERE = "この住所は、この手続の窓口の担当区域の外です"


def office_of(procedure: Procedure, answers: Mapping[str, Any]) -> str:
    """Give the id of the unit that is competent for these answers.

    Raises `Refusal("office.elsewhere")` where the address belongs to no office of ours.
    """
    rule = procedure.office
    if rule.unit:
        return rule.unit
    answer = paths.get(answers, rule.by) if rule.by else None
    if isinstance(answer, str):
        return rule.table.get(answer, procedure.department.id)
    if not isinstance(answer, Mapping):
        return procedure.department.id
    unit = unit_of(rule, answer)
    if unit is None:
        raise Refusal("office.elsewhere", elsewhere(rule), "住所を確かめてください。")
    return unit


def unit_of(rule: OfficeRule, address: Mapping[str, Any]) -> str | None:
    """Give the unit whose table has the municipality of an address, None where none has.

    Tokyo's counties may be written before a town (西多摩郡瑞穂町) or not, and what follows the
    municipality in the same box does not matter.
    """
    keys = {_key(name): unit for name, unit in rule.table.items()}
    place = _key(f"{address.get('prefecture', '')}{address.get('city', '')}")
    found = [key for key in keys if place.startswith(key)]
    return keys[max(found, key=len)] if found else None


def elsewhere(rule: OfficeRule) -> str:
    """Say what to tell those whose address belongs to no office of ours."""
    return say(rule.elsewhere) if rule.elsewhere else _ELSEWHERE


def _key(name: str) -> str:
    """Give prefecture and municipality without the county, in a form that variants share."""
    bare = "".join(name.split())
    full = bare if bare.startswith(PREFECTURES) else _HOME + bare
    return kana.fold(_COUNTY.sub("", full))
