"""A tiny server that shows every template with its sample, under the policy of the product."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from app.web import assets, pages
from tests.support.sample_views import SAMPLES

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TOWNS = {
    "1638001": [{"prefecture": "東京都", "city": "新宿区", "town": "西新宿2丁目8-1"}],
    "1000000": [
        {"prefecture": "東京都", "city": "千代田区", "town": "丸の内"},
        {"prefecture": "東京都", "city": "千代田区", "town": "有楽町"},
    ],
}


def sample(request: Request) -> Response:
    """Show one sample, whichever way it is asked for."""
    template, chrome, page = SAMPLES[request.path_params["name"]]
    html = pages.render(template, chrome, page)
    return HTMLResponse(html, headers={"Content-Security-Policy": POLICY})


def towns(request: Request) -> Response:
    """Give the towns of a postal code, as `/postal/{code}` of the product does."""
    return JSONResponse(TOWNS.get(request.path_params["code"], []))


async def posted(request: Request) -> Response:
    """Say what a form sent, so that a test can see which button was pressed."""
    async with request.form() as form:
        sent = {key: str(value) for key, value in form.multi_items() if isinstance(value, str)}
    return HTMLResponse(f"<!doctype html><title>sent</title><pre>{json.dumps(sent)}</pre>")


@contextmanager
def running() -> Iterator[str]:
    """Serve until the block ends; gives the address."""
    routes = [
        assets.route,
        Route("/p/{name}", sample, methods=["GET"]),
        Route("/p/{name}", posted, methods=["POST"]),
        Route("/postal/{code}", towns),
    ]
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(Starlette(routes=routes), log_level="error", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)
