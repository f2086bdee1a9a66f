"""One word for one thing: names that `docs/glossary.md` rules out are not used in the code."""

import ast
import re
from collections.abc import Iterable, Iterator

from tests.house.source import Module, in_order, module, modules, read, rows, words

GLOSSARY = "docs/glossary.md"
# A word of HTTP that holds one of ours.
FOREIGN = "user_agent"
# Module and name → reason. May only get shorter.
EXCEPTIONS = {("app/gateways/mail/smtp.py", "user"): "who signs in at a mail server is its user"}


def banned_words(glossary: str) -> dict[str, str]:
    """Give each word in the glossary's last column with the word to use instead."""
    return {
        banned: cells[0].split(";")[0].strip("` ")
        for cells in rows(glossary)
        if len(cells) == 4
        for banned in re.findall(r"`([a-z_]+)`", cells[3])
    }


def names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Give every name that the module itself makes up, with its line; not those it calls."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.id if isinstance(node, ast.Name) else node.attr, node.lineno


def holds(name: str, banned: str) -> bool:
    """Say whether the words of `banned` stand in a name one after the other."""
    return f"_{banned}_" in f"_{'_'.join(words(name))}_".replace(FOREIGN, "")


def wrong_words(house: Iterable[Module], banned: dict[str, str]) -> list[str]:
    return [
        f"{each.path}:{line}: '{name}' has '{word}'; the word here is '{right}'"
        for each in house
        for name, line in [(each.name, 1), *names(each.tree)]
        if (each.path, name) not in EXCEPTIONS
        for word, right in banned.items()
        if holds(name, word)
    ]


def test_the_code_uses_the_words_of_the_glossary():
    in_order(wrong_words(modules("app/"), banned_words(read(GLOSSARY))))


def test_every_exception_is_still_needed():
    used = {(each.path, name) for each in modules("app/") for name, _ in names(each.tree)}
    assert EXCEPTIONS.keys() <= used


def test_the_glossary_rules_words_out():
    banned = banned_words(read(GLOSSARY))
    assert banned["remand"] == "send back"
    assert {"ticket", "notification", "applicant_receipt", "user"} <= banned.keys()


def test_a_wrong_word_is_found():
    banned = {"ticket": "case", "applicant_receipt": "acknowledgement", "user": "resident"}
    planted = "class TicketDesk: ...\ndef applicant_receipt(user): ...\nticket_id = 1"
    assert len(wrong_words([module(planted)], banned)) == 4


def test_words_within_words_and_names_of_others_are_left_alone():
    banned = {"ticket": "case", "user": "resident"}
    innocent = "etickets = url.user\nusername = user_agent = 1\nimport user"
    assert wrong_words([module(innocent)], banned) == []
