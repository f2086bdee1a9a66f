"""Verb `preview`: the real application on a throw-away database, read again on every save.

Puts the office together as `run` does, with a database, files and mail of its own that are gone
afterwards. Knows no definition.
"""

import argparse
import tempfile
import threading
from functools import partial
from pathlib import Path

import uvicorn

from app import bootstrap, configured
from app.cli.verbs import WELL, Verbs, tell
from app.services import demo, duties, health, preview


def register(verbs: Verbs) -> None:
    """Add the verb."""
    words = "show a procedure in the real application, on a throw-away database, as you write it"
    verb = verbs.add("preview", _preview, words)
    verb.add_argument("id", metavar="ID")
    verb.add_argument("--port", type=int, default=8010, help="where to serve it (8010)")


def _preview(asked: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="madoguchi-preview-") as folder:
        settings = bootstrap.for_preview(configured.settings(), Path(folder), asked.port)
        office = bootstrap.open_office(settings)
        try:
            _show(office, asked.id)
        finally:
            office.close()
    return WELL


def _show(office: bootstrap.Office, procedure: str) -> None:
    # Not at the top: every verb would wait for all the pages of the office to be loaded.
    from app.web import app as web  # noqa: PLC0415

    ctx, settings = office.context, office.settings
    folders = (settings.procedures_dir, settings.workflows_dir)
    stage = preview.open_stage(ctx, procedure, partial(configured.catalogue, settings), folders)
    health.migrate(ctx)
    demo.furnish(ctx, bootstrap.sample(settings))
    stop = threading.Event()
    threads = [
        threading.Thread(target=preview.watch, args=(ctx, stage, stop)),
        threading.Thread(target=duties.work, args=(ctx, settings.worker_concurrency, stop)),
    ]
    for each in threads:
        each.start()
    tell("", f"  試写の台           {ctx.base_url}/preview", "", "  止めるには Ctrl-C。", "")
    try:
        uvicorn.run(
            web.create(ctx, stage=stage),
            host=settings.host,
            port=settings.port,
            log_level="warning",
            access_log=False,
            server_header=False,
        )
    finally:
        stop.set()
        for each in threads:
            each.join()
