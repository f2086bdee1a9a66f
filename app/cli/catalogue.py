"""Verbs that show what the definitions hold: list, schema, answers-schema.

Read files only; know no database.
"""

import argparse
import sys

from app.cli.verbs import MISUSED, WELL, Verbs, as_json, library, tell, today
from app.definitions import editors, schema
from app.definitions.library import Summary
from app.definitions.model import say
from app.definitions.registers import procedures, tables


def register(verbs: Verbs) -> None:
    """Add the verbs of this module."""
    listing = verbs.add("list", _list, "list the catalogue; as CSV it is the 手続台帳")
    listing.add_argument("--format", choices=("text", "json", "csv"), default="text")
    listing.add_argument("--json", dest="format", action="store_const", const="json")
    words = "JSON Schema of a kind of definition file, for editors"
    shape = verbs.add("schema", _schema, words)
    shape.add_argument("kind", choices=tuple(editors.SHAPES), metavar="KIND")
    words = "JSON Schema of a procedure's answers"
    answers = verbs.add("answers-schema", _answers_schema, words)
    answers.add_argument("id", metavar="ID")


def _list(asked: argparse.Namespace) -> int:
    read = library()
    if asked.format == "csv":
        found = (read.current(each.id, today()) for each in read.summaries(today()))
        rows_of_register = [procedures.row(each) for each in found if each is not None]
        tell(tables.as_csv(procedures.COLUMNS, rows_of_register).rstrip("\r\n"))
        return WELL
    rows = [_row(each) for each in read.summaries(today())]
    if asked.format == "json":
        tell(as_json(rows))
    else:
        shown = ("id", "title", "department", "workflow", "effective")
        tell(*("\t".join(row[name] for name in shown) for row in rows))
    return WELL


def _row(of: Summary) -> dict[str, str]:
    return {
        "id": of.id,
        "title": say(of.title),
        "department": of.department,
        "workflow": of.workflow,
        "effective": of.effective.isoformat(),
        "digest": of.digest,
    }


def _schema(asked: argparse.Namespace) -> int:
    tell(as_json(editors.schema(asked.kind)))
    return WELL


def _answers_schema(asked: argparse.Namespace) -> int:
    procedure = library().current(asked.id, today())
    if procedure is None:
        tell(f"手続「{asked.id}」はありません。", to=sys.stderr)
        return MISUSED
    tell(as_json(schema.answers_schema(procedure)))
    return WELL
