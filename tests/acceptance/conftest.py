"""An office for each test, on a database that already has its people."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.context import Context
from app.store.engine import open_database
from tests.support import office
from tests.support.database import Server


@pytest.fixture(scope="session")
def peopled_template(
    database_server: Server, database_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A database with the demo's people and all definitions, to be cloned."""
    name = database_server.make(database_template)
    db = open_database(database_server.address(name), Path(), 2)
    office.build(db, tmp_path_factory.mktemp("office"))
    db.close()
    yield name
    database_server.drop(name)


@pytest.fixture
def ctx(database_server: Server, peopled_template: str, tmp_path: Path) -> Iterator[Context]:
    """An office with its people, no cases, and a clock that stands still."""
    with database_server.database(peopled_template) as db:
        yield office.build(db, tmp_path)
