"""What every test may ask for. Nothing here starts before a test asks."""

import logging
from collections.abc import Iterator

import pytest

from app.store.engine import Database
from tests.support import database as support


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser's tests last: Playwright keeps an event loop in the thread from then on.

    A test that runs a worker could not start a loop of its own beside it.
    """
    items.sort(key=lambda each: each.get_closest_marker("browser") is not None)


@pytest.fixture(autouse=True)
def log_lines_are_caught() -> Iterator[None]:
    """Let pytest catch the product's log lines again, whatever program a test has begun."""
    yield
    product = logging.getLogger("madoguchi")
    product.handlers.clear()
    product.setLevel(logging.NOTSET)
    product.propagate = True


@pytest.fixture(scope="session")
def database_server() -> Iterator[support.Server]:
    with support.running_server() as server:
        yield server


@pytest.fixture(scope="session")
def database_template(database_server: support.Server) -> Iterator[str]:
    with support.migrated_template(database_server) as name:
        yield name


@pytest.fixture
def empty_database(database_server: support.Server) -> Iterator[Database]:
    """A database with nothing in it."""
    with database_server.database() as db:
        yield db


@pytest.fixture
def database(database_server: support.Server, database_template: str) -> Iterator[Database]:
    """A database with all tables and nothing in them."""
    with database_server.database(database_template) as db:
        yield db
