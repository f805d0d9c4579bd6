"""Who is fetched first: by the box it lies in, who is there, and never from the team that it is hidden from."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import clock
from survey.alerts import fetching
from survey.duty.calendar import calendar
from survey.keys.tables import Box
from survey.models import Role, Staff
from tests.survey.alerts.calling import (
    ADMINISTRATOR,
    ADVOCATE,
    DEPUTY,
    DESIGNATED,
    HEAD,
    LEAD,
    MORNING,
    Clock,
    send_away,
)
from tests.survey.safeguarding.in_place import InPlace, employed, put_in_place


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock()
    monkeypatch.setattr(clock, "now", moved)
    return moved


@pytest.fixture
def ready(db_session: Session, now: Clock) -> InPlace:
    return put_in_place(db_session, now())


def first(session: Session, box: Box, hidden: frozenset[int] = frozenset()) -> set[Role]:
    """The roles of those who would be fetched first."""
    called = fetching.first_called(session, box, hidden, calendar(session), clock.now())
    return set(map(Role, session.scalars(select(Staff.role).where(Staff.id.in_(called)))))


def test_each_box_fetches_its_own(db_session: Session, ready: InPlace) -> None:
    assert first(db_session, Box.SAFEGUARDING) == {LEAD}
    assert first(db_session, Box.ALLEGATIONS) == {DESIGNATED}
    assert first(db_session, Box.ADVOCACY) == {ADVOCATE}


def test_who_is_away_is_passed_over_for_the_next_in_line(db_session: Session, ready: InPlace) -> None:
    send_away(db_session, ready, LEAD, DESIGNATED)
    assert first(db_session, Box.SAFEGUARDING) == {DEPUTY}
    assert first(db_session, Box.ALLEGATIONS) == {HEAD}
    send_away(db_session, ready, DEPUTY)
    assert first(db_session, Box.SAFEGUARDING) == {HEAD}


def test_at_night_whoever_is_away_the_next_morning_is_passed_over(
    db_session: Session, ready: InPlace, now: Clock
) -> None:
    now.moment = MORNING.replace(hour=22)
    send_away(db_session, ready, LEAD, day=clock.today() + timedelta(days=1))
    assert first(db_session, Box.SAFEGUARDING) == {DEPUTY}


def test_nobody_it_is_hidden_from_is_ever_fetched(db_session: Session, ready: InPlace) -> None:
    team = frozenset(ready.people[role] for role in (LEAD, DESIGNATED, HEAD))
    assert first(db_session, Box.SAFEGUARDING, team) == {DEPUTY}
    # Neither the only head nor the designated officer may know: somebody who can put another in place is told.
    assert first(db_session, Box.ALLEGATIONS, team) == set()
    employed(db_session, ADMINISTRATOR)
    assert first(db_session, Box.ALLEGATIONS, team) == {ADMINISTRATOR}
    another = employed(db_session, HEAD, "another@council.example")
    assert fetching.first_called(db_session, Box.ALLEGATIONS, team, calendar(db_session), clock.now()) == {another}


def test_a_head_who_is_away_is_better_than_nobody(db_session: Session, ready: InPlace) -> None:
    send_away(db_session, ready, LEAD, DEPUTY, HEAD)
    assert first(db_session, Box.SAFEGUARDING) == {DESIGNATED}
    send_away(db_session, ready, DESIGNATED)
    assert first(db_session, Box.SAFEGUARDING) == {HEAD}


def test_who_was_switched_off_or_lost_the_box_is_not_fetched(db_session: Session, ready: InPlace) -> None:
    db_session.get_one(Staff, ready.people[LEAD]).active = False
    db_session.commit()
    assert first(db_session, Box.SAFEGUARDING) == {DEPUTY}
    another = employed(db_session, LEAD, "new-lead@council.example")  # holds no box yet
    assert another not in fetching.first_called(
        db_session, Box.SAFEGUARDING, frozenset(), calendar(db_session), clock.now()
    )
