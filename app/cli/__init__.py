"""Door: the command `madoguchi`. Exit 0 well, 1 the definitions or data are wrong, 2 used wrongly.

Each group of verbs is a module with a `register`. A verb reads its arguments, asks one room, and
writes the answer; nothing is decided here. Only the group of the verb that is asked is loaded, so
that checking a definition does not wait for the database and the pages.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from app import configured
from app.cli.verbs import MISUSED, WELL, WRONG, Verbs, tell
from app.kernel.errors import Outage, Refusal

GROUPS: Mapping[str, Sequence[str]] = {
    "serving": ("run", "worker", "migrate", "doctor", "token"),
    "catalogue": ("list", "schema", "answers-schema"),
    "checking": ("check", "explain"),
    "rehearsing": ("test",),
    "showing": ("graph", "diff"),
    "listing": ("facts", "personal"),
    "writing": ("lock", "new", "form"),
    "previewing": ("preview",),
    "auditing": ("audit",),
    "publishing": ("impact", "replay", "publish"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and give the exit status."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    asked = _parser(_groups(given)).parse_args(given)
    verb: Callable[[argparse.Namespace], int] = asked.verb
    try:
        return verb(asked)
    except configured.SettingsError as error:
        tell("設定に直すところがあります。", *error.lines, to=sys.stderr)
        return MISUSED
    except Refusal as refusal:
        tell(refusal.message, refusal.hint, to=sys.stderr)
        return WRONG
    except Outage as outage:
        tell(outage.message, to=sys.stderr)
        return WRONG
    except BrokenPipeError:
        return WELL


def _groups(given: Sequence[str]) -> Sequence[str]:
    """Give the group of the verb that is asked; all of them where help or a wrong word is."""
    named = [group for group, verbs in GROUPS.items() if given and given[0] in verbs]
    return named or tuple(GROUPS)


def _parser(groups: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("madoguchi", description="窓口 Madoguchi: the digital counter")
    verbs = Verbs(parser.add_subparsers(metavar="VERB", required=True))
    for group in groups:
        import_module(f"app.cli.{group}").register(verbs)
    return parser
