"""What is decided before a skeleton is written: its code, its posts, the values of its workflow."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from string import ascii_uppercase
from typing import Any

from app.definitions.library import Organisation
from app.definitions.model import say
from app.definitions.shape.workflow import ParameterShape, WorkflowShape

DUES = {"on_application": "申請の時", "after_decision": "決定の後", "at_issue": "交付の時"}


@dataclass(frozen=True, slots=True)
class Plan:
    """All that the texts of a skeleton need."""

    id: str
    title: str
    code: str
    effective: date
    department: str
    department_name: str
    workflow: WorkflowShape
    values: Mapping[str, Any]

    @property
    def disposition(self) -> bool:
        """Say whether the workflow ends in a disposition, and so needs grounds and 教示."""
        return any(each.disposition != "none" for each in self.workflow.ends.values())

    @property
    def due(self) -> str:
        """Give when the workflow first asks for fees; empty where it asks for none."""
        return next((each.due for each in self.workflow.steps.values() if each.due), "")


def plan(
    wanted: tuple[str, str, str],
    effective: date,
    workflow: WorkflowShape,
    organisation: Organisation,
    codes: Collection[str],
) -> Plan:
    """Plan a procedure by its id, its title and its department."""  # fmt: skip
    id_, title, department = wanted
    posts = organisation.posts[department]
    head = organisation.units[department].head
    return Plan(
        id=id_,
        title=title,
        code=spare_code(id_, codes),
        effective=effective,
        department=department,
        department_name=organisation.units[department].name,
        workflow=workflow,
        values=dict(_values(workflow, posts, head)),
    )


def spare_code(id_: str, taken: Collection[str]) -> str:
    """Give a code that no procedure has: from the first letters of the id if that is free."""
    words = re.findall(r"[a-z]+", id_)
    letters = "".join(words).upper()
    first = "".join(word[0] for word in words).upper()[:4]
    tried = [first, letters[:2], letters[:3], letters[:4]]
    tried += [f"{letters[:2]}{a}{b}" for a, b in product(ascii_uppercase, repeat=2)]
    return next(each for each in tried if len(each) >= 2 and each not in taken)


def _values(
    workflow: WorkflowShape, posts: tuple[str, ...], head: str
) -> Iterator[tuple[str, Any]]:
    """Give the values that a call of the workflow cannot do without."""
    last = posts.index(head) if head in posts[1:] else min(1, len(posts) - 1)
    for name, parameter in workflow.parameters.items():
        if parameter.type == "posts":
            yield name, list(posts[1:last])
        elif parameter.null or parameter.default is not None:
            continue
        elif parameter.type == "post":
            yield name, posts[last] if name == "decider" else posts[0]
        else:
            yield name, parameter.of[0] if parameter.of else say(parameter.label or {"ja": name})


def optional(workflow: WorkflowShape, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the parameters that a call need not give: the line to write, and what it means."""
    for name, parameter in workflow.parameters.items():
        if name not in values:
            label = say(parameter.label) if parameter.label else ""
            yield f"{name}: {_written(parameter)}", label


def _written(parameter: ParameterShape) -> str:
    if parameter.default is None:
        return "null"
    if isinstance(parameter.default, bool):
        return str(parameter.default).lower()
    return str(parameter.default)
