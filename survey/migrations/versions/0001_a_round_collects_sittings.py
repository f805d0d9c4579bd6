"""A round collects sittings"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "failures",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_failures")),
    )

    op.create_table(
        "rounds",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("question_set", sa.String(length=60), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("opens", sa.Date(), nullable=False),
        sa.Column("closes", sa.Date(), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("released", sa.Date(), nullable=True),
        sa.CheckConstraint("mode = 'group'", name=op.f("ck_rounds_is_anonymous")),
        sa.CheckConstraint("closes >= opens", name=op.f("ck_rounds_closes_after_it_opens")),
        sa.CheckConstraint("grace_days BETWEEN 0 AND 60", name=op.f("ck_rounds_grace_is_short")),
        sa.CheckConstraint("released IS NULL OR released > closes", name=op.f("ck_rounds_released_after_it_closes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
    )

    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "role IN ('worker', 'officer', 'safeguarding-lead', 'administrator')", name=op.f("ck_staff_role_is_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_email")),
    )

    op.create_table(
        "round_settings",
        sa.Column("round_id", sa.String(length=40), nullable=False),
        sa.Column("setting", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.CheckConstraint("asked >= 10", name=op.f("ck_round_settings_is_large_enough_to_count")),
        sa.CheckConstraint("issued >= 0", name=op.f("ck_round_settings_issued_is_a_count")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_settings_round_id")),
        sa.PrimaryKeyConstraint("round_id", "setting", name=op.f("pk_round_settings")),
    )

    op.create_table(
        "set_aside",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("round_id", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("reason IN ('late', 'code', 'unreadable')", name=op.f("ck_set_aside_reason_is_known")),
        sa.CheckConstraint("length(document) <= 20000", name=op.f("ck_set_aside_document_is_short")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_set_aside_round_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_set_aside")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "staff_sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("began", sa.DateTime(), nullable=False),
        sa.Column("last_seen", sa.DateTime(), nullable=False),
        sa.Column("second_factor", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_sessions_staff_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_sessions")),
    )
    op.create_index("ix_staff_sessions_staff_id", "staff_sessions", ["staff_id"], unique=False)

    op.create_table(
        "codes",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("digits_hash", sa.String(length=64), nullable=False),
        sa.Column("round_id", sa.String(length=40), nullable=False),
        sa.Column("setting", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("expires", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id", "setting"],
            ["round_settings.round_id", "round_settings.setting"],
            name=op.f("fk_codes_round_id_setting"),
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_codes")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_codes_digits_hash", "codes", ["digits_hash"], unique=True)

    op.create_table(
        "sittings",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("round_id", sa.String(length=40), nullable=False),
        sa.Column("setting", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("week", sa.Integer(), nullable=True),
        sa.Column("mark", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "length(id) = 36 AND substr(id, 15, 1) = '4' AND id = lower(id)", name=op.f("ck_sittings_id_is_random")
        ),
        sa.CheckConstraint("mark IN ('open', 'finished', 'discarded')", name=op.f("ck_sittings_mark_is_known")),
        sa.CheckConstraint(
            "week IS NULL OR week BETWEEN 2600 AND 5200", name=op.f("ck_sittings_time_is_no_finer_than_the_week")
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "setting"],
            ["round_settings.round_id", "round_settings.setting"],
            name=op.f("fk_sittings_round_id_setting"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sittings")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sittings_round_id_mark", "sittings", ["round_id", "mark"], unique=False)

    op.create_table(
        "parts",
        sa.Column("sitting_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.CheckConstraint("length(document) <= 20000", name=op.f("ck_parts_document_is_short")),
        sa.CheckConstraint("number BETWEEN 1 AND 50", name=op.f("ck_parts_number_is_small")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_parts_sitting_id")),
        sa.PrimaryKeyConstraint("sitting_id", "number", name=op.f("pk_parts")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("parts")
    op.drop_index("ix_sittings_round_id_mark", "sittings")

    op.drop_table("sittings")
    op.drop_index("ix_codes_digits_hash", "codes")

    op.drop_table("codes")
    op.drop_index("ix_staff_sessions_staff_id", "staff_sessions")

    op.drop_table("staff_sessions")
    op.drop_table("set_aside")
    op.drop_table("round_settings")
    op.drop_table("staff")
    op.drop_table("rounds")
    op.drop_table("failures")
