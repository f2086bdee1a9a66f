"""Door: the command `madoguchi`. Exit 0 well, 1 the definitions or data are wrong, 2 used wrongly.

Each group of verbs is a module with a `register`. A verb reads its arguments, asks one room, and
writes the answer; nothing is decided here.
"""

import argparse
import sys
from collections.abc import Callable, Sequence

from app import bootstrap
from app.cli import (
    catalogue,
    checking,
    listing,
    previewing,
    publishing,
    rehearsing,
    serving,
    showing,
    writing,
)
from app.cli.verbs import MISUSED, WELL, WRONG, Verbs, tell
from app.kernel.errors import Outage, Refusal

GROUPS: Sequence[Callable[[Verbs], None]] = (
    serving.register,
    catalogue.register,
    checking.register,
    rehearsing.register,
    showing.register,
    listing.register,
    writing.register,
    previewing.register,
    publishing.register,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and give the exit status."""
    asked = _parser().parse_args(arguments)
    verb: Callable[[argparse.Namespace], int] = asked.verb
    try:
        return verb(asked)
    except bootstrap.SettingsError as error:
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("madoguchi", description="窓口 Madoguchi: the digital counter")
    verbs = Verbs(parser.add_subparsers(metavar="VERB", required=True))
    for register in GROUPS:
        register(verbs)
    return parser
