"""The trail in plain words, for the page of the administrator and the head of service.

What was done about calls for help is told in one sentence a day, once the day is over: not by whom, which, when or how
often. Nothing else on the page may tell it either. So the lines are numbered among themselves, and no more than that: a
gap in the numbers, between two lines that have times, would say when somebody read a complaint, and so who did.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from itertools import groupby

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from survey import clock
from survey.models import AuditEntry, Round, Staff
from survey.staff.trail.entries import KEYBOARD, Deed
from survey.staff.trail.wording import CONFIDENTIAL, WORDS
from survey.wordings.registry import LANGUAGES

ON_A_PAGE = 100
LARGEST = 2**31 - 1
DAY = len("2030-12-31")


@dataclass(frozen=True)
class Line:
    """One entry, and its place among those that have a line.

    ``day`` is None where the moment cannot be read; ``time`` is empty where only the day was noted.
    """

    place: int
    day: date | None
    time: str
    words: str


@dataclass(frozen=True)
class Day:
    """A day's lines, the newest first, and whether something was done on it about calls for help."""

    day: date | None
    lines: Sequence[Line]
    has_calls: bool


@dataclass(frozen=True)
class Sheet:
    """Up to a hundred lines by their days, the newest first, and the place below which the older ones are, if any."""

    days: Sequence[Day]
    older: int | None


def choices() -> list[tuple[str, str]]:
    """Every deed that can be looked for, and what it is called."""
    return [(deed.value, str(name)) for deed, (name, _words) in WORDS.items()]


def sheet(session: Session, deed: Deed | None, before: int | None) -> Sheet:
    """The newest entries, of one deed or of all, with places below ``before``."""
    place = func.row_number().over(order_by=AuditEntry.number).label("place")
    told = select(AuditEntry, place).where(AuditEntry.deed.not_in(CONFIDENTIAL)).subquery()
    entry = aliased(AuditEntry, told)
    wanted = select(entry, told.c.place).order_by(told.c.place.desc()).limit(ON_A_PAGE + 1)
    if deed is not None:
        wanted = wanted.where(told.c.deed == deed)
    if before is not None:
        wanted = wanted.where(told.c.place < min(before, LARGEST))
    found = [(row[0], int(row[1])) for row in session.execute(wanted)]
    names = _names(session, [each for each, _place in found])
    lines = [_line(each, number, names) for each, number in found]
    shown, rest = lines[:ON_A_PAGE], lines[ON_A_PAGE:]
    older = shown[-1].place if rest else None
    if deed is not None:
        return Sheet(_days(shown, set()), older)
    days = {line.day for line in shown if line.day}
    first = rest[0].day or date.max if rest else date.min
    last = date.max if before is None else max(days, default=date.min)
    calls = {day for day in _days_with_calls(session, first, last) if day > first or day in days}
    return Sheet(_days(shown, calls), older)


def _days_with_calls(session: Session, first: date, last: date) -> set[date]:
    """The days on which something was done about calls for help; not today: whoever watched would see when."""
    day = func.substr(AuditEntry.moment, 1, DAY)
    found = (
        select(day)
        .distinct()
        .where(
            AuditEntry.deed.in_(CONFIDENTIAL),
            day >= first.isoformat(),
            day <= last.isoformat(),
            day < clock.now().astimezone(UTC).date().isoformat(),
        )
    )
    return {read for each in session.scalars(found) if (read := _date(str(each)))}


def _days(lines: Sequence[Line], calls: set[date]) -> list[Day]:
    """The lines under the day on which they were written, and between them the days without a line."""
    days = [Day(day, list(some), day in calls) for day, some in groupby(lines, key=lambda line: line.day)]
    for alone in sorted(calls - {each.day for each in days if each.day}):
        below = (at for at, each in enumerate(days) if each.day and each.day < alone)
        days.insert(next(below, len(days)), Day(alone, [], True))
    return days


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
        | {f"language:{each.tag.lower()}": each.english for each in LANGUAGES.values()}
    )


def _parts(about: str) -> tuple[str, str, str]:
    return about.partition(":")


def _line(entry: AuditEntry, place: int, names: dict[str, str]) -> Line:
    if entry.actor is not None:
        who = names.get(f"staff:{entry.actor}", str(entry.actor))
    else:
        who = _("Somebody at the server’s keyboard") if entry.role == KEYBOARD.role else _("Somebody not signed in")
    what = names.get(entry.about, entry.about) or _("no account that may sign in has that address")
    # An unknown word is shown as it stands: somebody wrote it there, or a newer Heard did.
    words = str(WORDS[Deed(entry.deed)][1]) % {"who": who, "what": what} if entry.deed in WORDS else str(entry.deed)
    day, _sign, time = str(entry.moment).partition("T")
    read = _date(day)
    return Line(place, read, time.removesuffix("Z") if read else str(entry.moment), words)


def _date(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
