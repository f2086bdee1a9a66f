"""What the settings say, once they are known to be sound, and the definitions that they name.

For verbs that only read: nothing is opened here, and neither the database nor a way outside is
loaded. Must not know: what is built from the settings (`app.bootstrap`).
"""

from app.definitions import library
from app.kernel import logs
from app.settings import Settings, SettingsError, faults, read

__all__ = ["SettingsError", "catalogue", "settings"]


def settings() -> Settings:
    """Read the settings, and refuse those that production cannot be run with.

    Raises `SettingsError` with everything that is wrong.
    """
    found = read()
    wrong = faults(found)
    if wrong:
        raise SettingsError(wrong)
    logs.to_stderr(found.log_level)
    return found


def catalogue(found: Settings) -> library.Library:
    """Read all definitions."""
    return library.load(found.procedures_dir, found.workflows_dir, found.data_dir / "cache")
