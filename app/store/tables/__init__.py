"""Every table, as SQLModel classes that are records of storage and nothing else.

They do not validate and never leave this room: queries use the plain tables named below, and
give frozen dataclasses. `migrations/` creates what is described here, `migrate.check` compares.
"""

from sqlalchemy import Table

from app.store.tables import log as _log
from app.store.tables import matters as _cases
from app.store.tables import money as _money
from app.store.tables import persons as _people
from app.store.tables import versions as _versions
from app.store.tables.columns import Record

METADATA = Record.metadata


def _table(model: type[Record]) -> Table:
    return METADATA.tables[str(model.__tablename__)]


people = _table(_people.Person)
posts = _table(_people.Post)
sessions = _table(_people.Session)
sign_in_codes = _table(_people.SignInCode)
rate_limits = _table(_people.RateLimit)
idempotency_keys = _table(_people.IdempotencyKey)
api_clients = _table(_people.ApiClient)
drafts = _table(_people.Draft)
uploads = _table(_people.Upload)
demo_clock = _table(_people.DemoClock)
definitions = _table(_cases.Definition)
versions = _table(_versions.Version)
manuscripts = _table(_versions.Manuscript)
counters = _table(_cases.Counter)
cases = _table(_cases.Case)
applications = _table(_cases.Application)
audit_entries = _table(_cases.AuditEntry)
log_pending = _table(_log.Pending)
log_leaves = _table(_log.Leaf)
log_tiles = _table(_log.Tile)
log_heads = _table(_log.Head)
effects = _table(_cases.Effect)
deadlines = _table(_cases.Deadline)
documents = _table(_cases.Document)
payments = _table(_money.Payment)
attempts = _table(_money.Attempt)
payment_inbox = _table(_money.PaymentEvent)
journals = _table(_money.Journal)
postings = _table(_money.Posting)
