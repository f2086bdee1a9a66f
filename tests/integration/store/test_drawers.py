"""The smaller drawers: people, sessions, codes, drafts, uploads, papers, deadlines, limits."""

import threading
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import text

from app.cases.model import Deadline, Post
from app.store import (
    api_clients,
    deadlines,
    definitions,
    demo_clock,
    documents,
    drafts,
    idempotency,
    limits,
    people,
    sessions,
    sign_in_codes,
    uploads,
)
from app.store.api_clients import ApiClient
from app.store.definitions import DefinitionRow
from app.store.documents import DocumentRow, StoredFile
from app.store.drafts import SavedDraft
from app.store.engine import Database
from app.store.people import Appointment
from app.store.sessions import Session
from app.store.sign_in_codes import SignInCode
from app.store.transaction import read, write
from app.store.uploads import Upload
from tests.integration.store.rows import NOW, insert, person, with_case

HOUR = timedelta(hours=1)
CODE = SignInCode("s1", "a@example.jp", "hash", "browser", NOW, NOW + HOUR)
DRAFT = SavedDraft("d1", "p1", "barber", "digest", "k1", NOW, NOW)
FILE = Upload("u1", "p1", "plan", "図面.pdf", "application/pdf", 10, "ab", NOW)


def with_people(db: Database) -> None:
    with write(db) as tx:
        people.add(tx, person("p1", email="a@example.jp"))
        people.add(tx, person("c1", kind="clerk", name="課長"))


def test_people_are_found_by_id_and_address(database: Database):
    with_people(database)
    with write(database) as tx:
        assert people.by_email(tx, "a@example.jp") == person("p1", email="a@example.jp")
        assert people.by_email(tx, "A@example.jp") is None
        assert not people.add(tx, person("p9", email="a@example.jp"))
        assert [each.id for each in people.of_kind(tx, "clerk")] == ["c1"]
        people.rename(tx, "p1", "山田 太郎")
        people.disable(tx, "p1", NOW)
        found = people.by_ids(tx, ["p1", "p9"])
    assert {key: (each.name, each.disabled_at) for key, each in found.items()} == {
        "p1": ("山田 太郎", NOW)
    }


def test_a_post_is_held_from_its_first_day_to_its_last(database: Database):
    with_people(database)
    first, last, post = date(2026, 4, 1), date(2027, 3, 31), Post("tama", "課長")
    with write(database) as tx:
        people.appoint(tx, Appointment("c1", "tama", "課長", first))
        people.appoint(tx, Appointment("c1", "tama", "課長", first, last))
        held = {day: people.with_posts(tx, "c1", day)[1] for day in (first, last)}
        assert held == {first: {post}, last: {post}}
        assert people.with_posts(tx, "c1", first - timedelta(days=1))[1] == frozenset()
        assert people.with_posts(tx, "c1", last + timedelta(days=1))[1] == frozenset()
        assert [each.id for each in people.holders(tx, post, first)] == ["c1"]
        assert [(each.id, name) for each, name in people.of_unit(tx, "tama", first)] == [
            ("c1", "課長")
        ]
        people.disable(tx, "c1", NOW)
        assert people.holders(tx, post, first) == ()
        people.dismiss_all(tx, "c1")
        assert people.with_posts(tx, "c1", first)[1] == frozenset()


def test_a_session_lasts_until_it_runs_out_or_is_ended(database: Database):
    with_people(database)
    session = Session("h1", NOW, NOW, NOW + HOUR, "p1", {"assurance": "mail"})
    with write(database) as tx:
        sessions.add(tx, session)
        sessions.add(tx, replace(session, hash="h2", person_id=None))
        assert sessions.find(tx, "h1", NOW) == session
        assert sessions.find(tx, "h1", NOW + HOUR) is None
        sessions.touch(tx, "h1", NOW + HOUR / 2)
        sessions.keep(tx, "h1", {"seen": True})
        found = sessions.find(tx, "h1", NOW)
        assert found is not None
        assert (found.last_seen_at, found.data) == (NOW + HOUR / 2, {"seen": True})
        assert sessions.end_all(tx, "p1") == 1
        assert sessions.find(tx, "h1", NOW) is None
        assert sessions.prune(tx, NOW + 2 * HOUR) == 1


def test_a_code_has_few_tries_and_is_used_once(database: Database):
    with write(database) as tx:
        sign_in_codes.add(tx, CODE)
        assert sign_in_codes.attempt(tx, "other browser", NOW, 2) is None
        assert sign_in_codes.attempt(tx, "browser", NOW, 2) == replace(CODE, tries=1)
        assert sign_in_codes.attempt(tx, "browser", NOW, 2) == replace(CODE, tries=2)
        assert sign_in_codes.attempt(tx, "browser", NOW, 2) is None
        assert sign_in_codes.use(tx, "s1", NOW)
        assert not sign_in_codes.use(tx, "s1", NOW)


def test_a_new_code_makes_the_one_before_worthless(database: Database):
    with write(database) as tx:
        sign_in_codes.add(tx, CODE)
        sign_in_codes.add(tx, replace(CODE, id="s2", created_at=NOW + HOUR / 2))
        found = sign_in_codes.attempt(tx, "browser", NOW, 5)
        assert found is not None
        assert found.id == "s2"
        assert sign_in_codes.attempt(tx, "browser", NOW + HOUR, 5) is None
        assert sign_in_codes.prune(tx, NOW + 2 * HOUR) == 2


def test_a_limit_is_exact_whoever_comes_at_once(database: Database):
    counted: list[int] = []

    def come() -> None:
        for _ in range(25):
            with write(database) as tx:
                counted.append(limits.hit(tx, "sign-in:p1", HOUR, NOW))

    threads = [threading.Thread(target=come) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(counted) == list(range(1, 201))
    with write(database) as tx:
        assert limits.hit(tx, "sign-in:p1", HOUR, NOW + HOUR) == 1
        assert limits.hit(tx, "sign-in:p2", HOUR, NOW) == 1
        assert limits.prune(tx, NOW + HOUR) == 2


def test_a_request_sent_again_gets_the_same_answer(database: Database):
    with write(database) as tx:
        assert idempotency.take(tx, "p1", "k1", "body", NOW) is None
        idempotency.answer(tx, "p1", "k1", {"number": "R8-1"})
    with write(database) as tx:
        kept = idempotency.take(tx, "p1", "k1", "body", NOW)
        assert kept == idempotency.KeptAnswer("body", {"number": "R8-1"})
        assert idempotency.take(tx, "p2", "k1", "body", NOW) is None
        assert idempotency.prune(tx, NOW + HOUR) == 2


def test_two_requests_with_one_key_do_the_work_once(database: Database):
    found: list[idempotency.KeptAnswer | None] = []

    def second() -> None:
        with write(database) as tx:
            found.append(idempotency.take(tx, "p1", "k1", "body", NOW))

    with write(database) as tx:
        idempotency.take(tx, "p1", "k1", "body", NOW)
        other = threading.Thread(target=second)
        other.start()
        other.join(0.3)
        assert other.is_alive()
        idempotency.answer(tx, "p1", "k1", {"n": 1})
    other.join(10)
    assert found == [idempotency.KeptAnswer("body", {"n": 1})]


def test_a_draft_is_its_owners(database: Database):
    with_people(database)
    with write(database) as tx:
        drafts.add(tx, DRAFT)
        changed = replace(
            DRAFT, answers={"a": 1}, raw={"b": "x"}, visited=("shop",), updated_at=NOW + HOUR
        )
        assert drafts.save(tx, changed)
        assert not drafts.save(tx, replace(changed, person_id="c1"))
        assert drafts.load(tx, "d1", "p1", lock=True) == changed
        assert drafts.load(tx, "d1", "c1") is None
        drafts.add(tx, replace(DRAFT, id="d2", case_number="R8-1"))
        assert [each.id for each in drafts.of_person(tx, "p1")] == ["d1", "d2"]
        found = drafts.of_case(tx, "R8-1", "p1")
        assert found is not None
        assert found.id == "d2"
        assert not drafts.remove(tx, "d1", "c1")
        assert drafts.remove(tx, "d1", "p1")


def test_an_upload_becomes_part_of_one_case(database: Database):
    with_people(database)
    with write(database) as tx:
        uploads.add(tx, FILE)
        assert uploads.quarantined(tx) == (FILE,)
        uploads.judge(tx, "u1", "clean")
        assert uploads.own(tx, ["u1", "u9"], "p1") == {"u1": replace(FILE, state="clean")}
        assert uploads.own(tx, ["u1"], "c1") == {}
        assert uploads.attach(tx, ["u1"], "c1", "R8-1") == 0
        assert uploads.attach(tx, ["u1"], "p1", "R8-1") == 1
        assert uploads.attach(tx, ["u1"], "p1", "R8-2") == 0
        assert [each.id for each in uploads.of_case(tx, "R8-1")] == ["u1"]
        assert not uploads.remove(tx, "u1", "p1")
        assert uploads.load(tx, "u9") is None


def test_a_document_is_registered_once_per_effect(database: Database):
    with write(database) as tx:
        case = insert(tx, "R8-1")
        row = DocumentRow("x1", case.id, "R8-1", "granted", "許可書", "文-1", "e1", "p1", NOW)
        documents.register(tx, row)
        documents.register(tx, replace(row, id="x2", number="文-2"))
        assert documents.of_number(tx, "文-2") is None
        assert documents.of_holder(tx, "p1") == ()
        assert documents.issue(tx, "x1", StoredFile("d/x1.pdf", "ab", 9), NOW)
        assert not documents.issue(tx, "x1", StoredFile("d/x2.pdf", "cd", 9), NOW)
        issued = replace(row, state="issued", path="d/x1.pdf", sha256="ab", size=9, issued_at=NOW)
        assert documents.of_holder(tx, "p1") == documents.of_case(tx, case.id) == (issued,)
        assert documents.of_number(tx, "文-1") == documents.of_effect(tx, "e1") == issued
        assert documents.void(tx, "x1")
        found = documents.load(tx, "x1")
        assert found is not None
        assert found.state == "void"


def test_the_deadlines_of_a_case_are_replaced_as_a_whole(database: Database):
    case = with_case(database)
    with write(database) as tx:
        deadlines.replace(tx, case.id, "R8-1", [Deadline("a", NOW), Deadline("b", NOW)])
        deadlines.replace(tx, case.id, "R8-1", [Deadline("c", NOW), Deadline("b", NOW + HOUR)])
        found = deadlines.of_case(tx, case.id)
        assert [(each.name, each.at) for each in found] == [("c", NOW), ("b", NOW + HOUR)]
        assert [each.name for each in deadlines.due(tx, NOW)] == ["c"]
        deadlines.replace(tx, case.id, "R8-1", [])
        assert deadlines.of_case(tx, case.id) == ()


def test_deadlines_of_a_case_in_other_hands_are_left_for_later(database: Database):
    with write(database) as tx:
        for n in (1, 2):
            case = insert(tx, f"R8-{n}")
            deadlines.replace(tx, case.id, case.number, [Deadline("pass", NOW)])
    with write(database) as busy, write(database) as tx:
        busy.execute(text("SELECT 1 FROM cases WHERE number = 'R8-1' FOR UPDATE"))
        assert [each.case_number for each in deadlines.due(tx, NOW)] == ["R8-2"]


def test_a_definition_is_kept_once(database: Database):
    row = DefinitionRow("d1", "barber", date(2026, 4, 1), {"title": "理容所"}, NOW)
    with write(database) as tx:
        assert definitions.put(tx, row)
        assert not definitions.put(tx, row)
    with read(database) as tx:
        assert definitions.load(tx, "d1") == row
        assert definitions.load(tx, "d2") is None
        assert definitions.digests(tx) == {"d1"}


def test_a_definition_comes_back_in_the_order_in_which_it_was_written(database: Database):
    bundle = {"steps": {"review": {}, "ask": {}}, "options": {"water": "水", "ice": "氷"}}
    with write(database) as tx:
        definitions.put(tx, DefinitionRow("d1", "barber", date(2026, 4, 1), bundle, NOW))
    with read(database) as tx:
        kept = definitions.load(tx, "d1")
    assert kept is not None
    assert [list(kept.bundle[name]) for name in ("steps", "options")] == [
        ["review", "ask"],
        ["water", "ice"],
    ]


def test_the_clock_of_the_demo_moves_forward(database: Database):
    with write(database) as tx:
        assert demo_clock.offset(tx) == timedelta(0)
        assert demo_clock.advance(tx, timedelta(days=3)) == timedelta(days=3)
        assert demo_clock.advance(tx, HOUR) == timedelta(days=3, hours=1)
        assert demo_clock.offset(tx) == timedelta(days=3, hours=1)


def test_programs_act_for_their_person(database: Database):
    with_people(database)
    client = ApiClient("app1", "行政書士システム", "p1", "hash", "cases:write", NOW)
    with write(database) as tx:
        api_clients.add(tx, client)
        assert api_clients.load(tx, "app1") == client
        assert api_clients.of_person(tx, "p1") == (client,)
        assert api_clients.remove(tx, "app1")
        assert api_clients.load(tx, "app1") is None
