"""By when a thought must have been read: children are told that a person reads it within five working days.

Only the week of a thought is known. Were the day kept, a worker's diary would say whose thought it is. So the days are
counted from the first working moment of that week, as if it had been written then: it is never read later than was
promised, and often sooner than it need be. What was written at a weekend is due on the Monday after it, by the end of
that day's reading; so whoever reads on Mondays is never late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.clock import monday_of
from survey.duty.calendar import Calendar
from survey.thoughts.tables import Stage, Thought

DAYS = 5


@dataclass(frozen=True)
class Waiting:
    """How many thoughts wait to be read first, by when the first of them must be, and how many should have been."""

    count: int
    due: datetime | None
    late: int


def read_by(calendar: Calendar, week: int) -> datetime:
    """When thoughts of a week must have been read: the end of reading on the fifth working day."""
    last = calendar.days_later(datetime.combine(monday_of(week), time.min, calendar.zone), DAYS)
    return calendar.closes_at(last) or last


def waiting(session: Session, calendar: Calendar, now: datetime) -> Waiting:
    counted = session.execute(
        select(Thought.week, func.count()).where(Thought.stage == Stage.WAITING).group_by(Thought.week)
    )
    due = {week: (read_by(calendar, week), many) for week, many in counted}
    return Waiting(
        sum(many for _day, many in due.values()),
        min((day for day, _many in due.values()), default=None),
        sum(many for day, many in due.values() if day < now),
    )


def kept_back(session: Session) -> int:
    """How many stay with those who read first, because somebody may be at risk."""
    return session.execute(select(func.count()).where(Thought.stage == Stage.KEPT_BACK)).scalar_one()
