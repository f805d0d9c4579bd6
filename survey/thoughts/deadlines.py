"""By when a thought must have been read: children are told that a person reads it within five working days.

Only the week of a thought is known. Were the day kept, a worker's diary would say whose thought it is. So the days are
counted from the first working moment of that week, as if it had been written then: it is never read later than was
promised, and often sooner than it need be. What was written at a weekend is due on the Monday after it, by the end of
that day's reading; so whoever reads on Mondays is never late. That holds too where a council reads at weekends: a
Saturday is no working day to whoever was promised five, and nothing is late on the day that it comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.clock import monday_of
from survey.duty.calendar import Calendar
from survey.thoughts.tables import Stage, Thought

DAYS = 5
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Waiting:
    """How many thoughts wait to be read first, by when the first of them must be, and how many should have been.

    ``without_card`` are those of them that anybody on the internet may have written.
    """

    count: int
    without_card: int
    due: datetime | None
    late: int


def read_by(calendar: Calendar, week: int) -> datetime:
    """When thoughts of a week must have been read: the end of reading on the fifth working day, in a later week."""
    began = datetime.combine(monday_of(week), time.min, calendar.zone)
    fifth = calendar.days_later(began, DAYS)
    last = max(fifth, calendar.taken_up(began + WEEK) or fifth)
    return calendar.closes_at(last) or last


def waiting(session: Session, calendar: Calendar, now: datetime) -> Waiting:
    counted = session.execute(
        select(Thought.week, Thought.has_card, func.count())
        .where(Thought.stage == Stage.WAITING)
        .group_by(Thought.week, Thought.has_card)
    ).all()
    due = {week: read_by(calendar, week) for week, _has_card, _many in counted}
    return Waiting(
        sum(many for _week, _has_card, many in counted),
        sum(many for _week, has_card, many in counted if not has_card),
        min(due.values(), default=None),
        sum(many for week, _has_card, many in counted if due[week] < now),
    )


def count_at(session: Session, stage: Stage) -> int:
    """How many thoughts are so far, exactly: for those who read first, and nobody else."""
    return session.execute(select(func.count()).where(Thought.stage == stage)).scalar_one()
