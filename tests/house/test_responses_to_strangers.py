"""Every response, whoever asks for whatever: kept in no cache, sent to no other host, sealed, and never a failure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from survey.assets import built
from survey.configuration import Configuration

ELSEWHERE = {"Host": "elsewhere.example"}
ADDRESSES = (
    "/", "/answer", "/staff", "/staff/", "/staff/people", "/staff/results", "/staff/visits", "/staff/rounds",
    "/staff//elsewhere.example", "//elsewhere.example", "/staff/nothing", "/demonstration", "/nothing", "/assets",
    "/assets/", "/assets/meta.json", "/assets/../app.py", "/assets/..%2f..%2fapp.py", "/favicon.ico", "/%00",
)  # fmt: skip
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_response_is_cached_or_leads_to_another_host(app: Flask, address: str, method: str) -> None:
    response = FlaskClient(app, app.response_class).open(address, method=method, headers=ELSEWHERE)
    assert response.status_code < 500
    assert response.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "http" not in response.headers.get("Location", "")
    assert "http://elsewhere.example" not in response.text
    assert not {"ETag", "Last-Modified"} & {*response.headers.keys()}


@pytest.mark.parametrize("path", ["/parts", "/knock"])
@pytest.mark.parametrize(
    "body",
    [
        "[" * 60_000,
        '{"sitting":' * 5_000,
        '{"sitting":' + "9" * 5_000 + "}",
        "",
        "\ufeff{}",
        "null",
        '{"code": "\\ud800"}',
        '{"sitting": [], "code": {}, "part": 1, "mark": []}',
    ],
    ids=["deep list", "deep table", "long number", "nothing", "marked", "null", "half a letter", "wrong types"],
)
def test_no_document_makes_the_server_fail(app: Flask, path: str, body: str) -> None:
    response = FlaskClient(app, app.response_class).post(path, data=body, content_type="application/json")
    assert response.status_code < 500


@pytest.mark.parametrize(("public_url", "is_told"), [("https://heard.example", True), ("http://localhost", False)])
def test_a_browser_is_told_to_stay_with_https_where_there_is_https(
    settings: Configuration, public_url: str, is_told: bool
) -> None:
    response = create_app(replace(settings, public_url=public_url)).test_client().get("/")
    assert ("Strict-Transport-Security" in response.headers) is is_told


def test_what_is_no_document_carries_no_rules_for_one_and_all_the_others(app: Flask) -> None:
    with app.test_request_context():
        addresses = [built(name) for name in ("child.js", "staff.css")]
    for address in addresses:
        headers = app.test_client().get(address).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert not {"Content-Security-Policy", "Permissions-Policy"} & {*headers.keys()}
