"""鍵: which versions have been published, and what they said, so that nobody edits them afterwards.

`versions.lock` beside the procedures has one line for each published version: the procedure, the
name of its file, and the digest of what it says. Comments may change, what is said may not: a
changed rule is a new version with a new day.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from app.definitions.diagnostics import Diagnostic
from app.kernel import canonical

NAME = "versions.lock"
_HEAD = "# 公開した版と、その中身の要約値。書き換えず、madoguchi lock で足します。\n"


def read(directory: Path) -> Mapping[str, str]:
    """Give the digest of each locked version by `procedure/2026-04-01`; empty without a lock."""
    path = directory / NAME
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    pairs = (line.split() for line in lines if not line.startswith("#"))
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def key(file: str) -> str:
    """Give the name under which a version's file is locked."""
    path = Path(file)
    return f"{path.parent.name}/{path.stem}"


def digest(data: Mapping[str, Any]) -> str:
    """Give the digest of what a version's file says."""
    return canonical.ordered_digest(data)


def written(locked: Mapping[str, str]) -> str:
    """Give the text of a lock."""
    return _HEAD + "".join(f"{name} {found}\n" for name, found in sorted(locked.items()))


def complaints(
    locked: Mapping[str, str], data: Mapping[str, Mapping[str, Any]], directory: str
) -> Iterator[Diagnostic]:
    """Complain of locked versions that say something else now, or are gone."""
    found = {key(file): file for file in data}
    for name, expected in locked.items():
        file = found.get(name)
        if file is None:
            words = f"公開した版「{name}」のファイルがなくなっています。"
            hint = "もとにもどしてください。公開した版は消せません。"
            yield Diagnostic("P220", words, hint, f"{directory}/{NAME}", 1, 1)
        elif digest(data[file]) != expected:
            words = "公開した版が書き換えられています。"
            hint = "もとにもどし、変えるところは新しい施行日の版に書いてください。"
            yield Diagnostic("P220", words, hint, file, 1, 1)
