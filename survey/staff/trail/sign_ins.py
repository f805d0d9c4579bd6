"""Signing in and out as the trail tells it: to the second for some, to the day for whoever may be with a child.

A worker signs in, hands over the tablet, which signs them out, and signs in again when the child has done. Told to the
second, that would be when each child answered.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import clock
from survey.models import AuditEntry, Role, Staff
from survey.staff.trail.entries import NOBODY, Deed, Doer, note
from survey.throttle import count_failure, is_slowed

# Those who may make cards and hand over a tablet.
MAY_BE_WITH_A_CHILD = frozenset({Role.WORKER, Role.OFFICER})
# An entry can never be taken away again, so strangers must not be able to make the trail grow as fast as they type.
REFUSALS = "refusals-noted"
MOST_REFUSALS = 30


def note_sign_in(session: Session, by: Doer) -> None:
    """Of those who may be with a child, only the first sign-in of a day, and no time."""
    is_with_children = by.role in MAY_BE_WITH_A_CHILD
    if not (is_with_children and _is_noted_today(session, by)):
        note(session, Deed.SIGNED_IN, by, to_the_day=is_with_children)


def note_sign_out(session: Session, by: Doer) -> None:
    """Nothing of those who may be with a child: the moment they leave their pages is when a child begins."""
    if by.role not in MAY_BE_WITH_A_CHILD:
        note(session, Deed.SIGNED_OUT, by)


def note_refusal(session: Session, deed: Deed, staff_id: int | None, now: datetime) -> None:
    """That somebody was refused (``REFUSED``, ``SLOWED``), with the number of the account if it has one.

    What is written, read and waited for is the same with and without an account: the time taken tells nobody which
    addresses have one. Beyond ``MOST_REFUSALS`` in ten minutes the trail says only that there were many.
    """
    role = session.scalar(select(Staff.role).where(Staff.id == (staff_id or 0)))
    if is_slowed(session, REFUSALS, MOST_REFUSALS, now):
        return
    is_last = count_failure(session, REFUSALS, now) == MOST_REFUSALS
    if is_last:
        note(session, Deed.MANY_REFUSED, NOBODY)
    else:
        note(session, deed, NOBODY, staff_id=staff_id, to_the_day=role in MAY_BE_WITH_A_CHILD)


def _is_noted_today(session: Session, by: Doer) -> bool:
    today = clock.today().isoformat()
    found = select(AuditEntry.number).where(
        AuditEntry.actor == by.id, AuditEntry.deed == Deed.SIGNED_IN, AuditEntry.moment == today
    )
    return session.scalar(found.limit(1)) is not None
