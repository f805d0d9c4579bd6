"""The people who sign in: who they are, what they may do, and signing in itself."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from survey.configuration import configuration
from survey.keys import boxes
from survey.keys.tables import Box
from survey.models import Failures, Role, Staff, Team
from survey.staff import sessions
from survey.staff.browsers import Browser
from survey.staff.passwords import hash_of
from survey.staff.trail.entries import Deed
from survey.staff.trail.sign_ins import note_refusal
from survey.throttle import WINDOW, count_failure, forget_failures, is_slowed

TRIES = 10
# The boxes in which something may be hidden from a team.
HIDEABLE = (Box.SAFEGUARDING, Box.ALLEGATIONS, Box.ADVOCACY)


class EmailTaken(ValueError):
    """Somebody else signs in with this e-mail address."""


class PersonUnknown(LookupError):
    """Nobody signs in with this e-mail address or number."""


class TeamTaken(ValueError):
    """There is a team of this name."""


class TeamUnknown(LookupError):
    """There is no team with this number."""


class NobodyOutside(ValueError):
    """All who hold a box would be in one team: what is hidden from that team could be read by nobody."""


class OwnAccount(ValueError):
    """People cannot switch off their own account: the last administrator could lock everybody out."""


class Refusal(Enum):
    """Why nobody was signed in. An unknown e-mail address and a wrong password are one and the same."""

    WRONG = "wrong"
    SLOWED = "slowed"
    BUSY = "busy"


@dataclass(frozen=True)
class Account:
    """What signing in needs to know. ``password_hash`` is None where nobody signs in with that address."""

    email: str
    id: int | None = None
    password_hash: str | None = None


@dataclass(frozen=True)
class Person:
    """Somebody who signs in, as the administrator sees them."""

    id: int
    name: str
    email: str
    role: Role
    is_active: bool
    sessions: int
    team_id: int | None


def canonical(email: str) -> str:
    return email.strip().casefold()


def account_of(session: Session, email: str) -> Account:
    """The account of an e-mail address; an empty one where there is none that may sign in."""
    address = canonical(email)
    row = session.execute(
        select(Staff.id, Staff.password_hash).where(Staff.email == address, Staff.active)
    ).one_or_none()
    return Account(address, row.id, row.password_hash) if row else Account(address)


def is_waiting(session: Session, account: Account, browser: Browser, now: datetime) -> bool:
    """Whether there were so many wrong passwords that the next is not even looked at."""
    return is_slowed(session, _failures_key(account, browser), TRIES, now)


def admit(session: Session, account: Account, password_matches: bool, browser: Browser, now: datetime) -> str | Refusal:
    """A new session's token, or why there is none. For the writing transaction, with the password checked before.

    The tries are counted here and not before the check, so that guesses sent all at once are counted one by one: after
    ten wrong ones even the right one is refused, for ten minutes. They are counted for any address that is typed, so
    that being slowed does not say whether the address has an account. A browser that knows the account is counted by
    itself: nobody else's guesses keep its owner out.
    """
    session.execute(delete(Failures).where(Failures.since <= now - WINDOW).execution_options(synchronize_session=False))
    key = _failures_key(account, browser)
    if is_slowed(session, key, TRIES, now):
        return Refusal.SLOWED
    if account.id is None or not password_matches:
        failures = count_failure(session, key, now)
        if failures in (1, TRIES):
            note_refusal(session, Deed.REFUSED if failures == 1 else Deed.SLOWED, account.id, now)
        return Refusal.WRONG
    forget_failures(session, key)
    return sessions.begin(session, account.id, now)


def everybody(session: Session, now: datetime) -> Sequence[Person]:
    """Everybody with an account, by name; those who are switched off last."""
    held = sessions.open_by_person(session, now)
    rows = session.scalars(select(Staff).order_by(Staff.active.desc(), Staff.name, Staff.id))
    return [
        Person(
            row.id,
            row.name,
            row.email,
            Role(row.role),
            row.active,
            held.get(row.id, 0) if row.active else 0,
            row.team_id,
        )
        for row in rows
    ]


def add_staff(session: Session, email: str, name: str, role: Role, password: str) -> int:
    """A new person's number; raises ``EmailTaken`` and ``PasswordTooShort``."""
    address = canonical(email)
    if session.scalar(select(Staff.id).where(Staff.email == address)) is not None:
        raise EmailTaken(f"somebody signs in with {address} already")
    person = Staff(email=address, name=name.strip(), role=role, password_hash=hash_of(password))
    session.add(person)
    session.flush()
    return person.id


def set_password(session: Session, email: str, password: str) -> int:
    """A new password for the person whose number is returned; whoever was signed in with the old one is signed out.

    Raises ``PersonUnknown`` and ``PasswordTooShort``.
    """
    person = session.scalar(select(Staff).where(Staff.email == canonical(email)))
    if person is None:
        raise PersonUnknown(f"nobody signs in with {canonical(email)}")
    person.password_hash = hash_of(password)
    sessions.end_all(session, person.id)
    return person.id


def end_sessions(session: Session, staff_id: int) -> str:
    """Sign somebody out everywhere and return their name."""
    person = _person(session, staff_id)
    sessions.end_all(session, person.id)
    return person.name


def deactivate(session: Session, staff_id: int, by: int) -> str:
    """Switch an account off, sign its owner out everywhere, and return their name; raises ``OwnAccount``."""
    if staff_id == by:
        raise OwnAccount
    person = _person(session, staff_id)
    person.active = False
    sessions.end_all(session, person.id)
    return person.name


def activate(session: Session, staff_id: int) -> str:
    person = _person(session, staff_id)
    person.active = True
    return person.name


def teams(session: Session) -> Sequence[Team]:
    """Every team, by name."""
    return session.scalars(select(Team).order_by(Team.name)).all()


def add_team(session: Session, name: str) -> None:
    """A new team; raises ``TeamTaken``."""
    if name.casefold() in {team.name.casefold() for team in teams(session)}:
        raise TeamTaken(name)
    session.add(Team(name=name))
    session.flush()


def set_team(session: Session, staff_id: int, team_id: int | None) -> str:
    """Let somebody work in a team, or in none, and return their name.

    Raises ``PersonUnknown``, ``TeamUnknown``, and ``NobodyOutside`` where a box would be held by this team alone. That
    is asked of the holders and never of what lies in the box: whether something is hidden from a team would be told by
    whether somebody may join it.
    """
    person = _person(session, staff_id)
    if team_id is not None:
        if session.get(Team, team_id) is None:
            raise TeamUnknown(f"no team has the number {team_id}")
        if team_id != person.team_id and any(_would_be_alone(session, box, person.id, team_id) for box in HIDEABLE):
            raise NobodyOutside
    person.team_id = team_id
    return person.name


def _would_be_alone(session: Session, box: Box, staff_id: int, team_id: int) -> bool:
    held = boxes.holders(session, box)
    others = select(Staff.id).where(Staff.id.in_(held - {staff_id}), Staff.team_id.is_distinct_from(team_id)).limit(1)
    return staff_id in held and session.scalar(others) is None


def _person(session: Session, staff_id: int) -> Staff:
    person = session.get(Staff, staff_id)
    if person is None:
        raise PersonUnknown(f"nobody has the number {staff_id}")
    return person


def _failures_key(account: Account, browser: Browser) -> str:
    # Keyed, so that the table of failures does not say which addresses were tried.
    whose = f"{account.email}\n{browser.name}" if browser.knows(account.id) else account.email
    return hmac.new(configuration().key("sign-in failures"), whose.encode(), hashlib.sha256).hexdigest()
