"""The duty calendar: when messages are read, by whom not, and how working time passes.

What is told to a child counts only times at which somebody is there to read. Deadlines count the council's hours
whoever is away: were they to wait for people on holiday, a child would wait as long.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import clock
from survey.duty.tables import Absence, ClosedDay, ReadingHours
from survey.keys import boxes
from survey.keys.tables import Box

DAY = timedelta(days=1)
# Beyond this nobody has planned anything: hours that do not come again within a year do not come.
HORIZON = 366


@dataclass(frozen=True)
class Away:
    """Somebody is away from one day to another, both included."""

    staff_id: int
    first: date
    last: date

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Span:
    """The council's hours on one day, in UTC."""

    day: date
    opens: datetime
    closes: datetime


@dataclass(frozen=True)
class Calendar:
    """``hours``: weekday (0 is Monday) → minutes from midnight by the clock of ``zone``; none: no hours are set.

    ``readers`` are those who read. Where there are none yet, the hours alone say when somebody is there. Every moment
    that is returned is shown by the clock of ``zone``.
    """

    hours: Mapping[int, tuple[int, int]]
    closed: frozenset[date]
    away: tuple[Away, ...]
    zone: ZoneInfo
    readers: frozenset[int]

    def is_away(self, staff_id: int, day: date) -> bool:
        return any(each.staff_id == staff_id and each.covers(day) for each in self.away)

    def is_working_day(self, day: date) -> bool:
        """Whether the council reads on that day, whoever is away."""
        return self._span(day) is not None

    def is_read_on(self, day: date) -> bool:
        """Whether somebody is there to read on that day."""
        is_anybody_there = not self.readers or not all(self.is_away(reader, day) for reader in self.readers)
        return is_anybody_there and self.is_working_day(day)

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody reads at this moment."""
        return self.closes_at(moment) is not None

    def closes_at(self, moment: datetime) -> datetime | None:
        """Until when somebody reads who reads now; None where nobody does."""
        day = self._day_of(moment)
        span = self._span(day) if self.is_read_on(day) else None
        return span.closes.astimezone(self.zone) if span and span.opens <= moment < span.closes else None

    def next_opening(self, moment: datetime) -> datetime | None:
        """The first time after this moment at which somebody begins to read; None where none comes within a year."""
        for span in self._spans_from(self._day_of(moment)):
            if span.opens > moment and self.is_read_on(span.day):
                return span.opens.astimezone(self.zone)
        return None

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """How much of the council's hours lies between. Without hours every hour counts, so that something is late."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        if not self.hours:
            return max(end - start, timedelta())
        passed, day, last = timedelta(), self._day_of(start), self._day_of(end)
        while day <= last:
            if span := self._span(day):
                passed += max(min(span.closes, end) - max(span.opens, start), timedelta())
            day += DAY
        return passed

    def taken_up(self, moment: datetime) -> datetime | None:
        """When the council's hours first run from this moment on: now, or at their next beginning within a year."""
        for span in self._spans_from(self._day_of(moment)):
            if moment < span.closes:
                return max(span.opens, moment.astimezone(UTC)).astimezone(self.zone)
        return None

    def hours_later(self, moment: datetime, span: timedelta) -> datetime:
        """When so much of the council's hours has passed; where these do not come within a year, every hour counts."""
        left = span
        for each in self._spans_from(self._day_of(moment)):
            begins = max(each.opens, moment.astimezone(UTC))
            if each.closes - begins >= left:
                return (begins + left).astimezone(self.zone)
            left -= max(each.closes - begins, timedelta())
        return (moment.astimezone(UTC) + span).astimezone(self.zone)

    def days_later(self, moment: datetime, days: int) -> datetime:
        """The same time of day ``days`` (1 or more) working days later, within the hours of that day.

        What comes outside of hours counts from their next beginning. Without hours: as many times 24 hours.
        """
        taken_up = self.taken_up(moment)
        if taken_up:
            later = islice(self._spans_from(taken_up.date() + DAY), days - 1, None)
            if span := next(later, None):
                shown = taken_up.replace(tzinfo=None)
                same = _at(span.day, shown - datetime.combine(shown, time()), self.zone)
                return min(max(same, span.opens), span.closes).astimezone(self.zone)
        return (moment.astimezone(UTC) + days * DAY).astimezone(self.zone)

    def _spans_from(self, day: date) -> Iterator[Span]:
        """The council's hours on that day and the days after it, for a year."""
        return filter(None, (self._span(day + ahead * DAY) for ahead in range(HORIZON)))

    def _span(self, day: date) -> Span | None:
        if day.weekday() not in self.hours or day in self.closed:
            return None
        opens, closes = (_at(day, timedelta(minutes=each), self.zone) for each in self.hours[day.weekday()])
        # Hours that begin while the clocks go forward may end before they began.
        return Span(day, opens, closes) if opens < closes else None

    def _day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


def calendar(session: Session) -> Calendar:
    """The calendar as it is kept; those who read are those who hold the safeguarding box."""
    return Calendar(
        hours={each.weekday: (each.opens, each.closes) for each in session.scalars(select(ReadingHours))},
        closed=frozenset(session.scalars(select(ClosedDay.day))),
        away=tuple(Away(each.staff_id, each.first, each.last) for each in session.scalars(select(Absence))),
        zone=clock.zone(),
        readers=boxes.holders(session, Box.SAFEGUARDING),
    )


def _at(day: date, since_midnight: timedelta, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, at which clocks in ``zone`` show a time of a day; 24 hours are the end of that day."""
    return (datetime.combine(day, time()) + since_midnight).replace(tzinfo=zone).astimezone(UTC)
