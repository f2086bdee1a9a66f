"""A small procedure written for one test: its form, rules and fees as YAML, linked and proved."""

from textwrap import dedent

from app.definitions import bundle, linker, proofs, reader
from app.definitions.diagnostics import Diagnostic
from app.definitions.model import Procedure
from tests.support.definitions import real_library

_HEAD = """\
procedure: small
effective: 2026-04-01
code: SM
title: {ja: 小さな証明, ja-easy: 小さな しょうめい}
summary: 試すための小さな手続です。
department: shuzei/certificate-centre
law: {under: その他, basis: [{act: 試験の法律, confidence: high}], disposition: false}
who: {applicant: [individual, corporation], agent: false, identity: email}
channel: {online: here}
workflow: {use: pay-then-issue, with: {examiner: 担当, decider: 係長}}
clock: {period: null, note: 期間は所管課に確認中}
papers: {granted: {title: 証明書, number: "{year}第{serial}号"}, refused: {title: お知らせ}}
records: {retention: 5, assumed: true}
privacy: 証明のために使います。
"""


def small(body: str) -> Procedure:
    """Link the small procedure with these pages, checks and so on."""
    linked, _ = _linked(body)
    assert linked.procedure is not None, linked.diagnostics
    return linked.procedure


def proved(body: str) -> tuple[Diagnostic, ...]:
    """Give what the proofs find wrong with it."""
    linked, sources = _linked(body)
    assert linked.procedure is not None, linked.diagnostics
    return proofs.prove(linked, sources)


def _linked(body: str) -> tuple[linker.Linked, linker.Sources]:
    text = _HEAD + dedent(body)
    reading = reader.read(text.encode(), "small.yaml")
    assert reading.document is not None, reading.diagnostics
    shared = real_library().shelves.shared
    sources = linker.Sources({"procedure": reading.document}, {"units": shared.units})
    return linker.link_at(bundle.gather(reading.document.data, shared), sources), sources
