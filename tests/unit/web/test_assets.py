import gzip
import hashlib

import brotli
import pytest
from starlette.requests import Request
from starlette.responses import Response

from app.web import assets


def get(name: str, **headers: str) -> Response:
    raw = [(key.replace("_", "-").encode(), value.encode()) for key, value in headers.items()]
    scope = {"type": "http", "method": "GET", "headers": raw, "path_params": {"name": name}}
    return assets.serve(Request(scope))


def test_an_asset_is_served_for_ever_under_the_address_of_its_content():
    answer = get(assets.url("app.css").removeprefix("/static/"))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    assert b"--color-neutral-white:#ffffff" in answer.body


def test_under_its_plain_name_it_has_to_be_asked_for_again():
    answer = get("app.js")
    assert answer.headers["cache-control"] == "no-cache"
    again = get("app.js", if_none_match=answer.headers["etag"])
    assert (again.status_code, again.body) == (304, b"")


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("", None)],
)
def test_it_comes_in_the_best_coding_that_is_accepted(accepted, coding):
    answer = get("app.css", accept_encoding=accepted)
    assert answer.headers.get("content-encoding") == coding
    assert answer.body == assets.coded(assets.bundle()["app.css"], coding or "")


def test_every_coding_holds_the_same_bytes():
    for each in assets.bundle().values():
        assert gzip.decompress(assets.coded(each, "gzip")) == each.body
        assert brotli.decompress(assets.coded(each, "br")) == each.body


@pytest.mark.parametrize("name", ["none.css", "..", "LICENSE", "tokens.css"])
def test_nothing_else_is_served(name):
    assert get(name).status_code == 404


def test_only_the_tokens_that_are_used_go_in_front_with_those_they_point_at():
    tokens = "--color-a: var(--color-b);\n--color-b: #123;\n--color-c: #456;\n"
    assert assets.tokens_for("p{color:var(--color-a)}", tokens) == (
        ":root{--color-a:var(--color-b);--color-b:#123;}\n"
    )


def test_a_token_that_dads_does_not_have_is_an_error():
    with pytest.raises(LookupError, match="--color-x"):
        assets.tokens_for("p{color:var(--color-x)}", "--color-a: #123;\n")


@pytest.mark.parametrize(("folder", "files"), [("dads", "dads"), ("codemirror", ".")])
def test_what_is_vendored_is_as_it_was_published_and_has_its_licence(folder, files):
    home = assets.HOME / folder
    for line in (home / "sha256").read_text().splitlines():
        digest, name = line.split()
        assert hashlib.sha256((assets.HOME / files / name).read_bytes()).hexdigest() == digest
    assert "MIT" in (home / "LICENSE").read_text()
