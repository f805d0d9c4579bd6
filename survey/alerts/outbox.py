"""Sending what lies in the outbox, until it is delivered: at least once, and never given up.

An alert is claimed, committed, sent and only then marked. A sender that dies in between leaves a claim that runs out,
and the letter goes again, as the same letter. Better twice than never.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import ColumnElement, and_, or_, select, update

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


@dataclass(frozen=True)
class Claim:
    errand: Errand
    staff_id: int
    worry_id: str | None
    tries: int


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
    """Take the alert that has waited longest in hand; None where there is nothing to send."""
    if _longest_waiting(now) is None:
        return None
    with writing():
        claim = _longest_waiting(now)
        if claim is not None:
            taken = db.session.scalar(
                update(Alert)
                .where(Alert.id == claim.errand.alert_id, _is_free(now))
                .values(claimed=now + LEASE, tries=claim.tries)
                .returning(Alert.id)
            )
            # On PostgreSQL another sender may have been quicker.
            claim = claim if taken else None
        db.session.commit()
    return claim


def _longest_waiting(now: datetime) -> Claim | None:
    """Whoever cannot sign in any more is not fetched: their alerts stay where they are."""
    row = db.session.execute(
        select(
            Alert.id,
            Alert.made,
            Alert.call,
            Alert.staff_id,
            Alert.worry_id,
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
        .order_by(Alert.again, Alert.id)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    reads = row.box is not None and Role(row.role) in ENTITLED[Box(row.box)]
    errand = Errand(
        alert_id=row.id,
        made=row.made,
        call=Call(row.call),
        to=row.email,
        reads=reads,
        sees=reads or row.role == Role.HEAD_OF_SERVICE,
        due=row.due,
    )
    return Claim(errand, row.staff_id, row.worry_id, row.tries + 1)


def _is_free(now: datetime) -> ColumnElement[bool]:
    return and_(Alert.delivered.is_(None), Alert.again <= now, or_(Alert.claimed.is_(None), Alert.claimed <= now))


def _put_back(claim: Claim, now: datetime) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(claim.tries - 1, 10), LONGEST_PAUSE)
    with writing():
        db.session.execute(
            update(Alert)
            .where(Alert.id == claim.errand.alert_id, Alert.delivered.is_(None))
            .values(claimed=None, again=now + pause)
            .execution_options(synchronize_session=False)
        )
        db.session.commit()


def _mark_delivered(claim: Claim, now: datetime) -> None:
    with writing():
        marked = db.session.scalar(
            update(Alert)
            .where(Alert.id == claim.errand.alert_id, Alert.delivered.is_(None))
            .values(claimed=None, delivered=now)
            .returning(Alert.id)
        )
        if marked and claim.worry_id is not None:
            history.write(db.session, claim.worry_id, Step.ALERTED, claim.staff_id, now)
            note(db.session, Deed.WORRY_ALERTED, NOBODY, worry_id=claim.worry_id, to_the_day=True)
        db.session.commit()
