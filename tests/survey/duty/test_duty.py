"""The duty page: hours, closed days, absences, test alerts, and what children are told meanwhile."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from survey import clock
from survey.alerts.tables import Alert, Call, Heartbeat
from survey.duty.forms import TimeField, clock_of, in_words
from survey.duty.tables import Absence, ClosedDay, ReadingHours
from survey.models import AuditEntry, Role
from tests.survey.safeguarding.answering import ADULT, raised
from tests.survey.safeguarding.in_place import InPlace, employed, put_in_place
from tests.survey.staff.office import Browser, Office

LEAD, DEPUTY = Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY
PAGE = "/staff/duty/"
# A Wednesday in winter, at ten.
NOW = datetime(2030, 1, 16, 10, tzinfo=UTC)
CHANGES = ("hours", "closed", "closed/remove", "away", "away/remove", "test")


@pytest.fixture
def office(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return Office(app)


@pytest.fixture
def in_place(office: Office) -> InPlace:
    with office.database() as session:
        return put_in_place(session, NOW)


@pytest.fixture
def lead(office: Office, in_place: InPlace) -> Browser:
    return office.signed_in(LEAD)


def day(ahead: int) -> date:
    return NOW.date() + timedelta(days=ahead)


def hours_in(office: Office) -> dict[int, tuple[int, int]]:
    with office.database() as session:
        return {each.weekday: (each.opens, each.closes) for each in session.query(ReadingHours)}


def week(**hours: str) -> dict[str, str]:
    """The form of the hours: ``week(mon="9:00-17:00")``."""
    fields: dict[str, str] = {}
    for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun")):
        if name in hours:
            opens, _, closes = hours[name].partition("-")
            fields |= {f"on-{number}": "y", f"opens-{number}": opens, f"closes-{number}": closes}
    return fields


class TestHours:
    def test_they_are_kept_as_they_are_meant(self, office: Office, lead: Browser) -> None:
        assert lead.send(PAGE + "hours", week(mon="09:00-17:00", tue="9-13.30", sat="22:00-00:00")).status_code == 303
        assert hours_in(office) == {0: (540, 1020), 1: (540, 810), 5: (1320, 1440)}
        page = lead.open(PAGE).text
        assert "Messages are read Monday, 09:00 to 17:00." in page
        assert "The next time somebody reads is Saturday 19 January, 22:00." in page
        assert 'name="closes-5" type="time" value="00:00"' in page
        with office.database() as session:
            assert session.query(AuditEntry).filter_by(deed="duty-changed").count() == 1

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ({"mon": "9:00-"}, "Monday: write two times, like 9:00 and 17:00"),
            ({"mon": "nine-five"}, "Monday: write two times"),
            ({"sun": "17:00-9:00"}, "Sunday: the end comes before the beginning."),
            ({"sun": "9:00-9:00"}, "Sunday: the end comes before the beginning."),
            ({"wed": "9:00-25:00"}, "Wednesday: write two times"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
        self, office: Office, lead: Browser, typed: dict[str, str], says: str
    ) -> None:
        before = hours_in(office)
        reply = lead.send(PAGE + "hours", week(**{"fri": "10:15-16:45", **typed}))
        assert reply.status_code == 422
        assert says in reply.text
        assert 'value="10:15"' in reply.text
        assert hours_in(office) == before

    def test_taking_all_of_them_away_closes_the_doors_and_says_so(self, office: Office, lead: Browser) -> None:
        assert lead.send(PAGE + "hours", {}).status_code == 303
        assert hours_in(office) == {}
        assert "no child is offered somebody to talk to" in lead.open(PAGE).text


class TestClosedDays:
    def test_one_is_added_told_and_removed(self, office: Office, lead: Browser) -> None:
        assert "Somebody is reading today until 17:00." in lead.open(PAGE).text
        assert lead.send(PAGE + "closed", {"day": day(0).isoformat()}).status_code == 303
        assert lead.send(PAGE + "closed", {"day": day(0).strftime("%d/%m/%Y")}).status_code == 303
        page = lead.open(PAGE).text
        assert "Wednesday 16 January 2030" in page
        assert "The next time somebody reads is Thursday 17 January, 09:00." in page
        assert lead.send(PAGE + "closed/remove", {"day": day(0).isoformat()}).status_code == 303
        with office.database() as session:
            assert session.query(ClosedDay).count() == 0
        assert lead.send(PAGE + "closed/remove", {"day": "yesterday"}).status_code == 404

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ("", "Say which day."),
            ("31/31/2030", "This is not a date."),
            (day(-1).isoformat(), "This day is over."),
            ("2130-01-16", "more than two years away"),
        ],
    )
    def test_what_is_wrong_is_said(self, office: Office, lead: Browser, typed: str, says: str) -> None:
        reply = lead.send(PAGE + "closed", {"day": typed})
        assert (reply.status_code, says in reply.text) == (422, True)
        with office.database() as session:
            assert session.query(ClosedDay).count() == 0


class TestAbsences:
    def away(self, lead: Browser, person: int, first: int, last: int) -> int:
        typed = {"person": str(person), "first": day(first).isoformat(), "last": day(last).isoformat()}
        return lead.send(PAGE + "away", typed).status_code

    def test_when_everybody_who_reads_is_away_that_is_said(
        self, office: Office, lead: Browser, in_place: InPlace
    ) -> None:
        assert self.away(lead, in_place.people[LEAD], 0, 2) == 303
        page = lead.open(PAGE).text
        assert "16 January 2030 to 18 January 2030" in page
        assert "Everybody who reads is away on:" not in page
        assert self.away(lead, in_place.people[DEPUTY], 0, 1) == 303
        page = lead.open(PAGE).text
        assert "Everybody who reads is away on:" in page
        assert "Wed 16 January, Thu 17 January." in page
        assert "The next time somebody reads is Friday 18 January, 09:00." in page
        with office.database() as session:
            ids = [each.id for each in session.query(Absence)]
        for each in ids:
            assert lead.send(PAGE + "away/remove", {"absence": str(each)}).status_code == 303
        assert "Nobody, from today on." in lead.open(PAGE).text

    @pytest.mark.parametrize(
        ("person", "first", "last", "says"),
        [
            ("1", "2030-01-20", "2030-01-19", "The last day is before the first."),
            ("1", "2030-01-10", "2030-01-15", "This day is over."),
            ("1", "", "2030-01-19", "Say which day is the first."),
            ("999", "2030-01-19", "2030-01-19", "Not a valid choice"),
        ],
    )
    def test_what_is_wrong_is_said(
        self, office: Office, lead: Browser, person: str, first: str, last: str, says: str
    ) -> None:
        reply = lead.send(PAGE + "away", {"person": person, "first": first, "last": last})
        assert (reply.status_code, says in reply.text) == (422, True)
        assert f'value="{last}"' in reply.text
        with office.database() as session:
            assert session.query(Absence).count() == 0


class TestTestAlerts:
    def test_they_go_to_all_who_are_fetched_once_at_a_time(self, office: Office, lead: Browser) -> None:
        with office.database() as session:
            session.query(Alert).delete()
        assert "never sent" in lead.open(PAGE).text
        assert lead.send(PAGE + "test").status_code == 303
        assert lead.send(PAGE + "test").status_code == 303
        page = lead.open(PAGE).text
        assert page.count("on its way since 10:00") == 4
        assert "nobody to send one to" in page
        with office.database() as session:
            assert {each.call for each in session.query(Alert)} == {Call.TEST}
            assert session.query(Alert).count() == 4
            session.query(Alert).update({"delivered": NOW})
        page = lead.open(PAGE).text
        assert page.count("16 January, 10:00") == 4
        assert "on its way" not in page

    def test_the_times_are_those_of_the_councils_clock(
        self, office: Office, lead: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with office.database() as session:
            session.query(Alert).update({"delivered": datetime(2030, 7, 1, 22, 30, tzinfo=UTC)})
        assert "1 July, 23:30" in lead.open(PAGE).text


class TestLetters:
    def test_one_that_has_not_arrived_for_an_hour_is_told_to_those_who_may_know(
        self, office: Office, lead: Browser, in_place: InPlace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with office.database() as session:
            raised(session)
            raised(session, ADULT)
        assert "has not arrived" not in lead.open(PAGE).text
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=61))
        for role, says in ((LEAD, "One letter has not"), (Role.HEAD_OF_SERVICE, "2 letters have not")):
            assert says in office.signed_in(role).open(PAGE).text
        with office.database() as session:
            session.query(Alert).update({"delivered": NOW})
        assert "not arrived" not in office.signed_in(LEAD).open(PAGE).text


class TestReadiness:
    def test_all_in_place(self, lead: Browser) -> None:
        page = lead.open(PAGE).text
        assert "All of it is in place." in page
        assert '"is-missing"' not in page

    def test_what_goes_is_said_with_who_does_something(self, office: Office, lead: Browser) -> None:
        with office.database() as session:
            session.query(Heartbeat).delete()
        page = lead.open(PAGE).text
        assert page.count('"is-missing"') == 1
        assert "Whoever runs the server starts it:" in page

    def test_an_empty_council(self, office: Office) -> None:
        page = office.signed_in(LEAD).open(PAGE).text
        assert page.count('"is-missing"') == 8


class TestDoors:
    @pytest.mark.parametrize("role", [Role.HEAD_OF_SERVICE, Role.DESIGNATED_OFFICER])
    def test_some_look_and_change_nothing(self, office: Office, in_place: InPlace, role: Role) -> None:
        somebody = office.signed_in(role)
        page = somebody.open(PAGE).text
        main = page[page.index("<main") : page.index("</main>")]
        assert "<button" not in main
        for path in CHANGES:
            assert somebody.send(PAGE + path).status_code == 403

    @pytest.mark.parametrize("role", [Role.WORKER, Role.OFFICER, Role.ADVOCATE, Role.ADMINISTRATOR])
    def test_others_do_not_come_in(self, office: Office, role: Role) -> None:
        with office.database() as session:
            employed(session, role)
        assert office.signed_in(role).open(PAGE).status_code == 403


@given(
    st.integers(0, 23), st.integers(0, 59), st.sampled_from(["{:02}:{:02}", "{}.{:02}", " {}:{:02} ", "{}:{:02}:00"])
)
def test_a_time_is_read_however_it_is_written(hours: int, minutes: int, written: str) -> None:
    field = object.__new__(TimeField)
    field.data = written.format(hours, minutes)
    assert field.minutes == hours * 60 + minutes
    assert clock_of(hours * 60 + minutes) == f"{hours:02}:{minutes:02}"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((0, 1, 2, 3, 4), "Monday to Friday"),
        ((5, 6), "Saturday, Sunday"),
        ((0, 2, 4), "Monday, Wednesday, Friday"),
        ((6,), "Sunday"),
    ],
)
def test_days_of_the_week_in_words(app: Flask, days: tuple[int, ...], said: str) -> None:
    with app.test_request_context():
        assert in_words(days) == said
