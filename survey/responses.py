"""Receiving answers: the only writer of sittings and their parts.

Whatever way answers come (a page with scripts, a page without, a tablet that had no signal), they end in ``receive``.
It never commits; whoever calls it commits once and only then says thank you.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import partial
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from questions.answers import LARGEST, PartUnreadable, read_part, sitting_id
from questions.answers import Part as ReadPart
from survey import codes
from survey.clock import week_of
from survey.database import Desk
from survey.models import Mark, Part, Reason, Round, SetAside, Sitting
from survey.rounds.asking import as_asked
from survey.rounds.calendar import Stage, stage_of

# For each round, and for what belongs to none. Anybody at all can send what belongs to none: it must fill its own room
# and not that of a child who comes too late.
MOST_SET_ASIDE = 10_000

# A submission is five short statements in one transaction. They are built once: building them anew took longer than the
# disk did.
_A_SITTING = select(Sitting.mark, Sitting.round_id).where(Sitting.id == bindparam("sitting"))
_A_ROUND = select(
    *(Round.id, Round.question_set, Round.edition, Round.opens, Round.closes, Round.grace_days, Round.released)
).where(Round.id == bindparam("round_id"))
_A_PART = select(Part.digest).where(Part.sitting_id == bindparam("sitting"), Part.number == bindparam("number"))
_BEGIN = insert(Sitting)
_KEEP = insert(Part)
_CLOSE = update(Sitting).where(Sitting.id == bindparam("sitting"))
_THROW_AWAY = delete(Part).where(Part.sitting_id == bindparam("sitting"))
_SET_ASIDE = insert(SetAside)


class Receipt(Enum):
    """What became of a delivery."""

    KEPT = "kept"
    KEPT_BEFORE = "kept before"
    SET_ASIDE = "set aside"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Delivery:
    """What arrives: the sitting it says it is, a card, at most one part's document, at most one closing mark.

    ``part`` is None where only a mark is delivered. ``mark`` is ``FINISHED``, ``DISCARDED`` or None.
    """

    sitting: str
    code: str
    part: bytes | None
    mark: Mark | None


@dataclass(frozen=True)
class _Kept:
    """A sitting that is there: its mark, its round and its stage, and whether this very delivery began it."""

    mark: str
    stage: Stage
    asked: Row[*tuple[Any, ...]]
    is_new: bool = False

    def asks(self, read: ReadPart | None) -> bool:
        """Whether the part answers what the round asks, in the edition in which it asks it.

        What was answered to other questions could not be counted, and one such part would hold up a whole round.
        """
        own = self.asked.id if self.asked.edition is not None else None
        return read is None or (read.question_set.name == self.asked.question_set and read.question_set.round_id == own)


def receive(desk: Desk, delivery: Delivery, now: datetime) -> Receipt:
    """Keep a delivery once, however often it comes; set aside what cannot count.

    The sitting is looked up before the card: a retry of what was kept is answered as before although its card is spent.
    """
    try:
        sitting = str(sitting_id(delivery.sitting))
        read = _read(desk, delivery, sitting)
    except PartUnreadable:
        return _set_aside(desk, delivery, Reason.UNREADABLE, None)

    kept = _find(desk, sitting, now)
    if kept is None:
        if read is None:
            # Nothing was ever kept under this sitting: there is nothing to throw away, and nothing to finish.
            return Receipt.KEPT_BEFORE if delivery.mark is Mark.DISCARDED else Receipt.CONFLICT
        begun = _begin(desk, delivery, sitting, read, now)
        if isinstance(begun, Receipt):
            return begun
        kept = begun
    elif not kept.stage.takes_answers and not _is_kept(desk, delivery, sitting, read, kept):
        return _set_aside(desk, delivery, Reason.LATE, kept.asked.id)
    elif not kept.asks(read):
        return _set_aside(desk, delivery, Reason.UNREADABLE, kept.asked.id)

    receipt = Receipt.KEPT_BEFORE if read is None else _keep_part(desk, delivery, sitting, read, kept)
    if receipt is Receipt.CONFLICT:
        return receipt
    return _close(desk, delivery.mark, sitting, kept, receipt, now)


def _read(desk: Desk, delivery: Delivery, sitting: str) -> ReadPart | None:
    if delivery.part is None:
        return None
    try:
        document = delivery.part.decode("utf-8")
    except UnicodeDecodeError:
        raise PartUnreadable("the document is not UTF-8") from None
    read = read_part(document, partial(as_asked, desk))
    if str(read.sitting) != sitting:
        raise PartUnreadable("the document belongs to another sitting")
    return read


def _find(desk: Desk, sitting: str, now: datetime) -> _Kept | None:
    row = desk.execute(_A_SITTING, {"sitting": sitting}).one_or_none()
    if row is None:
        return None
    asked = desk.execute(_A_ROUND, {"round_id": row.round_id}).one()
    return _Kept(row.mark, stage_of(asked, now.date()), asked)


def _begin(desk: Desk, delivery: Delivery, sitting: str, read: ReadPart, now: datetime) -> _Kept | Receipt:
    """Begin a sitting by spending its card."""
    admission = codes.spend(desk, delivery.code, now)
    if admission is None:
        return _set_aside(desk, delivery, Reason.CODE, None)
    asked = desk.execute(_A_ROUND, {"round_id": admission.round_id}).one()
    stage = stage_of(asked, now.date())
    if not stage.takes_answers:
        return _set_aside(desk, delivery, Reason.LATE, asked.id)
    mark = delivery.mark or Mark.OPEN
    kept = _Kept(mark, stage, asked, is_new=True)
    if not kept.asks(read):
        return _set_aside(desk, delivery, Reason.UNREADABLE, asked.id)
    # A discarding delivery still begins its sitting: its part may yet arrive on a slower way and must find it closed.
    desk.execute(
        _BEGIN,
        {
            "id": sitting,
            "round_id": admission.round_id,
            "setting": admission.setting,
            "version": read.question_set.version.key,
            "week": _week(mark, stage, now),
            "mark": mark,
        },
    )
    return kept


def _week(mark: Mark, stage: Stage, now: datetime) -> int | None:
    """The week of finishing; no other sitting needs one.

    Were it that of beginning, a sitting begun last week and finished today would move a number that stands still all
    week, and a worker's visit could be seen in it.
    """
    return week_of(now.date()) if mark is Mark.FINISHED and stage is Stage.OPEN else None


def _digest(document: bytes) -> str:
    return hashlib.sha256(document).hexdigest()


def _digest_kept(desk: Desk, sitting: str, number: int) -> str | None:
    return desk.execute(_A_PART, {"sitting": sitting, "number": number}).scalar_one_or_none()


def _is_kept(desk: Desk, delivery: Delivery, sitting: str, read: ReadPart | None, kept: _Kept) -> bool:
    """Whether a delivery repeats what is already so; a late retry deserves the same thank-you as the first time."""
    part_is_kept = read is None or _digest_kept(desk, sitting, read.number) == _digest(delivery.part or b"")
    return part_is_kept and delivery.mark in (None, kept.mark)


def _keep_part(desk: Desk, delivery: Delivery, sitting: str, read: ReadPart, kept: _Kept) -> Receipt:
    assert delivery.part is not None
    digest = _digest(delivery.part)
    before = None if kept.is_new else _digest_kept(desk, sitting, read.number)
    if before is not None:
        return Receipt.KEPT_BEFORE if before == digest else Receipt.CONFLICT
    if delivery.mark is Mark.DISCARDED:
        return Receipt.KEPT if kept.is_new else Receipt.KEPT_BEFORE
    if kept.mark != Mark.OPEN and not kept.is_new:
        return Receipt.CONFLICT
    document = delivery.part.decode("utf-8")
    desk.execute(_KEEP, {"sitting_id": sitting, "number": read.number, "digest": digest, "document": document})
    return Receipt.KEPT


def _close(desk: Desk, mark: Mark | None, sitting: str, kept: _Kept, receipt: Receipt, now: datetime) -> Receipt:
    if mark is None or mark == kept.mark:
        return receipt
    if kept.mark != Mark.OPEN:
        return Receipt.CONFLICT
    if mark is Mark.DISCARDED:
        desk.execute(_THROW_AWAY, {"sitting": sitting})
    desk.execute(_CLOSE.values(mark=mark, week=_week(mark, kept.stage, now)), {"sitting": sitting})
    return Receipt.KEPT


def _set_aside(desk: Desk, delivery: Delivery, reason: Reason, round_id: str | None) -> Receipt:
    """Keep what cannot count, bounded in size and number, so that no tablet waits for ever and no disk fills."""
    document = delivery.part or b""
    digest = _digest(delivery.sitting.encode("utf-8", "replace") + b"\0" + document)
    is_there = desk.execute(select(SetAside.digest).where(SetAside.digest == digest)).first() is not None
    in_its_room = select(func.count()).select_from(SetAside).where(SetAside.round_id == round_id)
    if not is_there and desk.execute(in_its_room).scalar_one() < MOST_SET_ASIDE:
        row = {"digest": digest, "round_id": round_id, "reason": reason, "document": document[:LARGEST]}
        desk.execute(_SET_ASIDE, row)
    return Receipt.SET_ASIDE
