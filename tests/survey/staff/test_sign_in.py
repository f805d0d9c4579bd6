"""Signing in and out."""

from __future__ import annotations

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from survey.models import Failures, Role, Staff, StaffSession
from survey.staff.doors import leads_inside
from survey.staff.passwords import NOBODYS_HASH, PasswordTooShort, hash_of, matches
from survey.staff.trail.sign_ins import REFUSALS
from tests.survey.staff.conftest import Later
from tests.survey.staff.office import PASSWORD, Browser, Office

FIRST_PAGES = {
    Role.WORKER: "/staff/visits/",
    Role.OFFICER: "/staff/results/",
    Role.ADMINISTRATOR: "/staff/people/",
}


def words_of(page: str) -> str:
    """A page without what differs from one rendering to the next."""
    return re.sub(r'value="[^"]*"', "", page)


@pytest.mark.parametrize("role", Role)
def test_everybody_lands_on_the_first_page_of_their_role(office: Office, role: Role) -> None:
    browser = office.signed_in(role)
    home = browser.open("/staff/")
    assert (home.status_code, home.location) == (302, FIRST_PAGES.get(role, "/staff/worries/"))


def test_capitals_and_spaces_in_the_address_do_not_matter(office: Office) -> None:
    office.employ(Role.WORKER)
    assert office.browser().sign_in("  Worker@Council.Example ").status_code == 303


@pytest.mark.usefixtures("true_costs")
def test_wrong_password_unknown_address_and_switched_off_account_get_the_same_words_and_work(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.employ(Role.WORKER)
    office.employ(Role.OFFICER)
    with office.database() as session:
        session.query(Staff).filter_by(role=Role.OFFICER).one().active = False
    checked: list[str] = []
    verify = PasswordHasher.verify

    def count(self: PasswordHasher, kept: str, password: str) -> bool:
        checked.append(kept)
        return verify(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", count)
    replies = [
        office.browser().sign_in(email, password)
        for email, password in (
            ("worker@council.example", "not the password"),
            ("nobody@council.example", PASSWORD),
            ("officer@council.example", PASSWORD),
        )
    ]
    assert [reply.status_code for reply in replies] == [403, 403, 403]
    assert len({words_of(reply.text) for reply in replies}) == 1
    assert len(checked) == 3
    assert all("m=19456,t=2,p=1" in kept for kept in checked)


@pytest.mark.usefixtures("true_costs")
def test_nobodys_hash_costs_what_a_real_one_costs() -> None:
    *settings_of_nobodys, _salt, _hash = NOBODYS_HASH.split("$")
    *settings_of_real, _salt, _hash = hash_of(PASSWORD).split("$")
    assert settings_of_nobodys == settings_of_real == ["", "argon2id", "v=19", "m=19456,t=2,p=1"]
    assert not matches(PASSWORD, None)


def test_letters_match_however_the_keyboard_writes_them() -> None:
    assert matches("cafe\u0301 au lait", hash_of("caf\u00e9 au lait"))


def test_a_short_password_is_refused_and_odd_ones_are_not() -> None:
    with pytest.raises(PasswordTooShort):
        hash_of("eleven char")
    assert matches("twelve chars", hash_of("twelve chars"))


@pytest.mark.parametrize("email", ["worker@council.example", "nobody@council.example"])
def test_ten_failures_slow_an_address_whether_or_not_it_has_an_account(
    office: Office, later: Later, email: str
) -> None:
    office.employ(Role.WORKER)
    browser = office.browser()
    for _ in range(10):
        assert browser.sign_in(email, "guess").status_code == 403
    slowed = browser.sign_in(email, PASSWORD)
    assert slowed.status_code == 429
    assert "Wait ten minutes" in slowed.text
    assert office.signed_in(Role.OFFICER), "others are not slowed"

    later(timedelta(minutes=11))
    assert browser.sign_in(email, PASSWORD).status_code == (303 if email.startswith("worker") else 403)


def test_signing_in_forgets_failures_and_keeps_no_address(office: Office) -> None:
    office.employ(Role.WORKER)
    browser = office.browser()
    browser.sign_in("worker@council.example", "guess")
    browser.sign_in("stranger@council.example", "guess")
    with office.database() as session:
        keys = [row.key for row in session.query(Failures).where(Failures.key != REFUSALS)]
    assert len(keys) == 2
    assert hashlib.sha256(b"stranger@council.example").hexdigest() not in keys
    browser.sign_in("worker@council.example")
    with office.database() as session:
        assert session.query(Failures).where(Failures.key != REFUSALS).count() == 1


def test_guesses_sent_all_at_once_are_counted_one_by_one(office: Office) -> None:
    office.employ(Role.WORKER)

    def guess(browser: Browser) -> int:
        return browser.sign_in("worker@council.example", "guess").status_code

    with ThreadPoolExecutor(8) as threads:
        codes = list(threads.map(guess, [office.browser() for _ in range(14)]))
    assert codes.count(403) == 10
    assert codes.count(429) == 4
    assert office.browser().sign_in("worker@council.example").status_code == 429


def test_only_the_hash_of_a_token_is_kept(office: Office) -> None:
    browser = office.signed_in(Role.WORKER)
    with browser.cookie() as cookie:
        token = cookie["token"]
    assert len(token) >= 43, "256 bits"
    with office.database() as session:
        assert session.query(StaffSession).one().token_hash == hashlib.sha256(token.encode()).hexdigest()


def test_signing_in_again_makes_a_new_token_and_ends_the_old_session(office: Office) -> None:
    office.employ(Role.WORKER)
    browser = office.browser()
    with browser.cookie() as cookie:
        cookie["planted"] = "by somebody else"
    browser.sign_in("worker@council.example")
    with browser.cookie() as cookie:
        assert "planted" not in cookie
        first = cookie["token"]
    office.employ(Role.OFFICER)
    # An open sign-in page in another tab of the same browser.
    browser.send("/staff/sign-in", {"email": "officer@council.example", "password": PASSWORD})
    with browser.cookie() as cookie:
        assert cookie["token"] != first
    with office.database() as session:
        assert session.query(StaffSession).count() == 1


def test_signing_out_deletes_the_session(office: Office) -> None:
    browser = office.signed_in(Role.WORKER)
    stolen = office.browser()
    with browser.cookie() as cookie, stolen.cookie() as copy:
        copy["token"] = cookie["token"]
    assert browser.send("/staff/sign-out").location == "/staff/sign-in"
    assert "You are signed out." in browser.open("/staff/sign-in").text
    with office.database() as session:
        assert session.query(StaffSession).count() == 0
    assert stolen.open("/staff/visits/").status_code == 303, "a copied cookie is worth nothing"


def test_a_session_is_asked_for_before_the_page_and_leads_back_to_it(office: Office) -> None:
    office.employ(Role.WORKER)
    browser = office.browser()
    sent = browser.open("/staff/visits/open-round?version=boat")
    assert sent.location == "/staff/sign-in?next=/staff/visits/open-round?version%3Dboat"
    assert 'value="/staff/visits/open-round?version=boat"' in browser.open(sent.location).text
    reply = browser.sign_in("worker@council.example", wanted="/staff/visits/open-round?version=boat")
    assert reply.location == "/staff/visits/open-round?version=boat"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/staff/",
        "//evil.example/staff",
        "/\\evil.example",
        "/staff\\..\\..",
        "/staff/../answer",
        "/staff/%2e%2e/answer",
        "/staffing",
        "/answer",
        "javascript:alert(1)",
        "/staff/\n//evil.example",
        "/staff/@evil.example",
        " /staff/",
    ],
)
def test_next_leads_nowhere_else(office: Office, elsewhere: str) -> None:
    assert not leads_inside(elsewhere)
    office.employ(Role.WORKER)
    assert office.browser().sign_in("worker@council.example", wanted=elsewhere).location == "/staff/"


@pytest.mark.parametrize("path", ["/staff/sign-in", "/staff/sign-out", "/staff/sign-in/demonstration"])
def test_a_form_without_our_token_is_refused_in_plain_words(office: Office, path: str) -> None:
    office.employ(Role.WORKER)
    reply = office.browser().client.post(path, data={"email": "worker@council.example", "password": PASSWORD})
    assert reply.status_code == 400
    assert "Nothing was changed" in reply.text


def test_empty_fields_are_asked_for(office: Office) -> None:
    reply = office.browser().sign_in("", "")
    assert reply.status_code == 422
    assert "Type your e-mail address." in reply.text
    assert "Type your password." in reply.text


def test_a_password_is_never_written_back(office: Office) -> None:
    assert "hunter2 hunter2" not in office.browser().sign_in("x@council.example", "hunter2 hunter2").text


class TestDemonstration:
    @pytest.mark.parametrize(
        ("email", "role"),
        [("worker@demo.example", Role.WORKER), ("lead@demo.example", Role.SAFEGUARDING_LEAD)],
    )
    def test_one_touch_signs_in(self, shown_office: Office, email: str, role: Role) -> None:
        shown_office.employ(role, email)
        browser = shown_office.browser()
        page = browser.open("/staff/sign-in").text
        assert f'value="{email}"' in page
        assert "every figure here are invented" in page
        assert browser.send("/staff/sign-in/demonstration", {"account": email}).status_code == 303
        assert f"A {role}" in browser.open("/staff/no-such-page").text

    def test_only_its_own_accounts(self, shown_office: Office) -> None:
        shown_office.employ(Role.ADMINISTRATOR)
        for email in ("administrator@council.example", "admin@demo.example", ""):
            reply = shown_office.browser().send("/staff/sign-in/demonstration", {"account": email})
            assert reply.status_code == 404

    def test_nowhere_else(self, office: Office) -> None:
        office.employ(Role.ADMINISTRATOR, "admin@demo.example")
        browser = office.browser()
        page = browser.open("/staff/sign-in").text
        assert "demo.example" not in page
        assert "invented" not in page
        assert browser.send("/staff/sign-in/demonstration", {"account": "admin@demo.example"}).status_code == 404
        with office.database() as session:
            assert session.query(StaffSession).count() == 0
