"""The real application on a real port, over an office of the test's own."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from app.services.context import Context
from app.store.engine import Database
from app.web import app as web
from tests.support import office


@contextmanager
def running(database: Database, place: Path) -> Iterator[Context]:
    """Serve an office with its people and no cases; its `base_url` is where."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        ctx = office.build(database, place, base_url=address)
        config = uvicorn.Config(web.create(ctx), log_level="error", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield ctx
        server.should_exit = True
        thread.join(10)
