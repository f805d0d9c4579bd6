"""The alerts that fetch people, and the heartbeat of the watch that sends them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from survey.database import Base, Moment
from survey.models import among


class Call(StrEnum):
    """Why somebody is fetched."""

    RAISED = "raised"
    DEPUTY = "deputy"
    HEAD = "head"
    LATE = "late"
    THOUGHTS = "thoughts"
    TEST = "test"
    ERASED = "erased"


class Alert(Base):
    """An e-mail that must arrive: to whom and why, never what was said. Kept until it is delivered, then for a while.

    ``claimed`` is until when one sender has it in hand; ``again`` is when it is next tried.
    """

    __tablename__ = "alerts"
    __table_args__ = (
        CheckConstraint(among("call", Call), name="call_is_known"),
        Index("ix_alerts_delivered_again", "delivered", "again"),
        Index(
            "ix_alerts_worry_id_call_staff_id",
            "worry_id",
            "call",
            "staff_id",
            unique=True,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    worry_id: Mapped[str | None] = mapped_column(ForeignKey("worries.id", ondelete="CASCADE"))
    call: Mapped[str] = mapped_column(String(10))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    made: Mapped[datetime] = mapped_column(Moment)
    again: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)
    claimed: Mapped[datetime | None] = mapped_column(Moment)
    delivered: Mapped[datetime | None] = mapped_column(Moment)


class Heartbeat(Base):
    """When the watcher last looked. Without a fresh beat nobody is fetched, and no page promises that somebody is."""

    __tablename__ = "heartbeat"
    __table_args__ = (CheckConstraint("id = 1", name="is_the_only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    moment: Mapped[datetime] = mapped_column(Moment)
