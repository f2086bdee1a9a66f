import shutil
import threading
from collections import Counter
from pathlib import Path

import pytest

from app.definitions import findings, library, proofs
from app.definitions.diagnostics import Diagnostic
from app.definitions.linker import Linked
from tests.support.definitions import FOOD, PROCEDURES, WORKFLOWS


@pytest.fixture
def office(tmp_path: Path) -> Path:
    shutil.copytree(PROCEDURES / "_shared", tmp_path / "procedures/_shared")
    shutil.copytree(FOOD.parent, tmp_path / "procedures/bureau" / FOOD.parent.name)
    (tmp_path / "flows").mkdir()
    for path in WORKFLOWS.glob("*.yaml"):
        shutil.copy(path, tmp_path / "flows")
    return tmp_path


@pytest.fixture
def proved(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count how often each procedure is proved."""
    count: Counter[str] = Counter()
    prove = proofs.prove

    def counted(linked: Linked, sources: library.Sources) -> tuple[Diagnostic, ...]:
        count[linked.procedure.id if linked.procedure else ""] += 1
        return prove(linked, sources)

    monkeypatch.setattr(proofs, "prove", counted)
    return count


def read(office: Path) -> tuple[Diagnostic, ...]:
    found = library.load(office / "procedures", office / "flows", office / "cache")
    return found.diagnostics


def food(office: Path) -> Path:
    return office / "procedures/bureau" / FOOD.parent.name / FOOD.name


def test_what_has_not_changed_is_not_proved_again(office: Path, proved: Counter[str]) -> None:
    first = read(office)
    assert read(office) == first
    assert proved == {"food-business-permit": 1}


def test_a_line_more_moves_what_is_found(office: Path, proved: Counter[str]) -> None:
    text = food(office).read_text().replace('min: "0.1"', 'min: "999990"')
    food(office).write_text(text)
    [first] = [each for each in read(office) if each.code == "P808"]
    food(office).write_text(f"\n{text}")
    [second] = [each for each in read(office) if each.code == "P808"]
    assert second.line == first.line + 1
    assert proved.total() == 2


def test_a_change_of_what_is_shared_proves_all_anew(office: Path, proved: Counter[str]) -> None:
    read(office)
    block = office / "procedures/_shared/blocks/contact.yaml"
    block.write_text(f"{block.read_text()}\n")
    read(office)
    assert proved.total() == 2


def test_a_spoilt_cache_costs_time_and_nothing_else(office: Path, proved: Counter[str]) -> None:
    first = read(office)
    for spoilt in ("", "{}", '{"checker": 1, "found": []}', '["checker"]'):
        (office / "cache/findings.json").write_text(spoilt)
        assert read(office) == first
    assert proved.total() == 5


def test_what_another_checker_kept_is_not_believed(tmp_path: Path) -> None:
    found = (Diagnostic("P100", "x"),)
    findings.close(findings.Keeping({}, {"key": found}), tmp_path)
    assert findings.opened(tmp_path).known == {"key": found}
    kept = (tmp_path / "findings.json").read_text()
    (tmp_path / "findings.json").write_text(kept.replace(findings.checker(), "other"))
    assert findings.opened(tmp_path).known == {}


def test_several_processes_find_the_same_in_the_same_order() -> None:
    def work(number: int) -> findings.Found:
        return (Diagnostic("P100", f"{number}", width=number),)

    keys = [str(number) for number in range(60)]
    found = findings.all_of(findings.Keeping(), keys, work)
    assert [each.message for each in found] == keys


def test_a_process_with_several_threads_is_not_forked() -> None:
    seen = set()

    def work(number: int) -> findings.Found:
        seen.add(threading.get_ident())
        return ()

    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        findings.all_of(findings.Keeping(), [str(number) for number in range(40)], work)
    finally:
        done.set()
        other.join()
    assert seen == {threading.get_ident()}
