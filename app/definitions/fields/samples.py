"""見本: a plausible answer to a field, for previews, new scenarios and walks at random.

Every sample is canonical, so that its own kind reads it as itself, and keeps to the limits that
the field states in numbers. Conditions between answers, and limits that depend on the day or on
other answers, are not known here. People and places are made up.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from app.definitions.fields import accounts
from app.definitions.fields.numbers import places_of, plain
from app.definitions.model import Field
from app.kernel import digits, kana

_FIRST = date(2020, 4, 1)
_BORN = date(1950, 1, 1)
_FAMILIES = (("東京", "トウキョウ"), ("山田", "ヤマダ"), ("鈴木", "スズキ"), ("髙橋", "タカハシ"))
_GIVEN = (("花子", "ハナコ"), ("太郎", "タロウ"), ("翔", "ショウ"), ("さくら", "サクラ"))
_CITIES = (("1638001", "新宿区", "西新宿2-8-1"), ("1830056", "府中市", "寿町1-26-1"),
           ("1900012", "立川市", "曙町1-1-1"), ("1000014", "千代田区", "永田町1-1"))  # fmt: skip
_BANKS = (("0001", "みずほ銀行", "001", "東京営業部"), ("1311", "さわやか信用金庫", "002", "本店"))
_HIRAGANA = "あいうえかきくけこ"
_MOST = {"integer": 100, "money": 1_000_000, "decimal": 1000}


def sample(field: Field, random: Random) -> Any:  # noqa: ANN401 - whatever JSON the kind keeps
    """Give a plausible canonical answer; None for what is not asked, or has nothing to choose."""
    make = _SAMPLES.get(field.kind)
    return None if make is None or field.computed is not None else make(field, random)


def _text(field: Field, random: Random) -> str:
    words = field.example or f"{random.choice(('見本', '例', '試し'))}{random.randrange(1, 100)}"
    return words[: field.max_length or 60].strip() or "例"


def _long_text(field: Field, random: Random) -> str:
    words = f"これは見本の文章です。\n{random.randrange(1, 100)}番めの例です。"
    return words[: field.max_length or len(words)].strip()


def _name(field: Field, random: Random) -> dict[str, str]:
    (family, family_kana), (given, given_kana) = random.choice(_FAMILIES), random.choice(_GIVEN)
    parts = {"family": family, "given": given}
    readings = {"family_kana": family_kana, "given_kana": given_kana}
    if field.single:
        parts = {"family": f"{family} {given}", "given": ""}
        readings = {"family_kana": f"{family_kana} {given_kana}", "given_kana": ""}
    return parts | (readings if field.kana else {})


def _kana(field: Field, random: Random) -> str:
    return random.choice(_FAMILIES)[1][: field.max_length or 80]


def _day(field: Field, random: Random) -> str:
    born = field.autocomplete == "bday" or "birth" in field.id
    start, span = (_BORN, 18000) if born else (_FIRST, 2500)
    return (start + timedelta(days=random.randrange(span))).isoformat()


def _month(field: Field, random: Random) -> str:
    return _day(field, random)[:7]


def _fiscal(field: Field, random: Random) -> int:
    return int(_number(field, random, (2015, 2027), Decimal(1)))


def _period(field: Field, random: Random) -> dict[str, str]:
    start = _FIRST + timedelta(days=random.randrange(2500))
    return {
        "start": start.isoformat(),
        "end": (start + timedelta(days=random.randrange(30))).isoformat(),
    }


def _time(field: Field, random: Random) -> str:
    return f"{random.randrange(9, 18):02}:{random.choice((0, 15, 30, 45)):02}"


def _whole(field: Field, random: Random) -> int:
    return int(_number(field, random, (0, _MOST[field.kind]), Decimal(1)))


def _decimal(field: Field, random: Random) -> str:
    step = Decimal(1).scaleb(-min(places_of(field), 1))
    return plain(_number(field, random, (0, _MOST["decimal"]), step))


def _number(field: Field, random: Random, usual: tuple[int, int], step: Decimal) -> Decimal:
    """Give a number within the field's limits, in whole steps from the lower one."""
    least = Decimal(usual[0]) if field.minimum is None else field.minimum
    most = least + usual[1] - usual[0] if field.maximum is None else field.maximum
    steps = int(min(max(most - least, Decimal(0)) / step, Decimal(10_000)))
    return least + step * random.randint(0, steps)


def _option(field: Field, random: Random) -> str | None:
    return random.choice(field.options).code if field.options else None


def _options(field: Field, random: Random) -> list[str] | None:
    codes = [option.code for option in field.options]
    least, most = int(field.minimum or 1), int(field.maximum or len(codes))
    if not codes:
        return None
    wanted = random.randint(min(least, len(codes)), max(least, min(most, len(codes))))
    chosen = set(random.sample(codes, min(wanted, len(codes))))
    return [code for code in codes if code in chosen]


def _yes_no(field: Field, random: Random) -> bool:
    return random.random() < 0.5


def _declared(field: Field, random: Random) -> bool:
    return True


def _address(field: Field, random: Random) -> dict[str, str]:
    code, city, town = random.choice(_CITIES)
    return {"postal_code": code, "prefecture": "東京都", "city": city, "town": town, "building": ""}


def _phone(field: Field, random: Random) -> str:
    return f"03-{random.choice(('5321', '3580', '3211'))}-{random.randrange(10_000):04}"


def _email(field: Field, random: Random) -> str:
    return f"mihon{random.randrange(1, 1000)}@example.jp"


def _corporate_number(field: Field, random: Random) -> str:
    body = f"{random.randrange(10**12):012}"
    return f"{digits.check_digit(body)}{body}"


def _vehicle(field: Field, random: Random) -> str:
    region = random.choice(("品川", "練馬", "多摩"))
    serial = f"{random.randrange(10, 100)}-{random.randrange(10, 100)}"
    return f"{region} 300 {random.choice(_HIRAGANA)} {serial}"


def _point(field: Field, random: Random) -> dict[str, str]:
    north, east = random.randrange(350_000), random.randrange(700_000)
    return {
        "latitude": plain(Decimal("35.55") + Decimal(north).scaleb(-6)),
        "longitude": plain(Decimal("139.1") + Decimal(east).scaleb(-6)),
        "words": "公園の北の入口",
    }


def _account(field: Field, random: Random) -> dict[str, str]:
    family, given = random.choice(_FAMILIES)[1], random.choice(_GIVEN)[1]
    found = {"kind": "bank", "symbol": "", "serial": "", "holder": ""}
    found["holder"] = kana.zengin(f"{family} {given}") or ""
    if random.random() < 0.5:
        found |= {"kind": "yucho", "symbol": "10180", "serial": f"{random.randrange(10**7)}1"}
        account = accounts.transfer(found["symbol"], found["serial"]) or {}
    else:
        bank = dict(zip(("bank_code", "bank_name", "branch_code", "branch_name"),
                        random.choice(_BANKS), strict=True))  # fmt: skip
        account = bank | {"deposit": "ordinary", "number": f"{random.randrange(10**7):07}"}
    order = ("kind", *account, "symbol", "serial", "holder")
    return {name: (found | account)[name] for name in order}


def _rows(field: Field, random: Random) -> list[dict[str, Any]]:
    least = int(1 if field.minimum is None else field.minimum)
    most = max(least, min(int(field.maximum or least + 2), least + 2))
    return [_row(field, random) for _ in range(random.randint(max(least, 1), max(most, 1)))]


def _row(group: Field, random: Random) -> dict[str, Any]:
    made = {each.id: sample(each, random) for each in group.rows}
    return {name: value for name, value in made.items() if value is not None}


_SAMPLES: Final[Mapping[str, Callable[[Field, Random], Any]]] = {
    "text": _text,
    "long-text": _long_text,
    "person-name": _name,
    "kana": _kana,
    "date": _day,
    "year-month": _month,
    "fiscal-year": _fiscal,
    "period": _period,
    "time": _time,
    "integer": _whole,
    "money": _whole,
    "decimal": _decimal,
    "choice": _option,
    "select": _option,
    "choices": _options,
    "yes-no": _yes_no,
    "declaration": _declared,
    "address": _address,
    "map-point": _point,
    "bank-account": _account,
    "phone": _phone,
    "email": _email,
    "corporate-number": _corporate_number,
    "vehicle-number": _vehicle,
    "group": _rows,
}
