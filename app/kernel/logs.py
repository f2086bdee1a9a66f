"""Structured log lines: an event's name and plain values, one JSON object a line.

Only ids, codes and paths are logged; names, answers and addresses never are.
"""

import json
import logging
import sys

_LOG = logging.getLogger("madoguchi")


def log(event: str, **values: object) -> None:
    """Write that something happened (`case.filed`), with ids and codes that tell about what."""
    _LOG.info(json.dumps({"event": event, **values}, ensure_ascii=False, default=str))


def warn(event: str, **values: object) -> None:
    """Write that something needs a person's eye."""
    _LOG.warning(json.dumps({"event": event, **values}, ensure_ascii=False, default=str))


def trouble(event: str, error: BaseException, **values: object) -> None:
    """Write an unexpected failure with its traceback."""
    _LOG.error(json.dumps({"event": event, **values}, default=str), exc_info=error)


def to_stderr(level: str) -> None:
    """Send log lines of a level (`info`, `warning` …) and above to standard error, once."""
    if not _LOG.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        _LOG.addHandler(handler)
        _LOG.setLevel(level.upper())
        _LOG.propagate = False
