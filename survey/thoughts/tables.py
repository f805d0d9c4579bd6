"""What children told without a name, and what adults told beside them.

No row here shares a key or a time with a sitting, or with another thought.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from survey.database import Base
from survey.keys.tables import LARGEST_SEALED
from survey.models import IN_KEY_ORDER, RANDOM_ID, WEEKS, among


class Prompt(StrEnum):
    """What somebody was asked. A record is all that an observer wrote of one child: see ``survey/thoughts/records``."""

    GOING_WELL = "going-well"
    WORRIED = "worried"
    HIGHER = "higher"
    RECORD = "record"


class Voice(StrEnum):
    """Whose words a thought is: a child's or young person's, an adult's, or an observer's of a child.

    They lie in piles of their own, and no page shows one without saying whose it is: what an adult thinks must never
    be read as what a child said. Nothing closer is kept, not even whether it was a parent or a carer.
    """

    CHILD = "child"
    ADULT = "adult"
    OBSERVER = "observer"


class Stage(StrEnum):
    """How far a thought is: read by nobody yet, passed to the officers, kept back because a child may be at risk.

    Or set aside unread, because so many came without a card.
    """

    WAITING = "waiting"
    PASSED = "passed"
    KEPT_BACK = "kept-back"
    SET_ASIDE = "set-aside"


class Sort(StrEnum):
    """What a person who read a thought says it is."""

    GOING_WELL = "going-well"
    WORRIED = "worried"
    WANTS = "wants"
    COMPLIMENT = "compliment"
    COMPLAINT = "complaint"


class Refusal(StrEnum):
    """Why a second person did not let a quote go out. A fixed word, since what is typed could quote the child."""

    KNOWN = "known"
    CHANGED = "changed"
    UNNEEDED = "unneeded"


class Thought(Base):
    """What one person wrote under one prompt. ``theme`` is what the prompt was about, where it was about one question.

    A child who writes under three prompts leaves three rows that nothing joins. ``has_card``: it came from a page that
    a good card had opened. ``finished``: what follows from a compliment or a complaint has been done.
    """

    __tablename__ = "thoughts"
    __table_args__ = (
        CheckConstraint(RANDOM_ID, name="id_is_random"),
        CheckConstraint(among("prompt", Prompt), name="prompt_is_known"),
        CheckConstraint(among("voice", Voice), name="voice_is_known"),
        CheckConstraint(
            f"(prompt = '{Prompt.RECORD}') = (voice = '{Voice.OBSERVER}')", name="records_are_of_observers"
        ),
        CheckConstraint(among("stage", Stage), name="stage_is_known"),
        CheckConstraint(f"sort IS NULL OR {among('sort', Sort)}", name="sort_is_known"),
        CheckConstraint(f"week BETWEEN {WEEKS}", name="time_is_no_finer_than_the_week"),
        CheckConstraint(f"length(sealed) <= {LARGEST_SEALED}", name="sealed_is_short"),
        Index("ix_thoughts_stage_week", "stage", "week"),
        IN_KEY_ORDER,
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    prompt: Mapped[str] = mapped_column(String(12))
    voice: Mapped[str] = mapped_column(String(8))
    theme: Mapped[str | None] = mapped_column(String(40))
    week: Mapped[int]
    stage: Mapped[str] = mapped_column(String(10))
    has_card: Mapped[bool]
    box_key_id: Mapped[int] = mapped_column(ForeignKey("box_keys.id"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    sort: Mapped[str | None] = mapped_column(String(12))
    finished: Mapped[date | None]


class ThoughtTheme(Base):
    """A theme that a person who read a thought says it is about."""

    __tablename__ = "thought_themes"
    __table_args__ = (IN_KEY_ORDER,)

    thought_id: Mapped[str] = mapped_column(ForeignKey("thoughts.id", ondelete="CASCADE"), primary_key=True)
    theme: Mapped[str] = mapped_column(String(40), primary_key=True)


class Quote(Base):
    """Words from a thought that may one day be printed: redacted by one person, approved by another.

    Until they are approved they are sealed; only what two people found safe stands here in plain words. What was
    refused stays sealed, so that its proposer can make it better.
    """

    __tablename__ = "quotes"
    __table_args__ = (
        CheckConstraint(RANDOM_ID, name="id_is_random"),
        CheckConstraint("approved_by IS NULL OR approved_by <> proposed_by", name="approved_by_somebody_else"),
        CheckConstraint(
            "(words IS NULL) = (approved_by IS NULL) AND (approved IS NULL) = (approved_by IS NULL)",
            name="plain_only_once_approved",
        ),
        CheckConstraint("(words IS NULL) <> (sealed IS NULL)", name="sealed_until_approved"),
        CheckConstraint("refused_by IS NULL OR refused_by <> proposed_by", name="refused_by_somebody_else"),
        CheckConstraint("refused_by IS NULL OR approved_by IS NULL", name="refused_or_approved"),
        CheckConstraint("(refused_by IS NULL) = (refusal IS NULL)", name="refused_for_a_reason"),
        CheckConstraint(f"refusal IS NULL OR {among('refusal', Refusal)}", name="refusal_is_known"),
        CheckConstraint("(sealed IS NULL) = (box_key_id IS NULL)", name="sealed_into_a_box"),
        IN_KEY_ORDER,
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    thought_id: Mapped[str] = mapped_column(ForeignKey("thoughts.id", ondelete="CASCADE"))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    proposed: Mapped[date]
    box_key_id: Mapped[int | None] = mapped_column(ForeignKey("box_keys.id"))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    approved: Mapped[date | None]
    words: Mapped[str | None] = mapped_column(Text)
    refused_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    refusal: Mapped[str | None] = mapped_column(String(20))


class NameList(Base):
    """Names that redaction looks out for: children's, carers', schools'. Sealed, since it is a list of children."""

    __tablename__ = "name_list"
    __table_args__ = (CheckConstraint("id = 1", name="is_the_only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    box_key_id: Mapped[int] = mapped_column(ForeignKey("box_keys.id"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
