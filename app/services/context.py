"""What every errand needs at hand: the database, the catalogue, the clock, the ways outside.

Made once by `app.bootstrap`; services take it as their first argument and never change it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.gateways.identity.demo import Person as DemoPerson
from app.gateways.identity.keys import Keyring
from app.gateways.mail.port import Mailer
from app.gateways.payments.port import Provider
from app.gateways.scanning.port import Scanner
from app.gateways.storage.port import Storage
from app.kernel.clock import Clock
from app.services.catalogue import Catalogue
from app.store.engine import Database


@dataclass(frozen=True, slots=True)
class Context:
    """The office as it stands in this process."""

    database: Database
    catalogue: Catalogue
    clock: Clock
    mailer: Mailer
    storage: Storage
    scanner: Scanner
    providers: Mapping[str, Provider]
    keys: Keyring
    log_key: Ed25519PrivateKey
    base_url: str
    demo: bool = False
    demo_people: tuple[DemoPerson, ...] = ()
    cache_dir: Path | None = None

    def url(self, path: str) -> str:
        """Give the full address of one of our own pages."""
        return self.base_url.rstrip("/") + path
