"""Door: the command `madoguchi`. Exit 0 well, 1 the definitions or data are wrong, 2 used wrongly.

Each verb reads its arguments, asks one room, and writes the answer; nothing is decided here.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import uvicorn

from app import bootstrap
from app.cases import rehearsal
from app.definitions import diagnostics, editors, schema
from app.definitions.diagnostics import Diagnostic
from app.definitions.library import Library, Summary
from app.definitions.model import Procedure, say
from app.definitions.scenarios import Scenario
from app.kernel.clock import local_day, system_clock
from app.kernel.errors import Outage, Refusal
from app.services import demo, health, tokens

WELL, WRONG, MISUSED = 0, 1, 2
_WORKER = (sys.executable, "-m", "app.worker", "--with-parent")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and give the exit status."""
    asked = _parser().parse_args(arguments)
    verb: Callable[[argparse.Namespace], int] = asked.verb
    try:
        return verb(asked)
    except bootstrap.SettingsError as error:
        _tell("設定に直すところがあります。", *error.lines, to=sys.stderr)
        return MISUSED
    except Refusal as refusal:
        _tell(refusal.message, refusal.hint, to=sys.stderr)
        return WRONG
    except Outage as outage:
        _tell(outage.message, to=sys.stderr)
        return WRONG
    except BrokenPipeError:
        return WELL


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("madoguchi", description="窓口 Madoguchi: the digital counter")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    _add(verbs, "run", _run, "serve the counter: web and worker together")
    _add(verbs, "worker", _worker, "carry out effects and deadlines, without a web server")
    _add(verbs, "migrate", _migrate, "bring the database up to date")
    doctor = _add(verbs, "doctor", _doctor, "check database, gateways, fonts and keys")
    listing = _add(verbs, "list", _list, "list the catalogue")
    check = _add(verbs, "check", _check, "say everything that is wrong with the definitions")
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    check.add_argument("--format", choices=("human", "json", "github"), default="human")
    test = _add(verbs, "test", _test, "run the scenarios and tell which transitions they take")
    test.add_argument("ids", nargs="*", metavar="ID")
    shape = _add(verbs, "schema", _schema, "JSON Schema of a kind of definition file, for editors")
    shape.add_argument("kind", choices=tuple(editors.SHAPES), metavar="KIND")
    answers = _add(verbs, "answers-schema", _answers_schema, "JSON Schema of a procedure's answers")
    answers.add_argument("id", metavar="ID")
    token = _add(verbs, "token", _token, "bearer token for the API, demo only")
    token.add_argument("--as", dest="person", required=True, metavar="PERSON")
    for each in (doctor, listing, test, token):
        each.add_argument("--json", action="store_true", help="for programs")
    return parser


def _add(verbs: Any, name: str, verb: Callable[[argparse.Namespace], int], words: str) -> Any:  # noqa: ANN401
    parser = verbs.add_parser(name, help=words, description=words)
    parser.set_defaults(verb=verb)
    return parser


def _run(asked: argparse.Namespace) -> int:
    settings = bootstrap.settings()
    office = bootstrap.current(settings)
    worker = None
    try:
        health.migrate(office.context)
        if not settings.production:
            demo.seed(office.context, bootstrap.sample(settings))
        worker = subprocess.Popen(_WORKER, stdin=subprocess.PIPE)  # noqa: S603 - our own program
        _greet(office)
        uvicorn.run(
            "app.main:application",
            host=settings.host,
            port=settings.port,
            workers=settings.web_processes if settings.web_processes > 1 else None,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=10,
        )
    finally:
        if worker is not None:
            _stop(worker)
        office.close()
    return WELL


def _worker(asked: argparse.Namespace) -> int:
    # In place of this process, so that whoever stops this one stops the worker.
    os.execv(sys.executable, _WORKER[:-1])  # noqa: S606 - our own program


def _stop(worker: subprocess.Popen[bytes]) -> None:
    if worker.stdin is not None:
        worker.stdin.close()
    try:
        worker.wait(timeout=30)
    except subprocess.TimeoutExpired:
        worker.kill()


def _greet(office: bootstrap.Office) -> None:
    url = office.context.base_url
    _tell(
        "",
        f"  窓口 Madoguchi   {url}",
        f"  住民のページ       {url}/",
        f"  職員のコンソール   {url}/console",
        f"  API                {url}/api/docs",
    )
    if office.context.demo:
        people = office.context.demo_people
        _tell(
            f"  デモの人たち       {url}/demo （{len(people)}人のだれにでもなれます）",
            f"  デモの郵便受け     {url}/demo/mailbox",
            f"  デモの時計         {url}/demo/clock",
        )
    _tell("", "  止めるには Ctrl-C を押してください。", "")


def _migrate(asked: argparse.Namespace) -> int:
    office = bootstrap.open_office(bootstrap.settings())
    try:
        health.migrate(office.context)
    finally:
        office.close()
    _tell("データベースは最新です。")
    return WELL


def _doctor(asked: argparse.Namespace) -> int:
    office = bootstrap.open_office(bootstrap.settings())
    try:
        findings = health.examine(office.context)
    finally:
        office.close()
    if asked.json:
        _tell(_json([{"part": f.part, "ok": f.ok, "words": f.words} for f in findings]))
    else:
        _tell(*(f"{'✓' if f.ok else '✗'} {f.part}: {f.words}" for f in findings))
    return WELL if all(each.ok for each in findings) else WRONG


def _list(asked: argparse.Namespace) -> int:
    rows = _library().summaries(_today())
    if asked.json:
        shown = [
            {"id": r.id, "title": say(r.title), "department": r.department,
             "workflow": r.workflow, "effective": r.effective.isoformat(), "digest": r.digest}
            for r in rows
        ]  # fmt: skip
        _tell(_json(shown))
    else:
        _tell(
            *(f"{r.id}\t{say(r.title)}\t{r.department}\t{r.workflow}\t{r.effective}" for r in rows)
        )
    return WELL


def _row(of: Summary) -> str:
    words = (of.id, say(of.title), of.department, of.workflow, of.effective.isoformat())
    return "\t".join(words)


def _check(asked: argparse.Namespace) -> int:
    missing = [str(path) for path in asked.paths if not path.exists()]
    if missing:
        _tell(*(f"{path} がありません。" for path in missing), to=sys.stderr)
        return MISUSED
    library = _library()
    found = [d for d in library.diagnostics if _is_under(d, asked.paths)]
    if asked.format == "json":
        _tell(_json([diagnostics.to_json(each) for each in found]))
    elif asked.format == "github":
        _tell(*(_github(each) for each in found))
    else:
        _tell(*(diagnostics.human(each) for each in found))
        count = len(library.versions)
        _tell(f"{count}件の手続に、直すところは{len(found)}か所あります。")
    return WRONG if any(each.severity == "error" for each in found) else WELL


def _test(asked: argparse.Namespace) -> int:
    library = _library()
    known = {each.id for each in library.summaries(_today())}
    strangers = [each for each in asked.ids if each not in known]
    if strangers:
        _tell(*(f"手続「{each}」はありません。" for each in strangers), to=sys.stderr)
        return MISUSED
    played = _play(library, asked.ids or sorted(known))
    failed = sum(1 for each in played if each["faults"])
    if asked.json:
        _tell(_json(played))
    else:
        for each in played:
            _tell(f"{'✗' if each['faults'] else '✓'} {each['procedure']}: {each['scenario']}")
            _tell(*(f"    {fault}" for fault in each["faults"]))
        _tell(*_coverage(library, played), f"{len(played) - failed} passed, {failed} failed")
    return WRONG if failed or not played else WELL


def _play(library: Library, ids: Sequence[str]) -> list[dict[str, Any]]:
    rows = []
    for scenario in _scenarios(library, ids):
        procedure = library.current(scenario.procedure, scenario.on or _today())
        if procedure is None:
            faults: tuple[str, ...] = ("この手続には誤りがあり、試せません。",)
            moves: list[list[str]] = []
        else:
            result = rehearsal.play(procedure, scenario, _today())
            faults, moves = result.faults, sorted([list(each) for each in result.moves])
        rows.append(
            {"procedure": scenario.procedure, "scenario": scenario.name, "file": scenario.file,
             "line": scenario.line, "faults": list(faults), "moves": moves}
        )  # fmt: skip
    return rows


def _scenarios(library: Library, ids: Sequence[str]) -> list[Scenario]:
    wanted = set(ids)
    own = [each for name in ids for each in library.scenarios(name)]
    return own + [each for each in library.workflow_scenarios() if each.procedure in wanted]


def _coverage(library: Library, played: Sequence[dict[str, Any]]) -> list[str]:
    taken: dict[str, set[tuple[str, ...]]] = {}
    for each in played:
        taken.setdefault(each["procedure"], set()).update(tuple(move) for move in each["moves"])
    lines = []
    for name, moves in taken.items():
        procedure = library.current(name, _today())
        if isinstance(procedure, Procedure):
            every = rehearsal.transitions(procedure)
            missing = sorted(f"{step}→{move}" for step, move in every - moves)
            rest = f"（試していない: {'、'.join(missing)}）" if missing else ""
            lines.append(f"{name}: 遷移 {len(every & moves)}/{len(every)}{rest}")
    return lines


def _schema(asked: argparse.Namespace) -> int:
    _tell(_json(editors.schema(asked.kind)))
    return WELL


def _answers_schema(asked: argparse.Namespace) -> int:
    procedure = _library().current(asked.id, _today())
    if procedure is None:
        _tell(f"手続「{asked.id}」はありません。", to=sys.stderr)
        return MISUSED
    _tell(_json(schema.answers_schema(procedure)))
    return WELL


def _token(asked: argparse.Namespace) -> int:
    settings = bootstrap.settings()
    if settings.production:
        _tell("この命令は、デモ環境でだけ使えます。", to=sys.stderr)
        return MISUSED
    office = bootstrap.open_office(settings)
    try:
        made = tokens.for_person(office.context, asked.person)
    finally:
        office.close()
    _tell(_json({"access_token": made}) if asked.json else made)
    return WELL


def _library() -> Library:
    return bootstrap.catalogue(bootstrap.settings())


def _today() -> date:
    return local_day(system_clock())


def _is_under(found: Diagnostic, paths: Sequence[Path]) -> bool:
    if not paths:
        return True
    place = Path(found.file).resolve()
    return any(place.is_relative_to(path.resolve()) for path in paths)


def _github(found: Diagnostic) -> str:
    where = f"file={found.file},line={found.line},col={found.column}"
    return f"::{found.severity} {where},title={found.code}::{found.message}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)


def _tell(*lines: str, to: Any = None) -> None:  # noqa: ANN401
    out = to or sys.stdout
    for line in lines:
        out.write(f"{line}\n")
    out.flush()


if __name__ == "__main__":
    sys.exit(main())
