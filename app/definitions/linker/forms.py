"""The form: pages and fields with their expressions compiled, in the resident's order.

A condition may look at what was asked before it, and at nothing that is asked later.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.definitions.desk import CONDITION, Desk, Place
from app.definitions.expressions.compiled import Expression
from app.definitions.expressions.compiler import compile_expression
from app.definitions.expressions.scope import WORDS, Scope
from app.definitions.expressions.syntax import names_in
from app.definitions.expressions.tables import Table
from app.definitions.expressions.types import Type
from app.definitions.fields import KINDS
from app.definitions.linker.blocks import Laid, Placed, PlacedPage
from app.definitions.linker.limits import link_limits
from app.definitions.linker.names import both
from app.definitions.model import Field, Option, Page
from app.definitions.shape.form import OptionsShape
from app.definitions.shape.shared import ListShape

_CHOOSING = frozenset({"choice", "select", "choices"})
_TAKEN = frozenset({*WORDS, "fee", "attachments"})
_UNASKED = frozenset({"heading", "notice"})


@dataclass(slots=True)
class Form:
    """The form as far as it has been put together: which answers there are, of which type."""

    desk: Desk
    tables: Mapping[str, Table]
    names: dict[str, Type] = field(default_factory=dict)
    later: frozenset[str] = frozenset()

    @property
    def scope(self) -> Scope:
        """Give the scope in which the next question stands."""
        return Scope(dict(self.names), self.tables)


def link_pages(form: Form, laid: Laid) -> tuple[Page, ...]:
    """Make the pages of the form, in order."""
    form.later = frozenset(each.id for each in laid.every_field)
    return tuple(_page(form, page) for page in laid.pages)


def _page(form: Form, page: PlacedPage) -> Page:
    when = _compiled(form, page.when, form.scope, page.place.down("when"))
    fields = tuple(_field(form, each, page.when) for each in page.fields)
    return Page(page.id, page.title, fields, page.help, when)


def _field(form: Form, placed: Placed, page_when: str | None) -> Field:
    made = _made(form, placed, form.scope, page_when)
    if made.id in _TAKEN or made.id.split(".")[0] in _TAKEN:
        words = f"「{made.id}」は決まった意味の名なので、項目の名に使えません。"
        form.desk.complain(placed.place.down("field"), "P303", words, "別の名にしてください。")
    elif made.kind in KINDS and made.kind not in _UNASKED:
        form.names[made.id] = KINDS[made.kind].type_of(made)
    return made


def _made(form: Form, placed: Placed, scope: Scope, outer_when: str | None = None) -> Field:
    shape = placed.shape
    own_when = _compiled(form, shape.when, scope, placed.at("when"))
    required = shape.required
    asked = both(outer_when, shape.when)
    made = Field(
        id=placed.id,
        kind=shape.type,
        label=shape.label,
        help=shape.help,
        example=shape.example,
        required=required is not False,
        required_when=_compiled(
            form, required if isinstance(required, str) else None, scope, placed.at("required")
        ),
        when=own_when if asked == shape.when else _quietly(asked, scope),
        computed=_compiled(form, shape.computed, scope, placed.at("computed"), None),
        options=_options(form, shape.options, placed.at("options")),
        places=shape.places,
        unit=shape.unit,
        autocomplete=shape.autocomplete,
        kana=shape.kana,
        single=shape.single,
        once=shape.once or "",
        personal=shape.personal,
        disclosed=shape.disclosed,
        purpose=shape.purpose,
        each=shape.each,
        rows=_rows(form, placed, scope),
        **link_limits(
            form.desk,
            placed,
            lambda source, place, expect: _compiled(form, source, scope, place, expect),
        ),
    )
    _check_kind(form, placed, made)
    return _with_default(form, placed, made, scope)


def _quietly(source: str | None, scope: Scope) -> Expression | None:
    """Compile what has been complained of already, part by part."""
    if source is None:
        return None
    compiled = compile_expression(source, scope, CONDITION)
    return compiled if isinstance(compiled, Expression) else None


def _with_default(form: Form, placed: Placed, made: Field, scope: Scope) -> Field:
    source = placed.shape.default
    if source is None or made.kind not in KINDS:
        return made
    expect = replace(KINDS[made.kind].type_of(made), optional=True)
    return replace(made, default=_compiled(form, source, scope, placed.at("default"), expect))


def _rows(form: Form, placed: Placed, scope: Scope) -> tuple[Field, ...]:
    """Make the columns of a repeating group; each may look at those before it in its row."""
    rows: list[Field] = []
    columns: dict[str, Type] = {}
    for each in placed.rows:
        inner = replace(scope, group=placed.id, columns=dict(columns))
        made = _made(form, each, inner)
        if made.kind in KINDS:
            rows.append(made)
            if made.kind not in _UNASKED:
                columns[made.id] = KINDS[made.kind].type_of(made)
    return tuple(rows)


def _options(form: Form, shape: OptionsShape | None, place: Place) -> tuple[Option, ...]:
    if shape is None:
        return ()
    if not shape.list:
        return tuple(Option(code, label) for code, label in shape.items.items())
    if shape.list not in form.desk.bundle["lists"]:
        hint = form.desk.suggest(shape.list, form.desk.known("lists"))
        form.desk.complain(place, "P302", f"コード表「{shape.list}」はありません。", hint)
        return ()
    found: ListShape | None = form.desk.shapes[f"lists/{shape.list}"]
    items = {} if found is None else found.items
    return tuple(Option(code, label) for code, label in items.items())


def _check_kind(form: Form, placed: Placed, made: Field) -> None:
    complain = form.desk.complain
    if made.kind not in KINDS:
        hint = form.desk.suggest(made.kind, KINDS)
        complain(placed.at("type"), "P305", f"項目の種類「{made.kind}」はありません。", hint)
    if made.kind in _CHOOSING and placed.shape.options is None:
        words = f"項目「{made.id}」に選択肢がありません。"
        complain(placed.place, "P207", words, "options: に選択肢かコード表の名を書いてください。")
    if made.kind not in _CHOOSING and placed.shape.options is not None:
        words = f"「{made.kind}」の項目に選択肢は書けません。"
        complain(placed.at("options"), "P207", words, "type: select か choice にしてください。")
    if (made.kind == "group") != bool(placed.rows):
        words = f"項目「{made.id}」の繰り返しの中身（rows）と種類（group）が合いません。"
        complain(placed.place, "P207", words)
    if (made.kind == "computed") != (placed.shape.computed is not None):
        words = f"項目「{made.id}」の計算（computed）と種類が合いません。"
        complain(placed.place, "P207", words, "type: computed の項目にだけ computed: を書きます。")


def _compiled(
    form: Form, source: str | None, scope: Scope, place: Place, expect: Type | None = CONDITION
) -> Expression | None:
    if source is None:
        return None
    known = {*scope.names, *scope.columns}
    later = {name for name in names_in(source) if _lies_in(name, form.later - known)}
    later -= {name for name in later if _lies_in(name, known)}
    if not later:
        return form.desk.compile(source, scope, place, expect)
    words = f"「{'、'.join(sorted(later))}」は、この項目より後で尋ねる項目です。"
    form.desk.complain(place, "P310", words, "条件が見るのは、前に尋ねた項目だけにしてください。")
    return None


def _lies_in(name: str, ids: set[str] | frozenset[str]) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in ids)
