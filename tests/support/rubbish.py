"""Definition files spoilt in every way that a slip, a bad tool or an ill will could spoil them.

Each way of spoiling takes a file's text and a source of chance, so that the same chance gives the
same rubbish. A city is a directory with one procedure and all that it uses, small enough to be read
thousands of times.
"""

import copy
import os
import random
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from app.definitions import library, reader
from app.definitions.diagnostics import Diagnostic
from tests.support.definitions import PROCEDURES, WORKFLOWS

Chance = random.Random
DAY = date(2026, 6, 1)
TOO_LONG = 1.0
"""Seconds of work that no spoilt file may cost."""

_LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
_VALUES = (
    "", "null", "true", "no", "0", "-1", "0300", "0x1F", "1_000", "1e999", ".inf", "9" * 30, "-0",
    "9" * 15, "1.5", "12:30", "2026-13-45", "0000-01-01", "9999-12-31", "[]", "{}", "[[[[]]]]",
    "[null]", "{null: null}", "{1: 2}", "{ja: 1}", "{ja: ''}", "{ja: {ja: x}}", "{? [a]: b}",
    "[1, a, {b: c}]", "{use: applicant}", "{otherwise: {}}", "''", "' '", "'.'", "'..'", "'='",
    "'= '", "'= today + days(99999999)'", "'= 9**9'", "$x", "'$'", "$examiner", "'$$'", "days(0)",
    "days(-1)", "days(999999999999)", "years(9999)", "a" * 3000, "'" + "あ" * 60_000 + "'",
    "[" * 39 + "]" * 39, "[" * 60 + "]" * 60, "{a: " * 45 + "x" + "}" * 45, '"\\ud800"', '"\\0"',
    '"\\U0001F600"', "'\u200b'", "'\u202e'", "'e" + "\u0301" * 500 + "'", "'{year}{'", "'{}{0}'",
    "'{year.__class__}'", "'%s%n'", "|\n  x", ">-\n  y", "!!python/object/apply:os.system ['id']",
    "!!python/name:os.system", "!<tag:x> y", "&a [*a]", "*a", "<<: *a", "procedure", "applicant",
    "name", "today", "../../etc/passwd", "/", "-", "--", "---", "...", "%YAML 9.9", "@", "`",
)  # fmt: skip
_FORMULAS = (
    "'", "(", "1 +", "today", "today + days(10)", "today - today", "not not not today",
    "9 ** 9 ** 9", "10 / 0 > 1", "years(99999999) == years(1)", "today + years(99999) > today",
    "today + days(999999999999999) > today", "age('0001-01-01', today) > 1", "x.y.z", "__import__",
    "__import__('os').system('id')", "open('/etc/passwd').read()", "().__class__.__mro__",
    "eval('1')", "exec('1')", "lambda: 1", "[x for x in [1]]", "f'{today}'", "1 if", "True", "None",
    "1 == 1 == 1 == 1", "1 in [1, 2, [3]]", "'a' in 'abc'", "count(today)", "sum(1, 1)",
    "any(any(a, b), c)", "lookup('x')", "lookup(1, 2, 3, 4, 5)", "matches('a', '(a+)+$')",
    "matches('a', '[z-a]')", "matches('a', 'a{999}{999}')", "round_down(1, 0)", "default(1)",
    "present(present(1))", "fiscal_year('9999-12-31') > 1", "9" * 15 + " * " + "9" * 15 + " > 1",
    "(" * 40 + "1" + ")" * 40, "-" * 500 + "1 > 0", " or ".join(["1 == 1"] * 90), "ａ == 1",
    "café == 1", "名前 == '一'", "\U0001f600 == 1", "a\u200bb == 1", "weekday(today) == 'x'",
)  # fmt: skip
_TOKENS = (
    "and", "or", "not", "in", "if", "else", "==", "!=", "<", ">=", "+", "-", "*", "/", "**", "(",
    ")", "[", "]", ",", ".", "'", "'x'", "0", "1", "0.1", "999999999999999", "today", "channel",
    "count(", "all(", "sum(", "present(", "default(", "lookup(", "age(", "days(3)", "true", "null",
)  # fmt: skip
_KEYED = re.compile(r"^(\s*(?:- )?)([A-Za-z_-]+:)( .*)?$")
_FORMULA = re.compile(r"\b(when|require|computed|default|required|is|otherwise|yen): *[^{\[,}]+")
_WORD = re.compile(r"[A-Za-z_.]+|[0-9]+|[^\sA-Za-z_0-9]")
_SIGNS = (
    "\u200b\u202e\u0000\u0007\u0085\u2028\ufeff\ufffe\U0001f469\u0301ｱＡ　\t\r:#-[]{}&*!|>'\"%@`"
)


def _byte(text: str, chance: Chance) -> str:
    source = bytearray(text.encode("utf-8", errors="surrogateescape"))
    for _ in range(chance.randint(1, 4)):
        if source:
            source[chance.randrange(len(source))] = chance.randrange(256)
    return source.decode("utf-8", errors="surrogateescape")


def _sign(text: str, chance: Chance) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + chance.choice(_SIGNS) * chance.choice((1, 1, 2, 300)) + text[at:]


def _lines_swapped(text: str, chance: Chance) -> str:
    lines = text.split("\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _line_again(text: str, chance: Chance) -> str:
    lines = text.split("\n")
    line = chance.choice(lines)
    at = chance.randint(0, len(lines))
    return "\n".join([*lines[:at], *[line] * chance.choice((1, 1, 2, 200)), *lines[at:]])


def _key_gone(text: str, chance: Chance) -> str:
    """Take a line out with all that stands deeper below it."""
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    end = at + 1
    while end < len(lines) and _depth(lines[end]) > _depth(lines[at]):
        end += 1
    return "\n".join([*lines[:at], *lines[end:]])


def _moved_in(text: str, chance: Chance) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    lines[at] = chance.choice((lines[at][2:], f"  {lines[at]}", f"\t{lines[at]}", f"- {lines[at]}"))
    return "\n".join(lines)


def _other_value(text: str, chance: Chance) -> str:
    lines = text.split("\n")
    keyed = [n for n, line in enumerate(lines) if _KEYED.match(line)]
    if not keyed:
        return text
    at = chance.choice(keyed)
    value = chance.choice(_VALUES)
    lines[at] = _KEYED.sub(lambda found: f"{found[1]}{found[2]} {value}", lines[at])
    return "\n".join(lines)


def _other_value_within(text: str, chance: Chance) -> str:
    """Put another value for one that stands in a mapping on one line."""
    found = list(re.finditer(r"(?<=: )[^{}\[\],\n]+(?=[,}\]])", text))
    if not found:
        return text
    one = chance.choice(found)
    return text[: one.start()] + chance.choice(_VALUES) + text[one.end() :]


def _other_formula(text: str, chance: Chance) -> str:
    found = list(_FORMULA.finditer(text))
    if not found:
        return text
    one = chance.choice(found)
    formula = chance.choice(_FORMULAS).replace('"', "")
    return f'{text[: one.start()]}{one[1]}: "{formula}"{text[one.end() :]}'


def _formula_bent(text: str, chance: Chance) -> str:
    found = list(_FORMULA.finditer(text))
    if not found:
        return text
    one = chance.choice(found)
    words = _WORD.findall(one[0].partition(":")[2].replace('"', ""))
    for _ in range(chance.randint(1, 4)):
        at = chance.randint(0, len(words))
        words[at : at + chance.randint(0, 2)] = [chance.choice(_TOKENS)]
    return f'{text[: one.start()]}{one[1]}: "{" ".join(words)}"{text[one.end() :]}'


def _names_mixed(text: str, chance: Chance) -> str:
    """Put one word of the file for another everywhere."""
    words = sorted(set(re.findall(r"[A-Za-z_]{2,}", text)))
    if not words:
        return text
    one, other = chance.choice(words), chance.choice(words)
    return re.sub(rf"\b{one}\b", other, text)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" -"))


def _cut_off(text: str, chance: Chance) -> str:
    return text[: chance.randint(0, len(text))]


def _laughed_at(text: str, chance: Chance) -> str:
    return chance.choice((f"{text}\n{_LAUGHS}", f"{_LAUGHS}{text}", f"{text}\nnotes: *i\n"))


def _too_long(text: str, chance: Chance) -> str:
    lines = text.split("\n")
    at = chance.randint(0, len(lines))
    much = chance.choice(("notes: " + "長" * 50_000, "- " * 300 + "x", "? " * 300 + "x",
                          "a: " * 30, "#" * 90_000, "x" * 90_000, "[" * 5000, "{a: " * 5000,
                          "\n" * 20_000))  # fmt: skip
    return "\n".join([*lines[:at], much, *lines[at:]])


def _tree_bent(text: str, chance: Chance) -> str:
    """Change values of any kind at any depth, in a file that can still be read."""
    read = reader.read(text.encode("utf-8", errors="surrogateescape"), "").document
    if read is None or not isinstance(read.data, (dict, list)):
        return text
    for _ in range(chance.choice((1, 1, 2, 5))):
        _bend(read.data, chance)
    return str(yaml.safe_dump(read.data, allow_unicode=True, sort_keys=False))


def _bend(tree: Any, chance: Chance) -> None:
    inner = [each for each in _containers(tree) if each]
    if not inner:
        return
    one = chance.choice(inner)
    key = chance.choice(list(one) if isinstance(one, dict) else range(len(one)))
    match chance.randrange(5):
        case 0:
            del one[key]
        case 1:
            one[key] = copy.deepcopy(chance.choice(inner))
        case 2:
            one[key] = [one[key]] if chance.random() < 0.5 else {"use": one[key]}
        case 3 if isinstance(one, list):
            one.insert(0, copy.deepcopy(one[key]))
        case 3:
            one[chance.choice(list(one))] = one[key]
        case _:
            one[key] = chance.choice((None, True, False, 0, -1, 10**14, "", "x", "今日", [], {}))


def _containers(tree: Any) -> Iterator[Any]:
    if isinstance(tree, (dict, list)):
        yield tree
        for each in tree.values() if isinstance(tree, dict) else tree:
            yield from _containers(each)


SPOILERS: Sequence[Callable[[str, Chance], str]] = (
    _byte, _sign, _lines_swapped, _line_again, _key_gone, _moved_in, _other_value, _other_value,
    _other_value_within, _other_value_within, _other_formula, _formula_bent, _formula_bent,
    _names_mixed, _tree_bent, _tree_bent, _tree_bent, _tree_bent, _tree_bent, _tree_bent,
    _cut_off, _laughed_at, _too_long,
)  # fmt: skip
_GENTLE = tuple(each for each in SPOILERS if each not in (_cut_off, _laughed_at, _too_long))


def spoil(source: bytes, chance: Chance) -> bytes:
    """Give a file spoilt in one way or a few."""
    text = source.decode("utf-8")
    text = chance.choice(SPOILERS)(text, chance)
    for _ in range(chance.choice((0, 0, 1, 3))):
        text = chance.choice(_GENTLE)(text, chance)
    return text.encode("utf-8", errors="surrogateescape")


@dataclass(frozen=True)
class City:
    """A directory that holds one procedure and all that it uses."""

    root: Path

    @property
    def files(self) -> tuple[Path, ...]:
        """Give every file, those of the procedure three times as often as the rest."""
        found = sorted(self.root.rglob("*.yaml"))
        own = [each for each in found if "_shared" not in each.parts]
        return (*found, *own, *own)

    def read(self) -> tuple[Diagnostic, ...]:
        """Do with the files all that a start and a `check` do, and link what can be linked."""
        read = library.load(self.root / "procedures", self.root / "workflows")
        read.summaries(DAY)
        for id_ in read.ids():
            read.current(id_, DAY)
            read.scenarios(id_)
        return read.diagnostics


def city(root: Path, procedure: Path) -> City:
    """Build the city of a real procedure, given by its file."""
    bureau = procedure.parents[1].name
    shutil.copytree(PROCEDURES / "_shared", root / "procedures/_shared")
    (root / "procedures/_shared/demo-people.yaml").unlink()
    shutil.copytree(procedure.parent, root / "procedures" / bureau / procedure.parent.name)
    used = yaml.safe_load(procedure.read_bytes())["workflow"]["use"]
    (root / "workflows").mkdir()
    shutil.copy(WORKFLOWS / f"{used}.yaml", root / "workflows")
    return City(root)


@dataclass(frozen=True)
class Trial:
    """What came of reading a spoilt file: how long it took, and what went wrong."""

    seconds: float
    codes: frozenset[str]
    fault: BaseException | None = None


def attempt(place: City, chance: Chance) -> tuple[Path, bytes, Trial]:
    """Spoil one file of a city, read the city, and put the file back."""
    path = chance.choice(place.files)
    sound = path.read_bytes()
    spoilt = spoil(sound, chance)
    path.write_bytes(spoilt)
    try:
        trial = _tried(place)
        if trial.seconds > TOO_LONG:
            # Once more: a machine that has other things to do is slow by itself now and then.
            trial = _tried(place)
    finally:
        path.write_bytes(sound)
    return path, spoilt, trial


def _tried(place: City) -> Trial:
    found: tuple[Diagnostic, ...] = ()
    fault = None
    begun = time.process_time()
    try:
        with nothing_run():
            found = place.read()
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not be
        fault = error
    seconds = time.process_time() - begun
    return Trial(seconds, frozenset(each.code for each in found), fault)


class CodeRunError(BaseException):
    """Something in a file made the program do more than read it."""


_RUNNING = {"os.system", "os.exec", "os.fork", "os.posix_spawn", "subprocess.Popen",
            "socket.connect", "os.remove", "os.rename", "shutil.rmtree", "code.__new__",
            "ctypes.dlopen"}  # fmt: skip
_WATCHING: dict[int, bool] = {}


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    # A hook cannot be taken off; when Python ends, the module's names are gone before it.
    if _RUNNING and event in _RUNNING and _WATCHING.get(os.getpid()):
        raise CodeRunError(event, arguments)


@contextmanager
def nothing_run() -> Iterator[None]:
    """Fail if anything within starts a program, reaches out or takes files away."""
    if not _WATCHING:
        sys.addaudithook(_watch)
    _WATCHING[os.getpid()] = True
    try:
        yield
    finally:
        _WATCHING[os.getpid()] = False


PLACES: Mapping[str, Path] = {
    path.parent.name: path for path in sorted(PROCEDURES.glob("*/*/[0-9]*.yaml"))
}
"""The file of every real procedure, by its name."""
