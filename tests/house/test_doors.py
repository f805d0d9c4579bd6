"""Every blueprint has a door, and every route is listed with who may come in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from survey.models import Role
from tests.survey.staff.office import Office

ANYBODY = None
WORKER, OFFICER, ADMINISTRATOR = Role.WORKER, Role.OFFICER, Role.ADMINISTRATOR
EVERY_ROLE = set(Role)

# Endpoint → the roles that may call it, or anybody. A route that is missing here fails the test: decide who may come
# in, then add it.
MAY_CALL: dict[str, set[Role] | None] = {
    "assets.bundled": ANYBODY,
    "child.answer": ANYBODY,
    "child.begin": ANYBODY,
    "child.help_page": ANYBODY,
    "child.icon": ANYBODY,
    "child.keep_part": ANYBODY,
    "child.knock": ANYBODY,
    "child.notes": ANYBODY,
    "child.send": ANYBODY,
    "child.thanks": ANYBODY,
    "child.way_in": ANYBODY,
    "demonstration.answer": ANYBODY,
    "demonstration.front_page": ANYBODY,
    "results.download": {OFFICER},
    "results.index": {OFFICER},
    "results.release_round": {OFFICER},
    "results.show": {OFFICER},
    "rounds.begin": {OFFICER},
    "rounds.change": {OFFICER},
    "rounds.index": {OFFICER},
    "rounds.set_up": {OFFICER},
    "rounds.show": {OFFICER},
    "staff.administration.activate": {ADMINISTRATOR},
    "staff.administration.deactivate": {ADMINISTRATOR},
    "staff.administration.end_sessions": {ADMINISTRATOR},
    "staff.administration.index": {ADMINISTRATOR},
    "staff.check": ANYBODY,
    "staff.home": EVERY_ROLE,
    "staff.nowhere": EVERY_ROLE,
    "staff.sign_in": ANYBODY,
    "staff.sign_in_to_demonstration": ANYBODY,
    "staff.sign_out": EVERY_ROLE,
    "staff.trail.index": {ADMINISTRATOR},
    "visits.choose": {WORKER, OFFICER},
    "visits.hand_over": {WORKER, OFFICER},
    "visits.index": {WORKER, OFFICER},
    "visits.print_sheet": {WORKER, OFFICER},
    "visits.show_on_screen": {WORKER, OFFICER},
}
EXAMPLES = {"round_id": "open-round", "person": "1", "name": "nothing", "unknown": "nowhere"}
STAFF_ROUTES = sorted(endpoint for endpoint, roles in MAY_CALL.items() if roles is not ANYBODY)


def test_every_blueprint_has_a_door(app: Flask) -> None:
    for name in app.blueprints:
        doors = [app.before_request_funcs.get(each) for each in (name, name.rpartition(".")[0]) if each]
        assert any(doors), f"the blueprint {name} has no before_request"


def test_every_route_is_listed(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(MAY_CALL)


def calls(app: Flask, endpoint: str) -> Iterator[tuple[str, str]]:
    """Method and path of every way to call an endpoint, with example arguments."""
    for rule in app.url_map.iter_rules(endpoint):
        path = "/" + "/".join(
            EXAMPLES[part.strip("<>").rpartition(":")[2]] if part.startswith("<") else part
            for part in rule.rule.strip("/").split("/")
        )
        trail = "/" if rule.rule.endswith("/") and path != "/" else ""
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield method, path + trail


def knock(app: Flask, client: FlaskClient, method: str, path: str) -> TestResponse:
    """Call without the check of form tokens, which comes before the door: so it is the door that is tried."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    response = client.open(path, method=method)
    app.config["WTF_CSRF_CHECK_DEFAULT"] = True
    return response


@pytest.mark.parametrize("endpoint", STAFF_ROUTES)
def test_nobody_comes_in_without_signing_in(app: Flask, endpoint: str) -> None:
    Office(app).ask("open-round")
    for method, path in calls(app, endpoint):
        response = knock(app, app.test_client(), method, path)
        assert response.status_code in (302, 303), (method, path)
        assert response.location.startswith("/staff/sign-in"), (method, path)


@pytest.mark.parametrize("role", Role)
def test_nobody_comes_in_with_another_role(app: Flask, role: Role) -> None:
    office = Office(app)
    office.ask("open-round")
    email = office.employ(role)
    for endpoint in STAFF_ROUTES:
        for method, path in calls(app, endpoint):
            browser = office.browser()
            assert browser.sign_in(email).status_code in (302, 303)
            status = knock(app, browser.client, method, path).status_code
            allowed = MAY_CALL[endpoint]
            assert allowed is not None
            assert (status == 403) == (role not in allowed), f"{role} {method} {path} answers {status}"
            assert status < 500, f"{role} {method} {path} answers {status}"
