"""Puts the office together from the settings: the only place that chooses adapters."""

from dataclasses import dataclass, replace
from pathlib import Path

from app import configured
from app.definitions import packs
from app.gateways.identity import demo as demo_identity
from app.gateways.identity import keys
from app.gateways.mail import registry as mailers
from app.gateways.payments import registry as providers
from app.gateways.payments.port import Setup
from app.gateways.scanning import registry as scanners
from app.gateways.storage import registry as storages
from app.kernel.clock import system_clock
from app.services.catalogue import Catalogue
from app.services.context import Context
from app.services.moving_clock import MovingClock
from app.settings import Settings
from app.store.engine import Database, open_database

_PEOPLE = "demo-people.yaml"
_SAMPLE = "demo-sample.pdf"
_OPEN: list["Office"] = []


@dataclass(frozen=True, slots=True)
class Office:
    """A context together with the settings that it was made from."""

    settings: Settings
    context: Context

    def close(self) -> None:
        """Give back what was opened."""
        self.context.database.close()


def open_office(found: Settings) -> Office:
    """Open the database and the ways outside, and read the catalogue."""
    found.data_dir.mkdir(parents=True, exist_ok=True)
    size = max(4, found.worker_concurrency + 2)
    database = open_database(found.database_url, found.data_dir, max(size, 20))
    try:
        return Office(found, build(found, database))
    except BaseException:
        database.close()
        raise


def current(found: Settings | None = None) -> Office:
    """Give the office that is open in this process, opening it first if there is none."""
    if not _OPEN:
        _OPEN.append(open_office(found or configured.settings()))
    return _OPEN[0]


def for_preview(found: Settings, folder: Path, port: int) -> Settings:
    """Give the settings of a preview: the same definitions, everything else in a folder."""
    return replace(
        found,
        env="demo",
        port=port,
        base_url=f"http://{found.host}:{port}",
        database_url="embedded",
        data_dir=folder,
        storage_url="file://" + str(folder / "files"),
        secrets_dir=folder / "secrets",
        smtp_url="demo:",
        clamd_url="demo:",
        payment_providers=("demo",),
    )


def sample(found: Settings) -> bytes:
    """Give the file that people of the demo may attach to anything."""
    return packs.shared_file(found.procedures_dir, _SAMPLE).read_bytes()


def build(found: Settings, database: Database) -> Context:
    """Put a context together on a database that is open."""
    demo = not found.production
    clock = MovingClock(database) if demo else system_clock
    setup = Setup(found.base_url, found.data_dir, clock, {})
    return Context(
        database=database,
        catalogue=Catalogue(configured.catalogue(found)),
        clock=clock,
        mailer=mailers.build(
            found.smtp_url, found.mail_from, found.mail_from_name, found.data_dir, clock
        ),
        storage=storages.build(found.storage_url),
        scanner=scanners.build(found.clamd_url),
        providers={name: providers.build(name, setup) for name in found.payment_providers},
        keys=keys.keyring(found.secrets_dir),
        log_key=keys.log_key(found.secrets_dir),
        base_url=found.base_url.rstrip("/"),
        demo=demo,
        demo_people=_people(found.procedures_dir) if demo else (),
        cache_dir=found.data_dir / "cache",
    )


def _people(directory: Path) -> tuple[demo_identity.Person, ...]:
    path = packs.shared_file(directory, _PEOPLE)
    return demo_identity.people(path.read_text(encoding="utf-8")) if path.exists() else ()
