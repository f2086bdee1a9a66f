"""申請者: who applies, read from the answers of the shared block `applicant`.

Names are given exactly as they were typed.
"""

from collections.abc import Mapping
from typing import Any


def block(answers: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the answers about the applicant; empty where a procedure does not ask them."""
    found = answers.get("applicant")
    return found if isinstance(found, Mapping) else {}


def is_corporation(answers: Mapping[str, Any]) -> bool:
    """Say whether a company applies."""
    found = block(answers)
    return found.get("kind") == "corporation" or ("kind" not in found and "corporate_name" in found)


def name(answers: Mapping[str, Any]) -> str:
    """Give the applicant's name as documents print it: a company's, or family and given name."""
    found = block(answers)
    if is_corporation(answers):
        return str(found.get("corporate_name", ""))
    return full_name(found.get("name"))


def kana(answers: Mapping[str, Any]) -> str:
    """Give the reading of the applicant's name."""
    found = block(answers)
    if is_corporation(answers):
        return str(found.get("corporate_name_kana", ""))
    given = found.get("name")
    if not isinstance(given, Mapping):
        return ""
    return " ".join(part for key in ("family_kana", "given_kana") if (part := given.get(key)))


def representative(answers: Mapping[str, Any]) -> str:
    """Give a company's representative with the office held; empty for a person."""
    found = block(answers)
    if not is_corporation(answers):
        return ""
    title = str(found.get("representative_title", ""))
    return f"{title} {full_name(found.get('representative'))}".strip()


def full_name(value: object) -> str:
    """Give family and given name with a space between, or the one name that there is."""
    if isinstance(value, Mapping):
        parts = (str(value.get("family", "")), str(value.get("given", "")))
        return " ".join(part for part in parts if part)
    return str(value or "")


def address(answers: Mapping[str, Any]) -> str:
    """Give the applicant's address in one line."""
    value = block(answers).get("address")
    if not isinstance(value, Mapping):
        return ""
    parts = [str(value.get(key, "")) for key in ("prefecture", "city", "town")]
    building = str(value.get("building", ""))
    return "".join(parts) + (f" {building}" if building else "")


def email(answers: Mapping[str, Any]) -> str:
    """Give the address for mail that was written on the form; empty where there is none."""
    return str(block(answers).get("email", ""))
