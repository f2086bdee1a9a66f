"""Door: the ASGI application, for any ASGI server (`uvicorn app.main:application`)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app import bootstrap
from app.web.app import create


@asynccontextmanager
async def _closing(app: FastAPI) -> AsyncIterator[None]:
    yield
    bootstrap.current().close()


def __getattr__(name: str) -> FastAPI:
    """Make `application` when a server first asks for it, so that importing opens nothing."""
    if name != "application":
        raise AttributeError(name)
    application = create(bootstrap.current().context)
    application.router.lifespan_context = _closing
    globals()["application"] = application
    return application
