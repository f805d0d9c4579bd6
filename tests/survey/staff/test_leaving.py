"""Somebody leaves: their key goes with them. And teams, from which what is said about one of them is hidden."""

from __future__ import annotations

import pytest

from survey import clock
from survey.keys import boxes, own
from survey.keys.tables import Box, Holding, OwnKey
from survey.models import AuditEntry, Role, Staff, Team
from tests.survey.safeguarding.in_place import employed, fresh, put_in_place
from tests.survey.staff.office import Office

DEPUTY = Role.SAFEGUARDING_DEPUTY


def test_a_leaver_is_out_of_every_box_and_the_locks_are_changed(office: Office) -> None:
    with office.database() as session:
        made = put_in_place(session, clock.now())
        before = boxes.put_in(session, Box.SAFEGUARDING, "a row", b"before").box_key_id
    deputy = made.people[DEPUTY]
    admin = office.signed_in(Role.ADMINISTRATOR)
    assert admin.send(f"/staff/people/{deputy}/deactivate").status_code == 303
    page = admin.open("/staff/people/").text
    assert "Their key is gone, and whatever children tell us from now on is locked with keys they never had." in page
    assert "Children are not offered help now" in page
    with office.database() as session:
        assert session.query(Holding).filter_by(staff_id=deputy).count() == 0
        assert session.get(OwnKey, deputy) is None
        assert boxes.put_in(session, Box.SAFEGUARDING, "a row", b"after").box_key_id != before
        deeds = [each.deed for each in session.query(AuditEntry).filter_by(about=f"staff:{deputy}")]
    assert deeds == ["switched-off", "put-out"]
    admin.send(f"/staff/people/{deputy}/activate")
    with office.database() as session:
        assert not boxes.holds(session, Box.SAFEGUARDING, deputy), "coming back opens nothing"


def test_a_leaver_without_a_key_changes_no_lock(office: Office) -> None:
    office.employ(Role.WORKER)
    admin = office.signed_in(Role.ADMINISTRATOR)
    number = office.number_of("worker@council.example")
    admin.send(f"/staff/people/{number}/deactivate")
    page = admin.open("/staff/people/").text
    assert "A worker can no longer sign in." in page
    assert "Their key is gone" not in page


class TestTeams:
    def test_a_team_is_added_and_somebody_put_into_it(self, office: Office) -> None:
        office.employ(Role.WORKER)
        number = office.number_of("worker@council.example")
        admin = office.signed_in(Role.ADMINISTRATOR)
        assert admin.send("/staff/people/teams", {"team_name": "  Fostering   north "}).status_code == 303
        with office.database() as session:
            team = session.query(Team).one()
            assert team.name == "Fostering north"
            kept = team.id
        assert admin.send(f"/staff/people/{number}/team", {"team": str(kept)}).status_code == 303
        assert f'<option value="{kept}" selected>Fostering north</option>' in admin.open("/staff/people/").text
        with office.database() as session:
            assert session.get_one(Staff, number).team_id == kept
            deeds = [each.deed for each in session.query(AuditEntry).order_by(AuditEntry.number)]
        assert deeds[1:] == ["team-added", "team-changed"]
        assert "A administrator changed the team of A worker." in admin.open("/staff/trail/").text
        assert admin.send(f"/staff/people/{number}/team", {"team": ""}).status_code == 303
        with office.database() as session:
            assert session.get_one(Staff, number).team_id is None

    @pytest.mark.parametrize(
        ("name", "says"),
        [
            (" ", "Give the team a name."),
            ("x" * 121, "Make it shorter: 120 letters at most."),
            ("fostering NORTH", "There is a team of this name already."),
        ],
    )
    def test_what_is_wrong_is_said(self, office: Office, name: str, says: str) -> None:
        admin = office.signed_in(Role.ADMINISTRATOR)
        admin.send("/staff/people/teams", {"team_name": "Fostering north"})
        reply = admin.send("/staff/people/teams", {"team_name": name})
        assert (reply.status_code, says in reply.text) == (422, True)
        with office.database() as session:
            assert session.query(Team).count() == 1

    @pytest.mark.parametrize(("person", "team"), [("99", ""), ("1", "99")])
    def test_nobody_and_no_team(self, office: Office, person: str, team: str) -> None:
        admin = office.signed_in(Role.ADMINISTRATOR)
        assert admin.send(f"/staff/people/{person}/team", {"team": team}).status_code == 404

    def test_nobody_is_moved_so_that_one_team_alone_holds_a_box(self, office: Office) -> None:
        """Else an administrator of an accused adult's team takes in all who could read what is hidden from it."""
        with office.database() as session:
            made = put_in_place(session, clock.now())
            second = employed(session, Role.DESIGNATED_OFFICER, "second@council.example")
            teams = [Team(name="north"), Team(name="south")]
            session.add_all(teams)
            session.flush()
            north, south = (str(team.id) for team in teams)
        admin = office.signed_in(Role.ADMINISTRATOR)
        first = made.people[Role.DESIGNATED_OFFICER]

        def moved(person: int, team: str) -> bool:
            assert admin.send(f"/staff/people/{person}/team", {"team": team}).status_code == 303
            admin.open("/staff/people/")
            with office.database() as session:
                return session.get_one(Staff, person).team_id == (int(team) if team else None)

        assert not moved(first, north), "they alone hold it"
        assert moved(second, north), "who holds no box goes where they like"
        with office.database() as session:
            own.make_own(session, second, fresh("second"))
            boxes.let_in(session, Box.ALLEGATIONS, second, made.keys[Role.DESIGNATED_OFFICER])
        assert not moved(first, north)
        assert moved(first, south)
        assert not moved(second, south)
        assert moved(second, "")
        assert moved(second, north)
        admin.send(f"/staff/people/{first}/team", {"team": north})
        page = admin.open("/staff/people/").text
        assert "all who read what children say to them would be in that team" in page
