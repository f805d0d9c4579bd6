"""Who is fetched, and in which order; and the outbox in which an alert lies until it is delivered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from survey.alerts.tables import Alert, Call
from survey.duty.calendar import Calendar
from survey.keys import boxes
from survey.keys.tables import Box
from survey.models import Role, Staff

# Those who may read what is in a box, in the order in which they are asked.
READERS: Mapping[Box, tuple[Role, ...]] = {
    Box.SAFEGUARDING: (Role.SAFEGUARDING_LEAD, Role.SAFEGUARDING_DEPUTY),
    Box.ALLEGATIONS: (Role.DESIGNATED_OFFICER,),
    Box.ADVOCACY: (Role.ADVOCATE,),
}
# Those who cannot read it and can see to it that somebody does. The head answers for the service. Where every head is
# on the team that must not know, the designated officer is asked: outside of that line, and used to keeping quiet. The
# administrators come last: they learn that something waits and nothing else, and can let somebody sign in who reads.
BEYOND = (Role.HEAD_OF_SERVICE, Role.DESIGNATED_OFFICER, Role.ADMINISTRATOR)
# An alert that has waited for longer is late: its receiver may be the only one who would have come.
SOON = timedelta(seconds=60)


@dataclass(frozen=True)
class Fetchable:
    """Who may be fetched for what lies in a box and is hidden from some.

    ``readers`` are there and may read it, in groups, in the order in which these are asked. ``beyond`` are asked once
    no reader is left. ``able`` are all of these, and the readers who are away.
    """

    readers: tuple[frozenset[int], ...]
    beyond: frozenset[int]
    able: frozenset[int]

    @property
    def first(self) -> frozenset[int]:
        return next(filter(None, (*self.readers, self.beyond)), frozenset())


def fetchable(session: Session, box: Box, hidden: frozenset[int], duty: Calendar, now: datetime) -> Fetchable:
    """Who may be fetched now: nobody who is switched off, and nobody of those it is hidden from.

    Those who are away when the council's hours next run are passed over, for as long as anybody is there.
    """
    people = session.execute(select(Staff.id, Staff.role).where(Staff.active)).all()
    may_know = {each.id: Role(each.role) for each in people if each.id not in hidden}
    day = (duty.taken_up(now) or now.astimezone(duty.zone)).date()
    there = {person for person in may_know if not duty.is_away(person, day)}
    holders = boxes.holders(session, box)

    def of(role: Role, among: Iterable[int]) -> frozenset[int]:
        return frozenset(person for person in among if may_know[person] is role)

    asked = [of(role, some) for some in (there, may_know) for role in BEYOND[:2]] + [of(BEYOND[2], may_know)]
    beyond = next(filter(None, asked), frozenset[int]())
    return Fetchable(
        readers=tuple(of(role, there & holders) for role in READERS[box]),
        beyond=beyond,
        able=beyond | (holders & may_know.keys()),
    )


def first_called(
    session: Session, box: Box, hidden: frozenset[int], calendar: Calendar, now: datetime
) -> frozenset[int]:
    """Who is fetched as soon as something lies in a box. Nobody only where nobody at all may know of it."""
    return fetchable(session, box, hidden, calendar, now).first


def fetch(session: Session, call: Call, staff_ids: Collection[int], now: datetime, worry_id: str | None = None) -> None:
    """Put an alert for each of these people into the outbox; for a worry, once for each reason.

    That a worry is late is told again and again: what was delivered goes anew, as another letter.
    """
    there = set[int]()
    if worry_id is not None:
        if call is Call.LATE:
            session.execute(
                update(Alert)
                .where(
                    Alert.worry_id == worry_id,
                    Alert.call == call,
                    Alert.staff_id.in_(list(staff_ids)),
                    Alert.delivered.is_not(None),
                )
                .values(made=now, again=now, tries=0, claimed=None, delivered=None)
            )
        fetched = select(Alert.staff_id).where(Alert.worry_id == worry_id, Alert.call == call)
        there = set(session.scalars(fetched))
    for staff_id in sorted(set(staff_ids) - there):
        session.add(Alert(worry_id=worry_id, call=call, staff_id=staff_id, made=now, again=now))
    session.flush()


def overdue(session: Session, now: datetime) -> int:
    """How many alerts should have been delivered and are not: letters do not go, or nobody sends them."""
    waiting = (
        select(func.count())
        .select_from(Alert)
        .join(Staff, Staff.id == Alert.staff_id)
        .where(Alert.delivered.is_(None), Alert.made < now - SOON, Staff.active)
    )
    return session.scalar(waiting) or 0
