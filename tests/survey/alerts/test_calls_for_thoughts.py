"""Thoughts fetch whoever reads them first, once on each working day while they wait."""

from __future__ import annotations

import uuid
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import clock
from survey.alerts.escalation import escalate
from survey.alerts.tables import Alert, Call
from survey.duty.tables import ReadingHours
from survey.keys.boxes import put_in
from survey.keys.tables import Box
from survey.thoughts.tables import Prompt, Stage, Thought, Voice
from tests.survey.alerts.calling import LEAD, MORNING, Clock, send_away
from tests.survey.safeguarding.in_place import InPlace, put_in_place


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


def a_thought(session: Session, stage: Stage = Stage.WAITING) -> Thought:
    thought_id = str(uuid.uuid4())
    kept = put_in(session, Box.SAFEGUARDING, thought_id, b"canary")
    thought = Thought(
        id=thought_id,
        prompt=Prompt.WORRIED,
        voice=Voice.CHILD,
        week=2900,
        stage=stage,
        box_key_id=kept.box_key_id,
        sealed=kept.sealed,
        has_card=True,
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
