"""選択: one of several, some of several, yes or no, and a declaration that must be made.

What is stored is the option's code; the words shown may change with a version of the procedure. A
`select` with many options is searched: its one input takes the words or the code, or a part of the
words; where several fit, they are offered to choose from.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.definitions.expressions.types import Type
from app.definitions.fields.kind import (
    MISSING,
    Kind,
    Missing,
    Part,
    Schema,
    Wrong,
    check_length,
    is_optional,
    say_label,
    text_of,
    titled,
)
from app.definitions.model import Field, Option, say
from app.kernel import kana

_YES = {"yes", "true", "はい", "on"}
_NO = {"no", "false", "いいえ", "off"}
_CHOOSE = "{label}を選んでください"
_MANY = 60
"""With more options than these, a list to scroll through is no help."""
_OFFERED = 12
_LONGEST = 200


def _read_choice(raw: object, field: Field) -> str | Missing:
    code = text_of(raw, say_label(field))
    if not code:
        return MISSING
    if code not in _codes(field):
        raise Wrong("unknown_option", f"{say_label(field)}を選択肢の中から選んでください")
    return code


def is_searched(field: Field) -> bool:
    """Say whether the options are too many to be listed."""
    return field.kind == "select" and len(field.options) > _MANY


def candidates(raw: object, field: Field) -> tuple[Option, ...]:
    """Give the options that may be meant by what was typed; none where it is one, or fits none."""
    text = raw.strip() if isinstance(raw, str) else ""
    if not text or not is_searched(field):
        return ()
    found = _searched(text, field)
    return found[:_OFFERED] if len(found) > 1 else ()


def _searched(text: str, field: Field) -> tuple[Option, ...]:
    """Give what fits: by its code, else by its words, else by a part of them or of the code."""
    known = next((each for each in field.options if each.code == text), None)
    sought = kana.fold(text)
    if known is not None or not sought:
        return (known,) if known else ()
    folded = [(each, kana.fold(each.code), kana.fold(say(each.label))) for each in field.options]
    whole = tuple(each for each, code, words in folded if sought in (code, words))
    return whole or tuple(each for each, code, words in folded if sought in words or sought in code)


def _read_select(raw: object, field: Field) -> str | Missing:
    if not is_searched(field):
        return _read_choice(raw, field)
    label, text = say_label(field), text_of(raw, say_label(field))
    if not text:
        return MISSING
    found = _searched(check_length(text, _LONGEST, label), field)
    if len(found) == 1:
        return found[0].code
    if not found:
        words = f"{label}が見つかりません。言葉を短くするか、符号を入力してください"
        raise Wrong("unknown_option", words)
    raise Wrong("several", f"{label}に当てはまるものが{len(found)}件あります。選んでください")


def _read_choices(raw: object, field: Field) -> list[str] | Missing:
    label, codes = say_label(field), _codes(field)
    given = raw if isinstance(raw, list | tuple) else [raw]
    chosen = {text_of(each, label) for each in given} - {""}
    if not chosen:
        return MISSING
    if not chosen <= set(codes):
        raise Wrong("unknown_option", f"{label}を選択肢の中から選んでください")
    if field.minimum is not None and len(chosen) < field.minimum:
        raise Wrong("too_few", f"{label}を{int(field.minimum)}つ以上選んでください")
    if field.maximum is not None and len(chosen) > field.maximum:
        raise Wrong("too_many", f"{label}は{int(field.maximum)}つまで選べます")
    return [code for code in codes if code in chosen]


def _codes(field: Field) -> tuple[str, ...]:
    return tuple(option.code for option in field.options)


def _read_yes_no(raw: object, field: Field) -> bool | Missing:
    if isinstance(raw, bool):
        return raw
    word = text_of(raw, say_label(field)).lower()
    if not word:
        return MISSING
    if word not in _YES | _NO:
        raise Wrong("unknown_option", f"{say_label(field)}は「はい」か「いいえ」を選んでください")
    return word in _YES


def _read_declaration(raw: object, field: Field) -> bool | Missing:
    return True if _read_yes_no(raw, field) is True else MISSING


def _listed(field: Field) -> tuple[Part, ...]:
    if is_searched(field):
        return (Part("", "", field.autocomplete),)
    options = tuple((option.code, say(option.label)) for option in field.options)
    return (Part("", "", field.autocomplete, options=options),)


def _yes_or_no(field: Field) -> tuple[Part, ...]:
    return (Part("", options=(("yes", "はい"), ("no", "いいえ"))),)


def _box(field: Field) -> tuple[Part, ...]:
    return (Part("", options=(("yes", say_label(field)),)),)


def _refill_choice(value: str, field: Field) -> str:
    """Fill in the code, or the words where words are searched and mean nothing else."""
    words = label_of(value, field)
    alone = is_searched(field) and len(_searched(words, field)) == 1
    return words if alone else value


def _refill_choices(value: Sequence[str], field: Field) -> list[Any]:
    return list(value)


def _refill_yes_no(value: bool, field: Field) -> str:
    return "yes" if value else "no"


def label_of(code: str, field: Field) -> str:
    """Give the words of an option, or its code where the option is not known."""
    found = next((option for option in field.options if option.code == code), None)
    return say(found.label) if found else code


def _show_choice(value: str, field: Field) -> str:
    return label_of(value, field)


def _show_choices(value: Sequence[str], field: Field) -> str:
    return "、".join(label_of(code, field) for code in value)


def _show_yes_no(value: bool, field: Field) -> str:
    return "はい" if value else "いいえ"


def _show_declaration(value: bool, field: Field) -> str:
    return "確認しました"


def _one_of(field: Field) -> Schema:
    listed = [{"const": option.code, "title": say(option.label)} for option in field.options]
    return {"type": "string", "oneOf": listed} if listed else {"type": "string"}


def _choice_schema(field: Field) -> Schema:
    return titled(field, _one_of(field))


def _choices_schema(field: Field) -> Schema:
    least = int(field.minimum) if field.minimum is not None else 1
    shape: Schema = {
        "type": "array",
        "items": _one_of(field),
        "uniqueItems": True,
        "minItems": least,
    }
    if field.maximum is not None:
        shape["maxItems"] = int(field.maximum)
    return titled(field, shape)


def _bool_schema(field: Field) -> Schema:
    return titled(field, {"type": "boolean"})


def _declaration_schema(field: Field) -> Schema:
    return titled(field, {"const": True})


def _choice_type(field: Field) -> Type:
    return Type("choice", options=frozenset(_codes(field)), optional=is_optional(field))


def _choices_type(field: Field) -> Type:
    return Type("choices", options=frozenset(_codes(field)), optional=is_optional(field))


def _bool_type(field: Field) -> Type:
    return Type("bool", optional=is_optional(field))


CHOICE = Kind(
    _read_choice, _listed, _refill_choice, _show_choice, _choice_schema, _choice_type, ask=_CHOOSE
)
SELECT = replace(CHOICE, read=_read_select)
CHOICES = Kind(
    _read_choices,
    _listed,
    _refill_choices,
    _show_choices,
    _choices_schema,
    _choices_type,
    ask=_CHOOSE,
)
YES_NO = Kind(
    _read_yes_no,
    _yes_or_no,
    _refill_yes_no,
    _show_yes_no,
    _bool_schema,
    _bool_type,
    ask="「{label}」に「はい」か「いいえ」で答えてください",
)
DECLARATION = Kind(
    _read_declaration,
    _box,
    _refill_yes_no,
    _show_declaration,
    _declaration_schema,
    _bool_type,
    ask="「{label}」を確認して、チェックを付けてください",
)
