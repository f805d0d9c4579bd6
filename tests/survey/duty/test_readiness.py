"""Nothing is promised to a child before everything is in place, nor after something has gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from survey import clock
from survey.alerts.tables import Alert, Heartbeat
from survey.duty import readiness
from survey.duty.promise import NOTHING, promise
from survey.duty.readiness import FRESH, Missing
from survey.duty.tables import Absence, ReadingHours
from survey.keys import boxes, own
from survey.keys.tables import Box, BoxKey, Holding, Recovery
from survey.models import Role, Staff
from tests.survey.safeguarding.in_place import ROUND_THE_CLOCK, InPlace, employed, fresh, put_in_place

Spoil = Callable[[Session, InPlace], object]


def switch_off(session: Session, in_place: InPlace, role: Role) -> None:
    session.get_one(Staff, in_place.people[role]).active = False


def forge(session: Session, in_place: InPlace, box: Box) -> None:
    session.execute(update(BoxKey).where(BoxKey.box == box).values(public=b"x" * 32))


def send_all_away(session: Session, in_place: InPlace) -> None:
    for role in (Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY):
        away = {"first": clock.today() - timedelta(days=1), "last": clock.today() + timedelta(days=500)}
        session.add(Absence(staff_id=in_place.people[role], **away))


def lose_letters(session: Session, in_place: InPlace) -> None:
    session.execute(update(Alert).where(Alert.staff_id == in_place.people[Role.HEAD_OF_SERVICE]).values(delivered=None))


SPOILT: dict[str, tuple[Spoil, set[Missing]]] = {
    "the lead left": (
        lambda session, made: switch_off(session, made, Role.SAFEGUARDING_LEAD),
        {Missing.LEAD, Missing.TEST_ALERT},
    ),
    "the deputy was put out": (
        lambda session, made: boxes.put_out(session, made.people[Role.SAFEGUARDING_DEPUTY]),
        {Missing.DEPUTY, Missing.TEST_ALERT},
    ),
    "the head left": (
        lambda session, made: switch_off(session, made, Role.HEAD_OF_SERVICE),
        {Missing.HEAD, Missing.TEST_ALERT},
    ),
    "the designated officer holds nothing": (
        lambda session, made: session.execute(
            delete(Holding).where(Holding.staff_id == made.people[Role.DESIGNATED_OFFICER])
        ),
        {Missing.DESIGNATED_OFFICER, Missing.TEST_ALERT},
    ),
    "a box was forged": (
        lambda session, made: forge(session, made, Box.SAFEGUARDING),
        {Missing.LEAD, Missing.DEPUTY, Missing.TEST_ALERT},
    ),
    "no sheets": (lambda session, made: session.execute(delete(Recovery)), {Missing.SHEETS}),
    "no hours": (lambda session, made: session.execute(delete(ReadingHours)), {Missing.HOURS}),
    "everybody away": (send_all_away, {Missing.HOURS}),
    "a letter that never arrived": (lose_letters, {Missing.TEST_ALERT}),
    "no watcher": (lambda session, made: session.execute(delete(Heartbeat)), {Missing.WATCHER}),
}


def test_a_new_council_has_everything_to_do_and_promises_nothing(db_session: Session) -> None:
    assert readiness.missing(db_session, clock.now()) == tuple(Missing)
    assert promise(db_session, clock.now()) == NOTHING


def test_with_everything_in_place_every_door_is_open(db_session: Session) -> None:
    put_in_place(db_session, clock.now(), ROUND_THE_CLOCK)
    assert readiness.missing(db_session, clock.now()) == ()
    said = promise(db_session, clock.now())
    assert (said.has_talk, said.has_advocate, said.has_thoughts) == (True, True, True)
    assert said.hours == ((tuple(range(7)), 0, 24 * 60),)
    assert said.reading_until is not None


@pytest.mark.parametrize("what", SPOILT)
def test_what_goes_is_missed_and_closes_the_doors(db_session: Session, what: str) -> None:
    made = put_in_place(db_session, clock.now())
    spoil, missed = SPOILT[what]
    spoil(db_session, made)
    db_session.flush()
    db_session.expire_all()
    assert set(readiness.missing(db_session, clock.now())) == missed
    assert promise(db_session, clock.now()) == NOTHING


def test_a_watcher_that_stopped_is_taken_for_dead(db_session: Session) -> None:
    began = clock.now()
    put_in_place(db_session, began)
    assert readiness.missing(db_session, began + FRESH) == (Missing.WATCHER,)
    assert readiness.missing(db_session, began + FRESH - timedelta(seconds=1)) == ()


def test_a_second_deputy_who_has_had_no_letter_closes_no_door(db_session: Session) -> None:
    made = put_in_place(db_session, clock.now())
    second = employed(db_session, Role.SAFEGUARDING_DEPUTY, "second@council.example")
    own.make_own(db_session, second, fresh("second"))
    boxes.let_in(db_session, Box.SAFEGUARDING, second, made.keys[Role.SAFEGUARDING_LEAD])
    assert readiness.missing(db_session, clock.now()) == ()
    switch_off(db_session, made, Role.SAFEGUARDING_DEPUTY)
    assert readiness.missing(db_session, clock.now()) == (Missing.TEST_ALERT,)


@pytest.mark.parametrize(("box", "said"), [(Box.ADVOCACY, "has_advocate"), (Box.THOUGHTS, "has_thoughts")])
def test_a_door_behind_which_nobody_is_stays_shut_alone(db_session: Session, box: Box, said: str) -> None:
    put_in_place(db_session, clock.now())
    assert getattr(promise(db_session, clock.now()), said)
    for holding in db_session.scalars(select(Holding).join(BoxKey).where(BoxKey.box == box)):
        db_session.delete(holding)
    db_session.flush()
    after = promise(db_session, clock.now())
    assert after.has_talk
    assert not getattr(after, said)
