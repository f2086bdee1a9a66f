"""The search for worlds, held against trying everything there is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.definitions.expressions.compiled import Facts
from app.definitions.proofs.worlds import atlas as maps
from app.definitions.proofs.worlds import search
from tests.support.proving import small

FORM = """
pages:
  - page: one
    title: 一
    fields:
      - {field: kind, type: choice, label: 種類, options: {x: えっくす, y: わい, z: ぜっと}}
      - {field: sure, type: yes-no, label: 確か, when: "kind in ['x', 'y']"}
      - {field: n, type: integer, label: 数, min: 0, max: 5}
      - {field: m, type: integer, label: 別の数, min: 0, max: 5, required: sure, when: kind != 'z'}
      - {field: tags, type: choices, label: 札, options: {p: ぴい, q: きゅう}, required: false}
  - page: many
    title: 多
    repeat: {group: rows, min: 0, max: 2, each: 行}
    fields:
      - {field: k, type: choice, label: 区分, options: {u: ゆう, v: ぶい}}
      - {field: a, type: integer, label: 量, min: 0, max: 2, when: k == 'v'}
"""
DAYS = """
pages:
  - page: one
    title: 一
    fields:
      - {field: d, type: date, label: 日}
      - {field: e, type: date, label: 別の日, required: false}
"""
START = date(2026, 4, 1)


@cache
def mapped(form: str) -> maps.Atlas:
    return maps.atlas(small(form), date(2026, 4, 20))


@cache
def every_world() -> tuple[Facts, ...]:
    return tuple(Facts(answers, START) for answers in _every_answers())


def _every_answers() -> Iterator[dict[str, object]]:
    rows = [{"k": "u"}, *({"k": "v", "a": a} for a in range(3))]
    lists = [None, *([row] for row in rows), *([a, b] for a in rows for b in rows)]
    tags = (None, ["p"], ["q"], ["p", "q"])
    for kind, n, tag, many in product("xyz", range(6), tags, lists):
        for sure in (True, False) if kind != "z" else (None,):
            ms = () if kind == "z" else range(6)
            for m in (*ms, *((None,) if not sure else ())):
                given = {"kind": kind, "sure": sure, "n": n, "m": m, "tags": tag, "rows": many}
                yield {name: value for name, value in given.items() if value is not None}


numbers = st.sampled_from(["n", "m", "count(rows)"])
signs = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
atoms = st.one_of(
    st.builds("kind == '{}'".format, st.sampled_from("xyz")),
    st.builds("kind != '{}'".format, st.sampled_from("xyz")),
    st.just("sure"),
    st.builds("present({})".format, st.sampled_from(["sure", "m", "tags", "rows"])),
    st.builds("'{}' in tags".format, st.sampled_from("pq")),
    st.builds("{} {} {}".format, numbers, signs, st.integers(0, 5)),
    st.builds("n {} m + {}".format, signs, st.integers(-2, 2)),
    st.builds("{}(rows, k == 'v' and a {} {})".format, st.sampled_from(["any", "all"]), signs,
              st.integers(0, 2)),
)  # fmt: skip
conditions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds("({}) and ({})".format, inner, inner),
        st.builds("({}) or ({})".format, inner, inner),
        st.builds("not ({})".format, inner),
    ),
    max_leaves=4,
)


@given(source=conditions)
@settings(max_examples=300, deadline=None)
def test_a_search_agrees_with_trying_everything(source: str) -> None:
    atlas = mapped(FORM)
    compiled = maps.condition(atlas, source)
    assert compiled is not None
    for wanted, goal in ((True, search.holds(compiled)), (False, search.fails(compiled))):
        found = search.search(atlas, [goal], 50_000)
        exists = any(compiled.holds(each) is wanted for each in every_world())
        if found.world is not None:
            assert compiled.holds(found.world) is wanted
            assert exists
        assert not (found.never and exists)


@given(source=st.recursive(atoms.filter(lambda each: "rows" not in each and "m +" not in each),
                           lambda inner: st.builds("({}) and ({})".format, inner, inner),
                           max_leaves=5))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_what_finitely_many_values_decide_is_decided(source: str) -> None:
    atlas = mapped(FORM)
    compiled = maps.condition(atlas, source)
    assert compiled is not None
    found = search.search(atlas, [search.holds(compiled)], 50_000)
    exists = any(compiled.holds(each) for each in every_world())
    assert (found.world is not None, found.never) == (exists, not exists)


spans = st.builds("{}({})".format, st.sampled_from(["days", "months"]), st.integers(0, 2))
days = st.one_of(
    st.sampled_from(["d", "e", "today"]),
    st.builds(
        "{} {} {}".format, st.sampled_from(["d", "e", "today"]), st.sampled_from("+-"), spans
    ),
    st.sampled_from(["'2026-04-10'", "'2026-04-01'", "default(e, today)"]),
)
day_conditions = st.recursive(
    st.one_of(
        st.builds("{} {} {}".format, st.sampled_from(["d", "e"]), signs, days),
        st.builds("d - e {} {}".format, signs, st.integers(-2, 2)),
        st.just("present(e)"),
    ),
    lambda inner: st.builds("({}) {} ({})".format, inner, st.sampled_from(["and", "or"]), inner),
    max_leaves=4,
)


@cache
def day_worlds() -> tuple[Facts, ...]:
    close = [START + timedelta(days=n) for n in range(-66, 90)]
    near = [*close[:4], *close[60:80], *close[-70:]]
    found = []
    for today in (START, START + timedelta(days=9), START + timedelta(days=30)):
        for d in near:
            found.append(Facts({"d": d.isoformat()}, today))
            around = {*near[::5], d, d + timedelta(days=1), d - timedelta(days=1), today}
            found += [
                Facts({"d": d.isoformat(), "e": e.isoformat()}, today) for e in sorted(around)
            ]
    return tuple(found)


@given(source=day_conditions)
@settings(max_examples=200, deadline=None)
def test_a_search_over_days_never_denies_what_there_is(source: str) -> None:
    atlas = mapped(DAYS)
    compiled = maps.condition(atlas, source)
    assert compiled is not None
    found = search.search(atlas, [search.holds(compiled)], 50_000)
    if found.world is not None:
        assert compiled.holds(found.world)
    else:
        shown = next((each for each in day_worlds() if compiled.holds(each)), None)
        assert not (found.never and shown), shown


@pytest.mark.parametrize(
    "source",
    [
        "d > today and d < today - months(1)",
        "d >= '2026-05-01' and d < '2026-05-01'",
        "e > d + days(10) and e < d + days(10)",
        "d < '2026-04-10' and d >= today + days(20)",
        "age(d) >= 20 and d > today - years(20)",
        "d - today >= 10 and d < today + days(10)",
    ],
)
def test_days_that_exclude_each_other_are_found_out(source: str) -> None:
    atlas = mapped(DAYS)
    compiled = maps.condition(atlas, source)
    assert compiled is not None
    assert search.search(atlas, [search.holds(compiled)]).never


def test_what_is_calculated_in_unknown_ways_is_not_denied() -> None:
    atlas = mapped(FORM)
    compiled = maps.condition(atlas, "n * m == 7")
    assert compiled is not None
    found = search.search(atlas, [search.holds(compiled)])
    assert found.world is None
    assert not found.never


def test_a_search_ends_when_its_steps_are_used_up() -> None:
    atlas = mapped(FORM)
    compiled = maps.condition(atlas, "n > 4 and n < 3 and m > 1")
    assert compiled is not None
    assert not search.search(atlas, [search.holds(compiled)], 3).sure


def test_a_condition_of_a_row_is_looked_for_in_some_row() -> None:
    atlas = mapped(FORM)
    column = atlas.fields["rows.a"].when
    assert column is not None
    found = search.search(atlas, [search.holds(column, "rows")]).world
    assert found is not None
    assert any(column.holds(replace(found, row=row)) for row in found.answers["rows"])
