"""Recordings of what children's pages say, lent by people whom a council asked."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from survey.database import Base
from survey.sounds.audio import LARGEST

LONGEST_NAME = 60


class Recording(Base):
    """One wording, spoken in one language.

    ``wording`` is the digest of the English words, so that a question that is worded anew has no recording of its old
    self; ``said`` is that of the words that were spoken, so that a translation that is mended has none either.
    ``name`` is the digest of the sound, under which it is fetched. ``lent_by`` is whoever speaks, where they want it
    noted.
    """

    __tablename__ = "recordings"
    __table_args__ = (
        CheckConstraint("ending IN ('m4a', 'mp3', 'ogg', 'wav', 'webm')", name="ending_is_known"),
        CheckConstraint(f"length(sound) BETWEEN 1 AND {LARGEST}", name="sound_is_short"),
    )

    wording: Mapped[str] = mapped_column(String(32), primary_key=True)
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    said: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(32), index=True)
    ending: Mapped[str] = mapped_column(String(4))
    lent_by: Mapped[str] = mapped_column(String(LONGEST_NAME))
    sound: Mapped[bytes] = mapped_column(LargeBinary)
