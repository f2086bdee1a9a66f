"""The floor: the same work by the least code that is still correct.

One handler for each measured request, psycopg without a layer over it, the product's tables. It
knows who calls (the product's own tokens and sessions), writes everything that the product writes
in one transaction, and knows one procedure, which is written out here by hand: no definitions, no
workflow, no languages, no explanations of what is wrong.
"""

import hashlib
import json
import os
import secrets
import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import Cookie, FastAPI, Header, HTTPException
from fastapi.responses import HTMLResponse, JSONResponse
from jinja2 import Environment, FileSystemLoader
from jose import jws
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb
from psycopg_pool import ConnectionPool
from pydantic import BaseModel, ConfigDict, Field, model_validator

app = FastAPI()
pool = ConnectionPool(os.environ["MADOGUCHI_DATABASE_URL"], min_size=1, max_size=10, open=True)
key = json.loads((Path(os.environ["MADOGUCHI_DATA_DIR"]) / "secrets/token-keys.json").read_text())
form = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, auto_reload=False
).get_template("floor_form.html")


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Name(Part):
    family: str = Field(min_length=1, max_length=60)
    given: str = Field(max_length=60)
    family_kana: str = Field(pattern="^[ァ-ヶー]*$")
    given_kana: str = Field(pattern="^[ァ-ヶー]*$")


class Address(Part):
    postal_code: str = Field(pattern="^[0-9]{7}$")
    prefecture: str = Field(min_length=1, max_length=4)
    city: str = Field(min_length=1, max_length=60)
    town: str = Field(min_length=1, max_length=100)
    building: str = Field(max_length=100)


Phone = Annotated[str, Field(pattern=r"^0\d{1,4}-\d{1,4}-\d{3,4}$")]


class Answers(Part):
    name: Name
    birth_date: date
    address: Address
    phone: Phone
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[a-z]+$", max_length=254)]
    shop_name: str = Field(min_length=1, max_length=60)
    shop_kana: str = Field(pattern="^[ァ-ヶー 　]+$", max_length=60)
    shop_address: Address
    shop_phone: Phone
    form: Literal["fixed", "vehicle"]
    vehicle_no: str | None = None
    area: Annotated[Decimal, Field(ge=Decimal("0.1"), le=99999)]
    seats: Annotated[int, Field(ge=0, le=9999)]
    water: Literal["水道水", "貯水槽", "井戸水"]
    tested_on: date | None = None
    foods: list[Literal["めん類", "定食", "菓子", "飲料"]]
    opens_on: date
    capital: Annotated[int, Field(ge=0)]
    night: bool
    purpose: str = Field(min_length=1, max_length=2000)
    truthful: Literal[True]

    @model_validator(mode="after")
    def whole(self) -> "Answers":
        if (self.form == "vehicle") != (self.vehicle_no is not None):
            raise ValueError("vehicle_no")
        if (self.water != "水道水") != (self.tested_on is not None):
            raise ValueError("tested_on")
        if self.opens_on < self.birth_date or (self.tested_on or date.min) > date.today():
            raise ValueError("days")
        return self


class Application(Part):
    procedure: Literal["twenty-fields"]
    answers: Answers
    attachments: list[str] = []


class Approval(Part):
    act: Literal["approve"]
    note: str = Field("", max_length=4000)


def holder(authorization: str) -> str:
    claims = json.loads(jws.verify(authorization.removeprefix("Bearer "), public, ["ES256"]))
    if claims["exp"] < datetime.now(UTC).timestamp() or claims["aud"] != audience:
        raise HTTPException(401)
    return str(claims["sub"])


public = {name: key["keys"][0][name] for name in ("kty", "crv", "x", "y", "kid", "alg")}
audience = os.environ["MADOGUCHI_BASE_URL"] + "/api/v1"
Bearer = Annotated[str, Header(alias="authorization")]


@app.get("/readyz")
def ready() -> dict[str, bool]:
    with pool.connection() as db:
        db.execute("SELECT version_num FROM schema_version").fetchone()
    return {"ready": True}


@app.post("/api/v1/cases")
def submit(
    body: Application, authorization: Bearer, idempotency_key: Annotated[str, Header()]
) -> JSONResponse:
    person, now, case_id = holder(authorization), datetime.now(UTC), str(uuid.uuid4())
    given = body.answers.model_dump(mode="json", exclude_none=True)
    whole = digest(given)
    with pool.connection() as db:
        kind = db.execute("SELECT kind, disabled_at FROM people WHERE id = %s", [person]).fetchone()
        if kind != ("resident", None):
            raise HTTPException(403)
        taken = db.execute(
            "INSERT INTO idempotency_keys (person_id, key, body_hash, created_at)"
            " VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [person, idempotency_key, whole, now],
        )
        if not taken.rowcount:
            kept = db.execute(
                "SELECT body_hash, response FROM idempotency_keys"
                " WHERE person_id = %s AND key = %s",
                [person, idempotency_key],
            ).fetchone()
            if kept is None or kept[0] != whole:
                raise HTTPException(422)
            return JSONResponse(kept[1], 201)
        serial = count(db, "case:BT:8")
        number = f"R8-BT-{serial:05d}"
        charge = {"id": f"{number}-1", "fee": "application", "amount": 1000, "state": "open"}
        papers = [{"rule": "acknowledgement", "effect": f"{case_id}:1:0"}]
        name = f"{body.answers.name.family} {body.answers.name.given}"
        fee = body.answers.night
        state = {
            "id": case_id, "number": number, "revision": 1, "applicant": person,
            "arrived_at": now.isoformat(), "papers": papers, "charges": [charge] if fee else [],
        }  # fmt: skip
        db.execute(
            "INSERT INTO cases (id, number, procedure, department, digest, revision, step, status,"
            " office, applicant_id, applicant_name, search_key, application, arrived_at, due_on,"
            " waiting, state) VALUES (%s, %s, 'twenty-fields', 'bench/office', %s, 1, 'payment',"
            " 'payment', 'bench/office', %s, %s, %s, 1, %s, %s, %s, %s)",
            [case_id, number, "0" * 64, person, name, name.replace(" ", ""), now,
             now.date() + timedelta(days=30), [f"person:{person}"], Jsonb(state)],
        )  # fmt: skip
        db.execute(
            "INSERT INTO applications (case_id, n, answers, digest, submitted_at, by)"
            " VALUES (%s, 1, %s, %s, %s, %s)",
            [case_id, Jsonb(given), whole, now, person],
        )
        record(db, state, "submitted", {"name": name}, "", person)
        if fee:
            assess(db, charge, now)
        db.execute(
            "INSERT INTO documents (id, case_id, case_number, rule, title, number, effect_key,"
            " holder, state, created_at) VALUES (%s, %s, %s, 'acknowledgement', '受付票', %s, %s,"
            " %s, 'preparing', %s)",
            [str(uuid.uuid4()), case_id, number, number, f"{case_id}:1:0", person, now],
        )
        notices = ["arrived", "payment_requested"] if fee else ["arrived"]
        send_out(
            db,
            state,
            [
                ("issue_document", {"paper": "acknowledgement", "case": number}),
                *(("send_notice", {"notice": each, "case": number}) for each in notices),
            ],
        )
        db.cursor().executemany(
            "INSERT INTO deadlines (case_id, name, case_number, at) VALUES (%s, %s, %s, %s)",
            [(case_id, each, number, now + timedelta(days=days))
             for each, days in (("payment", 15), ("remind:payment:0", 12))],
        )  # fmt: skip
        response = {"number": number, "arrived_at": now.isoformat(), "status": "payment"}
        db.execute(
            "UPDATE idempotency_keys SET response = %s WHERE person_id = %s AND key = %s",
            [Jsonb(response), person, idempotency_key],
        )
    return JSONResponse(response, 201, {"Location": f"/api/v1/cases/{number}"})


@app.post("/api/v1/cases/{number}/acts")
def approve(
    number: str, body: Approval, authorization: Bearer, if_match: Annotated[str, Header()]
) -> JSONResponse:
    person, now = holder(authorization), datetime.now(UTC)
    with pool.connection() as db:
        posts = db.execute(
            "SELECT unit, post FROM posts JOIN people ON people.id = person_id WHERE person_id = %s"
            " AND disabled_at IS NULL AND since <= %s AND (until IS NULL OR until >= %s)",
            [person, now.date(), now.date()],
        ).fetchall()
        found = db.execute(
            "SELECT revision, office, state, answers FROM cases JOIN applications ON case_id = id"
            " AND n = application WHERE number = %s FOR UPDATE OF cases",
            [number],
        ).fetchone()
        if found is None:
            raise HTTPException(404)
        revision, office, state, _ = found
        if if_match.strip('"') != str(revision):
            raise HTTPException(412)
        route, draft = state["round"], state["round"]["draft"]
        station = route["stations"][route["station"]]
        voice = next((v for v in station if not v["at"] and (office, v["post"]) in posts), None)
        spoken = {v["by"] for each in route["stations"] for v in each if v["at"]}
        if voice is None or voice["kind"] != "approve" or person in {draft["drafter"], *spoken}:
            raise HTTPException(403)
        voice.update(by=person, at=now.isoformat(), opinion="agree", note=body.note,
                     content=draft["content"])  # fmt: skip
        route["station"] += all(v["at"] for v in station)
        state["revision"] = revision + 1
        waiting = [f"post:{office}:{v['post']}" for v in route["stations"][route["station"]]]
        db.execute(
            "UPDATE cases SET revision = %s, state = %s, waiting = %s"
            " WHERE number = %s AND revision = %s",
            [revision + 1, Jsonb(state), waiting, number, revision],
        )
        last = db.execute(
            "SELECT digest FROM audit_entries WHERE case_id = %s ORDER BY id DESC LIMIT 1",
            [state["id"]],
        ).fetchone()
        record(db, state, "approved", {"note": body.note}, last[0] if last else "", person)
    return JSONResponse(state, headers={"ETag": f'"{revision + 1}"'})


@app.get("/apply/{procedure}/{page}")
def page(procedure: str, page: str, session: Annotated[str, Cookie(alias="mg-session")]) -> Any:
    now = datetime.now(UTC)
    with pool.connection() as db, db.cursor(row_factory=dict_row) as cursor:
        person = cursor.execute(
            "SELECT people.id, people.name FROM sessions JOIN people ON people.id = person_id"
            " WHERE hash = %s AND expires_at > %s AND kind = 'resident' AND disabled_at IS NULL",
            [hashlib.sha256(session.encode()).hexdigest(), now],
        ).fetchone()
        if person is None:
            raise HTTPException(401)
        draft = cursor.execute(
            "SELECT answers, updated_at FROM drafts WHERE person_id = %s AND procedure = %s"
            " AND case_number IS NULL",
            [person["id"], procedure],
        ).fetchone()
    if draft is None:
        raise HTTPException(404)
    return HTMLResponse(form.render(person=person, draft=draft, answers=draft["answers"]))


@app.get("/bare")
def bare() -> HTMLResponse:
    return HTMLResponse(form.render(person={"name": "測定 花子"}, draft=None, answers={}))


def digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def count(db: Any, scope: str) -> int:
    row = db.execute(
        "INSERT INTO counters VALUES (%s, 1)"
        " ON CONFLICT (scope) DO UPDATE SET value = counters.value + 1 RETURNING value",
        [scope],
    ).fetchone()
    return int(row[0])


def record(db: Any, state: Any, act: str, said: Any, previous: str, person: str) -> None:
    now, salt = datetime.now(UTC), secrets.token_urlsafe(32)
    entry = {"previous": previous, "case": state["id"], "revision": state["revision"],
             "at": now.isoformat(), "actor": person, "event": act,
             "commitment": digest([salt, said])}  # fmt: skip
    kind = "resident" if act == "submitted" else "clerk"
    db.execute(
        "INSERT INTO audit_entries (case_id, case_number, revision, at, actor_kind, actor_id, act,"
        " details, previous, digest) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [state["id"], state["number"], state["revision"], now, kind, person, act,
         Jsonb({"said": said, "salt": salt}), previous, digest(entry)],
    )  # fmt: skip


def assess(db: Any, charge: Any, now: datetime) -> None:
    journal = str(uuid.uuid4())
    db.execute(
        "INSERT INTO journals (id, source_key, at, kind) VALUES (%s, %s, %s, 'assessed')",
        [journal, f"assess:{charge['id']}", now],
    )
    db.cursor().executemany(
        "INSERT INTO postings (journal_id, n, account, amount) VALUES (%s, %s, %s, %s)",
        [(journal, 0, "receivable", charge["amount"]), (journal, 1, "revenue", -charge["amount"])],
    )


def send_out(db: Any, state: Any, effects: list[tuple[str, Any]]) -> None:
    rows = [(f"{state['id']}:{state['revision']}:{n}", n, kind, payload)
            for n, (kind, payload) in enumerate(effects)]  # fmt: skip
    db.cursor().executemany(
        "INSERT INTO effects (key, case_id, revision, n, kind, payload)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        [(name, state["id"], state["revision"], n, kind, Jsonb(payload))
         for name, n, kind, payload in rows],
    )  # fmt: skip
    db.cursor().executemany(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args)"
        " VALUES ('effects', %s, 0, %s)",
        [(kind, Jsonb({"key": name})) for name, _, kind, _ in rows],
    )
