"""見通し: what a draft would do to running cases, and would have done to past ones."""

from app.definitions import linker
from app.definitions.model import Procedure
from app.services import foresight
from app.services.context import Context
from tests.support import office
from tests.support.definitions import changed_food


def draft(old: str, new: str) -> Procedure:
    linked: linker.Linked = changed_food(old, new)
    assert linked.procedure is not None, linked.diagnostics
    return linked.procedure


NAME = "{field: shop_name, type: text,"
FEE = "when: business_type == '飲食店営業' and shop_form == 'fixed', is: 18300"


def test_a_version_that_changes_nothing_for_a_case_leaves_it_unaffected(ctx: Context):
    number = office.file(ctx)
    (found,) = foresight.running(ctx, draft(NAME, NAME))
    assert (found.number, found.impact.verdict) == (number, "unaffected")


def test_a_case_that_lacks_a_new_answer_needs_it(ctx: Context):
    office.file(ctx)
    added = "{field: seats, type: integer, label: 席の数}\n      - " + NAME
    (found,) = foresight.running(ctx, draft(NAME, added))
    assert found.impact.verdict == "needs_answers"
    assert "席の数" in found.impact.asked[0]


def test_an_answer_that_would_be_lost_and_a_changed_fee_are_told(ctx: Context):
    office.file(ctx)
    gone = (
        "- {field: food_categories, type: text, label: 主として取り扱う食品, "
        "example: 定食、めん類、コーヒー, max: 200}\n"
    )
    (found,) = foresight.running(ctx, draft(gone, "\n"))
    assert found.impact.lost == ("主として取り扱う食品",)
    (dearer,) = foresight.running(ctx, draft(FEE, FEE.replace("18300", "20000")))
    assert dearer.impact.verdict == "same_with_changes"
    assert dearer.impact.differences == ("手数料「食品営業許可申請手数料」: 18,300円 → 20,000円",)


def test_a_changed_route_is_told(ctx: Context):
    office.file(ctx)
    (found,) = foresight.running(ctx, draft("route: [係長, 課長]", "route: [課長]"))
    assert any(each.startswith("決定までの経路") for each in found.impact.differences)


def test_a_draft_on_its_way_round_keeps_a_case_where_it_is(ctx: Context):
    office.to_be_approved(ctx)
    (found,) = foresight.running(ctx, draft("route: [係長, 課長]", "route: [課長]"))
    assert found.impact.verdict == "stuck"


def test_past_cases_are_filed_again_under_the_draft(ctx: Context):
    number = office.to_be_decided(ctx)
    office.act(ctx, number, office.HEAD, "decide")
    office.work(ctx)
    (same,) = foresight.past(ctx, draft(NAME, NAME))
    assert same == foresight.Replayed(number, ())
    (found,) = foresight.past(ctx, draft(FEE, FEE.replace("18300", "20000")))
    assert found.differences == ("手数料「食品営業許可申請手数料」: 18,300円 → 20,000円",)
    assert list(foresight.running(ctx, draft(NAME, NAME))) == []
