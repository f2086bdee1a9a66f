"""表の証明: every row of a procedure's own table is met by some answer, and every answer meets one.

Gaps and overlaps between the rows were looked for when the table was read; here the keys are held
against the choices of the form by which they are looked up. Shared tables serve many procedures
and are not asked to fit this one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.definitions.expressions import nodes, scope
from app.definitions.expressions.syntax import walk
from app.definitions.expressions.tables import Table
from app.definitions.model import Field, say
from app.definitions.proofs.conditions import inquiry as asking
from app.definitions.proofs.conditions.inquiry import Inquiry
from app.definitions.proofs.worlds.study import parsed

_CHOOSING = frozenset({"choice", "select"})


@dataclass(frozen=True, slots=True)
class _Use:
    """A table looked up by fields; None where a key is something else than a choice."""

    table: Table
    keys: tuple[Field | None, ...]


def prove(inquiry: Inquiry) -> None:
    """Look at every table that the procedure has of its own."""
    uses: dict[str, list[_Use]] = {}
    for each in _uses(inquiry):
        uses.setdefault(each.table.id, []).append(each)
    for name, found in uses.items():
        if f"table/{name}" in inquiry.about.places:
            for number in range(len(found[0].keys)):
                _key(inquiry, found, number)


def _key(inquiry: Inquiry, uses: list[_Use], number: int) -> None:
    table = uses[0].table
    asked = [use.keys[number] for use in uses]
    if table.keys[number].ranged or any(each is None for each in asked):
        return
    at = sum(not key.ranged for key in table.keys[:number])
    listed = {row.exact[at] for row in table.rows}
    fields = [each for each in asked if each is not None]
    options = {option.code for each in fields for option in each.options}
    place = inquiry.about.at(f"table/{table.id}")
    strange = sorted(str(each) for each in listed - options)
    if strange:
        words = (
            f"表「{table.id}」の{table.keys[number].name}「{'、'.join(strange[:5])}」は、"
            f"項目「{say(fields[0].label)}」の選択肢になく、その行は使われません。"
        )
        hint = "選択肢のコードと表の鍵をそろえてください。"
        inquiry.about.complain(place, "P821", words, hint, "warning")
    missing = [
        say(option.label) for each in fields for option in each.options if option.code not in listed
    ]
    if missing and not table.sparse:
        words = (
            f"項目「{say(fields[0].label)}」で「{'、'.join(missing[:5])}」を選ぶと、"
            f"表「{table.id}」に当たる行がありません。"
        )
        hint = "行を足すか、すき間でよければ sparse: true と書いてください。"
        inquiry.about.complain(place, "P822", words, hint, "warning")


def _uses(inquiry: Inquiry) -> Iterator[_Use]:
    for expression, group in asking.conditions(inquiry.procedure):
        node = parsed(expression.source)
        for each in () if node is None else walk(node):
            if isinstance(each, nodes.Call) and each.function == "lookup":
                named, *keys = each.arguments
                found = tuple(_field(inquiry, key, group) for key in keys)
                if isinstance(named, nodes.Literal):
                    yield _Use(inquiry.procedure.tables[str(named.value)], found)


def _field(inquiry: Inquiry, node: nodes.Node, group: str) -> Field | None:
    if not isinstance(node, nodes.Name):
        return None
    within = inquiry.atlas.scope.within(group) if group else inquiry.atlas.scope
    reference = scope.find(within, node.name)
    found = None if reference is None else inquiry.atlas.fields.get(reference.depends_on)
    return found if found is not None and found.kind in _CHOOSING else None
