"""Everything that must be in place before a child is asked, put there in a hundredth of a second."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import passphrases
from survey.alerts.tables import Alert, Call, Heartbeat
from survey.duty.tables import ReadingHours
from survey.keys import boxes, own, recovery
from survey.keys.own import FreshKey, OpenKey
from survey.keys.recovery import Sheet
from survey.keys.tables import Box
from survey.models import Role, Staff
from survey.staff.passwords import hash_of
from tests.survey.staff.office import PASSWORD

PASSPHRASE = "four words of the tests"
NINE_TO_FIVE = (9 * 60, 17 * 60)
ROUND_THE_CLOCK = (0, 24 * 60)
KEYED = (
    Role.SAFEGUARDING_LEAD,
    Role.SAFEGUARDING_DEPUTY,
    Role.DESIGNATED_OFFICER,
    Role.ADVOCATE,
    Role.OFFICER,
)
CALLED = (Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY, Role.HEAD_OF_SERVICE, Role.DESIGNATED_OFFICER)


@dataclass(frozen=True)
class InPlace:
    """Role → number in the database, and the opened keys of those who have one; the three recovery sheets."""

    people: Mapping[Role, int]
    keys: Mapping[Role, OpenKey]
    sheets: tuple[Sheet, Sheet, Sheet]


def put_in_place(session: Session, now: datetime, hours: tuple[int, int] = NINE_TO_FIVE) -> InPlace:
    """Lead, deputy, head, designated officer, advocate and officer with keys, boxes, hours and delivered test alerts.

    They have the addresses and the password of an ``Office``'s people, so ``office.signed_in(role)`` signs them in, and
    the passphrase ``PASSPHRASE``. Lead and deputy hold SAFEGUARDING and THOUGHTS, the officer THOUGHTS, the designated
    officer ALLEGATIONS, the advocate ADVOCACY. ``hours`` are those of every day of the week. Commits.
    """
    people = {role: employed(session, role) for role in (*KEYED, Role.HEAD_OF_SERVICE)}
    opened = {role: own.make_own(session, people[role], fresh(role)) for role in KEYED}
    sheets = recovery.draw()
    recovery.make(session, sheets)
    lead = opened[Role.SAFEGUARDING_LEAD]
    for box in (Box.SAFEGUARDING, Box.THOUGHTS):
        boxes.make(session, box, lead)
        boxes.let_in(session, box, people[Role.SAFEGUARDING_DEPUTY], lead)
    boxes.let_in(session, Box.THOUGHTS, people[Role.OFFICER], lead)
    boxes.make(session, Box.ALLEGATIONS, opened[Role.DESIGNATED_OFFICER])
    boxes.make(session, Box.ADVOCACY, opened[Role.ADVOCATE])
    for weekday in range(7):
        session.merge(ReadingHours(weekday=weekday, opens=hours[0], closes=hours[1]))
    for role in CALLED:
        session.add(Alert(call=Call.TEST, staff_id=people[role], made=now, again=now, delivered=now))
    beat(session, now)
    session.commit()
    return InPlace(people, opened, sheets)


def beat(session: Session, now: datetime) -> None:
    """Let the watcher have looked at this moment; for tests that move the time. Does not commit."""
    session.merge(Heartbeat(id=1, moment=now))


def employed(session: Session, role: Role, email: str | None = None) -> int:
    """The number of somebody with this role, newly employed where nobody has the address. Does not commit."""
    address = email or f"{role}@council.example"
    number = session.scalar(select(Staff.id).where(Staff.email == address))
    if number is None:
        person = Staff(email=address, name=f"A {role}", role=role, password_hash=_hash())
        session.add(person)
        session.flush()
        number = person.id
    return number


def fresh(whose: str) -> FreshKey:
    """A key under ``PASSPHRASE``, the same in each test: stretching takes a tenth of a second."""
    return _drawn(whose, passphrases.PASSES, passphrases.MEMORY_KIB)


@cache
def _drawn(whose: str, passes: int, memory: int) -> FreshKey:
    # Tests that make passphrases cheap must not leave their keys to those that do not: these would not open.
    return own.draw(PASSPHRASE)


@cache
def _hash() -> str:
    return hash_of(PASSWORD)
