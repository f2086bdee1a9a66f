"""What every kind of field must know, and how a value that cannot be read is told.

A kind is a bundle of pure functions over one value and its `Field`. It knows nothing of other
answers, of pages or of cases: whether a question is asked at all is decided in `app.cases`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

from app.definitions.expressions.types import Type
from app.definitions.model import Field, say
from app.kernel import grapheme

Schema: TypeAlias = dict[str, Any]
"""A JSON Schema (2020-12)."""

Raw: TypeAlias = "str | list[Any] | dict[str, Any]"
"""What stands in the inputs of a form: a text, several, or one for each part."""


class Missing(Enum):
    """Nothing was filled in."""

    MISSING = "missing"


MISSING = Missing.MISSING


@dataclass(frozen=True, slots=True)
class Slip:
    """One thing wrong with one input: which `part` (empty: the only one), and the words for it."""

    part: str
    code: str
    message: str


class Wrong(ValueError):
    """What was filled in cannot be read; `slips` says what is wrong with which input, in order."""

    def __init__(
        self, code: str, message: str, part: str = "", more: tuple[Slip, ...] = ()
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.slips = (Slip(part, code, message), *more)


@dataclass(frozen=True, slots=True)
class Part:
    """One input of a field: its name under the field's path ("" for the path itself).

    `label` is empty where the field's own label is meant; `width` is in characters, 0 for the
    full width; `options` are pairs of value and text where the input is a list to choose from.
    Inputs that follow each other and have the same `group` stand under it as their heading.
    """

    name: str
    label: str = ""
    autocomplete: str = ""
    inputmode: str = ""
    width: int = 0
    options: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """項目の種類: how a field is read, shown, filled in again and described.

    `read` gives the canonical value, MISSING where nothing was filled in, or raises `Wrong`; it
    gives a canonical value back unchanged. `raw_of` fills the inputs from a canonical value.
    `ask` is the sentence said when a required answer is missing, at the input `anchor`. A kind
    that is not `asked` takes no value from outside.
    """

    read: Callable[[object, Field], Any]
    parts: Callable[[Field], tuple[Part, ...]]
    raw_of: Callable[[Any, Field], Raw]
    show: Callable[[Any, Field], str]
    schema: Callable[[Field], Schema]
    type_of: Callable[[Field], Type]
    anchor: str = ""
    ask: str = "{label}を入力してください"
    asked: bool = True


def say_label(field: Field) -> str:
    """Give the field's label in Japanese."""
    return say(field.label)


def text_of(raw: object, label: str, *, lines: bool = False) -> str:
    """Give what was typed as a text, line ends made one and the space around it taken off.

    Never normalises: the code points of the person who typed it stay. Numbers from an API count
    as their digits.
    """
    match raw:
        case None:
            return ""
        case str():
            text = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
        case bool():
            raise Wrong("invalid", f"{label}を正しく入力してください")
        case int() if abs(raw) < 10**18:
            return str(raw)
        case float() if abs(raw) < 10**15:
            return f"{raw:.0f}" if raw == int(raw) else repr(raw)
        case [str() as only]:
            return text_of(only, label, lines=lines)
        case _:
            raise Wrong("invalid", f"{label}を正しく入力してください")
    if not grapheme.is_writable(text, lines=lines):
        words = "使えない文字が含まれています" if lines else "使えない文字か改行が含まれています"
        raise Wrong("bad_character", f"{label}に{words}。入力し直してください")
    return text


def check_length(text: str, most: int, label: str) -> str:
    """Give `text` back if it has at most `most` characters."""
    if len(text) <= most:
        return text
    length = grapheme.length(text)
    if length > most or len(text) > 4 * most + 16:
        over = f"（{length - most}文字多くなっています）" if length > most else ""
        raise Wrong("too_long", f"{label}は{most}文字以内で入力してください{over}")
    return text


def part_of(raw: Mapping[Any, Any], name: str, label: str, most: int) -> str:
    """Read one part of a field that has several; what is wrong is said of that part."""
    try:
        return check_length(text_of(raw.get(name), label), most, label)
    except Wrong as wrong:
        raise Wrong(wrong.code, wrong.message, name) from None


def one_input(inputmode: str = "", width: int = 0) -> Callable[[Field], tuple[Part, ...]]:
    """Give the `parts` of a kind that has a single input."""
    return lambda field: (Part("", "", field.autocomplete, inputmode, width),)


def same_text(value: object, field: Field) -> str:
    """Show, or fill in again, a value that is its own text."""
    return str(value)


def titled(field: Field, schema: Schema) -> Schema:
    """Give a schema the field's Japanese title and description."""
    found: Schema = {"title": say_label(field), **schema}
    if field.help:
        found["description"] = say(field.help)
    if field.example and schema.get("type") == "string":
        found["examples"] = [field.example]
    return found


def takes_value(field: Field, kind: Kind) -> bool:
    """Say whether an answer to the field comes from outside."""
    return kind.asked and field.computed is None


def is_optional(field: Field) -> bool:
    """Say whether there may be no value even where everything has been filled in rightly."""
    conditional = field.when is not None or field.required_when is not None
    return conditional or not field.required or (field.kind == "group" and field.minimum == 0)
