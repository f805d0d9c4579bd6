"""The time, in one place, so that a test can move it; and the week, the finest time kept beside an answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from survey.configuration import configuration

FIRST_MONDAY = date(1970, 1, 5)


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    return now().date()


def zone() -> ZoneInfo:
    """The time zone of the council's clock."""
    return ZoneInfo(configuration().zone)


def local(moment: datetime) -> datetime:
    """A moment as the council's clock shows it."""
    return moment.astimezone(zone())


def week_of(day: date) -> int:
    """Whole weeks since Monday 5 January 1970. A day or a second cannot be told from it."""
    return (day - FIRST_MONDAY).days // 7


def monday_of(week: int) -> date:
    return FIRST_MONDAY + timedelta(weeks=week)
