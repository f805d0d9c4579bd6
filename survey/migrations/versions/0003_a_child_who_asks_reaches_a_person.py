"""A child who asks reaches a person"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ROLES_BEFORE = "role IN ('worker', 'officer', 'safeguarding-lead', 'administrator')"
ROLES = (
    "role IN ('worker', 'officer', 'safeguarding-lead', 'safeguarding-deputy', 'head-of-service', "
    "'designated-officer', 'advocate', 'administrator')"
)


def upgrade() -> None:
    op.create_table(
        "box_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("box", sa.String(length=20), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("recovery", sa.LargeBinary(), nullable=False),
        sa.Column("made", sa.Date(), nullable=False),
        sa.Column("retired", sa.Date(), nullable=True),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "box IN ('safeguarding', 'allegations', 'advocacy', 'thoughts')", name=op.f("ck_box_keys_box_is_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_box_keys")),
    )
    op.create_index(
        "ix_box_keys_box_in_use",
        "box_keys",
        ["box"],
        unique=True,
        sqlite_where=sa.text("retired IS NULL"),
        postgresql_where=sa.text("retired IS NULL"),
    )

    op.create_table(
        "closed_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_closed_days")),
    )
    op.create_table(
        "heartbeat",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("moment", sa.DateTime(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_heartbeat_is_the_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "reading_hours",
        sa.Column("weekday", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "opens >= 0 AND opens < closes AND closes <= 1440", name=op.f("ck_reading_hours_opens_before_it_closes")
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_reading_hours_weekday_is_known")),
        sa.PrimaryKeyConstraint("weekday", name=op.f("pk_reading_hours")),
    )
    op.create_table(
        "recovery",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("sheets_1_2", sa.LargeBinary(), nullable=False),
        sa.Column("sheets_1_3", sa.LargeBinary(), nullable=False),
        sa.Column("sheets_2_3", sa.LargeBinary(), nullable=False),
        sa.Column("made", sa.Date(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_recovery_is_the_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery")),
    )
    op.create_table(
        "teams",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("name", name=op.f("uq_teams_name")),
    )

    op.create_table(
        "worries",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("door", sa.String(length=10), nullable=False),
        sa.Column("box_key_id", sa.Integer(), nullable=False),
        sa.Column("raised", sa.DateTime(), nullable=False),
        sa.Column("deputy_due", sa.DateTime(), nullable=False),
        sa.Column("head_due", sa.DateTime(), nullable=False),
        sa.Column("due", sa.DateTime(), nullable=False),
        sa.Column("has_card", sa.Boolean(), nullable=False),
        sa.Column("hidden_from", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("seen", sa.DateTime(), nullable=True),
        sa.Column("decided", sa.DateTime(), nullable=True),
        sa.Column("closed", sa.DateTime(), nullable=True),
        sa.CheckConstraint("door IN ('talk', 'advocate')", name=op.f("ck_worries_door_is_known")),
        sa.CheckConstraint(
            "length(id) = 36 AND substr(id, 15, 1) = '4' AND id = lower(id)", name=op.f("ck_worries_id_is_random")
        ),
        sa.CheckConstraint(
            "closed IS NULL OR decided IS NOT NULL", name=op.f("ck_worries_decided_before_it_is_closed")
        ),
        sa.CheckConstraint("due > raised", name=op.f("ck_worries_due_after_it_is_raised")),
        sa.CheckConstraint("head_due >= deputy_due", name=op.f("ck_worries_deputy_before_the_head")),
        sa.CheckConstraint("length(sealed) <= 65536", name=op.f("ck_worries_sealed_is_short")),
        sa.ForeignKeyConstraint(["box_key_id"], ["box_keys.id"], name=op.f("fk_worries_box_key_id")),
        sa.ForeignKeyConstraint(["hidden_from"], ["teams.id"], name=op.f("fk_worries_hidden_from")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worries")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_worries_closed_due", "worries", ["closed", "due"], unique=False)

    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.CheckConstraint("last >= first", name=op.f("ck_absences_last_is_not_before_first")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_absences_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worry_id", sa.String(length=36), nullable=True),
        sa.Column("call", sa.String(length=10), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("made", sa.DateTime(), nullable=False),
        sa.Column("again", sa.DateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("claimed", sa.DateTime(), nullable=True),
        sa.Column("delivered", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "call IN ('raised', 'deputy', 'head', 'late', 'thoughts', 'test', 'erased')",
            name=op.f("ck_alerts_call_is_known"),
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_alerts_staff_id")),
        sa.ForeignKeyConstraint(["worry_id"], ["worries.id"], name=op.f("fk_alerts_worry_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
    )
    op.create_index("ix_alerts_delivered_again", "alerts", ["delivered", "again"], unique=False)
    op.create_index("ix_alerts_worry_id_call_staff_id", "alerts", ["worry_id", "call", "staff_id"], unique=True)

    op.create_table(
        "own_keys",
        sa.Column("staff_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("made", sa.Date(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_own_keys_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_own_keys")),
    )
    op.create_table(
        "worry_hidden",
        sa.Column("worry_id", sa.String(length=36), nullable=False),
        sa.Column("staff_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_worry_hidden_staff_id")),
        sa.ForeignKeyConstraint(
            ["worry_id"], ["worries.id"], name=op.f("fk_worry_hidden_worry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("worry_id", "staff_id", name=op.f("pk_worry_hidden")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "worry_steps",
        sa.Column("worry_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("moment", sa.DateTime(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("box_key_id", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "step IN ('raised', 'alerted', 'seen', 'decided', 'passed', 'noted', 'closed', 'reopened')",
            name=op.f("ck_worry_steps_step_is_known"),
        ),
        sa.CheckConstraint("(sealed IS NULL) = (box_key_id IS NULL)", name=op.f("ck_worry_steps_sealed_into_a_box")),
        sa.CheckConstraint("sealed IS NULL OR length(sealed) <= 65536", name=op.f("ck_worry_steps_sealed_is_short")),
        sa.ForeignKeyConstraint(["box_key_id"], ["box_keys.id"], name=op.f("fk_worry_steps_box_key_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_worry_steps_staff_id")),
        sa.ForeignKeyConstraint(["worry_id"], ["worries.id"], name=op.f("fk_worry_steps_worry_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("worry_id", "number", name=op.f("pk_worry_steps")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "holdings",
        sa.Column("box_key_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["box_key_id"], ["box_keys.id"], name=op.f("fk_holdings_box_key_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["own_keys.staff_id"], name=op.f("fk_holdings_staff_id")),
        sa.PrimaryKeyConstraint("box_key_id", "staff_id", name=op.f("pk_holdings")),
    )
    op.create_table(
        "opened_keys",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["token_hash"], ["staff_sessions.token_hash"], name=op.f("fk_opened_keys_token_hash"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_opened_keys")),
    )

    # SQLite makes the table anew, and what refers to it must not hold on to the old one: everybody signs in again.
    op.execute("DELETE FROM staff_sessions")
    with op.batch_alter_table("staff") as staff:
        staff.add_column(sa.Column("team_id", sa.Integer(), nullable=True))
        staff.create_foreign_key(op.f("fk_staff_team_id"), "teams", ["team_id"], ["id"])
        staff.drop_constraint(op.f("ck_staff_role_is_known"), type_="check")
        staff.create_check_constraint(op.f("ck_staff_role_is_known"), ROLES)


def downgrade() -> None:
    op.drop_table("opened_keys")
    op.drop_table("holdings")
    op.drop_table("worry_steps")
    op.drop_table("worry_hidden")
    op.drop_table("own_keys")
    op.drop_index("ix_alerts_worry_id_call_staff_id", "alerts")
    op.drop_index("ix_alerts_delivered_again", "alerts")

    op.drop_table("alerts")
    op.drop_table("absences")
    op.drop_index("ix_worries_closed_due", "worries")

    op.drop_table("worries")

    op.execute("DELETE FROM staff_sessions")
    # The roles that are new here are those of nobody from now on.
    people = sa.table("staff", sa.column("role", sa.String), sa.column("active", sa.Boolean))
    op.execute(people.update().where(sa.text(f"NOT ({ROLES_BEFORE})")).values(role="worker", active=False))
    with op.batch_alter_table("staff") as staff:
        staff.drop_constraint(op.f("ck_staff_role_is_known"), type_="check")
        staff.create_check_constraint(op.f("ck_staff_role_is_known"), ROLES_BEFORE)
        staff.drop_constraint(op.f("fk_staff_team_id"), type_="foreignkey")
        staff.drop_column("team_id")
    op.drop_table("teams")
    op.drop_table("recovery")
    op.drop_table("reading_hours")
    op.drop_table("heartbeat")
    op.drop_table("closed_days")
    op.drop_index("ix_box_keys_box_in_use", "box_keys")

    op.drop_table("box_keys")
