"""Deeds leave a trail"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# INSERT OR REPLACE takes rows away without asking the trigger for DELETE; the one for INSERT lets in no such number.
SQLITE = (
    "CREATE TRIGGER audit_trail_is_not_changed BEFORE UPDATE ON audit_trail "
    "BEGIN SELECT RAISE(ABORT, 'the audit trail is only ever added to'); END",
    "CREATE TRIGGER audit_trail_is_not_shortened BEFORE DELETE ON audit_trail "
    "BEGIN SELECT RAISE(ABORT, 'the audit trail is only ever added to'); END",
    "CREATE TRIGGER audit_trail_has_no_gaps BEFORE INSERT ON audit_trail "
    "WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM audit_trail) "
    "BEGIN SELECT RAISE(ABORT, 'the audit trail is only ever added to'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION audit_trail_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF TG_OP = 'INSERT' AND NEW.number = (SELECT coalesce(max(number), 0) + 1 FROM audit_trail) THEN "
    "RETURN NEW; END IF; "
    "RAISE EXCEPTION 'the audit trail is only ever added to'; END $$",
    "CREATE TRIGGER audit_trail_is_not_changed BEFORE INSERT OR UPDATE OR DELETE ON audit_trail "
    "FOR EACH ROW EXECUTE FUNCTION audit_trail_only_grows()",
    "CREATE TRIGGER audit_trail_is_not_emptied BEFORE TRUNCATE ON audit_trail "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_trail_only_grows()",
)


def upgrade() -> None:
    op.create_table(
        "audit_trail",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("moment", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("deed", sa.String(length=30), nullable=False),
        sa.Column("about", sa.String(length=50), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_audit_trail_number_is_counted")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_trail")),
    )
    op.create_index("ix_audit_trail_actor", "audit_trail", ["actor"], unique=False)
    for statement in POSTGRESQL if op.get_context().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    op.drop_index("ix_audit_trail_actor", "audit_trail")
    op.drop_table("audit_trail")  # and its triggers
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_trail_only_grows()")
