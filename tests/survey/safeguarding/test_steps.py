"""What is done about a worry: sealed, told in the trail, and never passed to where nobody could read it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import clock
from survey.alerts.tables import Alert, Call
from survey.keys.boxes import NotAHolder
from survey.keys.tables import Box
from survey.models import AuditEntry, Role, Staff
from survey.safeguarding import hiding, history, steps, worries
from survey.safeguarding.history import Entry
from survey.safeguarding.steps import Decision, NobodyThere, Told, TooEarly
from survey.safeguarding.tables import Step, Worry, WorryStep
from tests.survey.safeguarding.answering import ADULT, ADVOCATE, MIA, join_team, raised, reader
from tests.survey.safeguarding.in_place import InPlace, put_in_place

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
LEAD, DEPUTY, HEAD = Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY, Role.HEAD_OF_SERVICE
DESIGNATED, SPEAKER = Role.DESIGNATED_OFFICER, Role.ADVOCATE
SAID = {Box.SAFEGUARDING: MIA, Box.ALLEGATIONS: ADULT, Box.ADVOCACY: ADVOCATE}


@pytest.fixture
def place(db_session: Session, monkeypatch: pytest.MonkeyPatch) -> InPlace:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return put_in_place(db_session, NOON)


def kept(session: Session, worry_id: str) -> Worry:
    return session.get_one(Worry, worry_id)


def fetched(session: Session, worry_id: str) -> set[int]:
    return set(session.scalars(select(Alert.staff_id).where(Alert.worry_id == worry_id)))


def happened(session: Session, worry_id: str) -> list[Step]:
    return [entry.step for entry in history.entries(session, worry_id, None)]


def test_what_is_written_is_sealed_and_read_by_its_box_only(db_session: Session, place: InPlace) -> None:
    who = reader(db_session, place, LEAD)
    worry = kept(db_session, raised(db_session))
    steps.decide(db_session, worry, who, Decision.TALK, "canary at school", NOON)
    steps.add_note(db_session, worry, who, "canary note", NOON)
    steps.close(db_session, worry, who, "canary end", NOON, Told.NO)
    sealed = b"".join(row for row in db_session.scalars(select(WorryStep.sealed)) if row)
    assert b"canary" not in sealed

    def words(entries: list[Entry]) -> list[str | None]:
        return [entry.words for entry in entries if entry.has_words]

    read = words(history.entries(db_session, worry.id, place.keys[DEPUTY]))
    assert read == [
        '{"decision": "talk", "words": "canary at school"}',
        "canary note",
        '{"told": "no", "words": "canary end"}',
    ]
    assert words(history.entries(db_session, worry.id, place.keys[DESIGNATED])) == [None] * 3
    assert words(history.entries(db_session, worry.id, None)) == [None] * 3


def test_the_first_decision_is_the_one_that_counts(db_session: Session, place: InPlace) -> None:
    who = reader(db_session, place, LEAD)
    worry = kept(db_session, raised(db_session))
    with pytest.raises(TooEarly):
        steps.close(db_session, worry, who, "well", NOON)
    steps.decide(db_session, worry, who, Decision.TALK, "", NOON)
    steps.decide(db_session, worry, who, Decision.NOTHING, "a mistake", NOON + timedelta(hours=1))
    assert worry.decided == NOON
    steps.close(db_session, worry, who, "well", NOON)
    again = NOON + timedelta(days=3)
    steps.reopen(db_session, worry, who, again)
    db_session.refresh(worry)
    assert [worry.closed, worry.decided, worry.due] == [None, None, again + timedelta(days=1)]
    assert worries.waiting_count(db_session, who) == 1
    with pytest.raises(TooEarly):
        steps.close(db_session, worry, who, "well", again)
    assert happened(db_session, worry.id) == [Step.RAISED, *[Step.DECIDED] * 2, Step.CLOSED, Step.REOPENED]


def test_passing_on_moves_it_out_of_sight_and_fetches_the_others(db_session: Session, place: InPlace) -> None:
    worry = kept(db_session, raised(db_session))
    lead, designated = reader(db_session, place, LEAD), reader(db_session, place, DESIGNATED)
    steps.note_seen(db_session, worry, lead, NOON)
    due = worry.due
    steps.pass_on(db_session, worry, lead, Box.ALLEGATIONS, place.keys[LEAD], NOON)
    assert worries.find(db_session, worry.id, lead) is None
    assert worries.waiting_count(db_session, lead) == 0
    assert worries.find(db_session, worry.id, designated) is worry
    assert worries.read(db_session, worry, place.keys[DESIGNATED]) == MIA
    with pytest.raises(NotAHolder):
        worries.read(db_session, worry, place.keys[LEAD])
    assert fetched(db_session, worry.id) == {place.people[DESIGNATED]}
    assert (worry.seen, worry.due) == (None, due)
    line = worries.line(db_session, worry, NOON)
    assert (line.called, line.seen_by) == (("A designated-officer",), ())


def test_what_was_decided_already_waits_for_a_decision_where_it_is_passed_to(
    db_session: Session, place: InPlace
) -> None:
    worry = kept(db_session, raised(db_session))
    lead, designated = reader(db_session, place, LEAD), reader(db_session, place, DESIGNATED)
    steps.note_seen(db_session, worry, lead, NOON)
    steps.decide(db_session, worry, lead, Decision.ELSEWHERE, "to the designated officer", NOON)
    assert worries.waiting_count(db_session, designated) == 0
    later = NOON + timedelta(days=9)
    steps.pass_on(db_session, worry, lead, Box.ALLEGATIONS, place.keys[LEAD], later)
    assert worries.waiting_count(db_session, designated) == 1
    assert (worry.decided, worry.due) == (None, later + timedelta(days=1))
    assert happened(db_session, worry.id) == [Step.RAISED, Step.SEEN, Step.DECIDED, Step.PASSED]


def test_whoever_gets_it_back_is_fetched_again_and_has_not_read_it_yet(db_session: Session, place: InPlace) -> None:
    """Between, the designated officer may have written what changes everything."""
    worry = kept(db_session, raised(db_session))
    lead, designated = reader(db_session, place, LEAD), reader(db_session, place, DESIGNATED)
    steps.note_seen(db_session, worry, lead, NOON)
    for alert in db_session.scalars(select(Alert).where(Alert.worry_id == worry.id)):
        alert.delivered = NOON
    steps.pass_on(db_session, worry, lead, Box.ALLEGATIONS, place.keys[LEAD], NOON)
    steps.note_seen(db_session, worry, designated, NOON)
    steps.pass_on(db_session, worry, designated, Box.SAFEGUARDING, place.keys[DESIGNATED], NOON)
    [alert] = db_session.scalars(select(Alert).where(Alert.worry_id == worry.id))
    assert (alert.staff_id, alert.call, alert.delivered) == (place.people[LEAD], Call.RAISED, None)
    assert not worries.has_seen(db_session, worry, place.people[LEAD])
    assert worry.seen is None
    later = NOON + timedelta(minutes=5)
    steps.note_seen(db_session, worry, lead, later)
    assert worries.has_seen(db_session, worry, place.people[LEAD])
    assert worry.seen == later


def test_nothing_is_passed_to_where_nobody_could_read_it(db_session: Session, place: InPlace) -> None:
    designated = reader(db_session, place, DESIGNATED)
    worry = kept(db_session, raised(db_session, ADULT))
    worry.hidden_from = join_team(db_session, "North", place.people[LEAD], place.people[DEPUTY])
    with pytest.raises(NobodyThere):
        steps.pass_on(db_session, worry, designated, Box.SAFEGUARDING, place.keys[DESIGNATED], NOON)
    db_session.get_one(Staff, place.people[SPEAKER]).active = False
    db_session.flush()
    with pytest.raises(NobodyThere):
        steps.pass_on(db_session, worry, designated, Box.ADVOCACY, place.keys[DESIGNATED], NOON)
    assert worries.read(db_session, worry, place.keys[DESIGNATED]) == ADULT


def test_passed_to_a_box_it_stays_hidden_from_its_team(db_session: Session, place: InPlace) -> None:
    worry = kept(db_session, raised(db_session, ADULT))
    worry.hidden_from = join_team(db_session, "North", place.people[LEAD])
    designated = reader(db_session, place, DESIGNATED)
    steps.pass_on(db_session, worry, designated, Box.SAFEGUARDING, place.keys[DESIGNATED], NOON)
    assert worries.find(db_session, worry.id, reader(db_session, place, LEAD)) is None
    assert worries.find(db_session, worry.id, reader(db_session, place, DEPUTY)) is worry
    assert fetched(db_session, worry.id) == {place.people[DEPUTY]}


def test_hiding_stops_letters_to_that_team_that_have_not_left(db_session: Session, place: InPlace) -> None:
    worry = kept(db_session, raised(db_session, ADULT))
    team = join_team(db_session, "North", place.people[HEAD])
    db_session.add(Alert(worry_id=worry.id, call=Call.HEAD, staff_id=place.people[HEAD], made=NOON, again=NOON))
    designated = reader(db_session, place, DESIGNATED)
    steps.hide_from(db_session, worry, designated, team)
    assert fetched(db_session, worry.id) == {place.people[DESIGNATED]}
    south = join_team(db_session, "South", place.people[DEPUTY])
    steps.hide_from(db_session, worry, designated, south)
    join_team(db_session, "East", place.people[HEAD])
    assert hiding.hidden_people(db_session, worry) == {place.people[HEAD], place.people[DEPUTY]}
    steps.hide_from(db_session, worry, designated, None)
    assert worry.hidden_from is None
    assert hiding.hidden_people(db_session, worry) == frozenset()


def test_nobody_hides_it_from_themselves(db_session: Session, place: InPlace) -> None:
    worry = kept(db_session, raised(db_session, ADULT))
    team = join_team(db_session, "North", place.people[DESIGNATED])
    with pytest.raises(ValueError, match="not hidden from who is reading"):
        steps.hide_from(db_session, worry, reader(db_session, place, DESIGNATED), team)


def test_every_step_stands_in_the_trail_and_none_says_what_was_said(db_session: Session, place: InPlace) -> None:
    who = reader(db_session, place, LEAD)
    worry = kept(db_session, raised(db_session))
    steps.note_seen(db_session, worry, who, NOON)
    steps.decide(db_session, worry, who, Decision.TALK, "canary", NOON)
    steps.add_note(db_session, worry, who, "canary", NOON)
    steps.close(db_session, worry, who, "canary", NOON)
    steps.reopen(db_session, worry, who, NOON)
    steps.pass_on(db_session, worry, who, Box.ALLEGATIONS, place.keys[LEAD], NOON)
    rows = db_session.scalars(select(AuditEntry).where(AuditEntry.about == f"worry:{worry.id}")).all()
    said = ["raised", "seen", "decided", "noted", "closed", "reopened", "passed"]
    assert [row.deed for row in rows] == [f"worry-{each}" for each in said]
    assert rows[0].moment == "2026-11-20"
    assert "canary" not in repr([vars(row) for row in rows])
