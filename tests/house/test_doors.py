"""Every blueprint has a door, and every route is listed with who may come in."""

from __future__ import annotations

from flask import Flask

from survey.models import Role

ANYBODY = "anybody"
WORKER, OFFICER, LEAD, ADMINISTRATOR = Role.WORKER, Role.OFFICER, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR
EVERY_ROLE = {WORKER, OFFICER, LEAD, ADMINISTRATOR}

# Endpoint → who may call it. A route that is missing here fails the test: decide who may come in, then add it.
MAY_CALL: dict[str, set[str]] = {}


def test_every_blueprint_has_a_door(app: Flask) -> None:
    for name in app.blueprints:
        assert app.before_request_funcs.get(name), f"the blueprint {name} has no before_request"


def test_every_route_is_listed(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert endpoints == set(MAY_CALL)
