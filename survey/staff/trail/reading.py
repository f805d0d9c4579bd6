"""The trail in plain words, for the administrator's page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.models import AuditEntry, Round, Staff
from survey.staff.trail.entries import KEYBOARD, Deed
from survey.staff.trail.wording import CONFIDENTIAL, WORDS

ON_A_PAGE = 100
LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Line:
    """One entry. ``day`` is None where the moment cannot be read; ``time`` is empty where only the day was noted.

    ``number`` is None for a confidential deed: beside its neighbours' numbers and times it would say who did it.
    """

    number: int | None
    day: date | None
    time: str
    words: str


@dataclass(frozen=True)
class Day:
    """A day's lines, the newest first; and apart, in no order of time, what was done about calls for help."""

    day: date | None
    lines: Sequence[Line]
    confidential: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Sheet:
    """Up to a hundred lines, the newest first, and the number below which the older ones are, if there are any."""

    lines: Sequence[Line]
    older: int | None

    @property
    def days(self) -> list[Day]:
        """The lines under the day on which they were written."""
        return [_day(day, list(lines)) for day, lines in groupby(self.lines, key=lambda line: line.day)]


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


def _day(day: date | None, lines: Sequence[Line]) -> Day:
    said = Counter(line.words for line in lines if line.number is None)
    return Day(day, [line for line in lines if line.number is not None], sorted(said.items()))


def _line(entry: AuditEntry, names: dict[str, str]) -> Line:
    if entry.actor is not None:
        who = names.get(f"staff:{entry.actor}", str(entry.actor))
    else:
        who = _("Somebody at the server’s keyboard") if entry.role == KEYBOARD.role else _("Somebody not signed in")
    what = names.get(entry.about, entry.about) or _("no account that may sign in has that address")
    # An unknown word is shown as it stands: somebody wrote it there, or a newer Heard did.
    words = str(WORDS[Deed(entry.deed)][1]) % {"who": who, "what": what} if entry.deed in WORDS else str(entry.deed)
    day, _sign, time = str(entry.moment).partition("T")
    is_confidential = entry.deed in CONFIDENTIAL
    number, time = (None, "") if is_confidential else (entry.number, time.removesuffix("Z"))
    try:
        return Line(number, date.fromisoformat(day), time, words)
    except ValueError:
        return Line(number, None, "" if is_confidential else str(entry.moment), words)
