"""How long a door stays open, and what it says. Who may enter where is listed in ``tests/house/test_doors.py``."""

from __future__ import annotations

from datetime import timedelta

import pytest

from survey import clock
from survey.models import Role, Staff, StaffSession
from survey.staff.sessions import IDLE, LONGEST
from tests.survey.staff.conftest import Later
from tests.survey.staff.office import Office

MINUTE = timedelta(minutes=1)


def test_another_role_is_told_in_plain_words(office: Office) -> None:
    page = office.signed_in(Role.WORKER).open("/staff/people/")
    assert page.status_code == 403
    assert "This page is not for your role" in page.text


def test_a_session_left_alone_runs_out(office: Office, later: Later) -> None:
    browser = office.signed_in(Role.WORKER)
    later(IDLE - MINUTE)
    assert browser.open("/staff/visits/").status_code == 200
    later(2 * IDLE - 3 * MINUTE)
    assert browser.open("/staff/visits/").status_code == 200, "the visit before kept it open"
    later(3 * IDLE)
    assert browser.open("/staff/visits/").location == "/staff/sign-in?next=/staff/visits/"


def test_what_a_page_tells_of_whoever_types_keeps_it_open(office: Office, later: Later) -> None:
    browser = office.signed_in(Role.WORKER)
    later(IDLE - MINUTE)
    assert browser.client.head("/staff/sign-in").location == "/staff/"
    later(2 * IDLE - 3 * MINUTE)
    assert browser.open("/staff/visits/").status_code == 200


def test_a_page_that_tells_too_late_learns_so(office: Office, later: Later) -> None:
    browser = office.signed_in(Role.WORKER)
    later(IDLE)
    assert browser.client.head("/staff/sign-in").status_code == 200


def test_no_session_outlasts_eight_hours(office: Office, later: Later) -> None:
    browser = office.signed_in(Role.WORKER)
    passed = timedelta()
    while (passed := passed + timedelta(minutes=20)) < LONGEST:
        later(passed)
        assert browser.open("/staff/visits/").status_code == 200
    later(LONGEST + MINUTE)
    assert browser.open("/staff/visits/").status_code == 303


def test_being_seen_is_written_once_a_minute_and_a_get_writes_nothing_else(office: Office, later: Later) -> None:
    browser = office.signed_in(Role.WORKER)
    with office.statements() as said:
        for seconds in (1, 20, 40, 59):
            later(timedelta(seconds=seconds))
            browser.open("/staff/visits/")
    assert not [one for one in said if not one.startswith(("SELECT", "BEGIN"))]
    with office.statements() as said:
        for seconds in (61, 62, 100):
            later(timedelta(seconds=seconds))
            browser.open("/staff/visits/")
    written = [one for one in said if not one.startswith(("SELECT", "BEGIN"))]
    assert len(written) == 1
    assert written[0].startswith("UPDATE staff_sessions SET last_seen")


def test_sessions_that_ran_out_are_cleared_away_at_the_next_sign_in(office: Office, later: Later) -> None:
    office.signed_in(Role.WORKER)
    later(IDLE + MINUTE)
    office.signed_in(Role.OFFICER)
    with office.database() as session:
        assert session.query(StaffSession).count() == 1


def test_a_changed_role_counts_at_once(office: Office) -> None:
    browser = office.signed_in(Role.WORKER)
    with office.database() as session:
        session.query(Staff).one().role = Role.SAFEGUARDING_LEAD
    assert browser.open("/staff/visits/").status_code == 403


def test_an_account_that_is_switched_off_counts_at_once(office: Office) -> None:
    browser = office.signed_in(Role.WORKER)
    with office.database() as session:
        session.query(Staff).one().active = False
    assert browser.open("/staff/visits/").status_code == 303


@pytest.mark.parametrize(
    "path", ["/staff/sign-in", "/staff/", "/staff/visits/", "/staff/people/", "/staff/no-such-page"]
)
@pytest.mark.parametrize("is_signed_in", [True, False])
def test_every_reply_is_kept_private(office: Office, path: str, is_signed_in: bool) -> None:
    browser = office.signed_in(Role.WORKER) if is_signed_in else office.browser()
    reply = browser.open(path)
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.headers["Referrer-Policy"] == "same-origin"
    policy = reply.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_the_cookie_stays_below_staff(office: Office) -> None:
    cookie = office.browser().open("/staff/sign-in").headers["Set-Cookie"]
    assert "Path=/staff" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_unknown_addresses_below_staff_stay_with_the_staff(office: Office) -> None:
    page = office.signed_in(Role.WORKER).open("/staff/no/such/page")
    assert page.status_code == 404
    assert "There is nothing here" in page.text


def test_the_time_is_the_clocks(office: Office, later: Later) -> None:
    later(timedelta(days=-1))
    office.signed_in(Role.WORKER)
    with office.database() as session:
        assert session.query(StaffSession).one().began == clock.now()
