"""The file of a new procedure as text: every part in the order of the form, with comments."""

import json
import re
from collections.abc import Iterator
from typing import Any

from app.definitions.model import say
from app.definitions.skeleton.planning import DUES, Plan, optional

_PLAIN = re.compile(r"[^\W\d_][\w（）「」・ー、。]*")


def procedure_text(plan: Plan) -> str:
    """Write the file of a procedure."""
    parts = (_head, _law, _form, _money, _flow, _papers, _records)
    return "\n".join(line for part in parts for line in part(plan)) + "\n"


def scalar(value: Any) -> str:  # noqa: ANN401 - any plain value
    """Write a value so that YAML reads it back as it is."""
    if isinstance(value, list):
        return f"[{', '.join(scalar(each) for each in value)}]"
    text = str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def title_lines(id_: str, title: str) -> Iterator[str]:
    """Write a title in every language that it has to be said in."""
    yield "title:"
    yield f"  ja: {scalar(title)}"
    yield f"  plain: {scalar(title)}  # 住民がふだん使う言い方"
    yield f"  ja-easy: {scalar(title)}  # やさしい日本語に言い換える"
    yield f"  en: {id_.replace('-', ' ').capitalize()}"


def _head(plan: Plan) -> Iterator[str]:
    yield "# yaml-language-server: $schema=../../../docs/reference/schema/procedure.json"
    yield f"# {plan.title}。決まっていないことは「所管課に確認中」とし、分かったら書き換える。"
    yield f"procedure: {plan.id}"
    yield f"effective: {plan.effective}"
    yield f"code: {plan.code}  # 案件番号に入る記号。ほかの手続と重ならない大文字"
    yield from title_lines(plan.id, plan.title)
    yield "summary:"
    yield "  ja: どういう人が、いつ、何のためにする手続かを、ここに二、三文で書きます。"
    yield "  ja-easy: この 手続が 何の ための ものかを、ここに 書きます。"
    yield "  en: What this procedure is for, in two or three sentences."
    yield f"department: {plan.department}  # {plan.department_name}"
    yield "find:"
    yield "  category: くらし"
    yield "  life_events: []  # この手続が要る出来事。例: [引っ越す]"
    yield "  words: []  # 探すときに使われそうな言葉"
    yield ""


def _law(plan: Plan) -> Iterator[str]:
    yield "law:"
    under = "行政手続法" if plan.disposition else "その他"
    yield f"  under: {under}  # 行政手続法、東京都行政手続条例、要綱、その他"
    yield "  basis:"
    yield "    - {confidence: unconfirmed, note: 根拠となる法令の条は所管課に確認中}"
    yield "    # - {act: 法令の名, article: 第1条第1項, confidence: high}"
    yield f"  disposition: {str(plan.disposition).lower()}"
    if plan.disposition:
        yield "  appeal: review-and-suit  # 教示の型。review-first、ruling-only、suit-only もある"
    yield "who: {applicant: [individual, corporation], agent: true, identity: email}"
    yield "channel: {online: here}"
    yield "before: []  # 申請の前に準備するもの"
    yield "# deadline: 提出の期限があれば、ここに書く。"
    yield ""


def _form(plan: Plan) -> Iterator[str]:
    yield "pages:"
    yield "  # 個人だけの手続なら applicant-individual、法人だけなら applicant-corporation"
    yield "  - use: applicant"
    yield "  - page: content"
    yield "    title: 内容"
    yield "    fields:"
    yield "      - {field: content, type: long-text, label: 手続の内容, max: 1000}"
    yield "      # - {field: kind, type: choice, label: 種類, options: {new: 新規, other: 他}}"
    yield "      # - {field: reason, type: text, label: 理由, when: kind == 'other', max: 200}"
    yield ""
    yield "attachments: []"
    yield "# attachments:"
    yield "#   - {file: plan, label: 図面, help: 寸法が分かるもの。}"
    yield "#   - {file: registry, label: 登記事項証明書, when: applicant.kind == 'corporation'}"
    yield ""


def _money(plan: Plan) -> Iterator[str]:
    if not plan.due:
        return
    yield "# 手数料がなければ、fees を消し、tests/first.yaml の assess と pay の行も消す。"
    yield "fees:"
    yield "  - fee: main"
    yield "    label: 手数料"
    yield "    basis: {confidence: unconfirmed, note: 根拠と額は所管課に確認中}"
    yield "    tax: exempt"
    yield f"    due: {plan.due}  # {DUES[plan.due]}に納める"
    yield "    refund: 納めた手数料の返還については所管課に確認中です。"
    yield "    yen:"
    yield "      - {otherwise: null, note: 額は所管課に確認中です。}"
    yield "      # 額が分かれば {otherwise: 400}。場合で違えば、上から順に {when: 条件, is: 額}"
    yield ""


def _flow(plan: Plan) -> Iterator[str]:
    yield f"# 業務フロー「{say(plan.workflow.title)}」。図は madoguchi graph {plan.id} で見られる。"
    yield "workflow:"
    yield f"  use: {plan.workflow.workflow}"
    yield "  with:"
    for name, value in plan.values.items():
        words = plan.workflow.parameters[name].label
        yield f"    {name}: {scalar(value)}" + (f"  # {say(words)}" if words else "")
    for line, label in optional(plan.workflow, plan.values):
        yield f"    # {line}" + (f"  # {label}" if label else "")
    yield "clock:"
    yield "  period: null  # 分かれば days(30) や business_days(10)"
    if plan.workflow.clock.kind == "statutory":
        yield "  basis: {act: 法令の名, confidence: unconfirmed, note: 期限の定めは所管課に確認中}"
    yield "  note: 期間は所管課に確認中です。"
    yield ""


def _papers(plan: Plan) -> Iterator[str]:
    issued = list(_issued(plan))
    if issued:
        yield "papers:"
    for name, title, body in issued:
        yield f"  {name}:"
        yield f"    title: {scalar(title)}"
        yield '    number: "{year}{office}第{serial}号"'
        yield f"    body: {scalar(body)}"
    if plan.disposition and any(name == "refused" for name, _, _ in issued):
        yield "refuse_because:  # 審査基準。認めないときは、どれに当たるかを示す"
        yield "  - ground: unmet"
        yield "    text: 審査基準の文は所管課に確認中です。"
        yield "    basis: {confidence: unconfirmed, note: 審査基準は所管課に確認中}"
    yield ""


def _issued(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """Give each paper that the workflow issues: its name, its title, its first words."""
    bodies = {
        "granted": f"申請のあった件については、下記のとおり{_result(plan, 'granted')}します。",
        "partial": f"申請のあった件については、下記のとおり{_result(plan, 'partial')}します。",
        "refused": f"申請のあった件については、次の理由により{_result(plan, 'refused')}とします。",
        "copy": "次の届出が到達したことを確かめました。",
    }
    titles = {
        "granted": f"{_result(plan, 'granted')}通知書",
        "partial": f"{_result(plan, 'partial')}通知書",
        "refused": f"{_result(plan, 'refused')}通知書",
        "copy": f"{plan.title}（副本）",
    }
    for step in plan.workflow.steps.values():
        name = _value(plan, step.paper or "")
        if name in titles:
            yield name, titles[name], bodies[name]


def _result(plan: Plan, disposition: str) -> str:
    ends = plan.workflow.ends.values()
    found = next((say(each.result) for each in ends if each.disposition == disposition), "")
    return _value(plan, found)


def _value(plan: Plan, raw: str) -> str:
    parameter = plan.workflow.parameters.get(raw.removeprefix("$"))
    if not raw.startswith("$") or parameter is None:
        return raw
    return str(plan.values.get(raw[1:], parameter.default or ""))


def _records(plan: Plan) -> Iterator[str]:
    yield "records:"
    yield "  retention: 5  # 保存する年数。結果で違えば {granted: 10, refused: 5, otherwise: 3}"
    yield "  assumed: true  # 年数が確かめられたら false"
    yield "  disclosure: 一部開示"
    purpose = f"入力された個人情報は、{plan.title}の審査のために使います。"
    yield f"privacy: {scalar(purpose)}"
    yield "faq: []"
    yield "# faq:"
    yield "#   - {q: 質問, a: 答え}"
    yield "notes:"
    yield "  - 根拠法令、標準処理期間、保存年限は所管課に確認中です。"
    yield "provenance:"
    yield "  listed: own-selection"
    yield "  confidence: low"
    yield "  source: 所管課に確認中"
    yield "  unverified: [根拠法令, 標準処理期間, 保存年限]"
