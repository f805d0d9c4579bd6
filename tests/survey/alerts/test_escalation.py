"""Who is fetched next: by working time, by turns, never from the team it is hidden from, and never in a flood."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import clock
from survey.alerts.escalation import calls_due, escalate
from survey.alerts.tables import Alert, Call
from survey.duty.tables import ClosedDay, ReadingHours
from survey.keys.boxes import put_in
from survey.keys.tables import Box
from survey.models import Role, Staff
from survey.safeguarding import steps, worries
from survey.safeguarding.steps import Decision
from survey.safeguarding.tables import Door, Worry
from survey.safeguarding.worries import raise_worry
from survey.staff.sessions import SignedIn
from survey.thoughts.tables import Prompt, Stage, Thought
from tests.survey.alerts.calling import (
    ADMINISTRATOR,
    ADVOCATE,
    DEPUTY,
    DESIGNATED,
    HEAD,
    LEAD,
    Clock,
    a_telling,
    put_in_team,
    send_away,
    worry,
)
from tests.survey.safeguarding.in_place import KEYED, InPlace, employed, put_in_place

MORNING = datetime(2026, 11, 19, 10, tzinfo=UTC)  # a Thursday
HOUR = timedelta(hours=1)
Fetched = set[tuple[Call, Role]]


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock()
    monkeypatch.setattr(clock, "now", moved)
    return moved


@pytest.fixture
def ready(db_session: Session, now: Clock) -> InPlace:
    """Messages are read from nine to five, Monday to Friday."""
    in_place = put_in_place(db_session, now())
    for weekend in db_session.scalars(select(ReadingHours).where(ReadingHours.weekday > 4)):
        db_session.delete(weekend)
    db_session.commit()
    return in_place


def fetched_at(session: Session, now: Clock, moment: datetime) -> Fetched:
    """Let the time come, look twice, and say who has been fetched by then, for which reason."""
    now.moment = moment
    for _look in range(2):
        escalate(session, now())
        session.commit()
    assert calls_due(session, now()) == []
    rows = session.execute(
        select(Alert.call, Staff.role).join(Staff, Staff.id == Alert.staff_id).where(Alert.call != Call.TEST)
    )
    counted = Counter((Call(call), Role(role)) for call, role in rows)
    assert set(counted.values()) <= {1}, "somebody was fetched twice for the same reason"
    return set(counted)


def signed_in(ready: InPlace, role: Role) -> SignedIn:
    return SignedIn(ready.people[role], "A", role, None)


RAISED = {(Call.RAISED, LEAD)}
WITH_DEPUTY = RAISED | {(Call.DEPUTY, DEPUTY)}
WITH_HEAD = WITH_DEPUTY | {(Call.HEAD, HEAD)}
LATE = {(Call.LATE, LEAD), (Call.LATE, DEPUTY), (Call.LATE, HEAD)}


def test_the_deputy_after_an_hour_the_head_after_two_and_all_when_it_is_late(
    db_session: Session, ready: InPlace, now: Clock
) -> None:
    worry(db_session, a_telling())
    assert fetched_at(db_session, now, MORNING + HOUR - timedelta(seconds=1)) == RAISED
    assert fetched_at(db_session, now, MORNING + HOUR) == WITH_DEPUTY
    assert fetched_at(db_session, now, MORNING + 2 * HOUR - timedelta(seconds=1)) == WITH_DEPUTY
    assert fetched_at(db_session, now, MORNING + 2 * HOUR) == WITH_HEAD
    assert fetched_at(db_session, now, MORNING + 24 * HOUR) == WITH_HEAD
    assert fetched_at(db_session, now, MORNING + 24 * HOUR + timedelta(seconds=1)) == WITH_HEAD | LATE
    assert fetched_at(db_session, now, MORNING + 24 * HOUR * 30) == WITH_HEAD | LATE


def test_the_hours_of_the_night_the_weekend_and_closed_days_do_not_count(
    db_session: Session, ready: InPlace, now: Clock
) -> None:
    db_session.add(ClosedDay(day=datetime(2026, 11, 23, tzinfo=UTC).date()))
    now.moment = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    worry(db_session, a_telling())
    assert fetched_at(db_session, now, datetime(2026, 11, 24, 9, 29, tzinfo=UTC)) == RAISED
    assert fetched_at(db_session, now, datetime(2026, 11, 24, 9, 30, tzinfo=UTC)) == WITH_DEPUTY


def test_a_look_stops_the_calls_but_not_the_deadline(db_session: Session, ready: InPlace, now: Clock) -> None:
    found = db_session.get_one(Worry, worry(db_session, a_telling()))
    steps.note_seen(db_session, found, signed_in(ready, LEAD), now())
    assert fetched_at(db_session, now, MORNING + 5 * HOUR) == RAISED
    assert fetched_at(db_session, now, MORNING + 25 * HOUR) == RAISED | {(Call.LATE, LEAD), (Call.LATE, HEAD)}


def test_a_decision_stops_everything(db_session: Session, ready: InPlace, now: Clock) -> None:
    found = db_session.get_one(Worry, worry(db_session, a_telling()))
    steps.decide(db_session, found, signed_in(ready, LEAD), Decision.TALK, "today", now())
    assert fetched_at(db_session, now, MORNING + 50 * HOUR) == RAISED


@pytest.mark.parametrize(
    ("telling", "reader"), [(a_telling(about_adult=True), DESIGNATED), (a_telling(door=Door.ADVOCATE), ADVOCATE)]
)
def test_where_only_one_may_read_the_head_is_next(
    db_session: Session, ready: InPlace, now: Clock, telling: worries.Telling, reader: Role
) -> None:
    worry(db_session, telling)
    raised = {(Call.RAISED, reader)}
    assert fetched_at(db_session, now, MORNING + HOUR - timedelta(seconds=1)) == raised
    with_head = raised | {(Call.HEAD, HEAD)}
    assert fetched_at(db_session, now, MORNING + HOUR) == with_head
    late = {(Call.LATE, reader), (Call.LATE, HEAD)}
    assert fetched_at(db_session, now, MORNING + 25 * HOUR) == with_head | late


def test_who_is_away_is_passed_over(db_session: Session, ready: InPlace, now: Clock) -> None:
    send_away(db_session, ready, DEPUTY)
    worry(db_session, a_telling())
    assert fetched_at(db_session, now, MORNING + HOUR) == RAISED | {(Call.HEAD, HEAD)}
    # The next day the deputy is back, and nobody has looked yet.
    assert fetched_at(db_session, now, MORNING + 24 * HOUR) == WITH_HEAD


def test_who_comes_back_is_fetched_after_an_hour(db_session: Session, ready: InPlace, now: Clock) -> None:
    send_away(db_session, ready, LEAD, DEPUTY)
    worry(db_session, a_telling())
    raised = {(Call.RAISED, HEAD)}
    assert fetched_at(db_session, now, MORNING) == raised
    back = fetched_at(db_session, now, MORNING + 23 * HOUR + timedelta(minutes=30))
    assert back == raised | {(Call.DEPUTY, LEAD), (Call.DEPUTY, DEPUTY), (Call.HEAD, HEAD)}


def test_nobody_of_the_hidden_team_is_called_at_any_time(db_session: Session, ready: InPlace, now: Clock) -> None:
    team = put_in_team(db_session, ready, HEAD, DEPUTY)
    worry(db_session, a_telling(about_adult=True), giver=ready.people[DEPUTY])
    assert db_session.scalars(select(Worry.hidden_from)).one() == team
    once = fetched_at(db_session, now, MORNING + 50 * HOUR)
    assert {role for _call, role in once} == {DESIGNATED}
    employed(db_session, HEAD, "other-head@council.example")
    assert (Call.HEAD, HEAD) in fetched_at(db_session, now, MORNING + 51 * HOUR)
    called = db_session.scalars(
        select(Staff.team_id).join(Alert, Alert.staff_id == Staff.id).where(Alert.worry_id.is_not(None))
    )
    assert set(called) == {None}


def test_a_worry_nobody_could_be_called_for_calls_whoever_comes(
    db_session: Session, ready: InPlace, now: Clock
) -> None:
    found = db_session.get_one(Worry, worry(db_session, a_telling()))
    steps.hide_from(db_session, found, signed_in(ready, LEAD), put_in_team(db_session, ready, *KEYED, HEAD))
    assert fetched_at(db_session, now, MORNING) == set()
    employed(db_session, ADMINISTRATOR)
    assert fetched_at(db_session, now, MORNING) == {(Call.RAISED, ADMINISTRATOR)}


def test_when_who_was_called_is_switched_off_the_next_is_called_at_once(
    db_session: Session, ready: InPlace, now: Clock
) -> None:
    worry(db_session, a_telling())
    db_session.get_one(Staff, ready.people[LEAD]).active = False
    db_session.commit()
    assert fetched_at(db_session, now, MORNING) == RAISED | {(Call.RAISED, DEPUTY)}


def test_what_was_passed_on_waits_for_those_it_was_passed_to(db_session: Session, ready: InPlace, now: Clock) -> None:
    found = db_session.get_one(Worry, worry(db_session, a_telling()))
    steps.note_seen(db_session, found, signed_in(ready, LEAD), now())
    now.moment += 3 * HOUR
    steps.pass_on(db_session, found, signed_in(ready, LEAD), Box.ALLEGATIONS, ready.keys[LEAD], now())
    db_session.commit()
    passed = {(Call.RAISED, DESIGNATED)}
    assert fetched_at(db_session, now, MORNING + 4 * HOUR - timedelta(seconds=1)) == passed
    assert fetched_at(db_session, now, MORNING + 4 * HOUR) == passed | {(Call.HEAD, HEAD)}
    # The lead no longer knows what becomes of it, not even that it is late.
    late = {(Call.LATE, DESIGNATED), (Call.LATE, HEAD)}
    assert fetched_at(db_session, now, MORNING + 25 * HOUR) == passed | {(Call.HEAD, HEAD)} | late


def test_of_a_flood_without_cards_one_speaks_for_all(db_session: Session, ready: InPlace, now: Clock) -> None:
    for _each in range(worries.MOST_WITHOUT_CARD + 50):
        raise_worry(db_session, a_telling(), str(uuid.uuid4()), False, None, now())
    db_session.commit()
    escalate(db_session, MORNING + 3 * HOUR)
    escalate(db_session, MORNING + 3 * HOUR + timedelta(seconds=15))
    quiet = select(Worry.id).where(
        Worry.id.not_in(select(Alert.worry_id).where(Alert.call == Call.RAISED, Alert.worry_id.is_not(None)))
    )
    found = db_session.scalars(select(Alert).where(Alert.worry_id.in_(quiet))).all()
    assert len({each.worry_id for each in found}) == 1
    assert {Call(each.call) for each in found} == {Call.DEPUTY, Call.HEAD}
    # Once that one is decided, the next one speaks.
    spoke = db_session.get_one(Worry, found[0].worry_id)
    steps.decide(db_session, spoke, signed_in(ready, LEAD), Decision.NOTHING, "", now())
    escalate(db_session, MORNING + 4 * HOUR)
    assert len({each.worry_id for each in db_session.scalars(select(Alert).where(Alert.worry_id.in_(quiet)))}) == 2


def a_thought(session: Session, stage: Stage = Stage.WAITING) -> Thought:
    thought_id = str(uuid.uuid4())
    kept = put_in(session, Box.SAFEGUARDING, thought_id, b"canary")
    thought = Thought(
        id=thought_id, prompt=Prompt.WORRIED, week=2900, stage=stage, box_key_id=kept.box_key_id, sealed=kept.sealed
    )
    session.add(thought)
    session.commit()
    return thought


def test_thoughts_call_once_on_each_working_day_while_they_wait(
    db_session: Session, ready: InPlace, now: Clock
) -> None:
    thought = a_thought(db_session)

    def calls(moment: datetime) -> int:
        now.moment = moment
        for _look in range(2):
            escalate(db_session, moment)
            db_session.commit()
        return len(db_session.scalars(select(Alert.id).where(Alert.call == Call.THOUGHTS)).all())

    assert calls(MORNING.replace(hour=8)) == 0
    assert calls(MORNING.replace(hour=9)) == 2
    assert calls(MORNING.replace(hour=16)) == 2
    assert calls(MORNING.replace(day=20)) == 4
    assert calls(MORNING.replace(day=21)) == 4  # a Saturday
    send_away(db_session, ready, LEAD, day=MORNING.replace(day=23).date())
    assert calls(MORNING.replace(day=23)) == 5
    thought.stage = Stage.PASSED
    assert calls(MORNING.replace(day=24)) == 5
