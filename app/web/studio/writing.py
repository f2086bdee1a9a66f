"""原稿の画面: the text of a procedure, what is wrong with it, and how it looks, side by side."""

from dataclasses import replace

from app.cases import answers, coverage, rehearsal
from app.cases.answers import Moment
from app.definitions import translation
from app.definitions.diagnostics import Diagnostic
from app.definitions.manuscripts import VERSION
from app.definitions.model import Procedure, say
from app.kernel.clock import local_day
from app.services import manuscripts, studio
from app.services.context import Context
from app.services.manuscripts import File
from app.services.studio import Findings
from app.web import forms
from app.web.forms import Sheet
from app.web.studio_views import EditorPage, FileTab, Finding, ScenarioLine, StagePage
from app.web.views import Link

_SORTS = {"moves": "遷移", "conditions": "条件", "fee_rows": "手数料の行"}


def home(procedure_id: str) -> str:
    """Give the address of a procedure in the studio."""
    return f"/studio/{procedure_id}"


def page(
    ctx: Context, procedure_id: str, found: dict[str, File], file: str, *, may_write: bool
) -> EditorPage:
    """Put together the page on which a file of a procedure is written."""
    chosen = found.get(file) or found[VERSION]
    told = studio.findings(ctx, procedure_id, manuscripts.written(found))
    procedure = told.trial.examined.procedure
    return EditorPage(
        id=procedure_id,
        title=title(ctx, procedure_id, procedure),
        url=home(procedure_id),
        tabs=tuple(_tab(procedure_id, each, chosen.name) for each in _ordered(found)),
        file=chosen.name,
        text=chosen.text,
        revision=chosen.revision,
        may_write=may_write,
        saved_by=chosen.by,
        findings=findings(told),
        scenarios=scenarios(ctx, told),
        covered=covered(told),
        changes=len(told.differences),
        languages=languages(procedure_id, procedure),
        picture=told.picture,
        ready=told.trial.ready,
    )


def title(ctx: Context, procedure_id: str, procedure: Procedure | None) -> str:
    """Give what a procedure is called, as it is being written or else as it is published."""
    known = procedure or studio.newest(ctx, procedure_id)
    return procedure_id if known is None else say(known.title)


def findings(told: Findings) -> tuple[Finding, ...]:
    """Give what is wrong with a manuscript, errors first."""
    found = sorted(told.trial.examined.diagnostics, key=lambda each: each.severity != "error")
    return tuple(_finding(each) for each in found)


def scenarios(ctx: Context, told: Findings) -> tuple[ScenarioLine, ...]:
    """Give the scenarios of a manuscript and how each went."""
    procedure = told.trial.examined.procedure
    if procedure is None:
        return ()
    today = local_day(ctx.clock())
    return tuple(
        ScenarioLine(n, each.name, rehearsal.play(procedure, each, today).faults)
        for n, each in enumerate(told.trial.examined.scenarios)
    )


def covered(told: Findings) -> tuple[str, ...]:
    """Say how much of a manuscript its scenarios try, and what they do not."""
    if told.coverage is None:
        return ()
    parts = coverage.parts(told.coverage).items()
    return tuple(
        f"{_SORTS[sort]} {each.tried}/{each.every}"
        + (f"（試していない: {'、'.join(each.missing[:5])}）" if each.missing else "")
        for sort, each in parts
    )


def languages(procedure_id: str, procedure: Procedure | None) -> tuple[Link, ...]:
    """Give the languages in which a procedure can be looked at."""
    known = translation.languages_of(procedure) if procedure else ("ja",)
    return tuple(Link(each, translation.LANGUAGES[each]) for each in known)


def stage(ctx: Context, told: Findings, page_id: str, n: int, language: str) -> StagePage | None:
    """Show a page of the form as residents would see it, filled from a scenario; None if it
    cannot be shown.
    """
    procedure = told.trial.examined.procedure
    if procedure is None:
        return None
    said = translation.in_language(procedure, language)
    moment = Moment(local_day(ctx.clock()))
    known = told.trial.examined.scenarios
    given = (
        rehearsal.check(procedure, known[n], moment.today).answers if 0 <= n < len(known) else {}
    )
    shown = answers.visible_pages(said, given, moment) or said.pages[:1]
    chosen = next((each for each in shown if each.id == page_id), shown[0])
    sheet = Sheet(forms.filled(chosen, given, moment), given, moment)
    asked = answers.visible_fields(chosen, given, moment)
    return StagePage(
        procedure=say(said.title),
        title=say(chosen.title),
        help=say(chosen.help) if chosen.help else "",
        fields=tuple(forms.question(each, sheet) for each in asked),
        pages=tuple(Link(each.id, say(each.title)) for each in shown),
        current=chosen.id,
        language=language if language in translation.LANGUAGES else "ja",
    )


def with_typed(view: EditorPage, text: str, revision: int, conflict: str) -> EditorPage:
    """Give the page with what somebody typed, which could not be kept, and why."""
    return replace(view, text=text, revision=revision, conflict=conflict)


def _finding(each: Diagnostic) -> Finding:
    return Finding(
        file=each.file,
        line=each.line,
        column=each.column,
        width=each.width,
        severity=each.severity,
        code=each.code,
        message=each.message,
        hint=each.hint,
        url=f"/studio/diagnostics/{each.code}",
    )


def _ordered(found: dict[str, File]) -> list[File]:
    return sorted(found.values(), key=lambda each: (each.name != VERSION, each.name))


def _tab(procedure_id: str, file: File, current: str) -> FileTab:
    label = "手続" if file.name == VERSION else file.name.removeprefix("tests/")
    url = f"{home(procedure_id)}?file={file.name}"
    return FileTab(file.name, label, url, file.name == current, file.revision > 0)
