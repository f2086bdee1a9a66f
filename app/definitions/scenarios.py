"""試験シナリオ: examples that departments write, as data; `app.cases` runs them.

A scenario is a whole application and what people then do with it. An answer that begins with `= `
is an expression about the day (`= today + days(20)`), so that an example holds on any day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from app.definitions import periods, reader
from app.definitions.diagnostics import Diagnostic
from app.definitions.expressions.compiled import Expression, Facts
from app.definitions.expressions.compiler import compile_expression
from app.definitions.expressions.complaints import Complaint
from app.definitions.expressions.scope import Scope
from app.definitions.reader import Document, Path
from app.definitions.shape import faults
from app.definitions.shape.scenario import ACTS, ActShape, ScenarioShape, ScenariosShape
from app.kernel import paths
from app.kernel.calendar import Period

_SIGN = "= "


@dataclass(frozen=True, slots=True)
class ScenarioAct:
    """One thing that someone does. `kind` is a word of `ACTS`, `value` what stands beside it.

    `after` is the time that passes before it; spans in `value` have been read. `details` holds
    what else the line says (`ground`, `opinion`).
    """

    kind: str
    value: Any
    after: Period | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must come of a scenario; None where nothing is said."""

    errors: Mapping[str, str] | None = None
    fees: Mapping[str, int | None] | None = None
    reduced: Mapping[str, str] | None = None
    step: str | None = None
    end: str | None = None
    papers: tuple[str, ...] | None = None
    used: int | None = None
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario: the whole raw answers, what is left out of them, the acts, and what must come.

    `without` names the attachments that are not attached (answers named there are gone already).
    """

    name: str
    procedure: str
    answers: Mapping[str, Any]
    expect: Expectation
    on: date | None = None
    without: tuple[str, ...] = ()
    acts: tuple[ScenarioAct, ...] = ()
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading a file of scenarios."""

    scenarios: tuple[Scenario, ...]
    diagnostics: tuple[Diagnostic, ...]


def read(
    source: bytes, file: str, procedure: str = "", base: Mapping[str, Any] | None = None
) -> Read:
    """Read a file of scenarios of a procedure; `base` holds where the file gives no answers."""
    reading = reader.read(source, file)
    if reading.document is None or reading.diagnostics:
        return Read((), reading.diagnostics)
    shape, found = faults.shaped_document(ScenariosShape, reading.document)
    if shape is None:
        return Read((), found)
    complaints = tuple(_complaints(reading.document))
    answers = shape.base or base or {}
    scenarios = tuple(
        _scenario(each, answers, shape.procedure or procedure, (reading.document, n))
        for n, each in enumerate(shape.scenarios)
    )
    return Read(scenarios, complaints)


def answers_on(scenario: Scenario, day: date) -> dict[str, Any]:
    """Give the raw answers of a scenario on a day, with every `= …` worked out."""
    worked: dict[str, Any] = _worked(scenario.answers, day)
    return worked


def values_on(value: Any, day: date) -> Any:  # noqa: ANN401 - any raw answers
    """Give other raw answers (of an act) on a day, with every `= …` worked out."""
    return _worked(value, day)


def _scenario(
    shape: ScenarioShape, base: Mapping[str, Any], procedure: str, at: tuple[Document, int]
) -> Scenario:
    document, n = at
    answers = paths.copy(base)
    for path, value in shape.values.items():
        _put(answers, path, paths.copy(value))
    gone = [path for path in shape.without if paths.get(answers, path) is not None]
    for path in gone:
        paths.drop(answers, path)
    mark = document.marks.nearest(("scenarios", n))
    return Scenario(
        name=shape.scenario,
        procedure=procedure,
        answers=answers,
        expect=_expectation(shape),
        on=shape.on,
        without=tuple(each for each in shape.without if each not in gone),
        acts=tuple(
            _act(each, document.marks.nearest(("scenarios", n, "acts", m)).line)
            for m, each in enumerate(shape.acts)
        ),
        file=document.file,
        line=mark.line,
    )


def _expectation(shape: ScenarioShape) -> Expectation:
    expect = shape.expect
    return Expectation(
        errors=expect.errors,
        fees=expect.fees,
        reduced=expect.reduced,
        step=expect.step,
        end=expect.end,
        papers=None if expect.papers is None else tuple(expect.papers),
        used=None if expect.clock is None else expect.clock.get("used"),
        refused=expect.refused,
    )


def _act(shape: ActShape, line: int) -> ScenarioAct:
    kind = next(name for name in ACTS if _said(shape, name) is not None)
    value = _said(shape, kind)
    if kind in ("schedule", "extend"):
        value = _span(value)
    details = {"ground": shape.ground, "opinion": shape.opinion}
    return ScenarioAct(
        kind=kind,
        value=tuple(value) if isinstance(value, list) else value,
        after=_span(shape.on),
        details={name: text for name, text in details.items() if text is not None},
        line=line,
    )


def _said(shape: ActShape, name: str) -> Any:  # noqa: ANN401 - whatever stands beside the act
    return getattr(shape, "pass_" if name == "pass" else name)


def _span(text: object) -> Period | None:
    return periods.parse(text.removeprefix("+")) if isinstance(text, str) else None


def _complaints(document: Document) -> Iterator[Diagnostic]:
    """Look for expressions and spans that cannot be read."""
    for path in document.marks:
        value = _at(document.data, path)
        if isinstance(value, str) and value.startswith(_SIGN):
            compiled = _compiled(value)
            for each in compiled if isinstance(compiled, tuple) else ():
                mark = document.marks.nearest(path)
                column = mark.column + len(_SIGN) + each.column
                code, width = f"P{each.code[1:]}", max(each.width, 1)
                yield Diagnostic(
                    code, each.message_ja, each.hint_ja, document.file, mark.line, column, width
                )
        if _is_span(path) and _span(value) is None:
            mark = document.marks.nearest(path)
            words = f"時間として読めません（例: +days(3)、{periods.EXAMPLES}）。"
            yield Diagnostic("P205", words, "", document.file, mark.line, mark.column, mark.width)


def _is_span(path: Path) -> bool:
    return len(path) == 5 and path[2] == "acts" and path[4] in ("on", "schedule", "extend")


def _at(data: Any, path: Path) -> Any:  # noqa: ANN401 - any data
    for part in path:
        data = data[part]
    return data


@lru_cache(maxsize=512)
def _compiled(text: str) -> Expression | tuple[Complaint, ...]:
    return compile_expression(text.removeprefix(_SIGN), Scope({}), None)


def _worked(value: Any, day: date) -> Any:  # noqa: ANN401 - any raw answers
    if isinstance(value, Mapping):
        return {name: _worked(each, day) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_worked(each, day) for each in value]
    if not isinstance(value, str) or not value.startswith(_SIGN):
        return value
    compiled = _compiled(value)
    if isinstance(compiled, tuple):
        raise ValueError(f"not an expression: {value}")
    return _plain(compiled.run(Facts({}, day, day)))


def _plain(value: object) -> Any:  # noqa: ANN401 - any raw answer
    match value:
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case _:
            return value


def _put(answers: dict[str, Any], path: str, value: object) -> None:
    """Set an answer; a number in the path picks a row that is there."""
    *lead, last = path.split(".")
    for n, step in enumerate(lead):
        if step.isdigit():
            rows = paths.get(answers, ".".join(lead[:n]))
            row = rows[int(step)] if isinstance(rows, list) and int(step) < len(rows) else None
            if isinstance(row, dict):
                _put(row, ".".join([*lead[n + 1 :], last]), value)
            return
    paths.put(answers, path, value)
