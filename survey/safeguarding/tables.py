"""What is kept of a call for help, and of what was done about it.

No row here shares a key with a sitting, and words of a child or about a child are only ever in sealed columns.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from survey.database import Base, Moment
from survey.keys.tables import LARGEST_SEALED
from survey.models import IN_KEY_ORDER, RANDOM_ID, among


class Door(StrEnum):
    """Which door a child came through."""

    TALK = "talk"
    ADVOCATE = "advocate"


class Step(StrEnum):
    """What happened to a worry."""

    RAISED = "raised"
    ALERTED = "alerted"
    SEEN = "seen"
    DECIDED = "decided"
    PASSED = "passed"
    NOTED = "noted"
    CLOSED = "closed"
    REOPENED = "reopened"


class Worry(Base):
    """A call for help. It has a moment, since somebody must come; a sitting has none, so the two cannot be joined.

    ``has_card``: it came from a page that a good card had opened. ``hidden_from`` is a team nobody of which may see it,
    beside those in ``worry_hidden``. ``deputy_due`` and ``head_due`` are when others are fetched if nobody has read it.
    """

    __tablename__ = "worries"
    __table_args__ = (
        CheckConstraint(RANDOM_ID, name="id_is_random"),
        CheckConstraint(among("door", Door), name="door_is_known"),
        CheckConstraint(f"length(sealed) <= {LARGEST_SEALED}", name="sealed_is_short"),
        CheckConstraint("closed IS NULL OR decided IS NOT NULL", name="decided_before_it_is_closed"),
        CheckConstraint("due > raised", name="due_after_it_is_raised"),
        CheckConstraint("head_due >= deputy_due", name="deputy_before_the_head"),
        Index("ix_worries_closed_due", "closed", "due"),
        IN_KEY_ORDER,
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    door: Mapped[str] = mapped_column(String(10))
    box_key_id: Mapped[int] = mapped_column(ForeignKey("box_keys.id"))
    raised: Mapped[datetime] = mapped_column(Moment)
    deputy_due: Mapped[datetime] = mapped_column(Moment)
    head_due: Mapped[datetime] = mapped_column(Moment)
    due: Mapped[datetime] = mapped_column(Moment)
    has_card: Mapped[bool]
    hidden_from: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    seen: Mapped[datetime | None] = mapped_column(Moment)
    decided: Mapped[datetime | None] = mapped_column(Moment)
    closed: Mapped[datetime | None] = mapped_column(Moment)


class WorryHidden(Base):
    """Somebody who must not know that a worry is there, whichever team they move to."""

    __tablename__ = "worry_hidden"
    __table_args__ = (IN_KEY_ORDER,)

    worry_id: Mapped[str] = mapped_column(ForeignKey("worries.id", ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True, autoincrement=False)


class WorryStep(Base):
    """One step of a worry's history. ``sealed`` are somebody's words about it, in the box ``box_key_id`` belongs to."""

    __tablename__ = "worry_steps"
    __table_args__ = (
        CheckConstraint(among("step", Step), name="step_is_known"),
        CheckConstraint("(sealed IS NULL) = (box_key_id IS NULL)", name="sealed_into_a_box"),
        CheckConstraint(f"sealed IS NULL OR length(sealed) <= {LARGEST_SEALED}", name="sealed_is_short"),
        IN_KEY_ORDER,
    )

    worry_id: Mapped[str] = mapped_column(ForeignKey("worries.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(String(10))
    moment: Mapped[datetime] = mapped_column(Moment)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    box_key_id: Mapped[int | None] = mapped_column(ForeignKey("box_keys.id"))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
