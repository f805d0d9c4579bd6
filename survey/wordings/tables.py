"""What a council puts over the shipped catalogues, and which language somebody fluent has checked."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from survey.database import Base

LONGEST = 2000


class OwnWording(Base):
    """One form of a wording in one language, from a translator's sheet.

    ``key`` is drawn from the English: when that changes, the row is of a wording that is no more, and is not shown.
    ``english`` tells people which it was.
    """

    __tablename__ = "own_wordings"
    __table_args__ = (
        CheckConstraint("length(key) = 12 AND key = lower(key)", name="key_is_a_wordings"),
        CheckConstraint("form BETWEEN 0 AND 5", name="form_is_one_of_six"),
        CheckConstraint(f"length(said) BETWEEN 1 AND {LONGEST}", name="said_is_there_and_short"),
    )

    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    key: Mapped[str] = mapped_column(String(12), primary_key=True)
    form: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    english: Mapped[str] = mapped_column(Text)
    said: Mapped[str] = mapped_column(Text)


class LanguageState(Base):
    """How a language stands here. ``edition`` is drawn anew with every change, so that no page is kept beyond one.

    A check is of the very wordings whose digest it has: whatever changes afterwards, somebody must look at again.
    """

    __tablename__ = "language_states"
    __table_args__ = (
        CheckConstraint(
            "(checked_by IS NULL) = (checked IS NULL) AND (digest IS NULL) = (checked IS NULL)",
            name="a_check_has_somebody_and_a_day",
        ),
        CheckConstraint("checked_by IS NULL OR length(checked_by) > 0", name="somebody_has_a_name"),
    )

    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    edition: Mapped[str] = mapped_column(String(16))
    checked_by: Mapped[str | None] = mapped_column(String(120))
    checked: Mapped[date | None]
    digest: Mapped[str | None] = mapped_column(String(64))
