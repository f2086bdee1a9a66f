"""添付書類: which papers go with the answers given, and whether they are there.

Looks at the ids of uploads only; whether there are such files is for the services to know.
"""

from collections.abc import Mapping
from typing import Any

from app.definitions.expressions.compiled import Facts
from app.definitions.model import Attachment, Procedure, say
from app.kernel import grapheme
from app.kernel.errors import Fault

KEY = "attachments"
"""Where attachments stand among the answers."""

_LONGEST = 100


def visible(procedure: Procedure, facts: Facts) -> tuple[Attachment, ...]:
    """Give the attachments that the answers call for, needed or not."""
    return tuple(
        each for each in procedure.attachments if each.when is None or each.when.holds(facts)
    )


def omitted(attachment: Attachment, facts: Facts) -> str:
    """Say why the answers spare the resident this attachment; empty where they do not."""
    omit = attachment.omit
    return say(omit.because) if omit is not None and omit.when.holds(facts) else ""


def is_required(
    attachment: Attachment, among: tuple[Attachment, ...], files: object, facts: Facts
) -> bool:
    """Say whether the resident must attach it.

    Never what the office can get itself or what the answers spare, nor one of several alternatives
    where another is there.
    """
    if not attachment.required or attachment.obtainable or omitted(attachment, facts):
        return False
    if not attachment.any_of:
        return True
    others = [each for each in among if each.any_of == attachment.any_of and each != attachment]
    return not any(_has(files, each) for each in others)


def read(
    procedure: Procedure, raw: object, facts: Facts
) -> tuple[dict[str, list[str]], list[Fault], list[str]]:
    """Give the ids of uploads by attachment, what is wrong, and what was not asked for."""
    among = visible(procedure, facts)
    known = {each.id for each in among}
    kept: dict[str, list[str]] = {}
    ignored = [] if raw is None or isinstance(raw, Mapping) else [KEY]
    for key, value in raw.items() if isinstance(raw, Mapping) else ():
        given = _ids(value)
        if key in known and given:
            kept[key] = given
        if key not in known or len(given) != (len(value) if isinstance(value, list) else 1):
            ignored.append(f"{KEY}.{str(key)[:60]}")
    return kept, _faults(among, kept, facts), ignored


def _ids(value: object) -> list[str]:
    given = value if isinstance(value, list | tuple) else [value]
    fit = [each for each in given if isinstance(each, str) and 0 < len(each) <= _LONGEST]
    return list(dict.fromkeys(each for each in fit if grapheme.is_writable(each)))


def _faults(among: tuple[Attachment, ...], kept: Mapping[str, Any], facts: Facts) -> list[Fault]:
    faults, told = [], set[str]()
    for each in among:
        path, count = f"{KEY}.{each.id}", len(kept.get(each.id, ()))
        if count > each.max_files:
            words = f"{say(each.label)}は{each.max_files}個まで添付できます"
            faults.append(Fault(path, "too_many", words))
        elif not count and each.any_of not in told and is_required(each, among, kept, facts):
            told |= {each.any_of} - {""}
            faults.append(Fault(path, "required", _ask(each, among)))
    return faults


def _ask(attachment: Attachment, among: tuple[Attachment, ...]) -> str:
    alike = [each for each in among if attachment.any_of and each.any_of == attachment.any_of]
    if len(alike) < 2:
        return f"{say(attachment.label)}を添付してください"
    labels = "、".join(say(each.label) for each in alike)
    return f"{labels}のうち、いずれか1つを添付してください"


def _has(files: object, attachment: Attachment) -> bool:
    return isinstance(files, Mapping) and bool(files.get(attachment.id))
