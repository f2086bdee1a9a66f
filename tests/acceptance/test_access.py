"""Each address of a case × each kind of person who has nothing to do with it.

The addresses are read from the application itself, so that a new route is tried without being
listed here; one with a part that nobody knows how to fill in fails.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.services import drafts, uploads
from app.services.context import Context
from app.services.uploads import Sent
from app.store import people
from app.store.transaction import write
from tests.support import office
from tests.support.office import CHIEF, EXAMINER, NEIGHBOUR, RESIDENT, STRANGER

SECRETS = ("花子の台所", "多摩 花子", "hanako@example.jp", "平面図")
# The demo's bank is another company's site: whoever has the address pays.
ELSEWHERE = {"/demo/pay/{name}"}
# A version of a procedure is of the department; who may see it is tried in test_studio.
PUBLIC_PARTS = {"procedure", "procedure_id", "code", "name", "provider", "page", "version"}
# A form to fill in is of the procedure; a proof in the log tells of no case and no person.
PUBLIC_PARTS |= {"attachment", "entry"}


@dataclass(frozen=True)
class Matter:
    """A case with everything that can be asked for by an address."""

    number: str
    parts: dict[str, str]
    revision: int


def addresses(router: Any) -> Iterator[tuple[str, str]]:
    for each in router.routes:
        if hasattr(each, "original_router"):
            yield from addresses(each.original_router)
        elif getattr(each, "methods", None):
            for method in sorted(each.methods - {"HEAD", "OPTIONS"}):
                yield method, each.path


def parts(address: str) -> set[str]:
    return {piece.split("}")[0] for piece in address.split("{")[1:]}


def private(application: Any) -> list[tuple[str, str]]:
    """Give the addresses that name something of somebody's."""
    return [
        (method, path)
        for method, path in addresses(application)
        if parts(path) - PUBLIC_PARTS and path not in ELSEWHERE
    ]


@pytest.fixture
def matter(ctx: Context) -> Matter:
    by = office.actor(ctx, RESIDENT)
    plan = uploads.receive(ctx, Sent("平面図.pdf", "plan", office.PDF), by)
    number = office.examining(ctx, attachments__plan=[plan.id])
    office.work(ctx)
    office.act(ctx, number, EXAMINER, "request_correction", note="確かめてください。")
    case = office.case(ctx, number)
    document = case.papers[0].document
    given = {
        "number": number,
        "document_id": document,
        "document": document,
        "upload_id": plan.id,
        "upload": plan.id,
        "charge": case.charges[0].id,
        "key": case.papers[0].effect,
        "page": "shop",
        "draft": drafts.begin(ctx, office.FOOD, by).id,
        "attempt": "01a20f61-3c1d-7616-bcef-1f6bb77dac01",
    }
    return Matter(number, given, case.revision)


def ask(browser: TestClient, method: str, path: str, matter: Matter) -> Any:
    for name in parts(path):
        path = path.replace(f"{{{name}}}", matter.parts[name])
    if method == "GET":
        return browser.get(path)
    if path.startswith("/api/"):
        body: dict[str, Any] = {"method": "demo-card"}
        if path.endswith("/acts"):
            body = {"act": "note", "text": "見ました。"}
        return browser.post(path, json=body, headers={"if-match": f'"{matter.revision}"'})
    form = {"act": "note", "text": "見ました。", "revision": str(matter.revision)}
    return browser.post(path, data=form)


def let_in(ctx: Context, matter: Matter, browsers: dict[str, TestClient]) -> list[str]:
    """Give where somebody was let in, or was told something."""
    faults = []
    for method, path in private(office.application(ctx)):
        browser = browsers["api" if path.startswith("/api/") else "pages"]
        answer = ask(browser, method, path, matter)
        told = [each for each in SECRETS if each in answer.text]
        if answer.status_code not in (303, 401, 404) or told:
            faults.append(f"{method} {path}: {answer.status_code} {told}")
        # Throwing away a draft that one does not have is no matter.
        ways_out = ("/sign-in?", "/console/sign-in?") + ("/my",) * path.endswith("/discard")
        if answer.status_code == 303 and not answer.headers["location"].startswith(ways_out):
            faults.append(f"{method} {path} leads to {answer.headers['location']}")
    return faults


def browsers(ctx: Context, person: str) -> dict[str, TestClient]:
    return {"pages": office.signed_in(ctx, person), "api": office.program(ctx, person)}


def test_every_address_of_a_case_is_tried(ctx: Context, matter: Matter):
    found = private(office.application(ctx))
    assert {path for _, path in found} >= {
        "/console/cases/{number}",
        "/console/cases/{number}/acts",
        "/console/cases/{number}/files/{upload_id}",
        "/my/cases/{number}",
        "/api/v1/cases/{number}",
        "/api/v1/cases/{number}/acts",
        "/uploads/{upload}",
    }
    assert {part for _, path in found for part in parts(path)} <= set(matter.parts)


@pytest.mark.parametrize("person", [NEIGHBOUR, STRANGER])
def test_who_has_nothing_to_do_with_a_case_is_let_in_nowhere(ctx, matter, person):
    assert let_in(ctx, matter, browsers(ctx, person)) == []
    assert office.case(ctx, matter.number).revision == matter.revision
    kept = drafts.of_person(ctx, office.actor(ctx, RESIDENT))
    assert matter.parts["draft"] in [each.id for each in kept]


def test_who_is_not_signed_in_is_let_in_nowhere(ctx, matter):
    nobody = office.client(ctx)
    assert let_in(ctx, matter, {"pages": nobody, "api": nobody}) == []
    assert office.case(ctx, matter.number).revision == matter.revision


def test_a_case_of_another_is_answered_as_one_that_does_not_exist(ctx, matter):
    none = Matter("R8-SE-99999", matter.parts | {"number": "R8-SE-99999"}, matter.revision)
    for person in (NEIGHBOUR, STRANGER):
        seen = browsers(ctx, person)
        for path in ("/console/cases/{number}", "/my/cases/{number}", "/api/v1/cases/{number}"):
            browser = seen["api" if path.startswith("/api/") else "pages"]
            answers = [ask(browser, "GET", path, each) for each in (matter, none)]
            assert answers[0].status_code == answers[1].status_code
            assert answers[0].text.replace(matter.number, "") == answers[1].text.replace(
                none.number, ""
            )


@pytest.mark.parametrize(
    ("person", "path"),
    [
        (EXAMINER, "/console/cases/{number}"),
        (CHIEF, "/console/cases/{number}/files/{upload_id}"),
        (EXAMINER, "/console/cases/{number}/documents/{document_id}"),
        (EXAMINER, "/api/v1/cases/{number}"),
        (RESIDENT, "/my/cases/{number}"),
        (RESIDENT, "/uploads/{upload}"),
        (RESIDENT, "/api/v1/cases/{number}/events"),
    ],
)
def test_who_has_to_do_with_it_is_let_in(ctx, matter, person, path):
    seen = browsers(ctx, person)
    answer = ask(seen["api" if path.startswith("/api/") else "pages"], "GET", path, matter)
    assert answer.status_code == 200


def test_a_clerk_who_leaves_the_post_is_let_in_no_more(ctx, matter):
    seen = browsers(ctx, EXAMINER)
    with write(ctx.database) as tx:
        people.dismiss_all(tx, EXAMINER)
    assert let_in(ctx, matter, seen) == []


def test_a_resident_opens_nothing_of_the_console(ctx):
    resident = office.signed_in(ctx, RESIDENT)
    for path in ("/console", "/console?box=closed"):
        answer = resident.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/console/sign-in?back=")


def test_a_clerk_opens_nothing_of_a_residents(ctx):
    clerk = office.signed_in(ctx, EXAMINER)
    assert clerk.get("/my").status_code == 303
