"""Templates: no escaping is switched off without a reason, no page carries style or script."""

import re

from tests.house.source import in_order, texts

UNSAFE = re.compile(r"\|\s*safe\b|\{%-?\s*autoescape\s+false")
REASON = re.compile(r"\{#-?\s*safe: .{10,}#\}")
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without src": re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
}


def unexplained(path: str, text: str) -> list[str]:
    lines = text.splitlines()
    return [
        f"{path}:{number + 1}: say why this is safe: {{# safe: … #}} on this line or the one before"
        for number, line in enumerate(lines)
        if UNSAFE.search(line)
        and not REASON.search("".join(lines[max(0, number - 1) : number + 1]))
    ]


def inline(path: str, text: str) -> list[str]:
    return [
        f"{path}:{text.count(chr(10), 0, found.start()) + 1}: {what}; pages take both from files"
        for what, pattern in INLINE.items()
        for found in pattern.finditer(text)
    ]


def test_escaping_is_switched_off_only_with_a_reason():
    faults = [
        fault
        for path, text in texts(".html", ".jinja", ".j2", ".txt", ".xml", under="app/")
        for fault in unexplained(path, text)
    ]
    in_order(faults)


def test_pages_carry_no_style_and_no_script():
    pages = list(texts(".html", ".jinja", under="app/web/templates/"))
    assert pages
    in_order([fault for path, text in pages for fault in inline(path, text)])


def test_an_unexplained_safe_is_found():
    assert len(unexplained("t", "{{ body|safe }}\n{{ body | safe }}")) == 2
    assert unexplained("t", "{# safe: made by our own renderer #}\n{{ body|safe }}") == []
    assert unexplained("t", "{{ safety|default('x') }}") == []


def test_inline_style_and_script_are_found():
    planted = '<p style="x">\n<style>\n<script>1</script>\n<a\n onclick="x">'
    assert len(inline("t", planted)) == 4
    assert inline("t", '<script src="/static/form.js" defer></script><p class="style">on = 1') == []
