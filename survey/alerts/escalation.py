"""Fetching the next person: because nobody looked, because the time to decide has passed, or because thoughts wait.

A worry with a card fetches somebody as soon as it is raised. Of those that strangers left without one, and that
fetched nobody because there were so many, the oldest speaks for all of the same kind: none is forgotten, and nobody is
buried under letters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.alerts.fetching import Fetchable, fetch, fetchable
from survey.alerts.tables import Alert, Call
from survey.duty.calendar import Calendar, calendar
from survey.keys import boxes
from survey.keys.tables import Box, BoxKey
from survey.safeguarding.tables import Step, Worry, WorryStep
from survey.thoughts.tables import Stage, Thought

# How long, in working time, something may lie unseen before others are fetched.
NEXT_READER_AFTER = timedelta(hours=1)
HEAD_AFTER = timedelta(hours=2)


@dataclass(frozen=True)
class Wanted:
    """People who have not been fetched for this reason yet and should be."""

    call: Call
    staff_ids: frozenset[int]
    worry_id: str | None = None


@dataclass(frozen=True)
class Undecided:
    """A worry that nobody has decided about, and whom it has fetched, by reason; ``since`` it lies in its box."""

    id: str
    box: Box
    hidden_from: int | None
    since: datetime
    due: datetime
    is_seen: bool
    has_card: bool
    fetched: Mapping[Call, frozenset[int]]

    @property
    def is_quiet(self) -> bool:
        """Whether it has fetched nobody by itself, as one of very many without a card."""
        return not self.has_card and not self.fetched.get(Call.RAISED)


def escalate(session: Session, now: datetime) -> None:
    """Put the alerts that are due into the outbox. Doing so again changes nothing."""
    for each in calls_due(session, now):
        fetch(session, each.call, each.staff_ids, now, each.worry_id)


def calls_due(session: Session, now: datetime) -> list[Wanted]:
    """Who is to be fetched now and was not; reads only."""
    duty = calendar(session)

    @cache
    def those(box: Box, hidden_from: int | None) -> Fetchable:
        return fetchable(session, box, hidden_from, duty, now)

    wanted = [*_for_thoughts(session, duty, now)]
    quiet = set[tuple[Box, int | None]]()
    for worry in _undecided(session):
        kind = (worry.box, worry.hidden_from)
        if worry.is_quiet and kind in quiet:
            continue
        if worry.is_quiet:
            quiet.add(kind)
        for call, staff_ids in _for_worry(worry, those(*kind), duty, now):
            fresh = staff_ids - worry.fetched.get(call, frozenset())
            if fresh:
                wanted.append(Wanted(call, fresh, worry.id))
    return wanted


def _for_worry(
    worry: Undecided, those: Fetchable, duty: Calendar, now: datetime
) -> Iterator[tuple[Call, frozenset[int]]]:
    fetched = frozenset[int]().union(*worry.fetched.values()) & those.able
    if not fetched and not worry.is_quiet:
        # Nobody was there when it was raised, or whoever was fetched is no longer one who may know.
        yield Call.RAISED, those.first
    if now > worry.due:
        yield Call.LATE, fetched | those.beyond
    unseen = timedelta() if worry.is_seen else duty.working_time(worry.since, now)
    if unseen >= NEXT_READER_AFTER:
        others = next(filter(None, (group - fetched for group in those.readers)), frozenset[int]())
        yield Call.DEPUTY, others
        is_nobody_left = not others and not worry.fetched.get(Call.DEPUTY, frozenset()) & those.able
        if unseen >= HEAD_AFTER or is_nobody_left:
            yield Call.HEAD, those.beyond


def _for_thoughts(session: Session, duty: Calendar, now: datetime) -> Iterator[Wanted]:
    """Those who read first, once a day while thoughts wait for them, and only while messages are read."""
    waits = select(Thought.id).where(Thought.stage == Stage.WAITING).limit(1)
    if not duty.is_open(now) or session.scalar(waits) is None:
        return
    today = now.astimezone(duty.zone).date()
    midnight = datetime.combine(today, time(), duty.zone).astimezone(UTC)
    told = select(Alert.staff_id).where(Alert.call == Call.THOUGHTS, Alert.made >= midnight)
    fresh = boxes.holders(session, Box.SAFEGUARDING) - set(session.scalars(told))
    there = frozenset(person for person in fresh if not duty.is_away(person, today))
    if there:
        yield Wanted(Call.THOUGHTS, there)


def _undecided(session: Session) -> Iterator[Undecided]:
    """Every worry that nobody has decided about, the oldest first."""
    fetched: dict[str, dict[Call, frozenset[int]]] = defaultdict(dict)
    alerts = (
        select(Worry.id, Alert.call, Alert.staff_id)
        .join(Alert, Alert.worry_id == Worry.id)
        .where(Worry.decided.is_(None))
    )
    for worry_id, call, staff_id in session.execute(alerts):
        there = fetched[worry_id]
        there[Call(call)] = there.get(Call(call), frozenset()) | {staff_id}
    lies = (
        select(WorryStep.worry_id, func.max(WorryStep.moment).label("since"))
        .where(WorryStep.step.in_((Step.RAISED, Step.PASSED)))
        .group_by(WorryStep.worry_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Worry.id,
            Worry.hidden_from,
            Worry.raised,
            Worry.due,
            Worry.seen,
            Worry.has_card,
            BoxKey.box,
            lies.c.since,
        )
        .join(BoxKey, BoxKey.id == Worry.box_key_id)
        .outerjoin(lies, lies.c.worry_id == Worry.id)
        .where(Worry.decided.is_(None))
        .order_by(Worry.raised, Worry.id)
    )
    for row in rows:
        yield Undecided(
            id=row.id,
            box=Box(row.box),
            hidden_from=row.hidden_from,
            since=row.since or row.raised,
            due=row.due,
            is_seen=row.seen is not None,
            has_card=row.has_card,
            fetched=fetched[row.id],
        )
