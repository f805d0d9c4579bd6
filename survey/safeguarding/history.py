"""The history of a worry: every step, by whom and when, with what was written about it sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.keys import boxes
from survey.keys.boxes import NotAHolder, Sealed
from survey.keys.own import OpenKey
from survey.keys.tables import Box
from survey.models import Staff
from survey.safeguarding.tables import Step, WorryStep


@dataclass(frozen=True)
class Entry:
    """One step: when, what, who, and their words where the reader's key opens them.

    ``has_words`` says that there are some, though the reader may not be able to open them.
    """

    moment: datetime
    step: Step
    who: str | None
    words: str | None
    has_words: bool


def write(
    session: Session,
    worry_id: str,
    step: Step,
    staff_id: int | None,
    now: datetime,
    words: str = "",
    box: Box | None = None,
) -> None:
    """Add a step; ``words`` are sealed into ``box``. Steps are not changed, and go only with the worry itself."""
    number = (session.scalar(select(func.max(WorryStep.number)).where(WorryStep.worry_id == worry_id)) or 0) + 1
    kept = boxes.put_in(session, box, f"{worry_id}/{number}", words.encode()) if box and words else None
    session.add(
        WorryStep(
            worry_id=worry_id,
            number=number,
            step=step,
            moment=now,
            staff_id=staff_id,
            box_key_id=kept.box_key_id if kept else None,
            sealed=kept.sealed if kept else None,
        )
    )
    session.flush()


def entries(session: Session, worry_id: str, key: OpenKey | None) -> list[Entry]:
    """Every step, the oldest first. Words are None without a key, and where another box's holders wrote them."""
    rows = session.execute(
        select(WorryStep, Staff.name)
        .outerjoin(Staff, Staff.id == WorryStep.staff_id)
        .where(WorryStep.worry_id == worry_id)
        .order_by(WorryStep.number)
    )
    return [
        Entry(step.moment, Step(step.step), name, _words(session, step, key), step.sealed is not None)
        for step, name in rows
    ]


def _words(session: Session, step: WorryStep, key: OpenKey | None) -> str | None:
    if key is None or step.sealed is None or step.box_key_id is None:
        return None
    try:
        kept = Sealed(step.box_key_id, step.sealed)
        return boxes.take_out(session, kept, f"{step.worry_id}/{step.number}", key).decode()
    except NotAHolder:
        return None
