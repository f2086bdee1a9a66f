"""Verbs about a new version of a procedure: what it would do, and the proposal to publish it.

The draft is the newest file of the procedure, or the file that is named. `impact` and `replay`
look into the office's database and change nothing.
"""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app import bootstrap, configured
from app.cases.impact import WORDS
from app.cli.verbs import MISUSED, WELL, WRONG, Verbs, as_json, tell
from app.definitions import diagnostics, manuscripts
from app.definitions.manuscripts import VERSION, Examined, Written
from app.services import access, foresight, publishing, studio
from app.services.context import Context
from app.services.publishing import Proposal


def register(verbs: Verbs) -> None:
    """Add the verbs of this group."""
    words = "which running cases a draft touches, and how"
    impact = verbs.add("impact", _impact, words, for_programs=True)
    words = "what a draft would have made different in past cases"
    replay = verbs.add("replay", _replay, words, for_programs=True)
    replay.add_argument("--most", type=int, default=1000, help="how many cases, the latest first")
    words = "propose a version; a second person agrees to it"
    publish = verbs.add("publish", _publish, words, for_programs=True)
    publish.add_argument("--as", dest="person", required=True, metavar="PERSON")
    publish.add_argument("--reason", required=True, help="why the version is proposed")
    publish.add_argument("--waiver", default="", help="why unconfirmed facts may be published")
    for each in (impact, replay, publish):
        each.add_argument("id", metavar="ID")
        each.add_argument("--file", type=Path, help="the draft; otherwise the newest version")


def _impact(asked: argparse.Namespace) -> int:
    return _with_draft(asked, _say_impact)


def _replay(asked: argparse.Namespace) -> int:
    return _with_draft(asked, _say_replay)


def _publish(asked: argparse.Namespace) -> int:
    office = bootstrap.open_office(configured.settings())
    try:
        written = _written(office.context, asked)
        if written is None:
            return _unknown(asked)
        by = access.somebody(office.context, asked.person)
        proposal = _proposal(office.context, asked, written)
        number = publishing.propose(office.context, proposal, by)
    finally:
        office.close()
    if asked.json:
        tell(as_json({"number": number}))
    else:
        tell(f"公開を提案しました（{number}）。所管課のほかの職員が承認すると、公開されます。")
    return WELL


def _proposal(ctx: Context, asked: argparse.Namespace, written: Written) -> Proposal:
    draft = manuscripts.examine(ctx.catalogue.library, asked.id, written).procedure
    changes = () if draft is None else studio.changes(ctx, draft)
    open_facts = studio.unconfirmed(draft)
    words = studio.in_words(changes)
    return Proposal(asked.id, written, asked.reason, words, len(open_facts), asked.waiver)


def _with_draft(asked: argparse.Namespace, say: Any) -> int:  # noqa: ANN401
    office = bootstrap.open_office(configured.settings())
    try:
        written = _written(office.context, asked)
        if written is None:
            return _unknown(asked)
        draft = manuscripts.examine(office.context.catalogue.library, asked.id, written)
        if draft.procedure is None:
            tell(*(diagnostics.human(each, written.source) for each in draft.diagnostics))
            return WRONG
        say(office.context, draft, asked)
    finally:
        office.close()
    return WELL


def _say_impact(ctx: Context, draft: Examined, asked: argparse.Namespace) -> None:
    assert draft.procedure is not None  # noqa: S101 - the caller has looked
    found = list(foresight.running(ctx, draft.procedure))
    if asked.json:
        tell(as_json([asdict(each) for each in found]))
        return
    for each in found:
        impact = each.impact
        tell(f"{each.number}\t{WORDS[impact.verdict]}")
        tell(*(f"    答えが要る: {words}" for words in impact.asked))
        tell(*(f"    失われる答え: {words}" for words in impact.lost))
        tell(*(f"    {words}" for words in impact.differences))
        if impact.verdict != "unaffected":
            tell(f"    → {impact.plan}")
    counts = foresight.counted(iter(found))
    told = "、".join(f"{WORDS[verdict]} {n}件" for verdict, n in sorted(counts.items()))
    tell(f"進行中の案件 {len(found)}件" + (f"（{told}）" if told else ""))


def _say_replay(ctx: Context, draft: Examined, asked: argparse.Namespace) -> None:
    assert draft.procedure is not None  # noqa: S101 - the caller has looked
    found = list(foresight.past(ctx, draft.procedure, asked.most))
    if asked.json:
        tell(as_json([asdict(each) for each in found]))
        return
    touched = [each for each in found if each.differences]
    for each in touched:
        tell(each.number, *(f"    {words}" for words in each.differences))
    tell(f"終わった案件 {len(found)}件のうち、{len(touched)}件で扱いが変わっていたはずです。")


def _written(ctx: Context, asked: argparse.Namespace) -> Written | None:
    """Give the draft with the scenarios beside the procedure; None where there is none."""
    texts = ctx.catalogue.library.texts(asked.id)
    if asked.file is not None and asked.file.exists():
        texts[VERSION] = asked.file.read_text(encoding="utf-8")
    elif asked.file is not None or VERSION not in texts:
        return None
    tests = {name: text for name, text in texts.items() if name != VERSION}
    return Written(texts[VERSION], tests, str(asked.file or VERSION))


def _unknown(asked: argparse.Namespace) -> int:
    tell(f"手続「{asked.id}」か、そのファイルがありません。")
    return MISUSED
