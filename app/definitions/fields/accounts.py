"""口座: where money is paid to, an account at a bank or at ゆうちょ銀行.

Either way it is kept as the files of transfers name it (institution, branch, sort, seven digits,
holder in half-width kana); what was given as 記号 and 番号 is kept beside it. Whether there is such
an account is not known here.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from app.definitions.expressions.types import Type
from app.definitions.fields.kind import (
    MISSING,
    Kind,
    Missing,
    Part,
    Schema,
    Slip,
    Wrong,
    is_optional,
    part_of,
    say_label,
    text_of,
    titled,
)
from app.definitions.model import Field
from app.kernel import digits, kana

KINDS = {"bank": "銀行・信用金庫・農協など", "yucho": "ゆうちょ銀行"}
DEPOSITS = {"ordinary": "普通", "current": "当座", "savings": "貯蓄"}
_BANK = {
    "bank_code": "金融機関コード",
    "bank_name": "金融機関名",
    "branch_code": "支店コード",
    "branch_name": "支店名",
    "deposit": "預金の種別",
    "number": "口座番号",
}
_YUCHO = {"symbol": "記号", "serial": "番号"}
_WORDS = {"kind": "金融機関の区分", **_BANK, **_YUCHO, "holder": "口座名義（カナ）"}
_LONGEST = 60
_HOLDER = 48
_SYMBOL = re.compile(r"(1[0-9]{3}0|0[0-9]{4})(-?[0-9])?")
_NUMERALS = "〇一二三四五六七八九"
_KIND_OF = {words: code for code, words in KINDS.items()}
_YUCHO_CODE = "9900"


def transfer(symbol: str, serial: str) -> dict[str, str] | None:
    """Give the account of ゆうちょ銀行 as other banks know it; None if there is no such number.

    記号 that begin with 1 are ordinary deposits: the branch is the second and third digit with 8
    after them, the number loses the 1 with which all of them end. Those with 0 are 振替口座: 9
    after the digits, and the number as it is.
    """
    ordinary = symbol.startswith("1")
    if ordinary and not (len(serial) >= 2 and serial.endswith("1")):
        return None
    number = serial[:-1] if ordinary else serial
    if len(number) > 7:
        return None
    branch = symbol[1:3] + ("8" if ordinary else "9")
    return {
        "bank_code": _YUCHO_CODE,
        "bank_name": "ゆうちょ銀行",
        "branch_code": branch,
        "branch_name": "".join(_NUMERALS[int(digit)] for digit in branch),
        "deposit": "ordinary" if ordinary else "current",
        "number": number.rjust(7, "0"),
    }


def _read(raw: object, field: Field) -> dict[str, str] | Missing:
    label = say_label(field)
    if not isinstance(raw, Mapping):
        if not text_of(raw, label):
            return MISSING
        words = "は金融機関や口座番号などに分けて入力してください"
        raise Wrong("invalid", label + words, "kind")
    slips = list[Slip]()
    typed = {name: _typed(raw, name, label, slips) for name in _WORDS}
    kind = _KIND_OF.get(typed["kind"], typed["kind"]) or _guessed(typed)
    typed["kind"] = kind
    if not any(typed.values()) and not slips:
        return MISSING
    wanted = _wanted(kind)
    slips = [slip for slip in slips if slip.part in wanted]
    value = {"kind": kind}
    for name in wanted:
        value[name] = _tidied(name, typed[name], label, slips)
    if kind == "yucho" and not slips:
        value |= _converted(value, label, slips)
    if slips:
        slips.sort(key=lambda slip: tuple(_WORDS).index(slip.part))
        first, *rest = slips
        raise Wrong(first.code, first.message, first.part, tuple(rest))
    return {name: value.get(name, "") for name in _WORDS}


def _typed(raw: Mapping[Any, Any], name: str, label: str, slips: list[Slip]) -> str:
    try:
        return part_of(raw, name, f"{label}の{_WORDS[name]}", _LONGEST)
    except Wrong as wrong:
        slips += wrong.slips
        return ""


def _guessed(typed: Mapping[str, str]) -> str:
    """Give which of the two was meant where only one was filled in."""
    bank = any(typed[name] for name in _BANK if name != "deposit")
    yucho = any(typed[name] for name in _YUCHO)
    return "" if bank == yucho else "yucho" if yucho else "bank"


def _wanted(kind: str) -> tuple[str, ...]:
    match kind:
        case "bank":
            return ("kind", *_BANK, "holder")
        case "yucho":
            return ("kind", *_YUCHO, "holder")
        case _:
            return ("kind",)


def _tidied(name: str, text: str, label: str, slips: list[Slip]) -> str:
    """Give a part in its canonical form; what is wrong with it is added to the slips."""
    if any(slip.part == name for slip in slips):
        return ""
    words = f"{label}の{_WORDS[name]}"
    if not text:
        ask = "を選んでください" if name in ("kind", "deposit") else "を入力してください"
        slips.append(Slip(name, "required", words + ask))
        return ""
    found = _TIDY[name](text)
    if isinstance(found, Slip):
        slips.append(Slip(name, found.code, words + found.message))
        return ""
    return found


def _digits(least: int, most: int, said: str) -> Callable[[str], "str | Slip"]:
    def tidy(text: str) -> str | Slip:
        bare = digits.only(text)
        fits = re.fullmatch(r"[0-9]+", bare) and least <= len(bare) <= most
        return bare.rjust(most, "0") if fits else Slip("", "invalid", said)

    return tidy


def _serial(text: str) -> str | Slip:
    bare = digits.only(text)
    fits = re.fullmatch(r"[0-9]{1,8}", bare)
    return bare if fits else Slip("", "invalid", "は8桁までの数字で入力してください")


def _symbol(text: str) -> str | Slip:
    """Give 記号; a figure written after it with a hyphen is no part of it."""
    found = _SYMBOL.fullmatch(digits.code(text).replace(" ", ""))
    return found[1] if found else Slip("", "invalid", "は通帳にある5桁の数字で入力してください")


def _one_of(known: Mapping[str, str]) -> Callable[[str], "str | Slip"]:
    by_words = {words: code for code, words in known.items()}

    def tidy(text: str) -> str | Slip:
        code = by_words.get(text, text)
        return code if code in known else Slip("", "unknown_option", "を選んでください")

    return tidy


def _holder(text: str) -> str | Slip:
    found = kana.zengin(text)
    if found is None:
        words = "はカタカナ・英字・数字で、通帳のとおりに入力してください"
        return Slip("", "not_kana", words)
    if len(found) > _HOLDER:
        return Slip("", "too_long", f"は{_HOLDER}文字以内で入力してください（濁点も1文字です）")
    return found


def _same(text: str) -> str | Slip:
    return text


_TIDY: Mapping[str, Callable[[str], str | Slip]] = {
    "kind": _one_of(KINDS),
    "bank_code": _digits(4, 4, "は4桁の数字で入力してください"),
    "bank_name": _same,
    "branch_code": _digits(3, 3, "は3桁の数字で入力してください"),
    "branch_name": _same,
    "deposit": _one_of(DEPOSITS),
    "number": _digits(1, 7, "は7桁までの数字で入力してください"),
    "symbol": _symbol,
    "serial": _serial,
    "holder": _holder,
}


def _converted(value: Mapping[str, str], label: str, slips: list[Slip]) -> dict[str, str]:
    found = transfer(value["symbol"], value["serial"])
    if found is None:
        words = "記号が1で始まる口座の番号は、8桁までで最後が1です。通帳で確かめてください"
        if value["symbol"].startswith("0"):
            words = "記号が0で始まる口座の番号は、7桁までです。通帳で確かめてください"
        slips.append(Slip("serial", "check_digit", f"{label}の番号に誤りがあります。{words}"))
        return {}
    return found


def _parts(field: Field) -> tuple[Part, ...]:
    bank, yucho = KINDS["bank"], KINDS["yucho"]
    return (
        Part("kind", _WORDS["kind"], options=tuple(KINDS.items())),
        Part("bank_code", f"{_BANK['bank_code']}（4桁）", "", "numeric", 10, group=bank),
        Part("bank_name", _BANK["bank_name"], "", "", 20, group=bank),
        Part("branch_code", f"{_BANK['branch_code']}（3桁）", "", "numeric", 10, group=bank),
        Part("branch_name", _BANK["branch_name"], "", "", 20, group=bank),
        Part("deposit", _BANK["deposit"], options=tuple(DEPOSITS.items()), group=bank),
        Part("number", f"{_BANK['number']}（7桁）", "", "numeric", 10, group=bank),
        Part("symbol", "記号（5桁）", "", "numeric", 10, group=yucho),
        Part("serial", "番号（8桁まで）", "", "numeric", 10, group=yucho),
        Part("holder", _WORDS["holder"], "", "", 40),
    )


def _refill(value: Mapping[str, str], field: Field) -> dict[str, Any]:
    """Fill in again what was asked: of an account at ゆうちょ銀行, 記号 and 番号 alone."""
    wanted = _wanted(value["kind"])
    found = {name: value[name] for name in wanted}
    return {**found, "holder": kana.wide(value["holder"])}


def _show(value: Mapping[str, str], field: Field) -> str:
    account = (
        f"{value['bank_name']}（{value['bank_code']}）"
        f" {value['branch_name']}（{value['branch_code']}）"
        f" {DEPOSITS[value['deposit']]} {value['number']} {kana.wide(value['holder'])}"
    )
    if value["kind"] == "yucho":
        return f"{account}（記号{value['symbol']} 番号{value['serial']}）"
    return account


def _schema(field: Field) -> Schema:
    text: Schema = {"type": "string", "maxLength": _LONGEST}
    properties: Schema = {name: {**text, "title": words} for name, words in _WORDS.items()}
    properties["kind"] |= {"enum": list(KINDS)}
    properties["deposit"] |= {"enum": ["", *DEPOSITS]}
    properties["holder"]["description"] = "全銀協の文字（半角カナ・英大文字・数字）に直します"
    properties["symbol"]["description"] = "ゆうちょ銀行は記号と番号だけで足ります"
    shape: Schema = {"type": "object", "properties": properties, "required": ["kind", "holder"]}
    return titled(field, shape | {"additionalProperties": False})


def _type_of(field: Field) -> Type:
    members = {name: Type("text") for name in _WORDS}
    members["kind"] = Type("choice", options=frozenset(KINDS))
    members["deposit"] = Type("choice", options=frozenset(DEPOSITS))
    return Type("record", members=members, optional=is_optional(field))


BANK_ACCOUNT = Kind(
    _read,
    _parts,
    _refill,
    _show,
    _schema,
    _type_of,
    anchor="kind",
    ask="{label}の金融機関の区分を選んでください",
)
