"""Receiving answers: the only writer of sittings and their parts.

Whatever way answers come (a page with scripts, a page without, a tablet that had no signal), they end in ``receive``.
It never commits; whoever calls it commits once and only then says thank you.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from questions.answers import LARGEST, PartUnreadable, read_part, sitting_id
from questions.answers import Part as ReadPart
from questions.bank import question_sets
from survey import codes
from survey.clock import week_of
from survey.models import Mark, Part, Reason, Round, SetAside, Sitting
from survey.rounds.calendar import Stage, stage_of

MOST_SET_ASIDE = 10_000


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
    mark: str
    stage: Stage
    round_id: str


def receive(session: Session, delivery: Delivery, now: datetime) -> Receipt:
    """Keep a delivery once, however often it comes; set aside what cannot count.

    The sitting is looked up before the card: a retry of what was kept is answered as before although its card is spent.
    """
    try:
        sitting = str(sitting_id(delivery.sitting))
        read = _read(delivery, sitting)
    except PartUnreadable:
        return _set_aside(session, delivery, Reason.UNREADABLE, None)

    kept = _sitting(session, sitting, now)
    if kept is None:
        if read is None:
            # Nothing was ever kept under this sitting: there is nothing to throw away, and nothing to finish.
            return Receipt.KEPT_BEFORE if delivery.mark is Mark.DISCARDED else Receipt.CONFLICT
        admitted = _admit(session, delivery, sitting, read, now)
        if isinstance(admitted, Receipt):
            return admitted
        kept = admitted
    elif not kept.stage.takes_answers and not _is_kept(session, delivery, sitting, read, kept):
        return _set_aside(session, delivery, Reason.LATE, kept.round_id)

    if read is not None:
        receipt = _keep_part(session, delivery, sitting, read, kept)
        if receipt is Receipt.CONFLICT:
            return receipt
    else:
        receipt = Receipt.KEPT_BEFORE
    return _close(session, delivery.mark, sitting, kept, receipt)


def _read(delivery: Delivery, sitting: str) -> ReadPart | None:
    if delivery.part is None:
        return None
    try:
        document = delivery.part.decode("utf-8")
    except UnicodeDecodeError:
        raise PartUnreadable("the document is not UTF-8") from None
    read = read_part(document, question_sets())
    if str(read.sitting) != sitting:
        raise PartUnreadable("the document belongs to another sitting")
    return read


def _sitting(session: Session, sitting: str, now: datetime) -> _Kept | None:
    row = session.execute(select(Sitting.mark, Sitting.round_id).where(Sitting.id == sitting)).one_or_none()
    if row is None:
        return None
    asked = session.get_one(Round, row.round_id)
    return _Kept(row.mark, stage_of(asked, now.date()), row.round_id)


def _admit(session: Session, delivery: Delivery, sitting: str, read: ReadPart, now: datetime) -> _Kept | Receipt:
    """Begin a sitting by spending its card."""
    admission = codes.spend(session, delivery.code, now)
    if admission is None:
        return _set_aside(session, delivery, Reason.CODE, None)
    asked = session.get_one(Round, admission.round_id)
    stage = stage_of(asked, now.date())
    if not stage.takes_answers:
        return _set_aside(session, delivery, Reason.LATE, asked.id)
    if read.question_set.name != asked.question_set:
        return _set_aside(session, delivery, Reason.UNREADABLE, asked.id)
    session.execute(
        insert(Sitting).values(
            id=sitting,
            round_id=admission.round_id,
            setting=admission.setting,
            version=read.question_set.version.key,
            week=week_of(now.date()) if stage is Stage.OPEN else None,
            mark=Mark.OPEN,
        )
    )
    return _Kept(Mark.OPEN, stage, asked.id)


def _digest(document: bytes) -> str:
    return hashlib.sha256(document).hexdigest()


def _digest_kept(session: Session, sitting: str, number: int) -> str | None:
    return session.execute(
        select(Part.digest).where(Part.sitting_id == sitting, Part.number == number)
    ).scalar_one_or_none()


def _is_kept(session: Session, delivery: Delivery, sitting: str, read: ReadPart | None, kept: _Kept) -> bool:
    """Whether a delivery repeats what is already so; a late retry deserves the same thank-you as the first time."""
    part_is_kept = read is None or _digest_kept(session, sitting, read.number) == _digest(delivery.part or b"")
    return part_is_kept and delivery.mark in (None, kept.mark)


def _keep_part(session: Session, delivery: Delivery, sitting: str, read: ReadPart, kept: _Kept) -> Receipt:
    assert delivery.part is not None
    digest = _digest(delivery.part)
    before = _digest_kept(session, sitting, read.number)
    if before is not None:
        return Receipt.KEPT_BEFORE if before == digest else Receipt.CONFLICT
    if kept.mark == Mark.DISCARDED:
        # Thrown away stays thrown away; a retry of the part that was thrown away with it is no conflict.
        return Receipt.KEPT_BEFORE if delivery.mark is Mark.DISCARDED else Receipt.CONFLICT
    if kept.mark != Mark.OPEN:
        return Receipt.CONFLICT
    if delivery.mark is not Mark.DISCARDED:
        session.execute(
            insert(Part).values(
                sitting_id=sitting, number=read.number, digest=digest, document=delivery.part.decode("utf-8")
            )
        )
    return Receipt.KEPT


def _close(session: Session, mark: Mark | None, sitting: str, kept: _Kept, receipt: Receipt) -> Receipt:
    if mark is None or mark == kept.mark:
        return receipt
    if kept.mark != Mark.OPEN:
        return Receipt.CONFLICT
    if mark is Mark.DISCARDED:
        session.execute(delete(Part).where(Part.sitting_id == sitting).execution_options(synchronize_session=False))
    session.execute(
        update(Sitting).where(Sitting.id == sitting).values(mark=mark).execution_options(synchronize_session=False)
    )
    return Receipt.KEPT


def _set_aside(session: Session, delivery: Delivery, reason: Reason, round_id: str | None) -> Receipt:
    """Keep what cannot count, bounded in size and number, so that no tablet waits for ever and no disk fills."""
    document = delivery.part or b""
    digest = _digest(delivery.sitting.encode("utf-8", "replace") + b"\0" + document)
    if session.get(SetAside, digest) is None and _set_aside_count(session) < MOST_SET_ASIDE:
        session.execute(
            insert(SetAside).values(digest=digest, round_id=round_id, reason=reason, document=document[:LARGEST])
        )
    return Receipt.SET_ASIDE


def _set_aside_count(session: Session) -> int:
    return len(session.scalars(select(SetAside.digest).limit(MOST_SET_ASIDE)).all())
