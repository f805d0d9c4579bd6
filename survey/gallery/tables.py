"""A council's own pictures: the files as we built them anew, and which concept is shown by which."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from survey.database import Base
from survey.models import among

# A question may weigh 12,000 bytes, and shows at most four pictures that no question before it showed.
HEAVIEST_LIGHT = 3_000
HEAVIEST_LARGE = 64 * 1024
LONGEST_LICENCE = 300


class Format(StrEnum):
    """What a file of ours is. Its word is the ending of its address."""

    SVG = "svg"
    WEBP = "webp"
    PNG = "png"
    JPEG = "jpeg"


class PictureFile(Base):
    """A picture built anew. Its digest is its address: under that address there is never anything else."""

    __tablename__ = "picture_files"
    __table_args__ = (
        CheckConstraint("length(digest) = 32", name="digest_is_whole"),
        CheckConstraint(among("format", Format), name="format_is_known"),
        CheckConstraint(f"length(content) BETWEEN 1 AND {HEAVIEST_LARGE}", name="content_is_light"),
    )

    digest: Mapped[str] = mapped_column(String(32), primary_key=True)
    format: Mapped[str] = mapped_column(String(4))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class CouncilPicture(Base):
    """Which file shows a concept: light enough for a child's page, and large for what is printed.

    ``licence`` says who may use it, in the words of whoever put it there.
    """

    __tablename__ = "council_pictures"
    __table_args__ = (CheckConstraint("length(licence) > 0", name="licence_is_said"),)

    concept: Mapped[str] = mapped_column(String(40), primary_key=True)
    light: Mapped[str] = mapped_column(ForeignKey("picture_files.digest"))
    large: Mapped[str] = mapped_column(ForeignKey("picture_files.digest"))
    licence: Mapped[str] = mapped_column(String(LONGEST_LICENCE))
