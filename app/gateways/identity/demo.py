"""The people of the demo, who sign in with one click. Production refuses them.

Read from YAML text that the caller gives. Must not know: passwords (there are none), sessions, or
what a post may do.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

import yaml

from app.kernel.errors import Refusal

PersonKind: TypeAlias = Literal["resident", "clerk"]

_ID = re.compile(r"[a-z][a-z0-9-]{1,60}")
_NAMES = frozenset({"person", "name", "email", "kind", "about", "posts"})


@dataclass(frozen=True, slots=True)
class PersonPost:
    """職: a post that a person holds, and the unit in which it is."""

    unit: str
    post: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the demo; `about` says in Japanese who this is."""

    id: str
    name: str
    email: str
    kind: PersonKind
    about: str = ""
    posts: tuple[PersonPost, ...] = ()


def people(text: str) -> tuple[Person, ...]:
    """Read the list of people; refused (`demo.people_invalid`) with the place that is wrong."""
    try:
        given = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise _no(f"YAMLとして読めません: {error}") from None
    rows = given.get("people") if isinstance(given, Mapping) else None
    if not isinstance(rows, list) or not rows:
        raise _no("people: の一覧がありません。")
    found = tuple(_person(row, number) for number, row in enumerate(rows, start=1))
    for name in ("id", "email"):
        values = [getattr(each, name) for each in found]
        twice = {each for each in values if values.count(each) > 1}
        if twice:
            raise _no(f"{name} が重複しています: {'、'.join(sorted(twice))}")
    return found


def _person(row: object, number: int) -> Person:
    if not isinstance(row, Mapping) or not row.keys() <= _NAMES:
        raise _no(f"{number}人目の項目が正しくありません。")
    person, kind = row.get("person"), row.get("kind")
    texts = [row.get(name, "") for name in ("name", "email", "about")]
    if not isinstance(person, str) or not _ID.fullmatch(person):
        raise _no(f"{number}人目の person は小文字の英数字とハイフンで書いてください。")
    if kind not in {"resident", "clerk"} or not all(isinstance(each, str) for each in texts):
        raise _no(f"{person} の kind は resident か clerk です。")
    name, email, about = cast(list[str], texts)
    if not name or "@" not in email:
        raise _no(f"{person} の name と email が要ります。")
    posts = _posts(row.get("posts", []), person)
    if bool(posts) != (kind == "clerk"):
        raise _no(f"{person}: 職 (posts) は職員だけが、一つ以上持ちます。")
    return Person(person, name, email, cast(PersonKind, kind), about, posts)


def _posts(rows: object, person: str) -> tuple[PersonPost, ...]:
    """Read posts written as `hokeniryo/health-centre/tama-fuchu:課長`."""
    if not isinstance(rows, list):
        raise _no(f"{person} の posts は一覧で書いてください。")
    posts = []
    for row in rows:
        unit, colon, post = row.rpartition(":") if isinstance(row, str) else ("", "", "")
        if not (unit and colon and post):
            raise _no(f"{person} の職は「組織:職」の形で書いてください。")
        posts.append(PersonPost(unit.strip(), post.strip()))
    return tuple(posts)


def _no(why: str) -> Refusal:
    return Refusal("demo.people_invalid", f"デモの人の一覧が正しくありません。{why}")
