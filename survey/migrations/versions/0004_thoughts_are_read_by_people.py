"""Thoughts are read by people"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "thoughts",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("prompt", sa.String(length=12), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=True),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("has_card", sa.Boolean(), nullable=False),
        sa.Column("box_key_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sort", sa.String(length=12), nullable=True),
        sa.Column("finished", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "length(id) = 36 AND substr(id, 15, 1) = '4' AND id = lower(id)", name=op.f("ck_thoughts_id_is_random")
        ),
        sa.CheckConstraint("prompt IN ('going-well', 'worried', 'higher')", name=op.f("ck_thoughts_prompt_is_known")),
        sa.CheckConstraint(
            "sort IS NULL OR sort IN ('going-well', 'worried', 'wants', 'compliment', 'complaint')",
            name=op.f("ck_thoughts_sort_is_known"),
        ),
        sa.CheckConstraint(
            "stage IN ('waiting', 'passed', 'kept-back', 'set-aside')", name=op.f("ck_thoughts_stage_is_known")
        ),
        sa.CheckConstraint("length(sealed) <= 65536", name=op.f("ck_thoughts_sealed_is_short")),
        sa.CheckConstraint("week BETWEEN 2600 AND 5200", name=op.f("ck_thoughts_time_is_no_finer_than_the_week")),
        sa.ForeignKeyConstraint(["box_key_id"], ["box_keys.id"], name=op.f("fk_thoughts_box_key_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thoughts")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_thoughts_stage_week", "thoughts", ["stage", "week"], unique=False)
    op.create_table(
        "thought_themes",
        sa.Column("thought_id", sa.String(length=36), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["thought_id"], ["thoughts.id"], name=op.f("fk_thought_themes_thought_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("thought_id", "theme", name=op.f("pk_thought_themes")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "quotes",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("thought_id", sa.String(length=36), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed", sa.Date(), nullable=False),
        sa.Column("box_key_id", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("refused_by", sa.Integer(), nullable=True),
        sa.Column("refusal", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            "length(id) = 36 AND substr(id, 15, 1) = '4' AND id = lower(id)", name=op.f("ck_quotes_id_is_random")
        ),
        sa.CheckConstraint("(sealed IS NULL) = (box_key_id IS NULL)", name=op.f("ck_quotes_sealed_into_a_box")),
        sa.CheckConstraint("(words IS NULL) <> (sealed IS NULL)", name=op.f("ck_quotes_sealed_until_approved")),
        sa.CheckConstraint(
            "(words IS NULL) = (approved_by IS NULL) AND (approved IS NULL) = (approved_by IS NULL)",
            name=op.f("ck_quotes_plain_only_once_approved"),
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> proposed_by", name=op.f("ck_quotes_approved_by_somebody_else")
        ),
        sa.CheckConstraint(
            "refused_by IS NULL OR refused_by <> proposed_by", name=op.f("ck_quotes_refused_by_somebody_else")
        ),
        sa.CheckConstraint("refused_by IS NULL OR approved_by IS NULL", name=op.f("ck_quotes_refused_or_approved")),
        sa.CheckConstraint("(refused_by IS NULL) = (refusal IS NULL)", name=op.f("ck_quotes_refused_for_a_reason")),
        sa.CheckConstraint(
            "refusal IS NULL OR refusal IN ('known', 'changed', 'unneeded')", name=op.f("ck_quotes_refusal_is_known")
        ),
        sa.ForeignKeyConstraint(["refused_by"], ["staff.id"], name=op.f("fk_quotes_refused_by")),
        sa.ForeignKeyConstraint(["approved_by"], ["staff.id"], name=op.f("fk_quotes_approved_by")),
        sa.ForeignKeyConstraint(["box_key_id"], ["box_keys.id"], name=op.f("fk_quotes_box_key_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["staff.id"], name=op.f("fk_quotes_proposed_by")),
        sa.ForeignKeyConstraint(["thought_id"], ["thoughts.id"], name=op.f("fk_quotes_thought_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotes")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "name_list",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("box_key_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_name_list_is_the_only_one")),
        sa.ForeignKeyConstraint(["box_key_id"], ["box_keys.id"], name=op.f("fk_name_list_box_key_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_list")),
    )


def downgrade() -> None:
    op.drop_table("name_list")
    op.drop_table("quotes")
    op.drop_table("thought_themes")
    op.drop_index("ix_thoughts_stage_week", "thoughts")
    op.drop_table("thoughts")
