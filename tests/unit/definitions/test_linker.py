import json
from datetime import date

import pytest

from app.definitions import bundle, linker
from app.definitions.expressions.compiled import Facts
from app.definitions.model import Procedure, Station, Withdrawal
from app.kernel.calendar import Period
from tests.support.definitions import FOOD, changed_food, codes, food_bundle, real_library

DAY = date(2026, 6, 1)
NOTE = "  note: 標準処理期間は所管課に確認中です。実地検査の後、数日で交付されます。\n"
ELSEWHERE = next(
    line for line in FOOD.read_text("utf-8").splitlines(keepends=True) if "  elsewhere:" in line
)


@pytest.fixture(scope="module")
def food() -> Procedure:
    found = real_library().current("food-business-permit", DAY)
    assert found is not None
    return found


def test_the_model_procedure_links(food):
    assert food.title["ja"] == "食品営業許可申請（新規）"
    assert [page.id for page in food.pages] == [
        "applicant-kind", "applicant", "agent", "shop", "facility", "inspection", "managers",
        "hygiene", "eligibility",
    ]  # fmt: skip
    assert len(food.attachments) == 5
    assert food.department.name == "都保健所"


def test_fields_of_a_block_stand_under_its_prefix_with_their_names_put_right(food):
    fields = {each.id: each for each in food.fields}
    assert fields["applicant.name"].when is not None
    assert fields["applicant.name"].when.source == "applicant.kind == 'individual'"
    assert fields["applicant.corporate_number"].when.source == "applicant.kind == 'corporation'"
    assert fields["applicant.agent.name"].when.source == "applicant.by_agent"
    assert [each.id for each in fields["managers"].rows] == ["name", "qualification"]
    assert (fields["managers"].minimum, fields["managers"].maximum) == (1, 5)
    assert fields["shop_name"].max_length == 60
    assert len(fields["business_type"].options) == 32


def test_the_workflow_is_filled_in_with_the_procedure_s_values(food):
    workflow = food.workflow
    assert workflow.start == "payment"
    assert workflow.steps["inspect"].when is None
    assert workflow.steps["examine"].by == "食品衛生監視員"
    assert workflow.steps["inspect"].by == "食品衛生監視員"
    decide = workflow.steps["decide"]
    assert decide.route == (Station("approve", ("係長",)), Station("approve", ("課長",)))
    assert decide.decider == "保健所長"
    assert decide.dispositions == ("granted", "refused")
    assert workflow.steps["correction"].within == Period(days=14)
    assert workflow.ends["granted"].result == {"ja": "許可"}
    assert "issue_payment" not in workflow.steps
    assert "inquiry" not in workflow.steps
    assert "ask" not in workflow.steps["examine"].moves
    assert decide.moves["granted"] == "issue"


def test_steps_that_cannot_be_entered_are_left_out():
    linked = changed_food("inspection: required", "inspection: none")
    assert linked.procedure is not None
    assert linked.procedure.workflow.steps["examine"].moves["ok"] == "decide"
    assert "improvement" not in linked.procedure.workflow.steps


def test_withdrawing_ends_with_the_step_before_where_the_last_is_left_out():
    publication = real_library().current("definition-publication", DAY)
    assert publication is not None
    assert "legal" not in publication.workflow.steps
    assert publication.workflow.withdrawal == Withdrawal("withdrawn", "review")


def test_fees_are_a_table_of_which_the_first_row_holds(food):
    rows = food.fees[0].rows
    van = Facts({"business_type": "飲食店営業", "shop_form": "vehicle"}, DAY)
    assert [row.when.holds(van) for row in rows[:2]] == [True, False]
    assert rows[0].amount.run(van) == 5600
    assert rows[2].amount is None
    assert "確認中" in rows[2].note


def test_papers_that_every_office_has_exist_by_themselves(food):
    assert set(food.papers) == {"granted", "refused", "acknowledgement", "payment"}
    assert food.retention.years == dict.fromkeys(food.workflow.ends, 10)


def test_the_office_follows_the_municipality(food):
    assert food.office.table["府中市"] == "hokeniryo/health-centre/tama-fuchu"
    assert food.offices["hokeniryo/health-centre/tama-fuchu"].name == "多摩府中保健所"


def test_a_bundle_alone_links_to_the_same_procedure(food):
    again = json.loads(json.dumps(food_bundle()))
    assert bundle.digest(again) == food.digest
    linked = linker.link(again)
    assert isinstance(linked, Procedure)
    assert linked == food


def test_a_change_in_a_shared_piece_changes_the_digest(food):
    changed = food_bundle()
    changed["blocks"]["contact"]["fields"][1]["label"] = "電話"
    assert bundle.digest(changed) != food.digest


def test_a_shared_piece_that_is_not_used_does_not():
    assert "prefectures" not in food_bundle()["lists"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("use: applicant\n", "use: aplicant\n", "P301"),
        ("options: food-business-types}", "options: food-types}", "P302"),
        ("field: vehicle_no", "field: shop_name", "P303"),
        ("{file: registry", "{file: plan", "P303"),
        ("at: opens_on", "at: open_on", "P304"),
        ("by: shop_address", "by: shop_adress", "P304"),
        ("type: vehicle-number", "type: plate", "P305"),
        ("department: hokeniryo/health-centre", "department: hokeniryo/health", "P306"),
        ("decider: 保健所長", "decider: 部長", "P307"),
        ("use: examine-inspect-decide", "use: examine-decide", "P308"),
        ("table: health-centres", "table: health-center", "P309"),
        ("label: 営業所の名称・屋号又は商号,", "label: 名, when: opens_on > today,", "P310"),
        ("shop_form == 'vehicle'}", "shop_from == 'vehicle'}", "P401"),
        ("shop_form == 'vehicle'}", "shop_form == 'car'}", "P407"),
        ("examiner: 食品", "examinar: 食品", "P508"),
        ("examiner: 食品", "examinar: 食品", "P509"),
        ("inspection: required", "inspection: always", "P510"),
        ("due: on_application", "due: after_decision", "P513"),
        ("refuse_because:", "refuse_because: []\nnotes_:", "P201"),
        ("\n  appeal: review-and-suit", "", "P602"),
        ("  retention: 10\n", "  retention: {granted: 10}\n", "P603"),
        ("is: null, note: 業種ごとの額を合算します。額は所管課に確認中です。", "is: null", None),
        (NOTE, "", "P606"),
        ("  granted:\n    title: 営業許可書", "  permit:\n    title: 営業許可書", "P607"),
        ("  granted:\n    title: 営業許可書", "  permit:\n    title: 営業許可書", "P608"),
        ("agent: true", "agent: false", "P609"),
        ("{year}{office}食第{serial}号", "{yaer}食第{serial}号", "P701"),
        (ELSEWHERE, "", "P610"),
    ],
)  # fmt: skip
def test_a_fault_is_found_and_has_a_place(old, new, code):
    linked = changed_food(old, new)
    assert codes(linked) >= ({code} if code else set())
    assert all(each.line > 0 for each in linked.diagnostics if each.file == "food.yaml")
    errors = [each for each in linked.diagnostics if each.severity == "error"]
    assert (linked.procedure is None) == bool(errors)


def test_an_expression_s_fault_is_told_at_the_very_name():
    linked = changed_food("when: shop_form == 'vehicle'}", "when: shop_from == 'vehicle'}")
    fault = next(each for each in linked.diagnostics if each.code == "P401")
    assert "shop_form" in fault.hint
    assert fault.width == len("shop_from")


def test_a_refusing_disposition_needs_grounds():
    broken = food_bundle()
    del broken["procedure"]["refuse_because"]
    found = linker.link(broken)
    assert not isinstance(found, Procedure)
    assert {each.code for each in found} == {"P601"}


@pytest.mark.parametrize(
    ("key", "code"), [("clock", "P604"), ("records", "P603"), ("privacy", "P605")]
)
def test_what_every_procedure_must_say_is_missed(key, code):
    broken = food_bundle()
    del broken["procedure"][key]
    found = linker.link(broken)
    assert not isinstance(found, Procedure)
    assert {each.code for each in found} == {code}


def test_a_block_s_field_can_be_left_out_and_said_otherwise():
    linked = changed_food(
        "  - use: applicant\n",
        "  - use: applicant\n    without: [birth_date]\n    change: {name: {label: 申請する人}}\n"
        "    titles: {agent: 代わりの人}\n",
    )
    assert linked.procedure is not None
    fields = {each.id: each for each in linked.procedure.fields}
    assert "applicant.birth_date" not in fields
    assert fields["applicant.name"].label == {"ja": "申請する人"}
    assert linked.procedure.pages[2].title == {"ja": "代わりの人"}


@pytest.mark.parametrize("part", ["label", "required", "options", "single", "disclosed"])
def test_what_a_field_cannot_be_without_is_not_taken_away(part):
    change = f"  - use: applicant\n    change: {{name: {{{part}: null}}}}\n"
    linked = changed_food("  - use: applicant\n", change)
    assert linked.procedure is None
    assert codes(linked) <= {"P203", "P205"}


def test_leaving_out_what_is_not_there_is_a_fault():
    linked = changed_food("  - use: applicant\n", "  - use: applicant\n    without: [birthday]\n")
    assert codes(linked) == {"P304"}


def test_a_block_can_be_used_twice_under_another_name():
    linked = changed_food(
        "  - use: applicant\n", "  - use: applicant\n  - {use: applicant-individual, as: owner}\n"
    )
    assert linked.procedure is not None
    fields = {each.id: each for each in linked.procedure.fields}
    assert fields["owner.agent.name"].when.source == "owner.by_agent"
    assert "owner-applicant" in [page.id for page in linked.procedure.pages]


def test_the_route_can_go_side_by_side_and_outside():
    linked = changed_food("route: [係長, 課長]", "route: [[係長, 課長], {concur: [課長]}]")
    assert linked.procedure is not None
    assert linked.procedure.workflow.steps["decide"].route == (
        Station("approve", ("係長", "課長")),
        Station("concur", ("課長",)),
    )
