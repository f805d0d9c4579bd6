"""Changing the duty calendar: reading hours, closed days, absences; and test alerts that show whom a letter reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from survey.alerts import fetching
from survey.alerts.tables import Alert, Call
from survey.duty.calendar import Calendar
from survey.duty.readiness import CALLED
from survey.duty.tables import Absence, ClosedDay, ReadingHours
from survey.models import Role, Staff

AHEAD = 28
ON_DUTY = (*CALLED, Role.ADVOCATE)


@dataclass(frozen=True)
class Leave:
    """Somebody's absence, as it is listed."""

    id: int
    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Tested:
    """Somebody who is to be fetched: when the last test alert reached them, and since when another is on its way."""

    id: int
    name: str
    role: Role
    arrived: datetime | None
    under_way: datetime | None


def set_hours(session: Session, hours: Mapping[int, tuple[int, int]]) -> None:
    """Reading hours by weekday (0 is Monday), in minutes from midnight; days that are not there have none."""
    session.execute(delete(ReadingHours).execution_options(synchronize_session=False))
    session.expire_all()
    session.add_all(ReadingHours(weekday=day, opens=opens, closes=closes) for day, (opens, closes) in hours.items())
    session.flush()


def close_day(session: Session, day: date) -> None:
    """Nobody reads on that day."""
    session.merge(ClosedDay(day=day))
    session.flush()


def open_day(session: Session, day: date) -> None:
    session.execute(delete(ClosedDay).where(ClosedDay.day == day).execution_options(synchronize_session=False))


def closed_days(session: Session, today: date) -> Sequence[date]:
    """Those that are still to come."""
    return session.scalars(select(ClosedDay.day).where(ClosedDay.day >= today).order_by(ClosedDay.day)).all()


def note_absence(session: Session, staff_id: int, first: date, last: date) -> None:
    session.add(Absence(staff_id=staff_id, first=first, last=last))
    session.flush()


def end_absence(session: Session, absence_id: int) -> None:
    session.execute(delete(Absence).where(Absence.id == absence_id).execution_options(synchronize_session=False))


def absences(session: Session, today: date) -> list[Leave]:
    """Those that are not over."""
    rows = session.execute(
        select(Absence.id, Staff.name, Absence.first, Absence.last)
        .join(Staff, Staff.id == Absence.staff_id)
        .where(Absence.last >= today, Staff.active)
        .order_by(Absence.first, Staff.name)
    )
    return [Leave(*row) for row in rows]


def people(session: Session) -> list[tuple[int, str, Role]]:
    """Everybody whose absence matters: number, name, role."""
    rows = session.execute(
        select(Staff.id, Staff.name, Staff.role).where(Staff.role.in_(ON_DUTY), Staff.active).order_by(Staff.name)
    )
    return [(row.id, row.name, Role(row.role)) for row in rows]


def unread_days(duty: Calendar, today: date) -> list[date]:
    """Days of the next four weeks on which messages should be read, and everybody who reads is away."""
    days = (today + timedelta(days=ahead) for ahead in range(AHEAD))
    return [day for day in days if duty.is_working_day(day) and not duty.is_read_on(day)]


def tests(session: Session) -> list[Tested]:
    """Everybody who must have had a test alert, in the order in which they are fetched."""
    arrived = _latest(session, Alert.delivered)
    under_way = _latest(session, Alert.made, Alert.delivered.is_(None))
    rows = session.execute(select(Staff.id, Staff.name, Staff.role).where(Staff.role.in_(CALLED), Staff.active))
    found = [Tested(row.id, row.name, Role(row.role), arrived.get(row.id), under_way.get(row.id)) for row in rows]
    return sorted(found, key=lambda each: (CALLED.index(each.role), each.name))


def send_tests(session: Session, now: datetime) -> int:
    """Put a test alert for everybody who is to be fetched and has none on its way into the outbox; how many."""
    wanted = [each.id for each in tests(session) if each.under_way is None]
    fetching.fetch(session, Call.TEST, wanted, now)
    return len(wanted)


def _latest(session: Session, moment: InstrumentedAttribute[Any], *only: ColumnElement[bool]) -> dict[int, datetime]:
    rows = session.execute(
        select(Alert.staff_id, func.max(moment))
        .where(Alert.call == Call.TEST, moment.is_not(None), *only)
        .group_by(Alert.staff_id)
    )
    return {row[0]: row[1] for row in rows}
