"""The repository itself: what stands at its top, and what its texts do not talk about."""

import re
from collections.abc import Iterable
from pathlib import Path

from tests.house.source import ROOT, files, in_order, read

TOP = {
    ".ci", ".editorconfig", ".gitignore", "LICENSE", "Makefile", "README.md", "alembic.ini",
    "app", "docs", "migrations", "procedures", "pyproject.toml",
    "tests", "uv.lock", "workflows",
}  # fmt: skip

# Texts are about the counter and the people at it, never about what they were written with.
# The names are split so that this list is not itself a place where they stand. As a key of a
# procedure, one of them is a word of the counter: the 代理人 who files for somebody else.
LETTERS = ("A" "I", "L" "LMs?", "GP" "T(?:-\\d\\S*)?")  # fmt: skip
NAMES = (
    "chat" "gpt", "cla" "ude", "anth" "ropic", "open" "ai", "co" "pilot", "gem" "ini",
    "language " "models?", "assis" "tants?", "生成A" "I", "人工" "知能",
    "(?:an|the|this|each|any|by|our|coding|helper|sub)[- ]a" "gents?",
)  # fmt: skip
TOOLS = re.compile(rf"(?<![a-zA-Z])(?:{'|'.join(LETTERS)}|(?i:{'|'.join(NAMES)}))(?![a-zA-Z])")
# Written by others, or not text of ours.
FOREIGN = re.compile(
    r"(^uv\.lock$|/vendor/|/licenses?/|\.(?:csv|svg|lock|woff2?|map)$)", re.IGNORECASE
)


def strangers(paths: Iterable[str]) -> list[str]:
    return sorted({path.split("/")[0] for path in paths} - TOP)


def tool_talk(path: str, text: str) -> list[str]:
    return [
        f"{path}:{number}: '{found.group()}': write about the counter, not about tools"
        for number, line in enumerate(text.splitlines(), 1)
        for found in TOOLS.finditer(line)
    ]


def is_text(path: str) -> bool:
    return b"\0" not in (ROOT / path).read_bytes()[:8192]


def broken_links(path: str, text: str) -> list[str]:
    """Give the links of a page to files that do not exist."""
    faults = []
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if not re.match(r"[a-z]+:", target) and not (ROOT / Path(path).parent / target).exists():
            faults.append(f"{path}: links to {target}, which does not exist")
    return faults


def test_nothing_stands_at_the_top_that_has_no_place_there():
    in_order(strangers(files()))


def test_no_text_talks_about_tools():
    own = [path for path in files() if not FOREIGN.search(path) and is_text(path)]
    assert len(own) > 50
    in_order([fault for path in own for fault in tool_talk(path, read(path))])


def test_every_link_in_the_docs_leads_somewhere():
    pages = [path for path in files() if path.endswith(".md")]
    in_order([fault for path in pages for fault in broken_links(path, read(path))])


def test_a_stranger_at_the_top_is_found():
    assert strangers(["app/main.py", "notes.txt", "tmp/x"]) == ["notes.txt", "tmp"]


def test_talk_about_tools_is_found():
    planted = ["by an A" + "I", "The a" + "gent said", "an assis" + "tant", "cla" + "ude"]
    assert len(tool_talk("t", "\n".join(planted))) == len(planted)


def test_words_that_only_look_like_tools_are_left_alone():
    innocent = "User-Agent: x\nwho: {agent: allowed}\nprocedure.agent\nagent=False\nair mail"
    assert tool_talk("t", innocent) == []


def test_a_broken_link_is_found():
    page = "[a](../README.md) [b](nowhere.md) [c](https://example.jp/) [d](../LICENSE#3)"
    [fault] = broken_links("docs/page.md", page)
    assert "nowhere.md" in fault
