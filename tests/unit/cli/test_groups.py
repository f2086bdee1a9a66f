"""The command loads only what the verb that is asked needs."""

import argparse
import subprocess
import sys
from importlib import import_module

import pytest

from app import cli
from app.cli.verbs import Verbs

HEAVY = ("sqlalchemy", "psycopg", "fastapi", "uvicorn", "weasyprint", "app.services")


@pytest.mark.parametrize("group", cli.GROUPS)
def test_every_group_adds_the_verbs_that_it_is_found_by(group: str):
    parsers = argparse.ArgumentParser().add_subparsers()
    import_module(f"app.cli.{group}").register(Verbs(parsers))
    assert tuple(parsers.choices) == tuple(cli.GROUPS[group])


@pytest.mark.parametrize("verb", ["check", "explain", "test", "list", "diff", "facts"])
def test_a_verb_that_only_reads_loads_neither_the_database_nor_the_pages(verb: str):
    script = (
        "import sys\nfrom app.cli import main\n"
        f"try: main([{verb!r}, '--help'])\nexcept SystemExit: pass\n"
        f"sys.stderr.write(' '.join(set({HEAVY!r}) & set(sys.modules)))"
    )
    asked = [sys.executable, "-c", script]
    done = subprocess.run(asked, check=True, capture_output=True, text=True)
    assert done.stderr == ""


def test_a_verb_that_does_not_exist_is_answered_with_those_that_do(
    capsys: pytest.CaptureFixture[str],
):
    with pytest.raises(SystemExit, match="2"):
        cli.main(["chekc"])
    said = capsys.readouterr().err
    assert all(verb in said for verbs in cli.GROUPS.values() for verb in verbs)
