"""Shared blocks put in their places: pages and fields as they stand once every `use` is resolved.

Works on shapes and names only; no expression is compiled here. A block's own fields are named
plainly inside it, and come out under its prefix.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from app.definitions.desk import Desk, Place
from app.definitions.linker.names import both, under
from app.definitions.model import Texts
from app.definitions.shape.form import ChangeShape, FieldShape, PageShape, UseShape
from app.definitions.shape.procedure import CheckShape
from app.definitions.shape.shared import BlockShape

Blocks: TypeAlias = tuple[str, ...]
"""The blocks that one is within, from the outermost."""

FORMULAS = ("when", "default", "computed", "required", "min", "max")
_MOST_DEPTH = 5
_MOST_USES = 200


@dataclass(frozen=True, slots=True)
class Placed:
    """A field where it stands: its full id, its shape with names put right, and its place.

    `moved` gives the places of those parts that a procedure wrote itself.
    """

    id: str
    shape: FieldShape
    place: Place
    rows: tuple["Placed", ...] = ()
    moved: Mapping[str, Place] = field(default_factory=dict)

    def at(self, part: str) -> Place:
        """Give the place of one part of the field."""
        return self.moved.get(part, self.place.down(part))


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """A page with its fields in place."""

    id: str
    title: Texts
    help: Texts | None
    when: str | None
    fields: tuple[Placed, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class PlacedCheck:
    """A check with its names put right."""

    shape: CheckShape
    place: Place


@dataclass(frozen=True, slots=True)
class Laid:
    """Everything that the pages of a procedure, or a block, come to."""

    pages: tuple[PlacedPage, ...] = ()
    fields: tuple[Placed, ...] = ()
    checks: tuple[PlacedCheck, ...] = ()

    @property
    def every_field(self) -> tuple[Placed, ...]:
        """Give the fields of all pages, and those that stand in no page."""
        return (*(each for page in self.pages for each in page.fields), *self.fields)


def lay_pages(
    desk: Desk, pages: Sequence[PageShape | UseShape], place: Place, within: Blocks = ()
) -> Laid:
    """Put pages in their places, with the pages of blocks among them."""
    laid = Laid()
    for n, each in enumerate(pages):
        here = place.down(n)
        if isinstance(each, UseShape):
            laid = _joined(laid, _lay_block(desk, each, here, within))
        else:
            laid = _joined(laid, _lay_page(desk, each, here, within))
    return laid


def _lay_page(desk: Desk, page: PageShape, place: Place, within: Blocks) -> Laid:
    inner = _lay_fields(desk, page.fields, place.down("fields"), within)
    fields = inner.fields
    if page.repeat is not None:
        fields = (_group(page, fields, place),)
    placed = PlacedPage(page.page, page.title, page.help, page.when, fields, place)
    return Laid((placed,), (), inner.checks)


def _group(page: PageShape, rows: tuple[Placed, ...], place: Place) -> Placed:
    repeat = page.repeat
    assert repeat is not None  # noqa: S101 - the caller has looked
    shape = FieldShape(
        field=repeat.group,
        type="group",
        label=page.title,
        help=repeat.help,
        when=repeat.when,
        required=repeat.min > 0,
        min=str(repeat.min),
        max=str(repeat.max),
        each=repeat.each,
    )
    return Placed(repeat.group, shape, place.down("repeat"), rows)


def _lay_fields(
    desk: Desk, fields: Sequence[FieldShape | UseShape], place: Place, within: Blocks
) -> Laid:
    laid = Laid()
    for n, each in enumerate(fields):
        here = place.down(n)
        if isinstance(each, UseShape):
            block = _lay_block(desk, each, here, within)
            laid = _joined(laid, Laid((), block.every_field, block.checks))
        else:
            rows = _lay_fields(desk, each.rows, here.down("rows"), within).fields
            laid = _joined(laid, Laid((), (Placed(each.field, each, here, rows),)))
    return laid


def _lay_block(desk: Desk, use: UseShape, place: Place, within: Blocks) -> Laid:
    block = _block(desk, use.use, place)
    if block is None or _is_endless(desk, use, place, within):
        return Laid()
    piece, within = Place(f"blocks/{use.use}"), (*within, use.use)
    pages = lay_pages(desk, block.pages, piece.down("pages"), within)
    fields = _lay_fields(desk, block.fields, piece.down("fields"), within)
    checks = tuple(
        PlacedCheck(each, piece.down("checks", n)) for n, each in enumerate(block.checks)
    )
    laid = Laid(pages.pages, fields.fields, (*pages.checks, *fields.checks, *checks))
    laid = _without(desk, laid, use, place)
    laid = _changed(desk, laid, use, place)
    own_prefix = use.use if block.prefix is None else block.prefix
    prefix = own_prefix if use.prefix is None else use.prefix
    laid = _prefixed(laid, prefix.replace("-", "_"))
    if use.prefix is not None and use.prefix != own_prefix:
        laid = _told_apart(laid, use.prefix)
    return _conditioned(laid, use.when, place)


def _is_endless(desk: Desk, use: UseShape, place: Place, within: Blocks) -> bool:
    """Complain of blocks in blocks that come to no end, or to one that nobody would wait for."""
    desk.uses += 1
    if desk.uses > _MOST_USES + 1:
        return True
    if use.use in within:
        turn = " → ".join((*within[within.index(use.use) :], use.use))
        words = f"共通部品が、自分の中で自分を呼んでいます（{turn}）。"
    elif len(within) >= _MOST_DEPTH or desk.uses > _MOST_USES:
        words = f"共通部品の呼出しが多すぎます（{_MOST_DEPTH}段、全部で{_MOST_USES}回まで）。"
    else:
        return False
    hint = "呼び合っている部品のどれかから use: を外し、項目をその場に書いてください。"
    desk.complain(place.down("use"), "P319", words, hint)
    return True


def _told_apart(laid: Laid, prefix: str) -> Laid:
    """Give pages and checks names of their own, as the same block may be used twice."""
    word = prefix.replace(".", "_")
    checks = tuple(
        replace(c, shape=c.shape.model_copy(update={"check": f"{word}_{c.shape.check}"}))
        for c in laid.checks
    )
    laid = _map_pages(laid, lambda page: replace(page, id=f"{word}-{page.id}"))
    return replace(laid, checks=checks)


def _block(desk: Desk, name: str, place: Place) -> BlockShape | None:
    if name not in desk.bundle["blocks"]:
        hint = desk.suggest(name, desk.known("blocks"))
        desk.complain(place.down("use"), "P301", f"共通部品「{name}」はありません。", hint)
        return None
    shape: BlockShape | None = desk.shapes[f"blocks/{name}"]
    return shape


def _without(desk: Desk, laid: Laid, use: UseShape, place: Place) -> Laid:
    ids = [each.id for each in laid.every_field]
    gone: set[str] = set()
    for n, name in enumerate(use.without):
        matched = {each for each in ids if each == name or each.startswith(f"{name}.")}
        if not matched:
            hint = desk.suggest(name, ids)
            words = f"共通部品「{use.use}」に項目「{name}」はありません。"
            desk.complain(place.down("without", n), "P304", words, hint)
        gone |= matched
    laid = _map_fields(laid, lambda each: None if each.id in gone else each)
    checks = tuple(each for each in laid.checks if each.shape.at not in gone)
    return Laid(tuple(page for page in laid.pages if page.fields), laid.fields, checks)


def _changed(desk: Desk, laid: Laid, use: UseShape, place: Place) -> Laid:
    ids = [each.id for each in laid.every_field]
    for name in use.change.keys() - set(ids):
        words = f"共通部品「{use.use}」に項目「{name}」はありません。"
        desk.complain(place.down("change", name), "P304", words, desk.suggest(name, ids))
    titles = {page.id for page in laid.pages}
    for name in use.titles.keys() - titles:
        words = f"共通部品「{use.use}」にページ「{name}」はありません。"
        desk.complain(place.down("titles", name), "P304", words, desk.suggest(name, titles))

    def change(each: Placed) -> Placed:
        shape = use.change.get(each.id)
        return each if shape is None else _with_change(each, shape, place.down("change", each.id))

    laid = _map_fields(laid, change)
    return _map_pages(laid, lambda page: replace(page, title=use.titles.get(page.id, page.title)))


def _with_change(placed: Placed, change: ChangeShape, place: Place) -> Placed:
    said = {name: getattr(change, name) for name in change.model_fields_set}
    moved = {**placed.moved, **{name: place.down(name) for name in said}}
    return replace(placed, shape=placed.shape.model_copy(update=said), moved=moved)


def _prefixed(laid: Laid, prefix: str) -> Laid:
    if not prefix:
        return laid
    own = frozenset(each.id.split(".")[0] for each in laid.every_field)

    def put(each: Placed) -> Placed:
        return replace(
            each,
            id=f"{prefix}.{each.id}",
            shape=_renamed(each.shape, prefix, own),
            rows=tuple(_row_renamed(row, prefix, own, each.rows) for row in each.rows),
        )

    laid = _map_fields(laid, put)
    laid = _map_pages(
        laid, lambda page: replace(page, when=page.when and under(page.when, prefix, own))
    )
    return replace(laid, checks=tuple(_check_renamed(c, prefix, own) for c in laid.checks))


def _row_renamed(row: Placed, prefix: str, own: frozenset[str], rows: Sequence[Placed]) -> Placed:
    outer = own - {each.id.split(".")[0] for each in rows}
    return replace(row, shape=_renamed(row.shape, prefix, outer))


def _renamed(shape: FieldShape, prefix: str, own: frozenset[str]) -> FieldShape:
    said: dict[str, Any] = {name: getattr(shape, name) for name in FORMULAS}
    update = {
        name: under(source, prefix, own) for name, source in said.items() if isinstance(source, str)
    }
    return shape.model_copy(update=update) if update else shape


def _check_renamed(check: PlacedCheck, prefix: str, own: frozenset[str]) -> PlacedCheck:
    shape = check.shape
    update = {
        "require": under(shape.require, prefix, own),
        "when": shape.when and under(shape.when, prefix, own),
        "at": f"{prefix}.{shape.at}",
    }
    return replace(check, shape=shape.model_copy(update=update))


def _conditioned(laid: Laid, when: str | None, place: Place) -> Laid:
    """Add the condition under which a block is used to all that it brings."""
    if when is None:
        return laid

    def put(each: Placed) -> Placed:
        shape = each.shape.model_copy(update={"when": both(when, each.shape.when)})
        moved = each.moved if each.shape.when else {**each.moved, "when": place.down("when")}
        return replace(each, shape=shape, moved=moved)

    laid = _map_fields(laid, put)
    laid = _map_pages(laid, lambda page: replace(page, when=both(when, page.when)))
    checks = tuple(
        replace(c, shape=c.shape.model_copy(update={"when": both(when, c.shape.when)}))
        for c in laid.checks
    )
    return replace(laid, checks=checks)


def _joined(one: Laid, other: Laid) -> Laid:
    return Laid(
        (*one.pages, *other.pages), (*one.fields, *other.fields), (*one.checks, *other.checks)
    )


def _map_fields(laid: Laid, change: Callable[[Placed], Placed | None]) -> Laid:
    def changed(fields: Sequence[Placed]) -> tuple[Placed, ...]:
        return tuple(found for each in fields if (found := change(each)) is not None)

    laid = _map_pages(laid, lambda page: replace(page, fields=changed(page.fields)))
    return replace(laid, fields=changed(laid.fields))


def _map_pages(laid: Laid, change: Callable[[PlacedPage], PlacedPage]) -> Laid:
    return replace(laid, pages=tuple(change(page) for page in laid.pages))
