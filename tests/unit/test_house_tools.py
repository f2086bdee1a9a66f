"""The tools of the house: what the house tests read it with, and what `make setup` says."""

import ast
import os
import subprocess
from pathlib import Path

import pytest

from tests.house import source

SETUP = source.ROOT / ".ci" / "setup.sh"


def test_a_name_is_split_into_its_words():
    assert source.words("send_back") == ["send", "back"]
    assert source.words("HTTPClientError2") == ["http", "client", "error2"]
    assert source.words("_PRIVATE") == ["private"]


def test_rows_of_a_table_come_without_its_head():
    page = "| a | b |\n|---|---|\n| 1 | 2 |\ntext\n| x | y |\n|:-:|---|\n| 3 | |"
    assert list(source.rows(page)) == [["1", "2"], ["3", ""]]


def test_the_members_of_a_union_are_found_in_order():
    tree = ast.parse("Other = int\nEvent: TypeAlias = (\n    Ended | Begun\n)")
    assert source.union(tree, "Event") == ["Ended", "Begun"]
    with pytest.raises(LookupError):
        source.union(tree, "Effect")


def test_imports_are_given_with_their_members():
    tree = ast.parse("import a.b\ndef f():\n    from c import d")
    assert list(source.imports(tree)) == [("a.b", 1), ("c", 3), ("c.d", 3)]


def test_a_package_is_called_by_its_folder():
    assert source.module("", "app/web/__init__.py").name == "web"
    assert source.module("", "app/web/pages.py").name == "pages"


def test_files_of_the_house_are_those_that_git_would_take():
    assert "Makefile" in source.files()
    assert not [path for path in source.files() if path.startswith((".venv/", "var/"))]


def someone(tmp_path: Path, installed: str) -> dict[str, str]:
    """Give the environment of a user who is not root, on a Debian with these packages."""
    stubs = tmp_path / "bin"
    stubs.mkdir()
    (stubs / "dpkg-query").write_text(f"#!/bin/sh\nprintf '{installed}'\n")
    (stubs / "dpkg-query").chmod(0o755)
    return {**os.environ, "PATH": f"{stubs}:{os.environ['PATH']}"}


def setup(level: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the setup as somebody whom it does not take for root."""
    script = (
        SETUP.read_text().replace("EUID", "SOMEONE").replace("set -e", "SOMEONE=1000\nset -e", 1)
    )
    copy = Path(env["PATH"].split(":")[0]).parent / ".ci" / "setup.sh"
    copy.parent.mkdir(exist_ok=True)
    copy.write_text(script)
    (copy.parent / "packages").symlink_to(SETUP.parent / "packages")
    command = ["bash", copy, level]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_who_is_not_root_is_told_the_one_command_and_nothing_is_done(tmp_path):
    done = setup("run", someone(tmp_path, "libpango-1.0-0 installed\\n"))
    assert done.returncode == 2
    assert done.stderr.count("apt-get install") == 1
    assert "libpangoft2-1.0-0" in done.stderr
    assert "libpango-1.0-0" not in done.stderr
    assert "chromium" not in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_the_tests_need_more_than_running_does(tmp_path):
    done = setup("test", someone(tmp_path, ""))
    assert done.returncode == 2
    assert "libpango-1.0-0" in done.stderr
    assert "chromium" in done.stderr
    assert "postgresql-15" not in done.stderr


def test_an_unknown_level_is_refused(tmp_path):
    done = setup("everything", someone(tmp_path, ""))
    assert done.returncode == 2
    assert "everything" in done.stderr


def test_nothing_to_do_is_said_with_nothing(tmp_path):
    if not (source.ROOT / ".venv" / ".setup").exists():
        pytest.skip("this checkout was not set up by `make setup`")
    command = ["bash", SETUP, "run"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
