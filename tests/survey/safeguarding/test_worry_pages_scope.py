"""Who may see which worry: every role with every box, by every address, and nobody whom it is hidden from."""

from __future__ import annotations

from itertools import product
from uuid import uuid4

import pytest
from sqlalchemy import select

from survey.models import Role
from survey.safeguarding.tables import Worry, WorryStep
from survey.safeguarding.worries import Telling
from tests.survey.safeguarding.answering import (
    ADULT,
    ADVOCATE,
    MIA,
    WORDS,
    Desk,
    ask,
    join_team,
    shown,
)
from tests.survey.safeguarding.in_place import InPlace
from tests.survey.staff.office import Office

LEAD, DEPUTY, HEAD = Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY, Role.HEAD_OF_SERVICE
DESIGNATED, SPEAKER = Role.DESIGNATED_OFFICER, Role.ADVOCATE
READERS = [LEAD, DEPUTY, DESIGNATED, SPEAKER]
BOX_OF = {LEAD: MIA, DEPUTY: MIA, DESIGNATED: ADULT, SPEAKER: ADVOCATE}


PATHS = ["", "/read", "/decide", "/note", "/pass-on", "/hide", "/close", "/reopen", "/hand-out", "/erase"]
FIELDS = {
    "decision-decision": "talk",
    "note-words": "x",
    "pass-to": "advocacy",
    "pass-lets_go": "y",
    "close-words": "x",
    "close-told": "yes",
    "erase-reason": "mistake",
    "erase-typed": "erase",
    "as": "file",
}


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(("role", "box"), list(product([*READERS, HEAD], [MIA, ADULT, ADVOCATE])))
def test_every_page_of_a_worry_is_there_for_its_readers_only(office: Office, role: Role, box: Telling) -> None:
    """Role × object: with a key that is open, another box’s worry is not there, by whatever address."""
    own, other = ask(office, BOX_OF.get(role, MIA), box)
    desk = Desk(office, role)
    desk.read(own)
    is_reader = BOX_OF.get(role) == box
    for path in PATHS:
        answer = desk.open(other) if path == "" else desk.post(f"{other}{path}", FIELDS)
        if not is_reader:
            assert answer.status_code in (403, 404), path
            assert not any(each in answer.text for each in WORDS)
    if not is_reader:
        with office.database() as session:
            assert [each.step for each in session.scalars(select(WorryStep).where(WorryStep.worry_id == other))] == [
                "raised"
            ]


@pytest.mark.parametrize("role", [*READERS, HEAD])
def test_nobody_of_the_hidden_team_sees_anything(office: Office, place: InPlace, role: Role) -> None:
    [worry] = ask(office, BOX_OF.get(role, ADULT))
    desk = Desk(office, role)
    desk.read(worry)
    with office.database() as session:
        session.get_one(Worry, worry).hidden_from = join_team(session, "North", place.people[role])
    page = desk.open()
    assert worry not in page.text
    assert "Nobody waits" in page.text
    assert 'data-count="0"' in page.text
    assert desk.open("count").json["count"] == 0  # type: ignore[index]
    for path in PATHS:
        answer = desk.open(worry) if path == "" else desk.post(f"{worry}{path}", FIELDS)
        assert answer.status_code in (403, 404), path
    found = desk.send("find", find_name="mia")
    assert worry not in found.text


@pytest.mark.usefixtures("place")
def test_the_head_of_service_sees_that_a_child_waits_and_cannot_read(office: Office) -> None:
    made = ask(office, MIA, ADULT, ADVOCATE)
    desk = Desk(office, HEAD)
    page = desk.open()
    said = shown(page)
    assert "3 wait" in said
    for whom in ("the safeguarding lead and deputy", "the designated officer", "the advocates"):
        assert f"Waits for {whom}." in said
    assert not any(each in page.text for each in (*WORDS, *made))


def test_the_designated_officer_hides_it_and_nobody_else_does(office: Office, place: InPlace) -> None:
    [worry, plain] = ask(office, ADULT, MIA)
    with office.database() as session:
        north = join_team(session, "North", place.people[HEAD])
        own = join_team(session, "Our own", place.people[DESIGNATED])
    lead = Desk(office, LEAD)
    lead.read(plain)
    assert "Hide it" not in lead.open(plain).text
    assert lead.post(f"{plain}/hide", {"hide-team": str(north)}).status_code == 409
    desk = Desk(office, DESIGNATED)
    desk.read(worry)
    assert "Our own" not in desk.open(worry).text
    assert desk.post(f"{worry}/hide", {"hide-team": str(own)}).status_code == 422
    assert desk.post(f"{worry}/hide", {"hide-team": str(north)}).status_code == 303
    said = shown(desk.open(worry))
    assert "Hidden from everybody in North." in said
    assert "Hidden from these people, whichever team they move to: A head-of-service." in said
    head = Desk(office, HEAD)
    assert "the designated officer" not in shown(head.open())
    with office.database() as session:
        assert session.get_one(Worry, plain).hidden_from is None


@pytest.mark.usefixtures("place")
def test_an_unknown_worry_is_not_there(office: Office) -> None:
    desk = Desk(office, LEAD)
    for name in (str(uuid4()), "nonsense"):
        assert desk.open(name).status_code == 404
