"""Sending what lies in the outbox, until it is delivered: at least once, and never given up.

Alerts are claimed, committed, sent and only then marked. A sender that dies in between leaves a claim that runs out,
and the letter goes again, as the same letter. Better twice than never.

What waits for one person for one reason goes in one letter, and those who have just called for help go first: somebody
who sends a hundred calls in a second does not make a child wait behind a hundred letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Row, Select, and_, case, or_, select, update

from survey import clock
from survey.alerts.letters import Errand, letter_for
from survey.alerts.post import LetterRefused, Post, PostClosed
from survey.alerts.tables import Alert, Call
from survey.database import db, writing
from survey.keys.boxes import ENTITLED
from survey.keys.tables import Box, BoxKey
from survey.models import Role, Staff
from survey.safeguarding import history
from survey.safeguarding.tables import Step, Worry
from survey.staff.trail.entries import NOBODY, Deed, note

# How long a sender may take before another takes the alert to be dropped.
LEASE = timedelta(seconds=30)
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(seconds=60)
# So many in one go: whoever sends has a heart to beat in between.
AT_ONCE = 50
# So many alerts in one letter: each is marked in the same turn at writing.
MOST_IN_ONE = 100
FIRST = case({call: place for place, call in enumerate(Call)}, value=Alert.call)


@dataclass(frozen=True)
class Claim:
    errand: Errand
    staff_id: int
    tries: int

    @property
    def alert_ids(self) -> list[int]:
        return [number for number, _made in self.errand.alerts]


def send_due(post: Post) -> int:
    """Send what is due, and return how many letters were handed over. Takes turns at writing, and waits outside them.

    Where no letter leaves at all the rest is left for the next time: each would only wait for the same silence.
    """
    sent = 0
    for _time in range(AT_ONCE):
        claim = _claim(clock.now())
        if claim is None:
            break
        try:
            post.send(letter_for(claim.errand))
        except Exception as error:  # whatever is wrong with one letter must not hold up the others
            kind = str(error) if isinstance(error, (LetterRefused, PostClosed)) else type(error).__name__
            current_app.logger.warning("An alert did not leave and is tried again: %s", kind)
            _put_back(claim, clock.now())
            if isinstance(error, PostClosed):
                break
        else:
            _mark_delivered(claim, clock.now())
            sent += 1
    return sent


def _claim(now: datetime) -> Claim | None:
    """Take the alerts of the next letter in hand; None where there is nothing to send."""
    if db.session.scalar(_free(now).limit(1)) is None:
        return None
    with writing():
        first = db.session.execute(_free(now).limit(1)).one_or_none()
        claim = _next_letter(first, now) if first else None
        if claim is not None:
            taken = db.session.scalars(
                update(Alert)
                .where(Alert.id.in_(claim.alert_ids), _is_free(now))
                .values(claimed=now + LEASE, tries=claim.tries)
                .returning(Alert.id)
            ).all()
            # On PostgreSQL another sender may have been quicker: what it has is told by its letter.
            claim = _without(claim, set(taken)) if taken else None
        db.session.commit()
    return claim


def _free(now: datetime) -> Select[*tuple[Any, ...]]:
    """Every alert that may be sent, the most urgent first.

    Whoever cannot sign in any more is not fetched: their alerts stay where they are.
    """
    return (
        select(
            Alert.id,
            Alert.made,
            Alert.call,
            Alert.staff_id,
            Alert.tries,
            Staff.email,
            Staff.role,
            Worry.due,
            BoxKey.box,
        )
        .join(Staff, Staff.id == Alert.staff_id)
        .outerjoin(Worry, Worry.id == Alert.worry_id)
        .outerjoin(BoxKey, BoxKey.id == Worry.box_key_id)
        .where(Staff.active, _is_free(now))
        .order_by(FIRST, Alert.again, Alert.id)
    )


def _next_letter(first: Row[Any], now: datetime) -> Claim:
    """The first alert, and what is told to the same person by the same words."""
    alike = _free(now).where(Alert.staff_id == first.staff_id, Alert.call == first.call)
    if first.box is None:
        rows: Sequence[Row[Any]] = [first]
    else:
        of_box = db.session.execute(alike.where(BoxKey.id.is_not(None)).limit(MOST_IN_ONE))
        rows = [row for row in of_box if _reads(row) == _reads(first)]
    errand = Errand(
        alerts=tuple((row.id, row.made) for row in rows),
        call=Call(first.call),
        to=first.email,
        reads=_reads(first),
        sees=_reads(first) or first.role == Role.HEAD_OF_SERVICE,
        due=min((row.due for row in rows if row.due), default=None),
    )
    return Claim(errand, first.staff_id, max(row.tries for row in rows) + 1)


def _reads(row: Row[Any]) -> bool:
    return row.box is not None and Role(row.role) in ENTITLED[Box(row.box)]


def _without(claim: Claim, taken: set[int]) -> Claim:
    """The claim on those of its alerts that were taken."""
    alerts = tuple(each for each in claim.errand.alerts if each[0] in taken)
    return replace(claim, errand=replace(claim.errand, alerts=alerts))


def _is_free(now: datetime) -> ColumnElement[bool]:
    return and_(Alert.delivered.is_(None), Alert.again <= now, or_(Alert.claimed.is_(None), Alert.claimed <= now))


def _put_back(claim: Claim, now: datetime) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(claim.tries - 1, 10), LONGEST_PAUSE)
    with writing():
        db.session.execute(
            update(Alert)
            .where(Alert.id.in_(claim.alert_ids), Alert.delivered.is_(None))
            .values(claimed=None, again=now + pause)
            .execution_options(synchronize_session=False)
        )
        db.session.commit()


def _mark_delivered(claim: Claim, now: datetime) -> None:
    with writing():
        marked = db.session.scalars(
            update(Alert)
            .where(Alert.id.in_(claim.alert_ids), Alert.delivered.is_(None))
            .values(claimed=None, delivered=now)
            .returning(Alert.worry_id)
        ).all()
        for worry_id in filter(None, marked):
            history.write(db.session, worry_id, Step.ALERTED, claim.staff_id, now)
            note(db.session, Deed.WORRY_ALERTED, NOBODY, worry_id=worry_id, to_the_day=True)
        db.session.commit()
