"""The trail in plain words, for the administrator's page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import lazy_gettext as later
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.models import AuditEntry, Round, Staff
from survey.staff.trail.entries import KEYBOARD, Deed

ON_A_PAGE = 100
LARGEST = 2**31 - 1

# Deed → what it is called where one is chosen, and what is said of it.
WORDS = {
    Deed.SIGNED_IN: (later("Signed in"), later("%(who)s signed in.")),
    Deed.SIGNED_OUT: (later("Signed out"), later("%(who)s signed out.")),
    Deed.REFUSED: (later("Sign-in refused"), later("A sign-in was refused: %(what)s.")),
    Deed.SLOWED: (later("Sign-in slowed"), later("After ten refusals, sign-ins wait ten minutes: %(what)s.")),
    Deed.MANY_REFUSED: (
        later("Very many sign-ins refused"),
        later("Very many sign-ins were refused. For ten minutes no more of them are listed."),
    ),
    Deed.STAFF_ADDED: (later("Account added"), later("%(who)s let %(what)s sign in.")),
    Deed.PASSWORD_SET: (later("Password set"), later("%(who)s set a new password for %(what)s.")),
    Deed.SWITCHED_OFF: (later("Account switched off"), later("%(who)s switched off the account of %(what)s.")),
    Deed.SWITCHED_ON: (later("Account switched on"), later("%(who)s switched on the account of %(what)s.")),
    Deed.SESSIONS_ENDED: (later("Signed out everywhere"), later("%(who)s signed %(what)s out everywhere.")),
    Deed.ROUND_PLANNED: (later("Round set up"), later("%(who)s set up the round %(what)s.")),
    Deed.ROUND_CHANGED: (later("Round changed"), later("%(who)s changed the round %(what)s before it opened.")),
    Deed.END_MOVED: (
        later("Open round changed"),
        later("%(who)s changed the name or last day of the open round %(what)s."),
    ),
    Deed.RELEASED: (later("Results released"), later("%(who)s released the results of %(what)s.")),
    Deed.DOWNLOADED: (later("Figures downloaded"), later("%(who)s downloaded the figures of %(what)s.")),
    Deed.MARK_SET: (later("Mark begun anew"), later("%(who)s began the trail’s mark anew.")),
    Deed.PURGED: (later("Removed for good"), later("%(who)s removed what had been kept long enough.")),
}


@dataclass(frozen=True)
class Line:
    """One entry. ``day`` is None where the moment cannot be read; ``time`` is empty where only the day was noted."""

    number: int
    day: date | None
    time: str
    words: str


@dataclass(frozen=True)
class Sheet:
    """Up to a hundred lines, the newest first, and the number below which the older ones are, if there are any."""

    lines: Sequence[Line]
    older: int | None

    @property
    def days(self) -> list[tuple[date | None, list[Line]]]:
        """The lines under the day on which they were written."""
        return [(day, list(lines)) for day, lines in groupby(self.lines, key=lambda line: line.day)]


def choices() -> list[tuple[str, str]]:
    """Every deed and what it is called."""
    return [(deed.value, str(name)) for deed, (name, _words) in WORDS.items()]


def sheet(session: Session, deed: Deed | None, before: int | None) -> Sheet:
    """The newest entries, of one deed or of all, with numbers below ``before``."""
    wanted = select(AuditEntry).order_by(AuditEntry.number.desc()).limit(ON_A_PAGE + 1)
    if deed is not None:
        wanted = wanted.where(AuditEntry.deed == deed)
    if before is not None:
        wanted = wanted.where(AuditEntry.number < min(before, LARGEST))
    found = session.scalars(wanted).all()
    shown = found[:ON_A_PAGE]
    names = _names(session, shown)
    older = shown[-1].number if len(found) > ON_A_PAGE else None
    return Sheet([_line(entry, names) for entry in shown], older)


def _names(session: Session, entries: Iterable[AuditEntry]) -> dict[str, str]:
    """What those whom the entries name are called today, by what they are called in the trail."""
    named = {str(entry.about) for entry in entries} | {f"staff:{entry.actor}" for entry in entries}
    staff = {int(number) for kind, _sign, number in map(_parts, named) if kind == "staff" and number.isdecimal()}
    rounds = {key for kind, _sign, key in map(_parts, named) if kind == "round"}
    people = session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(staff)))
    asked = session.execute(select(Round.id, Round.name).where(Round.id.in_(rounds)))
    return (
        {f"staff:{number}": str(_("account %(number)s", number=number)) for number in staff}
        | {f"staff:{row.id}": row.name for row in people}
        | {f"round:{row.id}": f"“{row.name}”" for row in asked}
    )


def _parts(about: str) -> tuple[str, str, str]:
    return about.partition(":")


def _line(entry: AuditEntry, names: dict[str, str]) -> Line:
    if entry.actor is not None:
        who = names.get(f"staff:{entry.actor}", str(entry.actor))
    else:
        who = _("Somebody at the server’s keyboard") if entry.role == KEYBOARD.role else _("Somebody not signed in")
    what = names.get(entry.about, entry.about) or _("no account that may sign in has that address")
    # An unknown word is shown as it stands: somebody wrote it there, or a newer Heard did.
    words = str(WORDS[Deed(entry.deed)][1]) % {"who": who, "what": what} if entry.deed in WORDS else str(entry.deed)
    day, _sign, time = str(entry.moment).partition("T")
    try:
        return Line(entry.number, date.fromisoformat(day), time.removesuffix("Z"), words)
    except ValueError:
        return Line(entry.number, None, str(entry.moment), words)
