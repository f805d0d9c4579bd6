"""Fetching the next person: because nobody looked, because the time to decide has passed, or because thoughts wait.

A worry with a card fetches somebody as soon as it is raised. Those that strangers left without one, and that fetched
nobody because there were so many, speak through each other: one letter for all whose moment has come, at most one an
hour for each reason. So none waits unheard for longer than that, and nobody is buried under letters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from survey.alerts.fetching import Fetchable, fetch, fetchable
from survey.alerts.tables import Alert, Call
from survey.duty.calendar import Calendar, calendar
from survey.keys import boxes
from survey.keys.tables import Box, BoxKey
from survey.safeguarding.hiding import hidden_from_whom
from survey.safeguarding.tables import Worry
from survey.thoughts.tables import Stage, Thought

# How often a letter may speak for those that fetch nobody by themselves.
SPEAKS_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class Wanted:
    """People who have not been fetched for this reason yet and should be."""

    call: Call
    staff_ids: frozenset[int]
    worry_id: str | None = None


# What one letter may speak for: a box, a team it is hidden from, and the reason.
Kind = tuple[Box, int | None, Call]


@dataclass(frozen=True)
class Undecided:
    """A worry that nobody has decided about, and whom it has fetched, by reason.

    ``again``: those whose letter that it is late is of an earlier day, on a day on which messages are read.
    """

    id: str
    box: Box
    team: int | None
    hidden: frozenset[int]
    raised: datetime
    deputy_due: datetime
    head_due: datetime
    due: datetime
    is_seen: bool
    has_card: bool
    fetched: Mapping[Call, frozenset[int]]
    again: frozenset[int]

    @property
    def is_quiet(self) -> bool:
        """Whether it has fetched nobody by itself, as one of very many without a card."""
        return not self.has_card and not self.fetched.get(Call.RAISED)


@dataclass(frozen=True)
class Reason:
    """Why people are to be fetched, and since when."""

    call: Call
    since: datetime
    staff_ids: frozenset[int]


def escalate(session: Session, now: datetime) -> None:
    """Put the alerts that are due into the outbox. Doing so again changes nothing."""
    for each in calls_due(session, now):
        fetch(session, each.call, each.staff_ids, now, each.worry_id)


def calls_due(session: Session, now: datetime) -> list[Wanted]:
    """Who is to be fetched now and was not; reads only."""
    duty = calendar(session)

    @cache
    def those(box: Box, hidden: frozenset[int]) -> Fetchable:
        return fetchable(session, box, hidden, duty, now)

    wanted = [*_for_thoughts(session, duty, now)]
    spoke = _last_letters(session)
    # Those that fetch by themselves first: their letters speak for the quiet ones, too.
    for worry in sorted(_undecided(session, duty, now), key=lambda worry: worry.is_quiet):
        for reason in _reasons(worry, those(worry.box, worry.hidden), now):
            again = worry.again if reason.call is Call.LATE else frozenset[int]()
            fresh = reason.staff_ids - (worry.fetched.get(reason.call, frozenset()) - again)
            kind = (worry.box, worry.team, reason.call)
            if not fresh or (worry.is_quiet and not _may_speak(reason, spoke.get(kind), duty, now)):
                continue
            if not worry.has_card:
                spoke[kind] = now
            wanted.append(Wanted(reason.call, fresh, worry.id))
    return wanted


def _reasons(worry: Undecided, those: Fetchable, now: datetime) -> Iterator[Reason]:
    fetched = frozenset[int]().union(*worry.fetched.values()) & those.able
    if not fetched:
        # It is quiet; or nobody was there when it was raised, or whoever was fetched is no longer one who may know.
        if not (worry.is_quiet and worry.is_seen):
            yield Reason(Call.RAISED, worry.raised, those.first)
        fetched = those.first
    if now > worry.due:
        yield Reason(Call.LATE, worry.due, fetched | those.beyond)
    if worry.is_seen or now < worry.deputy_due:
        return
    others = next(filter(None, (group - fetched for group in those.readers)), frozenset[int]())
    yield Reason(Call.DEPUTY, worry.deputy_due, others)
    is_nobody_left = not others and not worry.fetched.get(Call.DEPUTY, frozenset()) & those.able
    if now >= worry.head_due or is_nobody_left:
        yield Reason(Call.HEAD, worry.head_due if now >= worry.head_due else worry.deputy_due, those.beyond)


def _may_speak(reason: Reason, last: datetime | None, duty: Calendar, now: datetime) -> bool:
    """Whether one that is quiet fetches people: the last letter of its kind came too early to speak for it.

    That some are late is said once a day for all of them.
    """
    if last is None:
        return True
    if reason.call is Call.LATE:
        return last < _midnight(duty, now)
    return reason.since > last and now - last >= SPEAKS_EVERY


def _last_letters(session: Session) -> dict[Kind, datetime]:
    """When a worry without a card last fetched somebody, other than by being raised."""
    rows = session.execute(
        select(BoxKey.box, Worry.hidden_from, Alert.call, func.max(Alert.made).label("made"))
        .join(Worry, Worry.id == Alert.worry_id)
        .join(BoxKey, BoxKey.id == Worry.box_key_id)
        .where(~Worry.has_card, Alert.made > Worry.raised)
        .group_by(BoxKey.box, Worry.hidden_from, Alert.call)
    )
    return {(Box(row.box), row.hidden_from, Call(row.call)): row.made for row in rows}


def _for_thoughts(session: Session, duty: Calendar, now: datetime) -> Iterator[Wanted]:
    """Those who read first, once a day while thoughts wait for them, and only while messages are read."""
    waits = select(Thought.id).where(Thought.stage == Stage.WAITING).limit(1)
    if not duty.is_open(now) or session.scalar(waits) is None:
        return
    told = select(Alert.staff_id).where(Alert.call == Call.THOUGHTS, Alert.made >= _midnight(duty, now))
    fresh = boxes.holders(session, Box.SAFEGUARDING) - set(session.scalars(told))
    there = frozenset(person for person in fresh if not duty.is_away(person, now.astimezone(duty.zone).date()))
    if there:
        yield Wanted(Call.THOUGHTS, there)


def _undecided(session: Session, duty: Calendar, now: datetime) -> Iterator[Undecided]:
    """Every worry that nobody has decided about, the oldest first."""
    fetched: dict[str, dict[Call, frozenset[int]]] = defaultdict(dict)
    again: dict[str, frozenset[int]] = defaultdict(frozenset)
    alerts = (
        select(Worry.id, Alert.call, Alert.staff_id, Alert.made, Alert.delivered)
        .join(Alert, Alert.worry_id == Worry.id)
        .where(Worry.decided.is_(None))
    )
    is_open, midnight = duty.is_open(now), _midnight(duty, now)
    for worry_id, call, staff_id, made, delivered in session.execute(alerts):
        there = fetched[worry_id]
        there[Call(call)] = there.get(Call(call), frozenset()) | {staff_id}
        if call == Call.LATE and delivered and made < midnight and is_open:
            again[worry_id] |= {staff_id}
    hidden = hidden_from_whom(session)
    rows = session.execute(
        select(Worry, BoxKey.box)
        .join(BoxKey, BoxKey.id == Worry.box_key_id)
        .where(Worry.decided.is_(None))
        .options(defer(Worry.sealed))
        .order_by(Worry.raised, Worry.id)
    )
    for worry, box in rows:
        yield Undecided(
            id=worry.id,
            box=Box(box),
            team=worry.hidden_from,
            hidden=hidden.get(worry.id, frozenset()),
            raised=worry.raised,
            deputy_due=worry.deputy_due,
            head_due=worry.head_due,
            due=worry.due,
            is_seen=worry.seen is not None,
            has_card=worry.has_card,
            fetched=fetched[worry.id],
            again=again[worry.id],
        )


def _midnight(duty: Calendar, now: datetime) -> datetime:
    """When the council's day began."""
    return datetime.combine(now.astimezone(duty.zone).date(), time(), duty.zone).astimezone(UTC)
