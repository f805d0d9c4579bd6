"""The desk of somebody who answers children: the worry that lies on it, their key, and what is going on around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort, g, session
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import clock
from survey.database import db
from survey.duty import readiness
from survey.duty.calendar import calendar
from survey.duty.readiness import Missing
from survey.keys import boxes, own
from survey.keys.own import OpenKey
from survey.keys.tables import Box
from survey.models import Role, Staff
from survey.safeguarding import worries
from survey.safeguarding.tables import Worry
from survey.staff.doors import TOKEN
from survey.staff.sessions import SignedIn

# Whose box each role sees the readers of. The head looks on the lead and the deputy.
BOXES = {
    Role.SAFEGUARDING_LEAD: Box.SAFEGUARDING,
    Role.SAFEGUARDING_DEPUTY: Box.SAFEGUARDING,
    Role.HEAD_OF_SERVICE: Box.SAFEGUARDING,
    Role.DESIGNATED_OFFICER: Box.ALLEGATIONS,
    Role.ADVOCATE: Box.ADVOCACY,
}


@dataclass(frozen=True)
class Around:
    """Whether children reach somebody now. ``until`` and ``next_opening`` are by the council's clock; one is None."""

    is_watched: bool
    unsent: int
    there: Sequence[str]
    away: Sequence[str]
    until: datetime | None
    next_opening: datetime | None
    missing: Sequence[Missing]


def around(database: Session, reader: SignedIn, now: datetime) -> Around:
    """What goes on around somebody's list."""
    duty = calendar(database)
    holders = boxes.holders(database, BOXES[reader.role])
    named = database.execute(select(Staff.id, Staff.name).where(Staff.id.in_(holders)).order_by(Staff.name)).all()
    today = clock.local(now).date()
    until = duty.closes_at(now)
    return Around(
        is_watched=readiness.is_watched(database, now),
        unsent=worries.unsent(database, reader, now),
        there=[row.name for row in named if not duty.is_away(row.id, today)],
        away=[row.name for row in named if duty.is_away(row.id, today)],
        until=until,
        next_opening=None if until else duty.next_opening(now),
        missing=readiness.missing(database, now),
    )


def worry_or_abort(worry_id: str) -> Worry:
    """The worry, for whoever is signed in; 404 where they must not know that it is there."""
    return worries.find(db.session, worry_id, g.staff) or abort(404)


def open_key() -> OpenKey | None:
    """The key that is open in this session."""
    return own.opened(db.session, g.staff.id, session[TOKEN], clock.now())


def open_until() -> datetime | None:
    """Until when a key is open in this session."""
    return own.open_until(db.session, session[TOKEN], clock.now())
