"""A council shows its own pictures"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "picture_files",
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("format", sa.String(length=4), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(digest) = 32", name=op.f("ck_picture_files_digest_is_whole")),
        sa.CheckConstraint("format IN ('svg', 'webp', 'png', 'jpeg')", name=op.f("ck_picture_files_format_is_known")),
        sa.CheckConstraint("length(content) BETWEEN 1 AND 65536", name=op.f("ck_picture_files_content_is_light")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_picture_files")),
    )
    op.create_table(
        "council_pictures",
        sa.Column("concept", sa.String(length=40), nullable=False),
        sa.Column("light", sa.String(length=32), nullable=False),
        sa.Column("large", sa.String(length=32), nullable=False),
        sa.Column("licence", sa.String(length=300), nullable=False),
        sa.CheckConstraint("length(licence) > 0", name=op.f("ck_council_pictures_licence_is_said")),
        sa.ForeignKeyConstraint(["large"], ["picture_files.digest"], name=op.f("fk_council_pictures_large")),
        sa.ForeignKeyConstraint(["light"], ["picture_files.digest"], name=op.f("fk_council_pictures_light")),
        sa.PrimaryKeyConstraint("concept", name=op.f("pk_council_pictures")),
    )


def downgrade() -> None:
    op.drop_table("council_pictures")
    op.drop_table("picture_files")
