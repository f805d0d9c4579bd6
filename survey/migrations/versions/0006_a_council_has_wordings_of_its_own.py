"""A council has wordings of its own"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "own_wordings",
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.Column("form", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("english", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.CheckConstraint("length(key) = 12 AND key = lower(key)", name=op.f("ck_own_wordings_key_is_a_wordings")),
        sa.CheckConstraint("form BETWEEN 0 AND 5", name=op.f("ck_own_wordings_form_is_one_of_six")),
        sa.CheckConstraint("length(said) BETWEEN 1 AND 2000", name=op.f("ck_own_wordings_said_is_there_and_short")),
        sa.PrimaryKeyConstraint("language", "key", "form", name=op.f("pk_own_wordings")),
    )
    op.create_table(
        "language_states",
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("edition", sa.String(length=16), nullable=False),
        sa.Column("checked_by", sa.String(length=120), nullable=True),
        sa.Column("checked", sa.Date(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "(checked_by IS NULL) = (checked IS NULL) AND (digest IS NULL) = (checked IS NULL)",
            name=op.f("ck_language_states_a_check_has_somebody_and_a_day"),
        ),
        sa.CheckConstraint(
            "checked_by IS NULL OR length(checked_by) > 0", name=op.f("ck_language_states_somebody_has_a_name")
        ),
        sa.PrimaryKeyConstraint("language", name=op.f("pk_language_states")),
    )


def downgrade() -> None:
    op.drop_table("language_states")
    op.drop_table("own_wordings")
