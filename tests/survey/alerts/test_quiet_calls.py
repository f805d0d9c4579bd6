"""Of very many calls without a card each is heard within the hour, and nobody is buried under letters."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import clock
from survey.alerts.escalation import escalate
from survey.alerts.outbox import send_due
from survey.alerts.tables import Alert, Call
from survey.duty.tables import ReadingHours
from survey.safeguarding import steps, worries
from survey.safeguarding.steps import Decision
from survey.safeguarding.tables import Worry
from survey.safeguarding.worries import raise_worry
from survey.staff.sessions import SignedIn
from tests.survey.alerts.calling import LEAD, MORNING, Clock, Hands, a_telling
from tests.survey.safeguarding.in_place import InPlace, put_in_place

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


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


def a_lead(ready: InPlace) -> SignedIn:
    return SignedIn(ready.people[LEAD], "A", LEAD, None)


def quiet_letters(session: Session, now: Clock, moment: datetime) -> Counter[Call]:
    """Let the time come, look, and say what those that fetched nobody when they were raised have fetched by then."""
    now.moment = moment
    for _look in range(2):
        escalate(session, now())
        session.commit()
    rows = session.execute(
        select(Alert.call).join(Worry, Worry.id == Alert.worry_id).where(Worry.raised >= MORNING, ~Worry.has_card)
    )
    return Counter(Call(call) for (call,) in rows)


@pytest.fixture
def flooded(db_session: Session, ready: InPlace, now: Clock) -> Clock:
    """A stranger has just sent as many as fetch somebody by themselves. The lead has read them all."""
    now.moment = MORNING - timedelta(seconds=1)
    for _each in range(worries.MOST_WITHOUT_CARD):
        quietly(db_session, now)
    for each in db_session.scalars(select(Worry)):
        steps.note_seen(db_session, each, a_lead(ready), now())
    db_session.commit()
    now.moment = MORNING
    return now


def quietly(session: Session, now: Clock) -> Worry:
    """A call without a card."""
    worry_id = str(uuid.uuid4())
    raise_worry(session, a_telling(), worry_id, False, None, now())
    session.commit()
    return session.get_one(Worry, worry_id)


def test_of_a_flood_one_speaks_for_all_that_came_before_it(db_session: Session, flooded: Clock) -> None:
    now = flooded
    for _each in range(50):
        quietly(db_session, now)
    assert quiet_letters(db_session, now, MORNING + SECOND) == {Call.RAISED: 1}
    assert quiet_letters(db_session, now, MORNING + HOUR / 2) == {Call.RAISED: 1}
    # Nobody has looked: the deputy hears of it, then the head, each once.
    assert quiet_letters(db_session, now, MORNING + HOUR) == {Call.RAISED: 1, Call.DEPUTY: 1}
    three = {Call.RAISED: 1, Call.DEPUTY: 1, Call.HEAD: 1}
    assert quiet_letters(db_session, now, MORNING + 2 * HOUR) == three
    assert quiet_letters(db_session, now, MORNING + 20 * HOUR) == three


def test_whoever_calls_after_a_flood_is_not_muted_by_what_is_read_of_it(
    db_session: Session, flooded: Clock, ready: InPlace
) -> None:
    """Twenty-two calls without a card, one look at the last of them, and no child without a card would be heard."""
    now, lead = flooded, a_lead(ready)
    steps.note_seen(db_session, quietly(db_session, now), lead, now())
    now.moment += timedelta(minutes=1)
    speaks = quietly(db_session, now)
    assert quiet_letters(db_session, now, now() + SECOND)[Call.RAISED] == 1
    steps.note_seen(db_session, speaks, lead, now())
    now.moment += timedelta(minutes=10)
    child = quietly(db_session, now)
    called = now()
    assert quiet_letters(db_session, now, called + timedelta(minutes=40))[Call.RAISED] == 1
    assert quiet_letters(db_session, now, called + HOUR)[Call.RAISED] == 2
    assert Call.RAISED in db_session.scalars(select(Alert.call).where(Alert.worry_id == child.id)).all()
    # And where the lead does not look, the deputy and the head are fetched as for any other.
    told = quiet_letters(db_session, now, called + 2 * HOUR)
    assert (told[Call.DEPUTY], told[Call.HEAD]) == (1, 1)


def test_that_some_of_a_flood_are_late_is_said_once_a_day(db_session: Session, flooded: Clock, ready: InPlace) -> None:
    now, lead = flooded, a_lead(ready)
    for each in db_session.scalars(select(Worry)):
        steps.decide(db_session, each, lead, Decision.NOTHING, "nobody", now())
    for each in [quietly(db_session, now) for _each in range(30)]:
        steps.note_seen(db_session, each, lead, now())
    friday = quiet_letters(db_session, now, MORNING + 25 * HOUR)
    assert friday == {Call.LATE: 2}
    [late] = {each.worry_id for each in db_session.scalars(select(Alert).where(Alert.call == Call.LATE))}
    hands = Hands()
    send_due(hands)
    steps.decide(db_session, db_session.get_one(Worry, late), lead, Decision.NOTHING, "nobody", now())
    assert quiet_letters(db_session, now, MORNING + 26 * HOUR) == {Call.LATE: 2}
    assert quiet_letters(db_session, now, MORNING + 96 * HOUR) == {Call.LATE: 4}
