"""読取り: strict YAML, with the place of every value, and never an exception for a bad text.

Of YAML only mappings, lists, texts, `true`, `false`, `null` and plain decimal whole numbers exist.
Postal codes, times, dates and `NO` stay the texts that were typed. Keys given twice, anchors,
aliases and tags are faults. libyaml composes the nodes and this module walks them; it knows
nothing of procedures.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import yaml
from typing_extensions import override

from app.definitions.diagnostics import Diagnostic

if not yaml.__with_libyaml__:
    raise ImportError("PyYAML was built without libyaml; install a wheel that has CSafeLoader")

Path: TypeAlias = tuple[str | int, ...]

MOST_BYTES = 2_000_000
MOST_DEPTH = 40

_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,14}")
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "": None}
_FORBIDDEN = re.compile(
    r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_SIGNS = re.compile(r"(?:^|[\s\[{,:?-])[&*!][^\s=]", re.MULTILINE)
_NESTING = re.compile(r"[\[\]{}]|^ {80}|(?:[-?:] +){20}", re.MULTILINE)

_SYNTAX: Sequence[tuple[tuple[str, ...], str, str]] = (
    (
        ("expected a single document",),
        "一つのファイルに文書が二つ以上あります。",
        "「---」から後を別のファイルにしてください。",
    ),
    (
        ("undefined alias",),
        "別名（*）は使えません。",
        "同じ内容は書き直すか、共通部品にしてください。文の初めの「*」は引用符で囲みます。",
    ),
    (
        ("mapping values are not allowed",),
        "ここに「: 」は書けません。",
        "文の中に「: 」があるときは、全体を引用符で囲みます。",
    ),
    (
        ("quoted scalar found unexpected end of stream",),
        "引用符が閉じていません。",
        "ここから始まる文の終わりに、同じ引用符を書いてください。",
    ),
    (
        ("tab", "cannot start any token"),
        "ここに置けない文字があります。",
        "字下げはタブでなく空白にします。@ ` % で始まる文は引用符で囲みます。",
    ),
    (
        ("did not find expected",),
        "書き方がここで崩れています。",
        "字下げ、括弧や引用符の閉じ忘れ、「,」の抜けを確かめてください。",
    ),
)
"""What libyaml says, and how it is said here; the first that fits."""


class _Loader(yaml.CSafeLoader):
    """libyaml's composer without any of YAML 1.1's own ideas of what a scalar may mean."""

    @override
    def resolve(self, kind: type[yaml.Node], value: object, implicit: object) -> str:
        """Give every node the same tag: what its text means is decided here, by `_scalar`."""
        return "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value stands: line and column from 1, and how wide it is on its line.

    `file` is given only where a document was put together from several.
    """

    line: int
    column: int
    width: int = 1
    file: str = ""


class Marks:
    """The place of every value of a document by its path; worked out only when asked for."""

    def __init__(self, root: yaml.Node | None) -> None:
        self._root = root

    def __getitem__(self, path: Path) -> Mark:
        """Give the place of the value at `path`."""
        return _mark(self._found(path)[1])

    def __iter__(self) -> Iterator[Path]:
        """Give the path of every value, from the top down."""
        return iter(()) if self._root is None else _paths(self._root, ())

    def key(self, path: Path) -> Mark:
        """Give the place of the key of the value at `path`, or of the value where it has none."""
        return _mark(self._found(path)[0])

    def nearest(self, path: Path) -> Mark:
        """Give the place of the value at `path`, or of the closest one around it.

        What is written over several lines is shown by its key, which stands above it.
        """
        for length in range(len(path), -1, -1):
            try:
                key, value = self._found(path[:length])
            except KeyError:
                continue
            return _mark(key if getattr(value, "flow_style", True) is False else value)
        return Mark(1, 1)

    def _found(self, path: Path) -> tuple[yaml.Node, yaml.Node]:
        if self._root is None:
            raise KeyError(path)
        return _descend(self._root, path)


@dataclass(frozen=True, slots=True)
class Document:
    """A file that could be read: its plain data, and where each part of it stands."""

    file: str
    data: Any
    marks: Marks


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a file: a document if there is one, and everything that is wrong."""

    document: Document | None
    diagnostics: tuple[Diagnostic, ...]


def read(source: bytes, file: str) -> Reading:
    """Read the bytes of a file; every fault is a diagnostic."""
    text = _decode(source, file)
    if isinstance(text, Diagnostic):
        return Reading(None, (text,))
    faults = _forbidden(text, file)
    if faults:
        return Reading(None, faults)
    faults = _signs(text, file)
    if any(each.code in ("P101", "P105") for each in faults):
        return Reading(None, faults)
    node = _compose(text, file)
    if isinstance(node, Diagnostic):
        return Reading(None, faults or (node,))
    walk = _Walk(file, list(faults))
    data = None if node is None else _value(node, walk)
    return Reading(Document(file, data, Marks(node)), tuple(walk.found))


def _decode(source: bytes, file: str) -> str | Diagnostic:
    if len(source) > MOST_BYTES:
        return Diagnostic(
            "P105",
            f"ファイルが大きすぎます（{len(source):,}バイト）。",
            f"{MOST_BYTES:,}バイトまでにしてください。大きな表は別のファイルに分けられます。",
            file,
        )
    try:
        return source.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        return Diagnostic(
            "P100",
            "UTF-8として読めない文字があります。",
            "ファイルの文字コードをUTF-8にして保存し直してください。",
            file,
            line,
            1,
        )


def _forbidden(text: str, file: str) -> tuple[Diagnostic, ...]:
    return tuple(
        Diagnostic(
            "P106",
            f"使えない制御文字（U+{ord(match.group()):04X}）があります。",
            "この文字を消してください。",
            file,
            text.count("\n", 0, match.start()) + 1,
            match.start() - text.rfind("\n", 0, match.start()),
        )
        for match, _ in zip(_FORBIDDEN.finditer(text), range(20), strict=False)
    )


def _signs(text: str, file: str) -> tuple[Diagnostic, ...]:
    """Look for what nodes no longer show: anchors, aliases, tags, and nesting without end."""
    if not _SIGNS.search(text) and not _deep(text):
        return ()
    found, depth = [], 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            depth += isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent))
            depth -= isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent))
            if depth > MOST_DEPTH:
                return (_too_deep(file, event),)
            found += _sign(event, file)
    except yaml.YAMLError as error:
        return (*found, _syntax(error, file))
    return tuple(found)


def _sign(event: yaml.Event, file: str) -> list[Diagnostic]:
    line, column = _start(event)
    anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    if isinstance(event, yaml.AliasEvent):
        hint = "同じ内容は書き直すか、procedures/_shared/ の共通部品にしてください。"
        return [Diagnostic("P103", f"別名（*{anchor}）は使えません。", hint, file, line, column)]
    found = []
    if anchor:
        hint = "「&」の印を消してください。文の初めに置くときは引用符で囲みます。"
        words = f"目印（&{anchor}）は使えません。"
        found.append(Diagnostic("P103", words, hint, file, line, column))
    if tag:
        hint = "「!」の印を消してください。文の初めに置くときは引用符で囲みます。"
        words = f"型の印（{tag}）は使えません。"
        found.append(Diagnostic("P104", words, hint, file, line, column))
    return found


def _deep(text: str) -> bool:
    depth = 0
    for match in _NESTING.finditer(text):
        sign = match.group()
        if len(sign) > 1:
            return True
        depth += 1 if sign in "[{" else -1
        if depth > MOST_DEPTH // 2:
            return True
    return False


def _compose(text: str, file: str) -> yaml.Node | Diagnostic | None:
    loader = _Loader(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    except yaml.YAMLError as error:
        return _syntax(error, file)
    finally:
        loader.dispose()
    return node


def _syntax(error: yaml.YAMLError, file: str) -> Diagnostic:
    problem = getattr(error, "problem", None) or str(error)
    context = getattr(error, "context", None) or ""
    marks = [getattr(error, "problem_mark", None), getattr(error, "context_mark", None)]
    if "end of stream" in problem:
        # Where it began says more than where the file ends.
        marks.reverse()
    mark = marks[0] or marks[1]
    words = _syntax_words(f"{context} {problem}")
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Diagnostic("P101", words[0], words[1], file, line, column)


def _syntax_words(problem: str) -> tuple[str, str]:
    for signs, words, hint in _SYNTAX:
        if any(sign in problem for sign in signs):
            return words, hint
    return (
        f"YAMLとして読めません（{problem.strip()}）。",
        "この行と前の行の字下げと記号を確かめてください。",
    )


def _too_deep(file: str, event: yaml.Event) -> Diagnostic:
    line, column = _start(event)
    return Diagnostic(
        "P105",
        f"入れ子が深すぎます（{MOST_DEPTH}段まで）。",
        "括弧や「- 」の重なりを減らしてください。",
        file,
        line,
        column,
    )


def _start(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (1, 1) if mark is None else (mark.line + 1, mark.column + 1)


@dataclass(slots=True)
class _Walk:
    """A walk over the nodes of a file. What is named again by an alias is walked over once only:
    aliases of aliases let a small text stand for one without end."""

    file: str
    found: list[Diagnostic]
    seen: set[int] = field(default_factory=set)


def _value(node: yaml.Node, walk: _Walk) -> Any:  # noqa: ANN401 - any data
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if id(node) in walk.seen:
        return None
    walk.seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_value(each, walk) for each in node.value]
    return _mapping(node, walk)


def _mapping(node: yaml.Node, walk: _Walk) -> dict[str, Any]:
    data: dict[str, Any] = {}
    places: dict[str, yaml.Node] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            words = "見出し（「:」の左）が文字ではありません。"
            walk.found.append(_at(key, walk.file, "P107", words))
            continue
        if key.value in places:
            first = places[key.value].start_mark.line + 1
            words = f"見出し「{key.value}」が二度あります（初めは{first}行目）。"
            hint = "どちらか一方を消してください。"
            walk.found.append(_at(key, walk.file, "P102", words, hint))
            continue
        places[key.value] = key
        data[key.value] = _value(value, walk)
    return data


def _scalar(node: yaml.ScalarNode) -> str | int | bool | None:
    text: str = node.value
    if node.style:
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _WHOLE.fullmatch(text) else text


def _at(node: yaml.Node, file: str, code: str, message: str, hint: str = "") -> Diagnostic:
    mark = _mark(node)
    return Diagnostic(code, message, hint, file, mark.line, mark.column, mark.width)


def _mark(node: yaml.Node) -> Mark:
    start, end = node.start_mark, node.end_mark
    width = end.column - start.column if start.line == end.line else 1
    mark = Mark(start.line + 1, start.column + 1, max(width, 1))
    if isinstance(node, yaml.ScalarNode) and node.style in ("'", '"'):
        # The mark is where the words begin, so that columns inside an expression can be added.
        return replace(mark, column=mark.column + 1, width=max(mark.width - 2, 1))
    return mark


def _descend(node: yaml.Node, path: Path) -> tuple[yaml.Node, yaml.Node]:
    key = node
    for part in path:
        key, node = _child(node, part)
    return key, node


def _child(node: yaml.Node, part: str | int) -> tuple[yaml.Node, yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == part:
                return key, value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    raise KeyError(part)


def _paths(node: yaml.Node, path: Path) -> Iterator[Path]:
    yield path
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _paths(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for n, value in enumerate(node.value):
            yield from _paths(value, (*path, n))
