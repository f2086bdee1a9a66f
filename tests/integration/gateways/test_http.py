"""How HTTP goes out."""

import socket

import pytest

from app.gateways import http
from app.kernel.errors import Outage
from tests.integration.gateways.http_server import serving


def test_an_answer_comes_back_whole():
    with serving(lambda *_: (201, {"X-Note": "yes"}, b"made")) as (url, received):
        answer = http.send("POST", f"{url}/a?b=1", b"body", {"x-key": "k"})
    assert (answer.status, answer.ok, answer.content) == (201, True, b"made")
    assert answer.headers["x-note"] == "yes"
    path, headers, body = received[0]
    assert (path, headers["x-key"], body) == ("/a?b=1", "k", b"body")


def test_an_answer_that_is_a_no_is_still_an_answer():
    with serving(lambda *_: (503, {}, b"")) as (url, _):
        assert not http.send("GET", url).ok


def test_redirects_are_not_followed():
    with serving(lambda *_: (302, {"Location": "/elsewhere"}, b"")) as (url, received):
        assert http.send("GET", url).status == 302
    assert len(received) == 1


def test_nobody_there_is_an_outage():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/?secret=abc"
    with pytest.raises(Outage) as caught:
        http.send("GET", url)
    assert caught.value.code == "http.no_answer"
    assert not caught.value.permanent
    assert "abc" not in str(caught.value)


def test_an_answer_without_end_is_an_outage(monkeypatch):
    monkeypatch.setattr(http, "LARGEST_ANSWER", 1000)
    with serving(lambda *_: (200, {}, b"x" * 5000)) as (url, _), pytest.raises(Outage) as caught:
        http.send("GET", url)
    assert caught.value.code == "http.answer_too_large"


@pytest.mark.parametrize("url", ["nonsense", "ftp://example.jp/", "http://"])
def test_an_address_that_is_none_is_an_outage(url):
    with pytest.raises(Outage):
        http.send("GET", url)


def test_a_proxy_in_the_environment_is_not_asked_for_this_machine(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    http._client.cache_clear()
    with serving(lambda *_: (200, {}, b"")) as (url, _):
        assert http.send("GET", url).ok
