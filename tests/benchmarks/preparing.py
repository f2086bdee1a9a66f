"""What must be in the office before it is measured: ways in, a draft, cases, a long list."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from app.gateways.identity import tokens
from app.kernel import ids
from app.services import access, casework, drafts, filing, sign_in
from app.services.casework import Asked
from app.services.context import Context
from app.store.transaction import read, write

RESIDENT, DRAFTER = "resident", "drafter"
APPROVERS = ("approver-1", "approver-2", "approver-3", "approver-4")
TWENTY, THIRTY, PAGE = "twenty-fields", "thirty-fields", "everything"
LISTED = 10_000

_ADDRESS = {
    "postal_code": "1638001",
    "prefecture": "東京都",
    "city": "新宿区",
    "town": "西新宿2-8-1",
    "building": "第一本庁舎",
}
ANSWERS: dict[str, Any] = {
    "name": {"family": "測定", "given": "花子", "family_kana": "ソクテイ", "given_kana": "ハナコ"},
    "birth_date": "1985-04-12",
    "address": _ADDRESS,
    "phone": "03-5321-1111",
    "email": "hanako@bench.example",
    "shop_name": "喫茶 みどり",
    "shop_kana": "キッサ ミドリ",
    "shop_address": {**_ADDRESS, "building": ""},
    "shop_phone": "042-524-5171",
    "form": "fixed",
    "area": "42.5",
    "seats": 24,
    "water": "貯水槽",
    "tested_on": "2026-03-02",
    "foods": ["定食", "飲料"],
    "opens_on": "2030-04-01",
    "capital": 3000000,
    "night": True,
    "purpose": "地域の人が集まる店を開きます。\n席は二十四、朝から夜までの営業を予定しています。",
    "truthful": True,
}
"""Twenty answers: the registration number of a vehicle is not asked, for there is none."""

THIRTY_ANSWERS: dict[str, Any] = (
    {f"text_{n}": f"これは{n}番目の答えです" for n in range(1, 19)}
    | {f"number_{n}": n * 100 for n in range(1, 5)}
    | {f"mail_{n}": f"someone-{n}@bench.example" for n in range(1, 5)}
    | {f"choice_{n}": "三つ目" for n in range(1, 5)}
)

_LIST = text(
    """
    INSERT INTO cases (id, number, procedure, department, digest, revision, step, status, office,
                       applicant_id, applicant_name, search_key, application, arrived_at, due_on,
                       waiting, state)
    SELECT 'listed-' || lpad(n::text, 8, '0'), 'R8-BL-' || lpad(n::text, 8, '0'),
           (ARRAY['twenty-fields', 'thirty-fields'])[1 + n % 2], 'bench/office', repeat('0', 64),
           1, (ARRAY['examine', 'correction', 'decide'])[1 + n % 3], 'examining', 'bench/office',
           'resident', '測定 花子' || n, 'ソクテイハナコ' || n, 1,
           timestamptz '2026-01-01' + n * interval '7 minutes', date '2026-06-01' + n % 90,
           '{post:bench/office:担当}', '{"listed": true}'
    FROM generate_series(1, :listed) AS n
    """
)


@dataclass
class Prepared:
    """The ways in of everybody, and the approvals that are waited for, in order."""

    tokens: dict[str, str]
    session: str
    turns: list[tuple[str, str, int]]


def prepare(ctx: Context, approvals: int) -> Prepared:
    """Put everything in place, with at least so many approvals to give."""
    with write(ctx.database) as tx:
        tx.execute(_LIST, {"listed": LISTED})
    people = (RESIDENT, DRAFTER, *APPROVERS)
    with read(ctx.database) as tx:
        actors = {each: access.actor(ctx, tx, each) for each in people}
    draft = drafts.begin(ctx, THIRTY, actors[RESIDENT])
    drafts.save(ctx, draft, THIRTY_ANSWERS, {}, PAGE)
    turns: list[tuple[str, str, int]] = []
    while len(turns) < approvals:
        turns += _drafted(ctx, actors)
    opened = sign_in.open_for(ctx, RESIDENT)
    return Prepared({each: _token(ctx, each) for each in people}, opened.secret, turns)


def _drafted(ctx: Context, actors: dict[str, Any]) -> Iterator[tuple[str, str, int]]:
    """Bring a case before the first of its four approvers; gives number, person and revision."""
    answers = ANSWERS | {"night": False}
    filed = filing.submit(ctx, filing.Filing(TWENTY, answers, ids.new_id()), actors[RESIDENT])
    casework.act(ctx, filed.number, Asked("examine", {"result": "ok"}), actors[DRAFTER])
    draft = {"disposition": "granted", "subject": "許可について", "proposal": "許可してよいか。"}
    case = casework.act(ctx, filed.number, Asked("draft", draft), actors[DRAFTER])
    for number, approver in enumerate(APPROVERS):
        yield case.number, approver, case.revision + number


def _token(ctx: Context, person: str) -> str:
    claims = {"iss": ctx.base_url, "aud": f"{ctx.base_url}/api/v1", "sub": person}
    return tokens.issue(claims, ctx.keys.signing, timedelta(hours=2), ctx.clock())
