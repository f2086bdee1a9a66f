"""Names that must not be given twice, and the agent who may or may not act."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.definitions.linker.blocks import Laid, Placed
from app.definitions.linker.desk import Desk, Place
from app.definitions.shape.procedure import ProcedureShape

HERE = Place("procedure")


@dataclass(frozen=True, slots=True)
class Named:
    """A name where it was given."""

    name: str
    place: Place


def check_names(desk: Desk, shape: ProcedureShape, laid: Laid) -> None:
    """Check that no name is given twice, and that no answer lies inside another."""
    pages = [Named(page.id, page.place) for page in laid.pages]
    _once(desk, "ページ", pages)
    _fields(desk, laid.every_field)
    _once(desk, "添付書類", _named(HERE.down("attachments"), (a.file for a in shape.attachments)))
    checks = [Named(each.shape.check, each.place) for each in laid.checks]
    own_checks = _named(HERE.down("checks"), (each.check for each in shape.checks))
    _once(desk, "点検", [*checks, *own_checks])
    _once(desk, "手数料", _named(HERE.down("fees"), (each.fee for each in shape.fees)))
    grounds = _named(HERE.down("refuse_because"), (each.ground for each in shape.refuse_because))
    _once(desk, "審査基準", grounds)


def check_agent(desk: Desk, shape: ProcedureShape, laid: Laid) -> None:
    """Check that an agent is asked about where one may act, and only there."""
    asked = any(each.id.endswith(".by_agent") or each.id == "by_agent" for each in laid.every_field)
    place = HERE.down("who", "agent")
    if asked and not shape.who.agent:
        words = "代理人を認めない手続で、代理人について尋ねています。"
        hint = "共通部品の呼出しに without: [by_agent, agent] を書いてください。"
        desk.complain(place, "P609", words, hint)
    if shape.who.agent and not asked:
        words = "代理人を認める手続で、代理人について尋ねていません。"
        hint = "共通部品 agent を使うか、agent: false にしてください。"
        desk.complain(place, "P609", words, hint, "warning")


def _fields(desk: Desk, fields: Iterable[Placed]) -> None:
    listed = list(fields)
    _once(desk, "項目", [Named(each.id, each.place.down("field")) for each in listed])
    ids = {each.id for each in listed}
    for each in listed:
        _once(desk, "項目", [Named(row.id, row.place.down("field")) for row in each.rows])
        words = each.id.split(".")
        above = {".".join(words[:length]) for length in range(1, len(words))} & ids
        for name in sorted(above):
            message = f"項目「{each.id}」が、項目「{name}」の中にあります。"
            hint = "どちらかの名を変えてください。"
            desk.complain(each.place.down("field"), "P303", message, hint)


def _named(place: Place, names: Iterable[str]) -> list[Named]:
    return [Named(name, place.down(n)) for n, name in enumerate(names)]


def _once(desk: Desk, what: str, names: Iterable[Named]) -> None:
    seen: set[str] = set()
    for each in names:
        if each.name in seen:
            words = f"{what}「{each.name}」が二度あります。"
            desk.complain(each.place, "P303", words, "どちらかの名を変えてください。")
        seen.add(each.name)
