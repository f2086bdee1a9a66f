"""Names that must not be given twice, and the person who may act for the applicant."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.definitions.desk import Desk, Place

HERE = Place("procedure")


@dataclass(frozen=True, slots=True)
class Named:
    """A name where it was given, and the names within it."""

    name: str
    place: Place
    rows: tuple["Named", ...] = ()


def check_once(desk: Desk, what: str, names: Iterable[Named]) -> None:
    """Check that no name of one sort is given twice."""
    seen: set[str] = set()
    for each in names:
        if each.name in seen:
            words = f"{what}「{each.name}」が二度あります。"
            desk.complain(each.place, "P303", words, "どちらかの名を変えてください。")
        seen.add(each.name)


def check_fields(desk: Desk, fields: Sequence[Named]) -> None:
    """Check that no field is named twice, and that no answer lies inside another."""
    check_once(desk, "項目", fields)
    ids = {each.name for each in fields}
    for each in fields:
        check_once(desk, "項目", each.rows)
        words = each.name.split(".")
        above = {".".join(words[:length]) for length in range(1, len(words))} & ids
        for name in sorted(above):
            message = f"項目「{each.name}」が、項目「{name}」の中にあります。"
            desk.complain(each.place, "P303", message, "どちらかの名を変えてください。")


def check_shown(desk: Desk, fields: Iterable[str], papers: Mapping[str, Sequence[str]]) -> None:
    """Check that papers show only answers that are asked for."""
    known = set(fields)
    for paper, shown in papers.items():
        for n, name in enumerate(shown):
            if name not in known:
                words = f"帳票「{paper}」に載せる項目「{name}」がありません。"
                place = HERE.down("papers", paper, "show", n)
                desk.complain(place, "P304", words, desk.suggest(name, known))


def check_agent(desk: Desk, fields: Iterable[str], *, allowed: bool) -> None:
    """Check that a 代理人 is asked about where one may act, and only there."""
    asked = any(name.split(".")[-1] == "by_agent" for name in fields)
    place = HERE.down("who", "agent")
    if asked and not allowed:
        words = "代理人を認めない手続で、代理人について尋ねています。"
        hint = "共通部品の呼出しに without: [by_agent, agent] を書いてください。"
        desk.complain(place, "P609", words, hint)
    if allowed and not asked:
        words = "代理人を認める手続で、代理人について尋ねていません。"
        hint = "共通部品 agent を使うか、agent: false にしてください。"
        desk.complain(place, "P609", words, hint, "warning")
