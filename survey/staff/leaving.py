"""What is kept on a colleague: a copy for them, and its end once they have left.

Their deeds stay in the audit trail and in the histories of worries under their number: who decided about a child must
be told for as long as the decision is kept. Whose number it was is told by nothing any more.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from survey.alerts.tables import Alert
from survey.duty.tables import Absence
from survey.keys import boxes
from survey.keys.tables import BoxKey, Holding, OwnKey
from survey.models import AuditEntry, Staff, StaffSession, Team
from survey.safeguarding.tables import WorryStep
from survey.staff import sessions
from survey.staff.people import PersonUnknown, canonical
from survey.thoughts.tables import Quote

# No hash of any password: nobody signs in with it.
NO_PASSWORD = "erased"  # noqa: S105  the absence of a password


class StillEmployed(RuntimeError):
    """The account must be switched off first: an erased one would lock somebody out without anybody's noticing."""


def export(session: Session, email: str) -> dict[str, Any]:
    """All that is kept on the person with this address, as JSON can say it. No key, no hash, no colleague's name.

    Raises ``PersonUnknown``.
    """
    person = _person(session, email)
    team = session.get(Team, person.team_id) if person.team_id is not None else None
    own = session.get(OwnKey, person.id)
    return {
        "account": {
            "number": person.id,
            "name": person.name,
            "email": person.email,
            "role": person.role,
            "may sign in": person.active,
            "team": team.name if team else None,
        },
        "key": {"made": own.made.isoformat()} if own else None,
        "boxes": _rows(
            session,
            select(BoxKey.box, BoxKey.made, BoxKey.retired)
            .join(Holding, Holding.box_key_id == BoxKey.id)
            .where(Holding.staff_id == person.id)
            .order_by(BoxKey.id),
        ),
        "sessions": _of(session, StaffSession.staff_id, person, StaffSession.began, StaffSession.last_seen),
        "absences": _of(session, Absence.staff_id, person, Absence.first, Absence.last),
        "letters": _of(session, Alert.staff_id, person, Alert.call, Alert.made, Alert.delivered),
        "steps about worries": _of(session, WorryStep.staff_id, person, WorryStep.step, WorryStep.moment),
        "quotes proposed": _of(session, Quote.proposed_by, person, Quote.id, Quote.proposed),
        "quotes approved": _of(session, Quote.approved_by, person, Quote.id, Quote.approved),
        "quotes refused": _of(session, Quote.refused_by, person, Quote.id, Quote.refusal),
        "audit trail": _rows(
            session,
            select(AuditEntry.number, AuditEntry.moment, AuditEntry.role, AuditEntry.deed, AuditEntry.about)
            .where(or_(AuditEntry.actor == person.id, AuditEntry.about == f"staff:{person.id}"))
            .order_by(AuditEntry.number),
        ),
    }


def erase(session: Session, email: str) -> int:
    """Take everything off an account but its number and role, and return the number.

    Raises ``PersonUnknown``, ``StillEmployed``, and ``KeyForged`` where a box cannot be sealed anew.
    """
    person = _person(session, email)
    if person.active:
        raise StillEmployed(f"{person.email} may still sign in")
    number = person.id
    boxes.put_out(session, number)
    sessions.end_all(session, number)
    for table, condition in (
        (Absence, Absence.staff_id == number),
        # What never reached them must not go on trying to; what did is part of a worry's history.
        (Alert, (Alert.staff_id == number) & Alert.delivered.is_(None)),
    ):
        session.execute(delete(table).where(condition).execution_options(synchronize_session=False))
    session.execute(
        update(Staff)
        .where(Staff.id == number)
        .values(
            name=f"Former colleague {number}",
            email=f"former-{number}@colleague.invalid",  # ".invalid" is nobody's (RFC 2606): no letter goes there
            password_hash=NO_PASSWORD,
            team_id=None,
        )
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
    return number


def _person(session: Session, email: str) -> Staff:
    person = session.scalar(select(Staff).where(Staff.email == canonical(email)))
    if person is None:
        raise PersonUnknown(f"nobody signs in with {canonical(email)}")
    return person


def _of(
    session: Session, owner: InstrumentedAttribute[Any], person: Staff, *columns: InstrumentedAttribute[Any]
) -> list[dict[str, Any]]:
    return _rows(session, select(*columns).where(owner == person.id).order_by(*columns))


def _rows(session: Session, wanted: Select[*tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [
        {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row._asdict().items()}
        for row in session.execute(wanted)
    ]
