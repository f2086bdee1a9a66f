"""A new procedure after the model of another: its text, with what is the new one's own changed."""

import re

from app.definitions.skeleton.procedure_text import title_lines

_TITLE = re.compile(r"^title:.*\n(?:[ \t]+.*\n)*", re.MULTILINE)


def copied(text: str, like: str, own: dict[str, str]) -> str:
    """Give the text of a procedure as that of another one.

    `own` gives what differs by key: `procedure`, `code`, and where they are to differ `title` and
    `department`. Whatever else was right for the model has to be looked at.
    """
    if "title" in own:
        lines = title_lines(own["procedure"], own["title"])
        text = _replaced(_TITLE, "".join(f"{line}\n" for line in lines), text)
    for name in ("procedure", "code", "department"):
        if name in own:
            line = re.compile(rf"^{name}:.*$", re.MULTILINE)
            text = _replaced(line, f"{name}: {own[name]}", text)
    head, _, rest = text.partition("\n")
    note = f"# 「{like}」を写したもの。根拠法令、手数料、期間、帳票の文を、この手続のものに直す。"
    return f"{head}\n{note}\n{rest}"


def _replaced(part: re.Pattern[str], new: str, text: str) -> str:
    return part.sub(new.replace("\\", r"\\"), text, count=1)
