"""Every door says who may come in: a route takes somebody by name, or is listed as open."""

import ast
from collections.abc import Iterable, Iterator

from tests.house.source import Module, in_order, module, modules

METHODS = {"get", "post", "put", "patch", "delete", "head", "options", "api_route", "route"}

# What says who may come in, by the module that it comes from.
PERMISSIONS = {
    "app.web.session": {
        "visitor", "resident", "clerk", "demo_only", "AnyVisitor", "Resident", "Clerk",
        "author", "Author",
    },
    "app.web.api.bearer": {"caller", "Caller"},
}  # fmt: skip

# Routes that ask nobody who they are → reason.
OPEN: dict[str, str] = {
    "POST /token": "a program proves itself by its client secret",
    "GET /procedures": "the catalogue is for everybody",
    "GET /procedures/{procedure_id}": "the catalogue is for everybody",
    "GET /procedures/{procedure_id}/schema": "the catalogue is for everybody",
    "GET /procedures/{procedure_id}/example": "the catalogue is for everybody",
    "POST /payments/{provider}": "a provider proves itself by its signature",
}


def guards(tree: ast.AST) -> set[str]:
    """Give what in this module stands for a permission: `Clerk`, or `session.clerk`."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        for alias in node.names:
            local, dotted = alias.asname or alias.name, f"{node.module}.{alias.name}"
            if alias.name in PERMISSIONS.get(node.module or "", ()):
                found.add(local)
            found |= {f"{local}.{name}" for name in PERMISSIONS.get(dotted, ())}
    return found


def uses(node: ast.AST | None, names: set[str]) -> bool:
    """Say whether one of the names, or `module.name`, stands in an expression."""
    for each in ast.walk(node) if node is not None else ():
        if isinstance(each, ast.Name) and each.id in names:
            return True
        if isinstance(each, ast.Attribute) and ast.unparse(each) in names:
            return True
    return False


def own_guards(tree: ast.Module, names: set[str]) -> set[str]:
    """Add what the module itself defines from the session: aliases and guarded routers."""
    found = set(names)
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and uses(node.value, found):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


def routes(
    tree: ast.Module,
) -> Iterator[tuple[str, ast.Call, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Give address, decorator and function of each route."""
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for call in node.decorator_list:
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and call.func.attr in METHODS
                and call.args
                and isinstance(call.args[0], ast.Constant)
            ):
                yield f"{call.func.attr.upper()} {call.args[0].value}", call, node


def guarded(
    call: ast.Call, function: ast.FunctionDef | ast.AsyncFunctionDef, names: set[str]
) -> bool:
    """Say whether decorator, router or one of the parameters comes from the session."""
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return (
        uses(call, names)
        or any(uses(each.annotation, names) for each in every)
        or any(uses(each, names) for each in [*arguments.defaults, *arguments.kw_defaults])
    )


def unguarded(house: Iterable[Module]) -> list[str]:
    faults = []
    for each in house:
        names = own_guards(each.tree, guards(each.tree))
        for address, call, function in routes(each.tree):
            if address not in OPEN and not guarded(call, function, names):
                faults.append(
                    f"{each.path}:{function.lineno}: {address} names no permission; take Resident,"
                    " Clerk … from app.web.session, or put it into OPEN with its reason"
                )
    return faults


def test_every_route_names_its_permission():
    house = modules("app/web/")
    assert sum(1 for each in house for _ in routes(each.tree)) >= 10
    in_order(unguarded(house))


def test_the_open_list_names_only_routes_that_exist():
    known = {address for each in modules("app/web/") for address, _, _ in routes(each.tree)}
    in_order([address for address in OPEN if address not in known])


def test_an_open_door_is_found():
    planted = """
from app.web import session
from app.web.session import Office, Resident as By
Clerk = Annotated[Actor, Depends(session.clerk)]
router = APIRouter()
desk = APIRouter(dependencies=[Depends(session.clerk)])
@router.get("/open")
def open_door(q: str = ""): ...
@router.get("/office")
def knows_the_office_only(ctx: Office, cookie: str = session.cookie_name): ...
@router.post("/alias")
def alias(by: Clerk): ...
@router.post("/imported")
def imported(by: By): ...
@router.post("/direct", dependencies=[Depends(session.clerk)])
def direct(): ...
@desk.get("/desk")
def guarded_router(): ...
"""
    faults = unguarded([module(planted, "app/web/planted.py")])
    assert [fault.split()[1:3] for fault in faults] == [["GET", "/open"], ["GET", "/office"]]


def test_a_door_to_programs_asks_for_their_token():
    planted = "from app.web.api import bearer\n@router.get('/x')\ndef x(by: bearer.Caller): ..."
    assert unguarded([module(planted)]) == []
