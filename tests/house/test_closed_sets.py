"""What is closed is handled whole: each event by the lifecycle, each effect by its service."""

import ast

from tests.house.source import Module, in_order, module, read, union


def mentioned(house: Module) -> set[str]:
    """Give every name that a module uses, with or without a module before it."""
    return {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in ast.walk(house.tree)
        if isinstance(node, ast.Name | ast.Attribute)
    }


def unhandled(members: list[str], handler: Module) -> list[str]:
    used = mentioned(handler)
    return [f"{handler.path}: does not handle {name}" for name in members if name not in used]


def at(path: str) -> Module:
    return module(read(path), path)


def test_every_effect_is_carried_out():
    effects = union(at("app/cases/effects.py").tree, "Effect")
    assert len(effects) >= 3
    in_order(unhandled(effects, at("app/services/effects.py")))


def test_every_event_is_known_to_the_lifecycle():
    events = union(at("app/cases/events.py").tree, "Event")
    assert len(events) >= 20
    in_order(unhandled(events, at("app/cases/lifecycle.py")))


def test_a_forgotten_member_is_found():
    sets = module("Effect: TypeAlias = Pay | Send | Wake")
    handler = module("match effect:\n    case effects.Pay(): ...\n    case Send(): ...")
    assert unhandled(union(sets.tree, "Effect"), handler) == [
        f"{handler.path}: does not handle Wake"
    ]
