"""Door: the ASGI application, for any ASGI server (`uvicorn app.main:application`)."""

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI


def __getattr__(name: str) -> "FastAPI":
    """Make `application` when a server first asks for it, so that importing opens nothing."""
    if name != "application":
        raise AttributeError(name)
    # What is loaded now stays: there is nothing to search for garbage, now or later.
    gc.disable()
    from app import bootstrap  # noqa: PLC0415
    from app.web.app import create  # noqa: PLC0415

    office = bootstrap.current()
    application = create(office.context, office.close)
    gc.freeze()
    gc.enable()
    globals()["application"] = application
    return application
