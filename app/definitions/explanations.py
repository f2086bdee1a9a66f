"""解説: the page of each diagnostic, as it lies in `docs/diagnostics`.

For whoever got a diagnostic and wants to know more: in the terminal, in an editor, in the studio.
Reads pages and knows no rule.
"""

from pathlib import Path

PAGES = Path(__file__).resolve().parents[2] / "docs" / "diagnostics"


def codes() -> tuple[str, ...]:
    """Give every code that has a page."""
    return tuple(sorted(path.stem for path in PAGES.glob("P*.md")))


def place(code: str) -> Path:
    """Give the file of a code's page, whether there is one or not."""
    return PAGES / f"{code}.md"


def page(code: str) -> str | None:
    """Give the page of a code, None if there is none."""
    return place(code).read_text(encoding="utf-8") if code in codes() else None


def title(code: str) -> str:
    """Give the name of a code: the head of its page, empty if there is none."""
    head = (page(code) or "").partition("\n")[0]
    return head.removeprefix(f"# {code}").strip()
