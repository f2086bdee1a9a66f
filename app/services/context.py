"""What every errand needs at hand: the database, the catalogue, the clock, the ways outside.

Made once by `app.bootstrap`; services take it as their first argument and never change it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

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
    base_url: str
    demo: bool

    def url(self, path: str) -> str:
        """Give the full address of one of our own pages."""
        return self.base_url.rstrip("/") + path
