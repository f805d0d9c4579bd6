"""What may truthfully be said to a child at this moment. Every child's page asks here before it promises anything."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from survey import clock
from survey.database import db
from survey.duty import readiness
from survey.duty.calendar import calendar

GOOD_FOR = 15.0
KEY = "HEARD_PROMISE"


@dataclass(frozen=True)
class Promise:
    """Which doors are open, when messages are read, and when next.

    ``hours`` are days of the week (0 is Monday) with the minutes from midnight between which messages are read on
    them; days with the same hours stand together. Of ``reading_until`` and ``next_reading``, by the council's clock,
    one is None: the first where somebody reads now, the second where nobody does.
    """

    has_talk: bool
    has_advocate: bool
    has_thoughts: bool
    hours: tuple[tuple[tuple[int, ...], int, int], ...]
    reading_until: datetime | None
    next_reading: datetime | None


NOTHING = Promise(False, False, False, (), None, None)


def promise(session: Session, now: datetime) -> Promise:
    """All or nothing: where anything is missing, a child who asked might reach nobody, and is promised nobody."""
    if readiness.missing(session, now):
        return NOTHING
    duty = calendar(session)
    days: dict[tuple[int, int], list[int]] = {}
    for weekday, hours in sorted(duty.hours.items()):
        days.setdefault(hours, []).append(weekday)
    until = duty.closes_at(now) if duty.is_open(now) else None
    return Promise(
        has_talk=True,
        has_advocate=readiness.has_advocate(session),
        has_thoughts=readiness.has_readers(session),
        hours=tuple((tuple(weekdays), opens, closes) for (opens, closes), weekdays in days.items()),
        reading_until=until,
        next_reading=None if until else duty.next_opening(now),
    )


class Remembered:
    """The promise of the last few seconds. Asking takes a dozen statements, and every child's page asks."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._asked = float("-inf")
        self._said = NOTHING

    def said(self) -> Promise:
        with self._lock:
            if time.monotonic() - self._asked > GOOD_FOR:
                self._said = promise(db.session, clock.now())
                self._asked = time.monotonic()
            return self._said


def promise_now() -> Promise:
    """The promise of this moment, at most a quarter of a minute old."""
    kept: Any = current_app.extensions.setdefault(KEY, Remembered())
    said: Promise = kept.said()
    return said
