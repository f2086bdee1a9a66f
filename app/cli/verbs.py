"""What every verb of the command needs: its place in the parser, its exit status, its voice.

Knows no verb.
"""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TextIO, TypeAlias

from app import configured
from app.definitions.library import Library
from app.kernel.clock import local_day, system_clock

WELL, WRONG, MISUSED = 0, 1, 2

Verb: TypeAlias = Callable[[argparse.Namespace], int]


@dataclass(frozen=True, slots=True)
class Verbs:
    """The verbs so far."""

    _parsers: "argparse._SubParsersAction[argparse.ArgumentParser]"

    def add(
        self, name: str, verb: Verb, words: str, *, for_programs: bool = False
    ) -> argparse.ArgumentParser:
        """Add a verb, with `--json` if programs may read its answer; give its parser."""
        parser = self._parsers.add_parser(name, help=words, description=words)
        parser.set_defaults(verb=verb)
        if for_programs:
            parser.add_argument("--json", action="store_true", help="for programs")
        return parser


def tell(*lines: str, to: TextIO | None = None) -> None:
    """Write lines to whoever called."""
    out = to or sys.stdout
    for line in lines:
        out.write(f"{line}\n")
    out.flush()


def as_json(value: Any) -> str:  # noqa: ANN401 - whatever json can write
    """Give a value as JSON that a person can read too."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)


def library() -> Library:
    """Read the definitions that the settings name."""
    return configured.catalogue(configured.settings())


def today() -> date:
    """Give the day on which the command is run."""
    return local_day(system_clock())
