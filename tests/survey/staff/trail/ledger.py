"""A trail for tests: written, read and spoilt."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from survey.database import db, writing
from survey.models import AuditEntry, Role
from survey.staff.sessions import SignedIn
from survey.staff.trail.entries import KEYBOARD, NOBODY, Deed, note
from survey.staff.trail.mark import Mark
from tests.survey.staff.office import Office

TRIGGERS = ("audit_trail_is_not_changed", "audit_trail_is_not_shortened", "audit_trail_has_no_gaps")
ANA = SignedIn(7, "Ana", Role.ADMINISTRATOR)
OLU = SignedIn(11, "Olu", Role.OFFICER)
IDA = SignedIn(12, "Ida", Role.DESIGNATED_OFFICER)
# The number stands in the id, so that no two entries are about the same.
RANDOM = "0d8f2ab1-64a5-4c3e-9d3e-{:012d}"


def write(many: int, first: int = 0) -> list[Mark]:
    """Entries of every kind of doer and object, each in a transaction of its own."""
    return [write_one(number) for number in range(first, first + many)]


def write_every_deed() -> None:
    """An entry of each deed there is, by somebody and about something of the kind it is about."""
    for number, deed in enumerate(Deed):
        kind = next((kind for kind in ("worry", "thought", "quote") if deed.startswith((kind, f"read-for-{kind}"))), "")
        about = {f"{kind}_id": RANDOM.format(number)} if kind else {"staff_id": number}
        with writing():
            note(db.session, deed, IDA if kind == "worry" else ANA, **about)
            db.session.commit()


def write_one(number: int = 0) -> Mark:
    with writing():
        written = (
            lambda: note(db.session, Deed.SIGNED_OUT, ANA),
            lambda: note(db.session, Deed.RELEASED, OLU, round_id=f"spring-{number}"),
            lambda: note(db.session, Deed.STAFF_ADDED, KEYBOARD, staff_id=number),
            lambda: note(db.session, Deed.REFUSED, NOBODY, to_the_day=True),
        )[number % 4]()
        db.session.commit()
    return written


def entries_in(office: Office) -> list[tuple[str, str, int | None, str]]:
    """Deed, role, number of the doer, and what it was done to, of every entry in its order."""
    with office.database() as session:
        found = session.query(AuditEntry).order_by(AuditEntry.number).all()
        return [(entry.deed, entry.role, entry.actor, entry.about) for entry in found]


def moments_of(session: Session, deed: Deed) -> Sequence[str]:
    return [entry.moment for entry in session.query(AuditEntry).where(AuditEntry.deed == deed)]
