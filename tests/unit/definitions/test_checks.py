import pytest

from app.cases import steps
from app.definitions.checks.flow import KINDS, check_workflow
from app.definitions.desk import Desk, Sources
from app.definitions.linker.flow import FIRST_MOVE
from app.definitions.reader import read
from app.definitions.shape import faults
from app.definitions.shape.workflow import WorkflowShape
from tests.support.definitions import WORKFLOWS

TEXT = (WORKFLOWS / "examine-inspect-decide.yaml").read_text("utf-8")


def found(text: str):
    document = read(text.encode(), "flow.yaml").document
    assert document is not None
    shape, wrong = faults.shaped_document(WorkflowShape, document)
    assert shape is not None, wrong
    desk = Desk({}, Sources({"workflow": document}))
    check_workflow(desk, shape)
    return desk.found


@pytest.mark.parametrize("path", sorted(WORKFLOWS.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_workflows_are_sound(path):
    assert found(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("    done: examine\n", "    done: examin\n", "P501"),
        ("    correct: improvement\n", "", "P502"),
        ("    answered: inspect\n    expired: inspect\n",
         "    answered: improvement\n    expired: improvement\n", "P503"),
        ("    sent_back: examine\n", "", "P504"),
        ("    done: issue\n", "    done: issue\n    ok: issue\n", "P505"),
        ("    decider: $decider\n", "", "P506"),
        ("until: decide", "until: decision", "P507"),
        ("ends_at: [decide]", "ends_at: [decided]", "P507"),
        ("    by: [$inspector, $examiner]\n", "", "P511"),
        ("    expired: lapsed\n", "", "P511"),
        ("    paper: granted\n", "    paper: granted\n    decider: 課長\n", "P512"),
        ("  withdrawn: {result: 取下げ}\n", "", "P501"),
    ],
)  # fmt: skip
def test_a_fault_of_the_flow_is_found_at_its_line(old, new, code):
    assert old in TEXT
    faults_ = found(TEXT.replace(old, new, 1))
    assert code in {each.code for each in faults_}
    assert all(each.line > 0 for each in faults_)


def test_the_engine_knows_the_same_kinds_and_outcomes():
    assert {name: {*kind.must, *kind.may} for name, kind in KINDS.items()} == {
        name: set(kind.moves) for name, kind in steps.KINDS.items()
    }
    assert {name: kind.moves[0] for name, kind in steps.KINDS.items()} == FIRST_MOVE
