"""Every diagnostic that the code can give has a page, a row in the index, and a planted fault."""

import ast
import re
from collections.abc import Iterable, Iterator

from app.definitions import explanations, reader
from tests.house.source import ROOT, Module, files, in_order, module, modules, read, rows
from tests.support import planted

FOLDER = "docs/diagnostics"
INDEX = f"{FOLDER}/README.md"
HEADS = ["何が起きているか", "なぜいけないか", "悪い例", "直し方"]
# Code → why there is no fault of it in tests/planted. May only get shorter.
UNPLANTED = {"P416": "no key of a definition yet asks for a value that may never be missing"}


def codes(house: Iterable[Module]) -> dict[str, str]:
    """Give every code that is written out, and where; what expressions call E4xx becomes P4xx."""
    found: dict[str, str] = {}
    for each in house:
        for node in ast.walk(each.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                match = re.fullmatch(r"[PE]([0-9]{3})", node.value)
                if match is not None:
                    found.setdefault(f"P{match[1]}", f"{each.path}:{node.lineno}")
    return found


def pages() -> dict[str, str]:
    paths = [path for path in files() if re.fullmatch(rf"{FOLDER}/P[0-9]{{3}}\.md", path)]
    return {path[-7:-3]: read(path) for path in paths}


def ill_formed(code: str, page: str) -> list[str]:
    """Say what a page lacks: its head, its parts in order, an example in the last two."""
    path, faults = f"{FOLDER}/{code}.md", []
    if not re.match(rf"# {code} \S", page):
        faults.append(f"{path}: begin with '# {code} ' and its name")
    parts = re.split(r"^## (.+)$", page, flags=re.MULTILINE)
    if parts[1::2] != HEADS:
        faults.append(f"{path}: has the parts {parts[1::2]}, not {HEADS}")
    elif not all("```yaml\n" in each for each in parts[6::2]):
        faults.append(f"{path}: show the fault, and how it is mended, in YAML")
    elif any(len(each.split("```")[0].strip()) < 10 for each in (*parts[2:5:2], parts[8])):
        faults.append(f"{path}: say it in a sentence")
    return faults


def good_examples(page: str) -> Iterator[str]:
    """Give the YAML that a page shows under 直し方."""
    yield from re.findall(r"```yaml\n(.*?)```", page.partition("## 直し方")[2], re.DOTALL)


def test_every_diagnostic_has_a_page_and_every_page_its_diagnostic():
    known, written = codes(modules("app/definitions/")), pages()
    assert len(known) >= 70
    in_order([f"{place}: write {FOLDER}/{code}.md" for code, place in known.items()
              if code not in written])  # fmt: skip
    in_order([f"{FOLDER}/{code}.md: nothing gives {code}" for code in written.keys() - known])


def test_every_page_has_its_parts():
    in_order([fault for code, page in pages().items() for fault in ill_formed(code, page)])


def test_what_a_page_recommends_can_be_read():
    in_order(
        [
            f"{FOLDER}/{code}.md: {each.message}"
            for code, page in pages().items()
            for example in good_examples(page)
            for each in reader.read(example.encode(), code).diagnostics
        ]
    )


def test_the_index_names_every_page():
    listed = {cells[0][1:5]: cells[1] for cells in rows(read(INDEX)) if cells[0].startswith("[P")}
    assert listed == {code: explanations.title(code) for code in explanations.codes()}


def test_every_diagnostic_has_a_planted_fault():
    found = {code for _, _, code in planted.marks()}
    in_order(
        [
            f"{place}: plant a fault of {code} in {planted.ROOT.relative_to(ROOT)}"
            for code, place in codes(modules("app/definitions/")).items()
            if code not in found and code not in UNPLANTED
        ]
    )
    assert not found & UNPLANTED.keys(), "take it out of UNPLANTED"


def test_codes_are_found_in_the_code():
    source = 'desk.complain(place, "P304", "x")\nCODES = {"E401": "y"}\nother = "PX304"'
    assert codes([module(source)]).keys() == {"P304", "P401"}


def test_a_page_without_its_parts_is_found():
    assert len(ill_formed("P304", "# P305 x\n")) == 2
    parts = "\n".join(f"## {head}\n\n一文で言うとこうなります。\n" for head in HEADS)
    assert "in YAML" in ill_formed("P304", f"# P304 x\n{parts}")[0]
