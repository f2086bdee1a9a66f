import shutil
from pathlib import Path

from app.definitions import library, locking
from tests.support.definitions import PROCEDURES, WORKFLOWS

ID = "fire-manager-appointment"
KEY = f"{ID}/2026-04-01"


def copied(tmp_path: Path) -> tuple[Path, Path]:
    """Give a copy of the definitions, with one version locked, and that version's file."""
    procedures = tmp_path / "procedures"
    shutil.copytree(PROCEDURES, procedures)
    read = library.load(procedures, WORKFLOWS)
    file = read.versions[ID][0].file
    lock = locking.written({KEY: locking.digest(read.shelves.data[file])})
    (procedures / locking.NAME).write_text(lock, encoding="utf-8")
    return procedures, Path(file)


def codes(procedures: Path) -> list[str]:
    return [each.code for each in library.load(procedures, WORKFLOWS).shelves.diagnostics]


def test_a_locked_version_that_is_as_it_was_is_no_matter(tmp_path: Path):
    procedures, file = copied(tmp_path)
    file.write_text(f"# 注記\n{file.read_text('utf-8')}", encoding="utf-8")
    assert codes(procedures) == []


def test_a_locked_version_that_says_something_else_is_found(tmp_path: Path):
    procedures, file = copied(tmp_path)
    file.write_text(file.read_text("utf-8").replace("agent: true", "agent: false"), "utf-8")
    assert codes(procedures) == ["P220"]


def test_a_locked_version_that_is_gone_is_found(tmp_path: Path):
    procedures, file = copied(tmp_path)
    file.unlink()
    assert codes(procedures) == ["P220"]


def test_a_lock_is_read_as_it_was_written(tmp_path: Path):
    procedures, _ = copied(tmp_path)
    known = locking.read(procedures)
    assert list(known) == [KEY]
    assert locking.written(known) == (procedures / locking.NAME).read_text("utf-8")
