"""Boxes, the keys that open them, and who holds those. No private key lies here that is not sealed or wrapped."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from survey.database import Base, Moment
from survey.models import among

LARGEST_SEALED = 64 * 1024


class Box(StrEnum):
    """Where sealed words lie. Who holds a box's key may read what is in it, and nobody else."""

    SAFEGUARDING = "safeguarding"
    ALLEGATIONS = "allegations"
    ADVOCACY = "advocacy"
    THOUGHTS = "thoughts"


class OwnKey(Base):
    """A person's own key pair. The private half is wrapped by a passphrase that is kept nowhere.

    ``mark`` vouches for the public half: whoever can write here and lacks the council's secret cannot put their own in.
    """

    __tablename__ = "own_keys"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True, autoincrement=False)
    public: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    made: Mapped[date]
    mark: Mapped[str] = mapped_column(String(64))


class OpenedKey(Base):
    """A private key for as long as its owner is at work, sealed under the token that only their browser has."""

    __tablename__ = "opened_keys"

    token_hash: Mapped[str] = mapped_column(
        ForeignKey("staff_sessions.token_hash", ondelete="CASCADE"), primary_key=True
    )
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    until: Mapped[datetime] = mapped_column(Moment)


class BoxKey(Base):
    """A box's key pair. New words go into the newest that is not retired; the older ones still open older words.

    ``recovery`` is the private half, sealed to the recovery sheets' key.
    """

    __tablename__ = "box_keys"
    __table_args__ = (
        CheckConstraint(among("box", Box), name="box_is_known"),
        # One place for new words: were there two, some would lie where half of the holders cannot look.
        Index(
            "ix_box_keys_box_in_use",
            "box",
            unique=True,
            sqlite_where=text("retired IS NULL"),
            postgresql_where=text("retired IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    box: Mapped[str] = mapped_column(String(20))
    public: Mapped[bytes] = mapped_column(LargeBinary)
    recovery: Mapped[bytes] = mapped_column(LargeBinary)
    made: Mapped[date]
    retired: Mapped[date | None]
    mark: Mapped[str] = mapped_column(String(64))


class Holding(Base):
    """That somebody holds a box's key: its private half, sealed to their own key."""

    __tablename__ = "holdings"

    box_key_id: Mapped[int] = mapped_column(ForeignKey("box_keys.id"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("own_keys.staff_id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Recovery(Base):
    """The key that three sheets of paper open, any two of them. Each pair of sheets opens one of the wrappings."""

    __tablename__ = "recovery"
    __table_args__ = (CheckConstraint("id = 1", name="is_the_only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    public: Mapped[bytes] = mapped_column(LargeBinary)
    sheets_1_2: Mapped[bytes] = mapped_column(LargeBinary)
    sheets_1_3: Mapped[bytes] = mapped_column(LargeBinary)
    sheets_2_3: Mapped[bytes] = mapped_column(LargeBinary)
    made: Mapped[date]
    mark: Mapped[str] = mapped_column(String(64))
