"""Programs that may act for a person over the API. Only the hash of a secret is kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy import insert as into

from app.store.tables import api_clients as _clients
from app.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class ApiClient:
    """A program, the person it acts for, and its scopes separated by spaces."""

    id: str
    name: str
    person_id: str
    secret_hash: str
    scopes: str
    created_at: datetime


def add(tx: Tx, client: ApiClient) -> None:
    """Register a program."""
    values = {name: getattr(client, name) for name in ApiClient.__dataclass_fields__}
    tx.execute(into(_clients), values)


def load(tx: Tx, client_id: str) -> ApiClient | None:
    """Read about a program."""
    found = tx.execute(select(_clients).where(_clients.c.id == client_id)).one_or_none()
    return None if found is None else ApiClient(**found._mapping)


def of_person(tx: Tx, person_id: str) -> tuple[ApiClient, ...]:
    """Read about the programs that act for a person."""
    statement = (
        select(_clients)
        .where(_clients.c.person_id == person_id)
        .order_by(_clients.c.created_at, _clients.c.id)
    )
    return tuple(ApiClient(**each._mapping) for each in tx.execute(statement))


def remove(tx: Tx, client_id: str) -> bool:
    """Strike a program off; False if there is none such."""
    return tx.execute(delete(_clients).where(_clients.c.id == client_id)).rowcount == 1
