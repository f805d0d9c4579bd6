"""Worries: a child asked for somebody. What they said is sealed; that they asked must never be lost.

Who may know that a worry exists is decided here, once, for every page: by the box it lies in and those it is hidden
from. What is not found is refused; nothing is ever shown because a rule was missing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Result, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from survey.alerts import fetching
from survey.alerts.tables import Alert, Call
from survey.duty.calendar import calendar
from survey.keys import boxes
from survey.keys.boxes import ENTITLED, Sealed
from survey.keys.own import OpenKey
from survey.keys.tables import Box, BoxKey
from survey.models import Role, Staff
from survey.safeguarding import hiding
from survey.safeguarding.deadlines import deadlines
from survey.safeguarding.history import write
from survey.safeguarding.tables import Door, Step, Worry, WorryStep
from survey.staff.sessions import SignedIn
from survey.staff.trail.entries import NOBODY, Deed, note

LONGEST = 2000
# Anybody on the internet can call for help, and must be heard. But a stranger must not be able to bury the lead under
# letters: beyond so many in an hour without a card, a worry waits on the page like any other and fetches nobody itself.
MOST_WITHOUT_CARD = 20


class TellingIncomplete(ValueError):
    """Neither a name nor somebody who knows who it is: nobody could come."""


@dataclass(frozen=True)
class Telling:
    """What a child said. ``worker`` is who gave them the card or tablet, where that is known."""

    door: Door
    name: str
    asks_worker: bool
    worker: str
    when: str
    words: str
    about_adult: bool
    language: str

    def __post_init__(self) -> None:
        if not self.name.strip() and not (self.asks_worker and self.worker.strip()):
            raise TellingIncomplete

    @property
    def box(self) -> Box:
        if self.about_adult and self.door is Door.TALK:
            return Box.ALLEGATIONS
        return Box.ADVOCACY if self.door is Door.ADVOCATE else Box.SAFEGUARDING


@dataclass(frozen=True)
class Line:
    """A worry without its words: since when it waits, and who was fetched and has read it since it came to this box."""

    id: str
    door: Door
    box: Box
    raised: datetime
    due: datetime
    is_late: bool
    has_card: bool
    called: tuple[str, ...]
    seen_by: tuple[str, ...]
    decided: datetime | None
    closed: datetime | None


def raise_worry(
    session: Session, telling: Telling, worry_id: str, has_card: bool, giver: int | None, now: datetime
) -> bool:
    """Keep a worry and put the alerts it needs on their way, all in one transaction. False where it was kept before.

    ``worry_id`` is of this call alone: see ``retries.id_of``. ``giver`` is who gave the child the card: a worry about
    an adult is hidden from that person and their team, since it may be about them; but never from everybody who could
    read it. Raises ``BoxMissing`` where this was never set up.
    """
    if session.get(Worry, worry_id) is not None:
        return False
    box = telling.box
    team, hidden = hiding.beside(session, giver) if telling.about_adult and giver is not None else (None, frozenset())
    if boxes.holders(session, box) and not readers_of(session, box, hidden):
        # Those whose work it is to hear of adults are all on that team. A child whom they hear is heard.
        team, hidden = None, hidden - boxes.holders(session, box)
    words = json.dumps(asdict(telling), ensure_ascii=False).encode()
    kept = boxes.put_in(session, box, worry_id, words)
    worked = calendar(session)
    session.add(
        Worry(
            id=worry_id,
            door=telling.door,
            box_key_id=kept.box_key_id,
            raised=now,
            has_card=has_card,
            hidden_from=team,
            sealed=kept.sealed,
            **asdict(deadlines(worked, now)),
        )
    )
    session.flush()
    hiding.hide(session, worry_id, hidden)
    write(session, worry_id, Step.RAISED, None, now)
    if has_card or _without_card(session, now) <= MOST_WITHOUT_CARD:
        called = fetching.first_called(session, box, hidden, worked, now)
        fetching.fetch(session, Call.RAISED, called, now, worry_id)
    note(session, Deed.WORRY_RAISED, NOBODY, worry_id=worry_id, to_the_day=True)
    return True


def waiting(session: Session, reader: SignedIn, now: datetime) -> list[Line]:
    """Every worry not closed that the reader may know of: with a card first, of these the late ones, then the oldest.

    Anybody on the internet can send many without a card: they must not stand before a child's.
    """
    lines = _lines(session, and_(_may_know(reader), Worry.closed.is_(None)), now)
    return sorted(lines, key=lambda line: (not line.has_card, not line.is_late, line.decided is not None, line.raised))


def ended(session: Session, reader: SignedIn, now: datetime) -> list[Line]:
    """Every closed worry that the reader may know of, the newest first."""
    lines = _lines(session, and_(_may_know(reader), Worry.closed.is_not(None)), now)
    return sorted(lines, key=lambda line: line.closed or now, reverse=True)


def waiting_count(session: Session, reader: SignedIn) -> int:
    """How many worries nobody has decided about yet, of those the reader may know of."""
    found = select(func.count()).select_from(Worry).where(_may_know(reader), Worry.decided.is_(None))
    return session.scalar(found) or 0


def unsent(session: Session, reader: SignedIn, now: datetime, after: timedelta = fetching.SOON) -> int:
    """How many letters have not arrived ``after`` so long, of those the reader may know of: it gives none away."""
    known = or_(Alert.worry_id.is_(None), Alert.worry_id.in_(select(Worry.id).where(_may_know(reader))))
    found = (
        select(func.count())
        .select_from(Alert)
        .join(Staff, Staff.id == Alert.staff_id)
        .where(known, Alert.delivered.is_(None), Alert.made < now - after, Staff.active)
    )
    return session.scalar(found) or 0


def readable(session: Session, reader: SignedIn) -> Sequence[Worry]:
    """Every worry that ``find`` gives this person, the oldest first."""
    if reader.role is Role.HEAD_OF_SERVICE:
        return []
    return session.scalars(select(Worry).where(_may_know(reader)).order_by(Worry.raised)).all()


def find(session: Session, worry_id: str, reader: SignedIn) -> Worry | None:
    """The worry, for somebody who may read it with their key. None also where they must not know that it is there."""
    if reader.role is Role.HEAD_OF_SERVICE:
        return None
    return session.scalar(select(Worry).where(Worry.id == worry_id, _may_know(reader)))


def line(session: Session, worry: Worry, now: datetime) -> Line:
    [found] = _lines(session, Worry.id == worry.id, now)
    return found


def read(session: Session, worry: Worry, key: OpenKey) -> Telling:
    """What the child said; raises ``NotAHolder`` and ``SealBroken``."""
    said = json.loads(boxes.take_out(session, Sealed(worry.box_key_id, worry.sealed), worry.id, key))
    return Telling(**(said | {"door": Door(said["door"])}))


def has_seen(session: Session, worry: Worry, staff_id: int) -> bool:
    """Whether this person has read it since it came to the box where it lies now."""
    seen = select(WorryStep.number).where(
        WorryStep.worry_id == worry.id,
        WorryStep.step == Step.SEEN,
        WorryStep.staff_id == staff_id,
        WorryStep.number > _came_at(worry.id).scalar_subquery(),
    )
    return session.scalar(seen.limit(1)) is not None


def readers_of(session: Session, box: Box, hidden: frozenset[int]) -> frozenset[int]:
    """Those who hold a box's key and are none of those that something is hidden from."""
    return boxes.holders(session, box) - hidden


def box_of(session: Session, worry: Worry) -> Box:
    return Box(session.get_one(BoxKey, worry.box_key_id).box)


def _may_know(reader: SignedIn) -> ColumnElement[bool]:
    """Which worries this person may know of. Everybody else's condition is never true."""
    mine = [box for box in (Box.SAFEGUARDING, Box.ALLEGATIONS, Box.ADVOCACY) if reader.role in ENTITLED[box]]
    if reader.role is Role.HEAD_OF_SERVICE:
        # Sees that worries wait and since when, so as to fetch somebody; `find` gives them none to read.
        mine = [Box.SAFEGUARDING, Box.ALLEGATIONS, Box.ADVOCACY]
    is_mine = Worry.box_key_id.in_(select(BoxKey.id).where(BoxKey.box.in_(mine)))
    return and_(is_mine, hiding.is_not_hidden_from(reader))


def _lines(session: Session, wanted: ColumnElement[bool], now: datetime) -> list[Line]:
    found = session.execute(
        select(Worry, BoxKey.box).join(BoxKey, BoxKey.id == Worry.box_key_id).where(wanted).order_by(Worry.raised)
    ).all()
    seen = session.execute(
        select(WorryStep.worry_id, Staff.name)
        .join(Staff, WorryStep.staff_id == Staff.id)
        .join(Worry, Worry.id == WorryStep.worry_id)
        .where(wanted, WorryStep.step == Step.SEEN, WorryStep.number > _came_at(Worry.id).scalar_subquery())
        .order_by(WorryStep.number)
    )
    called = session.execute(
        select(Alert.worry_id, Staff.name)
        .join(Staff, Alert.staff_id == Staff.id)
        .join(Worry, Worry.id == Alert.worry_id)
        .where(wanted)
        .order_by(Alert.id)
    )
    seen_by, called_for = _names(seen), _names(called)
    return [
        Line(
            id=worry.id,
            door=Door(worry.door),
            box=Box(box),
            raised=worry.raised,
            due=worry.due,
            is_late=worry.decided is None and now > worry.due,
            has_card=worry.has_card,
            called=called_for.get(worry.id, ()),
            seen_by=seen_by.get(worry.id, ()),
            decided=worry.decided,
            closed=worry.closed,
        )
        for worry, box in found
    ]


def _names(rows: Result[Any, Any]) -> dict[str, tuple[str, ...]]:
    """Names by worry, each once, in the order of the rows."""
    named: dict[str, tuple[str, ...]] = {}
    for worry_id, name in rows:
        if name not in named.get(worry_id, ()):
            named[worry_id] = (*named.get(worry_id, ()), name)
    return named


def _came_at(worry_id: str | InstrumentedAttribute[str]) -> Select[Any]:
    """The number of the step with which a worry came to the box where it lies now; 0 where it was never passed on."""
    passed = aliased(WorryStep)
    latest = func.coalesce(func.max(passed.number), 0)
    return select(latest).where(passed.worry_id == worry_id, passed.step == Step.PASSED)


def _without_card(session: Session, now: datetime) -> int:
    lately = select(func.count()).select_from(Worry).where(~Worry.has_card, Worry.raised > now - timedelta(hours=1))
    return session.scalar(lately) or 0


def earliest_due(lines: Sequence[Line]) -> datetime | None:
    """By when the next decision is due, of those that wait."""
    return min((line.due for line in lines if line.decided is None), default=None)
