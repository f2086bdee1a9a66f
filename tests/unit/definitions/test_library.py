import shutil
from datetime import date

import pytest

from app.definitions import library
from app.definitions.diagnostics import errors
from tests.support.definitions import FOOD, PROCEDURES, WORKFLOWS, real_library

DAY = date(2026, 6, 1)
ID = "food-business-permit"


@pytest.fixture
def copied(tmp_path):
    """Give copies of the shared pieces, the workflows, and of the model procedure alone."""
    shutil.copytree(WORKFLOWS, tmp_path / "workflows", ignore=shutil.ignore_patterns("tests"))
    shutil.copytree(PROCEDURES / "_shared", tmp_path / "procedures/_shared")
    shutil.copytree(FOOD.parent, tmp_path / "procedures/hokeniryo" / ID)
    return tmp_path


def load(copied, cache=None):
    return library.load(copied / "procedures", copied / "workflows", cache)


def test_the_real_files_are_sound():
    assert errors(real_library().diagnostics) == ()


def test_a_procedure_is_found_by_id_and_by_digest():
    found = real_library().current(ID, DAY)
    assert found is not None
    assert real_library().by_digest(found.digest) is found
    assert real_library().current("nothing", DAY) is None
    assert real_library().by_digest("0" * 64) is None


def test_a_version_holds_from_its_day(copied):
    folder = copied / "procedures/hokeniryo" / ID
    text = (folder / "2026-04-01.yaml").read_text("utf-8")
    later = text.replace("effective: 2026-04-01", "effective: 2027-04-01")
    (folder / "2027-04-01.yaml").write_text(later, "utf-8")
    (folder / "2026-04-01.2.yaml").write_text(text.replace("花子", "花"), "utf-8")
    found = load(copied)
    assert [each.number for each in found.versions[ID]] == [1, 2, 1]
    assert found.version(ID, date(2026, 3, 31)) is None
    assert found.version(ID, date(2027, 3, 31)).number == 2
    assert found.current(ID, date(2027, 4, 1)).effective == date(2027, 4, 1)


def test_a_list_needs_no_linking():
    summary = next(each for each in real_library().summaries(DAY) if each.id == ID)
    assert summary.department_name == "都保健所"
    assert summary.workflow == "examine-inspect-decide"
    assert not summary.free


def test_posts_come_from_above_where_none_are_given():
    organisation = real_library().organisation
    assert "保健所長" in organisation.posts["hokeniryo/health-centre/tama-fuchu"]
    assert organisation.units["soumu/disclosure"].name == "総務部情報公開課"


def test_the_cache_gives_the_same_library(copied, tmp_path):
    cache = tmp_path / "cache"
    first = load(copied, cache)
    second = load(copied, cache)
    assert (cache / "definitions.json").exists()
    assert second.versions == first.versions
    assert second.current(ID, DAY) == first.current(ID, DAY)


def test_a_changed_file_is_read_again(copied, tmp_path):
    first = load(copied, tmp_path / "cache")
    block = copied / "procedures/_shared/blocks/contact.yaml"
    block.write_text(block.read_text("utf-8").replace("日中に", "昼に"), "utf-8")
    second = load(copied, tmp_path / "cache")
    assert second.versions[ID][0].digest != first.versions[ID][0].digest


@pytest.mark.parametrize("rubbish", ["", "{", "[]", '{"format": 2, "files": 3}'])
def test_a_broken_cache_is_only_slow(copied, tmp_path, rubbish):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache/definitions.json").write_text(rubbish)
    assert load(copied, tmp_path / "cache").current(ID, DAY) is not None


def test_a_bad_file_takes_nothing_else_with_it(copied):
    (copied / "procedures/hokeniryo/other").mkdir()
    (copied / "procedures/hokeniryo/other/2026-04-01.yaml").write_text("a: [", "utf-8")
    (copied / "procedures/_shared/blocks/bad.yaml").write_text("block: good\n", "utf-8")
    (copied / "procedures/hokeniryo/stray.yaml").write_text("a: 1\n", "utf-8")
    found = load(copied)
    assert found.current(ID, DAY) is not None
    assert {each.code for each in found.diagnostics} == {"P101", "P202", "P206"}


def test_a_procedure_must_lie_where_it_says(copied):
    folder = copied / "procedures/hokeniryo" / ID
    folder.rename(folder.with_name("food"))
    fault = next(each for each in load(copied).diagnostics if each.code == "P206")
    assert (fault.line, fault.column) == (3, 12)


def test_two_procedures_cannot_share_a_code(copied):
    folder = copied / "procedures/hokeniryo" / ID
    shutil.copytree(folder, folder.with_name("copy"), ignore=shutil.ignore_patterns("tests"))
    path = folder.with_name("copy") / "2026-04-01.yaml"
    path.write_text(path.read_text("utf-8").replace(f"procedure: {ID}", "procedure: copy"), "utf-8")
    assert "P303" in {each.code for each in load(copied).diagnostics}


def test_a_workflow_that_nobody_uses_is_checked_too(copied):
    path = copied / "workflows/disclose.yaml"
    path.write_text(path.read_text("utf-8").replace("ok: decide", "ok: decision"), "utf-8")
    fault = next(each for each in load(copied).diagnostics if each.code == "P501")
    assert fault.file.endswith("disclose.yaml")
    assert fault.line > 0


def test_posts_that_are_none_are_told_of_and_taken_for_none(copied):
    path = copied / "procedures/_shared/organisation.yaml"
    text = path.read_text("utf-8")
    at = text.index("posts: [")
    path.write_text(f"{text[:at]}posts: 5{text[text.index(']', at) + 1 :]}", "utf-8")
    assert "P203" in {each.code for each in load(copied).diagnostics if each.file == str(path)}
