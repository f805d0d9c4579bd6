"""What leaves: finding somebody's worries for them, handing one out with its history, and erasing it.

Finding opens what the reader holds, in memory, and keeps nothing of it. Nobody erases alone what nobody else has read:
not before a month has passed, in which a colleague or the child may ask for it; and the head of service hears of it.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from survey.alerts import fetching
from survey.alerts.tables import Alert, Call
from survey.clock import local
from survey.keys.boxes import NotAHolder
from survey.keys.own import OpenKey
from survey.keys.sealing import SealBroken
from survey.models import Role, Staff
from survey.safeguarding import history, worries
from survey.safeguarding.hiding import hidden_people
from survey.safeguarding.tables import Step, Worry, WorryHidden, WorryStep
from survey.safeguarding.worries import Line, Telling
from survey.staff.sessions import SignedIn
from survey.staff.trail.entries import Deed, note

FORMAT = 1
# How long a worry that only one person ever read lies closed before that person may erase it.
ALONE_AFTER = timedelta(days=28)
# Steps whose words are a JSON object: a decision or an answer, and words.
IN_PARTS = (Step.DECIDED, Step.CLOSED)


class StillOpen(RuntimeError):
    """Somebody is still at work on it: it is closed first, and erased then."""


class ReadByNobodyElse(RuntimeError):
    """Nobody but whoever wants to erase it ever read it, and it has not been closed for long."""


class Reason(StrEnum):
    """Why a worry was erased. Each is a deed of its own, since the trail takes no words."""

    KEPT_LONG_ENOUGH = "kept-long-enough"
    REQUEST = "request"
    MISTAKE = "mistake"

    @property
    def deed(self) -> Deed:
        return {
            Reason.KEPT_LONG_ENOUGH: Deed.WORRY_ERASED,
            Reason.REQUEST: Deed.ERASED_ON_REQUEST,
            Reason.MISTAKE: Deed.ERASED_AS_MISTAKE,
        }[self]


@dataclass(frozen=True)
class Found:
    """Worries in which somebody is named; and how many the reader's key does not open."""

    lines: Sequence[Line]
    shut: int


def find_by_name(session: Session, reader: SignedIn, key: OpenKey, name: str, now: datetime) -> Found:
    """The worries that name this child, or this worker; capitals and accents make no odds.

    What the children wrote is not looked through: somebody who asks what is kept about them is found by their name, and
    whoever is only curious must not fish for words. What was looked for is kept nowhere.
    """
    wanted = _plain(name)
    lines, shut = [], 0
    for worry in worries.readable(session, reader):
        try:
            telling = worries.read(session, worry, key)
        except (NotAHolder, SealBroken):
            shut += 1
            continue
        if wanted in _plain(telling.name) or wanted in _plain(telling.worker):
            lines.append(worries.line(session, worry, now))
    return Found(lines, shut)


def hand_out(session: Session, worry: Worry, by: SignedIn, key: OpenKey, now: datetime) -> dict[str, Any]:
    """All that is kept of a worry, for whoever may ask for it. Raises ``NotAHolder`` and ``SealBroken``."""
    telling: Telling = worries.read(session, worry, key)
    line = worries.line(session, worry, now)
    handed = {
        "format": FORMAT,
        "handed_out": _written(now),
        "worry": {
            "id": worry.id,
            "asked": _written(worry.raised),
            "decide_by": _written(worry.due),
            "decided": _written(worry.decided),
            "closed": _written(worry.closed),
            "came_with_a_card": worry.has_card,
            "fetched": list(line.called),
        },
        "what_the_child_said": asdict(telling),
        "history": [
            {
                "moment": _written(entry.moment),
                "step": str(entry.step),
                "who": entry.who,
                **({"words": _parts(entry)} if entry.has_words else {}),
            }
            for entry in history.entries(session, worry.id, key)
        ],
    }
    note(session, Deed.WORRY_EXPORTED, by, worry_id=worry.id)
    return handed


def erase(session: Session, worry: Worry, by: SignedIn, reason: Reason, now: datetime) -> None:
    """Remove a closed worry, its history and its alerts; that it was erased stays in the trail, and the head is told.

    Raises ``StillOpen`` and ``ReadByNobodyElse``. The bytes go when the database's files are written anew, after the
    commit.
    """
    if worry.closed is None:
        raise StillOpen
    if now < worry.closed + ALONE_AFTER and not _is_read_by_others(session, worry, by):
        raise ReadByNobodyElse
    told = _heads_who_know(session, worry)
    worry_id = worry.id
    session.expunge(worry)
    for column in (Alert.worry_id, WorryHidden.worry_id, WorryStep.worry_id, Worry.id):
        of_it = delete(column.class_).where(column == worry_id)
        session.execute(of_it.execution_options(synchronize_session=False))
    fetching.fetch(session, Call.ERASED, told, now)
    note(session, reason.deed, by, worry_id=worry_id)


def _is_read_by_others(session: Session, worry: Worry, by: SignedIn) -> bool:
    read = select(WorryStep.number).where(
        WorryStep.worry_id == worry.id, WorryStep.step == Step.SEEN, WorryStep.staff_id != by.id
    )
    return session.scalar(read.limit(1)) is not None


def _heads_who_know(session: Session, worry: Worry) -> frozenset[int]:
    """The heads of service in whose list it stands: not those whom it is hidden from."""
    heads = session.scalars(select(Staff.id).where(Staff.active, Staff.role == Role.HEAD_OF_SERVICE))
    return frozenset(heads) - hidden_people(session, worry)


def _parts(entry: history.Entry) -> Any:
    """The words of a step; None where another box's holders wrote them."""
    return json.loads(entry.words) if entry.words and entry.step in IN_PARTS else entry.words


def _written(moment: datetime | None) -> str | None:
    return local(moment).isoformat(timespec="minutes") if moment else None


def _plain(words: str) -> str:
    """Without capitals, accents and doubled spaces."""
    letters = unicodedata.normalize("NFKD", words.casefold())
    return " ".join("".join(sign for sign in letters if not unicodedata.combining(sign)).split())
