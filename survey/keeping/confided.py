"""Which of what children confided has been kept long enough, and of the letters and keys that belong to it.

The rows of each condition are all there is to it, whatever went before: a trial counts what a purge would remove.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from survey import clock
from survey.alerts.tables import Alert, Call
from survey.database import Base
from survey.duty.tables import Absence, ClosedDay
from survey.keys.tables import BoxKey, Holding, OwnKey
from survey.models import Staff
from survey.safeguarding.tables import Worry, WorryHidden, WorryStep
from survey.thoughts.tables import NameList, Quote, Sort, Stage, Thought, ThoughtTheme

Condition = ColumnElement[bool]
Row = tuple[str, type[Base], Condition]


def rows(periods: Mapping[str, timedelta], now: datetime) -> Iterator[Row]:
    """Kind, table and condition of everything that goes, what belongs to a row before the row."""
    # "Is not null" first: without it, an open worry would be neither over nor not over.
    worries = and_(Worry.closed.is_not(None), Worry.closed <= now - periods["worries"])
    yield from _worries(worries)
    yield "alerts", Alert, _alerts(worries, now - periods["alerts"])
    thoughts = and_(_is_old(periods, now), ~_waits_for_somebody())
    yield from _thoughts(thoughts)
    past = clock.local(now).date() - periods["absences"]
    yield "absences", Absence, Absence.last < past
    yield "absences", ClosedDay, ClosedDay.day < past
    switched_off = select(Staff.id).where(~Staff.active)
    yield "own-keys", Holding, Holding.staff_id.in_(switched_off)
    yield "own-keys", OwnKey, OwnKey.staff_id.in_(switched_off)
    empty = and_(BoxKey.retired.is_not(None), *(~each for each in _is_sealed_to(worries, thoughts)))
    held = and_(Holding.box_key_id.in_(select(BoxKey.id).where(empty)), Holding.staff_id.not_in(switched_off))
    yield "box-keys", Holding, held
    yield "box-keys", BoxKey, empty


def kept_waiting(session: Session, periods: Mapping[str, timedelta], now: datetime) -> int:
    """How many thoughts are older than their time and stay, since nobody has read them, or done what they ask for."""
    found = select(func.count()).select_from(Thought).where(_is_old(periods, now), _waits_for_somebody())
    return session.scalar(found) or 0


def _worries(due: Condition) -> Iterator[Row]:
    ids = select(Worry.id).where(due)
    yield "worries", Alert, and_(Alert.worry_id.is_not(None), Alert.worry_id.in_(ids))
    yield "worries", WorryStep, WorryStep.worry_id.in_(ids)
    yield "worries", WorryHidden, WorryHidden.worry_id.in_(ids)
    yield "worries", Worry, due


def _alerts(worries: Condition, before: datetime) -> Condition:
    """Delivered letters that nothing depends on any more.

    While a worry is open, its letters say who need not be fetched again. Of the tests, the newest that reached somebody
    says that letters do reach them: without it, no child would be promised anybody.
    """
    ended = select(Worry.id).where(Worry.closed.is_not(None), ~worries)
    newer = aliased(Alert)
    has_newer = (
        select(newer.id)
        .where(
            newer.call == Call.TEST,
            newer.staff_id == Alert.staff_id,
            newer.delivered.is_not(None),
            newer.id > Alert.id,
        )
        .correlate(Alert)
        .exists()
    )
    tests = and_(Alert.call == Call.TEST, or_(has_newer, Alert.staff_id.in_(select(Staff.id).where(~Staff.active))))
    others = and_(Alert.call != Call.TEST, or_(Alert.worry_id.is_(None), Alert.worry_id.in_(ended)))
    return and_(Alert.delivered.is_not(None), Alert.delivered <= before, or_(tests, others))


def _thoughts(due: Condition) -> Iterator[Row]:
    ids = select(Thought.id).where(due)
    yield "thoughts", ThoughtTheme, ThoughtTheme.thought_id.in_(ids)
    yield "thoughts", Quote, Quote.thought_id.in_(ids)
    yield "thoughts", Thought, due


def _is_old(periods: Mapping[str, timedelta], now: datetime) -> Condition:
    # A thought has a week and no day: its time runs from that week's end.
    return Thought.week < clock.week_of(clock.local(now).date() - periods["thoughts"])


def _waits_for_somebody() -> Condition:
    is_complaint = and_(Thought.sort.is_not(None), Thought.sort == Sort.COMPLAINT)
    return or_(Thought.stage == Stage.WAITING, and_(is_complaint, Thought.finished.is_(None)))


def _is_sealed_to(worries: Condition, thoughts: Condition) -> Iterator[Condition]:
    """Of each kind of sealed words that stays: whether some are under a box's key."""
    yield BoxKey.id.in_(select(Worry.box_key_id).where(~worries))
    steps = select(WorryStep.box_key_id).join(Worry).where(~worries, WorryStep.box_key_id.is_not(None))
    yield BoxKey.id.in_(steps)
    yield BoxKey.id.in_(select(Thought.box_key_id).where(~thoughts))
    quotes = select(Quote.box_key_id).join(Thought).where(~thoughts, Quote.box_key_id.is_not(None))
    yield BoxKey.id.in_(quotes)
    yield BoxKey.id.in_(select(NameList.box_key_id))
