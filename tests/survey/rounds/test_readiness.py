"""A round does not open before a child who asks for help would reach a person; officers are told what is missing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from survey import clock
from survey.alerts.tables import Heartbeat
from tests.survey.rounds.plans import READ, day, plan, rounds_in
from tests.survey.staff.office import Browser, Office

REFUSED = "It cannot open today: a child who asks for help would reach nobody yet."


@pytest.fixture
def unready(office: Office) -> Office:
    """An office whose watcher has stopped."""
    with office.database() as session:
        session.query(Heartbeat).delete()
    return office


def test_a_round_cannot_be_set_up_to_open_today(unready: Office, officer: Browser) -> None:
    reply = officer.send("/staff/rounds/new", plan(opens=0, seen=READ))
    assert reply.status_code == 422
    assert REFUSED in reply.text
    assert 'value="Spring survey"' in reply.text
    assert rounds_in(unready) == []


def test_it_can_be_planned_for_tomorrow(unready: Office, officer: Browser) -> None:
    assert officer.send("/staff/rounds/new", plan(opens=1)).status_code == 303
    page = officer.open("/staff/rounds/").text
    assert "No round can open yet." in page
    assert "A watcher that sends alerts" in page
    assert "Cannot open yet: see what is missing" in page


def test_a_planned_round_cannot_be_moved_to_today(unready: Office, officer: Browser) -> None:
    unready.ask("a-round", clock.today() + timedelta(days=5))
    reply = officer.send("/staff/rounds/a-round", plan(opens=0, seen=READ))
    assert reply.status_code == 422
    assert REFUSED in reply.text
    [asked] = rounds_in(unready)
    assert asked.opens.isoformat() == day(5)


def test_what_goes_while_a_round_is_open_is_a_warning(unready: Office, officer: Browser) -> None:
    unready.ask("a-round", clock.today() - timedelta(days=3))
    for path, said in (
        ("/staff/rounds/", "A round is open, and children are not offered help."),
        ("/staff/rounds/a-round", "Children are not offered help now, and no cards can be made."),
    ):
        page = officer.open(path).text
        assert said in page
        assert "Make cards" not in page
    assert officer.send("/staff/rounds/a-round", {"name": "Renamed", "closes": day(60)}).status_code == 303


def test_with_everything_in_place_nothing_is_said(office: Office, officer: Browser) -> None:
    office.ask("a-round", clock.today() - timedelta(days=3))
    for path in ("/staff/rounds/", "/staff/rounds/a-round", "/staff/rounds/new"):
        assert 'class="caution"' not in officer.open(path).text
    assert officer.send("/staff/rounds/new", plan(opens=0, seen=READ)).status_code == 303
