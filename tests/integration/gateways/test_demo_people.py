"""The people of the demo."""

from pathlib import Path

import pytest
import yaml

from app.gateways.identity import demo
from app.gateways.identity.demo import PersonPost
from app.kernel.errors import Refusal
from tests.support.definitions import real_library

SHARED = Path(__file__).parents[3] / "procedures" / "_shared"
ONE = "people:\n  - {person: a-b, name: 甲, email: a@b.example, kind: resident}\n"
# Those who examine: there are two of each, so that one can stand in for the other.
EXAMINERS = {"担当", "食品衛生監視員", "環境衛生監視員", "防火管理係"}
# Held in the department that owns procedures, beside the post there or in one of its offices.
WRITERS = {"手続担当", "手続公開責任者"}


def shipped():
    return demo.people((SHARED / "demo-people.yaml").read_text())


def posts_of_the_organisation():
    def walk(unit, above, posts):
        path = f"{above}/{unit['unit']}" if above else unit["unit"]
        own = unit.get("posts", posts)
        below = unit.get("units", ())
        if own and not (below and "letter" not in unit):
            yield from (PersonPost(path, post) for post in own)
        for each in below:
            yield from walk(each, path, own)

    organisation = yaml.safe_load((SHARED / "organisation.yaml").read_text())
    for unit in organisation["units"]:
        yield from walk(unit, "", ())


def test_a_person_is_read():
    clerk = "  - {person: c-d, name: 乙, email: c@d.example, kind: clerk, posts: ['x/y:課長']}\n"
    resident, found = demo.people(ONE + clerk)
    assert (resident.id, resident.name, resident.kind, resident.posts) == (
        "a-b",
        "甲",
        "resident",
        (),
    )
    assert found.posts == (PersonPost("x/y", "課長"),)


def test_the_residents_of_the_demo_have_rare_names_a_company_and_an_agent():
    residents = [each for each in shipped() if each.kind == "resident"]
    assert len(residents) == 3
    assert "𠮷" in residents[0].name
    assert "法人" in residents[1].about
    assert "行政書士" in residents[2].about


def test_every_post_of_the_organisation_is_held():
    held = [post for each in shipped() for post in each.posts if post.post not in WRITERS]
    wanted = [each for each in posts_of_the_organisation() if each.post not in WRITERS]
    assert len(wanted) > 100
    assert set(held) == set(wanted)
    for post in wanted:
        assert held.count(post) == (2 if post.post in EXAMINERS else 1), post


def test_each_department_with_procedures_has_an_author_and_somebody_else_who_publishes():
    library = real_library()
    departments = {each["procedure"]["department"] for each in library.bundles()}
    for department in departments:
        holders = [
            [person.id for person in shipped() if PersonPost(department, post) in person.posts]
            for post in ("手続担当", "手続公開責任者")
        ]
        assert [len(each) for each in holders] == [1, 1], department
        assert holders[0] != holders[1]


def test_nobody_can_agree_with_themselves():
    for person in shipped():
        units = [each.unit for each in person.posts if each.post not in WRITERS]
        assert len(units) == len(set(units)), person.id


def test_addresses_of_the_demo_reach_nobody():
    assert all(each.email.endswith(".example") for each in shipped())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "people: []",
        "people: x",
        "people: [1]",
        "{",
        "people: [{person: a-b}]",
        ONE.replace("甲", '""'),
        ONE.replace("resident", "king"),
        ONE.replace("a-b", "A B"),
        ONE.replace("kind", "kin"),
        ONE.replace("a@b.example", "ab"),
        ONE.replace("甲", "1"),
        ONE.replace("kind: resident", "kind: clerk"),
        ONE + ONE.removeprefix("people:\n"),
        ONE.replace("kind: resident", "kind: resident, posts: ['x:課長']"),
        ONE.replace("kind: resident", "kind: clerk, posts: ['課長']"),
        ONE.replace("kind: resident", "kind: clerk, posts: 課長"),
        ONE + "  - {person: c-d, name: 乙, email: a@b.example, kind: resident}\n",
        "people: !!python/object/apply:os.system [x]",
    ],
)
def test_a_list_that_is_wrong_is_refused(text):
    with pytest.raises(Refusal) as caught:
        demo.people(text)
    assert caught.value.code == "demo.people_invalid"
