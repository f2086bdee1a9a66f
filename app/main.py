"""Door: the ASGI application, for any ASGI server (`uvicorn app.main:application`)."""

from fastapi import FastAPI

from app import bootstrap
from app.web.app import create


def __getattr__(name: str) -> FastAPI:
    """Make `application` when a server first asks for it, so that importing opens nothing."""
    if name != "application":
        raise AttributeError(name)
    office = bootstrap.current()
    application = create(office.context, office.close)
    globals()["application"] = application
    return application
