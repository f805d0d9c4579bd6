"""The tables. What is promised about a sitting is a constraint here, so that no code can break it by mistake."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from questions.answers import LARGEST, MOST_PARTS
from survey.database import Base, Moment

# A table in key order has no hidden row number. With random keys, nothing then says who answered before whom.
IN_KEY_ORDER: dict[str, Any] = {"sqlite_with_rowid": False}
GROUP = "group"
# What a round may be, held here by constraints and said by its forms beforehand.
FEWEST_ASKED = 10
LONGEST_GRACE = 60
LARGEST_EDITION = 20_000  # characters


# A counted-up or time-based id would say who came before whom: only random (version 4) UUIDs are let in.
RANDOM_ID = "length(id) = 36 AND substr(id, 15, 1) = '4' AND id = lower(id)"
# Weeks since 1970 fit between these; days, seconds and milliseconds do not.
WEEKS = "2600 AND 5200"


def among(column: str, values: type[StrEnum]) -> str:
    """The condition that a column holds one of these words."""
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class Mark(StrEnum):
    """How far a sitting is. Only finished sittings count."""

    OPEN = "open"
    FINISHED = "finished"
    DISCARDED = "discarded"


class Reason(StrEnum):
    """Why something was set aside: acknowledged and kept, counted nowhere, told as a number."""

    LATE = "late"
    CODE = "code"
    UNREADABLE = "unreadable"


class Role(StrEnum):
    WORKER = "worker"
    OFFICER = "officer"
    SAFEGUARDING_LEAD = "safeguarding-lead"
    SAFEGUARDING_DEPUTY = "safeguarding-deputy"
    HEAD_OF_SERVICE = "head-of-service"
    DESIGNATED_OFFICER = "designated-officer"
    ADVOCATE = "advocate"
    ADMINISTRATOR = "administrator"


class Round(Base):
    """One time of asking: who may answer, from when to when, and how many were asked.

    ``edition`` is how it asks its question set where it asks it in a way of its own: see ``questions/edition.py``.
    """

    __tablename__ = "rounds"
    __table_args__ = (
        # The only mode there is so far. A private or a named mode gets tables of its own, never columns here.
        CheckConstraint(f"mode = '{GROUP}'", name="is_anonymous"),
        CheckConstraint("closes >= opens", name="closes_after_it_opens"),
        CheckConstraint(f"grace_days BETWEEN 0 AND {LONGEST_GRACE}", name="grace_is_short"),
        CheckConstraint("released IS NULL OR released > closes", name="released_after_it_closes"),
        CheckConstraint(f"edition IS NULL OR length(edition) <= {LARGEST_EDITION}", name="edition_is_short"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    question_set: Mapped[str] = mapped_column(String(60))
    edition: Mapped[str | None] = mapped_column(Text)
    mode: Mapped[str] = mapped_column(String(10), default=GROUP)
    opens: Mapped[date]
    closes: Mapped[date]
    grace_days: Mapped[int] = mapped_column(default=14)
    released: Mapped[date | None]
    settings: Mapped[list[RoundSetting]] = relationship(order_by="RoundSetting.position", lazy="selectin")


class RoundSetting(Base):
    """Where some of a round's children live: how many were asked there, and how many code cards were given out.

    Cards used are not counted here: a number that moves while a round is open would tell a worker that the child they
    visited has just answered. What was used is the number of sittings, told weekly and in fives.
    """

    __tablename__ = "round_settings"
    __table_args__ = (
        # Fewer than ten asked would let a single visit show in the counts: merge with the neighbour instead.
        CheckConstraint(f"asked >= {FEWEST_ASKED}", name="is_large_enough_to_count"),
        CheckConstraint("issued >= 0", name="issued_is_a_count"),
    )

    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    setting: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    asked: Mapped[int]
    issued: Mapped[int] = mapped_column(default=0)


class Code(Base):
    """A code card not yet used, known only by keyed hashes. It is deleted when it is spent.

    No column says who issued it, to whom, or when: a card must not lead from a worker's diary to an answer.
    """

    __tablename__ = "codes"
    __table_args__ = (
        ForeignKeyConstraint(["round_id", "setting"], ["round_settings.round_id", "round_settings.setting"]),
        Index("ix_codes_digits_hash", "digits_hash", unique=True),
        IN_KEY_ORDER,
    )

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    digits_hash: Mapped[str] = mapped_column(String(64))
    round_id: Mapped[str] = mapped_column(String(40))
    setting: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(20))
    expires: Mapped[datetime] = mapped_column(Moment)


class Sitting(Base):
    """One child's answers to one round. These columns are all there is, and a test holds them to it."""

    __tablename__ = "sittings"
    __table_args__ = (
        ForeignKeyConstraint(["round_id", "setting"], ["round_settings.round_id", "round_settings.setting"]),
        CheckConstraint(RANDOM_ID, name="id_is_random"),
        CheckConstraint(among("mark", Mark), name="mark_is_known"),
        # Dropped when the round is released.
        CheckConstraint(f"week IS NULL OR week BETWEEN {WEEKS}", name="time_is_no_finer_than_the_week"),
        Index("ix_sittings_round_id_mark", "round_id", "mark"),
        IN_KEY_ORDER,
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    round_id: Mapped[str] = mapped_column(String(40))
    setting: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(20))
    week: Mapped[int | None]
    mark: Mapped[str] = mapped_column(String(10))


class Part(Base):
    """One part of a sitting: a document, kept as it was sent, and the digest that tells a retry from a change."""

    __tablename__ = "parts"
    __table_args__ = (
        CheckConstraint(f"number BETWEEN 1 AND {MOST_PARTS}", name="number_is_small"),
        CheckConstraint(f"length(document) <= {LARGEST}", name="document_is_short"),
        IN_KEY_ORDER,
    )

    sitting_id: Mapped[str] = mapped_column(ForeignKey("sittings.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    document: Mapped[str] = mapped_column(Text)


class SetAside(Base):
    """What came too late, on a card that was used or unknown, or could not be read. Its digest counts a retry once."""

    __tablename__ = "set_aside"
    __table_args__ = (
        CheckConstraint(among("reason", Reason), name="reason_is_known"),
        CheckConstraint(f"length(document) <= {LARGEST}", name="document_is_short"),
        IN_KEY_ORDER,
    )

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    round_id: Mapped[str | None] = mapped_column(ForeignKey("rounds.id"))
    reason: Mapped[str] = mapped_column(String(12))
    document: Mapped[bytes] = mapped_column(LargeBinary)


class Team(Base):
    """People who work together, and from whom what a child says about one of them is hidden."""

    __tablename__ = "teams"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)


class Staff(Base):
    """Somebody who signs in."""

    __tablename__ = "staff"
    __table_args__ = (CheckConstraint(among("role", Role), name="role_is_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))


class StaffSession(Base):
    """One sign-in, revocable: its token's hash, and when it began and was last used.

    ``second_factor`` is the place of the second factor: a door may one day ask for it.
    """

    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    began: Mapped[datetime] = mapped_column(Moment)
    last_seen: Mapped[datetime] = mapped_column(Moment)
    second_factor: Mapped[bool] = mapped_column(default=False)


class Failures(Base):
    """How often something was guessed wrong since ``since``: one row per account, one for all typed codes together."""

    __tablename__ = "failures"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    since: Mapped[datetime] = mapped_column(Moment)


class AuditEntry(Base):
    """Something that staff did. Triggers refuse every change and removal, and every number but the next.

    ``moment`` is kept as it is written (``2030-12-31T23:59:59Z``, or the day alone), since it is the writing that is
    sealed. ``about`` is a kind of row, a colon and an id, or empty. No foreign keys: an entry outlives what it names.
    A table that is made anew loses its triggers: a migration that does so makes them again.
    """

    __tablename__ = "audit_trail"
    __table_args__ = (CheckConstraint("number >= 1", name="number_is_counted"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    moment: Mapped[str] = mapped_column(String(20))
    actor: Mapped[int | None] = mapped_column(index=True)
    role: Mapped[str] = mapped_column(String(20))
    deed: Mapped[str] = mapped_column(String(30))
    about: Mapped[str] = mapped_column(String(50))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
