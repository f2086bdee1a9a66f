"""Verbs that open the office: run, worker, migrate, doctor, token.

Know no definition and no case.
"""

import argparse
import os
import subprocess
import sys

import uvicorn

from app import bootstrap, configured
from app.cli.verbs import MISUSED, WELL, WRONG, Verbs, as_json, tell
from app.services import demo, health, tokens

_WORKER = (sys.executable, "-m", "app.worker", "--with-parent")


def register(verbs: Verbs) -> None:
    """Add the verbs of this module."""
    verbs.add("run", _run, "serve the counter: web and worker together")
    verbs.add("worker", _worker, "carry out effects and deadlines, without a web server")
    verbs.add("migrate", _migrate, "bring the database up to date")
    words = "check database, gateways, fonts and keys"
    verbs.add("doctor", _doctor, words, for_programs=True)
    words = "bearer token for the API, demo only"
    token = verbs.add("token", _token, words, for_programs=True)
    token.add_argument("--as", dest="person", required=True, metavar="PERSON")


def _run(asked: argparse.Namespace) -> int:
    settings = configured.settings()
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
    tell(
        "",
        f"  窓口 Madoguchi   {url}",
        f"  住民のページ       {url}/",
        f"  職員のコンソール   {url}/console",
        f"  API                {url}/api/docs",
    )
    if office.context.demo:
        people = office.context.demo_people
        tell(
            f"  デモの人たち       {url}/demo （{len(people)}人のだれにでもなれます）",
            f"  デモの郵便受け     {url}/demo/mailbox",
            f"  デモの時計         {url}/demo/clock",
        )
    tell("", "  止めるには Ctrl-C を押してください。", "")


def _migrate(asked: argparse.Namespace) -> int:
    office = bootstrap.open_office(configured.settings())
    try:
        health.migrate(office.context)
    finally:
        office.close()
    tell("データベースは最新です。")
    return WELL


def _doctor(asked: argparse.Namespace) -> int:
    office = bootstrap.open_office(configured.settings())
    try:
        findings = health.examine(office.context)
    finally:
        office.close()
    if asked.json:
        tell(as_json([{"part": f.part, "ok": f.ok, "words": f.words} for f in findings]))
    else:
        tell(*(f"{'✓' if f.ok else '✗'} {f.part}: {f.words}" for f in findings))
    return WELL if all(each.ok for each in findings) else WRONG


def _token(asked: argparse.Namespace) -> int:
    settings = configured.settings()
    if settings.production:
        tell("この命令は、デモ環境でだけ使えます。", to=sys.stderr)
        return MISUSED
    office = bootstrap.open_office(settings)
    try:
        made = tokens.for_person(office.context, asked.person)
    finally:
        office.close()
    tell(as_json({"access_token": made}) if asked.json else made)
    return WELL
