"""A round's calendar: planned, open, grace for late tablets, ready to be released once, released."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from survey.models import Mark, Round, SetAside, Sitting


class Stage(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    GRACE = "grace"
    READY = "ready"
    RELEASED = "released"

    @property
    def begins_sittings(self) -> bool:
        return self is Stage.OPEN

    @property
    def takes_answers(self) -> bool:
        """In grace, tablets that had no signal may still deliver what was answered in time."""
        return self in (Stage.OPEN, Stage.GRACE)


class Dates(Protocol):
    """A round, or a row with a round's dates."""

    @property
    def opens(self) -> date: ...
    @property
    def closes(self) -> date: ...
    @property
    def grace_days(self) -> int: ...
    @property
    def released(self) -> date | None: ...


def stage_of(asked: Dates | Row[Any], day: date) -> Stage:
    if asked.released is not None:
        return Stage.RELEASED
    if day < asked.opens:
        return Stage.PLANNED
    if day <= asked.closes:
        return Stage.OPEN
    return Stage.GRACE if day <= grace_ends(asked) else Stage.READY


def grace_ends(asked: Dates | Row[Any]) -> date:
    """The last day on which a late tablet's answers still count."""
    closes: date = asked.closes
    return closes + timedelta(days=asked.grace_days)


def all_rounds(session: Session) -> Sequence[Round]:
    """Every round, the newest first."""
    return session.scalars(select(Round).order_by(Round.opens.desc())).all()


def finished_before_week(session: Session, round_id: str, week: int) -> dict[str, int]:
    """How many sittings were finished before ``week`` in each setting: what may be shown while the round is open."""
    rows = session.execute(
        select(Sitting.setting, func.count())
        .where(Sitting.round_id == round_id, Sitting.mark == Mark.FINISHED, Sitting.week < week)
        .group_by(Sitting.setting)
    )
    return {row[0]: row[1] for row in rows}


def unfinished(session: Session, round_id: str) -> int:
    """How many sittings were begun and neither finished nor thrown away."""
    return session.scalar(select(func.count()).where(Sitting.round_id == round_id, Sitting.mark == Mark.OPEN)) or 0


def set_aside(session: Session, round_id: str) -> dict[str, int]:
    """How many deliveries were set aside, by reason. Those on unknown cards belong to no round and are not here."""
    rows = session.execute(
        select(SetAside.reason, func.count()).where(SetAside.round_id == round_id).group_by(SetAside.reason)
    )
    return {row[0]: row[1] for row in rows}
