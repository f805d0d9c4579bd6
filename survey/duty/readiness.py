"""Whether a child who asks for help would reach a person: what is still missing before a round may open."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.alerts.tables import Alert, Call, Heartbeat
from survey.duty.calendar import calendar
from survey.keys import boxes, recovery
from survey.keys.tables import Box
from survey.models import Role, Staff

# The watcher beats every few seconds. After this long it is taken for dead, and no page promises anything any more.
FRESH = timedelta(minutes=5)


class Missing(StrEnum):
    """What is not in place."""

    LEAD = "lead"
    DEPUTY = "deputy"
    HEAD = "head"
    DESIGNATED_OFFICER = "designated-officer"
    SHEETS = "sheets"
    HOURS = "hours"
    TEST_ALERT = "test-alert"
    WATCHER = "watcher"


# Those who must have shown that a letter reaches them.
CALLED = (Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY, Role.HEAD_OF_SERVICE, Role.DESIGNATED_OFFICER)


def missing(session: Session, now: datetime) -> tuple[Missing, ...]:
    """What is still missing, in the order in which it is best put in place. Empty: a round may open."""
    reads = _takers(session, Box.SAFEGUARDING)
    called = {role: _active(session, role) for role in CALLED}
    called[Role.SAFEGUARDING_LEAD] &= reads
    called[Role.SAFEGUARDING_DEPUTY] &= reads
    called[Role.DESIGNATED_OFFICER] &= _takers(session, Box.ALLEGATIONS)
    reached = _reached(session)
    in_place = {
        Missing.LEAD: bool(called[Role.SAFEGUARDING_LEAD]),
        Missing.DEPUTY: bool(called[Role.SAFEGUARDING_DEPUTY]),
        Missing.HEAD: bool(called[Role.HEAD_OF_SERVICE]),
        Missing.DESIGNATED_OFFICER: bool(called[Role.DESIGNATED_OFFICER]),
        Missing.SHEETS: recovery.is_made(session),
        Missing.HOURS: calendar(session).next_opening(now) is not None,
        # One of each role: a second deputy who has had no letter yet must not close the doors to every child.
        Missing.TEST_ALERT: all(people & reached for people in called.values()),
        Missing.WATCHER: is_watched(session, now),
    }
    return tuple(each for each in Missing if not in_place[each])


def is_watched(session: Session, now: datetime) -> bool:
    """Whether somebody is there to send alerts."""
    beat = session.get(Heartbeat, 1)
    return beat is not None and now - beat.moment < FRESH


def has_advocate(session: Session) -> bool:
    return boxes.is_sound(session, Box.ADVOCACY)


def has_readers(session: Session) -> bool:
    """Whether thoughts that were read first and passed reach somebody."""
    return boxes.is_sound(session, Box.THOUGHTS)


def _takers(session: Session, box: Box) -> frozenset[int]:
    """Who would take out what is put in now: nobody where it cannot be put in."""
    return boxes.holders(session, box) if boxes.is_sound(session, box) else frozenset()


def _reached(session: Session) -> frozenset[int]:
    """Whom a test alert has reached."""
    return frozenset(
        session.scalars(select(Alert.staff_id).where(Alert.call == Call.TEST, Alert.delivered.is_not(None)))
    )


def _active(session: Session, role: Role) -> frozenset[int]:
    return frozenset(session.scalars(select(Staff.id).where(Staff.role == role, Staff.active)))
