"""Procedures taken over from another office, with what differs laid over them."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from app.cases import rehearsal
from app.definitions import differences, library, packs
from app.definitions.library import Library
from tests.support.definitions import PROCEDURES, ROOT, WORKFLOWS, real_library

DAY = date(2026, 6, 1)
ID = "food-business-permit"
PACK = ROOT / "tests/data/pack"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Give a copy of the example, to be changed at will."""
    folder = tmp_path / "pack"
    shutil.copytree(PACK, folder)
    file = folder / "pack.yaml"
    file.write_text(
        file.read_text("utf-8").replace("../../../procedures", str(PROCEDURES)), "utf-8"
    )
    return folder


def load(folder: Path = PACK) -> Library:
    return library.load(folder, WORKFLOWS)


def test_a_pack_offers_what_it_changes_and_what_it_takes_as_it_stands():
    found = load()
    assert found.ids() == ("fire-manager-appointment", ID)
    same = "fire-manager-appointment"
    assert found.versions[same][0].digest == real_library().versions[same][0].digest
    assert found.versions[ID][0].digest != real_library().versions[ID][0].digest


def test_the_example_has_no_fault_and_its_scenarios_pass():
    found = load()
    assert found.diagnostics == ()
    procedure = found.current(ID, DAY)
    assert procedure is not None
    assert len(found.scenarios(ID)) == 2
    for each in found.scenarios(ID):
        assert rehearsal.play(procedure, each, DAY).faults == ()


def test_what_differs_from_the_base_can_be_told():
    base, own = real_library().current(ID, DAY), load().current(ID, DAY)
    assert base is not None
    assert own is not None
    words = [each.words for each in differences.between(base, own)]
    assert "添付書類「営業所の案内図」が加わります。" in words
    assert "工程「決定」の決裁の順が変わります：「係長 → 課長」→「課長」" in words


def edited(folder: Path, old: str, new: str) -> list[tuple[str, str, int]]:
    file = folder / f"{ID}.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    return [(Path(each.file).name, each.code, each.line) for each in load(folder).diagnostics]


def line(folder: Path, words: str) -> int:
    lines = (folder / f"{ID}.yaml").read_text("utf-8").splitlines()
    return next(n for n, each in enumerate(lines, 1) if words in each)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("max: 5000", "max: 5000, colour: red", "P201"),
        ("max: 5000", "max: 5000, when: nothing > 2", "P401"),
        ("route: [課長]", "route: [区長]", "P307"),
        ("food_categories: null", "no_such_field: null", "P304"),
        ("manager_proof: null", "no_such_paper: null", "P304"),
        ("business_days(20)", "three weeks", "P205"),
    ],
)
def test_a_fault_is_shown_in_the_overlay_at_its_line(copied, old, new, code):
    found = edited(copied, old, new)
    assert (f"{ID}.yaml", code, line(copied, new)) in found


def test_a_fault_of_the_base_is_shown_in_the_base(copied):
    found = edited(copied, "  food_categories: null\n", "  shop_form: null\n")
    assert "2026-04-01.yaml" in {name for name, _, _ in found}


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("pack.yaml", "pack: x\n", "P202"),
        ("no-such-procedure.yaml", "overlay: no-such-procedure\n", "P308"),
        (f"{ID}.yaml", "overlay: something-else\n", "P206"),
        (f"{ID}.yaml", f"overlay: {ID}\ncode: XX\n", "P201"),
    ],
)
def test_what_is_wrong_with_the_pack_itself_is_told(copied, name, text, code):
    (copied / name).write_text(text, "utf-8")
    assert code in {each.code for each in load(copied).diagnostics if Path(each.file).name == name}


def test_pieces_of_the_pack_take_the_place_of_the_bases(copied):
    shared = copied / "_shared"
    (shared / "lists").mkdir(parents=True)
    text = (PROCEDURES / "_shared/organisation.yaml").read_text("utf-8")
    (shared / "organisation.yaml").write_text(text.replace("東京都", "見本市", 1), "utf-8")
    found = load(copied)
    assert found.shelves.files["organisation"] == str(shared / "organisation.yaml")
    assert found.shelves.files["blocks/applicant"].startswith(str(PROCEDURES))


def test_a_file_that_the_pack_lacks_is_that_of_its_base():
    found = packs.shared_file(PACK, "demo-people.yaml")
    assert found.resolve() == (PROCEDURES / "_shared/demo-people.yaml").resolve()
    assert packs.shared_file(PROCEDURES, "demo-people.yaml") == (
        PROCEDURES / "_shared/demo-people.yaml"
    )


def test_a_changed_overlay_is_not_taken_from_the_cache(copied, tmp_path):
    cache = tmp_path / "cache"
    before = library.load(copied, WORKFLOWS, cache).versions[ID][0].digest
    assert library.load(copied, WORKFLOWS, cache).versions[ID][0].digest == before
    file = copied / f"{ID}.yaml"
    file.write_text(file.read_text("utf-8").replace("16000", "16001"), "utf-8")
    assert library.load(copied, WORKFLOWS, cache).versions[ID][0].digest != before
