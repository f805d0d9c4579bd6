"""The administrator's page, and the commands at the server's own keyboard."""

from __future__ import annotations

import pytest
from click.testing import Result

from survey.models import Role, Staff, StaffSession
from tests.survey.staff.office import PASSWORD, Office


@pytest.fixture
def worker(office: Office) -> int:
    office.employ(Role.WORKER)
    return office.number_of("worker@council.example")


def test_the_list_says_who_may_sign_in_and_who_is_signed_in(office: Office, worker: int) -> None:
    office.signed_in(Role.WORKER)
    office.signed_in(Role.WORKER)
    page = office.signed_in(Role.ADMINISTRATOR).open("/staff/people/").text
    assert "A worker" in page
    assert "worker@council.example" in page
    assert "Signed in on 2 devices" in page
    assert "Signed in on 1 device<" in page.replace("\n", "<")
    assert "argon2" not in page


def test_signing_somebody_out_everywhere(office: Office, worker: int) -> None:
    theirs = office.signed_in(Role.WORKER)
    mine = office.signed_in(Role.ADMINISTRATOR)
    reply = mine.send(f"/staff/people/{worker}/sign-out")
    assert reply.status_code == 303
    assert "A worker is signed out everywhere." in mine.open("/staff/people/").text
    assert theirs.open("/staff/visits/").status_code == 303
    assert office.signed_in(Role.WORKER), "they may come back"


def test_switching_somebody_off_and_on(office: Office, worker: int) -> None:
    theirs = office.signed_in(Role.WORKER)
    mine = office.signed_in(Role.ADMINISTRATOR)
    mine.send(f"/staff/people/{worker}/deactivate")
    assert "Cannot sign in" in mine.open("/staff/people/").text
    assert theirs.open("/staff/visits/").status_code == 303
    assert theirs.sign_in("worker@council.example").status_code == 403
    mine.send(f"/staff/people/{worker}/activate")
    assert theirs.open("/staff/visits/").status_code == 303, "what was open before does not open again"
    assert theirs.sign_in("worker@council.example").status_code == 303


def test_nobody_switches_themselves_off(office: Office) -> None:
    mine = office.signed_in(Role.ADMINISTRATOR)
    number = office.number_of("administrator@council.example")
    assert f"/staff/people/{number}/deactivate" not in mine.open("/staff/people/").text
    mine.send(f"/staff/people/{number}/deactivate")
    assert "You cannot switch off your own account" in mine.open("/staff/people/").text
    with office.database() as session:
        assert session.query(Staff).one().active


@pytest.mark.parametrize("deed", ["sign-out", "deactivate", "activate"])
def test_somebody_who_is_not_there(office: Office, deed: str) -> None:
    assert office.signed_in(Role.ADMINISTRATOR).send(f"/staff/people/99/{deed}").status_code == 404


@pytest.mark.parametrize("deed", ["sign-out", "deactivate", "activate"])
def test_no_token_no_deed(office: Office, worker: int, deed: str) -> None:
    mine = office.signed_in(Role.ADMINISTRATOR)
    assert mine.client.post(f"/staff/people/{worker}/{deed}").status_code == 400
    with office.database() as session:
        assert session.get_one(Staff, worker).active


class TestCommands:
    def run(self, office: Office, *words: str, typed: str) -> Result:
        return office.app.test_cli_runner().invoke(args=words, input=typed)

    def add(self, office: Office, typed: str, role: str = "worker", email: str = "Ana@Council.example") -> Result:
        words = ("staff-add", email, "--name", "Ana Silva", "--role", role, "--password-stdin")
        return self.run(office, *words, typed=typed)

    def test_adding_somebody(self, office: Office) -> None:
        assert "Ana Silva can sign in." in self.add(office, f"{PASSWORD}\n").output
        assert office.browser().sign_in("ana@council.example").status_code == 303

    def test_being_asked_for_the_password_twice(self, office: Office) -> None:
        words = ("staff-add", "ana@council.example", "--name", "Ana", "--role", "officer")
        result = self.run(office, *words, typed=f"{PASSWORD}\n{PASSWORD}\n")
        assert result.exit_code == 0
        assert PASSWORD not in result.output

    @pytest.mark.parametrize(
        ("typed", "role", "email"),
        [
            ("too short\n", "worker", "ana@council.example"),
            (f"{PASSWORD}\n", "king", "ana@council.example"),
            (f"{PASSWORD}\n", "worker", "ana"),
        ],
    )
    def test_refusals(self, office: Office, typed: str, role: str, email: str) -> None:
        assert self.add(office, typed, role, email).exit_code != 0
        with office.database() as session:
            assert session.query(Staff).count() == 0

    def test_an_address_is_given_once(self, office: Office) -> None:
        self.add(office, f"{PASSWORD}\n")
        result = self.add(office, f"{PASSWORD}\n", email="ANA@council.example")
        assert result.exit_code != 0
        assert "already" in result.output

    def test_a_new_password_ends_what_the_old_one_opened(self, office: Office) -> None:
        office.signed_in(Role.WORKER)
        result = self.run(
            office, "staff-password", "worker@council.example", "--password-stdin", typed="a new password\n"
        )
        assert result.exit_code == 0
        with office.database() as session:
            assert session.query(StaffSession).count() == 0
        assert office.browser().sign_in("worker@council.example").status_code == 403
        assert office.browser().sign_in("worker@council.example", "a new password").status_code == 303

    def test_a_password_for_nobody(self, office: Office) -> None:
        assert self.run(
            office, "staff-password", "x@y.example", "--password-stdin", typed="long enough now\n"
        ).exit_code
