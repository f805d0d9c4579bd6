"""What leaves: finding somebody's worries for them, handing one out with its history, and erasing it.

Finding opens what the reader holds, in memory, and keeps nothing of it.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from survey.alerts.tables import Alert
from survey.clock import local
from survey.keys.boxes import NotAHolder
from survey.keys.own import OpenKey
from survey.keys.sealing import SealBroken
from survey.safeguarding import history, worries
from survey.safeguarding.tables import Step, Worry, WorryStep
from survey.safeguarding.worries import Line, Telling
from survey.staff.sessions import SignedIn
from survey.staff.trail.entries import Deed, note

FORMAT = 1
# Steps whose words are a JSON object: a decision or an answer, and words.
IN_PARTS = (Step.DECIDED, Step.CLOSED)


class StillOpen(RuntimeError):
    """Somebody is still at work on it: it is closed first, and erased then."""


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
    """The worries whose words, or what was written about them, hold this name; capitals and accents make no odds."""
    wanted = _plain(name)
    lines, shut = [], 0
    for worry in worries.readable(session, reader):
        try:
            telling = worries.read(session, worry, key)
        except (NotAHolder, SealBroken):
            shut += 1
            continue
        written = (entry.words or "" for entry in history.entries(session, worry.id, key))
        said = " ".join((telling.name, telling.worker, telling.when, telling.words, *written))
        if wanted in _plain(said):
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


def erase(session: Session, worry: Worry, by: SignedIn, reason: Reason) -> None:
    """Remove a closed worry, its history and its alerts; that it was erased stays in the trail. ``StillOpen``.

    The bytes go when the database's files are written anew, after the commit.
    """
    if worry.closed is None:
        raise StillOpen
    worry_id = worry.id
    session.expunge(worry)
    for table, column in ((Alert, Alert.worry_id), (WorryStep, WorryStep.worry_id), (Worry, Worry.id)):
        session.execute(delete(table).where(column == worry_id).execution_options(synchronize_session=False))
    note(session, reason.deed, by, worry_id=worry_id)


def _parts(entry: history.Entry) -> Any:
    """The words of a step; None where another box's holders wrote them."""
    return json.loads(entry.words) if entry.words and entry.step in IN_PARTS else entry.words


def _written(moment: datetime | None) -> str | None:
    return local(moment).isoformat(timespec="minutes") if moment else None


def _plain(words: str) -> str:
    """Without capitals, accents and doubled spaces."""
    letters = unicodedata.normalize("NFKD", words.casefold())
    return " ".join("".join(sign for sign in letters if not unicodedata.combining(sign)).split())
