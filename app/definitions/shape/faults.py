"""From what pydantic finds to diagnostics in Japanese, each at its line and column.

Knows pydantic's kinds of error and nothing of procedures.
"""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.definitions.diagnostics import Diagnostic
from app.definitions.reader import Document, Mark, Marks, Path

S = TypeVar("S", bound=BaseModel)

_WORDS: Mapping[str, tuple[str, str]] = {
    "missing": ("P202", "見出し「{name}」がありません。"),
    "string_type": ("P203", "「{name}」には文字を書いてください。"),
    "int_type": ("P203", "「{name}」には整数を書いてください。"),
    "bool_type": ("P203", "「{name}」には true か false を書いてください。"),
    "list_type": ("P203", "「{name}」には一覧（「- 」の並び）を書いてください。"),
    "dict_type": ("P203", "「{name}」には見出しと値の組を書いてください。"),
    "model_type": ("P203", "「{name}」には見出しと値の組を書いてください。"),
    "model_attributes_type": ("P203", "「{name}」には見出しと値の組を書いてください。"),
    "string_pattern_mismatch": ("P204", "「{name}」の値「{value}」は、決まった形に合いません。"),
    "string_too_short": ("P204", "「{name}」が空です。"),
    "string_too_long": ("P204", "「{name}」が長すぎます（{max_length}文字まで）。"),
    "too_short": ("P204", "「{name}」には少なくとも{min_length}つ要ります。"),
    "too_long": ("P204", "「{name}」は{max_length}までにしてください（{actual_length}あります）。"),
    "greater_than_equal": ("P204", "「{name}」は{ge}以上にしてください。"),
    "less_than_equal": ("P204", "「{name}」は{le}以下にしてください。"),
}
_NOWHERE = object()
_PATTERN_HINT = "半角の小文字・数字と、決まった区切り（- _ . /）だけを使い、文字で始めます。"


def shaped(
    model: type[S], data: object, file: str, marks: Marks | None = None
) -> tuple[S | None, tuple[Diagnostic, ...]]:
    """Give data its shape, or say everything that keeps it from having one."""
    try:
        return model.model_validate(data), ()
    except ValidationError as error:
        faults = (_fault(each, model, data) for each in error.errors(include_url=False))
        found = [_located(fault, file, marks) for fault in _distinct(faults)]
        return None, tuple(found)


def shaped_document(model: type[S], document: Document) -> tuple[S | None, tuple[Diagnostic, ...]]:
    """Give a document its shape."""
    return shaped(model, document.data, document.file, document.marks)


_Fault = tuple[str, str, str, Path, bool]


def _fault(error: ErrorDetails, model: type[BaseModel], data: object) -> _Fault:
    path = _data_path(error["loc"], data, keep_last=error["type"] in ("missing", "extra_forbidden"))
    name = str(path[-1]) if path else "ファイル"
    match error["type"]:
        case "extra_forbidden":
            words = f"「{name}」という見出しはありません。"
            return "P201", words, _did_you_mean(name, model, error["loc"]), path, True
        case "missing":
            return "P202", f"見出し「{name}」がありません。", "", path[:-1], True
        case "literal_error":
            return (*_choice(error, name), path, False)
        case kind if kind in _WORDS:
            return (*_worded(kind, error, name), path, False)
        case _:
            return "P205", error["msg"], "", path, False


def _worded(kind: str, error: ErrorDetails, name: str) -> tuple[str, str, str]:
    code, words = _WORDS[kind]
    context = {"name": name, "value": _short(error["input"]), **error.get("ctx", {})}
    hint = _PATTERN_HINT if kind == "string_pattern_mismatch" else ""
    return code, words.format(**context), hint


def _choice(error: ErrorDetails, name: str) -> tuple[str, str, str]:
    expected = str(error.get("ctx", {}).get("expected", ""))
    allowed = [each.strip("' ") for each in expected.replace(" or ", ",").split(",")]
    close = difflib.get_close_matches(str(error["input"])[:80], allowed, n=1, cutoff=0.5)
    hint = f"もしかして: {close[0]}" if close else f"使えるもの: {'、'.join(allowed)}"
    return "P204", f"「{name}」に「{_short(error['input'])}」は書けません。", hint


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


def _data_path(location: tuple[int | str, ...], data: object, *, keep_last: bool) -> Path:
    """Leave out of pydantic's location what is no part of the file (tags of alternatives)."""
    path: list[int | str] = []
    for n, part in enumerate(location):
        last = n == len(location) - 1
        inner = _inside(data, part)
        if inner is not _NOWHERE:
            data = inner
        elif not (last and keep_last):
            continue
        path.append(part)
    return tuple(path)


def _inside(data: object, part: int | str) -> object:
    match data, part:
        case dict(), _ if part in data:
            return data[part]
        case list(), int() if part < len(data):
            return data[part]
        case _:
            return _NOWHERE


def _did_you_mean(name: str, model: type[BaseModel], location: tuple[int | str, ...]) -> str:
    known = _known_keys(model, location)
    close = difflib.get_close_matches(name[:80], known, n=1, cutoff=0.5)
    if close:
        return f"もしかして: {close[0]}"
    return f"ここに書ける見出し: {'、'.join(known)}" if known else ""


def _known_keys(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """Find the shape that a location lies in, as the keys that it knows."""
    models = [model]
    for part in location[:-1]:
        inner = [found for each in models for found in _inner(each, part)]
        models = inner or models
    keys = [field.alias or name for each in models for name, field in each.model_fields.items()]
    return list(dict.fromkeys(keys))


def _inner(model: type[BaseModel], part: int | str) -> Iterator[type[BaseModel]]:
    for name, field in model.model_fields.items():
        if part in (name, field.alias):
            yield from _models(field.annotation)
    if isinstance(part, str) and part.startswith("=") and part[1:] in model.model_fields:
        yield model


def _models(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - whatever is annotated
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for each in get_args(annotation):
        yield from _models(each)


def _distinct(faults: Iterator[_Fault]) -> list[_Fault]:
    """Say one thing about one place: of several alternatives that fail, the first."""
    seen: dict[tuple[str, Path, str], _Fault] = {}
    for fault in faults:
        code, words, _, path, _ = fault
        place = (code if code in ("P201", "P202") else "", path, words if code == "P202" else "")
        seen.setdefault(place, fault)
    return list(seen.values())


def _located(fault: _Fault, file: str, marks: Marks | None) -> Diagnostic:
    code, words, hint, path, at_key = fault
    mark = _mark(marks, path, at_key=at_key)
    place = mark.file or file
    return Diagnostic(code, words, hint, place, mark.line, mark.column, mark.width)


def _mark(marks: Marks | None, path: Path, *, at_key: bool) -> Mark:
    if marks is None:
        return Mark(0, 0)
    if at_key:
        try:
            return marks.key(path)
        except KeyError:
            pass
    return marks.nearest(path)
