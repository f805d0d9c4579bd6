"""Who is fetched next: by working time, by turns, never from the team it is hidden from, and never in a flood."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import clock
from survey.alerts.escalation import calls_due, escalate
from survey.alerts.outbox import send_due
from survey.alerts.tables import Alert, Call
from survey.duty.tables import ClosedDay, ReadingHours
from survey.keys.tables import Box
from survey.models import Role, Staff
from survey.safeguarding import steps, worries
from survey.safeguarding.steps import Decision
from survey.safeguarding.tables import Door, Worry
from survey.staff.sessions import SignedIn
from tests.survey.alerts.calling import (
    ADMINISTRATOR,
    ADVOCATE,
    DEPUTY,
    DESIGNATED,
    HEAD,
    LEAD,
    Clock,
    Hands,
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


def test_what_was_decided_before_it_was_passed_on_waits_for_those_who_get_it(
    db_session: Session, ready: InPlace, now: Clock
) -> None:
    """Whoever passes on what they have decided about leaves nobody a reason to look away."""
    found = db_session.get_one(Worry, worry(db_session, a_telling()))
    lead = signed_in(ready, LEAD)
    steps.note_seen(db_session, found, lead, now())
    steps.decide(db_session, found, lead, Decision.ELSEWHERE, "the designated officer", now())
    now.moment += 24 * HOUR
    steps.pass_on(db_session, found, lead, Box.ALLEGATIONS, ready.keys[LEAD], now())
    db_session.commit()
    passed = {(Call.RAISED, DESIGNATED)}
    assert fetched_at(db_session, now, now() + HOUR - timedelta(seconds=1)) == passed
    assert fetched_at(db_session, now, now() + timedelta(seconds=1)) == passed | {(Call.HEAD, HEAD)}
    late = {(Call.LATE, DESIGNATED), (Call.LATE, HEAD)}
    assert fetched_at(db_session, now, now() + 7 * 24 * HOUR) == passed | {(Call.HEAD, HEAD)} | late


def test_what_is_opened_again_gets_late_again(db_session: Session, ready: InPlace, now: Clock) -> None:
    found = db_session.get_one(Worry, worry(db_session, a_telling()))
    lead = signed_in(ready, LEAD)
    late = RAISED | {(Call.LATE, LEAD), (Call.LATE, HEAD)}
    steps.note_seen(db_session, found, lead, now())
    assert fetched_at(db_session, now, MORNING + 25 * HOUR) == late
    steps.decide(db_session, found, lead, Decision.TALK, "", now())
    steps.close(db_session, found, lead, "well", now())
    steps.reopen(db_session, found, lead, now())
    db_session.commit()
    assert fetched_at(db_session, now, now() + HOUR) == RAISED
    assert fetched_at(db_session, now, now() + 7 * 24 * HOUR) == late


def test_that_it_is_late_is_told_on_each_working_day(db_session: Session, ready: InPlace, now: Clock) -> None:
    found = db_session.get_one(Worry, worry(db_session, a_telling()))
    steps.note_seen(db_session, found, signed_in(ready, LEAD), now())

    def letters(moment: datetime) -> int:
        fetched_at(db_session, now, moment)
        hands = Hands()
        send_due(hands)
        return sum(each.subject.startswith("Heard: late") for each in hands.letters)

    assert letters(MORNING + 25 * HOUR) == 2  # Friday
    assert letters(MORNING + 30 * HOUR) == 0
    assert letters(MORNING + 48 * HOUR) == 0  # Saturday
    assert letters(MORNING + 94 * HOUR) == 0  # Monday, at eight
    assert letters(MORNING + 95 * HOUR) == 2
    assert letters(MORNING + 97 * HOUR) == 0
    assert letters(MORNING + 119 * HOUR) == 2
    steps.decide(db_session, found, signed_in(ready, LEAD), Decision.TALK, "", now())
    assert letters(MORNING + 143 * HOUR) == 0


def test_days_closed_and_hours_cut_later_put_nothing_off(db_session: Session, ready: InPlace, now: Clock) -> None:
    """Whoever reads could otherwise keep the deputy and the head from hearing of a child for as long as they like."""
    worry(db_session, a_telling())
    for ahead in range(20):
        db_session.add(ClosedDay(day=(MORNING + timedelta(days=ahead)).date()))
    for each in db_session.scalars(select(ReadingHours)):
        each.opens, each.closes = 0, 1
    db_session.commit()
    assert fetched_at(db_session, now, MORNING + HOUR) == WITH_DEPUTY
    assert fetched_at(db_session, now, MORNING + 2 * HOUR) == WITH_HEAD
    assert fetched_at(db_session, now, MORNING + 24 * HOUR + timedelta(seconds=1)) == WITH_HEAD | LATE
