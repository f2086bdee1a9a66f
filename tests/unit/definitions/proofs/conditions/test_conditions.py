"""For each finding a form that has it, and one that only just has not."""

import pytest

from app.definitions.desk import Sources
from app.definitions.diagnostics import Diagnostic
from app.definitions.proofs.conditions import checks
from app.definitions.proofs.conditions.inquiry import open_inquiry
from app.definitions.proofs.subject import subject
from tests.support.definitions import real_library
from tests.support.proving import proved, small

FIELDS = """
pages:
  - page: one
    title: 一
    fields:
      - {field: kind, type: choice, label: 種類, options: {a: あ, b: い, c: う}}
      - {field: n, type: integer, label: 数, min: 1, max: 9}
      - {field: d, type: date, label: 日}
"""
COLUMNS = """
  - page: many
    title: 多
    repeat: {group: rows, min: 1, max: 3, each: 行}
    fields:
      - {field: k, type: choice, label: 区分, options: {u: ゆう, v: ぶい}}
"""


def fields(*lines: str) -> str:
    return FIELDS + "".join(f"      - {line}\n" for line in lines)


def columns(line: str) -> str:
    return f"{FIELDS}{COLUMNS}      - {line}\n"


def check(rest: str, *lines: str) -> str:
    return f"{fields(*lines)}checks:\n  - {{check: c, message: 直してください。, {rest}}}\n"


def rules(*rests: str) -> str:
    said = [f"  - {{check: c{n}, message: 直す。, {rest}}}\n" for n, rest in enumerate(rests)]
    return f"{fields()}checks:\n{''.join(said)}"


def yen(*rows: str) -> str:
    listed = "".join(f"      - {{{row}}}\n" for row in rows)
    return (
        f"{fields()}fees:\n  - fee: f\n    label: 料\n    due: on_application\n"
        f"    refund: 返しません\n    yen:\n{listed}"
    )


def amount(source: str, *lines: str) -> str:
    return (
        f"{fields(*lines)}fees:\n  - {{fee: f, label: 料, due: on_application, "
        f'refund: 返しません, yen: "{source}"}}\n'
    )


def papers(*lines: str) -> str:
    return f"{fields()}attachments:\n" + "".join(f"  - {{{line}}}\n" for line in lines)


def either(*whens: str) -> str:
    return papers(*(f"file: p{n}, label: 紙{n}, any_of: g, when: {w}" for n, w in enumerate(whens)))


def table(*rows: str, sparse: bool = False) -> str:
    listed = "".join(f"      - {{{row}}}\n" for row in rows)
    field = "{field: price, type: computed, label: 値, computed: \"lookup('t', kind)\"}"
    return (
        f"{fields(field)}tables:\n  t:\n    title: 表\n    keys: [kind]\n    value: integer\n"
        f"    source: {{act: 法, confidence: high}}\n"
        f"{'    sparse: true' if sparse else ''}\n    rows:\n{listed}"
    )


def page(when: str) -> str:
    return (
        f"{FIELDS}  - page: two\n    title: 二\n    when: {when}\n"
        "    fields: [{field: t, type: text, label: 文}]\n"
    )


CASES = {
    "P801": (page("n > 9"), page("n > 8")),
    "P802": (
        fields("{field: t, type: text, label: 文, when: d > today and d < today - days(1)}"),
        fields("{field: t, type: text, label: 文, when: d > today or d < today - days(1)}"),
    ),
    "P803": (
        papers("file: p, label: 紙, when: kind == 'a' and kind == 'b'"),
        papers("file: p, label: 紙, when: kind == 'a' or kind == 'b'"),
    ),
    "P804": (
        check("at: n, when: n > 9, require: kind == 'a'"),
        check("at: n, when: n > 8, require: kind == 'a'"),
    ),
    "P805": (
        fields("{field: t, type: text, label: 文, when: n >= 1}"),
        fields("{field: t, type: text, label: 文, when: n > 1}"),
    ),
    "P806": (
        fields("{field: t, type: text, label: 文, when: n > 5, required: n < 5}"),
        fields("{field: t, type: text, label: 文, when: n > 5, required: n < 8}"),
    ),
    "P807": (
        fields("{field: t, type: text, label: 文, when: n > 5 or (kind == 'a' and kind == 'b')}"),
        fields("{field: t, type: text, label: 文, when: n > 5 or (kind == 'a' and n == 3)}"),
    ),
    "P808": (
        fields("{field: m, type: integer, label: 別, min: 2, max: 1}"),
        fields("{field: m, type: integer, label: 別, min: 2, max: 2}"),
    ),
    "P809": (
        check("at: n, require: n > 5 and n < 6"),
        check("at: n, require: n > 4 and n < 6"),
    ),
    "P810": (check("at: n, require: n <= 9"), check("at: n, require: n < 9")),
    "P811": (
        rules("at: n, when: kind == 'a', require: n > 5", "at: d, require: n < 5"),
        rules("at: n, when: kind == 'a', require: n > 5", "at: d, require: n < 7"),
    ),
    "P812": (
        yen("when: n > 9, is: 100", "otherwise: 200"),
        yen("when: n > 8, is: 100", "otherwise: 200"),
    ),
    "P813": (
        yen("when: n > 3, is: 100", "when: n > 5, is: 200", "otherwise: 300"),
        yen("when: n > 5, is: 100", "when: n > 3, is: 200", "otherwise: 300"),
    ),
    "P814": (
        yen("when: n > 3, is: 100", "when: n < 3, is: 200"),
        yen("when: n > 3, is: 100", "when: n <= 3, is: 200"),
    ),
    "P815": (
        yen("when: n > 3, is: 100", "when: n <= 3, is: 200", "otherwise: 300"),
        yen("when: n > 3, is: 100", "when: n < 3, is: 200", "otherwise: 300"),
    ),
    "P816": (
        amount("100 * m", "{field: m, type: integer, label: 別, required: false}"),
        amount("100 * default(m, 0)", "{field: m, type: integer, label: 別, required: false}"),
    ),
    "P817": (either("n > 9", "n > 10"), either("n > 9", "n > 8")),
    "P818": (either("n > 5", "n < 5"), either("n > 5", "n < 8")),
    "P819": (
        fields("{field: m, type: integer, label: 別, max: 9, default: \"10\"}"),
        fields("{field: m, type: integer, label: 別, max: 9, default: \"9\"}"),
    ),
    "P820": (
        fields("{field: m, type: integer, label: 別, when: kind == 'a'}",
               "{field: s, type: computed, label: 計, when: kind == 'b', computed: n + m}"),
        fields("{field: m, type: integer, label: 別, when: kind == 'a'}",
               "{field: s, type: computed, label: 計, when: kind != 'b', computed: n + m}"),
    ),
    "P821": (
        table("kind: [a, b, c], is: 1", "kind: x, is: 2"),
        table("kind: [a, b], is: 1", "kind: c, is: 2"),
    ),
    "P822": (
        table("kind: a, is: 1", "kind: b, is: 2"),
        table("kind: a, is: 1", "kind: b, is: 2", sparse=True),
    ),
}  # fmt: skip


def found(code: str, body: str) -> list[Diagnostic]:
    return [each for each in proved(body) if each.code == code]


@pytest.mark.parametrize("code", CASES)
def test_what_is_wrong_is_found_and_what_is_nearly_wrong_is_not(code: str) -> None:
    bad, good = CASES[code]
    [told] = found(code, bad)
    assert told.line > 0
    assert told.hint
    assert found(code, good) == []


@pytest.mark.parametrize(
    ("code", "bad", "good"),
    [
        ("P802", "{field: t, type: text, label: 文, when: k == 'u' and k == 'v'}",
         "{field: t, type: text, label: 文, when: k == 'u' or n > 5}"),
        ("P805", "{field: t, type: text, label: 文, when: \"k in ['u', 'v']\"}",
         "{field: t, type: text, label: 文, when: \"k in ['u']\"}"),
        ("P806", "{field: t, type: text, label: 文, when: k == 'u', required: k == 'v'}",
         "{field: t, type: text, label: 文, when: k == 'u', required: n > 5}"),
        ("P819", "{field: t, type: integer, label: 量, max: 5, default: \"6\"}",
         "{field: t, type: integer, label: 量, max: 6, default: \"6\"}"),
        ("P820", "{field: t, type: integer, label: 量, when: k == 'u'}\n"
         "      - {field: s, type: computed, label: 計, when: k == 'v', computed: t + 1}",
         "{field: t, type: integer, label: 量, when: k == 'u'}\n"
         "      - {field: s, type: computed, label: 計, when: k == 'u', computed: t + 1}"),
    ],
)  # fmt: skip
def test_the_columns_of_a_group_are_proved_too(code: str, bad: str, good: str) -> None:
    [told] = found(code, columns(bad))
    assert told.line > 0
    assert found(code, columns(good)) == []


def test_the_fields_of_a_dead_page_are_not_told_as_well() -> None:
    assert {each.code for each in proved(page("n > 9"))} & {"P801", "P802"} == {"P801"}


def test_two_parts_that_exclude_each_other_are_named() -> None:
    when = "n > 3 and kind == 'a' and d < today and kind == 'b'"
    [told] = found("P803", papers(f"file: p, label: 紙, when: {when}"))
    assert "「kind == 'a'」と「kind == 'b'」は、同時に成り立ちません" in told.message


def test_a_rule_that_looks_at_a_hidden_question_is_found_with_the_choice_that_hides_it() -> None:
    hidden = "{field: m, type: integer, label: 別, when: kind != 'c'}"
    [told] = found("P811", check("at: n, require: m > n", hidden))
    assert "「種類」＝「う」を選ぶと" in told.message
    assert found("P811", check("at: n, require: m > n, when: kind != 'c'", hidden)) == []


def test_a_rule_that_is_meant_to_refuse_a_choice_is_left_alone() -> None:
    assert found("P811", check("at: kind, require: kind != 'c'")) == []
    assert found("P811", check("at: n, require: \"kind in ['a', 'b']\"")) == []
    assert found("P809", check("at: kind, when: kind == 'c', require: \"false\"")) == []


def test_answers_that_meet_no_row_are_shown() -> None:
    [told] = found("P814", yen("when: n > 3, is: 100", "when: n < 3, is: 200"))
    assert "例: 「数」＝「3」" in told.message


def test_a_fee_that_some_owe_and_others_do_not_is_left_alone() -> None:
    assert found("P814", yen("when: n > 3, is: 100")) == []


def test_the_row_that_comes_first_is_named() -> None:
    [told] = found("P813", CASES["P813"][0])
    assert "「n > 3」もいつも成り立ちます" in told.hint


def test_an_amount_that_is_not_known_yet_proves_nothing() -> None:
    body = table("kind: a, is: 1", "kind: b, is: null, note: 所管課に確認中", "kind: c, is: 3")
    rule = 'checks:\n  - {check: c, message: 直す。, at: n, require: "default(price, 1) < 9"}\n'
    assert found("P810", body + rule) == []


def test_the_definitions_of_the_house_have_no_fault() -> None:
    found_ = [each for each in real_library().diagnostics if each.code.startswith("P8")]
    assert found_ == []


def test_when_the_steps_are_used_up_nothing_more_is_said() -> None:
    procedure = small(CASES["P809"][0])
    about = subject(procedure, {}, Sources())
    inquiry = open_inquiry(about)
    inquiry.steps = 0
    checks.prove(inquiry)
    assert about.desk.found == []
