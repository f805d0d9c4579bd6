"""When somebody reads what children tell, and when nobody does."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from survey.database import Base


class ReadingHours(Base):
    """When messages are read on one day of the week (0 is Monday), in minutes from midnight by the council's clock."""

    __tablename__ = "reading_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_is_known"),
        CheckConstraint("opens >= 0 AND opens < closes AND closes <= 1440", name="opens_before_it_closes"),
    )

    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    opens: Mapped[int]
    closes: Mapped[int]


class ClosedDay(Base):
    """A day on which nobody reads, such as a bank holiday."""

    __tablename__ = "closed_days"

    day: Mapped[date] = mapped_column(primary_key=True)


class Absence(Base):
    """Somebody is away from one day to another, both included."""

    __tablename__ = "absences"
    __table_args__ = (CheckConstraint("last >= first", name="last_is_not_before_first"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    first: Mapped[date]
    last: Mapped[date]
