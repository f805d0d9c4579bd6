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
HEAD, DESIGNATED = Role.HEAD_OF_SERVICE, Role.DESIGNATED_OFFICER
EVERY_ROLE = set(Role)
SAFEGUARDING = {Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY}
ANSWERING = SAFEGUARDING | {DESIGNATED, Role.ADVOCATE}
KEYED = ANSWERING | {OFFICER}
SHOWING = SAFEGUARDING | {WORKER, OFFICER, ADMINISTRATOR, Role.ADVOCATE}

# Endpoint → the roles that may call it, or anybody. A route that is missing here fails the test: decide who may come
# in, then add it.
MAY_CALL: dict[str, set[Role] | None] = {
    "assets.bundled": ANYBODY,
    "child.answer": ANYBODY,
    "child.begin": ANYBODY,
    "child.drawn": ANYBODY,
    "child.help_page": ANYBODY,
    "child.icon": ANYBODY,
    "child.keep_part": ANYBODY,
    "child.knock": ANYBODY,
    "child.notes": ANYBODY,
    "child.send": ANYBODY,
    "child.speak_up": ANYBODY,
    "child.talk": ANYBODY,
    "child.tell": ANYBODY,
    "child.thanks": ANYBODY,
    "child.think": ANYBODY,
    "child.way_in": ANYBODY,
    "demonstration.answer": ANYBODY,
    "demonstration.front_page": ANYBODY,
    "demonstration.letters": ANYBODY,
    "duty.changing.close_day": SAFEGUARDING,
    "duty.changing.end_absence": SAFEGUARDING,
    "duty.changing.note_absence": SAFEGUARDING,
    "duty.changing.open_day": SAFEGUARDING,
    "duty.changing.send_tests": SAFEGUARDING,
    "duty.changing.set_hours": SAFEGUARDING,
    "duty.index": SAFEGUARDING | {HEAD, DESIGNATED},
    "keys.ask": KEYED,
    "keys.begin": KEYED,
    "keys.change": KEYED,
    "keys.index": KEYED,
    "keys.let_in": KEYED,
    "keys.make": KEYED,
    "keys.open_key": KEYED,
    "keys.set_up": KEYED,
    "keys.sheets.draw": KEYED,
    "keys.sheets.index": KEYED,
    "keys.sheets.keep": KEYED,
    "keys.sheets.renew": KEYED,
    "keys.sheets.use": KEYED,
    "keys.shut": KEYED,
    "notices.for_adults": ANYBODY,
    "notices.for_children": ANYBODY,
    "own_files.show": ANYBODY,
    "paper.index": {WORKER, OFFICER},
    "paper.sheet": {WORKER, OFFICER},
    "paper.typing.begin": {OFFICER},
    "paper.typing.keep": {OFFICER},
    "pictures.cards": SHOWING,
    "pictures.index": SHOWING,
    "pictures.own.index": {OFFICER, ADMINISTRATOR},
    "pictures.own.put": {OFFICER, ADMINISTRATOR},
    "pictures.own.put_pack": {OFFICER, ADMINISTRATOR},
    "pictures.own.remove": {OFFICER, ADMINISTRATOR},
    "pictures.own.show": {OFFICER, ADMINISTRATOR},
    "results.download": {OFFICER},
    "results.index": {OFFICER},
    "results.release_round": {OFFICER},
    "results.show": {OFFICER},
    "rounds.begin": {OFFICER},
    "rounds.change": {OFFICER},
    "rounds.choosing.choose": {OFFICER},
    "rounds.choosing.show": {OFFICER},
    "rounds.index": {OFFICER},
    "rounds.set_up": {OFFICER},
    "rounds.show": {OFFICER},
    "sounds.index": {OFFICER, ADMINISTRATOR},
    "sounds.keep": {OFFICER, ADMINISTRATOR},
    "sounds.remove": {OFFICER, ADMINISTRATOR},
    "sounds.show": {OFFICER, ADMINISTRATOR},
    "sounds.wordings_of": {OFFICER, ADMINISTRATOR},
    "staff.administration.activate": {ADMINISTRATOR},
    "staff.administration.add_team": {ADMINISTRATOR},
    "staff.administration.deactivate": {ADMINISTRATOR},
    "staff.administration.end_sessions": {ADMINISTRATOR},
    "staff.administration.index": {ADMINISTRATOR},
    "staff.administration.set_team": {ADMINISTRATOR},
    "staff.check": ANYBODY,
    "staff.home": EVERY_ROLE,
    "staff.nowhere": EVERY_ROLE,
    "staff.sign_in": ANYBODY,
    "staff.sign_in_to_demonstration": ANYBODY,
    "staff.sign_out": EVERY_ROLE,
    "staff.trail.index": {ADMINISTRATOR, HEAD},
    "thoughts.first.keep_back": SAFEGUARDING,
    "thoughts.first.pass_on": SAFEGUARDING,
    "thoughts.first.raise_as_worry": SAFEGUARDING,
    "thoughts.first.set_aside": SAFEGUARDING,
    "thoughts.first.read": SAFEGUARDING,
    "thoughts.index": SAFEGUARDING | {OFFICER},
    "thoughts.quotes.approve": SAFEGUARDING | {OFFICER},
    "thoughts.quotes.begin_again": SAFEGUARDING | {OFFICER},
    "thoughts.quotes.compare": SAFEGUARDING | {OFFICER},
    "thoughts.quotes.index": SAFEGUARDING | {OFFICER},
    "thoughts.quotes.keep_names": SAFEGUARDING | {OFFICER},
    "thoughts.quotes.name_list": SAFEGUARDING | {OFFICER},
    "thoughts.quotes.propose": SAFEGUARDING | {OFFICER},
    "thoughts.quotes.refuse": SAFEGUARDING | {OFFICER},
    "thoughts.quotes.withdraw": SAFEGUARDING | {OFFICER},
    "thoughts.read": SAFEGUARDING | {OFFICER},
    "thoughts.sort": SAFEGUARDING | {OFFICER},
    "voices.recording": ANYBODY,
    "voices.recordings": ANYBODY,
    "visits.choose": {WORKER, OFFICER},
    "visits.hand_over": {WORKER, OFFICER},
    "visits.index": {WORKER, OFFICER},
    "visits.print_sheet": {WORKER, OFFICER},
    "visits.show_on_screen": {WORKER, OFFICER},
    "wordings.drop": {OFFICER, ADMINISTRATOR},
    "wordings.give_out": {OFFICER, ADMINISTRATOR},
    "wordings.index": {OFFICER, ADMINISTRATOR},
    "wordings.show": {OFFICER, ADMINISTRATOR},
    "wordings.sign_off": {OFFICER, ADMINISTRATOR},
    "wordings.take_in": {OFFICER, ADMINISTRATOR},
    "wordings.withdraw": {OFFICER, ADMINISTRATOR},
    "worries.actions.add_note": ANSWERING,
    "worries.actions.close": ANSWERING,
    "worries.actions.decide": ANSWERING,
    "worries.actions.hide": ANSWERING,
    "worries.actions.pass_on": ANSWERING,
    "worries.actions.reopen": ANSWERING,
    "worries.count": ANSWERING | {HEAD},
    "worries.departures.ask_for_name": ANSWERING,
    "worries.departures.erase": ANSWERING,
    "worries.departures.find_by_name": ANSWERING,
    "worries.departures.hand_out": ANSWERING,
    "worries.ended": ANSWERING | {HEAD},
    "worries.index": ANSWERING | {HEAD},
    "worries.read": ANSWERING | {HEAD},
    "worries.show": ANSWERING | {HEAD},
}
EXAMPLES = {
    "round_id": "open-round",
    "version": "star",
    "person": "1",
    "name": "nothing",
    "concept": "happy",
    "unknown": "nowhere",
    "worry_id": "nothing",
    "thought_id": "nothing",
    "quote_id": "nothing",
    "box": "safeguarding",
    "day": "2030-12-25",
    "absence": "1",
    "collection": "children-in-care-star",
    "language": "cy",
    "wording": "nothing",
}
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
    browser = office.browser()
    for endpoint in STAFF_ROUTES:
        for method, path in calls(app, endpoint):
            if "/sign-in" in (browser.open("/staff/").location or ""):
                # The call before signed them out, as some do.
                assert browser.sign_in(email).status_code in (302, 303)
            status = knock(app, browser.client, method, path).status_code
            allowed = MAY_CALL[endpoint]
            assert allowed is not None
            assert (status == 403) == (role not in allowed), f"{role} {method} {path} answers {status}"
            assert status < 500, f"{role} {method} {path} answers {status}"
