"""Staff sessions: rows, so that they can be ended, known only by the hash of a random token.

A copy of the database therefore signs nobody in.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.orm import Session

from survey.models import Role, Staff, StaffSession
from survey.staff.trail.sign_ins import note_sign_in

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
# How coarsely "last seen" is kept. A session may therefore end up to a minute early, never late.
NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class SignedIn:
    """Who is there, as a door proved it."""

    id: int
    name: str
    role: Role
    team_id: int | None = None


@dataclass(frozen=True)
class OpenSession:
    staff: SignedIn
    last_seen: datetime

    def is_due(self, now: datetime) -> bool:
        """Whether "last seen" should be written anew."""
        return now - self.last_seen >= NOTED_EVERY


def begin(session: Session, staff_id: int, now: datetime) -> str:
    """Open a session, note that in the trail, and return its token, which is kept nowhere here.

    Sessions that have run out are cleared away.
    """
    session.execute(delete(StaffSession).where(~_is_open(now)).execution_options(synchronize_session=False))
    token = secrets.token_urlsafe(32)
    session.add(StaffSession(token_hash=hash_of_token(token), staff_id=staff_id, began=now, last_seen=now))
    person = session.get_one(Staff, staff_id)
    note_sign_in(session, SignedIn(person.id, person.name, Role(person.role), person.team_id))
    return token


def find(session: Session, token: str, now: datetime) -> OpenSession | None:
    """The open session of a token whose owner may still sign in; None otherwise."""
    row = session.execute(
        select(Staff.id, Staff.name, Staff.role, Staff.team_id, StaffSession.last_seen)
        .join(StaffSession, StaffSession.staff_id == Staff.id)
        .where(StaffSession.token_hash == hash_of_token(token), Staff.active, _is_open(now))
    ).one_or_none()
    if row is None:
        return None
    return OpenSession(SignedIn(row.id, row.name, Role(row.role), row.team_id), row.last_seen)


def note_seen(session: Session, token: str, now: datetime) -> None:
    session.execute(
        update(StaffSession)
        .where(StaffSession.token_hash == hash_of_token(token), StaffSession.last_seen < now)
        .values(last_seen=now)
        .execution_options(synchronize_session=False)
    )


def end(session: Session, token: str) -> None:
    session.execute(
        delete(StaffSession)
        .where(StaffSession.token_hash == hash_of_token(token))
        .execution_options(synchronize_session=False)
    )


def end_all(session: Session, staff_id: int) -> None:
    """Sign somebody out everywhere."""
    session.execute(
        delete(StaffSession).where(StaffSession.staff_id == staff_id).execution_options(synchronize_session=False)
    )


def open_by_person(session: Session, now: datetime) -> dict[int, int]:
    """How many open sessions each person has who has any."""
    held: dict[int, int] = {}
    for staff_id in session.scalars(select(StaffSession.staff_id).where(_is_open(now))):
        held[staff_id] = held.get(staff_id, 0) + 1
    return held


def hash_of_token(token: str) -> str:
    # No key and no slow hash: 256 random bits cannot be guessed from their hash.
    return hashlib.sha256(token.encode()).hexdigest()


def _is_open(now: datetime) -> ColumnElement[bool]:
    return and_(StaffSession.last_seen > now - IDLE, StaffSession.began > now - LONGEST)
