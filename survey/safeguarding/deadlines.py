"""By when somebody must have read a worry, and by when somebody must have decided about it.

Each moment is fixed when a worry begins to wait. Hours that are cut short or days that are closed afterwards put off
nothing for the child who waits already.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from survey.duty.calendar import Calendar

# In working time: how long it may lie unread before others are fetched, and days to decide.
NEXT_READER_AFTER = timedelta(hours=1)
HEAD_AFTER = timedelta(hours=2)
DAYS_TO_DECIDE = 1


@dataclass(frozen=True)
class Deadlines:
    """When the next reader is fetched, when the head of service is, and until when somebody must decide."""

    deputy_due: datetime
    head_due: datetime
    due: datetime


def deadlines(duty: Calendar, now: datetime) -> Deadlines:
    return Deadlines(
        deputy_due=duty.hours_later(now, NEXT_READER_AFTER),
        head_due=duty.hours_later(now, HEAD_AFTER),
        due=duty.days_later(now, DAYS_TO_DECIDE),
    )
