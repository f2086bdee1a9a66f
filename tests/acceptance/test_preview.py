"""試写: a procedure in the real application while its files are being written."""

import shutil
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from app.definitions import library
from app.kernel.errors import Refusal
from app.services import preview
from app.services.context import Context
from app.services.preview import Stage
from app.web import app as web
from tests.support import office
from tests.support.definitions import PROCEDURES, WORKFLOWS


@pytest.fixture
def stage(ctx: Context, tmp_path: Path) -> Stage:
    folders = (tmp_path / "procedures", tmp_path / "workflows")
    shutil.copytree(PROCEDURES, folders[0])
    shutil.copytree(WORKFLOWS, folders[1])
    load = partial(library.load, *folders)
    ctx.catalogue.library = load()
    return preview.open_stage(ctx, office.FOOD, load, folders)


def visitor(ctx: Context, stage: Stage) -> office.TestClient:
    return office.TestClient(
        web.create(ctx, stage=stage), base_url=office.BASE_URL, follow_redirects=True
    )


def rewrite(stage: Stage, old: str, new: str) -> None:
    file = next(stage.folders[0].rglob(f"{office.FOOD}/2026-04-01.yaml"))
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_a_scenario_fills_the_form_of_the_real_application(ctx: Context, stage: Stage):
    browser = visitor(ctx, stage)
    page = browser.get("/preview")
    assert "この答えで開く" in page.text
    page = browser.post("/preview/fill", data={"scenario": "0"})
    assert page.url.path.startswith(f"/apply/{office.FOOD}/")
    assert "checked" in page.text
    assert "/preview" in page.text


def test_a_saved_file_is_read_again_and_the_page_can_tell(ctx: Context, stage: Stage):
    browser = visitor(ctx, stage)
    assert browser.get("/preview/state").json() == {"number": 1, "broken": False}
    rewrite(stage, "ja: 食品営業許可申請（新規）", "ja: 食品の許可")
    preview.reload(ctx, stage)
    assert browser.get("/preview/state").json() == {"number": 2, "broken": False}
    assert "食品の許可" in browser.get(f"/procedures/{office.FOOD}").text


def test_a_broken_file_leaves_the_last_sound_version_on_the_stage(ctx: Context, stage: Stage):
    browser = visitor(ctx, stage)
    rewrite(stage, "when: shop_form == 'vehicle'", "when: shop_from == 'vehicle'")
    preview.reload(ctx, stage)
    assert browser.get("/preview/state").json()["broken"]
    assert "P401" in browser.get("/preview").text
    assert browser.get(f"/procedures/{office.FOOD}").status_code == 200


def test_the_files_are_watched(ctx: Context, stage: Stage):
    stop = threading.Event()
    watching = threading.Thread(target=preview.watch, args=(ctx, stage, stop))
    watching.start()
    rewrite(stage, "ja: 食品営業許可申請（新規）", "ja: 食品の許可")
    until = time.monotonic() + 20
    while stage.number == 1 and time.monotonic() < until:
        time.sleep(0.05)
    stop.set()
    watching.join()
    assert stage.number == 2


def test_there_is_no_preview_in_an_office(ctx: Context):
    assert office.client(ctx).get("/preview").status_code == 404


def test_an_unknown_scenario_is_refused(ctx: Context, stage: Stage):
    for wrong in ("99", "-1", "x", ""):
        answer = visitor(ctx, stage).post("/preview/fill", data={"scenario": wrong})
        assert answer.status_code == 404


def test_an_unknown_procedure_cannot_be_previewed(ctx: Context, stage: Stage):
    with pytest.raises(Refusal) as refused:
        preview.open_stage(ctx, "nothing", stage.load, stage.folders)
    assert refused.value.code == "procedure.not_found"
