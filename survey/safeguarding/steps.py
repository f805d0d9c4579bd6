"""What somebody does about a worry: decide, write down, pass on, hide, close. Each step stands in its history.

What is written about a child is sealed into the box where the worry lies at that time.
"""

from __future__ import annotations

import json
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, delete
from sqlalchemy.orm import Session

from survey.alerts import fetching
from survey.alerts.tables import Alert, Call
from survey.duty.calendar import Calendar, calendar
from survey.keys import boxes
from survey.keys.boxes import Sealed
from survey.keys.own import OpenKey
from survey.keys.tables import Box
from survey.safeguarding import hiding
from survey.safeguarding.deadlines import deadlines
from survey.safeguarding.history import write
from survey.safeguarding.tables import Step, Worry
from survey.safeguarding.worries import box_of, has_seen, readers_of
from survey.staff.sessions import SignedIn
from survey.staff.trail.entries import Deed, note


class TooEarly(RuntimeError):
    """A worry is closed only after somebody decided."""


class NobodyThere(LookupError):
    """Nobody could read it there: nobody holds that box, or only people from whose team it is hidden."""


class Decision(StrEnum):
    """What somebody decided to do about a worry."""

    TALK = "talk"
    WORKER = "worker"
    PROTECT = "protect"
    ADVOCATE = "advocate"
    ELSEWHERE = "elsewhere"
    NOTHING = "nothing"


class Told(StrEnum):
    """Whether the child knows what came of it."""

    YES = "yes"
    NO = "no"


def note_seen(session: Session, worry: Worry, by: SignedIn, now: datetime) -> None:
    """Somebody who can act has read it: nobody else need be fetched."""
    if not has_seen(session, worry, by.id):
        worry.seen = worry.seen or now
        write(session, worry.id, Step.SEEN, by.id, now)
        note(session, Deed.WORRY_SEEN, by, worry_id=worry.id)


def decide(session: Session, worry: Worry, by: SignedIn, decision: Decision, words: str, now: datetime) -> None:
    """Write down what will be done. A second decision stands beside the first; the time of the first counts."""
    worry.decided = worry.decided or now
    write(session, worry.id, Step.DECIDED, by.id, now, said(decision, words), box_of(session, worry))
    note(session, Deed.WORRY_DECIDED, by, worry_id=worry.id)


def add_note(session: Session, worry: Worry, by: SignedIn, words: str, now: datetime) -> None:
    write(session, worry.id, Step.NOTED, by.id, now, words, box_of(session, worry))
    note(session, Deed.WORRY_NOTED, by, worry_id=worry.id)


def pass_on(session: Session, worry: Worry, by: SignedIn, to: Box, key: OpenKey, now: datetime) -> None:
    """Seal a worry into another box, whose holders are fetched. Those of the box before no longer see it.

    The time to decide goes on running: passing on is not deciding. Where it was decided already, it waits anew: those
    who get it must look and decide. Raises ``NobodyThere`` where nobody could read it, and ``NotAHolder``.
    """
    hidden = hiding.hidden_people(session, worry)
    if not readers_of(session, to, hidden):
        raise NobodyThere(to)
    told = boxes.take_out(session, Sealed(worry.box_key_id, worry.sealed), worry.id, key)
    kept = boxes.put_in(session, to, worry.id, told)
    worry.box_key_id, worry.sealed, worry.seen = kept.box_key_id, kept.sealed, None
    duty = calendar(session)
    _wait_anew(worry, duty, now, with_decision=worry.decided is not None)
    write(session, worry.id, Step.PASSED, by.id, now)
    # Letters on their way to those who no longer see it would tell them that it is there. Whoever was fetched when it
    # lay here before is fetched again. That letters arrived stays in the history.
    _forget_alerts(session, Alert.worry_id == worry.id)
    called = fetching.first_called(session, to, hidden, duty, now)
    fetching.fetch(session, Call.RAISED, called, now, worry.id)
    note(session, Deed.WORRY_PASSED, by, worry_id=worry.id)


def hide_from(session: Session, worry: Worry, by: SignedIn, team_id: int | None) -> None:
    """Hide a worry from everybody of a team, whatever their role; not of one's own, or one would lose sight of it.

    Whom it was hidden from before it stays hidden from, too, wherever they move. Without a team it is hidden from
    nobody any more.
    """
    if team_id is not None and team_id == by.team_id:
        raise ValueError("a worry is not hidden from who is reading it")
    worry.hidden_from = team_id
    if team_id is None:
        hiding.show(session, worry.id)
    else:
        hiding.hide(session, worry.id, hiding.members(session, team_id))
        of_them = Alert.staff_id.in_(hiding.hidden_people(session, worry))
        _forget_alerts(session, and_(Alert.worry_id == worry.id, Alert.delivered.is_(None), of_them))
    note(session, Deed.WORRY_HIDDEN, by, worry_id=worry.id)


def close(session: Session, worry: Worry, by: SignedIn, words: str, now: datetime, told: Told = Told.YES) -> None:
    """What came of it and whether the child knows, and the end. Raises ``TooEarly`` before anything was decided."""
    if worry.decided is None:
        raise TooEarly
    worry.closed = now
    written = json.dumps({"told": told, "words": words}, ensure_ascii=False)
    write(session, worry.id, Step.CLOSED, by.id, now, written, box_of(session, worry))
    note(session, Deed.WORRY_CLOSED, by, worry_id=worry.id)


def reopen(session: Session, worry: Worry, by: SignedIn, now: datetime) -> None:
    """It waits for a decision again, with new time for it; what was decided before stays in its history."""
    worry.closed = None
    _wait_anew(worry, calendar(session), now, with_decision=True)
    # That it was late once must not keep anybody from hearing that it is late again.
    _forget_alerts(session, and_(Alert.worry_id == worry.id, Alert.call != Call.RAISED))
    write(session, worry.id, Step.REOPENED, by.id, now)
    note(session, Deed.WORRY_REOPENED, by, worry_id=worry.id)


def said(decision: Decision, words: str) -> str:
    """A decision and somebody's words about it, as they are sealed together."""
    return json.dumps({"decision": decision, "words": words}, ensure_ascii=False)


def _wait_anew(worry: Worry, duty: Calendar, now: datetime, with_decision: bool) -> None:
    """Let the time run from now, until others are fetched and, ``with_decision``, until somebody must decide."""
    fresh = deadlines(duty, now)
    worry.deputy_due, worry.head_due = fresh.deputy_due, fresh.head_due
    if with_decision:
        worry.decided, worry.due = None, fresh.due


def _forget_alerts(session: Session, condition: ColumnElement[bool]) -> None:
    session.flush()
    session.execute(delete(Alert).where(condition).execution_options(synchronize_session=False))
    session.expire_all()
