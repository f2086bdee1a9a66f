"""What an attachment says that it takes is kept to, when a file comes and when it is handed in."""

from dataclasses import replace

import pytest

from app.definitions.model import Attachment
from app.kernel.errors import Refusal
from app.services import uploads
from app.services.context import Context
from app.services.uploads import Sent
from app.store.transaction import read
from tests.support import office, small_procedure
from tests.support.office import RESIDENT

PLAN = Attachment("plan", {"ja": "図面"}, kinds=("pdf",), max_bytes=1024 * 1024)


def codes(refused: pytest.ExceptionInfo[Refusal]) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in refused.value.faults]


def test_a_file_of_a_kind_and_size_that_is_taken_is_kept(ctx: Context):
    by = office.actor(ctx, RESIDENT)
    row = uploads.receive(ctx, Sent("図面.pdf", "plan", office.PDF, PLAN), by)
    procedure = replace(small_procedure.procedure(), attachments=(PLAN,))
    with read(ctx.database) as tx:
        placed = uploads.placed(tx, procedure, {"attachments": {"plan": [row.id]}}, (), by)
    assert placed["attachments"] == {"plan": [row.id]}


@pytest.mark.parametrize(("limit", "code"), [
    ({"kinds": ("jpeg", "png")}, "upload.kind_refused"), ({"max_bytes": 10}, "upload.too_large"),
])  # fmt: skip
def test_another_file_is_refused_when_it_is_sent_and_when_it_is_handed_in(
    ctx: Context, limit: dict, code: str
):
    by = office.actor(ctx, RESIDENT)
    attachment = replace(PLAN, **limit)
    with pytest.raises(Refusal) as refused:
        uploads.receive(ctx, Sent("図面.pdf", "plan", office.PDF, attachment), by)
    assert refused.value.code == code
    # Sent without saying what it is for, as programs may.
    row = uploads.receive(ctx, Sent("図面.pdf", "", office.PDF), by)
    procedure = replace(small_procedure.procedure(), attachments=(attachment,))
    with read(ctx.database) as tx, pytest.raises(Refusal) as refused:
        uploads.placed(tx, procedure, {"attachments": {"plan": [row.id]}}, (), by)
    assert codes(refused) == [("attachments.plan", code)]
