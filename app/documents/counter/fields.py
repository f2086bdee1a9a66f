"""Puts the fields of a finished form in order, so that their names are those of the answers.

A dotted name becomes a tree of fields, as PDF asks (a part of a name holds no dot), and the boxes
of one question belong to its field alone. Knows nothing of what is asked.
"""

from collections.abc import Iterator
from typing import Any

import pydyf


def arrange(document: Any, pdf: Any) -> None:  # noqa: ANN401 - WeasyPrint has no types
    """Give the fields of a file their places in the tree of names."""
    form = pdf.catalog.get("AcroForm")
    if form is None:
        return
    tree: dict[str, Any] = {}
    roots: list[bytes] = []
    for reference, field in list(_own(pdf, form)):
        *lead, last = str(field["T"].string).split(".")
        parent = _branch(pdf, tree, roots, lead)
        field["T"] = pydyf.String(last)
        if parent is None:
            roots.append(reference)
        else:
            field["Parent"] = parent.reference
            parent["Kids"].append(reference)
    form["Fields"] = pydyf.Array(roots)


def _own(pdf: Any, form: Any) -> Iterator[tuple[bytes, Any]]:  # noqa: ANN401
    """Give the fields themselves; boxes that belong to one lose the name that is not theirs."""
    for reference in form["Fields"]:
        field = pdf.objects[int(reference.split()[0])]
        if "Parent" in field:
            field.pop("T", None)
        else:
            yield reference, field


def _branch(pdf: Any, tree: dict[str, Any], roots: list[bytes], lead: list[str]) -> Any:  # noqa: ANN401
    """Give the field that stands for the lead of a name, made where it is not there yet."""
    parent = None
    for n, name in enumerate(lead, 1):
        path = ".".join(lead[:n])
        if path not in tree:
            made = pydyf.Dictionary({"T": pydyf.String(name), "Kids": pydyf.Array([])})
            pdf.add_object(made)
            if parent is None:
                roots.append(made.reference)
            else:
                made["Parent"] = parent.reference
                parent["Kids"].append(made.reference)
            tree[path] = made
        parent = tree[path]
    return parent
