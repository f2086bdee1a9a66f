import pytest

from app.definitions import reader
from app.definitions.shape import faults
from app.definitions.shape.procedure import ProcedureShape
from app.definitions.shape.scenario import ScenariosShape
from app.definitions.shape.workflow import WorkflowShape
from tests.support.definitions import FOOD, WORKFLOWS

TEXT = FOOD.read_text("utf-8")


def found(model, text: str):
    document = reader.read(text.encode(), "food.yaml").document
    assert document is not None
    shape, diagnostics = faults.shaped_document(model, document)
    assert (shape is None) == bool(diagnostics)
    return diagnostics


def line_of(text: str, passage: str) -> tuple[int, int]:
    before, _ = text.split(passage, 1)
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def test_the_model_procedure_and_the_workflows_have_their_shape():
    assert found(ProcedureShape, TEXT) == ()
    for path in WORKFLOWS.glob("*.yaml"):
        assert found(WorkflowShape, path.read_text("utf-8")) == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "hint"),
    [
        ("\nattachments:", "\nattachement:", "P201", "もしかして: attachments"),
        ("{file: plan, label:", "{file: plan, lable:", "P201", "もしかして: label"),
        ("due: on_application", "due: on_aplication", "P204", "もしかして: on_application"),
        ("agent: true", "agent: はい", "P203", ""),
        ("period: null", "period: 14", "P205", ""),
        ("max: 60", "max: []", "P205", ""),
        ("- page: shop\n", "- page: Shop!\n", "P204", "半角"),
        ("code: SE", "code: se", "P204", ""),
        ("effective: 2026-04-01", "effective: 令和8年4月1日", "P205", ""),
    ],
)
def test_a_fault_of_shape_is_told_at_its_place(old, new, code, hint):
    text = TEXT.replace(old, new, 1)
    wrong = new.strip().split(" ")[-1].rstrip(":")
    fault = next(each for each in found(ProcedureShape, text) if each.code == code)
    line = line_of(text, new)[0] + new.startswith("\n")
    assert fault.line == line
    assert wrong in text.splitlines()[line - 1][fault.column - 1 :]
    assert hint in fault.hint


def test_a_missing_key_is_told_where_it_should_stand():
    (fault,) = found(ProcedureShape, TEXT.replace("department: hokeniryo/health-centre\n", ""))
    assert (fault.code, fault.line) == ("P202", 3)
    assert "department" in fault.message


def test_all_faults_are_told_in_one_run():
    text = TEXT.replace("agent: true", "agent: 1").replace("code: SE", "code: 5")
    assert len(found(ProcedureShape, text)) == 2


def test_a_fee_row_says_when_it_holds():
    text = TEXT.replace("is: 5600}", "iz: 5600}")
    assert [each.code for each in found(ProcedureShape, text)] == ["P205"]


def test_a_step_cannot_be_declared_by_a_procedure():
    codes = {each.code for each in found(ProcedureShape, f"{TEXT}steps: {{a: {{kind: issue}}}}\n")}
    assert codes == {"P201"}


def test_a_line_of_a_scenario_holds_one_act():
    text = "scenarios:\n  - {scenario: 一, acts: [{pay: a, examine: ok}], expect: {}}\n"
    assert [each.code for each in found(ScenariosShape, text)] == ["P205"]


def test_a_file_that_is_not_a_mapping_is_a_fault():
    assert [each.code for each in found(ProcedureShape, "- a\n- b\n")] == ["P203"]
