"""Strangers who guess passwords: they keep nobody out of a browser of their own, and leave room for children."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import timedelta
from threading import Lock
from time import sleep

import pytest
from argon2 import PasswordHasher

from survey.models import Role
from survey.staff.browsers import COOKIE, browser_from
from survey.staff.passwords import NOBODYS_HASH, LineTooLong, in_line, matches
from tests.survey.staff.conftest import Later
from tests.survey.staff.office import Office


def test_strangers_guesses_do_not_keep_somebody_out_of_their_own_browser(office: Office, later: Later) -> None:
    mine = office.signed_in(Role.SAFEGUARDING_LEAD)
    mine.send("/staff/sign-out")
    lead = "safeguarding-lead@council.example"
    stranger = office.browser()
    for _ in range(10):
        stranger.sign_in(lead, "guess")
    assert stranger.sign_in(lead).status_code == 429
    assert mine.sign_in(lead).status_code == 303
    assert stranger.sign_in(lead).status_code == 429, "that they came in forgets nothing of what a stranger did"
    for _ in range(10):
        assert mine.sign_in(lead, "guess").status_code == 403
    assert mine.sign_in(lead).status_code == 429, "their own browser may be in other hands"
    later(timedelta(minutes=11))
    assert mine.sign_in(lead).status_code == 303


def test_a_browser_is_known_for_those_who_signed_in_with_it_and_no_others(office: Office) -> None:
    worker, officer = office.employ(Role.WORKER), office.employ(Role.OFFICER)
    mine, shared, forged = office.browser(), office.browser(), office.browser()
    mine.sign_in(worker)
    shared.sign_in(worker)
    shared.sign_in(officer)
    cookie = shared.client.get_cookie(COOKIE, path="/staff")
    assert cookie
    assert cookie.http_only
    seal = cookie.value
    forged.client.set_cookie(COOKIE, seal[:4] + ("A" if seal[4] != "A" else "B") + seal[5:], path="/staff")
    for _ in range(10):
        office.browser().sign_in(officer, "guess")
    assert mine.sign_in(officer).status_code == 429, "to know one account is not to know another"
    assert forged.sign_in(officer).status_code == 429
    assert shared.sign_in(officer).status_code == 303
    for _ in range(10):
        office.browser().sign_in(worker, "guess")
    assert shared.sign_in(worker).status_code == 303, "both share it"


@pytest.mark.parametrize("cookie", [None, "", "x", "WyJ4Il0", "\u00e9"])
def test_a_cookie_of_no_browser_knows_nobody(office: Office, cookie: str | None) -> None:
    with office.app.app_context():
        assert browser_from(cookie).people == ()
        assert browser_from(cookie).name != browser_from(cookie).name


def test_what_is_slowed_is_not_hashed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.employ(Role.WORKER)
    for _ in range(10):
        office.browser().sign_in("worker@council.example", "guess")
    monkeypatch.delattr(PasswordHasher, "verify")
    assert office.browser().sign_in("worker@council.example").status_code == 429


def test_strangers_do_not_take_every_place_in_the_line(office: Office) -> None:
    mine = office.signed_in(Role.WORKER)
    with ExitStack() as line:
        with suppress(LineTooLong):
            for _ in range(100):
                line.enter_context(in_line(is_stranger=True))
        reply = office.browser().sign_in("worker@council.example")
        assert reply.status_code == 503
        assert "Very many people are signing in" in reply.text
        assert mine.sign_in("worker@council.example").status_code == 303
    assert office.browser().sign_in("worker@council.example").status_code == 303


def test_two_passwords_are_checked_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    inside, most, lock = 0, 0, Lock()

    def count(*_words: object) -> bool:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        sleep(0.01)
        with lock:
            inside -= 1
        return True

    monkeypatch.setattr(PasswordHasher, "verify", count)
    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(lambda _: matches("any password", NOBODYS_HASH), range(24)))
    assert most == 2
