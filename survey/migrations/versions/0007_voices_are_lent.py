"""Voices are lent"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "recordings",
        sa.Column("wording", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("said", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("ending", sa.String(length=4), nullable=False),
        sa.Column("lent_by", sa.String(length=60), nullable=False),
        sa.Column("sound", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "ending IN ('m4a', 'mp3', 'ogg', 'wav', 'webm')", name=op.f("ck_recordings_ending_is_known")
        ),
        sa.CheckConstraint("length(sound) BETWEEN 1 AND 1048576", name=op.f("ck_recordings_sound_is_short")),
        sa.PrimaryKeyConstraint("wording", "language", name=op.f("pk_recordings")),
    )
    op.create_index(op.f("ix_recordings_name"), "recordings", ["name"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_recordings_name"), table_name="recordings")
    op.drop_table("recordings")
