"""Slowing down guesses: of passwords, per account, and of typed code digits, all together; and what one card may do.

Counted in the database and not in memory, so that several processes count as one and a restart does not forget.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from survey.database import Desk
from survey.models import Failures

WINDOW = timedelta(minutes=10)


def is_slowed(desk: Desk, key: str, allowed: int, now: datetime, window: timedelta = WINDOW) -> bool:
    """Whether ``key`` was guessed wrong ``allowed`` times or more within the window."""
    failures = desk.execute(select(Failures.count, Failures.since).where(Failures.key == key)).one_or_none()
    return failures is not None and failures[0] >= allowed and now - failures[1] < window


def count_failure(desk: Desk, key: str, now: datetime, window: timedelta = WINDOW) -> int:
    """Count one more, and return how many that makes within the window."""
    since = desk.execute(select(Failures.since).where(Failures.key == key)).scalar_one_or_none()
    if since is None:
        desk.execute(insert(Failures), {"key": key, "count": 1, "since": now})
        return 1
    if now - since >= window:
        desk.execute(update(Failures).where(Failures.key == key).values(count=1, since=now))
        return 1
    one_more = update(Failures).where(Failures.key == key).values(count=Failures.count + 1)
    return desk.execute(one_more.returning(Failures.count)).scalar_one()


def forget_failures(desk: Desk, key: str) -> None:
    desk.execute(delete(Failures).where(Failures.key == key))


def forget_before(desk: Desk, beginning: str, moment: datetime) -> None:
    """Forget every count whose key begins so, and whose window began before that moment."""
    desk.execute(delete(Failures).where(Failures.key.startswith(beginning), Failures.since <= moment))
