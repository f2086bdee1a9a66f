"""住所を入れる: filling in an address from its postal code, without JavaScript as with it.

Where a code has several towns the person chooses. Works on raw inputs; knows no draft.
"""

from collections.abc import Mapping
from typing import Any

from app.definitions.fields import places
from app.kernel import paths, postal
from app.kernel.postal import Town
from app.web.forms import Address

_KEPT = ("prefecture", "city", "town")


def fill(raw: dict[str, Any], path: str, chosen: str) -> bool:
    """Put the town of a postal code into an address; say whether something else stood there.

    `chosen` is the number of the town where there are several; without it nothing is filled in.
    """
    address = paths.get(raw, path)
    if not isinstance(address, dict):
        return False
    code = str(address.get("postal_code", ""))
    towns = postal.find(code)
    town = towns[0] if len(towns) == 1 else _numbered(towns, chosen)
    if town is None:
        return False
    fresh = places.fill(town, code)
    over = any(address.get(part, "") not in ("", fresh[part]) for part in ("city", "town"))
    # A building that was typed stays where the code says nothing of one.
    address.update({part: text for part, text in fresh.items() if text or part in _KEPT})
    return over


def found(raw: Mapping[str, Any], path: str, over: bool) -> Address:
    """Say what came of looking up the postal code of an address."""
    address = paths.get(raw, path)
    given = address if isinstance(address, Mapping) else {}
    code = str(given.get("postal_code", ""))
    if not postal.normalise(code):
        return Address("郵便番号は7けたの数字で入力してください。")
    towns = postal.find(code)
    if not towns:
        return Address("見つかりませんでした。住所を入力してください。")
    if len(towns) == 1 or any(_is_in(town, given) for town in towns):
        place = "".join(str(given.get(part, "")) for part in _KEPT)
        before = "前の住所は書きかえました。" if over else ""
        return Address(f"「{place}」を入れました。{before}番地まで確かめてください。")
    names = tuple(f"{town.city}{town.town}" for town in towns)
    return Address(f"この郵便番号には町が{len(towns)}あります。選んでください。", names)


def rows(code: str) -> list[dict[str, str]]:
    """Give the towns of a code as the pages' script fills them in."""
    return [
        {
            "prefecture": town.prefecture,
            "city": town.city,
            "town": town.town,
            "building": town.extra,
        }
        for town in postal.find(code)
    ]


def _numbered(towns: tuple[Town, ...], chosen: str) -> Town | None:
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 4):
        return None
    return towns[int(chosen)] if int(chosen) < len(towns) else None


def _is_in(town: Town, given: Mapping[str, Any]) -> bool:
    same = given.get("prefecture") == town.prefecture and given.get("city") == town.city
    return same and bool(town.town) and str(given.get("town", "")).startswith(town.town)
