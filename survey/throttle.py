"""Slowing down guesses: of passwords, per account, and of typed code digits, all together.

Counted in the database and not in memory, so that several processes count as one and a restart does not forget.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from survey.models import Failures

WINDOW = timedelta(minutes=10)


def is_slowed(session: Session, key: str, allowed: int, now: datetime) -> bool:
    """Whether ``key`` was guessed wrong ``allowed`` times or more within the last ten minutes."""
    failures = session.get(Failures, key)
    return failures is not None and failures.count >= allowed and now - failures.since < WINDOW


def count_failure(session: Session, key: str, now: datetime) -> None:
    failures = session.get(Failures, key)
    if failures is None:
        session.add(Failures(key=key, count=1, since=now))
    elif now - failures.since >= WINDOW:
        failures.count, failures.since = 1, now
    else:
        failures.count += 1


def forget_failures(session: Session, key: str) -> None:
    failures = session.get(Failures, key)
    if failures is not None:
        session.delete(failures)
